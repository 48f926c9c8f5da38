using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>A dynamic array read as numbers.</summary>
internal sealed class Series
{
    private Series(int length)
    {
        Values = new double[length];
        Missing = new bool[length];
    }

    /// <summary>The numbers; NaN where one is missing.</summary>
    public double[] Values { get; }
    /// <summary>Elements that are null or no number.</summary>
    public bool[] Missing { get; }
    /// <summary>Whether some element is missing.</summary>
    public bool HasMissing { get; private set; }
    /// <summary>Whether all numbers are integers by type.</summary>
    public bool AreIntegers { get; private set; } = true;
    /// <summary>Number of elements.</summary>
    public int Length => Values.Length;

    /// <summary>Reads an array; null for anything else.</summary>
    public static Series? Read(DynamicValue value)
    {
        if (value.Tag != DynamicTag.Array)
            return null;
        var series = new Series(value.Count);
        var i = 0;
        foreach (var element in value.Elements)
        {
            if (element.IsNumber)
            {
                series.Values[i] = element.AsReal;
                series.AreIntegers &= element.Tag is DynamicTag.Int or DynamicTag.Long;
            }
            else
            {
                series.Values[i] = double.NaN;
                series.Missing[i] = true;
                series.HasMissing = true;
            }

            i++;
        }

        return series;
    }

    /// <summary>Reads an array without missing elements; null for anything else.</summary>
    public static double[]? ReadComplete(DynamicValue value) => Read(value) is { HasMissing: false } series ? series.Values : null;

    /// <summary>The same value for every element.</summary>
    public static Series Repeat(double value, bool isInteger, int length)
    {
        var series = new Series(length) { AreIntegers = isInteger };
        Array.Fill(series.Values, value);
        return series;
    }
}

/// <summary>Writes results of series functions, and reads their optional arguments.</summary>
internal static class SeriesOutput
{
    /// <summary>Writes an array of reals.</summary>
    public static void Reals(this DynamicWriter writer, ReadOnlySpan<double> values)
    {
        var start = writer.BeginArray();
        foreach (var value in values)
            writer.Real(value);
        writer.EndArray(start, values.Length);
    }

    /// <summary>A kernel that gives a dynamic for the array in its first argument; null where that is no array.</summary>
    public static ScalarKernelFactory Kernel(Action<RowArguments, DynamicWriter> function) => binding => (arguments, length) =>
    {
        var call = new RowArguments(arguments, binding);
        var builder = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            // One long series takes milliseconds.
            binding.Context.ThrowIfCancelled();
            call.Row = i;
            if (call.Array(0).Tag == DynamicTag.Array)
                function(call, builder.Writer);
            builder.EndRow();
        }

        return builder.Build();
    };

    /// <summary>A kernel that gives a real or null.</summary>
    public static ScalarKernelFactory RealKernel(Func<RowArguments, double?> function) => binding => (arguments, length) =>
    {
        var call = new RowArguments(arguments, binding);
        var builder = new FixedBuilder<double>(Symbols.TypeKind.Real, length);
        for (var i = 0; i < length; i++)
        {
            binding.Context.ThrowIfCancelled();
            call.Row = i;
            builder.Add(function(call));
        }

        return builder.Build();
    };
}

/// <summary>The arguments of a series function in one row.</summary>
internal sealed class RowArguments
{
    private readonly Vector[] _arguments;
    private readonly DynamicVector?[] _dynamics;

    public RowArguments(ReadOnlySpan<Vector> arguments, KernelBinding binding)
    {
        _arguments = arguments.ToArray();
        _dynamics = new DynamicVector?[_arguments.Length];
        Binding = binding;
    }

    public KernelBinding Binding { get; }

    /// <summary>Number of arguments.</summary>
    public int Count => _arguments.Length;

    /// <summary>The row.</summary>
    public int Row { get; set; }

    /// <summary>An argument as a dynamic; null when it is not there.</summary>
    public DynamicValue Array(int argument) =>
        argument >= _arguments.Length ? default : (_dynamics[argument] ??= _arguments[argument].AsDynamic())[Row];

    public double? Real(int argument)
    {
        if (argument >= _arguments.Length)
            return null;
        var vector = _arguments[argument] is FixedVector<double> reals ? reals : _arguments[argument].AsReal();
        return vector.IsNull(Row) ? null : vector[Row];
    }

    public long? Long(int argument) => Real(argument) is { } value ? Conversions.RealToLong(value) : null;

    public bool? Bool(int argument)
    {
        if (argument >= _arguments.Length)
            return null;
        var vector = _arguments[argument].AsBool();
        return vector.IsNull(Row) ? null : vector[Row];
    }

    public string? Text(int argument) => argument >= _arguments.Length || _arguments[argument].IsNull(Row) ? null : _arguments[argument].AsString().GetString(Row);
}
