using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

internal sealed partial class ColumnUse
{
    private void Join(BoundJoin join, bool[] need)
    {
        var left = None(join.Input);
        var right = None(join.Right);
        for (var i = 0; i < need.Length; i++)
        {
            if (!need[i])
                continue;
            var ordinal = join.Outputs[i];
            if (ordinal < left.Length)
                left[ordinal] = true;
            else
                right[ordinal - left.Length] = true;
        }

        foreach (var key in join.LeftKeys)
            Scalar(key, left);
        foreach (var key in join.RightKeys)
            Scalar(key, right);
        Visit(join.Input, left);
        Visit(join.Right, right);
    }

    private void Apply(BoundMvApply apply, bool[] need)
    {
        InputsBehind[apply.SubqueryInput] = apply.Expand;
        var subquery = None(apply.Subquery);
        for (var i = 0; i < need.Length; i++)
        {
            if (need[i] && apply.SubqueryColumns[i] >= 0)
                subquery[apply.SubqueryColumns[i]] = true;
        }

        _repeats++;
        Visit(apply.Subquery, subquery);
        _repeats--;
        var expanded = _needs.TryGetValue(apply.SubqueryInput, out var known) ? known : new bool[apply.SubqueryInput.Row.Columns.Length];
        _needs[apply.Expand] = (bool[])expanded.Clone();
        var input = ExpandInput(apply.Expand, expanded);
        for (var i = 0; i < need.Length; i++)
        {
            if (need[i] && apply.InputColumns[i] >= 0)
                input[apply.InputColumns[i]] = true;
        }

        Visit(apply.Input, input);
    }

    private bool[] ExpandInput(BoundMvExpand expand, bool[] need)
    {
        var input = Taken(expand.Input, expand.Columns, need);
        foreach (var expansion in expand.Expansions)
            Scalar(expansion.Expression, input);
        Optional(expand.Limit);
        return input;
    }

    private static bool[] Taken(BoundTabular source, System.Collections.Immutable.ImmutableArray<int> columns, bool[] need)
    {
        var input = None(source);
        for (var i = 0; i < need.Length; i++)
        {
            if (need[i] && columns[i] >= 0)
                input[columns[i]] = true;
        }

        return input;
    }

    private static bool[] Resize(bool[] need, BoundTabular input)
    {
        if (need.Length == input.Row.Columns.Length)
            return need;
        return All(input.Row);
    }

    private bool[] Keys(bool[] need, System.Collections.Immutable.ImmutableArray<BoundSortKey> keys)
    {
        var input = (bool[])need.Clone();
        foreach (var key in keys)
            Scalar(key.Expression, input);
        return input;
    }
}
