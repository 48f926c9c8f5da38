using Content.Kql.Binding;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Expressions;

/// <summary>
/// Arithmetic. Whole-number division cuts toward zero and gives null by zero; <c>%</c> is never negative; overflow wraps; an instant
/// out of range is null. A null operand gives null.
/// </summary>
internal static class Arithmetic
{
    public static ScalarKernel Binary(OperatorKind op, TypeKind left, TypeKind right, TypeKind result)
    {
        switch (result)
        {
            case TypeKind.Int:
                return (a, n) => Narrow(Longs(op, a[0].AsLong(), a[1].AsLong(), n, TypeKind.Long));
            case TypeKind.Long:
                return (a, n) => Longs(op, a[0].AsLong(), a[1].AsLong(), n, TypeKind.Long);
            case TypeKind.Real when left == TypeKind.TimeSpan && right == TypeKind.TimeSpan || left == TypeKind.DateTime && right == TypeKind.TimeSpan:
                return (a, n) => Reals(op, a[0].AsLong().AsReal(), a[1].AsLong().AsReal(), n);
            case TypeKind.Real:
                return (a, n) => Reals(op, a[0].AsReal(), a[1].AsReal(), n);
            case TypeKind.Decimal:
                return (a, n) => Decimals(op, (FixedVector<decimal>)Conversions.To(a[0], TypeKind.Decimal), (FixedVector<decimal>)Conversions.To(a[1], TypeKind.Decimal), n);
            case TypeKind.DateTime:
                return (a, n) => Instants(Longs(op, Ticks(a[0], TypeKind.DateTime), Ticks(a[1], TypeKind.TimeSpan), n, TypeKind.DateTime));
            case TypeKind.TimeSpan when op is OperatorKind.Multiply or OperatorKind.Divide && (IsNumber(left) || IsNumber(right)):
                return (a, n) => Scale(op, a[0], a[1], n);
            case TypeKind.TimeSpan:
                return (a, n) => Longs(op, Ticks(a[0], TypeKind.TimeSpan), Ticks(a[1], TypeKind.TimeSpan), n, TypeKind.TimeSpan);
            case TypeKind.Dynamic:
                return (a, n) => Dynamics(op, a[0].AsDynamic(), a[1].AsDynamic(), n);
            case TypeKind.String when op == OperatorKind.Add:
                return (a, n) => Join(a[0].AsString(), a[1].AsString(), n);
            default:
                throw new UnsupportedException($"operator {op} on {left} and {right}");
        }
    }

    public static ScalarKernel Unary(OperatorKind op, TypeKind result)
    {
        if (op == OperatorKind.UnaryPlus)
            return (a, _) => Conversions.To(a[0], result);
        return result switch
        {
            TypeKind.Int => Kernel.Unary<int, int>(TypeKind.Int, result, static x => unchecked(-x))(null!),
            TypeKind.Long => Kernel.Unary<long, long>(TypeKind.Long, result, static x => unchecked(-x))(null!),
            TypeKind.TimeSpan => Kernel.Unary<long, long>(TypeKind.TimeSpan, result, static x => unchecked(-x))(null!),
            TypeKind.Real => Kernel.Unary<double, double>(TypeKind.Real, result, static x => -x)(null!),
            TypeKind.Decimal => Kernel.Unary<decimal, decimal>(TypeKind.Decimal, result, static x => -x)(null!),
            TypeKind.Dynamic => (a, n) =>
            {
                var source = a[0].AsDynamic();
                var builder = new DynamicBuilder(n);
                for (var i = 0; i < n; i++)
                {
                    switch (source[i].Tag)
                    {
                        case DynamicTag.Int or DynamicTag.Long: builder.Writer.Long(unchecked(-source[i].AsLong)); break;
                        case DynamicTag.Real: builder.Writer.Real(-source[i].AsReal); break;
                        case DynamicTag.Decimal: builder.Writer.Decimal(-source[i].AsDecimal); break;
                        case DynamicTag.TimeSpan: builder.Writer.TimeSpan(unchecked(-source[i].AsLong)); break;
                    }

                    builder.EndRow();
                }

                return builder.Build();
            },
            _ => throw new UnsupportedException($"unary {op} on {result}"),
        };
    }

