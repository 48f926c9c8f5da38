using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads what several kinds of content have.</summary>
internal static class SharedReader
{
    public static Located<T> At<T>(T value, SourceText source, YamlMapping node) => new(value, source, new TextSpan(node.Span.Start, 0), value?.ToString() ?? "");

    /// <summary>The name of the file, for content that has none.</summary>
    public static Located<string> NameOf(SourceText source, YamlMapping node)
    {
        var path = source.Path ?? "";
        var start = path.LastIndexOf('/') + 1;
        return At(path.IndexOf('.', start) is var dot and > 0 ? path[start..dot] : path[start..], source, node);
    }

    public static ImmutableArray<RequiredDataConnector> Connectors(MappingReader reader, RecordsField field, Need? need = null)
    {
        var connectors = ImmutableArray.CreateBuilder<RequiredDataConnector>();
        foreach (var connector in reader.Maps(field, need))
            connectors.Add(new RequiredDataConnector(connector.Text(SharedFields.ConnectorId), connector.Texts(SharedFields.DataTypes)));
        return connectors.ToImmutable();
    }

    public static ImmutableArray<EntityMapping> Entities(MappingReader reader)
    {
        var mappings = ImmutableArray.CreateBuilder<EntityMapping>();
        foreach (var mapping in reader.Maps(SharedFields.EntityMappings))
        {
            var type = mapping.Text(SharedFields.EntityTypeField);
            var fields = ImmutableArray.CreateBuilder<FieldMapping>();
            foreach (var field in mapping.Maps(SharedFields.FieldMappings))
            {
                var identifier = field.Text(SharedFields.Identifier);
                var column = field.Text(SharedFields.ColumnName);
                if (identifier is not null && column is not null)
                    fields.Add(new FieldMapping(identifier, column));
            }

            if (type is not null)
                mappings.Add(new EntityMapping(type, fields.ToImmutable()));
        }

        return mappings.ToImmutable();
    }

    public static ImmutableArray<CustomDetail> CustomDetails(MappingReader reader)
    {
        var details = ImmutableArray.CreateBuilder<CustomDetail>();
        foreach (var entry in reader.Map(SharedFields.CustomDetails)?.Entries ?? [])
        {
            if (entry.Value is YamlScalar { IsNull: false } column)
                details.Add(new CustomDetail(new Located<string>(entry.Key.Value, entry.Key), new Located<string>(column.Value, column)));
            else
                reader.WrongType(entry.Key.Value, entry.Value, "the name of a column");
        }

        return details.ToImmutable();
    }

    public static ImmutableArray<Tag> Tags(MappingReader reader)
    {
        var tags = ImmutableArray.CreateBuilder<Tag>();
        foreach (var item in reader.Sequence(SharedFields.Tags)?.Items ?? [])
        {
            switch (item)
            {
                case YamlScalar { IsNull: false } word:
                    tags.Add(new Tag(null, new Located<string>(word.Value, word)));
                    break;
                case YamlMapping pairs:
                    foreach (var entry in pairs.Entries)
                    {
                        if (entry.Value is YamlScalar value)
                            tags.Add(new Tag(new Located<string>(entry.Key.Value, entry.Key), new Located<string>(value.Value, value)));
                        else
                            reader.WrongType(entry.Key.Value, entry.Value, "a text");
                    }

                    break;
                default:
                    reader.WrongType("A tag", item, "a text or a name with a value", quoted: false);
                    break;
            }
        }

        return tags.ToImmutable();
    }

    public static Ownership? Ownership(MappingReader reader)
    {
        var owner = reader.Text(SharedFields.Owner);
        var status = reader.Text(SharedFields.Status);
        var review = reader.Date(SharedFields.ReviewDate);
        return owner is null && status is null && review is null ? null : new Ownership { Owner = owner, Status = status, ReviewDate = review };
    }

    public static ContentMetadata? Metadata(MappingReader reader)
    {
        if (reader.Child(SharedFields.Metadata) is not { } child)
            return null;
        var author = child.Child(SharedFields.Author);
        var support = child.Child(SharedFields.Support);
        var categories = child.Child(SharedFields.Categories);
        return new ContentMetadata(child.Mapping)
        {
            SourceKind = child.Child(SharedFields.Source)?.Text(SharedFields.SourceKind),
            Author = author?.Text(SharedFields.Name),
            Support = support?.Text(SharedFields.Name),
            SupportTier = support?.Text(SharedFields.Tier),
            Domains = categories?.Texts(SharedFields.Domains) ?? [],
            Verticals = categories?.Texts(SharedFields.Verticals) ?? [],
        };
    }

    public static AttackMapping? Attack(MappingReader reader)
    {
        if (reader.Child(SharedFields.Attack) is not { } child)
            return null;
        return new AttackMapping
        {
            Strategy = child.Text(SharedFields.Strategy),
            Analytic = child.Text(SharedFields.Analytic),
            Technique = child.Text(SharedFields.AttackTechnique),
            DataComponents = child.Texts(SharedFields.DataComponents),
            LogSources = child.Texts(SharedFields.LogSources),
        };
    }
}
