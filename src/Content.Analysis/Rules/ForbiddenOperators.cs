using Content.Diagnostics;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>Sentinel refuses <c>search *</c>, <c>union *</c> and the cross-resource functions of Data Explorer in analytics rules (Microsoft: "Create scheduled analytics rules").</summary>
internal sealed class ForbiddenOperators() : AnalysisRule("RULE002", DiagnosticSeverity.Error, "The query uses search *, union *, adx() or cluster(), which analytics rules must not.")
{

    private static readonly string[] Words = ["cluster", "adx", "union", "search"];

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        var text = context.Rule.Query.Value;
        if (!Array.Exists(Words, word => text.Contains(word, StringComparison.Ordinal)))
            return;
        var tokens = Lexer.Scan(text, []);
        for (var i = 0; i < tokens.Length; i++)
        {
            var word = text.AsSpan(tokens[i].Start, tokens[i].Length);
            if ((word is "cluster" or "adx") && TextAt(i + 1) is "(")
            {
                context.Findings.AddPart(context.Rule.Query, tokens[i].Span, $"'{word}()' reads another resource, which an analytics rule must not.", "Use tables of the workspace, or workspace() for another Sentinel workspace.");
            }
            else if (word is "union" or "search" && FindStar(i) is { } star)
            {
                context.Findings.AddPart(context.Rule.Query, TextSpan.FromBounds(tokens[i].Start, star.End), $"'{word} *' reads every table of the workspace, which an analytics rule must not.", "Name the tables.");
            }
        }

        ReadOnlySpan<char> TextAt(int index) => index < tokens.Length ? text.AsSpan(tokens[index].Start, tokens[index].Length) : default;

        // The star is the whole operand; options such as kind=outer may stand before it.
        Token? FindStar(int keyword)
        {
            var next = keyword + 1;
            while (TextAt(next + 1) is "=" && next + 2 < tokens.Length)
                next += 3;
            if (TextAt(next) is not "*")
                return null;
            var after = TextAt(next + 1);
            return after.IsEmpty || after is "|" or ")" or ";" or "," ? tokens[next] : null;
        }
    }
}
