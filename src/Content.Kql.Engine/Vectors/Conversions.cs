using Content.Kql.Symbols;

namespace Content.Kql.Engine.Vectors;

/// <summary>Conversions between the scalar types, as Kusto's <c>to…()</c> functions make them. What does not convert becomes null.</summary>
internal static class Conversions
{
    /// <summary>The values of a vector as another type; the vector itself when it has that type.</summary>
    public static Vector To(Vector vector, TypeKind target)
    {
        if (vector.Kind == target)
            return vector;
        if (vector.IsConstant && vector.Length != 1)
            return To(vector.Slice(0, 1), target).AsConstant(0, vector.Length);
        return target switch
        {
            TypeKind.Bool => ToFixed(vector, target, ToBool),
            TypeKind.Int => ToFixed(vector, target, ToInt),
            TypeKind.Long => ToLongVector(vector, target),
            TypeKind.Real => ToRealVector(vector),
            TypeKind.Decimal => ToFixed(vector, target, ToDecimal),
            TypeKind.DateTime => ToFixed(vector, target, ToDateTime),
            TypeKind.TimeSpan => ToFixed(vector, target, ToTimeSpan),
            TypeKind.Guid => ToFixed(vector, target, ToGuid),
            TypeKind.String => ToStringVector(vector),
            _ => ToDynamicVector(vector),
        };
    }

    /// <summary>The values as reals.</summary>
    public static FixedVector<double> AsReal(this Vector vector) => (FixedVector<double>)To(vector, TypeKind.Real);
    /// <summary>The values as longs.</summary>
    public static FixedVector<long> AsLong(this Vector vector) => (FixedVector<long>)To(vector, TypeKind.Long);
    /// <summary>The values as bools.</summary>
    public static FixedVector<bool> AsBool(this Vector vector) => (FixedVector<bool>)To(vector, TypeKind.Bool);
    /// <summary>The values as ticks of instants.</summary>
    public static FixedVector<long> AsDateTime(this Vector vector) => (FixedVector<long>)To(vector, TypeKind.DateTime);
    /// <summary>The values as ticks of durations.</summary>
    public static FixedVector<long> AsTimeSpan(this Vector vector) => (FixedVector<long>)To(vector, TypeKind.TimeSpan);
    /// <summary>The values as texts.</summary>
    public static StringVector AsString(this Vector vector) => (StringVector)To(vector, TypeKind.String);
    /// <summary>The values as dynamics.</summary>
    public static DynamicVector AsDynamic(this Vector vector) => (DynamicVector)To(vector, TypeKind.Dynamic);

    /// <summary>A real cut to a long; null when it does not fit.</summary>
    public static long? RealToLong(double value) => value is >= -9.2233720368547758E18 and < 9.2233720368547758E18 ? (long)value : null;

    /// <summary>A real as a decimal; null when it does not fit.</summary>
    public static decimal? RealToDecimal(double value) => value is > -7.9e28 and < 7.9e28 ? (decimal)value : null;

    private static bool? ToBool(Vector vector, int row) => vector switch
    {
        FixedVector<bool> x => x[row],
        FixedVector<int> x => x[row] != 0,
        FixedVector<long> x => x[row] != 0,
        FixedVector<double> x => x[row] != 0,
        FixedVector<decimal> x => x[row] != 0,
        StringVector x => TextParser.Bool(x[row]),
        DynamicVector x => ToBool(x[row]),
        _ => null,
    };

    /// <summary>A dynamic as a bool.</summary>
    public static bool? ToBool(DynamicValue value) => value.Tag switch
    {
        DynamicTag.True => true,
        DynamicTag.False => false,
        DynamicTag.Int or DynamicTag.Long => value.AsLong != 0,
        DynamicTag.Real or DynamicTag.Decimal => value.AsReal != 0,
        DynamicTag.String => TextParser.Bool(value.Text),
        _ => null,
    };

    private static int? ToInt(Vector vector, int row) => vector switch
    {
        FixedVector<double> x => double.IsNaN(x[row]) ? null : (int)Math.Clamp(x[row], int.MinValue, int.MaxValue),
        FixedVector<decimal> x => Narrow(DecimalToLong(x[row])),
        StringVector x => Narrow(TextParser.Long(x[row])),
        // What does not fit keeps its lower bits.
        _ => unchecked((int?)ToLong(vector, row)),
    };

    private static int? Narrow(long? value) => value is >= int.MinValue and <= int.MaxValue ? (int)value : null;

