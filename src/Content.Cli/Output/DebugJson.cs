using System.Text.Encodings.Web;
using System.Text.Json;
using Content.Cli.Kql;
using Content.Cli.Output.Reports;
using Content.Kql.Engine;
using Content.Testing;
using Content.Testing.Debugging;

namespace Content.Cli.Output;

/// <summary>Steps of a query over the data of a case, as one JSON document. Times are ISO 8601 in UTC.</summary>
internal static class DebugJson
{
    private const int SampleRows = 20;

    public static void Write(DebugSession session, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            var result = session.Result;
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("rule", result.Rule?.Name.Value);
            json.WriteString("rulePath", result.Suite.RulePath);
            json.WriteString("case", result.Case.Name.Value);
            json.WriteString("verdict", Findings.WordOf(result.Verdict));
            if (result.Verdict != Verdict.Passed)
                json.WriteString("reason", Findings.MessageOf(result));
            if (session.Run is { } run)
            {
                json.WriteString("scheduled", ValueFormat.Cell(run.Plan.Scheduled));
                json.WriteString("windowStart", ValueFormat.Cell(run.Plan.Window.Start));
                json.WriteStartArray("tables");
                foreach (var seen in session.Seen)
                {
                    json.WriteStartObject();
                    json.WriteString("name", seen.Table);
                    json.WriteNumber("seen", seen.Seen);
                    json.WriteNumber("rows", seen.Total);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteStartArray("steps");
            foreach (var step in session.Steps)
                Step(json, step);
            json.WriteEndArray();
            json.WriteStartArray("lostAt");
            foreach (var step in session.Lost)
                json.WriteNumberValue(step.Number);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Step(Utf8JsonWriter json, DebugStep step)
    {
        json.WriteStartObject();
        json.WriteNumber("step", step.Number);
        json.WriteString("kind", step.Kind.ToString().ToLowerInvariant());
        json.WriteStartArray("inside");
        foreach (var name in step.Inside)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteString("text", step.Text);
        if (step.Place is { } place)
        {
            json.WriteString("path", place.Path);
            json.WriteNumber("line", place.Position.Line);
            json.WriteNumber("column", place.Position.Column);
        }

        if (step.Error is { } error)
            json.WriteString("error", error);
        else if (step.Kind == DebugStepKind.Value)
            json.WriteString("value", ValueFormat.Text(step.Value));
        else
            Table(json, step);
        json.WriteEndObject();
    }

    private static void Table(Utf8JsonWriter json, DebugStep step)
    {
        json.WriteStartArray("inputs");
        foreach (var input in step.Inputs)
            json.WriteNumberValue(input);
        json.WriteEndArray();
        if (step.RowsBefore is { } before)
            json.WriteNumber("rowsBefore", before);
        json.WriteNumber("rows", step.Table.RowCount);
        if (!step.Predicates.IsEmpty)
        {
            json.WriteStartArray("predicates");
            foreach (var loss in step.Predicates)
            {
                json.WriteStartObject();
                json.WriteString("text", loss.Text);
                json.WriteNumber("drops", loss.Drops);
                json.WriteNumber("dropsAlone", loss.DropsAlone);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (step.Join is { } join)
        {
            json.WriteStartObject("join");
            json.WriteNumber("leftRows", join.LeftRows);
            json.WriteNumber("rightRows", join.RightRows);
            json.WriteNumber("leftMatched", join.LeftMatched);
            json.WriteEndObject();
        }

        ResultWriter.WriteColumns(json, step.Table.Row.Columns.Select(column => (column.Name, column.Type)));
        json.WriteStartArray("sample");
        var left = SampleRows;
        foreach (var chunk in step.Table.Chunks)
        {
            for (var row = 0; row < chunk.Length && left > 0; row++, left--)
            {
                json.WriteStartArray();
                foreach (var column in chunk.Columns)
                {
                    if (column is null)
                        json.WriteNullValue();
                    else
                        ResultText.WriteCell(json, column, row);
                }

                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
    }
}
