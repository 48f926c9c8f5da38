using System.Numerics;
using Content.Kql.Binding;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;
using Vector = Content.Kql.Engine.Vectors.Vector;

namespace Content.Kql.Engine.Expressions;

/// <summary>
/// Comparison operators. Equality of two nulls is null, of a null and a value false (inequality: true); the order operators give null
/// when an operand is null. Operands of different types are compared as their common type.
/// </summary>
internal static class Comparison
{
    public static ScalarKernel Create(OperatorKind op, TypeKind left, TypeKind right, Vector? leftConstant, Vector? rightConstant)
    {
        var kind = CommonKind(left, right);
        if (kind == TypeKind.String)
        {
            if (op is OperatorKind.Equal or OperatorKind.NotEqual)
            {
                if (rightConstant is not null && leftConstant is null)
                    return TextEquality(rightConstant, 0, op == OperatorKind.NotEqual);
                if (leftConstant is not null && rightConstant is null)
                    return TextEquality(leftConstant, 1, op == OperatorKind.NotEqual);
            }

            return (arguments, length) => Texts(op, arguments[0].AsString(), arguments[1].AsString(), length);
        }

        return kind switch
        {
            TypeKind.Bool => (a, n) => Guids(op, (FixedVector<bool>)Conversions.To(a[0], TypeKind.Bool), (FixedVector<bool>)Conversions.To(a[1], TypeKind.Bool), n),
            TypeKind.Int => (a, n) => Dispatch(op, (FixedVector<int>)Conversions.To(a[0], TypeKind.Int), (FixedVector<int>)Conversions.To(a[1], TypeKind.Int), n),
            TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => (a, n) => Dispatch(op, (FixedVector<long>)Conversions.To(a[0], kind), (FixedVector<long>)Conversions.To(a[1], kind), n),
            TypeKind.Real => (a, n) => Dispatch(op, a[0].AsReal(), a[1].AsReal(), n),
            TypeKind.Decimal => (a, n) => Dispatch(op, (FixedVector<decimal>)Conversions.To(a[0], kind), (FixedVector<decimal>)Conversions.To(a[1], kind), n),
            TypeKind.Guid => (a, n) => Guids(op, (FixedVector<Guid>)Conversions.To(a[0], kind), (FixedVector<Guid>)Conversions.To(a[1], kind), n),
            _ => (a, n) => Dynamics(op, a[0].AsDynamic(), a[1].AsDynamic(), n),
        };
    }

    /// <summary>The type that two operands are compared as.</summary>
    public static TypeKind CommonKind(TypeKind left, TypeKind right)
    {
        if (left == right)
            return left;
        if (left == TypeKind.Dynamic)
            return right == TypeKind.Int ? TypeKind.Long : right;
        if (right == TypeKind.Dynamic)
            return left == TypeKind.Int ? TypeKind.Long : left;
        if (left == TypeKind.String)
            return right;
        if (right == TypeKind.String)
            return left;
        if (left == TypeKind.Real || right == TypeKind.Real)
            return TypeKind.Real;
        if (left == TypeKind.Decimal || right == TypeKind.Decimal)
            return TypeKind.Decimal;
        if (left is TypeKind.Type or TypeKind.Unknown)
            return right;
        if (right is TypeKind.Type or TypeKind.Unknown)
            return left;
        return TypeKind.Long;
    }

    private static ScalarKernel TextEquality(Vector constant, int other, bool negate)
    {
        var needle = constant.AsString()[0].ToArray();
        var predicate = new TextPredicate(text => text.SequenceEqual(needle), negate);
        return (arguments, length) => predicate.Evaluate(arguments[other].AsString(), length);
    }

    private static FixedVector<bool> Texts(OperatorKind op, StringVector a, StringVector b, int length)
    {
        var values = new bool[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = op switch
            {
                OperatorKind.Equal => a[i].SequenceEqual(b[i]),
                OperatorKind.NotEqual => !a[i].SequenceEqual(b[i]),
                OperatorKind.LessThan => a[i].SequenceCompareTo(b[i]) < 0,
                OperatorKind.LessThanOrEqual => a[i].SequenceCompareTo(b[i]) <= 0,
                OperatorKind.GreaterThan => a[i].SequenceCompareTo(b[i]) > 0,
                _ => a[i].SequenceCompareTo(b[i]) >= 0,
            };
        }

        return new FixedVector<bool>(TypeKind.Bool, values, length);
    }

    private interface ITest<T>
    {
        static abstract bool Test(T a, T b);
    }

    private readonly struct Equal<T> : ITest<T> where T : IEqualityOperators<T, T, bool>
    {
        public static bool Test(T a, T b) => a == b;
    }

    private readonly struct NotEqual<T> : ITest<T> where T : IEqualityOperators<T, T, bool>
    {
        public static bool Test(T a, T b) => a != b;
    }

