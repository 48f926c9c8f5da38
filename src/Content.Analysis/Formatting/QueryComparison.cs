using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Formatting;

/// <summary>Tells whether two queries mean the same: the same tokens in the same tree.</summary>
internal static class QueryComparison
{
    /// <summary>Whether two queries differ in white space and comments at most.</summary>
    public static bool AreSame(string left, string right) => left == right || (SameTokens(left, Lexer.Scan(left, []), right, Lexer.Scan(right, [])) && SameTrees(left, right));

    /// <summary>What a new layout has changed besides white space; null when nothing.</summary>
    internal static string? Difference(string before, string after)
    {
        var left = Lexer.Scan(before, []);
        var right = Lexer.Scan(after, []);
        if (!SameTokens(before, left, after, right))
            return "its tokens would change";
        for (var i = 0; i < left.Length; i++)
        {
            if (!CommentsBefore(before, left, i).SequenceEqual(CommentsBefore(after, right, i)))
                return "its comments would change";
        }

        return SameTrees(before, after) ? null : "its syntax tree would change";
    }

    private static bool SameTokens(string left, Token[] leftTokens, string right, Token[] rightTokens)
    {
        if (leftTokens.Length != rightTokens.Length)
            return false;
        for (var i = 0; i < leftTokens.Length; i++)
        {
            if (leftTokens[i].Kind != rightTokens[i].Kind || !TextOf(left, leftTokens[i]).SequenceEqual(TextOf(right, rightTokens[i])))
                return false;
        }

        return true;
    }

    private static ReadOnlySpan<char> TextOf(string text, Token token) => token.Kind == SyntaxKind.Directive ? text.AsSpan(token.Start, token.Length).TrimEnd() : text.AsSpan(token.Start, token.Length);

    private static IEnumerable<string> CommentsBefore(string text, Token[] tokens, int index) =>
        Gap.Read(text, index == 0 ? 0 : tokens[index - 1].End, tokens[index].Start).Comments.Select(comment => comment.Text);

    // The places of nodes differ; the tokens at which they begin and end do not.
    private static bool SameTrees(string left, string right)
    {
        var leftErrors = new List<Diagnostic>();
        var rightErrors = new List<Diagnostic>();
        using var rightNodes = Shape(right, rightErrors).GetEnumerator();
        foreach (var node in Shape(left, leftErrors))
        {
            if (!rightNodes.MoveNext() || rightNodes.Current != node)
                return false;
        }

        return !rightNodes.MoveNext() && leftErrors.Select(error => error.Code).SequenceEqual(rightErrors.Select(error => error.Code));
    }

    private static IEnumerable<(Type Kind, int First, int Last)> Shape(string text, List<Diagnostic> errors)
    {
        var tree = Parser.ParseQuery(text, errors);
        var starts = Array.ConvertAll(Lexer.Scan(text, []), token => token.Start);
        foreach (var node in SyntaxWalk.DescendantsAndSelf(tree))
            yield return (node.GetType(), IndexOf(starts, node.Start), IndexOf(starts, Math.Max(node.Start, node.End - 1)));
    }

    // The token at a place, or the last one before it; what begins before all tokens begins with the first.
    private static int IndexOf(int[] starts, int place)
    {
        var index = Array.BinarySearch(starts, place);
        return index >= 0 ? index : Math.Max(0, ~index - 1);
    }
}
