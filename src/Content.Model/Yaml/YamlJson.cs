using System.Text.Json.Nodes;

namespace Content.Model.Yaml;

/// <summary>YAML as JSON, with the types that the core schema of YAML 1.2 gives plain scalars.</summary>
public static class YamlJson
{
    /// <summary>The JSON of a node; null for nothing. Real numbers that JSON does not have (<c>.inf</c>, <c>.nan</c>) become texts.</summary>
    public static JsonNode? ToJson(YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                var result = new JsonObject();
                foreach (var entry in mapping.Entries)
                    result[entry.Key.Value] = ToJson(entry.Value);
                return result;
            case YamlSequence sequence:
                return new JsonArray([.. sequence.Items.Select(ToJson)]);
            default:
                var scalar = (YamlScalar)node;
                if (scalar.IsNull)
                    return null;
                if (scalar.TryGetBoolean(out var boolean))
                    return JsonValue.Create(boolean);
                if (scalar.TryGetInteger(out var integer))
                    return JsonValue.Create(integer);
                return scalar.TryGetReal(out var real) && double.IsFinite(real) ? JsonValue.Create(real) : JsonValue.Create(scalar.Value);
        }
    }
}
