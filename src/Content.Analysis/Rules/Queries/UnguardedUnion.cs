using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>
/// A custom table exists only where its connector ran. One of several sources of a union without <c>isfuzzy=true</c>, it takes the others down where it is missing: the
/// service refuses the rule, and whatever calls the parser.
/// </summary>
internal sealed class UnguardedUnion() : AnalysisRule("RULE111", DiagnosticSeverity.Info, "A union of several sources needs a custom table that the repository does not bring along.")
{
    private const string CustomTable = "_CL";

    // Unions and pipes within one another; what lies deeper counts as a source of its own.
    private const int MaxDepth = 200;

    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        var foreign = context.Query.Tables.Select(table => table.Name).Where(name => name.EndsWith(CustomTable, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        foreign.ExceptWith(context.Repository.Tables.Select(table => table.Name.Value));
        if (foreign.Count == 0)
            return;
        var variables = new Dictionary<string, ExpressionSyntax>(StringComparer.Ordinal);
        foreach (var let in context.NodesOf<LetSyntax>())
            variables.TryAdd(let.Name.Text, let.Value);
        var before = new Dictionary<SyntaxNode, ExpressionSyntax>(ReferenceEqualityComparer.Instance);
        foreach (var pipe in context.NodesOf<PipeSyntax>())
            before[pipe.Operator] = pipe.Left;
        var unions = context.NodesOf<ListOperatorSyntax>().Where(static list => list.Keyword.Kind == SyntaxKind.UnionKeyword).ToList();
        // An input of a fuzzy union goes as a whole, what stands before it too.
        var guarded = unions.Where(IsFuzzy).Select(union => (Start: before.TryGetValue(union, out var left) ? left.Start : union.Start, union.End)).ToList();
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var union in unions)
        {
            if (guarded.Exists(range => range.Start <= union.Start && union.End <= range.End))
                continue;
            var followed = new HashSet<string>(StringComparer.Ordinal);
            var sources = InputsOf(union).SelectMany(input => SourcesOf(input, followed, 0)).ToList();
            if (sources.Select(source => source?.Text).Distinct(StringComparer.Ordinal).Count() < 2)
                continue;
            foreach (var table in sources.OfType<NameSyntax>().Where(source => foreign.Contains(source.Text)))
            {
                if (told.Add(table.Text))
                    context.Add(table.Span, $"Where {table.Text} does not exist, the union of it and others fails.", "Write union isfuzzy=true with the table itself in its input, and add (datatable(Column: type) []) with the columns that are needed of it.");
            }
        }

        IEnumerable<ExpressionSyntax> InputsOf(ListOperatorSyntax union) => before.TryGetValue(union, out var input) ? union.Expressions.Prepend(input) : union.Expressions;

        // The tables that an input begins with, through variables, each once, and the unions in them; null for anything else, which is a source of its own.
        IEnumerable<NameSyntax?> SourcesOf(SyntaxNode node, HashSet<string> followed, int depth) => node switch
        {
            _ when depth > MaxDepth => [null],
            ParenthesizedSyntax inner => SourcesOf(inner.Expression, followed, depth + 1),
            ListOperatorSyntax { Keyword.Kind: SyntaxKind.UnionKeyword } union => IsFuzzy(union) ? [null] : InputsOf(union).SelectMany(input => SourcesOf(input, followed, depth + 1)),
            PipeSyntax { Operator: ListOperatorSyntax { Keyword.Kind: SyntaxKind.UnionKeyword } union } => SourcesOf(union, followed, depth + 1),
            PipeSyntax pipe => SourcesOf(pipe.Left, followed, depth + 1),
            NameSyntax name when variables.TryGetValue(name.Text, out var value) => followed.Add(name.Text) ? SourcesOf(value, followed, depth + 1) : [],
            NameSyntax name => [name],
            _ => [null],
        };
    }

    private static bool IsFuzzy(ListOperatorSyntax union) => Array.Exists(union.Parameters, static parameter => parameter is { Name.Text: "isfuzzy", Value: LiteralSyntax { Value: true } });
}
