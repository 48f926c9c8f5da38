using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Content.Azure;

/// <summary>JSON in the one form that is written, hashed and compared here.</summary>
internal static class JsonText
{
    /// <summary>Without blanks; characters beyond ASCII as they are.</summary>
    public static JsonSerializerOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented by two blanks, LF.</summary>
    public static JsonSerializerOptions Indented { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, NewLine = "\n" };

    /// <summary>The text of a JSON string; null for anything else.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A copy whose objects have their keys in ordinal order.</summary>
    public static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    /// <summary>A copy without nulls, empty arrays and empty objects; null when nothing is left.</summary>
    public static JsonNode? Pruned(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var copy = new JsonObject();
                foreach (var (key, value) in map)
                {
                    if (Pruned(value) is { } kept)
                        copy[key] = kept;
                }

                return copy.Count == 0 ? null : copy;
            case JsonArray list:
                var items = list.Select(Pruned).OfType<JsonNode>().ToArray();
                return items.Length == 0 ? null : new JsonArray(items);
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>SHA-256 of the sorted compact text, the first 32 hexadecimal digits.</summary>
    public static string Hash(JsonNode node) => Hash(Sorted(node)!.ToJsonString(Compact));

    /// <summary>SHA-256 of a text, the first 32 hexadecimal digits.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
