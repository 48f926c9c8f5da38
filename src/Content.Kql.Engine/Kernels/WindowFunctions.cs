using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Kernels;

/// <summary>Functions over serialized rows. The engine calls them with all rows of the input at once.</summary>
internal static class WindowFunctions
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "row_number", "row_cumsum", "row_rank", "row_rank_dense", "row_rank_min", "row_window_session", "prev", "next",
    };

    /// <summary>Whether a name is that of a window function.</summary>
    public static bool Contains(string name) => Names.Contains(name);

    public static void Register(KernelTable table)
    {
        table.Scalar("row_number", _ => RowNumber);
        table.Scalar("row_cumsum", RowCumSum);
        table.Scalar("row_rank", binding => Rank(binding, dense: true));
        table.Scalar("row_rank_dense", binding => Rank(binding, dense: true));
        table.Scalar("row_rank_min", binding => Rank(binding, dense: false));
        table.Scalar("row_window_session", _ => Session);
        // Rows of a table carry their time: the compiler reads it there, and this is left for rows that come from none.
        table.Scalar("ingestion_time", _ => (_, length) => Vector.Null(TypeKind.DateTime, length));
        table.Scalar("prev", binding => Shift(binding, -1));
        table.Scalar("next", binding => Shift(binding, 1));
    }

    private static FixedVector<bool>? Restarts(ReadOnlySpan<Vector> arguments, int at) => arguments.Length > at ? arguments[at].AsBool() : null;

    private static bool IsSet(FixedVector<bool>? flags, int row) => flags is not null && !flags.IsNull(row) && flags[row];

    private static FixedVector<long> RowNumber(ReadOnlySpan<Vector> arguments, int length)
    {
        var start = 1L;
        if (arguments.Length > 0 && length > 0 && arguments[0].AsLong() is var first && !first.IsNull(0))
            start = first[0];
        var restart = Restarts(arguments, 1);
        var values = new long[length];
        var next = start;
        for (var i = 0; i < length; i++)
        {
            if (IsSet(restart, i))
                next = start;
            values[i] = next++;
        }

        return new FixedVector<long>(TypeKind.Long, values, length);
    }

    private static decimal Added(decimal sum, decimal value)
    {
        try
        {
            return sum + value;
        }
        catch (OverflowException)
        {
            throw new QueryFailedException("A running sum of decimals passes the range of decimal.");
        }
    }

    private static ScalarKernel RowCumSum(KernelBinding binding)
    {
        var kind = binding.ResultType.Kind;
        return (arguments, length) =>
        {
            var restart = Restarts(arguments, 1);
            if (kind == TypeKind.Real)
            {
                var source = arguments[0].AsReal();
                var values = new double[length];
                var sum = 0d;
                for (var i = 0; i < length; i++)
                {
                    if (IsSet(restart, i))
                        sum = 0;
                    if (!source.IsNull(i))
                        sum += source[i];
                    values[i] = sum;
                }

                return new FixedVector<double>(TypeKind.Real, values, length);
            }

            if (kind == TypeKind.Decimal)
            {
                var source = (FixedVector<decimal>)Conversions.To(arguments[0], kind);
                var values = new decimal[length];
                var sum = 0m;
                for (var i = 0; i < length; i++)
                {
                    if (IsSet(restart, i))
                        sum = 0;
                    if (!source.IsNull(i))
                        sum = Added(sum, source[i]);
                    values[i] = sum;
                }

                return new FixedVector<decimal>(kind, values, length);
            }
            else
            {
                var source = arguments[0] as FixedVector<long> ?? arguments[0].AsLong();
                var values = new long[length];
                var sum = 0L;
                for (var i = 0; i < length; i++)
                {
                    if (IsSet(restart, i))
                        sum = 0;
                    if (!source.IsNull(i))
                        sum = unchecked(sum + source[i]);
                    values[i] = sum;
                }

                return kind == TypeKind.Int
                    ? Conversions.To(new FixedVector<long>(TypeKind.Long, values, length), kind)
                    : new FixedVector<long>(kind, values, length);
            }
        };
    }

    private static ScalarKernel Rank(KernelBinding binding, bool dense)
    {
        _ = binding;
        return (arguments, length) =>
        {
            var restart = Restarts(arguments, 1);
            var comparer = new SameAsBefore(arguments[0]);
            var values = new long[length];
            var rank = 0L;
            var position = 0L;
            for (var i = 0; i < length; i++)
            {
                if (i == 0 || IsSet(restart, i))
                {
                    rank = 1;
                    position = 1;
                }
                else
                {
                    position++;
                    if (!comparer.Check(i))
                        rank = dense ? rank + 1 : position;
                }

                values[i] = rank;
            }

            return new FixedVector<long>(TypeKind.Long, values, length);
        };
    }

    private static FixedVector<long> Session(ReadOnlySpan<Vector> arguments, int length)
    {
        var time = arguments[0].AsDateTime();
        var fromFirst = arguments[1].AsTimeSpan();
        var fromPrevious = arguments[2].AsTimeSpan();
        var restart = Restarts(arguments, 3);
        var builder = new FixedBuilder<long>(TypeKind.DateTime, length);
        long? start = null;
        var previous = 0L;
        for (var i = 0; i < length; i++)
        {
            if (time.IsNull(i))
            {
                builder.Add(start);
                continue;
            }

            var now = time[i];
            if (start is null || IsSet(restart, i) || now - start > fromFirst[i] || now - previous > fromPrevious[i])
                start = now;
            previous = now;
            builder.Add(start);
        }

        return (FixedVector<long>)builder.Build();
    }

    private static ScalarKernel Shift(KernelBinding binding, int direction)
    {
        var offset = binding.Count > 1 ? binding.ConstantLong(1) ?? 1 : 1;
        var kind = binding.ResultType.Kind;
        return (arguments, length) =>
        {
            var rows = new int[length];
            for (var i = 0; i < length; i++)
            {
                var from = i + direction * offset;
                rows[i] = from >= 0 && from < length ? (int)from : -1;
            }

            var shifted = Conversions.To(arguments[0].Gather(rows), kind);
            if (arguments.Length < 3)
                return shifted;
            var fallback = Conversions.To(arguments[2], kind);
            var builder = VectorBuilder.Create(kind, length);
            for (var i = 0; i < length; i++)
                builder.AddFrom(rows[i] >= 0 ? shifted : fallback, i);
            return builder.Build();
        };
    }

    private sealed class SameAsBefore
    {
        private readonly int[] _groups;

        public SameAsBefore(Vector vector)
        {
            var table = new GroupTable([vector.Kind]);
            _groups = new int[vector.Length];
            table.Find([vector], vector.Length, _groups, add: true);
        }

        public bool Check(int row) => _groups[row] == _groups[row - 1];
    }
}
