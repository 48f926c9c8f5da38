using Content.Diagnostics;
using Content.Catalog;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>The headers of a watchlist become columns of <c>_GetWatchlist</c>: names of KQL, and none that every watchlist has anyway.</summary>
internal sealed class WatchlistHeaders() : AnalysisRule("RULE072", DiagnosticSeverity.Warning, "A header of a watchlist is no name of a column, or one that every watchlist has.")
{
    /// <inheritdoc/>
    public override void Analyze(Watchlist watchlist, FindingList findings)
    {
        foreach (var header in watchlist.Data?.Headers ?? [])
        {
            if (WatchlistColumns.Standard.Any(column => column.Name.Equals(header.Value, StringComparison.OrdinalIgnoreCase)))
                findings.Add(header, $"'{header.Value}' is a column that every watchlist has.", "Rename it.");
            else if (header.Value.Length > 0 && (char.IsAsciiDigit(header.Value[0]) || !header.Value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')))
                findings.Add(header, $"'{header.Value}' can be written in a query only as ['{header.Value}'].", "Use letters, digits and underscores.");
        }
    }
}
