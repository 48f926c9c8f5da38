using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Queries join on the search key of a watchlist: a key that stands there twice doubles rows, one that is empty fits nothing or everything that is empty.</summary>
internal sealed class WatchlistKeys() : AnalysisRule("RULE071", DiagnosticSeverity.Warning, "A search key of a watchlist is empty or stands there twice.")
{
    private const int MostShown = 20;

    /// <inheritdoc/>
    public override void Analyze(Watchlist watchlist, FindingList findings)
    {
        if (watchlist is not { Data: { } data, ItemsSearchKey: { } key } || data.IndexOf(key.Value) is var column && column < 0)
            return;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = 0;
        for (var i = 0; i < data.Rows.Length && found < MostShown; i++)
        {
            var row = data.Rows[i];
            if (column >= row.Values.Length)
                continue;
            var value = row.Values[column].Trim();
            if (value.Length == 0)
                findings.Add(data.Source, row.Spans[column], $"The row has no {key.Value}.", "Give it a key, or remove it.");
            else if (!seen.TryAdd(value, i))
                findings.Add(data.Source, row.Spans[column], $"The key '{value}' is also that of line {data.Source.GetPosition(data.Rows[seen[value]].Span.Start).Line}.", "Merge the rows, or choose another search key.");
            else
                continue;
            found++;
        }
    }
}