    private static long? ToLong(Vector vector, int row) => vector switch
    {
        FixedVector<bool> x => x[row] ? 1 : 0,
        FixedVector<int> x => x[row],
        FixedVector<long> x => x[row],
        // What does not fit becomes the number that comes nearest.
        FixedVector<double> x => double.IsNaN(x[row]) ? null : RealToLong(x[row]) ?? (x[row] < 0 ? long.MinValue : long.MaxValue),
        FixedVector<decimal> x => DecimalToLong(x[row]),
        StringVector x => TextParser.Long(x[row]),
        DynamicVector x => ToLong(x[row]),
        _ => null,
    };

    private static long? DecimalToLong(decimal value) => value is >= long.MinValue and <= long.MaxValue ? (long)value : null;

    /// <summary>A dynamic as a long.</summary>
    public static long? ToLong(DynamicValue value) => value.Tag switch
    {
        DynamicTag.True => 1,
        DynamicTag.False => 0,
        DynamicTag.Int or DynamicTag.Long or DynamicTag.DateTime or DynamicTag.TimeSpan => value.AsLong,
        DynamicTag.Real => RealToLong(value.AsReal),
        DynamicTag.Decimal => DecimalToLong(value.AsDecimal),
        DynamicTag.String => TextParser.Long(value.Text),
        _ => null,
    };

    private static double? ToReal(Vector vector, int row) => vector switch
    {
        FixedVector<bool> x => x[row] ? 1 : 0,
        FixedVector<int> x => x[row],
        FixedVector<long> x => x[row],
        FixedVector<double> x => x[row],
        FixedVector<decimal> x => (double)x[row],
        StringVector x => TextParser.Real(x[row]),
        DynamicVector x => ToReal(x[row]),
        _ => null,
    };

    /// <summary>A dynamic as a real.</summary>
    public static double? ToReal(DynamicValue value) => value.Tag switch
    {
        DynamicTag.True => 1,
        DynamicTag.False => 0,
        DynamicTag.Int or DynamicTag.Long or DynamicTag.Real or DynamicTag.Decimal => value.AsReal,
        DynamicTag.DateTime or DynamicTag.TimeSpan => value.AsLong,
        DynamicTag.String => TextParser.Real(value.Text),
        _ => null,
    };

    private static decimal? ToDecimal(Vector vector, int row) => vector switch
    {
        FixedVector<bool> x => x[row] ? 1 : 0,
        FixedVector<int> x => x[row],
        FixedVector<long> x => x[row],
        FixedVector<double> x => RealToDecimal(x[row]),
        FixedVector<decimal> x => x[row],
        StringVector x => TextParser.Decimal(x[row]),
        DynamicVector x => ToDecimal(x[row]),
        _ => null,
    };

    /// <summary>A dynamic as a decimal.</summary>
    public static decimal? ToDecimal(DynamicValue value) => value.Tag switch
    {
        DynamicTag.Decimal => value.AsDecimal,
        DynamicTag.Real => RealToDecimal(value.AsReal),
        DynamicTag.String => TextParser.Decimal(value.Text),
        _ => ToLong(value),
    };

    private static long? ToDateTime(Vector vector, int row) => vector switch
    {
        StringVector x => TextParser.DateTime(x[row]),
        DynamicVector x => ToDateTime(x[row]),
        FixedVector<bool> => null,
        _ => ValidInstant(ToLong(vector, row)),
    };

    /// <summary>A dynamic as ticks of an instant.</summary>
    public static long? ToDateTime(DynamicValue value) => value.Tag switch
    {
        DynamicTag.DateTime => value.AsLong,
        DynamicTag.Int or DynamicTag.Long => ValidInstant(value.AsLong),
        DynamicTag.String => TextParser.DateTime(value.Text),
        _ => null,
    };

    private static long? ValidInstant(long? ticks) => ticks >= 0 && ticks <= System.DateTime.MaxValue.Ticks ? ticks : null;

    private static long? ToTimeSpan(Vector vector, int row) => vector switch
    {
        StringVector x => TextParser.TimeSpan(x[row]),
        DynamicVector x => ToTimeSpan(x[row]),
        FixedVector<bool> => null,
        FixedVector<double> x => RealToLong(x[row] * System.TimeSpan.TicksPerDay),
        _ => ToLong(vector, row),
    };

