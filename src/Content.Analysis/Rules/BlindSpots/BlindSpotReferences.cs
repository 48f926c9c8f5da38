using Content.Catalog.Attack;
using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>A register that names what is no longer there describes another detection than the one that is deployed.</summary>
internal sealed class BlindSpotReferences() : AnalysisRule("BLIND001", DiagnosticSeverity.Error, "A blind spot names a table, watchlist, rule or row of an analytic that does not exist.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        foreach (var register in repository.BlindSpotRegisters)
        {
            if (AttackCatalog.Instance.FindStrategy(register.Strategy.Value) is not { } strategy)
            {
                findings.Add(register.Strategy, $"There is no detection strategy '{register.Strategy.Value}'.{Texts.DidYouMean(register.Strategy.Value, AttackCatalog.Instance.StrategyIds)}");
                continue;
            }

            foreach (var entry in register.Entries)
                Look(entry, strategy, repository, findings);
        }
    }

    private static void Look(BlindSpot entry, DetectionStrategy strategy, ContentRepository repository, FindingList findings)
    {
        foreach (var table in entry.Tables)
        {
            if (repository.Schema.FindTable(table.Value) is null && repository.Schema.FindFunction(table.Value) is null)
                findings.Add(table, $"There is no table '{table.Value}'.{Texts.DidYouMean(table.Value, repository.Schema.TableNames)}");
        }

        foreach (var watchlist in entry.Watchlists)
        {
            if (repository.FindWatchlist(watchlist.Value) is null)
                findings.Add(watchlist, $"There is no watchlist '{watchlist.Value}'.{Texts.DidYouMean(watchlist.Value, [.. repository.Watchlists.Select(list => list.Alias.Value)])}");
        }

        foreach (var rule in entry.Rules)
        {
            if (repository.FindRule(rule.Path) is null)
                findings.Add(rule.Reference, $"'{rule.Path}' is no analytics rule.");
        }

        foreach (var row in entry.Rows)
        {
            if (!strategy.Analytics.Contains(row.Analytic.Value, StringComparer.Ordinal))
                findings.Add(row.Analytic, $"{row.Analytic.Value} is no analytic of {strategy.Id}.", $"Its analytics are {string.Join(", ", strategy.Analytics)}.");
            else if (row is { DataComponent: { } component, LogSource: { } source }
                && AttackCatalog.Instance.FindAnalytic(row.Analytic.Value) is { } analytic && !analytic.LogSources.Contains(new AttackLogSource(component.Value, source.Value)))
            {
                findings.Add(component, $"{analytic.Id} has no row {component.Value}, {source.Value}.", $"Its rows are {string.Join("; ", analytic.LogSources.Select(row => $"{row.DataComponent}, {row.Name}"))}.");
            }
        }
    }
}
