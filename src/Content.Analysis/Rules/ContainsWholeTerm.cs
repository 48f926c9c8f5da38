using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Rules;

/// <summary>has looks up whole terms in an index, contains scans the text of every row. For a text of letters and digits that is meant as a term, has is many times faster; contains is right when the text may stand inside a longer word.</summary>
internal sealed class ContainsWholeTerm() : AnalysisRule("RULE034", DiagnosticSeverity.Info, "contains searches every character where has would find the term by the index.")
{
    private const int ShortestTerm = 4;

    /// <inheritdoc/>
    public override void Analyze(QueryContext context)
    {
        foreach (var binary in context.NodesOf<BinarySyntax>())
        {
            if (context.TextOf(binary.Operator) is not ("contains" or "contains_cs") || binary is not { Left: NameSyntax name, Right: LiteralSyntax { Value: string { Length: >= ShortestTerm } text } })
                continue;
            if (text.All(char.IsAsciiLetterOrDigit) && context.TableColumn(name.Text) is not null)
                context.Add(binary.Operator.Span, $"'{context.TextOf(binary.Operator)}' scans all text for '{text}'.", "Use has when it is a whole term: it asks the index.");
        }
    }
}
