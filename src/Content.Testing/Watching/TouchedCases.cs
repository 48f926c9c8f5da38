using Content.Analysis;
using Content.Model;

namespace Content.Testing.Watching;

/// <summary>Which test cases a change of files touches.</summary>
internal sealed class TouchedCases
{
    private readonly bool _everything;
    private readonly IReadOnlySet<string> _paths;
    private readonly HashSet<string> _rules = new(StringComparer.Ordinal);

    // Names of functions, watchlists and tables whose files changed: cases name them too.
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly bool _automation;

    /// <summary>Looks at a change.</summary>
    /// <param name="paths">The files that changed; of a watchlist's rows the watchlist's own file too.</param>
    /// <param name="before">The content before it; what needed a file that is gone is touched.</param>
    /// <param name="after">The content after it.</param>
    public TouchedCases(IReadOnlySet<string> paths, ValidationResult before, ValidationResult after)
    {
        _paths = paths;
        _everything = paths.Contains(RepositoryConfiguration.FileName);
        foreach (var validation in (ValidationResult[])[before, after])
        {
            var repository = validation.Repository;
            _automation |= repository.AutomationRules.Any(rule => paths.Contains(rule.Path));
            if (!_everything && repository.Items.Any(item => paths.Contains(item.Path) && item is ParserFunction or Watchlist or CustomTable))
                AddDependents(DependencyGraph.Create(validation));
        }
    }

    /// <summary>Whether a case of the content after the change is touched.</summary>
    public bool Includes(RuleTests suite, TestCase test) =>
        _everything || _paths.Contains(suite.Path) || IsTouched(suite.RulePath) || test.Rules.Any(file => IsTouched(file.Path))
        || _automation && (test.AutomationRules is not { } automation || automation.Any(file => _paths.Contains(file.Path)))
        || test.Tables.Concat(test.Watchlists).Any(Uses) || test.Functions.Any(stub => _names.Contains(stub.Name.Value) || stub.Rows is { } rows && Uses(rows) || stub.Query is { } query && _names.Any(name => query.Value.Contains(name, StringComparison.Ordinal)));

    private bool IsTouched(string rulePath) => _paths.Contains(rulePath) || _rules.Contains(rulePath);

    private bool Uses(DataSet set) => _names.Contains(set.Name.Value) || set.File is { } file && _paths.Contains(file.Path) || set.Inherited is { } inherited && Uses(inherited);

    private void AddDependents(DependencyGraph graph)
    {
        var users = graph.Nodes.SelectMany(node => graph.NeedsOf(node).Select(need => (need, node))).ToLookup(pair => pair.need, pair => pair.node);
        var seen = new HashSet<DependencyNode>();
        var next = new Stack<DependencyNode>(graph.Nodes.Where(node => node.Path is { } path && _paths.Contains(path)));
        foreach (var changed in next)
        {
            if (changed.Kind is DependencyKind.Function or DependencyKind.Watchlist or DependencyKind.Table)
                _names.Add(changed.Name);
        }

        while (next.TryPop(out var node))
        {
            if (!seen.Add(node))
                continue;
            if (node is { Kind: DependencyKind.Rule, Path: { } path })
                _rules.Add(path);
            foreach (var user in users[node])
                next.Push(user);
        }
    }
}
