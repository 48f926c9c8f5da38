using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// A join by keys alone pairs events however far apart they lie, and reads the other table over the whole range. A filter on its time, a key made of
/// binned times, or a comparison of the two times after the join bounds it. In a rule the queryPeriod is a bound, which is enough up to a day.
/// </summary>
internal sealed class JoinWithoutTime() : AnalysisRule("RULE095", DiagnosticSeverity.Info, "A join has no bound in time.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        if (context.Use is QueryUse.Function or QueryUse.SummaryRule || context.Item is AnalyticsRule rule && !(rule.QueryPeriod?.Value > TimeSpan.FromDays(1)))
            return;
        var timed = context.Query.Tables.Where(table => table.Row.Find("TimeGenerated") is not null).Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
        if (timed.Count == 0 || !context.NodesOf<JoinSyntax>().Any())
            return;
        var variables = new Dictionary<string, LetSyntax>(StringComparer.Ordinal);
        foreach (var let in context.NodesOf<LetSyntax>())
            variables.TryAdd(let.Name.Text, let);
        var times = context.Query.Tables.SelectMany(table => table.Row.Columns).Where(column => column.Type.Kind == TypeKind.DateTime).Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var pipe in context.NodesOf<PipeSyntax>())
        {
            if (pipe.Operator is not JoinSyntax join || context.TextOf(join.Keyword) is not "join")
                continue;
            var (reads, isBound) = Look(join.Right, []);
            if (reads && !isBound && !(join.On ?? []).Any(NamesTime) && !ComparesTimesAfter(context, pipe))
                context.Add(join.Keyword.Span, "Nothing bounds in time what the join pairs.", "Filter the right side by TimeGenerated, or compare the two times after the join.");
        }

        // Whether a table with times is read, and whether something in there speaks of time; variables are followed once.
        (bool Reads, bool IsBound) Look(SyntaxNode node, HashSet<string> followed)
        {
            var reads = false;
            var isBound = false;
            foreach (var part in SyntaxWalk.DescendantsAndSelf(node))
            {
                if (part is ExpressionOperatorSyntax filter && context.TextOf(filter.Keyword) is "where" or "filter" && NamesTime(filter.Expression))
                    isBound = true;
                if (part is not NameSyntax name)
                    continue;
                if (variables.TryGetValue(name.Text, out var let))
                {
                    if (followed.Add(name.Text))
                    {
                        var inner = Look(let.Value, followed);
                        reads |= inner.Reads;
                        isBound |= inner.IsBound;
                    }
                }
                else
                    reads |= timed.Contains(name.Text);
            }

            return (reads, isBound);
        }

        bool NamesTime(SyntaxNode node) => SyntaxWalk.DescendantsAndSelf(node).Any(part => part is NameSyntax name && IsTime(name.Text));

        bool IsTime(string name) => times.Contains(name) || name.Contains("time", StringComparison.OrdinalIgnoreCase) || name is "ago" or "now";
    }

    // Two different names of times in one filter further down the pipe.
    private static bool ComparesTimesAfter(QueryContext context, PipeSyntax join) =>
        context.NodesOf<ExpressionOperatorSyntax>().Where(filter => filter.Start >= join.End && context.TextOf(filter.Keyword) is "where" or "filter").Any(filter =>
            SyntaxWalk.DescendantsAndSelf(filter.Expression).OfType<NameSyntax>().Select(name => name.Text)
                .Where(name => name.Contains("time", StringComparison.OrdinalIgnoreCase) || name.Contains("delta", StringComparison.OrdinalIgnoreCase) || name.Contains("diff", StringComparison.OrdinalIgnoreCase)).Any());
}
