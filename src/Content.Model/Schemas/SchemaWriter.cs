using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Content.Model.Declarations;
using Content.Model.Reading;

namespace Content.Model.Schemas;

/// <summary>
/// Writes declarations as JSON Schema. A schema accepts what reading accepts without an error (names in any case, booleans and numbers
/// in quotes, every spelling of a duration) and, beyond reading, refuses keys that have no effect and values outside of their limits.
/// </summary>
internal sealed class SchemaWriter
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";
    private const string GuidPattern = @"^\s*\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\}?\s*$";
    private const string InstantPattern = @"^\s*\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*([Zz]|[+-]\d{2}:?\d{2})?)?\s*$";
    private const string DurationPattern =
        @"^\s*(\d+[mhdMHD]|-?(\d+\.)?\d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,7})?)?|[Pp](?=[Tt]?\d)(\d+[DdWw])*([Tt](\d+[Hh])?(\d+[Mm])?(\d+([.,]\d+)?[Ss])?)?)\s*$";

    private readonly JsonObject _definitions = [];

    public JsonObject Write(ContentSchema schema)
    {
        var root = new JsonObject { ["$schema"] = Dialect, ["title"] = schema.Title, ["description"] = schema.Description };
        var alternatives = schema.Alternatives;
        var body = Record(alternatives[^1].Shape, nullable: false);
        for (var i = alternatives.Length - 2; i >= 0; i--)
        {
            body = new JsonObject
            {
                ["if"] = alternatives[i].IsMoved ? MovedCondition() : Signs(alternatives[i].Signs),
                ["then"] = Record(alternatives[i].Shape, nullable: false),
                ["else"] = body,
            };
        }

        foreach (var (key, value) in body.ToArray())
        {
            body.Remove(key);
            root[key] = value;
        }

        if (_definitions.Count > 0)
            root["$defs"] = _definitions;
        return root;
    }

    private static JsonObject MovedCondition() => new()
    {
        ["required"] = new JsonArray(HuntingFields.RedirectId.Key, HuntingFields.RedirectDescription.Key),
        ["properties"] = new JsonObject { [HuntingFields.RedirectDescription.Key] = new JsonObject { ["type"] = "string", ["pattern"] = string.Join('|', ContentKinds.MovingWords.Select(AnyCase)) } },
        ["not"] = Signs([RuleFields.Query.Key, .. ParserFields.AsimSigns, .. ParserFields.LegacySigns]),
    };

    private static JsonObject Signs(string[] keys) => new() { ["anyOf"] = new JsonArray([.. keys.Select(key => (JsonNode)new JsonObject { ["required"] = new JsonArray(key) })]) };

    private JsonObject Value(ValueShape shape, bool nullable) => shape switch
    {
        TextShape text => Text(text, nullable),
        BooleanShape => new JsonObject { ["type"] = Types(nullable, "boolean", "string"), ["pattern"] = @"^\s*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\s*$" },
        IntegerShape integer => Integer(integer, nullable),
        DurationShape => new JsonObject { ["type"] = Types(nullable, "string"), ["pattern"] = DurationPattern, ["examples"] = new JsonArray("5m", "1h", "14d", "PT1H") },
        ChoiceShape choice => Names(choice.Names, nullable),
        ListShape list => List(list, nullable),
        MapShape map => Map(map, nullable),
        RecordShape record => Record(record, nullable),
        EitherShape either => AnyOf(either.Shapes.Select(one => Value(one, nullable: false)), nullable),
        _ => [],
    };

    private static JsonObject Text(TextShape text, bool nullable)
    {
        // A pattern says nothing about a number.
        var isPlain = text.Format == TextFormat.None && text.Pattern is null;
        if (text.IsClosed)
            return Names(text.Suggestions, nullable);
        var schema = new JsonObject { ["type"] = isPlain ? Types(nullable, "string", "number", "boolean") : Types(nullable, "string") };
        if (text.MinLength > 0)
            schema["minLength"] = text.MinLength;
        if (text.MaxLength is { } maximum)
            schema["maxLength"] = maximum;
        if ((text.Pattern ?? (text.Format switch { TextFormat.Guid => GuidPattern, TextFormat.DateTime => InstantPattern, TextFormat.Address => "^\\s*[Hh][Tt][Tt][Pp][Ss]?://", _ => null })) is { } pattern)
            schema["pattern"] = pattern;
        if (text.Suggestions.Length == 0)
            return schema;
        return new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = new JsonArray([.. text.Suggestions.Select(name => (JsonNode)name)]) }, schema) };
    }

    private static JsonObject Integer(IntegerShape integer, bool nullable)
    {
        if (integer.Values.Length > 0)
        {
            return AnyOf(
                [
                    new JsonObject { ["enum"] = new JsonArray([.. integer.Values.Select(value => (JsonNode)value)]) },
                    new JsonObject { ["type"] = "string", ["pattern"] = $"^\\s*({string.Join('|', integer.Values.Select(value => value.ToString(CultureInfo.InvariantCulture)))})\\s*$" },
                ],
                nullable);
        }

        var schema = new JsonObject { ["type"] = Types(nullable, "integer", "string"), ["pattern"] = @"^\s*[+-]?\d+\s*$" };
        if (integer.Minimum is { } minimum)
            schema["minimum"] = minimum;
        if (integer.Maximum is { } maximum)
            schema["maximum"] = maximum;
        return schema;
    }

    private static JsonObject Names(string[] names, bool nullable) =>
        AnyOf([new JsonObject { ["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) }, OneOfNames(names)], nullable);

    private static JsonObject OneOfNames(string[] names) => new() { ["type"] = "string", ["pattern"] = $"^\\s*({string.Join('|', names.Select(AnyCase))})\\s*$" };

    private JsonObject List(ListShape list, bool nullable)
    {
        var schema = new JsonObject { ["type"] = Types(nullable, "array"), ["items"] = Value(list.Item, nullable: false) };
        if (list.MinItems > 0)
            schema["minItems"] = list.MinItems;
        if (list.MaxItems is { } maximum)
            schema["maxItems"] = maximum;
        return schema;
    }

    private JsonObject Map(MapShape map, bool nullable)
    {
        var schema = new JsonObject { ["type"] = Types(nullable, "object") };
        if (map.KeyPattern is not null || map.MaxKeyLength is not null)
        {
            var names = new JsonObject();
            if (map.KeyPattern is not null)
                names["pattern"] = map.KeyPattern;
            if (map.MaxKeyLength is { } length)
                names["maxLength"] = length;
            schema["propertyNames"] = names;
        }

        if (map.RequiredKey is { } key)
        {
            schema["properties"] = new JsonObject { [key.Key] = Property(key) };
            schema["required"] = new JsonArray(key.Key);
        }

        if (map.Value is not AnyShape)
            schema["additionalProperties"] = Value(map.Value, map.AllowsNull);
        if (map.MaxCount is { } count)
            schema["maxProperties"] = count;
        return schema;
    }

    private JsonObject Record(RecordShape record, bool nullable)
    {
        if (record.Definition is not { } name)
            return Body(record, nullable);
        if (!_definitions.ContainsKey(name))
        {
            // Set first: the shape may hold itself.
            _definitions[name] = null;
            _definitions[name] = Body(record, nullable: false);
        }

        var reference = new JsonObject { ["$ref"] = "#/$defs/" + name };
        return nullable ? AnyOf([reference], nullable) : reference;
    }

    private JsonObject Body(RecordShape record, bool nullable)
    {
        var properties = new JsonObject();
        foreach (var field in record.Fields)
        {
            properties[field.Key] = Property(field);
            foreach (var spelling in field.OtherCases)
            {
                var other = Property(field);
                other["description"] = $"Write '{field.Key}'.";
                other["deprecated"] = true;
                properties[spelling] = other;
            }
        }

        foreach (var stray in record.StrayKeys)
            properties[stray.Key] = new JsonObject { ["description"] = "Has no effect here. " + stray.Help, ["deprecated"] = true };
        var schema = new JsonObject { ["type"] = Types(nullable, "object"), ["properties"] = properties };
        var required = record.Fields.Where(field => field.Need == Need.Required).Select(field => (JsonNode)field.Key).ToArray();
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        schema["additionalProperties"] = false;
        if (record.NeedsOneOf.Length > 0)
        {
            var signs = Signs([.. record.NeedsOneOf.Select(field => field.Key)]);
            schema["anyOf"] = nullable ? new JsonArray([.. ((JsonArray)signs["anyOf"]!).Select(one => one!.DeepClone()), new JsonObject { ["type"] = "null" }]) : signs["anyOf"]!.DeepClone();
        }

        var all = record.Variants.Select(variant => (JsonNode)Condition(variant)).ToList();
        if (record.AlsoNeedsOneOf.Length > 0)
            all.Add(Signs([.. record.AlsoNeedsOneOf.Select(field => field.Key)]));
        if (all.Count > 0)
            schema["allOf"] = new JsonArray([.. all]);
        return schema;
    }

    private JsonObject Property(Field field)
    {
        var schema = Value(field.Shape, field.Need != Need.Required);
        schema.Insert(0, "description", field.Default is null ? field.Description : $"{field.Description} Default: {field.Default}.");
        return schema;
    }

    private JsonObject Condition(Variant variant)
    {
        var properties = new JsonObject();
        // An optional field may be empty; one that is needed may not.
        foreach (var field in variant.Required)
            properties[field.Key] = new JsonObject { ["not"] = new JsonObject { ["type"] = "null" } };
        if (variant is { Child: { } child, ChildShape: { } shape })
            properties[child.Key] = Record(shape(), nullable: false);
        var then = new JsonObject { ["properties"] = properties };
        if (variant.Required.Length > 0)
            then["required"] = new JsonArray([.. variant.Required.Select(field => (JsonNode)field.Key)]);
        return new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { [variant.Key.Key] = OneOfNames(variant.Values) }, ["required"] = new JsonArray(variant.Key.Key) },
            ["then"] = then,
        };
    }

    private static JsonObject AnyOf(IEnumerable<JsonObject> schemas, bool nullable)
    {
        var all = new JsonArray([.. schemas.Select(schema => (JsonNode)schema)]);
        if (nullable)
            all.Add(new JsonObject { ["type"] = "null" });
        return new JsonObject { ["anyOf"] = all };
    }

    private static JsonNode Types(bool nullable, params string[] types) =>
        types.Length == 1 && !nullable ? types[0] : new JsonArray([.. types.Select(type => (JsonNode)type), .. nullable ? [(JsonNode)"null"] : Array.Empty<JsonNode>()]);

    // JSON Schema has no flag for it.
    private static string AnyCase(string word)
    {
        var pattern = new StringBuilder();
        foreach (var c in word)
        {
            if (char.IsAsciiLetter(c))
                pattern.Append('[').Append(char.ToUpperInvariant(c)).Append(char.ToLowerInvariant(c)).Append(']');
            else
                pattern.Append(c);
        }

        return pattern.ToString();
    }
}
