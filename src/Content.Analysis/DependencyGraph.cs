using System.Collections.Immutable;
using Content.Model;

namespace Content.Analysis;

/// <summary>What a node of the graph is.</summary>
public enum DependencyKind : byte
{
    /// <summary>An analytics rule.</summary>
    Rule,
    /// <summary>A hunting query.</summary>
    HuntingQuery,
    /// <summary>A parser or other saved function.</summary>
    Function,
    /// <summary>A watchlist.</summary>
    Watchlist,
    /// <summary>A table.</summary>
    Table,
}

/// <summary>A piece of content, or something that content needs.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name; of a rule its display name.</param>
/// <param name="Path">Its file; null when it comes from Sentinel or a solution.</param>
public sealed record DependencyNode(DependencyKind Kind, string Name, string? Path);

/// <summary>Who needs whom in a repository: rules and hunting queries need functions, watchlists and tables.</summary>
public sealed class DependencyGraph
{
    private readonly Dictionary<DependencyNode, ImmutableArray<DependencyNode>> _needs = [];

    private DependencyGraph(List<DependencyNode> nodes) => Nodes = [.. nodes.Distinct().OrderBy(node => node.Kind).ThenBy(node => node.Name, StringComparer.Ordinal).ThenBy(node => node.Path, StringComparer.Ordinal)];

    /// <summary>All nodes, by kind and name.</summary>
    public ImmutableArray<DependencyNode> Nodes { get; }

    /// <summary>What a node needs itself, by kind and name.</summary>
    public ImmutableArray<DependencyNode> NeedsOf(DependencyNode node) => _needs.GetValueOrDefault(node, []);

    /// <summary>Makes the graph of what was validated.</summary>
    public static DependencyGraph Create(ValidationResult validation)
    {
        var repository = validation.Repository;
        var functions = repository.Parsers.ToLookup(parser => parser.Alias.Value, parser => Node(parser)!, StringComparer.Ordinal);
        var watchlists = repository.Watchlists.ToLookup(watchlist => watchlist.Alias.Value, watchlist => Node(watchlist)!, StringComparer.Ordinal);
        var tables = repository.Tables.ToLookup(table => table.Name.Value, table => Node(table)!, StringComparer.Ordinal);
        var nodes = new List<DependencyNode>();
        var needs = new Dictionary<DependencyNode, ImmutableArray<DependencyNode>>();
        foreach (var item in validation.Items)
        {
            if (Node(item) is not { } node)
                continue;
            nodes.Add(node);
            if (validation.QueryOf(item) is not { } query)
                continue;

            // A function of the repository stands for what it needs itself.
            // What a watchlist is read with is none: the watchlist is a node of its own.
            var called = query.Functions.Where(function => !function.ReadsWatchlist).Select(function => functions[function.Name].FirstOrDefault() ?? new DependencyNode(DependencyKind.Function, function.Name, null)).Where(other => other != node).ToList();
            var own = called.Where(function => function.Path is not null)
                .SelectMany(function => repository.Parsers.Where(parser => parser.Path == function.Path)).Select(validation.QueryOf).OfType<Kql.BoundQuery>().ToList();
            var below = own.SelectMany(body => body.Tables).Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
            var belowLists = own.SelectMany(body => body.Watchlists).ToHashSet(StringComparer.Ordinal);
            var belowFunctions = own.SelectMany(body => body.Functions).Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
            DependencyNode[] direct =
            [
                .. called.Where(function => !belowFunctions.Contains(function.Name)),
                .. query.Watchlists.Where(alias => !belowLists.Contains(alias)).Select(alias => watchlists[alias].FirstOrDefault() ?? new DependencyNode(DependencyKind.Watchlist, alias, null)),
                .. query.Tables.Where(table => !below.Contains(table.Name)).Select(table => tables[table.Name].FirstOrDefault() ?? new DependencyNode(DependencyKind.Table, table.Name, null)),
            ];
            nodes.AddRange(direct);
            needs[node] = [.. direct.Distinct().OrderBy(other => other.Kind).ThenBy(other => other.Name, StringComparer.Ordinal)];
        }

        var graph = new DependencyGraph(nodes);
        foreach (var (node, list) in needs)
            graph._needs.Add(node, list);
        return graph;
    }

    private static DependencyNode? Node(ContentItem item) => item switch
    {
        AnalyticsRule rule => new DependencyNode(DependencyKind.Rule, rule.Name.Value, rule.Path),
        HuntingQuery hunting => new DependencyNode(DependencyKind.HuntingQuery, hunting.Name.Value, hunting.Path),
        ParserFunction parser => new DependencyNode(DependencyKind.Function, parser.Alias.Value, parser.Path),
        Watchlist watchlist => new DependencyNode(DependencyKind.Watchlist, watchlist.Alias.Value, watchlist.Path),
        CustomTable table => new DependencyNode(DependencyKind.Table, table.Name.Value, table.Path),
        _ => null,
    };
}
