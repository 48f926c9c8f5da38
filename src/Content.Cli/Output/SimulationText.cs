using System.Globalization;
using Content.Cli.Commands;
using Content.Testing;
using Content.Testing.Simulation;

namespace Content.Cli.Output;

/// <summary>A simulation as text: telemetry, runs, alerts, incidents. Times are relative to the case's own.</summary>
internal static class SimulationText
{
    public static void Write(SimulationOutcome outcome, TextWriter output)
    {
        var start = outcome.Case.Now.Value;
        var scenario = outcome.Scenario;
        string At(DateTime time) => ScenarioText.At(time, start);
        output.WriteLine($"Rule: {outcome.Rule.Name.Value}");
        output.WriteLine($"Case: {outcome.Case.Name.Value}");
        output.WriteLine($"t is {ValueFormat.Cell(start)}; runs from {At(outcome.Span.From)} to {At(outcome.Span.To)}, every {Length(RunSchedule.IntervalOf(outcome.Rule))} over {Length(RunSchedule.PeriodOf(outcome.Rule))}");
        output.WriteLine();
        output.WriteLine("Telemetry");
        foreach (var (name, table) in outcome.Data.Tables)
            output.WriteLine("  " + Describe(name, table.Count, table.Times, At));
        output.WriteLine();
        output.WriteLine("Runs");
        foreach (var line in Runs(outcome, At))
            output.WriteLine("  " + line);
        output.WriteLine();
        output.WriteLine("Alerts and incidents");
        foreach (var line in ScenarioText.Of(scenario, start).Split('\n'))
            output.WriteLine("  " + line);
        output.WriteLine();
        output.WriteLine($"{Count(scenario.Runs.Length, "run")}, {Count(scenario.Alerts.Length, "alert")}, {Count(scenario.Incidents.Length, "incident")}");
    }

    private static string Describe(string name, int count, ReadOnlySpan<(DateTime Generated, DateTime Ingested)> times, Func<DateTime, string> at)
    {
        var text = $"{name}: {Count(count, "row")}";
        if (times.IsEmpty)
            return text;
        var (first, last, late) = (times[0].Generated, times[0].Generated, TimeSpan.Zero);
        foreach (var (generated, ingested) in times)
        {
            first = generated < first ? generated : first;
            last = generated > last ? generated : last;
            late = ingested - generated > late ? ingested - generated : late;
        }

        return text + (first == last ? $" at {at(first)}" : $" from {at(first)} to {at(last)}") + (late > TimeSpan.Zero ? $", ingested up to {Length(late)} late" : "");
    }

    // Runs in a row in which nothing happens share a line.
    private static IEnumerable<string> Runs(SimulationOutcome outcome, Func<DateTime, string> at)
    {
        var several = outcome.Scenario.Runs.Select(run => run.Rule).Distinct().Count() > 1;
        var quiet = new List<SimulatedRun>();
        foreach (var run in outcome.Scenario.Runs)
        {
            if (run.Result is { Result: { RowCount: 0, Success: true }, Alerts.IsEmpty: true })
            {
                quiet.Add(run);
                continue;
            }

            if (quiet.Count > 0)
                yield return Quiet(quiet, at);
            quiet.Clear();
            yield return Line(run, at) + (several ? $" ({run.Rule.Name.Value})" : "");
        }

        if (quiet.Count > 0)
            yield return Quiet(quiet, at);
    }

    private static string Quiet(List<SimulatedRun> runs, Func<DateTime, string> at) =>
        runs is [var only] ? Line(only, at) : $"{at(runs[0].Plan.Scheduled)} to {at(runs[^1].Plan.Scheduled)}: {runs.Count} runs without rows";

    private static string Line(SimulatedRun run, Func<DateTime, string> at)
    {
        var head = $"{at(run.Plan.Scheduled)}, executed {at(run.Plan.Executed)}";
        if (run.Result is not { } result)
            return head + ": skipped, the rule rests after an alert";
        var window = $", window {at(run.Plan.Window.Start)} to {at(run.Plan.Window.End)}";
        if (!result.Result.Success)
            return head + window + ": " + result.Result.Error!.Message;
        return head + window + $": {Count((int)result.Result.RowCount, "row")}, {(result.Triggered ? Count(result.Alerts.Length, "alert") : $"no alert, which needs {TriggerCondition.Describe(run.Rule)}")}";
    }

    private static string Count(int count, string word) => count == 1 ? $"1 {word}" : $"{count.ToString(CultureInfo.InvariantCulture)} {word}s";

    private static string Length(TimeSpan span) => ScenarioText.At(new DateTime(span.Ticks, DateTimeKind.Utc), DateTime.MinValue)[2..];
}
