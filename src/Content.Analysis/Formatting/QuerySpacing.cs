using Content.Kql.Syntax;

namespace Content.Analysis.Formatting;

/// <summary>Which blanks a query needs between its tokens.</summary>
internal sealed class QuerySpacing
{
    private readonly HashSet<int> _binary = [];
    private readonly HashSet<int> _unary = [];
    private readonly List<(int Start, int End, bool Spaced)> _equals = [];

    public QuerySpacing(SyntaxNode tree)
    {
        // Of arguments with names, f(x=1), either spelling is usual.
        var arguments = new HashSet<SyntaxNode>();
        foreach (var node in SyntaxWalk.DescendantsAndSelf(tree))
        {
            switch (node)
            {
                case CallSyntax call:
                    arguments.UnionWith(call.Arguments);
                    break;
                case NamedExpressionSyntax when arguments.Contains(node):
                    break;
                case BinarySyntax binary:
                    _binary.Add(binary.Operator.Start);
                    break;
                case InSyntax list:
                    _binary.Add(list.Operator.Start);
                    break;
                case BetweenSyntax between:
                    _binary.Add(between.Operator.Start);
                    break;
                case UnarySyntax unary:
                    _unary.Add(unary.Operator.Start);
                    break;
                case NamedParameterSyntax parameter:
                    _equals.Add((parameter.Name.End, parameter.Value.Start, false));
                    break;
                case NamedExpressionSyntax named:
                    _equals.Add((named.NamesEnd, named.Expression.Start, true));
                    break;
                case LetSyntax let:
                    _equals.Add((let.Name.End, let.Value.Start, true));
                    break;
            }
        }

        _equals.Sort();
    }

    /// <summary>Whether a blank stands between two tokens of a line. Where layout has no opinion, it is as the author has it.</summary>
    public bool NeedsBlank(Token before, Token after, bool isAdjacent)
    {
        if (after.Kind is SyntaxKind.Comma or SyntaxKind.Semicolon or SyntaxKind.CloseParen or SyntaxKind.CloseBracket || before.Kind is SyntaxKind.OpenParen or SyntaxKind.OpenBracket)
            return false;
        if (_unary.Contains(before.Start))
            return false;
        if (before.Kind is SyntaxKind.Comma or SyntaxKind.Semicolon or SyntaxKind.Bar or SyntaxKind.DotDot || after.Kind is SyntaxKind.Bar or SyntaxKind.DotDot)
            return true;
        if (_binary.Contains(before.Start) || _binary.Contains(after.Start))
            return true;
        if (before.Kind == SyntaxKind.Equal && IsSpaced(before) is { } behind)
            return behind;
        if (after.Kind == SyntaxKind.Equal && IsSpaced(after) is { } ahead)
            return ahead;
        return !isAdjacent;
    }

    private bool? IsSpaced(Token equal)
    {
        int low = 0, high = _equals.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_equals[middle].Start <= equal.Start)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 && equal.End <= _equals[low - 1].End ? _equals[low - 1].Spaced : null;
    }
}
