using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads a test case that was put together.</summary>
internal sealed class CaseReader(ComposedCase composed, DiagnosticBag diagnostics, FileScope files)
{
    // What relative times are relative to while the case's own time is not known: it is in error anyway.
    private static readonly DateTime Unknown = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public TestCase? Read()
    {
        var reader = new MappingReader(composed.Node, TestFields.Case, diagnostics);
        var name = reader.Text(TestFields.Name);
        reader.Text(ScenarioFields.Extends);
        var (start, span) = Time(reader);
        var moments = new MomentReader(start?.Value ?? Unknown, diagnostics);
        var data = new DataReader(composed.Inherited, diagnostics, files);
        var tables = data.Read(reader, TestFields.Tables);
        var watchlists = data.Read(reader, TestFields.Watchlists);
        var functions = Functions(reader, data);
        var analyst = Analyst(reader, moments);
        var rules = Files(reader.Texts(ScenarioFields.Rules));
        ImmutableArray<FileReference>? automation = Automation(reader);
        var simulation = SimulationReader.Read(reader);
        var failure = reader.Text(ScenarioFields.ExpectedFailure);
        if (failure is { Value: "" })
            diagnostics.Error(DiagnosticCodes.MissingField, failure, $"'{ScenarioFields.ExpectedFailure.Key}' is empty.", "Say why the case fails for now.");
        reader.Node(TestFields.Expect, Need.Required);
        var expect = reader.Child(TestFields.Expect) is { } expectations ? new ExpectationReader(moments, data, diagnostics).Read(expectations) : null;
        if (name is null || start is null || expect is null)
            return null;
        return new TestCase(reader.Mapping, NameOf(name), start, expect)
        {
            Description = reader.Text(TestFields.Description),
            Span = span,
            Tables = tables,
            Watchlists = watchlists,
            Functions = functions,
            Analyst = analyst,
            Rules = rules,
            AutomationRules = automation,
            Simulation = simulation,
            ExpectedFailure = failure,
            Matrix = composed.Matrix,
        };
    }

    // The cells of a matrix need names of their own, whether or not the author's name tells them apart.
    private Located<string> NameOf(Located<string> name) => composed.Matrix.IsEmpty ? name
        : new Located<string>($"{name.Value} [{string.Join(", ", composed.Matrix.Select(value => $"{value.Key}={value.Value}"))}]", name.Source, name.Span, name.Value);

    private (Located<DateTime>? Start, TestSpan? Span) Time(MappingReader reader)
    {
        var hasFrom = reader.Node(ScenarioFields.From) is not null;
        if (!hasFrom)
            reader.Node(TestFields.Now, Need.Required);
        else if (reader.Node(TestFields.Now) is { } now)
            diagnostics.Error(DiagnosticCodes.KeyNotForKind, now, "A case has 'now' or 'from', not both.", "The first run of a span is at 'from', and 't' in the data means that time.");
        var start = reader.Instant(hasFrom ? ScenarioFields.From : TestFields.Now);
        var length = reader.Duration(ScenarioFields.For);
        var moments = new MomentReader(start?.Value ?? Unknown, diagnostics);
        var to = moments.Read(reader, ScenarioFields.To);
        if (to is not null && !hasFrom)
            diagnostics.Error(DiagnosticCodes.KeyNotForKind, to, "'to' needs 'from'.", "Write 'from' in place of 'now'.");
        else if (to is not null && length is not null)
            diagnostics.Error(DiagnosticCodes.KeyNotForKind, length, "A span has 'to' or 'for', not both.", "Remove one of the two.");
        else if (hasFrom && reader.Node(ScenarioFields.To) is null && reader.Node(ScenarioFields.For) is null)
            diagnostics.Error(DiagnosticCodes.MissingField, reader.Node(ScenarioFields.From)!, "A span needs an end.", "Add 'to: t+6h' or 'for: 6h'.");
        if (start is null || (to is null && length is null))
            return (start, null);
        var end = to?.Value ?? (DateTime.MaxValue - start.Value > length!.Value ? start.Value + length.Value : DateTime.MaxValue);
        if (end >= start.Value)
            return (start, new TestSpan(start.Value, end));
        if (to is not null)
            diagnostics.Error(DiagnosticCodes.BadValue, to, "The span ends before it begins.", "'to' is later than 'from'.");
        else
            diagnostics.Error(DiagnosticCodes.BadValue, length!, "The span ends before it begins.", "Give a duration that is not negative.");
        return (start, null);
    }

