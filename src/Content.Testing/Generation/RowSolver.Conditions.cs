using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Testing.Generation;

internal sealed partial class RowSolver
{
    // While a predicate is broken: what is then too few is as near to enough as can be.
    private bool _isBreaking;

    private void Check(bool holds) => _failed |= !holds;

    // The predicates of a conjunction are met one by one: each can be broken on its own.
    private bool Meet(BoundExpression predicate, RowScope scope, string what)
    {
        while (predicate is BoundBinary { Operator: OperatorKind.And } and)
        {
            if (!Meet(and.Left, scope, what))
                return false;
            predicate = and.Right;
        }

        Predicates.Add(new FoundPredicate(predicate, scope.Frame, what));
        _isBreaking = _broken.Contains(predicate);
        var isMet = Satisfy(predicate, scope, !_isBreaking);
        _isBreaking = false;
        if (!isMet)
            FailedAt = Predicates[^1];
        return isMet;
    }

    private bool Satisfy(BoundExpression condition, RowScope scope, bool sense)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (TryEvaluate(new ExpressionTerm(condition, scope), out var value))
            return (value is true) == sense;
        switch (condition)
        {
            case BoundBinary { Operator: OperatorKind.And or OperatorKind.Or } logic:
                if (logic.Operator == OperatorKind.And == sense)
                    return Satisfy(logic.Left, scope, sense) && Satisfy(logic.Right, scope, sense);
                var operands = Operands(logic, logic.Operator);
                return Satisfy(operands[_choices.Among(operands.Count)], scope, sense);
            case BoundBinary binary when RelationOf(binary.Operator) is { } relation:
                return Relate(new ExpressionTerm(binary.Left, scope), sense ? relation : relation.Negate(), new ExpressionTerm(binary.Right, scope), condition);
            case BoundBetween between:
                return Between(between, scope, sense);
            case BoundIn list:
                return In(list, scope, sense);
            case BoundScalarBlock block:
                return Satisfy(block.Result, With(scope, block.Lets), sense);
            case BoundVariable variable when scope.Variables.GetValueOrDefault(variable.Variable) is ExpressionTerm inner:
                return Satisfy(inner.Expression, inner.Scope, sense);
            case BoundCall call:
                return Call(call, scope, sense);
            case BoundColumn column:
                return Resolve(scope.Columns(column.Ordinal)) is ExpressionTerm behind ? Satisfy(behind.Expression, behind.Scope, sense) : Require(scope.Columns(column.Ordinal), Relation.Equal, sense, condition);
            default:
                return Require(new ExpressionTerm(condition, scope), Relation.Equal, sense, condition);
        }
    }

    private static List<BoundExpression> Operands(BoundExpression node, OperatorKind logic)
    {
        var operands = new List<BoundExpression>();
        var left = new Stack<BoundExpression>();
        left.Push(node);
        while (left.TryPop(out var next))
        {
            if (next is BoundBinary binary && binary.Operator == logic)
            {
                left.Push(binary.Right);
                left.Push(binary.Left);
            }
            else
                operands.Add(next);
        }

        return operands;
    }

    private bool Call(BoundCall call, RowScope scope, bool sense)
    {
        Term Argument(int i) => new ExpressionTerm(call.Arguments[i], scope);
        switch (call.Function.Name)
        {
            case "not":
                return Satisfy(call.Arguments[0], scope, !sense);
            case "isnotempty" or "notempty" or "isnotnull" or "notnull":
                return sense ? Present(Argument(0), call) : Absent(Argument(0), call);
            case "isempty" or "isnull":
                return sense ? Absent(Argument(0), call) : Present(Argument(0), call);
            case "tobool" or "toboolean" or "coalesce" or "column_ifexists":
                return Satisfy(call.Arguments[call.Function.Name == "column_ifexists" ? 1 : 0], scope, sense);
            case "iff" or "iif":
                return _choices.Among(2) == 0 ? Satisfy(call.Arguments[0], scope, true) && Satisfy(call.Arguments[1], scope, sense) : Satisfy(call.Arguments[0], scope, false) && Satisfy(call.Arguments[2], scope, sense);
            case "ipv4_is_private":
                return Require(Argument(0), Relation.Equal, sense ? "10.1.2.3" : "203.0.113.7", call);
            case "ipv4_is_in_range" or "ipv4_is_match" or "ipv4_is_in_any_range" or "ipv6_is_in_range" when TryEvaluate(Argument(1), out var range):
                var first = range is object?[] { Length: > 0 } several ? several[0] : range;
                return Require(Argument(0), Relation.Equal, sense ? SlotValues.Text(first).Split('/')[0] : "203.0.113.7", call);
            case "set_has_element" or "array_index_of" when TryEvaluate(Argument(1), out var element):
                return sense ? Item(Argument(0), element, call) : Skip(call);
            case "has_any_index" or "has_ipv4" when TryEvaluate(Argument(1), out var address):
                return Require(Argument(0), sense ? Relation.Has : Relation.NotHas, address, call);
            case "bag_has_key" when TryEvaluate(Argument(1), out var key) && SlotOf(Argument(0)) is { } bag:
                if (sense)
                    bag.Member(SlotValues.Text(key), SlotForm.Bag)?.Touch();
                return true;
            case "assert":
                return Satisfy(call.Arguments[0], scope, sense);
            default:
                return Skip(call);
        }
    }

    // Not solved; it may hold all the same.
    private bool Skip(BoundNode node)
    {
        Unsolved.Add((node, "not solved"));
        return true;
    }

    private bool Item(Term list, object? element, BoundNode node) => Resolve(list) switch
    {
        ListTerm values => Require(values.Of, Relation.Equal, element, node),
        var term => SlotOf(term)?.Member("0", SlotForm.Array) is { } item ? item.Ask(Relation.Equal, element) : Skip(node),
    };

    private bool Present(Term term, BoundNode node)
    {
        switch (Resolve(term))
        {
            case CountTerm or DistinctTerm:
                return true;
            case ListTerm list:
                return Present(list.Of, node);
            case SlotTerm { Slot: var slot }:
                slot.Touch();
                return !slot.TryGetPinned(out var value) || value is not null and not "";
            case ConstantTerm constant:
                return constant.Value is not null and not "";
            case ExpressionTerm { Expression: BoundCall { Function.Name: "extract" } extract } match:
                return Extracted(extract, match.Scope, null, node);
            case ExpressionTerm { Expression: BoundCall { Function.Name: "todatetime" } call } time:
                return Require(new ExpressionTerm(call.Arguments[0], time.Scope), Relation.Equal, _usual, node);
            case ExpressionTerm { Expression: BoundCall { Function.Name: "parse_ipv4" or "parse_ipv6" } call } address:
                return Require(new ExpressionTerm(call.Arguments[0], address.Scope), Relation.Equal, "198.51.100.7", node);
            case ExpressionTerm { Expression: BoundCall { Function.Name: "toint" or "tolong" or "todouble" or "toreal" } call } number:
                return Require(new ExpressionTerm(call.Arguments[0], number.Scope), Relation.GreaterOrEqual, 1L, node);
            case ExpressionTerm { Expression: BoundCall { Function.Name: "iff" or "iif" or "case" } } choice:
                return Require(choice, Relation.NotEqual, "", node);
            case ExpressionTerm expression:
                foreach (var slot in SlotsBelow(expression))
                    slot.Touch();
                return true;
            default:
                return Skip(node);
        }
    }

    private bool Absent(Term term, BoundNode node)
    {
        if (SlotOf(term) is { } slot)
            return slot.IsAsked && !slot.TryGetPinned(out _) && slot.Demands.Count == 0 ? slot.Ask(Relation.Equal, EmptyOf(slot)) : slot.Ask(Relation.Equal, EmptyOf(slot));
        return Resolve(term) switch
        {
            ConstantTerm constant => constant.Value is null or "",
            ExpressionTerm { Expression: BoundCall { Function.Name: "iff" or "iif" or "case" } } choice => Require(choice, Relation.Equal, "", node),
            _ => Skip(node),
        };
    }

    private static object? EmptyOf(Slot slot) => slot.Type.Kind is TypeKind.String or TypeKind.Unknown ? "" : null;

    private bool Between(BoundBetween between, RowScope scope, bool sense)
    {
        var operand = new ExpressionTerm(between.Operand, scope);
        Term high = between.High.Type.Kind == TypeKind.TimeSpan && between.Operand.Type.Kind == TypeKind.DateTime
            ? TryEvaluate(new ExpressionTerm(between.Low, scope), out var start) && start is DateTime from && TryEvaluate(new ExpressionTerm(between.High, scope), out var length) && length is TimeSpan span ? new ConstantTerm(SlotValues.Shift(from, span)) : new UnknownTerm("between")
            : new ExpressionTerm(between.High, scope);
        if (between.Negated == sense)
            return Relate(operand, Relation.Less, new ExpressionTerm(between.Low, scope), between);
        return Relate(operand, Relation.GreaterOrEqual, new ExpressionTerm(between.Low, scope), between) && Relate(operand, Relation.LessOrEqual, high, between);
    }

    private bool In(BoundIn list, RowScope scope, bool sense)
    {
        const int MostItems = 6;
        var left = new ExpressionTerm(list.Left, scope);
        var negated = list.Operator is OperatorKind.NotIn or OperatorKind.NotInTilde;
        var relation = list.Operator is OperatorKind.HasAny or OperatorKind.HasAll ? Relation.Has : Relation.Equal;
        if (list.Table is { } table)
        {
            if (negated == sense)
            {
                SlotOf(left)?.Touch();
                return true;
            }

            return Deeper(table, scope) is { } witness && Same(left, witness.Columns(0), list);
        }

        var items = new List<object?>();
        foreach (var item in list.Items)
        {
            if (!TryEvaluate(new ExpressionTerm(item, scope), out var value))
                return Resolve(new ExpressionTerm(item, scope)) is ListTerm values && negated != sense ? Same(left, values.Of, list) : list.Items.Length == 1 && negated != sense ? Same(left, new ExpressionTerm(item, scope), list) : Skip(list);
            if (value is object?[] several)
                items.AddRange(several);
            else
                items.Add(value);
        }

        if (items.Count == 0)
            return negated == sense;
        if (negated == sense)
            return list.Operator == OperatorKind.HasAll ? Require(left, Relation.NotHas, items[0], list) : items.TrueForAll(item => Require(left, relation.Negate(), item, list));
        if (list.Operator == OperatorKind.HasAll)
            return items.TrueForAll(item => Require(left, Relation.Has, item, list));

        // Values of a group that are to differ take different items.
        if (SlotOf(left) is { } slot && relation == Relation.Equal)
            slot.Allow(items);
        return Require(left, relation, items[_choices.Among(Math.Min(MostItems, items.Count))], list);
    }

    private bool Relate(Term left, Relation relation, Term right, BoundNode node)
    {
        if (TryEvaluate(right, out var value))
            return Require(left, relation, value, node);
        if (TryEvaluate(left, out value) && relation.Mirror() is { } mirrored)
            return Require(right, mirrored, value, node);
        if (relation == Relation.Equal)
            return Same(left, right, node);
        _later.Add(() => Check(relation == Relation.NotEqual ? Apart(left, right) : TryFix(right, out var fixedValue) ? Require(left, relation, fixedValue, node) : Skip(node)));
        SlotOf(left)?.Touch();
        SlotOf(right)?.Touch();
        return true;
    }

    private bool Apart(Term left, Term right) =>
        SlotOf(right) is { } slot && TryFix(left, out var value) ? slot.Ask(Relation.NotEqual, value) : TryFix(right, out value) && Require(left, Relation.NotEqual, value, Nowhere);

    private static readonly BoundLiteral Nowhere = new(KqlType.Bool, true);

    private bool Same(Term left, Term right, BoundNode node)
    {
        if (TryEvaluate(right, out var value))
            return Require(left, Relation.Equal, value, node);
        if (TryEvaluate(left, out value))
            return Require(right, Relation.Equal, value, node);
        if (Resolve(right) is ListTerm list)
            return Same(left, list.Of, node);
        if (SlotOf(left) is { } one && SlotOf(right) is { } other)
            return one.Unify(other);
        _later.Add(() => Check(SlotOf(left) is not null ? TryFix(right, out var there) ? Require(left, Relation.Equal, there, node) : Skip(node)
            : TryFix(left, out there) ? Require(right, Relation.Equal, there, node) : Skip(node)));
        return true;
    }

    private static Relation? RelationOf(OperatorKind kind) => kind switch
    {
        OperatorKind.Equal or OperatorKind.EqualTilde => Relation.Equal,
        OperatorKind.NotEqual or OperatorKind.BangTilde => Relation.NotEqual,
        OperatorKind.LessThan => Relation.Less,
        OperatorKind.LessThanOrEqual => Relation.LessOrEqual,
        OperatorKind.GreaterThan => Relation.Greater,
        OperatorKind.GreaterThanOrEqual => Relation.GreaterOrEqual,
        OperatorKind.Has or OperatorKind.HasCs or OperatorKind.Search or OperatorKind.HasPrefix or OperatorKind.HasPrefixCs or OperatorKind.HasSuffix or OperatorKind.HasSuffixCs => Relation.Has,
        OperatorKind.NotHas or OperatorKind.NotHasCs => Relation.NotHas,
        OperatorKind.NotHasPrefix or OperatorKind.NotHasPrefixCs or OperatorKind.NotHasSuffix or OperatorKind.NotHasSuffixCs => Relation.NotContains,
        OperatorKind.Contains or OperatorKind.ContainsCs => Relation.Contains,
        OperatorKind.NotContains or OperatorKind.NotContainsCs => Relation.NotContains,
        OperatorKind.StartsWith or OperatorKind.StartsWithCs => Relation.StartsWith,
        OperatorKind.NotStartsWith or OperatorKind.NotStartsWithCs => Relation.NotStartsWith,
        OperatorKind.EndsWith or OperatorKind.EndsWithCs => Relation.EndsWith,
        OperatorKind.NotEndsWith or OperatorKind.NotEndsWithCs => Relation.NotEndsWith,
        OperatorKind.MatchRegex => Relation.Matches,
        _ => null,
    };
}
