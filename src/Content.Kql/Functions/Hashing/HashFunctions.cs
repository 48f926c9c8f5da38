namespace Content.Kql.Functions;

/// <summary>Declarations of the hash functions.</summary>
internal static class HashFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        hash(source: not-dynamic, mod?: integer) -> long
            Gives a hash of a value, optionally modulo a number.

        hash_combine(source{2,32767}: scalar) -> long
            Combines several hashes into one.

        __hash_crc32(source: not-dynamic, mod: integer, seed: integer) -> long
            @hidden
            Gives a CRC-32 hash.

        __hash_djb2(source: not-dynamic, mod?: integer) -> long
            @hidden
            Gives a DJB2 hash.

        hash_many(source+: not-dynamic) -> long
            Gives one hash of several values.

        __hash_many_crc32(arg{1,2}: scalar) -> long
            @hidden
            Gives a CRC-32 hash of several values.

        hash_md5(source: not-dynamic) -> string
            Gives the MD5 hash in hexadecimal.

        hash_sha1(source: not-dynamic) -> string
            Gives the SHA-1 hash in hexadecimal.

        hash_sha256(source: not-dynamic) -> string
            Gives the SHA-256 hash in hexadecimal.

        __hash_xxh64(source: not-dynamic, mod: integer, seed: integer) -> long
            @hidden
            Gives an XXH64 hash.

        hash_xxhash64(source: not-dynamic, mod?: integer) -> long
            Gives the XXH64 hash, optionally modulo a number.
        """;
}
