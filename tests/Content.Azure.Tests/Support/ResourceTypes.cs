using System.Text.Json.Nodes;
using Azure.Bicep.Types;
using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;
using Azure.Bicep.Types.Index;

namespace Content.Azure.Tests.Support;

/// <summary>Checks bodies of requests against Microsoft's own resource types (package Azure.Bicep.Types.Az).</summary>
internal sealed class ResourceTypes
{
    // Part of the address, or of every resource.
    private static readonly string[] Envelope = ["id", "name", "type", "apiVersion", "etag", "scope", "parent"];

    private readonly AzTypeLoader _loader = new();
    private readonly TypeIndex _index;

    public ResourceTypes() => _index = _loader.LoadTypeIndex();

    /// <summary>What is wrong with a body; empty when nothing is.</summary>
    public IReadOnlyList<string> Check(string type, string apiVersion, JsonObject body)
    {
        var key = $"{type}@{apiVersion}";
        var findings = new List<string>();
        if (!_index.Resources.TryGetValue(key, out var reference))
            return [$"There is no type {key}."];
        Check(_loader.LoadResourceType(reference).Body.Type, body, "", findings);
        return findings;
    }

    private static void Check(TypeBase type, JsonNode? value, string path, List<string> findings)
    {
        switch (type)
        {
            case ObjectType shape:
                if (value is not JsonObject map)
                    findings.Add($"{path}: an object is expected.");
                else
                    Properties(shape.Properties, shape.AdditionalProperties?.Type, map, path, findings);
                break;
            case DiscriminatedObjectType choice:
                var word = (value as JsonObject)?[choice.Discriminator]?.ToString();
                if (value is not JsonObject body || word is null || !choice.Elements.TryGetValue(word, out var element))
                {
                    findings.Add($"{path}: '{word}' is no {choice.Discriminator}.");
                    break;
                }

                var all = choice.BaseProperties.ToDictionary(pair => pair.Key, pair => pair.Value);
                foreach (var (name, property) in ((ObjectType)element.Type).Properties)
                    all[name] = property;
                Properties(all, null, body, path, findings);
                break;
            case ArrayType list:
                if (value is not JsonArray items)
                    findings.Add($"{path}: a list is expected.");
                else
                {
                    for (var i = 0; i < items.Count; i++)
                        Check(list.ItemType.Type, items[i], $"{path}[{i}]", findings);
                }

                break;
            case UnionType union:
                if (!union.Elements.Any(option => Fits(option.Type, value)))
                    findings.Add($"{path}: {value?.ToJsonString()} is none of the values.");
                break;
            case StringLiteralType or StringType or IntegerType or BooleanType:
                if (!Fits(type, value))
                    findings.Add($"{path}: {value?.ToJsonString()} is no {type.GetType().Name}.");
                break;
        }
    }

    private static void Properties(IReadOnlyDictionary<string, ObjectTypeProperty> known, TypeBase? others, JsonObject map, string path, List<string> findings)
    {
        foreach (var (name, property) in known)
        {
            if (property.Flags.HasFlag(ObjectTypePropertyFlags.Required) && map[name] is null && !Envelope.Contains(name))
                findings.Add($"{path}.{name} is required.");
        }

        foreach (var (name, value) in map)
        {
            if (known.TryGetValue(name, out var property))
            {
                if (property.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly) && !(path.Length == 0 && Envelope.Contains(name)))
                    findings.Add($"{path}.{name} is read-only.");
                else if (!(path.Length == 0 && Envelope.Contains(name)))
                    Check(property.Type.Type, value, $"{path}.{name}", findings);
            }
            else if (others is not null)
                Check(others, value, $"{path}.{name}", findings);
            else if (!(path.Length == 0 && Envelope.Contains(name)))
                findings.Add($"{path}.{name} is unknown.");
        }
    }

    private static bool Fits(TypeBase type, JsonNode? value) => type switch
    {
        StringLiteralType literal => value is JsonValue text && text.TryGetValue<string>(out var word) && word == literal.Value,
        StringType shape => value is JsonValue text && text.TryGetValue<string>(out var word) && !(word.Length < shape.MinLength) && !(word.Length > shape.MaxLength),
        IntegerType shape => value is JsonValue number && number.TryGetValue<long>(out var whole) && !(whole < shape.MinValue) && !(whole > shape.MaxValue),
        BooleanType => value is JsonValue flag && flag.TryGetValue<bool>(out _),
        NullType => value is null,
        UnionType union => union.Elements.Any(element => Fits(element.Type, value)),
        _ => true,
    };
}
