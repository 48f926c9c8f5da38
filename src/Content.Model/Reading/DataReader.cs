using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads the rows of a test case.</summary>
internal sealed class DataReader(IReadOnlyDictionary<YamlNode, YamlNode> inherited, DiagnosticBag diagnostics, FileScope files)
{
    public ImmutableArray<DataSet> Read(MappingReader reader, MapField field) => [.. (reader.Map(field)?.Entries ?? []).Select(Read).OfType<DataSet>()];

    /// <summary>The rows behind the name of a table, watchlist or function.</summary>
    public DataSet? Read(YamlEntry entry)
    {
        var name = new Located<string>(entry.Key.Value, entry.Key);
        switch (entry.Value)
        {
            case YamlSequence rows:
                return new DataSet(name, null, Rows(rows));
            case YamlScalar { IsNull: true }:
                return new DataSet(name, null, []);
            case YamlScalar file:
                return new DataSet(name, files.Resolve(new Located<string>(file.Value, file)), []);
            case YamlMapping both:
                return Read(name, entry, both);
            default:
                return null;
        }
    }

    private DataSet Read(Located<string> name, YamlEntry entry, YamlMapping mapping)
    {
        var reader = new MappingReader(mapping, TestFields.Data, diagnostics);
        var path = reader.Text(TestFields.File);
        var inline = reader.Sequence(TestFields.InlineRows);
        var inherit = reader.Boolean(ScenarioFields.Inherit);
        var generated = reader.Maps(ScenarioFields.Generate).Select(Generator).OfType<RowGenerator>().ToImmutableArray();
        DataSet? below = null;
        if (inherit is { Value: true })
        {
            if (inherited.TryGetValue(mapping, out var node))
                below = Read(new YamlEntry(entry.Key, node));
            else
                diagnostics.Error(DiagnosticCodes.UnknownCase, inherit, $"There are no rows of {name.Value} to inherit.", "The case has to extend one that gives rows of it.");
        }
        else if (path is null && inline is null && reader.Node(ScenarioFields.Generate) is null)
            diagnostics.Error(DiagnosticCodes.MissingField, entry.Key, $"'{name.Value}' has neither a file nor rows.", "Give it a list of rows, a file, or both: {file: ../samples/x.ndjson, rows: [...]}.");
        return new DataSet(name, path is null ? null : files.Resolve(path), inline is null ? [] : Rows(inline))
        {
            Inherited = below,
            Generated = generated,
            Set = reader.Map(ScenarioFields.Set) is { } set ? YamlValue.CellsOf(set) : [],
        };
    }

    public ImmutableArray<DataRow> Rows(YamlSequence sequence)
    {
        var rows = ImmutableArray.CreateBuilder<DataRow>(sequence.Items.Length);
        foreach (var item in sequence.Items)
        {
            if (item is YamlMapping mapping)
                rows.Add(new DataRow(mapping, YamlValue.CellsOf(mapping)));
            else
                diagnostics.Error(DiagnosticCodes.WrongType, item, $"A row must be a mapping of columns to values, not {item.Description}.", "Write {Column: value, Other: value}.");
        }

        return rows.ToImmutable();
    }

    private RowGenerator? Generator(MappingReader reader)
    {
        reader.Node(ScenarioFields.Template, Need.Required);
        var template = reader.Map(ScenarioFields.Template);
        var count = reader.Integer(ScenarioFields.Count, Need.Required);
        var every = reader.Duration(ScenarioFields.Every);
        var variations = ImmutableArray.CreateBuilder<ColumnVariation>();
        foreach (var entry in reader.Map(ScenarioFields.Vary)?.Entries ?? [])
        {
            if (Variation(reader, entry) is { } variation)
                variations.Add(variation);
        }

        if (count is { Value: < 1 or > Limits.GeneratedRows })
        {
            diagnostics.Error(DiagnosticCodes.BadValue, count, $"'{ScenarioFields.Count.Key}' is {count.Value}.", $"A template makes 1 to {Limits.GeneratedRows} rows.");
            return null;
        }

        return template is null || count is null ? null : new RowGenerator(reader.Mapping, new DataRow(template, YamlValue.CellsOf(template)), (int)count.Value, every?.Value, variations.ToImmutable());
    }

    private ColumnVariation? Variation(MappingReader reader, YamlEntry entry)
    {
        var column = new Located<string>(entry.Key.Value, entry.Key);
        switch (entry.Value)
        {
            case YamlSequence { Items.IsEmpty: false } values:
                return new ColumnVariation(column, [.. values.Items.Select(YamlValue.Of)], 0, 0);
            case YamlMapping mapping:
                var range = new MappingReader(mapping, ScenarioFields.Range, diagnostics);
                var from = range.Integer(ScenarioFields.VaryFrom);
                var step = range.Integer(ScenarioFields.VaryStep);
                return from is null ? null : new ColumnVariation(column, [], from.Value, step?.Value ?? 1);
            default:
                reader.WrongType(entry.Key.Value, entry.Value, "a list of values or a range", help: "Write [a, b] or {from: 1, step: 1}.");
                return null;
        }
    }
}