    private static bool IsNumber(TypeKind kind) => kind is TypeKind.Int or TypeKind.Long or TypeKind.Real or TypeKind.Decimal or TypeKind.Bool;

    private static FixedVector<long> Ticks(Vector vector, TypeKind kind) => vector switch
    {
        FixedVector<long> longs => longs,
        _ => (FixedVector<long>)Conversions.To(vector, kind),
    };

    private static FixedVector<int> Narrow(FixedVector<long> source)
    {
        var values = new int[source.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = unchecked((int)source[i]);
        return new FixedVector<int>(TypeKind.Int, values, values.Length, source.Validity);
    }

    private static FixedVector<long> Longs(OperatorKind op, FixedVector<long> a, FixedVector<long> b, int length, TypeKind kind)
    {
        var values = new long[length];
        var validity = Bits.And(a.Validity, b.Validity, length);
        var left = a.Span;
        var right = b.Span;
        var leftMask = a.Mask;
        var rightMask = b.Mask;
        switch (op)
        {
            case OperatorKind.Add:
                for (var i = 0; i < values.Length; i++)
                    values[i] = unchecked(left[i & leftMask] + right[i & rightMask]);
                break;
            case OperatorKind.Subtract:
                for (var i = 0; i < values.Length; i++)
                    values[i] = unchecked(left[i & leftMask] - right[i & rightMask]);
                break;
            case OperatorKind.Multiply:
                for (var i = 0; i < values.Length; i++)
                    values[i] = unchecked(left[i & leftMask] * right[i & rightMask]);
                break;
            default:
            {
                ulong[]? owned = null;
                for (var i = 0; i < values.Length; i++)
                {
                    var x = left[i & leftMask];
                    var y = right[i & rightMask];
                    if (y == 0)
                    {
                        owned ??= validity is null ? Bits.AllSet(length) : (ulong[])validity.Clone();
                        Bits.Clear(owned, i);
                    }
                    else if (op == OperatorKind.Divide)
                    {
                        values[i] = y == -1 ? unchecked(-x) : x / y;
                    }
                    else
                    {
                        var rest = y == -1 ? 0 : x % y;
                        values[i] = rest < 0 ? rest + Math.Abs(y) : rest;
                    }
                }

                validity = owned ?? validity;
                break;
            }
        }

        return new FixedVector<long>(kind, values, length, validity);
    }

    private static FixedVector<long> Instants(FixedVector<long> ticks)
    {
        ulong[]? validity = null;
        long[]? values = null;
        for (var i = 0; i < ticks.Length; i++)
        {
            if ((ulong)ticks[i] > (ulong)DateTime.MaxValue.Ticks)
            {
                // What stands behind a null must be a datetime as well: kernels compute over it.
                values ??= ticks.Span.ToArray();
                values[i & ticks.Mask] = 0;
                if (ticks.IsNull(i))
                    continue;
                validity ??= ticks.Validity is { } old ? (ulong[])old.Clone() : Bits.AllSet(ticks.Length);
                Bits.Clear(validity, i);
            }
        }

        return values is null ? ticks : new FixedVector<long>(TypeKind.DateTime, values, ticks.Length, validity ?? ticks.Validity);
    }

    private static FixedVector<double> Reals(OperatorKind op, FixedVector<double> a, FixedVector<double> b, int length)
    {
        var values = new double[length];
        var left = a.Span;
        var right = b.Span;
        var leftMask = a.Mask;
        var rightMask = b.Mask;
        for (var i = 0; i < values.Length; i++)
        {
            var x = left[i & leftMask];
            var y = right[i & rightMask];
            values[i] = op switch
            {
                OperatorKind.Add => x + y,
                OperatorKind.Subtract => x - y,
                OperatorKind.Multiply => x * y,
                OperatorKind.Divide => x / y,
                _ => x % y is var rest && rest < 0 ? rest + Math.Abs(y) : x % y,
            };
        }

        return new FixedVector<double>(TypeKind.Real, values, length, Bits.And(a.Validity, b.Validity, length));
    }

    private static FixedVector<decimal> Decimals(OperatorKind op, FixedVector<decimal> a, FixedVector<decimal> b, int length)
    {
        var builder = new FixedBuilder<decimal>(TypeKind.Decimal, length);
        for (var i = 0; i < length; i++)
        {
            if (a.IsNull(i) || b.IsNull(i))
                builder.AddNull();
            else
                builder.Add(One(op, a[i], b[i]));
        }

        return (FixedVector<decimal>)builder.Build();
    }

    private static decimal? One(OperatorKind op, decimal x, decimal y)
    {
        try
        {
            switch (op)
            {
                case OperatorKind.Add: return x + y;
                case OperatorKind.Subtract: return x - y;
                case OperatorKind.Multiply: return x * y;
                case OperatorKind.Divide: return y == 0 ? null : x / y;
                default:
                    if (y == 0)
                        return null;
                    var rest = x % y;
                    return rest < 0 ? rest + Math.Abs(y) : rest;
            }
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static Vector Scale(OperatorKind op, Vector a, Vector b, int length)
    {
        var spanFirst = a.Kind == TypeKind.TimeSpan;
        var ticks = (FixedVector<long>)(spanFirst ? a : b);
        var factorVector = spanFirst ? b : a;
        var builder = new FixedBuilder<long>(TypeKind.TimeSpan, length);
        var whole = factorVector.Kind is TypeKind.Int or TypeKind.Long ? factorVector.AsLong() : null;
        var factor = whole is null ? factorVector.AsReal() : null;
        for (var i = 0; i < length; i++)
        {
            if (ticks.IsNull(i) || factorVector.IsNull(i))
                builder.AddNull();
            else if (whole is not null)
                builder.Add(op == OperatorKind.Multiply ? unchecked(ticks[i] * whole[i]) : whole[i] == 0 ? null : ticks[i] / whole[i]);
            else
                builder.Add(Conversions.RealToLong(op == OperatorKind.Multiply ? ticks[i] * factor![i] : ticks[i] / factor![i]));
        }

        return builder.Build();
    }

    private static Vector Dynamics(OperatorKind op, DynamicVector a, DynamicVector b, int length)
    {
        var builder = new DynamicBuilder(length);
        var x = new FixedBuilder<long>(TypeKind.Long, 1);
        _ = x;
        for (var i = 0; i < length; i++)
        {
            var left = a[i];
            var right = b[i];
            if (left.Tag is DynamicTag.Int or DynamicTag.Long && right.Tag is DynamicTag.Int or DynamicTag.Long)
            {
                var value = Longs(op, new FixedVector<long>(TypeKind.Long, [left.AsLong], 1), new FixedVector<long>(TypeKind.Long, [right.AsLong], 1), 1, TypeKind.Long);
                builder.Writer.From(value, 0);
            }
            else if (left.IsNumber && right.IsNumber)
            {
                var value = Reals(op, new FixedVector<double>(TypeKind.Real, [left.AsReal], 1), new FixedVector<double>(TypeKind.Real, [right.AsReal], 1), 1);
                builder.Writer.From(value, 0);
            }

            builder.EndRow();
        }

        return builder.Build();
    }

    private static Vector Join(StringVector a, StringVector b, int length)
    {
        var builder = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            builder.Append(a[i]);
            builder.Append(b[i]);
            builder.EndRow();
        }

        return builder.Build();
    }
}
