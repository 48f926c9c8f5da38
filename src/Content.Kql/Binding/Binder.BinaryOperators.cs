using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    private BoundExpression BindUnary(UnarySyntax unary)
    {
        var operand = BindScalar(unary.Operand);
        if (operand is BoundLiteral { Value: var value } && unary.Operator.Kind == SyntaxKind.Minus && value is long or double or TimeSpan && operand is BoundLiteral literal)
        {
            object negated = literal.Value switch { long l => -l, double d => -d, TimeSpan t => -t, var other => other! };
            return new BoundLiteral(operand.Type, negated) { Span = unary.Span };
        }

        var kind = unary.Operator.Kind == SyntaxKind.Minus ? OperatorKind.UnaryMinus : OperatorKind.UnaryPlus;
        if (operand.Type.IsUnknown)
            return Unknown(unary);
        var type = OverloadResolver.ResolveUnary(kind, operand, out var error);
        if (error is not null)
        {
            Error(error.Code, error.Message, error.Argument >= 0 ? unary.Operand.Span : unary.Operator.Span);
            return Unknown(unary);
        }

        return new BoundUnary(kind, operand, type) { Span = unary.Span };
    }

    private static readonly OperatorKind[] BinaryOperators = BuildBinaryOperators();

    private static OperatorKind[] BuildBinaryOperators()
    {
        var table = new OperatorKind[(int)SyntaxKind.HintKeyword + 1];
        void Set(SyntaxKind token, OperatorKind kind) => table[(int)token] = kind;
        Set(SyntaxKind.OrKeyword, OperatorKind.Or); Set(SyntaxKind.AndKeyword, OperatorKind.And);
        Set(SyntaxKind.EqualEqual, OperatorKind.Equal); Set(SyntaxKind.BangEqual, OperatorKind.NotEqual); Set(SyntaxKind.LessThanGreaterThan, OperatorKind.NotEqual);
        Set(SyntaxKind.LessThan, OperatorKind.LessThan); Set(SyntaxKind.LessThanOrEqual, OperatorKind.LessThanOrEqual);
        Set(SyntaxKind.GreaterThan, OperatorKind.GreaterThan); Set(SyntaxKind.GreaterThanOrEqual, OperatorKind.GreaterThanOrEqual);
        Set(SyntaxKind.Plus, OperatorKind.Add); Set(SyntaxKind.Minus, OperatorKind.Subtract); Set(SyntaxKind.Asterisk, OperatorKind.Multiply); Set(SyntaxKind.Slash, OperatorKind.Divide); Set(SyntaxKind.Percent, OperatorKind.Modulo);
        Set(SyntaxKind.EqualTilde, OperatorKind.EqualTilde); Set(SyntaxKind.BangTilde, OperatorKind.BangTilde); Set(SyntaxKind.Colon, OperatorKind.Search);
        Set(SyntaxKind.HasKeyword, OperatorKind.Has); Set(SyntaxKind.NotHasKeyword, OperatorKind.NotHas); Set(SyntaxKind.HasCsKeyword, OperatorKind.HasCs); Set(SyntaxKind.NotHasCsKeyword, OperatorKind.NotHasCs);
        Set(SyntaxKind.HasprefixKeyword, OperatorKind.HasPrefix); Set(SyntaxKind.NotHasprefixKeyword, OperatorKind.NotHasPrefix); Set(SyntaxKind.HasprefixCsKeyword, OperatorKind.HasPrefixCs); Set(SyntaxKind.NotHasprefixCsKeyword, OperatorKind.NotHasPrefixCs);
        Set(SyntaxKind.HassuffixKeyword, OperatorKind.HasSuffix); Set(SyntaxKind.NotHassuffixKeyword, OperatorKind.NotHasSuffix); Set(SyntaxKind.HassuffixCsKeyword, OperatorKind.HasSuffixCs); Set(SyntaxKind.NotHassuffixCsKeyword, OperatorKind.NotHasSuffixCs);
        Set(SyntaxKind.LikeKeyword, OperatorKind.Like); Set(SyntaxKind.NotlikeKeyword, OperatorKind.NotLike); Set(SyntaxKind.LikecsKeyword, OperatorKind.LikeCs); Set(SyntaxKind.NotlikecsKeyword, OperatorKind.NotLikeCs);
        Set(SyntaxKind.ContainsKeyword, OperatorKind.Contains); Set(SyntaxKind.NotcontainsKeyword, OperatorKind.NotContains); Set(SyntaxKind.NotBangContainsKeyword, OperatorKind.NotContains);
        Set(SyntaxKind.ContainscsKeyword, OperatorKind.ContainsCs); Set(SyntaxKind.ContainsUnderscoreCsKeyword, OperatorKind.ContainsCs);
        Set(SyntaxKind.NotcontainscsKeyword, OperatorKind.NotContainsCs); Set(SyntaxKind.NotBangContainsUnderscoreCsKeyword, OperatorKind.NotContainsCs);
        Set(SyntaxKind.StartswithKeyword, OperatorKind.StartsWith); Set(SyntaxKind.NotStartswithKeyword, OperatorKind.NotStartsWith); Set(SyntaxKind.StartswithCsKeyword, OperatorKind.StartsWithCs); Set(SyntaxKind.NotStartswithCsKeyword, OperatorKind.NotStartsWithCs);
        Set(SyntaxKind.EndswithKeyword, OperatorKind.EndsWith); Set(SyntaxKind.NotEndswithKeyword, OperatorKind.NotEndsWith); Set(SyntaxKind.EndswithCsKeyword, OperatorKind.EndsWithCs); Set(SyntaxKind.NotEndswithCsKeyword, OperatorKind.NotEndsWithCs);
        Set(SyntaxKind.MatchesRegexKeyword, OperatorKind.MatchRegex);
        Set(SyntaxKind.InKeyword, OperatorKind.In); Set(SyntaxKind.InTildeKeyword, OperatorKind.InTilde); Set(SyntaxKind.NotInKeyword, OperatorKind.NotIn); Set(SyntaxKind.NotInTildeKeyword, OperatorKind.NotInTilde);
        Set(SyntaxKind.HasAnyKeyword, OperatorKind.HasAny); Set(SyntaxKind.HasAllKeyword, OperatorKind.HasAll);
        return table;
    }

    private BoundNode BindBinary(BinarySyntax binary)
    {
        // Chains of and, or and + are as long as people paste them: walk down their left spine instead of recursing.
        if (binary.Left is BinarySyntax)
        {
            var spine = new Stack<BinarySyntax>();
            ExpressionSyntax bottom = binary;
            while (bottom is BinarySyntax next)
            {
                spine.Push(next);
                bottom = next.Left;
            }

            var innermost = spine.Pop();
            var result = BindBinary(innermost, BindOperand(innermost.Left));
            while (spine.TryPop(out var outer))
                result = BindBinary(outer, result);
            return result;
        }

        return BindBinary(binary, BindOperand(binary.Left));
    }

    private BoundExpression BindOperand(ExpressionSyntax syntax) => syntax is StarSyntax
        ? new BoundStar(Row) { Span = syntax.Span }
        : BindNode(syntax) switch
        {
            // A pipe that ends in no operator is in error as a whole.
            BoundErrorTabular { Row: { IsOpen: true, Columns.IsEmpty: true }, IsMissing: false } when WithoutParentheses(syntax) is PipeSyntax => Unknown(syntax),
            BoundTabular table => new BoundTabularArgument(table) { Span = syntax.Span },
            TableGroup group => new BoundTabularArgument(AsTabular(group, syntax)) { Span = syntax.Span },
            BoundExpression scalar => scalar,
            var other => AsScalar(other, syntax),
        };

    private BoundExpression BindBinary(BinarySyntax binary, BoundExpression left)
    {
        var kind = BinaryOperators[(int)binary.Operator.Kind];
        if (_search is not null && kind is OperatorKind.And or OperatorKind.Or)
            left = AsSearchTerm(left, binary.Left);
        if (left is BoundStar)
            return BindStarOperand(binary, kind);
        var right = BindOperand(binary.Right);
        if (_search is not null && kind is OperatorKind.And or OperatorKind.Or)
            right = AsSearchTerm(right, binary.Right);
        var type = OverloadResolver.ResolveBinary(kind, left, right, out var error);
        if (error is not null)
        {
            Error(error.Code, error.Message, error.Argument switch { 0 => binary.Left.Span, 1 => binary.Right.Span, _ => binary.Operator.Span });
            return new BoundErrorExpression(type) { Span = binary.Span };
        }

        if (left is BoundTabularArgument or BoundErrorExpression || right is BoundTabularArgument or BoundErrorExpression)
            return new BoundErrorExpression(type) { Span = binary.Span };
        HintOldSpelling(binary.Operator);
        HintComparison(binary, kind, left, right);
        return kind == OperatorKind.Search ? SearchFor(left, right, binary.Span) : new BoundBinary(kind, left, right, type) { Span = binary.Span };
    }

    private BoundExpression BindIn(InSyntax @in)
    {
        var kind = BinaryOperators[(int)@in.Operator.Kind];
        var left = @in.Left is StarSyntax ? new BoundStar(Row) { Span = @in.Left.Span } : BindOperand(@in.Left);
        var operands = new BoundExpression[@in.Items.Length + 1];
        operands[0] = left;
        for (var i = 0; i < @in.Items.Length; i++)
            operands[i + 1] = BindOperand(@in.Items[i]);
        if (left is BoundStar)
            operands[0] = new BoundErrorExpression(KqlType.Dynamic) { Span = left.Span };
        var resolution = OverloadResolver.Resolve(kind, operands);
        if (resolution.Error is { } error)
        {
            Error(error.Code, error.Message, error.Argument switch { < 0 => @in.Operator.Span, 0 => @in.Left.Span, var n => @in.Items[n - 1].Span });
            return new BoundErrorExpression(KqlType.Bool) { Span = @in.Span };
        }

        foreach (var operand in operands)
        {
            if (operand is BoundErrorExpression && left is not BoundStar)
                return new BoundErrorExpression(KqlType.Bool) { Span = @in.Span };
        }

        if (operands is [_, BoundTabularArgument table])
            return new BoundIn(kind, left, [], table.Table) { Span = @in.Span };
        if (left is BoundStar)
            return AnyColumn(column => new BoundIn(kind, column, [.. operands.AsSpan(1)], null) { Span = @in.Span }, @in.Span);
        return new BoundIn(kind, left, [.. operands.AsSpan(1)], null) { Span = @in.Span };
    }

    private BoundExpression BindBetween(BetweenSyntax between)
    {
        BoundExpression[] operands = [BindOperand(between.Left), BindOperand(between.Low), BindOperand(between.High)];
        var negated = between.Operator.Kind == SyntaxKind.NotBetweenKeyword;
        var resolution = OverloadResolver.Resolve(negated ? OperatorKind.NotBetween : OperatorKind.Between, operands);
        if (resolution.Error is { } error)
        {
            Error(error.Code, error.Message, error.Argument switch { 0 => between.Left.Span, 1 => between.Low.Span, 2 => between.High.Span, _ => between.Operator.Span });
            return new BoundErrorExpression(KqlType.Bool) { Span = between.Span };
        }

        if (operands.Any(static operand => operand is BoundErrorExpression))
            return new BoundErrorExpression(KqlType.Bool) { Span = between.Span };
        return new BoundBetween(operands[0], operands[1], operands[2], negated) { Span = between.Span };
    }
}