    /// <summary>A dynamic as ticks of a duration.</summary>
    public static long? ToTimeSpan(DynamicValue value) => value.Tag switch
    {
        DynamicTag.TimeSpan or DynamicTag.Int or DynamicTag.Long => value.AsLong,
        DynamicTag.String => TextParser.TimeSpan(value.Text),
        _ => null,
    };

    private static Guid? ToGuid(Vector vector, int row) => vector switch
    {
        StringVector x => TextParser.Guid(x[row]),
        DynamicVector x => ToGuid(x[row]),
        _ => null,
    };

    /// <summary>A dynamic as a guid.</summary>
    public static Guid? ToGuid(DynamicValue value) => value.Tag switch
    {
        DynamicTag.Guid => value.AsGuid,
        DynamicTag.String => TextParser.Guid(value.Text),
        _ => null,
    };

    private static FixedVector<T> ToFixed<T>(Vector vector, TypeKind target, Func<Vector, int, T?> convert) where T : unmanaged
    {
        var builder = new FixedBuilder<T>(target, vector.Length);
        for (var i = 0; i < vector.Length; i++)
        {
            if (vector.IsNull(i))
                builder.AddNull();
            else
                builder.Add(convert(vector, i));
        }

        return (FixedVector<T>)builder.Build();
    }

    private static FixedVector<long> ToLongVector(Vector vector, TypeKind target)
    {
        switch (vector)
        {
            case FixedVector<long> longs:
                return longs.WithKind(target);
            case FixedVector<int> ints:
            {
                var source = ints.Span;
                var values = new long[vector.Length];
                for (var i = 0; i < values.Length; i++)
                    values[i] = source[i & ints.Mask];
                return new FixedVector<long>(target, values, values.Length, ints.Validity);
            }

            case DynamicVector dynamics:
            {
                var builder = new FixedBuilder<long>(target, vector.Length);
                for (var i = 0; i < vector.Length; i++)
                {
                    var value = dynamics[i];
                    if (value.Tag == DynamicTag.Long)
                        builder.Add(value.AsLong);
                    else
                        builder.Add(ToLong(value));
                }

                return (FixedVector<long>)builder.Build();
            }

            default:
                return ToFixed(vector, target, ToLong);
        }
    }

    private static FixedVector<double> ToRealVector(Vector vector)
    {
        switch (vector)
        {
            case FixedVector<long> longs:
            {
                var source = longs.Span;
                var values = new double[vector.Length];
                for (var i = 0; i < values.Length; i++)
                    values[i] = source[i & longs.Mask];
                return new FixedVector<double>(TypeKind.Real, values, values.Length, longs.Validity);
            }

            case FixedVector<int> ints:
            {
                var source = ints.Span;
                var values = new double[vector.Length];
                for (var i = 0; i < values.Length; i++)
                    values[i] = source[i & ints.Mask];
                return new FixedVector<double>(TypeKind.Real, values, values.Length, ints.Validity);
            }

            default:
                return ToFixed(vector, TypeKind.Real, ToReal);
        }
    }

    // Texts lie in the tape as they are: nothing is copied. Null when some value is no text.
    private static StringVector? Texts(DynamicVector vector)
    {
        var refs = new BytesRef[vector.Length];
        for (var i = 0; i < refs.Length; i++)
        {
            var place = vector.Ref(i);
            if (place.Length == 0)
                continue;
            if ((DynamicTag)vector.Tape[place.Offset] != DynamicTag.String)
                return null;
            refs[i] = new BytesRef(place.Offset + 5, place.Length - 5);
        }

        return new StringVector(vector.Tape, refs, null, 0, refs.Length, isAscii: false);
    }

    private static Vector ToStringVector(Vector vector)
    {
        if (vector is DynamicVector dynamics && Texts(dynamics) is { } texts)
            return texts;
        var builder = new StringBuilderVector(vector.Length);
        for (var i = 0; i < vector.Length; i++)
        {
            // As a text a bool is what .NET writes; results show it as the language does.
            if (vector is FixedVector<bool> bools && !bools.IsNull(i))
                builder.Append(bools[i] ? "True"u8 : "False"u8);
            else
                ValueText.Append(builder, vector, i);
            builder.EndRow();
        }

        return builder.Build();
    }

    private static Vector ToDynamicVector(Vector vector)
    {
        var builder = new DynamicBuilder(vector.Length);
        for (var i = 0; i < vector.Length; i++)
        {
            builder.Writer.From(vector, i);
            builder.EndRow();
        }

        return builder.Build();
    }
}
