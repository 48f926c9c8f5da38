using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Kernels;

/// <summary>Computes a function over a batch.</summary>
/// <param name="arguments">A vector for each argument, all of <paramref name="length"/> rows (constants in constant form).</param>
/// <param name="length">Rows.</param>
/// <returns>A vector of <paramref name="length"/> rows whose kind is that of the bound call.</returns>
public delegate Vector ScalarKernel(ReadOnlySpan<Vector> arguments, int length);

/// <summary>Makes the kernel of one call: looks at types and constant arguments once, prepares what it can, and closes over it.</summary>
public delegate ScalarKernel ScalarKernelFactory(KernelBinding binding);

/// <summary>What is known of a call when its kernel is made.</summary>
public sealed class KernelBinding
{
    private readonly Vector?[] _constants;

    /// <summary>Describes a call.</summary>
    public KernelBinding(string name, ImmutableArray<BoundExpression> arguments, Vector?[] constants, KqlType resultType, KernelContext context)
    {
        Name = name;
        Arguments = arguments;
        _constants = constants;
        ResultType = resultType;
        Context = context;
    }

    /// <summary>Name of the function.</summary>
    public string Name { get; }
    /// <summary>The arguments as bound, for the few kernels that need names or <c>typeof</c>.</summary>
    public ImmutableArray<BoundExpression> Arguments { get; }
    /// <summary>Number of arguments.</summary>
    public int Count => Arguments.Length;
    /// <summary>Type of the result.</summary>
    public KqlType ResultType { get; }
    /// <summary>The execution: clock, cancellation, limits.</summary>
    public KernelContext Context { get; }

    /// <summary>Type of an argument.</summary>
    public TypeKind KindOf(int argument) => Arguments[argument].Type.Kind;

    /// <summary>The value of an argument as a constant vector of one row; null when it is not constant (or not there).</summary>
    public Vector? Constant(int argument) => argument < _constants.Length ? _constants[argument] : null;

    /// <summary>The text of a constant argument; null when it is not constant or null.</summary>
    public string? ConstantString(int argument) =>
        Constant(argument) is { } vector && !vector.IsNull(0) ? vector.AsString().GetString(0) : null;

    /// <summary>The number of a constant argument; null when it is not constant or null.</summary>
    public long? ConstantLong(int argument) =>
        Constant(argument) is { } vector && vector.AsLong() is var longs && !longs.IsNull(0) ? longs[0] : null;

    /// <summary>The number of a constant argument; null when it is not constant or null.</summary>
    public double? ConstantReal(int argument) =>
        Constant(argument) is { } vector && vector.AsReal() is var reals && !reals.IsNull(0) ? reals[0] : null;

    /// <summary>The value of a constant bool argument; null when it is not constant or null.</summary>
    public bool? ConstantBool(int argument) =>
        Constant(argument) is { } vector && vector.AsBool() is var bools && !bools.IsNull(0) ? bools[0] : null;
}
