using System.Globalization;
using System.Text;
using Content.Model.Declarations;

namespace Content.Model.Schemas;

/// <summary>Writes declarations as Markdown tables.</summary>
internal sealed class KeyTables
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<RecordShape> _known = [];

    public static string Write(IEnumerable<ContentSchema> schemas)
    {
        var tables = new KeyTables();
        tables._text.Append("""
            # Keys of content files
            Written by `sentinel-content schema write schemas`, like the JSON Schemas beside it; do not edit. Needed: **yes**, *should*, or blank.
            Keys and names are read in any case. Below a list, `[]` stands for each item.

            """.ReplaceLineEndings("\n"));
        foreach (var schema in schemas)
            tables.Kind(schema);
        return tables._text.ToString();
    }

    private void Kind(ContentSchema schema)
    {
        _known.Clear();
        _text.Append("\n## ").Append(schema.Title).Append('\n').Append(schema.Description).Append(" Schema: [").Append(schema.FileName).Append("](").Append(schema.FileName).Append(").\n");
        foreach (var alternative in schema.Alternatives)
        {
            if (alternative.IsMoved)
            {
                _text.Append("\nA file with nothing but `id`, `name`, `description`, `version`, `kind` and `tags` whose description says that the content has moved is read as a pointer and not deployed.\n");
                continue;
            }

            if (schema.Alternatives.Length - schema.Alternatives.Count(one => one.IsMoved) > 1)
                _text.Append("\n### ").Append(alternative.Title).Append('\n');
            Table(alternative.Shape);
        }
    }

    private void Table(RecordShape shape)
    {
        _text.Append("\n| Key | Value | Needed | Meaning |\n|---|---|---|---|\n");
        var later = new List<(string Heading, RecordShape Shape)>();
        _known.Add(shape);
        Rows(shape, "", later);
        foreach (var (heading, child) in later)
        {
            _text.Append('\n').Append(heading).Append('\n');
            Table(child);
        }
    }

    private void Rows(RecordShape shape, string prefix, List<(string Heading, RecordShape Shape)> later)
    {
        foreach (var field in shape.Fields)
        {
            var variants = shape.Variants.Where(variant => variant.Required.Contains(field)).ToList();
            var need = field.Need == Need.Required ? "**yes**"
                : variants.Count > 0 ? "**" + string.Join(", ", variants.SelectMany(variant => variant.Values)) + "**"
                : field.Need == Need.Recommended ? "*should*" : "";
            var meaning = field.Default is null ? field.Description : $"{field.Description} Default: {field.Default}.";
            _text.Append("| `").Append(prefix).Append(field.Key).Append("` | ").Append(Escape(Describe(field.Shape))).Append(" | ").Append(need).Append(" | ").Append(Escape(meaning)).Append(" |\n");
            Below(field.Shape, prefix + field.Key, later);
        }

        foreach (var variant in shape.Variants)
        {
            if (variant is { Child: { } child, ChildShape: { } childShape } && _known.Add(childShape()))
                later.Add(($"`{prefix}{child.Key}` with `{variant.Key.Key}: {string.Join("`, `", variant.Values)}`:", childShape()));
        }
    }

    private void Below(ValueShape shape, string path, List<(string Heading, RecordShape Shape)> later)
    {
        switch (shape)
        {
            case RecordShape record when _known.Add(record) || record.Definition is null:
                Rows(record, path + ".", later);
                break;
            case ListShape list:
                Below(list.Item, path + "[]", later);
                break;
            case MapShape map:
                Below(map.Value, path + "." + map.Key, later);
                break;
            case EitherShape either:
                foreach (var one in either.Shapes)
                    Below(one, path, later);
                break;
        }
    }

    private static string Describe(ValueShape shape) => shape switch
    {
        TextShape { Format: TextFormat.Guid } => "GUID",
        TextShape { Format: TextFormat.DateTime } => "point in time",
        TextShape { Format: TextFormat.Address } => "address",
        TextShape { Format: TextFormat.File } => "path",
        TextShape { IsClosed: true } text => string.Join(", ", text.Suggestions.Select(name => $"`{name}`")),
        TextShape text => (text.Format == TextFormat.Query ? "KQL" : "text") + Range(text.MinLength > 1 ? text.MinLength : null, text.MaxLength, " characters"),
        BooleanShape => "`true` or `false`",
        IntegerShape { Values.Length: > 0 } integer => string.Join(", ", integer.Values),
        IntegerShape integer => "whole number" + Range(integer.Minimum, integer.Maximum, ""),
        DurationShape => "duration",
        ChoiceShape choice => string.Join(", ", choice.Names.Select(name => $"`{name}`")),
        ListShape list => Of(list),
        MapShape map => $"mapping from {map.Key}" + Range(null, map.MaxCount, " keys"),
        RecordShape => "mapping",
        EitherShape either => string.Join(", or ", either.Shapes.Select(Describe)),
        _ => "anything",
    };

    private static string Of(ListShape list)
    {
        var item = list.Item switch
        {
            RecordShape => "mappings",
            MapShape map => $"mappings from {map.Key}",
            TextShape { IsClosed: false } => "texts",
            EitherShape either => string.Join(" or ", either.Shapes.Select(Describe)),
            AnyShape => "anything",
            var other => Describe(other),
        };
        return "list of " + item + Range(list.MinItems > 0 ? list.MinItems : null, list.MaxItems, "");
    }

    private static string Range(long? minimum, long? maximum, string unit) => (minimum, maximum) switch
    {
        (null, null) => "",
        (null, { } most) => $", at most {Number(most)}{unit}",
        ({ } least, null) => $", at least {Number(least)}{unit}",
        ({ } least, { } most) => $", {Number(least)} to {Number(most)}{unit}",
    };

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<<", "&lt;&lt;", StringComparison.Ordinal);
}
