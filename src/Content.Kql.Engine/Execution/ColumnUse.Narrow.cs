using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

// What is asked of a query that is not about to run: which columns decide what it gives.
internal sealed partial class ColumnUse
{
    private static readonly HashSet<string> Carriers = new(["arg_max", "arg_min", "take_any", "any", "anyif", "take_anyif"], StringComparer.Ordinal);

    private readonly bool _isNarrow;

    /// <summary>The functions without a body that are read.</summary>
    public List<BoundOpaqueFunction> Functions { get; } = [];

    /// <summary>Columns and the texts that they are compared with; kept only where not all columns of the result count.</summary>
    public List<(ColumnSymbol Column, string Text)> Compared { get; } = [];

    private void Compare(BoundExpression left, BoundExpression right)
    {
        if (_isNarrow && left is BoundColumn column && right is BoundLiteral { Value: string text })
            Compared.Add((column.Column, text));
    }

    // An aggregate that carries columns along (arg_max(t, *)) needs those of them that are read afterwards. The kernels take all of them, so
    // that what runs has all.
    private void Aggregates(BoundSummarize summarize, bool[] need, bool[] input)
    {
        bool[]? read = null;
        var first = summarize.Keys.Length;
        foreach (var aggregate in summarize.Aggregates)
        {
            var carries = _isNarrow && Carriers.Contains(aggregate.Function.Name);
            if (carries)
                read ??= InnerUse(summarize, need);
            for (var i = 0; i < aggregate.Arguments.Length; i++)
            {
                var isRank = i == 0 && aggregate.Function.Name.StartsWith("arg_", StringComparison.Ordinal);
                if (!carries || isRank || aggregate.Arguments[i] is not BoundColumn column || IsRead(column, i))
                    Scalar(aggregate.Arguments[i], input);
            }

            bool IsRead(BoundColumn column, int at)
            {
                // Without a star there is an output for each argument; with one, the keys are left out.
                var output = aggregate.Arguments.Length == aggregate.Outputs.Length ? at : IndexOf(aggregate.Outputs, column.Column.Name);
                return output >= 0 ? read![first + output] : !summarize.Keys.Any(key => key.Column.Name == column.Column.Name);
            }

            first += aggregate.Outputs.Length;
        }
    }

    private static int IndexOf(System.Collections.Immutable.ImmutableArray<ColumnSymbol> columns, string name)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Name == name)
                return i;
        }

        return -1;
    }

    // Which of the keys and outputs of aggregates the columns that are needed are made of.
    private bool[] InnerUse(BoundSummarize summarize, bool[] need)
    {
        var inner = new bool[summarize.Keys.Length + summarize.Aggregates.Sum(aggregate => aggregate.Outputs.Length)];
        for (var i = 0; i < need.Length && i < summarize.Outputs.Length; i++)
        {
            if (need[i])
                Scalar(summarize.Outputs[i], inner);
        }

        return inner;
    }
}
