using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Kernels;

/// <summary>Makes the state of one aggregate call.</summary>
public delegate AggregateKernel AggregateKernelFactory(AggregateBinding binding);

/// <summary>
/// The state of an aggregate for all groups, as arrays indexed by group number. Groups are numbered from 0 in the order first seen.
/// Rows reach <see cref="Update"/> in input order.
/// </summary>
public abstract class AggregateKernel
{
    /// <summary>Makes room for groups 0 … count-1; called before any <see cref="Update"/> that names them.</summary>
    public abstract void EnsureGroups(int count);

    /// <summary>Takes rows in.</summary>
    /// <param name="arguments">A vector for each argument.</param>
    /// <param name="groups">Group of each row.</param>
    public abstract void Update(ReadOnlySpan<Vector> arguments, ReadOnlySpan<int> groups);

    /// <summary>Takes in another state of the same call, whose rows all come after this one's.</summary>
    /// <param name="other">A kernel made by the same factory.</param>
    /// <param name="groupMap">For each of its groups the group here.</param>
    public abstract void Merge(AggregateKernel other, ReadOnlySpan<int> groupMap);

    /// <summary>The results: for each output a vector of one row a group, of the output's type.</summary>
    public abstract Vector[] Finish(int groupCount);

    /// <summary>Grows a state array to hold a number of groups.</summary>
    protected static void Grow<T>(ref T[] state, int count)
    {
        if (state.Length < count)
            Array.Resize(ref state, Math.Max(count, Math.Max(state.Length * 2, 16)));
    }
}

/// <summary>What is known of an aggregate call when its state is made.</summary>
public sealed class AggregateBinding
{
    private readonly Vector?[] _constants;

    /// <summary>Describes a call.</summary>
    public AggregateBinding(string name, ImmutableArray<BoundExpression> arguments, Vector?[] constants, ImmutableArray<ColumnSymbol> outputs, KernelContext context)
    {
        Name = name;
        Arguments = arguments;
        _constants = constants;
        Outputs = outputs;
        Context = context;
    }

    /// <summary>Name of the aggregate.</summary>
    public string Name { get; }
    /// <summary>The arguments as bound.</summary>
    public ImmutableArray<BoundExpression> Arguments { get; }
    /// <summary>Number of arguments.</summary>
    public int Count => Arguments.Length;
    /// <summary>The columns it makes; <see cref="AggregateKernel.Finish"/> must give these types.</summary>
    public ImmutableArray<ColumnSymbol> Outputs { get; }
    /// <summary>The execution.</summary>
    public KernelContext Context { get; }

    /// <summary>Type of an argument.</summary>
    public TypeKind KindOf(int argument) => Arguments[argument].Type.Kind;
    /// <summary>Type of an output.</summary>
    public TypeKind OutputKind(int output) => Outputs[output].Type.Kind;
    /// <summary>The value of an argument as a constant vector of one row; null when it is not constant (or not there).</summary>
    public Vector? Constant(int argument) => argument < _constants.Length ? _constants[argument] : null;
    /// <summary>The number of a constant argument; null when it is not constant or null.</summary>
    public long? ConstantLong(int argument) =>
        Constant(argument) is { } vector && vector.AsLong() is var longs && !longs.IsNull(0) ? longs[0] : null;
    /// <summary>The number of a constant argument; null when it is not constant or null.</summary>
    public double? ConstantReal(int argument) =>
        Constant(argument) is { } vector && vector.AsReal() is var reals && !reals.IsNull(0) ? reals[0] : null;
    /// <summary>The text of a constant argument; null when it is not constant.</summary>
    public string? ConstantString(int argument) =>
        Constant(argument) is { } vector && !vector.IsNull(0) ? vector.AsString().GetString(0) : null;
}
