using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads what a test case expects.</summary>
internal sealed class ExpectationReader(MomentReader moments, DataReader data, DiagnosticBag diagnostics)
{
    public Expectations? Read(MappingReader reader)
    {
        var expectations = new Expectations(reader.Mapping)
        {
            Alerts = Items(reader, TestFields.Alerts, Alert),
            FirstAlert = moments.Read(reader, ScenarioFields.FirstRun),
            LastAlert = moments.Read(reader, ScenarioFields.LastRun),
            Incidents = Items(reader, ScenarioFields.Incidents, Incident),
            Silence = Silence(reader),
            Runs = Items(reader, ScenarioFields.Runs, Run),
            Rows = Items(reader, TestFields.ExpectedRows, item => new DataRow(item, YamlValue.CellsOf(item))),
            RowsInOrder = RowList(reader, TestFields.RowsInOrder),
            RowsInclude = RowList(reader, TestFields.RowsInclude),
            RowsExclude = RowList(reader, TestFields.RowsExclude),
            Columns = Texts(reader, TestFields.Columns),
            Entities = Entities(reader),
            Snapshot = Snapshot(reader),
        };
        var any = !reader.Mapping.Entries.IsEmpty;
        if (!any)
            diagnostics.Error(DiagnosticCodes.BadValue, reader.Mapping, "'expect' is empty: the case would prove nothing.",
                $"Expect at least one of {string.Join(", ", TestFields.Expectations.NeedsOneOf.Select(field => field.Key))}.");
        return any ? expectations : null;
    }

    private static ImmutableArray<Located<string>>? Texts(MappingReader reader, TextsField field)
    {
        var texts = reader.Texts(field);
        return reader.Node(field) is YamlSequence ? texts : null;
    }

    private ImmutableArray<DataRow>? RowList(MappingReader reader, ListField field) => reader.Sequence(field) is { } rows ? data.Rows(rows) : null;

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

    private ExpectedAlert Alert(YamlMapping node)
    {
        var reader = new MappingReader(node, TestFields.Alert, diagnostics);
        return new ExpectedAlert(node)
        {
            Title = reader.Text(TestFields.Title),
            Description = reader.Text(TestFields.AlertDescription),
            Severity = reader.Choice(TestFields.Severity),
            Tactics = Texts(reader, TestFields.Tactics),
            Techniques = Texts(reader, ScenarioFields.Techniques),
            Entities = Entities(reader),
            EntityCount = reader.Integer(ScenarioFields.EntityCount),
            CustomDetails = reader.Map(TestFields.CustomDetails) is { } details ? YamlValue.CellsOf(details) : null,
            Properties = reader.Map(ScenarioFields.Properties) is { } properties ? YamlValue.CellsOf(properties) : null,
            Rule = reader.Text(ScenarioFields.AlertRule),
            Run = moments.Read(reader, ScenarioFields.AlertRun),
            Raised = moments.Read(reader, ScenarioFields.Raised),
            StartTime = moments.Read(reader, ScenarioFields.StartTime),
            EndTime = moments.Read(reader, ScenarioFields.EndTime),
            Events = reader.Integer(ScenarioFields.Events),
            Notes = Texts(reader, ScenarioFields.Notes),
        };
    }

    private ExpectedIncident Incident(YamlMapping node)
    {
        var reader = new MappingReader(node, ScenarioFields.ExpectedIncident, diagnostics);
        return new ExpectedIncident(node)
        {
            Title = reader.Text(ScenarioFields.IncidentTitle),
            Severity = reader.Choice(ScenarioFields.IncidentSeverity),
            Status = reader.Choice(ScenarioFields.IncidentStatus),
            Alerts = reader.Integer(ScenarioFields.IncidentAlerts),
            Created = moments.Read(reader, ScenarioFields.Created),
            Owner = reader.Text(ScenarioFields.IncidentOwner),
            Classification = reader.Text(ScenarioFields.IncidentClassification),
            Tactics = Texts(reader, ScenarioFields.IncidentTactics),
            Labels = Texts(reader, ScenarioFields.IncidentLabels),
            Tasks = Texts(reader, ScenarioFields.Tasks),
            Playbooks = Texts(reader, ScenarioFields.Playbooks),
            Entities = Entities(reader),
            Reopened = reader.Integer(ScenarioFields.Reopened),
        };
    }