    private ImmutableArray<FunctionStub> Functions(MappingReader reader, DataReader data)
    {
        var stubs = ImmutableArray.CreateBuilder<FunctionStub>();
        foreach (var entry in reader.Map(TestFields.Functions)?.Entries ?? [])
        {
            var name = new Located<string>(entry.Key.Value, entry.Key);
            if (entry.Value is YamlMapping mapping && mapping.Has(ScenarioFields.StubQuery.Key))
            {
                if (new MappingReader(mapping, ScenarioFields.Stub, diagnostics).Text(ScenarioFields.StubQuery) is { } query)
                    stubs.Add(new FunctionStub(name, null, query));
            }
            else if (data.Read(entry) is { } rows)
                stubs.Add(new FunctionStub(name, rows, null));
        }

        return stubs.ToImmutable();
    }

    private static ImmutableArray<AnalystChange> Analyst(MappingReader reader, MomentReader moments)
    {
        var changes = ImmutableArray.CreateBuilder<AnalystChange>();
        foreach (var item in reader.Maps(ScenarioFields.Analyst))
        {
            var at = moments.Read(item, ScenarioFields.At);
            var change = new AnalystChange(item.Mapping, at?.Value ?? Unknown)
            {
                Incident = item.Integer(ScenarioFields.Incident),
                Status = item.Choice(AutomationFields.Status),
                Classification = item.Choice(AutomationFields.Classification),
                Severity = item.Choice(AutomationFields.Severity),
                Owner = item.Text(ScenarioFields.Owner),
                Labels = item.Texts(ScenarioFields.Labels),
                Comment = item.Text(ScenarioFields.Comment),
            };
            if (at is not null)
                changes.Add(change);
        }

        return changes.ToImmutable();
    }

    private ImmutableArray<FileReference>? Automation(MappingReader reader)
    {
        switch (reader.Node(ScenarioFields.AutomationRules))
        {
            case null:
                return null;
            case YamlSequence sequence:
                var texts = sequence.Items.OfType<YamlScalar>().Where(item => !item.IsNull).Select(item => new Located<string>(item.Value, item)).ToImmutableArray();
                foreach (var item in sequence.Items.Where(item => item is not YamlScalar { IsNull: false }))
                    reader.WrongType($"An item of '{ScenarioFields.AutomationRules.Key}'", item, "a text", quoted: false);
                return Files(texts);
            case YamlScalar scalar when bool.TryParse(scalar.Value, out var all):
                return all ? null : [];
            case var other:
                reader.WrongType(ScenarioFields.AutomationRules.Key, other, "false or a list of files");
                return null;
        }
    }

    private ImmutableArray<FileReference> Files(ImmutableArray<Located<string>> texts) => [.. texts.Select(text => files.Resolve(text)).OfType<FileReference>()];
}

/// <summary>Reads points in time that may be relative to the time of a case.</summary>
internal sealed class MomentReader(DateTime start, DiagnosticBag diagnostics)
{
    public Located<DateTime>? Read(MappingReader reader, TextField field)
    {
        if (reader.Text(field) is not { Value.Length: > 0 } text)
            return null;
        if (TryRead(text.Value, out var moment))
            return new Located<DateTime>(moment, text.Scalar!);
        diagnostics.Error(DiagnosticCodes.BadDateTime, text, $"'{text.Value}' is no point in time.", "Write ISO 8601 in UTC (2026-03-02T12:00:00Z), or a time relative to 'now' or 'from' (t, t+90m, t-1d2h).");
        return null;
    }

    private bool TryRead(string text, out DateTime moment)
    {
        if (!Instants.TryParseRelative(text, out var offset))
            return Instants.TryParse(text, out moment);
        moment = new DateTime(Math.Clamp(start.Ticks + offset.Ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
        return true;
    }
}
