using System.Collections.Immutable;
using Content.Model.Declarations;
using Content.Model.Reading;
using Content.Model.Schemas;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>The order in which the keys of a mapping are best written.</summary>
/// <param name="Mapping">The mapping.</param>
/// <param name="Order">Its entries by their places today, in the best order. Keys that no declaration knows stay behind the key before them.</param>
public sealed record MappingLayout(YamlMapping Mapping, ImmutableArray<int> Order);

/// <summary>What the declarations of a kind of content say about the layout of its file: the order of keys, and which texts are queries.</summary>
/// <param name="Mappings">All mappings whose keys are declared, outer ones before inner ones.</param>
/// <param name="Queries">All KQL queries, in the order of the file.</param>
public sealed record ContentLayout(ImmutableArray<MappingLayout> Mappings, ImmutableArray<YamlScalar> Queries)
{
    /// <summary>The layout of a file; null when its kind is not known.</summary>
    /// <param name="path">Path of the file, which can tell its kind.</param>
    /// <param name="root">Its root.</param>
    public static ContentLayout? Of(string path, YamlMapping root)
    {
        if (ContentSchema.FormatOf(path, root) is not { } format)
            return null;
        var collector = new Collector();
        collector.Visit(root, format.Shape);
        return new ContentLayout(collector.Mappings.ToImmutable(), collector.Queries.ToImmutable());
    }

    private sealed class Collector
    {
        // A node that an alias stands for is met several times.
        private readonly HashSet<YamlNode> _seen = new(ReferenceEqualityComparer.Instance);

        public ImmutableArray<MappingLayout>.Builder Mappings { get; } = ImmutableArray.CreateBuilder<MappingLayout>();

        public ImmutableArray<YamlScalar>.Builder Queries { get; } = ImmutableArray.CreateBuilder<YamlScalar>();

        public void Visit(YamlNode node, ValueShape shape)
        {
            switch (shape, node)
            {
                case (EitherShape either, _):
                    if (either.Shapes.FirstOrDefault(each => Fits(each, node)) is { } fitting)
                        Visit(node, fitting);
                    break;
                case (TextShape { Format: TextFormat.Query }, YamlScalar query) when _seen.Add(query):
                    Queries.Add(query);
                    break;
                case (ListShape list, YamlSequence sequence):
                    foreach (var item in sequence.Items)
                        Visit(item, list.Item);
                    break;
                case (MapShape map, YamlMapping mapping):
                    foreach (var entry in mapping.Entries)
                        Visit(entry.Value, map.Value);
                    break;
                case (RecordShape record, YamlMapping mapping) when _seen.Add(mapping):
                    Visit(mapping, record);
                    break;
            }
        }

        private void Visit(YamlMapping mapping, RecordShape record)
        {
            Mappings.Add(new MappingLayout(mapping, OrderOf(mapping, record)));
            foreach (var entry in mapping.Entries)
            {
                if (record.Find(entry.Key.Value) is { } field)
                    Visit(entry.Value, ShapeOf(field, mapping, record));
            }
        }

        private static ValueShape ShapeOf(Field field, YamlMapping mapping, RecordShape record)
        {
            foreach (var variant in record.Variants)
            {
                if (variant.Child == field && variant.ChildShape is { } shape && mapping.FindAnyCase(variant.Key.Key)?.Value is YamlScalar value
                    && variant.Values.Contains(value.Value, StringComparer.OrdinalIgnoreCase))
                    return shape();
            }

            return field.Shape;
        }

        private static bool Fits(ValueShape shape, YamlNode node) => node switch
        {
            YamlMapping => shape is RecordShape or MapShape,
            YamlSequence => shape is ListShape,
            _ => shape is not (RecordShape or MapShape or ListShape),
        };

        private static ImmutableArray<int> OrderOf(YamlMapping mapping, RecordShape record)
        {
            var ranks = new int[mapping.Entries.Length];
            var before = -1;
            for (var i = 0; i < ranks.Length; i++)
            {
                var key = mapping.Entries[i].Key.Value;
                var declared = Array.FindIndex(record.Fields, field => string.Equals(field.Key, key, StringComparison.OrdinalIgnoreCase));
                ranks[i] = before = declared >= 0 ? declared : before;
            }

            return [.. Enumerable.Range(0, ranks.Length).OrderBy(i => ranks[i])];
        }
    }
}
