using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads the tests of a rule.</summary>
internal sealed class TestsReader
{
    private readonly SourceText _source;
    private readonly DiagnosticBag _diagnostics;
    private readonly FileScope _files;

    private TestsReader(SourceText source, DiagnosticBag diagnostics, FileScope files)
    {
        _source = source;
        _diagnostics = diagnostics;
        _files = files;
    }

    public static bool IsTestsFile(string path) =>
        path.EndsWith(".tests.yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tests.yml", StringComparison.OrdinalIgnoreCase);

    public static RuleTests? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics, FileScope files) =>
        new TestsReader(source, diagnostics, files).Read(node);

    private RuleTests? Read(YamlMapping node)
    {
        var reader = new MappingReader(node, "a tests file", _diagnostics);
        var reference = reader.Text("rule");
        var own = _source.Path!;
        var extension = own.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) ? ".yml" : ".yaml";
        var rulePath = reference is null
            ? own[..^(".tests".Length + extension.Length)] + extension
            : _files.Resolve(reference, mustExist: false)?.Path ?? "";
        var cases = ImmutableArray.CreateBuilder<TestCase>();
        var names = new Dictionary<string, Located<string>>(StringComparer.Ordinal);
        foreach (var item in reader.Maps("cases", "a test case", Need.Required))
        {
            if (ReadCase(item) is not { } testCase)
                continue;
            if (names.TryAdd(testCase.Name.Value, testCase.Name))
                cases.Add(testCase);
            else
                _diagnostics.Add(testCase.Name.Report(DiagnosticCodes.DuplicateIdentifier, DiagnosticSeverity.Error, $"There are two cases with the name '{testCase.Name.Value}'.", "Give each case a name of its own.") with
                {
                    Related = [new RelatedLocation(_source, names[testCase.Name.Value].Span, "The first one stands here.")],
                });
        }

        if (reader.Mapping.FindAnyCase("cases")?.Value is YamlSequence { Items.IsEmpty: true } empty)
            _diagnostics.Error(DiagnosticCodes.BadValue, empty, "'cases' is empty.", "Add at least one case with a name, a time and what is expected.");
        reader.Done();
        return new RuleTests(_source, node, rulePath, cases.ToImmutable()) { RuleReference = reference };
    }

    private TestCase? ReadCase(MappingReader reader)
    {
        var name = reader.Text("name", Need.Required);
        var description = reader.Text("description");
        var now = Instant(reader, "now");
        var tables = DataSets(reader, "tables");
        var watchlists = DataSets(reader, "watchlists");
        var expect = reader.Child("expect", "what a case expects", Need.Required);
        var expectations = expect is null ? null : Expect(expect);
        reader.Done();
        return name is null || now is null || expectations is null
            ? null
            : new TestCase(reader.Mapping, name, now, expectations) { Description = description, Tables = tables, Watchlists = watchlists };
    }

    private Located<DateTime>? Instant(MappingReader reader, string key)
    {
        if (reader.Text(key, Need.Required) is not { Value.Length: > 0 } text)
            return null;
        if (Instants.TryParse(text.Value, out var instant))
            return new Located<DateTime>(instant, text.Scalar!);
        _diagnostics.Error(DiagnosticCodes.BadDateTime, text, $"'{text.Value}' is not a point in time.", "Write ISO 8601 in UTC: 2026-03-02T12:00:00Z.");
        return null;
    }

    private ImmutableArray<DataSet> DataSets(MappingReader reader, string key)
    {
        var sets = ImmutableArray.CreateBuilder<DataSet>();
        foreach (var entry in reader.Map(key)?.Entries ?? [])
        {
            var name = new Located<string>(entry.Key.Value, entry.Key);
            switch (entry.Value)
            {
                case YamlSequence rows:
                    sets.Add(new DataSet(name, null, Rows(rows)));
                    break;
                case YamlScalar { IsNull: true }:
                    sets.Add(new DataSet(name, null, []));
                    break;
                case YamlScalar file:
                    sets.Add(new DataSet(name, _files.Resolve(new Located<string>(file.Value, file)), []));
                    break;
                case YamlMapping both:
                    var child = new MappingReader(both, "the data of a table", _diagnostics);
                    var path = child.Text("file");
                    var inline = child.Sequence("rows");
                    if (path is null && inline is null)
                        _diagnostics.Error(DiagnosticCodes.MissingField, entry.Key, $"'{entry.Key.Value}' has neither a file nor rows.", "Give it a list of rows, a file, or both: {file: ../samples/x.ndjson, rows: [...]}.");
                    child.Done();
                    sets.Add(new DataSet(name, path is null ? null : _files.Resolve(path), inline is null ? [] : Rows(inline)));
                    break;
            }
        }

        return sets.ToImmutable();
    }

    private ImmutableArray<DataRow> Rows(YamlSequence sequence)
    {
        var rows = ImmutableArray.CreateBuilder<DataRow>(sequence.Items.Length);
        foreach (var item in sequence.Items)
        {
            if (item is YamlMapping mapping)
                rows.Add(new DataRow(mapping, YamlValue.CellsOf(mapping)));
            else
                _diagnostics.Error(DiagnosticCodes.WrongType, item, $"A row must be a mapping of columns to values, not {item.Description}.", "Write {Column: value, Other: value}.");
        }

        return rows.ToImmutable();
    }

    private Expectations? Expect(MappingReader reader)
    {
        var expectations = new Expectations(reader.Mapping)
        {
            Alerts = Items(reader, "alerts", ExpectedAlert),
            Rows = Items(reader, "rows", item => new DataRow(item, YamlValue.CellsOf(item))),
            RowsInclude = RowList(reader, "rowsInclude"),
            RowsExclude = RowList(reader, "rowsExclude"),
            Columns = Has(reader, "columns") ? reader.Texts("columns") : null,
            Entities = Has(reader, "entities") ? Entities(reader) : null,
        };
        reader.Ignore("columns", "entities");
        var any = !reader.Mapping.Entries.IsEmpty;
        reader.Done();
        if (!any)
            _diagnostics.Error(DiagnosticCodes.BadValue, reader.Mapping, "'expect' is empty: the case would prove nothing.", "Expect at least one of alerts, rows, rowsInclude, rowsExclude, columns, entities.");
        return any ? expectations : null;
    }

    private static bool Has(MappingReader reader, string key) => reader.Mapping.FindAnyCase(key)?.Value is YamlSequence;

    private ImmutableArray<DataRow>? RowList(MappingReader reader, string key) => reader.Sequence(key) is { } rows ? Rows(rows) : null;

    private static ExpectedItems<T>? Items<T>(MappingReader reader, string key, Func<YamlMapping, T> read)
    {
        switch (reader.Node(key))
        {
            case null:
                return null;
            case YamlSequence sequence:
                var items = ImmutableArray.CreateBuilder<T>(sequence.Items.Length);
                foreach (var item in sequence.Items)
                {
                    if (item is YamlMapping mapping)
                        items.Add(read(mapping));
                    else
                        reader.WrongType($"An item of '{key}'", item, "a mapping", quoted: false);
                }

                return new ExpectedItems<T>(sequence, sequence.Items.Length, items.ToImmutable());
            case YamlScalar scalar when scalar.TryGetInteger(out var count) && count >= 0:
                return new ExpectedItems<T>(scalar, count, null);
            case var other:
                reader.WrongType(key, other, "a count or a list");
                return null;
        }
    }

    private ExpectedAlert ExpectedAlert(YamlMapping node)
    {
        var reader = new MappingReader(node, "an expected alert", _diagnostics);
        var alert = new ExpectedAlert(node)
        {
            Title = reader.Text("title"),
            Description = reader.Text("description"),
            Severity = reader.Choice("severity", RuleReader.Severities),
            Tactics = Has(reader, "tactics") ? reader.Texts("tactics") : null,
            Entities = Has(reader, "entities") ? Entities(reader) : null,
            CustomDetails = reader.Map("customDetails") is { } details ? YamlValue.CellsOf(details) : null,
        };
        reader.Ignore("tactics", "entities");
        reader.Done();
        return alert;
    }

    private static ImmutableArray<ExpectedEntity> Entities(MappingReader reader)
    {
        var entities = ImmutableArray.CreateBuilder<ExpectedEntity>();
        foreach (var item in reader.Maps("entities", "an expected entity"))
        {
            if (item.Text("type", Need.Required) is { } type)
                entities.Add(new ExpectedEntity(item.Mapping, type, [.. YamlValue.CellsOf(item.Mapping).Where(cell => !string.Equals(cell.Column.Value, "type", StringComparison.OrdinalIgnoreCase))]));
        }

        return entities.ToImmutable();
    }
}
