using System.Globalization;
using System.Text.Json;
using Content.Diagnostics;
using Content.Testing;
using Content.Testing.Sweep;

namespace Content.Cli.Output.Reports;

/// <summary>The part of the reports that is about a sweep.</summary>
internal static class SweepReport
{
    /// <summary>Code of an alert that is missed somewhere on the grid.</summary>
    public const string Missed = "SWEEP001";

    /// <summary>Code of an alert that is doubled somewhere on the grid.</summary>
    public const string Doubled = "SWEEP002";

    /// <summary>Code of a case that could not be swept.</summary>
    public const string LeftOut = "SWEEP003";

    /// <summary>The faults as findings at the names of the cases.</summary>
    public static IEnumerable<Diagnostic> Findings(SweepResult result)
    {
        foreach (var item in result.Cases)
        {
            if (item is { Skipped: { } reason, IsLeftOut: true })
                yield return item.Case.Name.Report(LeftOut, DiagnosticSeverity.Error, $"Not swept: {reason}");
            foreach (var finding in item.Findings)
                yield return item.Case.Name.Report(finding.Fault == SweepFault.Missed ? Missed : Doubled, DiagnosticSeverity.Error, $"{(finding.Fault == SweepFault.Missed ? "Missed" : "Doubled")}: {SweepText.Describe(item, finding)}.");
        }
    }

    /// <summary>One entry a rule, for JUnit.</summary>
    public static List<MutationReport.Entry> Entries(SweepResult result) =>
    [
        .. result.Cases.GroupBy(item => item.Rule).Select(rule => (rule.Key, Result: new SweepResult([.. rule]))).Select(rule => new MutationReport.Entry(rule.Key.Name.Value,
            rule.Result.IsClean ? null : SweepText.Summary(rule.Result), string.Join('\n', Findings(rule.Result).Select(finding => $"{finding.Path}:{finding.Start}: {finding.Message}")))),
    ];

    public static void WriteJson(Utf8JsonWriter json, SweepResult result)
    {
        json.WriteStartObject("sweep");
        json.WriteBoolean("clean", result.IsClean);
        json.WriteStartArray("cases");
        foreach (var item in result.Cases)
        {
            json.WriteStartObject();
            json.WriteString("path", item.Suite.Path);
            json.WriteString("name", item.Case.Name.Value);
            json.WriteNumber("line", item.Case.Name.Position.Line);
            json.WriteNumber("points", item.Points);
            json.WriteNumber("elapsedMs", Math.Round(item.Elapsed.TotalMilliseconds, 1));
            if (item.Skipped is not null)
                json.WriteString("skipped", item.Skipped);
            json.WriteStartArray("faults");
            foreach (var finding in item.Findings)
            {
                json.WriteStartObject();
                json.WriteString("fault", finding.Fault == SweepFault.Missed ? "missed" : "doubled");
                json.WriteString("subject", finding.Subject);
                json.WriteString("offset", finding.Point.Offset.ToString("c", CultureInfo.InvariantCulture));
                json.WriteString("delay", finding.Point.Delay.ToString("c", CultureInfo.InvariantCulture));
                json.WriteNumber("points", finding.Points);
                json.WriteStartArray("runs");
                foreach (var run in finding.Runs)
                    json.WriteStringValue(ValueFormat.Cell(run));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
