using Content.Testing.Simulation;
using Content.Testing.Sweep;

namespace Content.Cli.Output;

/// <summary>A sweep for people: faults with the point that shows them, a line a rule.</summary>
internal sealed class SweepText(Terminal terminal, Func<string?, string> pathOf)
{
    public void Write(SweepResult result)
    {
        foreach (var item in result.Cases.Where(item => !item.Findings.IsEmpty || item.IsLeftOut))
            WriteCase(item);
        terminal.Line();
        foreach (var rule in result.Cases.GroupBy(item => item.Rule))
        {
            var (faulty, swept, silent, left) = (rule.Count(item => !item.Findings.IsEmpty), rule.Count(item => item.Skipped is null), rule.Count(item => item.IsSilent), rule.Count(item => item.IsLeftOut));
            terminal.Line(new Piece(faulty > 0 ? "FAULT " : left > 0 ? "LEFT  " : "clean ", faulty > 0 ? Tone.Bad : left > 0 ? Tone.Warn : Tone.Good),
                $" {rule.Key.Name.Value}", new Piece($"  {swept - faulty} of {swept} cases clean at {rule.Sum(item => item.Points)} points, {silent} silent{(left > 0 ? $", {left} left out" : "")}  {rule.Sum(item => item.Elapsed.TotalMilliseconds):0} ms", Tone.Dim));
        }

        terminal.Line();
        terminal.Line(new Piece("Swept: ", result.IsClean ? Tone.Good : Tone.Bad), Summary(result));
    }

    /// <summary>A sweep in a sentence.</summary>
    public static string Summary(SweepResult result)
    {
        var faulty = result.Cases.Count(item => !item.Findings.IsEmpty);
        var left = result.Cases.Count(item => item.IsLeftOut);
        return $"{result.Swept.Count()} cases at {result.Cases.Sum(item => item.Points)} points: " + (faulty == 0 ? "all clean" : $"{faulty} with alerts that are missed or doubled") + (left > 0 ? $"; {left} left out" : "");
    }

    private void WriteCase(SweepCase item)
    {
        terminal.Heading($"{(item.Skipped is null ? "FAULT" : "LEFT OUT")}: {item.Rule.Name.Value}: {item.Case.Name.Value}");
        terminal.Line(new Piece($"  {pathOf(item.Suite.Path)}:{item.Case.Name.Position}", Tone.Dim));
        if (item.Skipped is not null)
            terminal.Line("  " + item.Skipped);
        foreach (var finding in item.Findings)
            terminal.Line("  ", new Piece(finding.Fault == SweepFault.Missed ? "missed" : "doubled", Tone.Bad), " " + Describe(item, finding));
    }

    /// <summary>A fault with the point that shows it.</summary>
    public static string Describe(SweepCase item, SweepFinding finding)
    {
        var start = item.Case.Now.Value;
        var runs = finding.Runs.IsEmpty ? "no run alerts" : "alerts from the runs of " + string.Join(", ", finding.Runs.Select(run => ScenarioText.At(run, start)));
        return $"{finding.Subject}: with the schedule at {ScenarioText.At(start + finding.Point.Offset, start)} and ingestion {Length(finding.Point.Delay)} late {runs}; so at {finding.Points} of {item.Points} points";
    }

    private static string Length(TimeSpan span) => span == TimeSpan.Zero ? "no time" : ScenarioText.At(new DateTime(span.Ticks, DateTimeKind.Utc), DateTime.MinValue)[2..];
}
