using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>A predicate that is true whatever the row holds filters nothing, and one that can never be true leaves nothing: both are slips, such as an empty search text or two values asked of one column at once.</summary>
internal sealed class ConstantFilter() : AnalysisRule("RULE033", DiagnosticSeverity.Warning, "A filter keeps every row, or none.")
{
    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        foreach (var filter in context.NodesOf<ExpressionOperatorSyntax>())
        {
            if (context.TextOf(filter.Keyword) is not ("where" or "filter"))
                continue;
            var equalities = new Dictionary<string, object>(StringComparer.Ordinal);
            foreach (var term in Terms(filter.Expression))
            {
                if (term is LiteralSyntax { Value: bool constant } literal)
                    context.Add(literal.Span, constant ? "'true' keeps every row." : "'false' keeps no row: the query gives nothing.", "Write the condition that is meant, or drop it.");
                if (term is not BinarySyntax binary)
                    continue;
                var op = context.TextOf(binary.Operator);
                if (op is "contains" or "startswith" or "endswith" or "contains_cs" or "startswith_cs" or "endswith_cs" or "hasprefix" or "hassuffix"
                    && binary.Right is LiteralSyntax { Value: string { Length: 0 } })
                {
                    context.Add(binary.Span, $"'{op}' with an empty text is true for every row.", "Write the text that is looked for, or use isnotempty().");
                }
                else if (op is "==" && binary.Left is NameSyntax name && binary.Right is LiteralSyntax { Value: { } value } && value is string or long or int)
                {
                    if (equalities.TryGetValue(name.Text, out var other) && !other.Equals(value))
                        context.Add(binary.Span, $"'{name.Text}' cannot be '{other}' and '{value}' at once: no row is left.", $"Use '{name.Text} in (…)' when either is meant.");
                    else
                        equalities[name.Text] = value;
                }
                else if (op is "==" or "!=" or "<>" && context.TextOf(binary.Left).SequenceEqual(context.TextOf(binary.Right)) && binary.Left is NameSyntax or LiteralSyntax)
                    context.Add(binary.Span, $"Both sides of '{op}' are the same.", "Compare with what is meant.");
            }
        }
    }

    // What stands between the 'and's.
    private static IEnumerable<ExpressionSyntax> Terms(ExpressionSyntax expression)
    {
        var stack = new Stack<ExpressionSyntax>([expression]);
        while (stack.TryPop(out var next))
        {
            switch (next)
            {
                case ParenthesizedSyntax inner:
                    stack.Push(inner.Expression);
                    break;
                case BinarySyntax { Operator.Kind: SyntaxKind.AndKeyword } both:
                    stack.Push(both.Right);
                    stack.Push(both.Left);
                    break;
                default:
                    yield return next;
                    break;
            }
        }
    }
}
