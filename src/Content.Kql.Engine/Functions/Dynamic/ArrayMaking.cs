using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Arrays made of scalars: <c>pack_array</c>, <c>range</c>, <c>repeat</c>.</summary>
internal static class ArrayMaking
{
    /// <summary>No array that a function makes has more elements: further ones are cut off.</summary>
    private const int MaxElements = 1 << 20;

    /// <summary>No array that <c>repeat</c> makes is larger: by default Kusto gives no more back as a whole result.</summary>
    private const int MaxBytes = 64 << 20;

    public static void Register(KernelTable table)
    {
        table.Scalar("pack_array", _ => PackArray);
        table.Scalar("repeat", Repeat);
        table.Scalar("range", Range);
    }

    private static Vector PackArray(ReadOnlySpan<Vector> arguments, int length)
    {
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            var array = output.Writer.BeginArray();
            foreach (var argument in arguments)
                output.Writer.From(argument, i);
            output.Writer.EndArray(array, arguments.Length);
            output.EndRow();
        }

        return output.Build();
    }

    private static ScalarKernel Repeat(KernelBinding binding) => (arguments, length) =>
    {
        var times = arguments[1].AsLong();
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            // Fewer than none gives null.
            if (!times.IsNull(i) && times[i] >= 0)
            {
                var count = (int)Math.Min(times[i], MaxElements);
                var array = output.Writer.BeginArray();
                for (var k = 0; k < count; k++)
                {
                    output.Writer.From(arguments[0], i);
                    if (output.Writer.Position - array > MaxBytes)
                        throw new LimitExceededException("bytes", "An array of 'repeat' has more than 64 MB.");
                }

                output.Writer.EndArray(array, count);
            }

            output.EndRow();
            binding.Context.CheckSize(output.Writer.Position);
        }

        return output.Build();
    };

    private static ScalarKernel Range(KernelBinding binding)
    {
        var kind = binding.KindOf(0) == TypeKind.Int ? TypeKind.Long : binding.KindOf(0);
        var stepKind = kind == TypeKind.DateTime ? TypeKind.TimeSpan : kind;
        for (var k = 1; k < binding.Count; k++)
        {
            // Whole numbers with a fraction among the others count in reals.
            if (kind == TypeKind.Long && binding.KindOf(k) is TypeKind.Real or TypeKind.Decimal)
                kind = stepKind = binding.KindOf(k);
        }

        return (arguments, length) =>
        {
            var start = Conversions.To(arguments[0], kind);
            var stop = Conversions.To(arguments[1], kind);
            var step = arguments.Length > 2 ? Conversions.To(arguments[2], stepKind) : null;
            var output = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                if (!start.IsNull(i) && !stop.IsNull(i) && step?.IsNull(i) != true)
                    WriteRange(output.Writer, kind, start, stop, step, i);
                output.EndRow();
                binding.Context.CheckSize(output.Writer.Position);
            }

            return output.Build();
        };
    }

    private static void WriteRange(DynamicWriter writer, TypeKind kind, Vector start, Vector stop, Vector? step, int row)
    {
        if (start is FixedVector<double> reals)
        {
            Write(writer, reals[row], ((FixedVector<double>)stop)[row], step is null ? 1d : ((FixedVector<double>)step)[row], writer.Real);
        }
        else if (start is FixedVector<decimal> decimals)
        {
            Write(writer, decimals[row], ((FixedVector<decimal>)stop)[row], step is null ? 1m : ((FixedVector<decimal>)step)[row], writer.Decimal);
        }
        else if (start is FixedVector<long> longs)
        {
            var unit = kind == TypeKind.Long ? 1 : TimeSpan.TicksPerHour;
            Action<long> write = kind switch
            {
                TypeKind.DateTime => writer.DateTime,
                TypeKind.TimeSpan => writer.TimeSpan,
                _ => writer.Long,
            };
            Write(writer, (Int128)longs[row], ((FixedVector<long>)stop)[row], step is null ? unit : ((FixedVector<long>)step)[row], value => write((long)value));
        }
    }

    private static void Write<T>(DynamicWriter writer, T start, T stop, T step, Action<T> write) where T : System.Numerics.INumber<T>
    {
        if (T.IsZero(step))
            return;
        var array = writer.BeginArray();
        var count = 0;
        while (count < MaxElements)
        {
            // Multiplied, not added up: the error of a fraction must not grow.
            var value = start + step * T.CreateChecked(count);
            if (T.IsPositive(step) ? !(value <= stop) : !(value >= stop))
                break;
            write(value);
            count++;
        }

        writer.EndArray(array, count);
    }
}
