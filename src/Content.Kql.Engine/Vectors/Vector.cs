using Content.Kql.Symbols;

namespace Content.Kql.Engine.Vectors;

/// <summary>
/// The values of one column over a run of rows. Immutable once built. Three forms: plain (a buffer slice), constant (one value for all
/// rows), and, for strings, dictionary (codes into shared entries). Element access works the same on all of them.
/// </summary>
public abstract class Vector
{
    private protected Vector(TypeKind kind, int length, bool isConstant)
    {
        Kind = kind;
        Length = length;
        IsConstant = isConstant;
    }

    /// <summary>Type of the values.</summary>
    public TypeKind Kind { get; }

    /// <summary>Number of rows.</summary>
    public int Length { get; }

    /// <summary>True when one stored value stands for all rows.</summary>
    public bool IsConstant { get; }

    /// <summary>Rows with a value, expanded to <see cref="Length"/> bits; null when no row is null.</summary>
    public abstract ulong[]? Validity { get; }

    /// <summary>Whether the row has no value. Never true for strings.</summary>
    public abstract bool IsNull(int row);

    /// <summary>True when some row may be null.</summary>
    public abstract bool MayBeNull { get; }

    /// <summary>A range of rows without copying values.</summary>
    public abstract Vector Slice(int start, int length);

    /// <summary>The rows of the given numbers in their order; -1 gives null (an empty string).</summary>
    public abstract Vector Gather(ReadOnlySpan<int> rows);

    /// <summary>A constant with the value of one row.</summary>
    public abstract Vector AsConstant(int row, int length);

    /// <summary>The value as an object: null, bool, int, long, double, decimal, DateTime, TimeSpan, Guid, string, or for a dynamic what <see cref="DynamicValue.ToObject"/> gives.</summary>
    public abstract object? GetValue(int row);

    /// <summary>Approximate bytes held.</summary>
    public abstract long ByteSize { get; }

    /// <summary>A vector with no value in any row (empty strings for <c>string</c>).</summary>
    public static Vector Null(TypeKind kind, int length) => kind switch
    {
        TypeKind.Bool => new FixedVector<bool>(kind, [false], 0, length, [0UL], isConstant: true),
        TypeKind.Int => new FixedVector<int>(kind, [0], 0, length, [0UL], isConstant: true),
        TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => new FixedVector<long>(kind, [0L], 0, length, [0UL], isConstant: true),
        TypeKind.Real => new FixedVector<double>(kind, [0d], 0, length, [0UL], isConstant: true),
        TypeKind.Decimal => new FixedVector<decimal>(kind, [0m], 0, length, [0UL], isConstant: true),
        TypeKind.Guid => new FixedVector<Guid>(kind, [Guid.Empty], 0, length, [0UL], isConstant: true),
        TypeKind.String => StringVector.Constant([], length),
        _ => new DynamicVector([], [default], 0, length, isConstant: true),
    };

    /// <summary>A constant. The object is as in <see cref="Content.Kql.Binding.BoundLiteral"/>; it is converted where its type differs from <paramref name="kind"/>.</summary>
    public static Vector Constant(TypeKind kind, object? value, int length)
    {
        var builder = VectorBuilder.Create(kind, 1);
        builder.AddObject(value);
        return builder.Build().AsConstant(0, length);
    }
}

/// <summary>Values of a fixed width: bool, int, long, double, decimal, Guid; datetime and timespan are ticks of 100 ns in a long.</summary>
public sealed class FixedVector<T> : Vector where T : unmanaged
{
    private readonly T[] _values;
    private readonly int _start;
    private readonly int _mask;
    private readonly ulong[]? _validity;

    /// <summary>Wraps a buffer; it must not change afterwards.</summary>
    /// <param name="kind">Type of the values.</param>
    /// <param name="values">The buffer.</param>
    /// <param name="start">First element.</param>
    /// <param name="length">Rows.</param>
    /// <param name="validity">Bitmap from bit 0; null when all are valid; of one bit for a constant.</param>
    /// <param name="isConstant">True when one element stands for all rows.</param>
    public FixedVector(TypeKind kind, T[] values, int start, int length, ulong[]? validity, bool isConstant = false)
        : base(kind, length, isConstant)
    {
        _values = values;
        _start = start;
        _mask = isConstant ? 0 : -1;
        _validity = validity;
    }

    /// <summary>A plain vector over a whole buffer.</summary>
    public FixedVector(TypeKind kind, T[] values, int length, ulong[]? validity = null)
        : this(kind, values, 0, length, validity)
    {
    }

    /// <summary>The stored values: <see cref="Vector.Length"/> of them, or one of a constant. Index with <c>i &amp; Mask</c>.</summary>
    public ReadOnlySpan<T> Span => new(_values, _start, IsConstant ? 1 : Length);

    /// <summary>0 for a constant, -1 otherwise.</summary>
    public int Mask => _mask;

    /// <summary>Value of a row; meaningless where it is null.</summary>
    public T this[int row] => _values[_start + (row & _mask)];

    /// <inheritdoc/>
    public override ulong[]? Validity => !IsConstant ? _validity : _validity is null || Bits.Get(_validity, 0) ? null : Bits.NoneSet(Length);

    /// <inheritdoc/>
    public override bool MayBeNull => _validity is not null && (!IsConstant || !Bits.Get(_validity, 0));

    /// <inheritdoc/>
    public override bool IsNull(int row) => _validity is not null && !Bits.Get(_validity, row & _mask);

    /// <inheritdoc/>
    public override Vector Slice(int start, int length) => IsConstant
        ? length == Length ? this : new FixedVector<T>(Kind, _values, _start, length, _validity, isConstant: true)
        : start == 0 && length == Length ? this : new FixedVector<T>(Kind, _values, _start + start, length, Bits.Slice(_validity, start, length));

    /// <inheritdoc/>
    public override Vector Gather(ReadOnlySpan<int> rows)
    {
        var values = new T[rows.Length];
        var source = Span;
        ulong[]? validity = null;
        if (_validity is null)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var row = rows[i];
                if (row >= 0)
                    values[i] = source[row & _mask];
                else
                    Bits.Clear(validity ??= Bits.AllSet(rows.Length), i);
            }
        }
        else
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var row = rows[i];
                if (row >= 0 && Bits.Get(_validity, row & _mask))
                    values[i] = source[row & _mask];
                else
                    Bits.Clear(validity ??= Bits.AllSet(rows.Length), i);
            }
        }

        return new FixedVector<T>(Kind, values, 0, rows.Length, validity);
    }

    /// <inheritdoc/>
    public override Vector AsConstant(int row, int length) => new FixedVector<T>(Kind, [this[row]], 0, length, IsNull(row) ? [0UL] : null, isConstant: true);

    /// <summary>The same ticks or numbers under another kind of the same width (datetime, timespan, long).</summary>
    public FixedVector<T> WithKind(TypeKind kind) => kind == Kind ? this : new FixedVector<T>(kind, _values, _start, Length, _validity, IsConstant);

    /// <inheritdoc/>
    public override object? GetValue(int row)
    {
        if (IsNull(row))
            return null;
        var value = this[row];
        return Kind switch
        {
            TypeKind.DateTime => new DateTime((long)(object)value, DateTimeKind.Utc),
            TypeKind.TimeSpan => new TimeSpan((long)(object)value),
            _ => value,
        };
    }

    /// <inheritdoc/>
    public override long ByteSize => (long)System.Runtime.CompilerServices.Unsafe.SizeOf<T>() * (IsConstant ? 1 : Length);
}