    private ExpectedRun Run(YamlMapping node)
    {
        var reader = new MappingReader(node, ScenarioFields.Run, diagnostics);
        return new ExpectedRun(node)
        {
            At = moments.Read(reader, ScenarioFields.RunAt),
            Executed = moments.Read(reader, ScenarioFields.Executed),
            WindowStart = moments.Read(reader, ScenarioFields.WindowStart),
            Rows = reader.Integer(ScenarioFields.RunRows),
            Alerts = reader.Integer(ScenarioFields.RunAlerts),
            Suppressed = reader.Boolean(ScenarioFields.Suppressed),
        };
    }

    private ExpectedSilence? Silence(MappingReader reader)
    {
        switch (reader.Node(ScenarioFields.Silence))
        {
            case null:
                return null;
            case YamlSequence sequence:
                var spans = ImmutableArray.CreateBuilder<TestSpan>();
                foreach (var item in sequence.Items)
                {
                    if (item is not YamlMapping mapping)
                    {
                        reader.WrongType($"An item of '{ScenarioFields.Silence.Key}'", item, "a mapping", quoted: false);
                        continue;
                    }

                    var span = new MappingReader(mapping, ScenarioFields.SilenceSpan, diagnostics);
                    if (moments.Read(span, ScenarioFields.SilenceFrom) is { } from && moments.Read(span, ScenarioFields.SilenceTo) is { } to)
                        spans.Add(new TestSpan(from.Value, to.Value));
                }

                if (sequence.Items.IsEmpty)
                    diagnostics.Error(DiagnosticCodes.BadValue, sequence, $"'{ScenarioFields.Silence.Key}' is empty.", "Write true, or spans with from and to.");
                return new ExpectedSilence(sequence, spans.ToImmutable());
            case YamlScalar scalar when bool.TryParse(scalar.Value, out var silent) && silent:
                return new ExpectedSilence(scalar, []);
            case var other:
                reader.WrongType(ScenarioFields.Silence.Key, other, "true or a list of spans");
                return null;
        }
    }

    private static ExpectedSnapshot? Snapshot(MappingReader reader)
    {
        if (reader.Mapping.FindAnyCase(ScenarioFields.Snapshot.Key) is not { } entry)
            return null;
        if (entry.Value is YamlScalar scalar)
            return new ExpectedSnapshot(entry.Key, scalar);
        reader.WrongType(ScenarioFields.Snapshot.Key, entry.Value, "a text");
        return null;
    }

    private static ImmutableArray<ExpectedEntity>? Entities(MappingReader reader)
    {
        if (reader.Sequence(ScenarioFields.Entities) is not { } sequence)
            return null;
        var entities = ImmutableArray.CreateBuilder<ExpectedEntity>();
        foreach (var item in sequence.Items)
        {
            if (item is not YamlMapping mapping)
            {
                reader.WrongType($"An item of '{ScenarioFields.Entities.Key}'", item, "a mapping", quoted: false);
                continue;
            }

            // The other keys are identifiers, which the type decides; those are looked at where the alert is known.
            var key = ScenarioFields.EntityType.Key;
            if (mapping.FindAnyCase(key)?.Value is YamlScalar { IsNull: false } type)
                entities.Add(new ExpectedEntity(mapping, new Located<string>(type.Value, type), [.. YamlValue.CellsOf(mapping).Where(cell => !string.Equals(cell.Column.Value, key, StringComparison.OrdinalIgnoreCase))]));
            else
                reader.Diagnostics.Error(DiagnosticCodes.MissingField, mapping.Entries.IsEmpty ? mapping : mapping.Entries[0].Key, $"'{key}' is missing.", $"Add '{key}:'; an expected entity needs it.");
        }

        return entities.ToImmutable();
    }
}
