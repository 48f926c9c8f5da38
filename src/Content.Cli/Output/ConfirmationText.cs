using Content.Cli.Output.Reports;
using Content.Testing;
using Content.Testing.Confirmation;

namespace Content.Cli.Output;

/// <summary>What another engine and the local one say to the same cases, for people.</summary>
internal static class ConfirmationText
{
    private const int MostRows = 5;
    private const int MostDifferences = 3;

    /// <summary>One line: how much of the local verdicts the other engine confirms.</summary>
    public static string Summarize(TestRunResult tests, string engine)
    {
        var cases = tests.Cases.Where(result => result.Confirmation is not null).ToList();
        var (confirmed, undecided) = (cases.Count(result => result.Confirmation!.Confirms(result.Verdict)), cases.Count(result => result.Verdict == Verdict.Inconclusive && result.Confirmation!.Local.Verdict != Verdict.Inconclusive));
        var contradicted = tests.Contradicted.Count();
        var others = cases.Count(result => !result.Confirmation!.Differences.IsEmpty && !result.Confirmation.Contradicts(result.Verdict));
        var decided = cases.Count(result => result.Confirmation!.Local.Verdict == Verdict.Inconclusive && result.Verdict != Verdict.Inconclusive);
        return $"{engine} confirms {confirmed} of {cases.Count} verdicts"
            + Part(contradicted, "contradicts", "") + Part(others, "returned other rows for", " with the same verdict") + Part(undecided, "could not be asked about", "") + Part(decided, "decided", " that the local engine could not") + ".";

        static string Part(int count, string verb, string rest) => count == 0 ? "" : $", {verb} {count}{rest}";
    }

    /// <summary>Lines about a case in which the two differ; none where they do not.</summary>
    public static IEnumerable<string> Describe(CaseResult result)
    {
        if (result.Confirmation is not { } confirmation || confirmation.Confirms(result.Verdict))
            yield break;
        if (confirmation.Local.Verdict != result.Verdict)
        {
            var reason = confirmation.Local.Verdict == Verdict.Passed ? "" : $": {Findings.MessageOf(confirmation.Local)}";
            yield return $"The local engine says: {Findings.WordOf(confirmation.Local.Verdict)}{reason}";
        }

        foreach (var difference in confirmation.Differences.Take(MostDifferences))
        {
            foreach (var line in Lines(difference))
                yield return line;
        }

        if (confirmation.Differences.Length > MostDifferences)
            yield return $"{confirmation.Differences.Length - MostDifferences} more runs differ.";
    }

    private static IEnumerable<string> Lines(RunDifference difference)
    {
        yield return $"The run at {ValueFormat.Cell(difference.Now)} gave {Count(difference.Local)} locally and {Count(difference.Other)} there.";
        if (difference.Comparison is not { } comparison)
            yield break;
        if (comparison.Columns is not null)
            yield return "  " + comparison.Columns.Replace(" against ", " locally, there ", StringComparison.Ordinal);
        foreach (var row in Rows("only local", difference.Local, comparison.OnlyFirst).Concat(Rows("only there", difference.Other, comparison.OnlySecond)))
            yield return row;
    }

    private static IEnumerable<string> Rows(string side, Content.Kql.Engine.QueryResult result, System.Collections.Immutable.ImmutableArray<int> numbers)
    {
        var rows = result.Rows.ToList();
        foreach (var number in numbers.Take(MostRows))
            yield return $"  {side}: {string.Join(", ", result.Row.Columns.Select((column, i) => $"{column.Name}={ValueFormat.Cell(rows[number][i])}"))}";
        if (numbers.Length > MostRows)
            yield return $"  {side}: {numbers.Length - MostRows} more rows";
    }

    private static string Count(Content.Kql.Engine.QueryResult result) => result.Error is { } error ? $"an error ({error.Message})" : result.RowCount == 1 ? "1 row" : $"{result.RowCount} rows";
}
