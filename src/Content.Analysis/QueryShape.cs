using System.Text;
using Content.Kql.Syntax;

namespace Content.Analysis;

/// <summary>What remains of a query when white space and comments do not count: whether two queries are the same is asked of this.</summary>
public static class QueryShape
{
    /// <summary>The tokens with a blank between them.</summary>
    public static string Exact(string query) => Make(query, literals: true).Text;

    /// <summary>The tokens with every literal replaced by its kind, and their number.</summary>
    public static (string Text, int Tokens) WithoutLiterals(string query) => Make(query, literals: false);

    private static (string Text, int Tokens) Make(string query, bool literals)
    {
        var text = new StringBuilder(query.Length);
        var count = 0;
        foreach (var token in Lexer.Scan(query, []))
        {
            if (token.Kind == SyntaxKind.EndOfText)
                continue;
            count++;
            if (!literals && IsLiteral(token.Kind))
                text.Append('<').Append(token.Kind).Append('>');
            else
                text.Append(query, token.Start, token.Length);
            text.Append(' ');
        }

        return (text.ToString(), count);
    }

    private static bool IsLiteral(SyntaxKind kind) => kind is SyntaxKind.StringLiteral or SyntaxKind.LongLiteral or SyntaxKind.IntLiteral or SyntaxKind.RealLiteral
        or SyntaxKind.DecimalLiteral or SyntaxKind.TimeSpanLiteral or SyntaxKind.DateTimeLiteral or SyntaxKind.GuidLiteral or SyntaxKind.BooleanLiteral;
}
