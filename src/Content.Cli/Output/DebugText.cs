using System.Globalization;
using Content.Cli.Output.Reports;
using Content.Kql.Symbols;
using Content.Testing;
using Content.Testing.Debugging;
using Content.Testing.Simulation;

namespace Content.Cli.Output;

/// <summary>Steps of a query over the data of a case, as text.</summary>
/// <param name="session">What debugging gave.</param>
/// <param name="output">Where the text goes.</param>
/// <param name="pathOf">A path of the repository as seen from the current folder.</param>
internal sealed class DebugText(DebugSession session, TextWriter output, Func<string?, string> pathOf)
{
    private const int SampleRows = 3;
    private const int MostColumns = 12;
    private const int CellLimit = 40;

    /// <summary>Everything.</summary>
    public void WriteAll()
    {
        var result = session.Result;
        Line($"Rule: {result.Rule?.Name.Value ?? result.Suite.RulePath}");
        Line($"Case: {result.Case.Name.Value} ({Findings.WordOf(result.Verdict)})");
        if (session.Run is not { Result: { } run } shown)
        {
            Line(Findings.MessageOf(result));
            return;
        }

        foreach (var line in FailureContext.Describe(result with { Run = run, Seen = session.Seen }, run))
            Line(line);
        if (result.Scenario is { Runs.Length: > 1 })
            Line($"Shown is the run at {ScenarioText.At(shown.Plan.Scheduled, result.Case.Now.Value)}.");
        Line("");
        WriteSteps(withSamples: true);
        WriteEnd();
    }

    /// <summary>All steps, a line each, or with what their tables hold; parts without any rows are then a line.</summary>
    public void WriteSteps(bool withSamples)
    {
        string[] inside = [];
        for (var i = 0; i < session.Steps.Length; i++)
        {
            var step = session.Steps[i];
            var path = step.Inside;
            var same = 0;
            while (same < Math.Min(path.Length, inside.Length) && path[same] == inside[same])
                same++;
            var folded = false;
            for (var depth = same; depth < path.Length && !folded; depth++)
            {
                var end = EndOf(i, depth);
                folded = withSamples && session.Steps[i..end].All(inner => inner is { Error: null, Table.RowCount: 0 });
                Line(Indent(depth) + path[depth] + (folded ? end == i + 1 ? $": no rows (step {i + 1})" : $": no rows (steps {i + 1} to {end})" : ":"));
                if (folded)
                    (inside, i) = ([.. path.Take(depth)], end - 1);
            }

            if (folded)
                continue;
            inside = [.. path];
            WriteStep(step, withSamples && IsWorthASample(step) ? SampleRows : 0, newColumnsOnly: true);
        }
    }

    // The index after the last step of the part that begins with a step, at a depth of its path.
    private int EndOf(int index, int depth)
    {
        var path = session.Steps[index].Inside;
        var end = index + 1;
        while (end < session.Steps.Length && session.Steps[end].Inside is var other && other.Length > depth && other.AsSpan(0, depth + 1).SequenceEqual(path.AsSpan(0, depth + 1)))
            end++;
        return end;
    }

    /// <summary>A step with rows of its table.</summary>
    /// <param name="step">The step.</param>
    /// <param name="rows">Rows at most.</param>
    /// <param name="newColumnsOnly">Whether the columns that the rows had before are left out where no row is lost.</param>
    public void WriteStep(DebugStep step, int rows, bool newColumnsOnly = false)
    {
        var indent = Indent(step.Inside.Length);
        Line($"{indent}{step.Number,3}  {step.Text}{CountsOf(step)}{(step.LosesAll ? "  <-- all rows are lost here" : "")}");
        var below = indent + "       ";
        foreach (var loss in step.Predicates.Where(loss => loss.Drops > 0 && step.Predicates.Length > 1))
            Line($"{below}{loss.Text}: not true for {loss.Drops}{(loss.DropsAlone > 0 ? $", alone for {loss.DropsAlone}" : "")}");
        if (step.Join is { } join)
            Line($"{below}{join.LeftMatched} of {join.LeftRows} rows before it have a match among {join.RightRows}");
        if (rows > 0)
            WriteRows(step, rows, below, newColumnsOnly && step.RowsBefore == step.Table.RowCount ? session.Steps[step.Inputs[0] - 1].Table.Row : null);
    }

    /// <summary>Where the rows were lost.</summary>
    private void WriteEnd()
    {
        var lost = session.Lost;
        if (lost.IsEmpty)
            return;
        Line("");
        foreach (var step in lost.Take(5))
        {
            var where = step.Place is { } place ? $" ({pathOf(place.Path)}:{place.Position})" : "";
            Line(step.LosesAll ? $"Rows are lost at step {step.Number}: {step.Text}{where}" : $"Step {step.Number} has no rows to begin with: {step.Text}{where}");
            if (step.Predicates is { Length: > 1 } predicates && predicates.Where(loss => loss.Drops == step.RowsBefore).ToList() is { Count: > 0 } always)
                Line("  not true for any row: " + string.Join("; ", always.Select(loss => loss.Text)));
        }
    }

    // The rows after a step that hands them on say nothing new.
    private static bool IsWorthASample(DebugStep step) =>
        step is { Error: null, Table.RowCount: > 0 } && step.Kind switch
        {
            DebugStepKind.Value or DebugStepKind.Variable or DebugStepKind.Function => false,
            _ => step.Inside.IsEmpty,
        };

    private static string CountsOf(DebugStep step) => step switch
    {
        { Error: { } error } => ": cannot run: " + error,
        { Kind: DebugStepKind.Value } => " = " + Shorten(ValueFormat.Cell(step.Value)),
        { RowsBefore: { } before } when before != step.Table.RowCount => $": {before} -> {step.Table.RowCount} rows",
        _ => $": {step.Table.RowCount} {(step.Table.RowCount == 1 ? "row" : "rows")}",
    };

    // Columns that hold nothing in the rows shown are left out: tables have hundreds. Time comes first.
    private void WriteRows(DebugStep step, int count, string indent, RowType? known)
    {
        var rows = step.Sample(count).ToList();
        var columns = Enumerable.Range(0, step.Table.Row.Columns.Length).Where(c => known?.Find(step.Table.Row.Columns[c].Name) is null && rows.Exists(row => row[c] is not null and not "")).ToList();
        if (columns.Count == 0)
            return;
        var shown = columns.OrderBy(c => step.Table.Row.Columns[c].Name != "TimeGenerated").Take(MostColumns).ToList();
        List<string[]> lines = [[.. shown.Select(c => step.Table.Row.Columns[c].Name)], .. rows.Select(row => shown.Select(c => Shorten(ValueFormat.Cell(row[c]))).ToArray())];
        var widths = shown.Select((_, i) => lines.Max(line => line[i].Length)).ToArray();
        foreach (var line in lines)
            Line(indent + string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        var notes = new List<string>();
        if (step.Table.RowCount > rows.Count)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{step.Table.RowCount - rows.Count} more rows"));
        if (columns.Count > shown.Count)
            notes.Add($"{columns.Count - shown.Count} more columns with values");
        if (notes.Count > 0)
            Line($"{indent}({string.Join(", ", notes)})");
    }

    private static string Shorten(string cell)
    {
        cell = cell.ReplaceLineEndings(" ");
        return cell.Length > CellLimit ? cell[..(CellLimit - 3)] + "..." : cell;
    }

    private static string Indent(int depth) => new(' ', 2 * depth);

    private void Line(string text)
    {
        output.Write(text.TrimEnd());
        output.Write('\n');
    }
}
