using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Content.Azure.Arm;
using Content.Azure.Query;
using Content.Kql.Engine.SelfContained;
using Content.Kql.Engine;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Azure.Readiness;

/// <summary>
/// Asks a workspace for what detections need: one list of tables, one look at the table Usage, then one query for each table, function and
/// watchlist, with all columns, all platforms and the totals in it; for a table that the list does not have, one more before. A few queries run at once.
/// </summary>
internal sealed class ReadinessProbe(LogAnalyticsClient queries, IReadOnlyDictionary<string, WorkspaceTable> tables, int days)
{
    private const string TimeGenerated = "TimeGenerated";

    // What Usage is looked at for: when a table that is silent now was heard of last.
    private const int UsageDays = 90;

    /// <summary>Megabytes of the days and time of the last row by table, as Usage has them; null when Usage cannot be read.</summary>
    public async Task<(IReadOnlyDictionary<string, (double Megabytes, DateTime? LastSeen)>? Usage, string? Problem)> UsageAsync(CancellationToken cancellationToken)
    {
        var query = $"Usage\n| summarize Megabytes = sumif(Quantity, TimeGenerated > ago({days}d)), LastSeen = max(EndTime) by DataType";
        var result = await queries.QueryAsync(query, $"P{Math.Max(UsageDays, days)}D", null, cancellationToken).ConfigureAwait(false);
        if (result.Error is { } error)
            return (null, error.Message);
        var usage = new Dictionary<string, (double, DateTime?)>(StringComparer.Ordinal);
        foreach (var row in result.Rows)
        {
            if (row is [string table, ..])
                usage[table] = (row[1] is double megabytes ? megabytes : 0, row[2] as DateTime?);
        }

        return (usage, null);
    }

    /// <summary>How a table or function stands.</summary>
    public async Task<SourceReadiness> SourceAsync(SourceDemand demand, CancellationToken cancellationToken)
    {
        var table = demand.IsFunction ? null : tables.GetValueOrDefault(demand.Name);
        var rules = demand.Rules;
        if (!demand.IsFunction && table is null)
        {
            var (unlisted, failure) = await UnlistedAsync(demand.Name, cancellationToken).ConfigureAwait(false);
            if (unlisted is null)
            {
                var state = failure!.Kind == QueryErrorKind.Failed ? SourceState.Missing : SourceState.Unknown;
                return new SourceReadiness(demand.Name, false, state, rules)
                {
                    Problem = state == SourceState.Unknown ? failure.Message : null,
                    Columns = [.. demand.Columns.Select(need => new ColumnReadiness(need.Column, state == SourceState.Unknown, 0, 0, need.Rules))],
                };
            }

            table = unlisted;
        }

        var asked = demand.Columns.Where(need => table is null || table.Find(need.Column.Name) is not null).Select(need => table?.Find(need.Column.Name) ?? need.Column).ToImmutableArray();
        var platformColumn = demand.PlatformColumn is { } name && asked.Any(column => column.Name == name) ? name : null;
        var readiness = new SourceReadiness(demand.Name, demand.IsFunction, SourceState.Unknown, rules) { Plan = table?.Plan, PlatformColumn = platformColumn };
        if (table is { Plan: not WorkspaceTable.AnalyticsPlan })
            return readiness with { State = SourceState.OtherPlan, Columns = Columns(demand, asked, []) };
        var hasTimes = table is null || table.Find(TimeGenerated) is not null;
        var result = await queries.QueryAsync(Text(demand, asked, platformColumn, hasTimes), $"P{days}D", null, cancellationToken).ConfigureAwait(false);
        if (result.Error is { } error)
        {
            // A function is in no list: the service says whether it is there.
            var isMissing = demand.IsFunction && error.Kind == QueryErrorKind.Failed && error.Message.Contains($"'{demand.Name}'", StringComparison.Ordinal);
            return readiness with { State = isMissing ? SourceState.Missing : SourceState.Unknown, Problem = isMissing ? null : error.Message, Columns = Columns(demand, asked, []) };
        }

        var platforms = result.Rows.Select(row => Rows(row, platformColumn is not null, hasTimes, asked.Length)).OrderBy(rows => rows.Platform, StringComparer.Ordinal).ToImmutableArray();
        var count = platforms.Sum(rows => rows.Rows);
        return readiness with
        {
            State = count > 0 ? SourceState.Live : SourceState.Silent,
            Rows = count,
            LastSeen = platforms.Max(rows => rows.LastSeen),
            Platforms = platforms,
            Columns = Columns(demand, asked, platforms),
        };
    }

    /// <summary>How a watchlist stands.</summary>
    public async Task<WatchlistReadiness> WatchlistAsync(string alias, ImmutableArray<AnalyticsRule> rules, CancellationToken cancellationToken)
    {
        var result = await queries.QueryAsync($"{WorkspaceFunction.WatchlistReader}({KqlLiteral.Of(alias)})\n| summarize Rows = count()", null, null, cancellationToken).ConfigureAwait(false);
        if (result.Error is { } error)
            return new WatchlistReadiness(alias, error.Kind == QueryErrorKind.Failed && error.Message.Contains(alias, StringComparison.Ordinal) ? SourceState.Missing : SourceState.Unknown, 0, rules) { Problem = error.Message };
        var rows = result.Rows.Sum(row => row[0] is long count ? count : 0);
        return new WatchlistReadiness(alias, rows > 0 ? SourceState.Live : SourceState.Silent, rows, rules);
    }

