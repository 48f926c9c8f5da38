using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    private BoundTabular BindRight(ExpressionSyntax syntax) => WithRow(null, () => BindSource(syntax));

    // Width of the left row while the predicate of a join is bound over the rows of both sides; -1 otherwise.
    private int _pairWidth = -1;

    private BoundTabular BindJoin(JoinSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Join);
        var right = BindRight(syntax.Right);
        var keys = BindJoinKeys(syntax, input.Row, right.Row);
        right = WithInferred(right);
        var kindText = ParameterText(syntax.Parameters, "kind");
        var kind = kindText switch
        {
            "inner" => JoinKind.Inner,
            "leftouter" => JoinKind.LeftOuter,
            "rightouter" => JoinKind.RightOuter,
            "fullouter" => JoinKind.FullOuter,
            "leftsemi" => JoinKind.LeftSemi,
            "rightsemi" => JoinKind.RightSemi,
            "leftanti" or "leftantisemi" or "anti" => JoinKind.LeftAnti,
            "rightanti" or "rightantisemi" => JoinKind.RightAnti,
            _ => JoinKind.InnerUnique,
        };
        var width = input.Row.Columns.Length;
        var takesLeft = kind is not (JoinKind.RightSemi or JoinKind.RightAnti);
        var takesRight = kind is not (JoinKind.LeftSemi or JoinKind.LeftAnti);
        var row = (takesLeft, takesRight) switch
        {
            (true, false) => WithUniqueNames(input.Row),
            (false, true) => WithUniqueNames(right.Row),
            _ => new RowType(Projection.MakeUnique(input.Row, right.Row.Columns), input.Row.IsOpen || right.Row.IsOpen),
        };
        var outputs = new int[row.Columns.Length];
        var offset = takesLeft ? 0 : width;
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = i + offset;
        var join = new BoundJoin(input, right, row, kind, isLookup: false, keys.Left, keys.Right, ImmutableCollectionsMarshal.AsImmutableArray(outputs))
        {
            Span = syntax.Span, HasPredicate = syntax.Where is not null && kind != JoinKind.Inner,
        };

        // All pairs that the predicate holds for.
        return keys.Predicate is not null && kind == JoinKind.Inner ? new BoundFilter(join, keys.Predicate) { Span = syntax.Span } : join;
    }

    private static RowType WithUniqueNames(RowType row) => row.HasRepeatedNames ? new RowType(Projection.MakeUnique(row.Columns), row.IsOpen) : row;

    private BoundTabular BindLookup(JoinSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Lookup);
        var right = BindRight(syntax.Right);
        var keys = BindJoinKeys(syntax, input.Row, right.Row);
        right = WithInferred(right);
        var kind = ParameterText(syntax.Parameters, "kind") == "inner" ? JoinKind.Inner : JoinKind.LeftOuter;
        var used = new bool[right.Row.Columns.Length];
        foreach (var key in keys.Right)
        {
            if (key is BoundColumn column)
                used[column.Ordinal] = true;
        }

        var columns = new List<ColumnSymbol>();
        var outputs = new List<int>();
        for (var i = 0; i < input.Row.Columns.Length; i++)
            outputs.Add(i);
        for (var i = 0; i < used.Length; i++)
        {
            if (used[i])
                continue;
            columns.Add(right.Row.Columns[i]);
            outputs.Add(input.Row.Columns.Length + i);
        }

        var row = new RowType(Projection.MakeUnique(input.Row, columns), input.Row.IsOpen || right.Row.IsOpen);
        return new BoundJoin(input, right, row, kind, isLookup: true, keys.Left, keys.Right, [.. outputs]) { Span = syntax.Span };
    }

    // The keys of both sides, or the predicate over the pairs of their rows.
    private (ImmutableArray<BoundExpression> Left, ImmutableArray<BoundExpression> Right, BoundExpression? Predicate) BindJoinKeys(JoinSyntax syntax, RowType left, RowType right)
    {
        var leftKeys = ImmutableArray.CreateBuilder<BoundExpression>();
        var rightKeys = ImmutableArray.CreateBuilder<BoundExpression>();
        var saved = (_row, _rightRow, _pairWidth);
        (_row, _rightRow, _pairWidth) = (left, right, -1);
        BoundExpression? predicate = null;
        if (syntax.On is { } conditions)
        {
            foreach (var condition in conditions)
                BindJoinCondition(condition, leftKeys, rightKeys);
        }
        else if (syntax.Where is { } where)
        {
            // The predicate sees the columns of both sides, $left and $right too.
            _row = new RowType(Projection.MakeUnique(left, right.Columns), left.IsOpen || right.IsOpen);
            (_rightRow, _pairWidth) = (right, left.Columns.Length);
            predicate = BindBool(where);
        }
        else if (syntax.Keyword.Kind == SyntaxKind.JoinKeyword)
        {
            Error(KqlCodes.MissingElement, "The join needs a condition: on Column, or on $left.A == $right.B.", syntax.Span);
        }

        (_row, _rightRow, _pairWidth) = saved;
        return (leftKeys.ToImmutable(), rightKeys.ToImmutable(), predicate);
    }

    private static ExpressionSyntax WithoutParentheses(ExpressionSyntax syntax)
    {
        while (syntax is ParenthesizedSyntax parenthesized)
            syntax = parenthesized.Expression;
        return syntax;
    }

    private void BindJoinCondition(ExpressionSyntax condition, ImmutableArray<BoundExpression>.Builder left, ImmutableArray<BoundExpression>.Builder right)
    {
        condition = WithoutParentheses(condition);
        switch (condition)
        {
            case NameSyntax { IsMissing: true }:
                return;
            case NameSyntax name:
                BindCommonColumn(name, left, right);
                return;
            case BinarySyntax { Operator.Kind: SyntaxKind.AndKeyword } and:
                BindJoinCondition(and.Left, left, right);
                BindJoinCondition(and.Right, left, right);
                return;
            case BinarySyntax { Operator.Kind: SyntaxKind.EqualEqual } equality:
                var leftKey = BindJoinOperand(equality.Left, "$left");
                var rightKey = BindJoinOperand(equality.Right, "$right");
                if (leftKey is null || rightKey is null || leftKey.Type.IsUnknown || rightKey.Type.IsUnknown)
                    return;
                if (leftKey.Type.IsDynamic || rightKey.Type.IsDynamic)
                {
                    Error("KQL241", "A dynamic column cannot be a join key. Convert it with tostring() before the join.", (leftKey.Type.IsDynamic ? equality.Left : equality.Right).Span);
                    return;
                }

                if (!AreComparable(leftKey.Type, rightKey.Type))
                {
                    // Kusto reports this without a place; we show the condition.
                    Error("KQL242", $"The keys have types {leftKey.Type.Name} and {rightKey.Type.Name}, which are never equal. Convert one of them before the join.", condition.Span);
                    return;
                }

                left.Add(leftKey);
                right.Add(rightKey);
                return;
            default:
                BindNode(condition);
                Error("KQL182", "A join condition is a column that both tables have, or $left.A == $right.B.", condition.Span);
                return;
        }
    }

    private static bool AreComparable(KqlType left, KqlType right) => TypeRelations.PromoteToLong(left).Kind == TypeRelations.PromoteToLong(right).Kind;

    private void BindCommonColumn(NameSyntax name, ImmutableArray<BoundExpression>.Builder left, ImmutableArray<BoundExpression>.Builder right)
    {
        var text = name.Text;
        var l = Row.IndexOf(text);
        var r = _rightRow!.IndexOf(text);
        if (l >= 0 && r >= 0)
        {
            var leftColumn = Row.Columns[l];
            var rightColumn = _rightRow.Columns[r];
            if (!TypeRelations.Same(leftColumn.Type, rightColumn.Type) && leftColumn.Type.Kind != rightColumn.Type.Kind && !leftColumn.Type.IsUnknown && !rightColumn.Type.IsUnknown)
            {
                Error("KQL227", $"'{text}' is {leftColumn.Type.Name} on the left and {rightColumn.Type.Name} on the right. Convert one of them before the join.", name.Span);
                return;
            }

            left.Add(new BoundColumn(l, leftColumn) { Span = name.Span });
            right.Add(new BoundColumn(r, rightColumn) { Span = name.Span });
            return;
        }

        if (l < 0 && r < 0 && !Row.IsOpen && !_rightRow.IsOpen)
        {
            ErrorWithSuggestion("KQL142", $"Neither table of the join has a column '{text}'.", text, name.Span, Row.Columns.Select(static c => c.Name));
            return;
        }

        if (l < 0 && !Row.IsOpen)
            ErrorWithSuggestion(r >= 0 ? "KQL145" : "KQL142", $"The left table of the join has no column '{text}'.", text, name.Span, Row.Columns.Select(static c => c.Name));
        else if (r < 0 && !_rightRow.IsOpen)
            ErrorWithSuggestion("KQL145", $"The right table of the join has no column '{text}'.", text, name.Span, _rightRow.Columns.Select(static c => c.Name));
        else
            (_, _) = (l < 0 ? InferColumn(Row, text, name.Span) : null, r < 0 ? InferColumn(_rightRow, text, name.Span) : null);
    }

    private BoundExpression? BindJoinOperand(ExpressionSyntax syntax, string side)
    {
        var operand = WithoutParentheses(syntax);
        if (operand is PathSyntax { Left: NameSyntax { Text: var text } } path && text == side)
        {
            var bound = BindPath(path);
            if (bound is BoundColumn column)
                return column;
            if (bound is BoundExpression { Type.IsUnknown: false } other)
            {
                Error("KQL109", "The name of a column is expected here.", operand.Span);
                return other;
            }

            return null;
        }

        if (operand is NameSyntax { IsMissing: true })
            return null;
        if (BindNodeQuietly(operand) is not null)
            Error("KQL183", $"This side of the condition is written {side}.Column.", operand.Span);
        return null;
    }

    private BoundNode? BindNodeQuietly(ExpressionSyntax syntax) => BindNode(syntax);
}
