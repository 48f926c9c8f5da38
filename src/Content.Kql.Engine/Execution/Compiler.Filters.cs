using System.Runtime.CompilerServices;
using Content.Kql.Binding;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Operators;

namespace Content.Kql.Engine.Execution;

/// <summary>
/// Filters move below projections and joins as far as their columns allow: rows that are dropped need neither be computed nor joined.
/// Only expressions that cannot fail move, for they may now see rows that the operator above would not have let through.
/// </summary>
internal sealed partial class Compiler
{
    /// <summary>A condition, and for each column it may name the ordinal at the place where it is evaluated (-1: none); null when it is still over the row it was bound to.</summary>
    private readonly record struct Condition(BoundExpression Expression, int[]? Columns);

    private int[]? _columns;

    private Plan Filter(BoundFilter filter, bool[] need)
    {
        FindLeftFilters(filter);
        if (HasWindow(filter.Predicate))
            return new FilterPlan(new WholePlan(Compile(filter.Input), _context), [Expression(filter.Predicate)], need);
        if (filter.Input is BoundProject or BoundJoin or BoundFilter && !_use.HasUnstableCalls && Movable(filter) is { } conditions)
            return Filtered(filter.Input, conditions);
        var input = Compile(filter.Input);
        return Filtered(input, Expression(filter.Predicate), need);
    }

    private static Plan Filtered(Plan input, Expr predicate, bool[] need)
    {
        if (predicate.Constant is { } constant)
        {
            var answer = Vectors.Conversions.AsBool(constant);
            if (!answer.IsNull(0) && answer[0])
                return input;
        }

        Expr[] conjuncts = predicate is LogicExpr { IsAnd: true } and ? and.Operands : [predicate];
        return new FilterPlan(input, conjuncts, need);
    }

    // The conjuncts of a filter; null when some of them must stay where they are.
    private List<Condition>? Movable(BoundFilter filter)
    {
        var conditions = new List<Condition>();
        var pending = new Stack<BoundExpression>();
        pending.Push(filter.Predicate);
        while (pending.Count > 0)
        {
            var node = pending.Pop();
            if (node is BoundBinary { Operator: OperatorKind.And } and)
            {
                pending.Push(and.Right);
                pending.Push(and.Left);
            }
            else if (CannotFail(node, null))
            {
                conditions.Add(new Condition(node, null));
            }
            else
            {
                return null;
            }
        }

        return conditions;
    }

    // A plan for a node with conditions over its row, each evaluated as far down as it can be.
    private Plan Filtered(BoundTabular node, List<Condition> conditions)
    {
        switch (node)
        {
            case BoundProject { Row.IsOpen: false } project when !HasWindow(project):
            {
                var map = new int[project.Expressions.Length];
                for (var i = 0; i < map.Length; i++)
                    map[i] = project.Expressions[i] is BoundColumn column ? column.Ordinal : -1;
                var below = Take(conditions, map);
                return Above(below.Count == 0 ? Compile(project) : Project(project, _use.Of(project), Filtered(project.Input, below)), conditions);
            }

            case BoundJoin { Row.IsOpen: false, Kind: JoinKind.Inner or JoinKind.LeftOuter or JoinKind.LeftSemi or JoinKind.LeftAnti } join:
            {
                var width = join.Input.Row.Columns.Length;
                var left = Take(conditions, [.. join.Outputs.Select(output => output < width ? output : -1)]);
                var right = join.Kind == JoinKind.Inner ? Take(conditions, [.. join.Outputs.Select(output => output >= width ? output - width : -1)]) : [];
                return Above(left.Count + right.Count == 0 ? Compile(join) : Join(join, _use.Of(join), left, right), conditions);
            }

            case BoundFilter filter when !HasWindow(filter.Predicate) && Movable(filter) is { } first:
                FindLeftFilters(filter);
                first.AddRange(conditions);
                return Filtered(filter.Input, first);
            default: return Above(Compile(node), conditions);
        }
    }

    private static bool HasWindow(BoundProject project)
    {
        foreach (var expression in project.Expressions)
        {
            if (HasWindow(expression))
                return true;
        }

        return false;
    }

    // The conditions whose columns all have a place below, removed from the list.
    private List<Condition> Take(List<Condition> conditions, int[] map)
    {
        var taken = new List<Condition>();
        for (var i = 0; i < conditions.Count;)
        {
            var condition = conditions[i];
            var columns = condition.Columns is null ? map : Array.ConvertAll(condition.Columns, ordinal => ordinal < 0 ? -1 : map[ordinal]);
            if (CannotFail(condition.Expression, columns))
            {
                taken.Add(new Condition(condition.Expression, columns));
                conditions.RemoveAt(i);
            }
            else
            {
                i++;
            }
        }

        return taken;
    }

    private Plan Above(Plan input, List<Condition> conditions)
    {
        foreach (var condition in conditions)
        {
            var outer = _columns;
            _columns = condition.Columns;
            try
            {
                input = Filtered(input, Expression(condition.Expression), input.Need);
            }
            finally
            {
                _columns = outer;
            }
        }

        return input;
    }

    /// <summary>Whether an expression gives a value or null for every row, and every column it names has a place in the map (any column without a map).</summary>
    private bool CannotFail(BoundExpression expression, int[]? map)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (expression)
        {
            case BoundLiteral: return true;
            case BoundColumn column: return map is null || column.Ordinal < map.Length && map[column.Ordinal] >= 0;
            // A variable over columns is over those of its own place.
            case BoundVariable variable: return _scalars.TryGetValue(variable.Variable, out var value) && value.Value.Constant is not null;
            case BoundUnary unary: return CannotFail(unary.Operand, map);
            case BoundBinary { Operator: OperatorKind.MatchRegex, Right: not BoundLiteral }: return false;
            case BoundBinary binary: return CannotFail(binary.Left, map) && CannotFail(binary.Right, map);
            case BoundBetween between: return CannotFail(between.Operand, map) && CannotFail(between.Low, map) && CannotFail(between.High, map);
            case BoundIn { Table: null } list: return CannotFail(list.Left, map) && list.Items.All(item => CannotFail(item, map));
            case BoundCall { Function.Name: "not" or "isempty" or "isnotempty" or "isnull" or "isnotnull" or "notnull" or "notempty" or "tolower" or "toupper" or "strlen" or "datetime" or "ago" or "now" } call:
                return call.Arguments.All(argument => CannotFail(argument, map));
            default: return false;
        }
    }
}