    // The list has what was set up; queries resolve some tables of Microsoft beyond it.
    private async Task<(WorkspaceTable? Table, QueryError? Error)> UnlistedAsync(string name, CancellationToken cancellationToken)
    {
        var result = await queries.QueryAsync(KqlLiteral.Name(name) + "\n| getschema", $"P{days}D", null, cancellationToken).ConfigureAwait(false);
        if (result.Error is { } error)
            return (null, error);
        var columns = result.Rows.Where(row => row.Length >= 4).Select(row => new ColumnSymbol(row[0] as string ?? "", KqlType.FromName(row[3] as string) ?? KqlType.String));
        return (new WorkspaceTable(name, WorkspaceTable.AnalyticsPlan, [.. columns]), null);
    }

    private static string Text(SourceDemand demand, ImmutableArray<ColumnSymbol> columns, string? platformColumn, bool hasTimes)
    {
        var text = new StringBuilder(KqlLiteral.Name(demand.Name)).Append(demand.IsFunction ? "()" : "").Append("\n| summarize\n    Rows = count()");
        if (hasTimes)
            text.Append(",\n    LastSeen = max(TimeGenerated)");
        for (var i = 0; i < columns.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $",\n    Empty{i} = countif({LiveQuery.IsEmpty(columns[i])})");
        if (platformColumn is null)
            return text.ToString();
        var value = $"tostring({KqlLiteral.Name(platformColumn)})";
        text.Append("\n    by Platform = case(");
        foreach (var platform in demand.Platforms)
            text.Append(CultureInfo.InvariantCulture, $"{value} has_any ({string.Join(", ", platform.Words.Select(KqlLiteral.Of))}), {KqlLiteral.Of(platform.Name)}, ");
        return text.Append(CultureInfo.InvariantCulture, $"isempty({value}), '', '{PlatformRows.Other}')").ToString();
    }

    // A group comes before the aggregates.
    private static PlatformRows Rows(object?[] row, bool hasPlatform, bool hasTimes, int columns)
    {
        var at = hasPlatform ? 1 : 0;
        var counts = row.Skip(at + (hasTimes ? 2 : 1)).Take(columns).Select(value => value is long count ? count : 0);
        return new PlatformRows(hasPlatform ? row[0] as string ?? "" : "", row[at] is long rows ? rows : 0, hasTimes ? row[at + 1] as DateTime? : null) { Empty = [.. counts] };
    }

    private static ImmutableArray<ColumnReadiness> Columns(SourceDemand demand, ImmutableArray<ColumnSymbol> asked, ImmutableArray<PlatformRows> platforms)
    {
        var rows = platforms.Sum(group => group.Rows);
        return
        [
            .. demand.Columns.Select(need =>
            {
                var at = asked.Select(column => column.Name).ToList().IndexOf(need.Column.Name);
                return new ColumnReadiness(at < 0 ? need.Column : asked[at], at >= 0, at < 0 ? 0 : platforms.Sum(group => at < group.Empty.Length ? group.Empty[at] : 0), rows, need.Rules);
            }),
        ];
    }
}

/// <summary>What rules together need of a table or function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFunction">True for a function.</param>
/// <param name="Columns">Columns, each with the rules that need it.</param>
/// <param name="PlatformColumn">The column that says the platform; null when none is known.</param>
/// <param name="Platforms">The platforms that the rules are about.</param>
/// <param name="Rules">The rules.</param>
internal sealed record SourceDemand(
    string Name, bool IsFunction, ImmutableArray<(ColumnSymbol Column, ImmutableArray<AnalyticsRule> Rules)> Columns, string? PlatformColumn, ImmutableArray<PlatformWords> Platforms, ImmutableArray<AnalyticsRule> Rules)
{
    /// <summary>Puts together what rules need, by name.</summary>
    public static ImmutableArray<SourceDemand> Of(IReadOnlyCollection<DetectionNeeds> needs)
    {
        var demands = ImmutableArray.CreateBuilder<SourceDemand>();
        foreach (var group in needs.SelectMany(need => need.Sources.Select(source => (Need: need, Source: source))).GroupBy(pair => (pair.Source.Name, pair.Source.IsFunction)).OrderBy(group => group.Key.Name, StringComparer.Ordinal))
        {
            var platforms = group.SelectMany(pair => pair.Need.Platforms).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(PlatformWords.Of).ToImmutableArray();
            var columns = group.SelectMany(pair => pair.Source.Columns.Select(used => (Used: used, pair.Need.Rule))).GroupBy(pair => pair.Used.Column.Name, StringComparer.Ordinal)
                .Select(column => (column.First().Used.Column, Rules: column.Select(pair => pair.Rule).Distinct().ToImmutableArray(), Texts: column.SelectMany(pair => pair.Used.ComparedWith).Distinct(StringComparer.Ordinal).ToList())).ToList();
            // The queries say themselves which column tells platforms: the one that they compare with most of the platforms' words.
            var words = platforms.SelectMany(platform => platform.Words).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var platform = columns.Select(column => (column.Column.Name, Count: column.Texts.Count(words.Contains))).Where(pair => pair.Count > 0).OrderByDescending(pair => pair.Count).Select(pair => pair.Name).FirstOrDefault();
            demands.Add(new SourceDemand(group.Key.Name, group.Key.IsFunction, [.. columns.Select(column => (column.Column, column.Rules))], platform, platforms, [.. group.Select(pair => pair.Need.Rule).Distinct()]));
        }

        return demands.ToImmutable();
    }
}
