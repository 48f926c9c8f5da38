using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// A parser that calls itself, be it through others, cannot be expanded; a summary rule that reads, be it through others, what it writes
/// feeds on itself.
/// </summary>
internal sealed class DependencyCycles() : AnalysisRule("RULE087", DiagnosticSeverity.Error, "Parsers or summary rules need each other in a circle.")
{
    /// <inheritdoc/>
    public override void Analyze(ContentRepository repository, FindingList findings)
    {
        var nodes = new Dictionary<string, (Located<string> Name, Located<string> Query)>(StringComparer.Ordinal);
        foreach (var parser in repository.Parsers)
            nodes.TryAdd(parser.Alias.Value, (parser.Alias, parser.Query));
        foreach (var rule in repository.SummaryRules)
        {
            if (rule.DestinationTable is { Value.Length: > 0 } table)
                nodes.TryAdd(table.Value, (table, rule.Query));
        }

        // What is needed is what the query names; a name in it that is only a column's makes no edge to follow unless a parser has it too.
        var needs = nodes.ToDictionary(node => node.Key, node => Names(node.Value.Query.Value).Where(nodes.ContainsKey).ToList(), StringComparer.Ordinal);
        var state = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var start in nodes.Keys.Order(StringComparer.Ordinal))
            Follow(start);

        // Depth first with a stack of its own: state is false while a node is open and true once it is done.
        void Follow(string start)
        {
            if (state.ContainsKey(start))
                return;
            var path = new List<(string Name, int Next)> { (start, 0) };
            state[start] = false;
            while (path.Count > 0)
            {
                var (name, next) = path[^1];
                if (next == needs[name].Count)
                {
                    state[name] = true;
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                path[^1] = (name, next + 1);
                var needed = needs[name][next];
                if (!state.TryGetValue(needed, out var done))
                {
                    state[needed] = false;
                    path.Add((needed, 0));
                }
                else if (!done)
                {
                    var circle = path.Skip(path.FindIndex(step => step.Name == needed)).Select(step => step.Name).Append(needed);
                    findings.Add(nodes[needed].Name, $"'{needed}' needs itself: {string.Join(" → ", circle)}.", "Break the circle.");
                }
            }
        }
    }

    private static HashSet<string> Names(string query)
    {
        // A variable hides what has its name outside.
        var names = new HashSet<string>(StringComparer.Ordinal);
        var own = new HashSet<string>(StringComparer.Ordinal);
        var declares = false;
        foreach (var token in Lexer.Scan(query, []))
        {
            if (token.Kind == SyntaxKind.Identifier)
                (declares ? own : names).Add(query.Substring(token.Start, token.Length));
            declares = token.Kind == SyntaxKind.LetKeyword;
        }

        names.ExceptWith(own);
        return names;
    }
}
