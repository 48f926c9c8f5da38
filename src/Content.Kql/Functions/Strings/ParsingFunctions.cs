namespace Content.Kql.Functions;

/// <summary>Declarations of the parsing functions.</summary>
internal static class ParsingFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        base64_decode_toarray(base64_string: string) -> array
            Decodes a base64 text into an array of byte values.

        base64_decode_toguid(base64_string: string) -> guid
            Decodes a base64 text into a guid.

        base64_decode_tostring(base64_string: string) -> string
            Decodes a base64 text into UTF-8 text.

        base64_decodestring(base64_string: string) -> string
            @hidden  @obsolete base64_decode_tostring
            Old name of base64_decode_tostring.

        base64_encode_fromarray(base64_string_decoded_as_array: array) -> string
            Encodes an array of byte values as base64.

        base64_encode_fromguid(guid: guid) -> string
            Encodes a guid as base64.

        base64_encode_tostring(string: string) -> string
            Encodes a text as base64.

        base64_encodestring(string: string) -> string
            @hidden  @obsolete base64_encode_tostring
            Old name of base64_encode_tostring.

        extract_json(jsonPath: string constant, jsonText: string) -> string
        extract_json(jsonPath: string constant, jsonText: string, type: type literal) -> typeof-last
            Takes the value at a JSON path out of a JSON text, as text or converted.

        extractjson(jsonPath: string constant, jsonText: string) -> string
        extractjson(jsonPath: string constant, jsonText: string, type: type literal) -> typeof-last
            Old name of extract_json.

        gzip_compress_to_base64_string(string: string) -> string
            Compresses a text with gzip and encodes it as base64.

        gzip_decompress_from_base64_string(string: string) -> string
            Decodes a base64 text and decompresses it with gzip.

        __lz4_compress_dynamic_array_to_base64_string(dynamic: array) -> string
            @hidden
            Compresses an array with LZ4 and encodes it as base64.

        parse_command_line(command: scalar, parser: string) -> array<string>
            Splits a command line into its arguments by the rules of an operating system.

        parse_csv(csv_text: string-or-dynamic) -> array
            @named *
            Splits a line of comma-separated values into an array.

        parse_json(json_text: string-or-dynamic) -> dynamic
            @named *
            Reads a JSON text as a dynamic value.

        parse_path(path: string) -> bag(Scheme: string, RootPath: string, DirectoryPath: string, DirectoryName: string, Filename: string, Extension: string, AlternateDataStreamName: string)
            Splits a file path into root, folder, file name, extension and stream.

        parse_url(url: string) -> bag(Scheme: string, Host: string, Port: string, Path: string, Username: string, Password: string, 'Query Parameters': dynamic, Fragment: string)
            Splits an absolute URL into its parts.

        parse_urlquery(query: string) -> bag('Query Parameters': dynamic)
            Splits the query part of a URL into its parameters.

        parse_user_agent(user_agent: string, look_for?: string-or-array) -> bag(Browser: bag(Family: string, MajorVersion: string, MinorVersion: string, Patch: string), OperatingSystem: bag(Family: string, MajorVersion: string, MinorVersion: string, Patch: string, PatchMinor: string), Device: bag(Family: string, Brand: string, Model: string))
            Reads browser, operating system or device out of a user agent text.

        parse_version(version: string) -> decimal
            Turns a version text into a number that sorts as versions do.

        parse_xml(xml_text: string-or-dynamic) -> bag
            @named *
            Reads an XML text as a dynamic value.

        parsejson(json_text: string-or-dynamic) -> dynamic
            @named *  @hidden  @obsolete parse_json
            Old name of parse_json.

        parseurl(url: string) -> bag(Scheme: string, Host: string, Port: string, Path: string, Username: string, Password: string, 'Query Parameters': dynamic, Fragment: string)
            @hidden  @obsolete parse_url
            Old name of parse_url.

        parseurlquery(query: string) -> bag('Query Parameters': dynamic)
            @hidden  @obsolete parse_urlquery
            Old name of parse_urlquery.

        url_decode(encoded_url: string) -> string
            Decodes a percent-encoded URL.

        url_encode(url: string) -> string
            Encodes a text for use in a URL, a blank as +.

        url_encode_component(url: string) -> string
            Encodes a text for use in a URL, a blank as %20.

        zlib_compress_to_base64_string(string: string) -> string
            Compresses a text with zlib and encodes it as base64.

        zlib_decompress_from_base64_string(string: string) -> string
            Decodes a base64 text and decompresses it with zlib.
        """;
}
