using System.Runtime.CompilerServices;
using Content.Kql.Binding;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Operators;

namespace Content.Kql.Engine.Execution;

internal sealed partial class Compiler
{
    // An innerunique join keeps one left row a key. Kusto brings the filters right behind it before it, so that a row that passes them is
    // kept; elsewhere the order of filter and join makes no difference.
    private readonly Dictionary<BoundJoin, List<BoundExpression>> _leftFilters = [];

    private void FindLeftFilters(BoundFilter filter)
    {
        BoundTabular at = filter;
        while (at is BoundFilter inner)
            at = inner.Input;
        if (at is not BoundJoin { Kind: JoinKind.InnerUnique } join || _leftFilters.ContainsKey(join))
            return;
        var conjuncts = _leftFilters[join] = [];
        var width = join.Input.Row.Columns.Length;
        for (at = filter; at is BoundFilter inner; at = inner.Input)
            AddLeftConjuncts(inner.Predicate, ordinal => join.Outputs[ordinal] < width, conjuncts);
    }

    private static void AddLeftConjuncts(BoundExpression predicate, Func<int, bool> isLeft, List<BoundExpression> conjuncts)
    {
        while (predicate is BoundBinary { Operator: OperatorKind.And } and)
        {
            AddLeftConjuncts(and.Right, isLeft, conjuncts);
            predicate = and.Left;
        }

        if (ReadsOnly(predicate, isLeft))
            conjuncts.Add(predicate);
    }

    // Whether an expression depends on nothing but columns of a kind.
    private static bool ReadsOnly(BoundExpression expression, Func<int, bool> isLeft)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return expression switch
        {
            BoundLiteral or BoundVariable => true,
            BoundColumn column => isLeft(column.Ordinal),
            BoundUnary unary => ReadsOnly(unary.Operand, isLeft),
            BoundBinary binary => ReadsOnly(binary.Left, isLeft) && ReadsOnly(binary.Right, isLeft),
            BoundBetween between => ReadsOnly(between.Operand, isLeft) && ReadsOnly(between.Low, isLeft) && ReadsOnly(between.High, isLeft),
            BoundIn { Table: null } list => ReadsOnly(list.Left, isLeft) && list.Items.All(item => ReadsOnly(item, isLeft)),
            BoundMember member => ReadsOnly(member.Operand, isLeft),
            BoundIndex index => ReadsOnly(index.Operand, isLeft) && ReadsOnly(index.Index, isLeft),
            BoundCall call => call.Function.ConstantFoldable && !WindowFunctions.Contains(call.Function.Name) && call.Arguments.All(argument => ReadsOnly(argument, isLeft)),
            _ => false,
        };
    }

    private Plan JoinInput(BoundJoin join)
    {
        var left = Compile(join.Input);
        if (!_leftFilters.TryGetValue(join, out var conjuncts))
            return left;
        var width = join.Input.Row.Columns.Length;
        int[] columns = [.. join.Outputs.Select(output => output < width ? output : -1)];
        return Above(left, conjuncts.ConvertAll(conjunct => new Condition(conjunct, columns)));
    }
}
