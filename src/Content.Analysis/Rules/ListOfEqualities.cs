using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>in (…) says the same in one place, reads better, and is a single look-up.</summary>
internal sealed class ListOfEqualities() : AnalysisRule("RULE053", DiagnosticSeverity.Info, "A column is compared with several values one by one.")
{
    private const int Several = 3;

    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        var inner = new HashSet<SyntaxNode>(ReferenceEqualityComparer.Instance);
        foreach (var binary in context.NodesOf<BinarySyntax>())
        {
            if (binary.Operator.Kind != SyntaxKind.OrKeyword || inner.Contains(binary))
                continue;
            var terms = new List<ExpressionSyntax>();
            ExpressionSyntax left = binary;
            while (left is BinarySyntax { Operator.Kind: SyntaxKind.OrKeyword } or)
            {
                inner.Add(or);
                terms.Add(or.Right);
                left = or.Left;
            }

            terms.Add(left);
            var names = terms.Select(term => term is BinarySyntax { Left: NameSyntax name, Right: LiteralSyntax { Value: string } } equality && context.TextOf(equality.Operator) is "==" or "=~"
                ? name.Text + context.TextOf(equality.Operator).ToString() : null).ToList();
            if (terms.Count >= Several && names[0] is { } first && names.TrueForAll(name => name == first))
            {
                var column = first[..^2];
                context.Add(binary.Span, $"'{column}' is compared with {terms.Count} values one by one.", $"Write {column} {(first.EndsWith("=~", StringComparison.Ordinal) ? "in~" : "in")} (…).");
            }
        }
    }
}
