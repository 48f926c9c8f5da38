using System.Collections.Immutable;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Azure.Query;
using Content.Catalog.Attack;
using Content.Model;

namespace Content.Azure.Readiness;

/// <summary>Holds what detections need against a workspace.</summary>
public static class ReadinessCheck
{
    /// <summary>Looks at a workspace.</summary>
    /// <param name="needs">What the rules need.</param>
    /// <param name="registers">What is known that they cannot see.</param>
    /// <param name="target">The workspace.</param>
    /// <param name="days">Days to look back.</param>
    /// <param name="settings">Patience; null means the usual.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArmException">The workspace cannot be found or reached, or does not let in.</exception>
    public static async Task<ReadinessReport> RunAsync(
        IReadOnlyCollection<DetectionNeeds> needs, ImmutableArray<BlindSpotRegister> registers, WorkspaceTarget target, int days, ArmClientSettings? settings = null, CancellationToken cancellationToken = default)
    {
        var ordered = needs.OrderBy(need => need.Rule.Path, StringComparer.Ordinal).ToImmutableArray();
        var queries = await LogAnalyticsClient.ConnectAsync(target, settings, cancellationToken).ConfigureAwait(false);
        var tables = (await WorkspaceTables.ReadAsync(new ArmClient(target, settings), cancellationToken).ConfigureAwait(false)).ToDictionary(table => table.Name, StringComparer.Ordinal);
        var probe = new ReadinessProbe(queries, tables, days);
        var (usage, problem) = await probe.UsageAsync(cancellationToken).ConfigureAwait(false);
        var read = await LiveQuery.ForEachAsync(SourceDemand.Of(ordered), probe.SourceAsync, cancellationToken).ConfigureAwait(false);
        var sources = read.Select(source => WithUsage(source, usage)).ToImmutableArray();
        var aliases = ordered.SelectMany(need => need.Query.Watchlists.Select(alias => (Alias: alias, need.Rule))).GroupBy(pair => pair.Alias, pair => pair.Rule, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        var watchlists = await LiveQuery.ForEachAsync(aliases, (group, token) => probe.WatchlistAsync(group.Key, [.. group.Distinct()], token), cancellationToken).ConfigureAwait(false);
        var rules = ordered.Select(need => Judge(need, sources, [.. watchlists], days)).ToImmutableArray();
        return new ReadinessReport(PlanTarget.Of(target), days, rules, sources, [.. watchlists], Rows(rules, registers))
        {
            Notes = problem is null ? [] : [$"Volume and last rows of silent tables are not known: the table Usage cannot be read: {problem}"],
        };
    }

    private static SourceReadiness WithUsage(SourceReadiness source, IReadOnlyDictionary<string, (double Megabytes, DateTime? LastSeen)>? usage)
    {
        if (usage is null || source.IsFunction || source.State is SourceState.Missing)
            return source;
        var (megabytes, last) = usage.GetValueOrDefault(source.Name);
        return source with { Megabytes = megabytes, LastSeen = source.LastSeen ?? last };
    }

    private static RuleReadiness Judge(DetectionNeeds need, ImmutableArray<SourceReadiness> all, ImmutableArray<WatchlistReadiness> lists, int lookBack)
    {
        var sources = all.Where(source => source.Rules.Contains(need.Rule)).ToDictionary(source => source.Name, StringComparer.Ordinal);
        var watchlists = lists.Where(list => list.Rules.Contains(need.Rule)).ToDictionary(list => list.Alias, StringComparer.Ordinal);
        var reasons = ImmutableArray.CreateBuilder<string>();
        // What is not known counts as there: only what is known to be missing proves anything.
        var missing = Names(source => source.State == SourceState.Missing);
        var columns = sources.Values.Where(source => source.State != SourceState.Missing)
            .SelectMany(source => source.Columns.Where(column => !column.Exists && column.Rules.Contains(need.Rule)).Select(column => (Table: source.Name, Column: column.Column.Name))).ToArray();
        var query = new QueryInWorkspace(need, missing, columns);
        Add(query.NeededNames, "does not exist, and the query needs it to run", "do not exist, and the query needs them to run");
        Add([.. query.NeededColumns.Select(column => $"{column.Table}.{column.Column}")], "does not exist, and the query needs it to run", "do not exist, and the query needs them to run");
        Add(Lists(SourceState.Missing), "does not exist, and the query needs it to run", "do not exist, and the query needs them to run");
        var fails = reasons.Count > 0;
        var liveness = new QueryLiveness(
            name => !sources.TryGetValue(name, out var source) || source.State == SourceState.Unknown || source.MayHaveRowsFor(need.Platforms),
            alias => !watchlists.TryGetValue(alias, out var list) || list.State is SourceState.Unknown or SourceState.Live);
        var gives = AlertsOnNothing(need.Rule) || liveness.CanGiveRows(query.Query);
        var days = $"{lookBack} {(lookBack == 1 ? "day" : "days")}";
        Add([.. missing.Except(query.NeededNames)], "does not exist", "do not exist");
        Add([.. columns.Except(query.NeededColumns).Select(column => $"{column.Table}.{column.Column}")], "does not exist", "do not exist");
        Add(Names(source => source.State == SourceState.Silent), $"had no rows in {days}", $"had no rows in {days}");
        foreach (var source in sources.Values.Where(source => source.State == SourceState.OtherPlan))
            reasons.Add($"{source.Name} is on the plan {source.Plan}, which analytics rules do not read.");
        foreach (var source in sources.Values.Where(source => source.State == SourceState.Live && !source.HasRowsFor(need.Platforms)))
            reasons.Add($"{source.Name} has no rows of {string.Join(" or ", need.Platforms)} ({source.PlatformColumn}){(source.Unsaid > 0 ? $", and {source.Unsaid} that {(source.Unsaid == 1 ? "does" : "do")} not say" : "")}.");
        Add([.. sources.Values.SelectMany(source => source.Columns.Where(column => column.IsEmpty && column.Rules.Contains(need.Rule)).Select(column => $"{source.Name}.{column.Column.Name}"))], "never has a value", "never have a value");
        Add(Lists(SourceState.Silent), "has no rows", "have no rows");
        var unknown = sources.Values.Where(source => source.State == SourceState.Unknown).Select(source => $"{source.Name} could not be looked at: {source.Problem}")
            .Concat(watchlists.Values.Where(list => list.State == SourceState.Unknown).Select(list => $"The watchlist {list.Alias} could not be looked at: {list.Problem}")).ToList();
        reasons.AddRange(unknown);
        Add(need.Elsewhere, "is elsewhere and was not looked at", "are elsewhere and were not looked at");
        var state = fails ? RuleReadinessState.Fails : !gives ? RuleReadinessState.Blind : unknown.Count > 0 ? RuleReadinessState.Unknown : reasons.Count > 0 ? RuleReadinessState.Partial : RuleReadinessState.Ready;
        return new RuleReadiness(need, state, reasons.ToImmutable());

        void Add(IReadOnlyCollection<string> names, string one, string several)
        {
            if (names.Count > 0)
                reasons.Add($"{string.Join(", ", names)} {(names.Count == 1 ? one : several)}.");
        }

        string[] Names(Func<SourceReadiness, bool> isMeant) => [.. sources.Values.Where(isMeant).Select(source => source.Name)];

        string[] Lists(SourceState state) => [.. watchlists.Values.Where(list => list.State == state).Select(list => $"watchlist {list.Alias}")];
    }

    // A rule that watches for silence alerts when there are no rows.
    private static bool AlertsOnNothing(AnalyticsRule rule) => rule.Kind.Value != RuleKind.Nrt && (rule.TriggerOperator?.Value, rule.TriggerThreshold?.Value ?? 0) switch
    {
        (TriggerOperator.LessThan, > 0) or (TriggerOperator.Equal, 0) => true,
        (TriggerOperator.NotEqual, not 0) => true,
        _ => false,
    };

    // Row by row of the analytics, those that no rule is about included: that there is none is what a reader looks for.
    private static ImmutableArray<AnalyticRowReadiness> Rows(ImmutableArray<RuleReadiness> rules, ImmutableArray<BlindSpotRegister> registers)
    {
        var strategies = rules.Select(rule => rule.Rule.Attack?.Strategy?.Value).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => AttackCatalog.Instance.FindStrategy(id)).OfType<DetectionStrategy>();
        var rows = ImmutableArray.CreateBuilder<AnalyticRowReadiness>();
        foreach (var strategy in strategies)
        {
            var spots = registers.Where(register => register.Strategy.Value == strategy.Id).SelectMany(register => register.Entries).ToArray();
            foreach (var analytic in strategy.Analytics.Select(id => AttackCatalog.Instance.FindAnalytic(id)).OfType<AttackAnalytic>())
            {
                foreach (var source in analytic.LogSources)
                {
                    var own = rules.Where(rule => rule.Rule.Attack is { } attack && attack.Analytic?.Value == analytic.Id
                        && attack.DataComponents.Any(component => component.Value == source.DataComponent) && attack.LogSources.Any(name => name.Value == source.Name)).ToImmutableArray();
                    var named = spots.Where(spot => spot.Rows.Any(row => row.Analytic.Value == analytic.Id && row.DataComponent?.Value == source.DataComponent && row.LogSource?.Value == source.Name)
                        || spot.Rules.Any(file => own.Any(rule => rule.Rule.Path == file.Path)));
                    rows.Add(new AnalyticRowReadiness(analytic, source, AttackCatalog.Instance.FindDataComponent(source.DataComponent)?.Name ?? "", own, [.. named]));
                }
            }
        }

        return rows.ToImmutable();
    }
}
