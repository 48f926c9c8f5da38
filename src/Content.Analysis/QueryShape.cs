using System.Text;
using Content.Kql.Syntax;
using Content.Model;

namespace Content.Analysis;

/// <summary>What remains of a query when white space and comments do not count: whether two queries are the same is asked of this.</summary>
/// <param name="Exact">The tokens with a blank between them.</param>
/// <param name="WithoutLiterals">The tokens with every literal replaced by its kind.</param>
/// <param name="TokenCount">Number of the tokens.</param>
public sealed record QueryShape(string Exact, string WithoutLiterals, int TokenCount)
{
    /// <summary>The shape of a query.</summary>
    public static QueryShape Of(string query)
    {
        var exact = new StringBuilder(query.Length);
        var bare = new StringBuilder(query.Length);
        var count = 0;
        foreach (var token in Lexer.Scan(query, []))
        {
            if (token.Kind == SyntaxKind.EndOfText)
                continue;
            count++;
            exact.Append(query, token.Start, token.Length).Append(' ');
            if (IsLiteral(token.Kind))
                bare.Append('<').Append(token.Kind).Append('>');
            else
                bare.Append(query, token.Start, token.Length);
            bare.Append(' ');
        }

        return new QueryShape(exact.ToString(), bare.ToString(), count);
    }

    private static bool IsLiteral(SyntaxKind kind) => kind is SyntaxKind.StringLiteral or SyntaxKind.LongLiteral or SyntaxKind.IntLiteral or SyntaxKind.RealLiteral
        or SyntaxKind.DecimalLiteral or SyntaxKind.TimeSpanLiteral or SyntaxKind.DateTimeLiteral or SyntaxKind.GuidLiteral or SyntaxKind.BooleanLiteral;
}
