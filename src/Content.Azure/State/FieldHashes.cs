using System.Text.Json.Nodes;

namespace Content.Azure.State;

/// <summary>
/// Short hashes of the managed properties of a resource, one a property, as the record keeps them: enough to say which of them somebody
/// changed, at a fraction of the size of their values.
/// </summary>
internal static class FieldHashes
{
    // With 24 bits a change goes unnoticed once in 16 million; the hash of the whole still tells of it.
    private const int Length = 6;

    /// <summary>The hashes in a line: <c>name:1a2b3c name:4d5e6f</c>.</summary>
    public static string Of(JsonObject comparable) =>
        string.Join(' ', comparable.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{Of(pair.Value)}"));

    /// <summary>The hash of one value.</summary>
    public static string Of(JsonNode? value) => (value is null ? JsonText.Hash("") : JsonText.Hash(value))[..Length];

    /// <summary>The hashes of a line by the names of their properties.</summary>
    public static Dictionary<string, string> Read(string? line)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in (line ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.LastIndexOf(':') is var colon and > 0)
                hashes[part[..colon]] = part[(colon + 1)..];
        }

        return hashes;
    }
}
