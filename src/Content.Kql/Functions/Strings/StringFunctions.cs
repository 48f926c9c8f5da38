namespace Content.Kql.Functions;

/// <summary>Declarations of the string functions.</summary>
internal static class StringFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        array_strcat(array: array, delimiter: scalar) -> string
            Other name of strcat_array.

        countof(source: string, search: string, kind?: string literal of count-kind) -> long
            Counts how often a text or a regular expression occurs in a text.

        extract(regex: string constant, captureGroup: long, source: string) -> string
        extract(regex: string constant, captureGroup: long, source: string, typeLiteral: type literal) -> typeof-last
            Takes one capture group of the first match of a regular expression, as text or converted.

        extract_all(regex: string constant, source: string) -> array
        extract_all(regex: string constant, captureGroups: array, source: string) -> array
            Takes all matches of a regular expression, or chosen capture groups of each, as an array.

        extractall(regex: string constant, source: string) -> array
        extractall(regex: string constant, captureGroups: array, source: string) -> array
            @hidden  @obsolete extract_all
            Old name of extract_all.

        has_any_index(source: string-or-dynamic, values: array) -> long
            Finds the first of several terms that a text has and gives its position in the list; -1 when it has none.

        indexof(string: scalar, match: scalar, start?: integer, length?: integer, occurrence?: integer constant) -> long
            Finds where a text first occurs in another one, counting from 0; -1 when it does not.

        indexof_regex(string: scalar, match: scalar constant, start?: integer, length?: integer, occurrence?: integer constant) -> long
            Finds where a regular expression first matches, counting from 0; -1 when it does not.

        isascii(value: scalar) -> bool
            @not-constant
            Tells whether a text has ASCII characters only.

        isempty(value: scalar) -> bool
            @not-constant
            Tells whether a value is an empty text or null.

        isnotempty(value: scalar) -> bool
            @not-constant
            Tells whether a value is neither an empty text nor null.

        isutf8(value: scalar) -> bool
            @not-constant
            Tells whether a text is valid UTF-8.

        make_string(value+: integer-or-array) -> string
            @hidden  @obsolete unicode_codepoints_to_string
            Old name of unicode_codepoints_to_string.

        notempty(value: scalar) -> bool
            @hidden  @obsolete isnotempty  @not-constant
            Old name of isnotempty.

        punycode_domain_from_string(string: string) -> string
            Encodes an internationalised domain name in its ASCII form.

        punycode_domain_to_string(string: string) -> string
            Decodes the ASCII form of an internationalised domain name.

        punycode_from_string(string: string) -> string
            Encodes a text as Punycode, without the xn-- prefix.

        punycode_to_string(string: string) -> string
            Decodes a Punycode text that has no xn-- prefix.

        regex_quote(string: scalar) -> string
            Escapes a text so that a regular expression matches it literally.

        replace(regex: string constant, rewrite: string constant, source: string) -> string
            @hidden  @obsolete replace_regex or replace_string
            Old name of replace_regex.

        replace_regex(source: string, lookup_regex: string constant, rewrite_pattern: string constant) -> string
            Replaces all matches of a regular expression; \1 stands for the first capture group.

        replace_string(text: string, lookup: string, rewrite: string) -> string
            Replaces all occurrences of a text.

        replace_strings(text: string, lookups: array, rewrites: array) -> string
            Replaces all occurrences of several texts in one pass.

        reverse(value: scalar) -> string
            Writes the characters of a text in reverse order.

        split(source: scalar, delimiter: string, requestedIndex?: integer) -> array<string>
            @named *
            Cuts a text at a delimiter into an array, or takes one piece as an array of one.

        strcat(arg{1,64}: scalar) -> string
            Joins values into one text.

        strcat_array(array: array, delimiter: scalar) -> string
            Joins the elements of an array into one text with a delimiter between them.

        strcat_delim(delimiter: scalar, arg{2,64}: scalar) -> string
            Joins values into one text with a delimiter between them.

        strcmp(s1: scalar, s2: scalar) -> long
            Compares two texts: -1, 0 or 1.

        string_size(string: string-or-dynamic) -> long
            @named string_size_*
            Gives the size of a text in UTF-8 bytes.

        strlen(string: string-or-dynamic) -> long
            @named strlen_*
            Gives the number of characters of a text.

        strrep(value: scalar, multiplier: long, delimiter?: scalar) -> string
            Repeats a value as text, with an optional delimiter.

        substring(string: scalar, start: integer, length?: integer) -> string
            Cuts a part out of a text, counting from 0; a negative start counts from the end.

        to_utf8(value: scalar) -> array
            @hidden  @obsolete unicode_codepoints_from_string
            Old name of unicode_codepoints_from_string.

        tolower(value: scalar) -> string
            Converts a text to lower case.

        toupper(value: scalar) -> string
            Converts a text to upper case.

        translate(searchList: string, replacementList: string, source: string) -> string
            Replaces the characters of one list by those of another, one by one.

        trim(regex: string constant, source: string) -> string
            Removes matches of a regular expression from both ends of a text.

        trim_end(regex: string constant, source: string) -> string
            Removes a match of a regular expression from the end of a text.

        trim_start(regex: string constant, source: string) -> string
            Removes a match of a regular expression from the start of a text.

        unicode_codepoints_from_string(value: scalar) -> array
            Gives the code points of a text as an array of numbers.

        unicode_codepoints_to_string(value+: integer-or-array) -> string
            Makes a text of code points.
        """;
}
