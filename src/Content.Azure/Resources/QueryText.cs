using System.Text;
using Content.Kql.Syntax;

namespace Content.Azure.Resources;

/// <summary>Queries as they are compared: how one is laid out makes no other rule of it. What it says and its comments do.</summary>
internal static class QueryText
{
    /// <summary>Whether two queries have the same tokens, and the same comments between them.</summary>
    public static bool AreSame(string left, string right) => left == right || Words(left) == Words(right);

    // Tokens and comments with line ends between them. Nothing else stands between tokens than blanks and comments, each to the end of its line.
    private static string Words(string query)
    {
        var words = new StringBuilder(query.Length);
        var end = 0;
        foreach (var token in Lexer.Scan(query, []))
        {
            foreach (var line in query[end..token.Start].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                words.Append(line).Append('\n');
            words.Append(query, token.Start, token.Length).Append('\n');
            end = token.End;
        }

        return words.ToString();
    }
}