    private readonly struct Less<T> : ITest<T> where T : IComparisonOperators<T, T, bool>
    {
        public static bool Test(T a, T b) => a < b;
    }

    private readonly struct LessOrEqual<T> : ITest<T> where T : IComparisonOperators<T, T, bool>
    {
        public static bool Test(T a, T b) => a <= b;
    }

    private static FixedVector<bool> Dispatch<T>(OperatorKind op, FixedVector<T> a, FixedVector<T> b, int length)
        where T : unmanaged, IComparisonOperators<T, T, bool> => op switch
        {
            OperatorKind.Equal => Run<T, Equal<T>>(a, b, length, false),
            OperatorKind.NotEqual => Run<T, NotEqual<T>>(a, b, length, true),
            OperatorKind.LessThan => Run<T, Less<T>>(a, b, length, null),
            OperatorKind.LessThanOrEqual => Run<T, LessOrEqual<T>>(a, b, length, null),
            OperatorKind.GreaterThan => Run<T, Less<T>>(b, a, length, null),
            _ => Run<T, LessOrEqual<T>>(b, a, length, null),
        };

    // bool and guid have equality; order between them exists only for sorting.
    private static FixedVector<bool> Guids<T>(OperatorKind op, FixedVector<T> a, FixedVector<T> b, int length) where T : unmanaged, IComparable<T>
    {
        var values = new bool[length];
        ulong[]? validity = null;
        for (var i = 0; i < length; i++)
        {
            var leftNull = a.IsNull(i);
            var rightNull = b.IsNull(i);
            if (leftNull || rightNull)
            {
                if (leftNull && rightNull || op is not (OperatorKind.Equal or OperatorKind.NotEqual))
                    Bits.Clear(validity ??= Bits.AllSet(length), i);
                else
                    values[i] = op == OperatorKind.NotEqual;
                continue;
            }

            values[i] = Ordered(op, a[i].CompareTo(b[i]));
        }

        return new FixedVector<bool>(TypeKind.Bool, values, length, validity);
    }

    private static bool Ordered(OperatorKind op, int order) => op switch
    {
        OperatorKind.Equal => order == 0,
        OperatorKind.NotEqual => order != 0,
        OperatorKind.LessThan => order < 0,
        OperatorKind.LessThanOrEqual => order <= 0,
        OperatorKind.GreaterThan => order > 0,
        _ => order >= 0,
    };

    // oneNull: what a null against a value gives; null when it gives null.
    private static FixedVector<bool> Run<T, TTest>(FixedVector<T> a, FixedVector<T> b, int length, bool? oneNull) where T : unmanaged where TTest : ITest<T>
    {
        var values = new bool[length];
        var left = a.Span;
        var right = b.Span;
        if (b.IsConstant && !a.IsConstant)
        {
            var value = right[0];
            for (var i = 0; i < values.Length && i < left.Length; i++)
                values[i] = TTest.Test(left[i], value);
        }
        else if (a.IsConstant && !b.IsConstant)
        {
            var value = left[0];
            for (var i = 0; i < values.Length && i < right.Length; i++)
                values[i] = TTest.Test(value, right[i]);
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = TTest.Test(left[i & a.Mask], right[i & b.Mask]);
        }

        if (!a.MayBeNull && !b.MayBeNull)
            return new FixedVector<bool>(TypeKind.Bool, values, length);
        ulong[]? validity = null;
        for (var i = 0; i < length; i++)
        {
            var leftNull = a.IsNull(i);
            var rightNull = b.IsNull(i);
            if (!leftNull && !rightNull)
                continue;
            if (oneNull is null || leftNull && rightNull)
            {
                values[i] = false;
                Bits.Clear(validity ??= Bits.AllSet(length), i);
            }
            else
            {
                values[i] = oneNull.Value;
            }
        }

        return new FixedVector<bool>(TypeKind.Bool, values, length, validity);
    }

    private static FixedVector<bool> Dynamics(OperatorKind op, DynamicVector a, DynamicVector b, int length)
    {
        var builder = new FixedBuilder<bool>(TypeKind.Bool, length);
        for (var i = 0; i < length; i++)
        {
            var left = a[i];
            var right = b[i];
            var isEquality = op is OperatorKind.Equal or OperatorKind.NotEqual;
            if (left.IsNull || right.IsNull)
            {
                if (!isEquality || left.IsNull && right.IsNull)
                    builder.AddNull();
                else
                    builder.Add(op == OperatorKind.NotEqual);
            }
            else if (isEquality)
            {
                builder.Add(left.DeepEquals(right) == (op == OperatorKind.Equal));
            }
            else if (DynamicCompare.Compare(left, right) is { } order)
            {
                builder.Add(Ordered(op, order));
            }
            else
            {
                builder.AddNull();
            }
        }

        return (FixedVector<bool>)builder.Build();
    }
}
