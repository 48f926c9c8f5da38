using System.Text.Encodings.Web;
using System.Text.Json;
using Content.Cli.Commands;
using Content.Testing;
using Content.Testing.Simulation;

namespace Content.Cli.Output;

/// <summary>A simulation as one JSON document. Times are ISO 8601 in UTC.</summary>
internal static class SimulationJson
{
    public static void Write(SimulationOutcome outcome, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("rule", outcome.Rule.Name.Value);
            json.WriteString("rulePath", outcome.Rule.Path);
            json.WriteString("case", outcome.Case.Name.Value);
            Time(json, "start", outcome.Case.Now.Value);
            Time(json, "from", outcome.Span.From);
            Time(json, "to", outcome.Span.To);
            List(json, "tables", outcome.Data.Tables, table =>
            {
                json.WriteString("name", table.Key);
                json.WriteNumber("rows", table.Value.Count);
            });
            List(json, "runs", outcome.Scenario.Runs, run => Run(json, run));
            List(json, "alerts", outcome.Scenario.Alerts, alert => Alert(json, alert));
            List(json, "incidents", outcome.Scenario.Incidents, incident => Incident(json, incident));
            List(json, "automation", outcome.Scenario.Automation, item =>
            {
                Time(json, "at", item.At);
                json.WriteString("rule", item.Rule);
                json.WriteString("what", item.What);
            });
            if (outcome.Scenario.Error is { } error)
                json.WriteString("error", error.Message);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Run(Utf8JsonWriter json, SimulatedRun run)
    {
        json.WriteString("rule", run.Rule.Name.Value);
        Time(json, "scheduled", run.Plan.Scheduled);
        Time(json, "executed", run.Plan.Executed);
        Time(json, "windowStart", run.Plan.Window.Start);
        json.WriteBoolean("suppressed", run.IsSuppressed);
        json.WriteNumber("rows", run.Result?.Result.RowCount ?? 0);
        json.WriteNumber("alerts", run.Result?.Alerts.Length ?? 0);
    }

    private static void Alert(Utf8JsonWriter json, Alert alert)
    {
        json.WriteNumber("number", alert.Number);
        json.WriteString("rule", alert.Rule.Name.Value);
        Time(json, "run", alert.Run);
        Time(json, "raised", alert.Raised);
        json.WriteString("title", alert.Title);
        json.WriteString("description", alert.Description);
        json.WriteString("severity", alert.Severity.ToString());
        Time(json, "startTime", alert.StartTime);
        Time(json, "endTime", alert.EndTime);
        json.WriteNumber("events", alert.Rows.Length);
        json.WriteBoolean("isSummary", alert.IsSummary);
        Texts(json, "tactics", alert.Tactics);
        Texts(json, "techniques", alert.Techniques);
        Entities(json, alert.Entities);
        json.WriteStartObject("customDetails");
        foreach (var detail in alert.CustomDetails)
            Texts(json, detail.Key, detail.Values);
        json.WriteEndObject();
        json.WriteStartObject("properties");
        foreach (var property in alert.Properties)
            json.WriteString(property.Key, property.Value);
        json.WriteEndObject();
        Texts(json, "notes", alert.Notes);
    }

    private static void Incident(Utf8JsonWriter json, Incident incident)
    {
        json.WriteNumber("number", incident.Number);
        json.WriteString("rule", incident.Rule.Name.Value);
        Time(json, "created", incident.Created);
        Time(json, "updated", incident.Updated);
        json.WriteString("title", incident.Title);
        json.WriteString("description", incident.Description);
        json.WriteString("severity", incident.Severity.ToString());
        json.WriteString("status", incident.Status);
        json.WriteString("owner", incident.Owner);
        json.WriteString("classification", incident.Classification);
        json.WriteNumber("reopened", incident.Reopened);
        if (incident.MergedInto is { } into)
            json.WriteNumber("mergedInto", into);
        json.WriteStartArray("alerts");
        foreach (var alert in incident.Alerts)
            json.WriteNumberValue(alert.Number);
        json.WriteEndArray();
        Texts(json, "tactics", incident.Tactics);
        Texts(json, "labels", incident.Labels);
        Entities(json, incident.Entities);
        List(json, "tasks", incident.Tasks, task =>
        {
            json.WriteString("title", task.Title);
            json.WriteString("description", task.Description);
        });
        Texts(json, "playbooks", incident.Playbooks);
        List(json, "history", incident.History, item =>
        {
            Time(json, "at", item.At);
            json.WriteString("actor", item.Actor);
            json.WriteString("what", item.What);
        });
        Texts(json, "notes", incident.Notes);
    }

    private static void Entities(Utf8JsonWriter json, IEnumerable<Entity> entities) => List(json, "entities", entities, entity =>
    {
        json.WriteString("type", entity.Type);
        foreach (var (identifier, value) in entity.Identifiers)
            json.WriteString(identifier, value);
    });

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTime time) => json.WriteString(name, ValueFormat.Cell(time));
}
