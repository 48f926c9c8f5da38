using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;
using Content.Testing.Simulation;

namespace Content.Testing.Assertions;

/// <summary>Judges what is expected of a scenario as a whole: runs, silence, the snapshot, and that what analysts do is possible.</summary>
internal sealed class ScenarioAssertions(Scenario scenario, DateTime start, List<ExpectationFailure> failures)
{
    public void Check(TestCase test)
    {
        foreach (var change in scenario.MissedChanges)
        {
            Fail("analyst", change.Node, change.Incident is { } number
                ? $"There is no incident {number.Value} at {ValueFormat.Cell(change.At)}." : $"No incident is open at {ValueFormat.Cell(change.At)}.", null);
        }

        if (test.Expect.Runs is { } runs)
            CheckRuns(runs);
        if (test.Expect.Silence is { } silence)
            CheckSilence(silence);
        if (test.Expect.Snapshot is { } snapshot)
            CheckSnapshot(snapshot);
    }

    private void CheckRuns(ExpectedItems<ExpectedRun> expected)
    {
        var runs = scenario.Runs;
        if (expected.Count != runs.Length)
        {
            Fail("runs", expected.Node, $"{Count(expected.Count)} expected, {Count(runs.Length)} made.", null);
            return;
        }

        for (var i = 0; i < (expected.Items?.Length ?? 0); i++)
        {
            var facets = Facets(expected.Items!.Value[i], runs[i]);
            if (facets.TrueForAll(facet => facet.Expected == facet.Actual))
                continue;
            ImmutableArray<string> columns = [.. facets.Select(facet => facet.Name)];
            var table = new ComparisonTable(columns,
                [
                    new ComparisonRow(ComparisonSide.Expected, [.. facets.Select(facet => facet.Expected)], [.. facets.Select(_ => false)]),
                    new ComparisonRow(ComparisonSide.Actual, [.. facets.Select(facet => facet.Actual)], [.. facets.Select(facet => facet.Expected != facet.Actual)]),
                ], 0);
            Fail("runs", expected.Items.Value[i].Node, $"Run {i + 1} is another than expected.", table);
        }
    }

    private static List<(string Name, string Expected, string Actual)> Facets(ExpectedRun expected, SimulatedRun run)
    {
        var facets = new List<(string Name, string Expected, string Actual)>();
        Time("At", expected.At, run.Plan.Scheduled);
        Time("Executed", expected.Executed, run.Plan.Executed);
        Time("WindowStart", expected.WindowStart, run.Plan.Window.Start);
        Number("Rows", expected.Rows, run.Result?.Result.RowCount ?? 0);
        Number("Alerts", expected.Alerts, run.Result?.Alerts.Length ?? 0);
        if (expected.Suppressed is { } suppressed)
            facets.Add(("Suppressed", suppressed.Value ? "true" : "false", run.IsSuppressed ? "true" : "false"));
        return facets;

        void Time(string name, Located<DateTime>? value, DateTime actual)
        {
            if (value is not null)
                facets.Add((name, ValueFormat.Cell(value.Value), ValueFormat.Cell(actual)));
        }

        void Number(string name, Located<long>? value, long actual)
        {
            if (value is not null)
                facets.Add((name, ValueFormat.Text(value.Value), ValueFormat.Text(actual)));
        }
    }

    private void CheckSilence(ExpectedSilence expected)
    {
        var loud = scenario.Alerts.FirstOrDefault(alert => expected.Spans.IsEmpty || expected.Spans.Any(span => alert.Run >= span.From && alert.Run <= span.To));
        if (loud is not null)
            Fail("silence", expected.Node, $"Nothing should be raised{(expected.Spans.IsEmpty ? "" : " then")}; the run of {ValueFormat.Cell(loud.Run)} raised '{loud.Title}'.", null);
    }

    private void CheckSnapshot(ExpectedSnapshot expected)
    {
        var text = ScenarioText.Of(scenario, start);
        var kept = expected.Node.IsNull ? "" : expected.Node.Value.TrimEnd();
        if (kept == text)
            return;
        if (kept.Length == 0)
        {
            Fail("snapshot", expected.Node.IsNull ? expected.Key : expected.Node, "There is no snapshot yet; 'test --update' writes it.", null);
            return;
        }

        var (wanted, actual) = (kept.Split('\n'), text.Split('\n'));
        var line = 0;
        while (line < wanted.Length && line < actual.Length && wanted[line] == actual[line])
            line++;
        ComparisonRow Row(ComparisonSide side, string[] lines) => new(side, [line < lines.Length ? lines[line].Trim() : ""], [side == ComparisonSide.Actual]);
        Fail("snapshot", expected.Node, $"Line {line + 1} is another; if that is right, 'test --update' writes the new one.",
            new ComparisonTable(["Line"], [Row(ComparisonSide.Expected, wanted), Row(ComparisonSide.Actual, actual)], 0));
    }

    private static string Count(long count) => count == 1 ? "1 run" : $"{count} runs";

    private void Fail(string expectation, Model.Yaml.YamlNode node, string message, ComparisonTable? table) =>
        failures.Add(new ExpectationFailure(expectation, message, node.Report("", DiagnosticSeverity.Error, ""), table));
}
