using System.Collections.Immutable;
using Content.Azure.Query;
using Content.Testing.Backtesting;

namespace Content.Cli.Live;

/// <summary>A version of a rule over past days.</summary>
/// <param name="Name">What the version is called: <c>files</c>, a revision, a file.</param>
/// <param name="Result">What it made of the days.</param>
/// <param name="Method">How its query was run, as a sentence without a full stop.</param>
/// <param name="Cost">What that cost; null on files.</param>
internal sealed record BacktestVersion(string Name, BacktestResult Result, string Method, QueryCost? Cost)
{
    /// <summary>When the run was that failed, so that the later ones were left out; null when all of them ran.</summary>
    public DateTime? Stopped => Result.Scenario.Error is null ? null : Result.Scenario.Runs[^1].Plan.Scheduled;
}

/// <summary>What a backtest gave.</summary>
/// <param name="Place">Where the data are.</param>
/// <param name="Days">The days.</param>
/// <param name="Now">The rule as the files have it.</param>
/// <param name="Against">Another version; null for none.</param>
/// <param name="Comparison">What one alerts on and the other does not; null without another version.</param>
/// <param name="Notes">What is taken for granted, a sentence each.</param>
internal sealed record BacktestOutcome(string Place, int Days, BacktestVersion Now, BacktestVersion? Against, AlertComparison? Comparison, ImmutableArray<string> Notes)
{
    /// <summary>The versions, that of the files first.</summary>
    public IEnumerable<BacktestVersion> Versions => Against is null ? [Now] : [Now, Against];
}
