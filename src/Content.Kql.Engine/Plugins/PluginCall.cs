using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Plugins;

/// <summary>A plugin over all rows of its input.</summary>
internal delegate Batch Plugin(PluginCall call);

/// <summary>A call of a plugin: the input rows, the arguments, and the columns that were bound.</summary>
internal sealed class PluginCall(BoundEvaluate node, Batch rows, RowType inputRow, Compiler compiler)
{
    public string Name => node.Plugin.Name;
    public Batch Rows { get; } = rows;
    public RowType InputRow { get; } = inputRow;
    /// <summary>The result columns. A plugin whose result is open sets them.</summary>
    public RowType Row { get; set; } = node.Row;
    public KernelContext Context => compiler.Context;
    public int Count => node.Arguments.Length;

    public BoundExpression Bound(int argument) => node.Arguments[argument];

    /// <summary>An argument over all rows.</summary>
    public Vector Values(int argument) => compiler.Expression(node.Arguments[argument]).Evaluate(Rows);

    /// <summary>A constant argument as a vector of one row; null when it is missing.</summary>
    public Vector? Constant(int argument) => argument < Count ? compiler.Constant(node.Arguments[argument]) : null;

    public string? Text(int argument) => Constant(argument) is { } value && !value.IsNull(0) ? value.AsString().GetString(0) : null;

    public long? Number(int argument) => Constant(argument) is { } value && value.AsLong() is var longs && !longs.IsNull(0) ? longs[0] : null;

    public double? Real(int argument) => Constant(argument) is { } value && value.AsReal() is var reals && !reals.IsNull(0) ? reals[0] : null;

    /// <summary>All rows of an argument that is a table.</summary>
    public (Batch Rows, RowType Row) Table(int argument)
    {
        var table = node.Arguments[argument] is BoundTabularArgument bound ? bound.Table : throw new QueryFailedException($"Argument {argument + 1} of '{Name}' must be a table.");
        return (compiler.Compile(table).RunToEnd(Context), table.Row);
    }

    /// <summary>Ordinal of an argument that is a column of the input; -1 for anything else.</summary>
    public int ColumnOrdinal(int argument) => argument < Count && node.Arguments[argument] is BoundColumn column ? column.Ordinal : -1;

    /// <summary>The kernel of a scalar function over some of the arguments; <paramref name="constants"/> has the values of those that are constant.</summary>
    public ScalarKernel Function(string name, int[] arguments, Vector?[] constants, KqlType type)
    {
        var factory = KernelTable.Default.FindScalar(name) ?? throw new UnsupportedException(name);
        return factory(new KernelBinding(name, [.. arguments.Select(Bound)], constants, type, Context));
    }

    /// <summary>Aggregates among the arguments.</summary>
    public System.Collections.Immutable.ImmutableArray<BoundAggregate> Aggregates => node.Aggregates;

    /// <summary>Values of the n-th aggregate argument by group.</summary>
    public Vector AggregateArgument(int index, int[] groups, int groupCount)
    {
        var call = compiler.CompileAggregate(node.Aggregates[index]);
        var kernel = call.Create();
        kernel.EnsureGroups(groupCount);
        kernel.Update(call.EvaluateArguments(Rows), groups);
        return call.Finish(kernel, groupCount)[0];
    }

    /// <summary>Evaluates one aggregate call over groups of the input rows.</summary>
    public Vector Aggregate(string name, Vector[] arguments, System.Collections.Immutable.ImmutableArray<BoundExpression> bound, ColumnSymbol output, int[] groups, int groupCount)
    {
        var factory = KernelTable.Default.FindAggregate(name) ?? throw new UnsupportedException(name);
        var kernel = factory(new AggregateBinding(name, bound, new Vector?[arguments.Length], [output], Context));
        kernel.EnsureGroups(groupCount);
        kernel.Update(arguments, groups);
        return kernel.Finish(groupCount)[0];
    }
}
