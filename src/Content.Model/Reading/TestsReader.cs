using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Declarations;
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
        var reader = new MappingReader(node, TestFields.Shape, _diagnostics);
        var reference = reader.Text(TestFields.Rule);
        var own = _source.Path!;
        var extension = own.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) ? ".yml" : ".yaml";
        var rulePath = reference is null
            ? own[..^(".tests".Length + extension.Length)] + extension
            : _files.Resolve(reference, mustExist: false)?.Path ?? "";
        var cases = ImmutableArray.CreateBuilder<TestCase>();
        var names = new Dictionary<string, Located<string>>(StringComparer.Ordinal);
        foreach (var item in reader.Maps(TestFields.Cases))
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

        if (reader.Mapping.FindAnyCase(TestFields.Cases.Key)?.Value is YamlSequence { Items.IsEmpty: true } empty)
            _diagnostics.Error(DiagnosticCodes.BadValue, empty, "'cases' is empty.", "Add at least one case with a name, a time and what is expected.");
        return new RuleTests(_source, node, rulePath, cases.ToImmutable()) 
        {
            RuleReference = reference,
            Survivors = [.. reader.Maps(TestFields.Survivors).Select(ReadSurvivor).OfType<SurvivorNote>()],
        };
    }

    private static SurvivorNote? ReadSurvivor(MappingReader reader)
    {
        var @operator = reader.Text(TestFields.MutationOperator);
        var was = reader.Text(TestFields.Was);
        var becomes = reader.Text(TestFields.Becomes);
        var reason = reader.Text(TestFields.SurvivorReason);
        return @operator is null || was is null || reason is null ? null : new SurvivorNote(reader.Mapping, @operator, was, becomes, reason);
    }

    private TestCase? ReadCase(MappingReader reader)
    {
        var name = reader.Text(TestFields.Name);
        var description = reader.Text(TestFields.Description);
        var now = reader.Instant(TestFields.Now);
        var tables = DataSets(reader, TestFields.Tables);
        var watchlists = DataSets(reader, TestFields.Watchlists);
        var expect = reader.Child(TestFields.Expect);
        var expectations = expect is null ? null : Expect(expect);
        return name is null || now is null || expectations is null
            ? null
            : new TestCase(reader.Mapping, name, now, expectations) { Description = description, Tables = tables, Watchlists = watchlists };
    }

    private ImmutableArray<DataSet> DataSets(MappingReader reader, MapField field)
    {
        var sets = ImmutableArray.CreateBuilder<DataSet>();
        foreach (var entry in reader.Map(field)?.Entries ?? [])
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
                    var child = new MappingReader(both, TestFields.Data, _diagnostics);
                    var path = child.Text(TestFields.File);
                    var inline = child.Sequence(TestFields.InlineRows);
                    if (path is null && inline is null)
                        _diagnostics.Error(DiagnosticCodes.MissingField, entry.Key, $"'{entry.Key.Value}' has neither a file nor rows.", "Give it a list of rows, a file, or both: {file: ../samples/x.ndjson, rows: [...]}.");
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
            Alerts = Items(reader, TestFields.Alerts, ExpectedAlert),
            Rows = Items(reader, TestFields.ExpectedRows, item => new DataRow(item, YamlValue.CellsOf(item))),
            RowsInclude = RowList(reader, TestFields.RowsInclude),
            RowsExclude = RowList(reader, TestFields.RowsExclude),
            Columns = Texts(reader, TestFields.Columns),
            Entities = Entities(reader),
        };
        var any = !reader.Mapping.Entries.IsEmpty;
        if (!any)
            _diagnostics.Error(DiagnosticCodes.BadValue, reader.Mapping, "'expect' is empty: the case would prove nothing.", "Expect at least one of alerts, rows, rowsInclude, rowsExclude, columns, entities.");
        return any ? expectations : null;
    }

    private static ImmutableArray<Located<string>>? Texts(MappingReader reader, TextsField field)
    {
        var texts = reader.Texts(field);
        return reader.Node(field) is YamlSequence ? texts : null;
    }

    private ImmutableArray<DataRow>? RowList(MappingReader reader, ListField field) => reader.Sequence(field) is { } rows ? Rows(rows) : null;

    private static ExpectedItems<T>? Items<T>(MappingReader reader, NodeField field, Func<YamlMapping, T> read)
    {
        switch (reader.Node(field))
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
                        reader.WrongType($"An item of '{field.Key}'", item, "a mapping", quoted: false);
                }

                return new ExpectedItems<T>(sequence, sequence.Items.Length, items.ToImmutable());
            case YamlScalar scalar when scalar.TryGetInteger(out var count) && count >= 0:
                return new ExpectedItems<T>(scalar, count, null);
            case var other:
                reader.WrongType(field.Key, other, "a count or a list");
                return null;
        }
    }

    private ExpectedAlert ExpectedAlert(YamlMapping node)
    {
        var reader = new MappingReader(node, TestFields.Alert, _diagnostics);
        return new ExpectedAlert(node)
        {
            Title = reader.Text(TestFields.Title),
            Description = reader.Text(TestFields.AlertDescription),
            Severity = reader.Choice(TestFields.Severity),
            Tactics = Texts(reader, TestFields.Tactics),
            Entities = Entities(reader),
            CustomDetails = reader.Map(TestFields.CustomDetails) is { } details ? YamlValue.CellsOf(details) : null,
        };
    }

    private static ImmutableArray<ExpectedEntity>? Entities(MappingReader reader)
    {
        if (reader.Sequence(TestFields.Entities) is not { } sequence)
            return null;
        var entities = ImmutableArray.CreateBuilder<ExpectedEntity>();
        foreach (var item in sequence.Items)
        {
            if (item is not YamlMapping mapping)
            {
                reader.WrongType($"An item of '{TestFields.Entities.Key}'", item, "a mapping", quoted: false);
                continue;
            }

            // The other keys are identifiers, which the type decides; those are looked at where the alert is known.
            var key = TestFields.EntityType.Key;
            if (mapping.FindAnyCase(key)?.Value is YamlScalar { IsNull: false } type)
                entities.Add(new ExpectedEntity(mapping, new Located<string>(type.Value, type), [.. YamlValue.CellsOf(mapping).Where(cell => !string.Equals(cell.Column.Value, key, StringComparison.OrdinalIgnoreCase))]));
            else
                reader.Diagnostics.Error(DiagnosticCodes.MissingField, mapping.Entries.IsEmpty ? mapping : mapping.Entries[0].Key, $"'{key}' is missing.", $"Add '{key}:'; an expected entity needs it.");
        }

        return entities.ToImmutable();
    }
}
