using System.Runtime.CompilerServices;
using System.Text;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Vectors;

/// <summary>Collects values row by row into a vector.</summary>
public abstract class VectorBuilder
{
    private protected VectorBuilder(TypeKind kind) => Kind = kind;

    /// <summary>Type of the values.</summary>
    public TypeKind Kind { get; }

    /// <summary>Rows so far.</summary>
    public int Count { get; private protected set; }

    /// <summary>Adds a null, or an empty string.</summary>
    public abstract void AddNull();

    /// <summary>Adds the value of a row of a vector of the same kind.</summary>
    public abstract void AddFrom(Vector vector, int row);

    /// <summary>Adds an object as in <see cref="Vector.GetValue"/>; one of another type is converted, null where that fails.</summary>
    public abstract void AddObject(object? value);

    /// <summary>The vector of all rows. The builder must not be used afterwards.</summary>
    public abstract Vector Build();

    /// <summary>A builder for a kind.</summary>
    public static VectorBuilder Create(TypeKind kind, int capacity = 16) => kind switch
    {
        TypeKind.Bool => new FixedBuilder<bool>(kind, capacity),
        TypeKind.Int => new FixedBuilder<int>(kind, capacity),
        TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => new FixedBuilder<long>(kind, capacity),
        TypeKind.Real => new FixedBuilder<double>(kind, capacity),
        TypeKind.Decimal => new FixedBuilder<decimal>(kind, capacity),
        TypeKind.Guid => new FixedBuilder<Guid>(kind, capacity),
        TypeKind.String => new StringBuilderVector(capacity),
        _ => new DynamicBuilder(capacity),
    };
}

/// <summary>Builds a <see cref="FixedVector{T}"/>.</summary>
internal sealed class FixedBuilder<T> : VectorBuilder where T : unmanaged
{
    private T[] _values;
    private ulong[]? _validity;

    /// <summary>A builder; the capacity grows as needed.</summary>
    public FixedBuilder(TypeKind kind, int capacity = 16) : base(kind) => _values = new T[Math.Max(capacity, 1)];

    /// <summary>Adds a value.</summary>
    public void Add(T value)
    {
        if (Count == _values.Length)
            Grow();
        _values[Count++] = value;
    }

    /// <summary>Adds a value or null.</summary>
    public void Add(T? value)
    {
        if (value is { } present)
            Add(present);
        else
            AddNull();
    }

    /// <inheritdoc/>
    public override void AddNull()
    {
        if (Count == _values.Length)
            Grow();
        Bits.Clear(_validity ??= Bits.AllSet(_values.Length), Count);
        _values[Count++] = default;
    }

    /// <inheritdoc/>
    public override void AddFrom(Vector vector, int row)
    {
        var source = (FixedVector<T>)vector;
        if (source.IsNull(row))
            AddNull();
        else
            Add(source[row]);
    }

    /// <inheritdoc/>
    public override void AddObject(object? value)
    {
        switch (value)
        {
            case null: AddNull(); break;
            case T typed when Kind is not (TypeKind.DateTime or TypeKind.TimeSpan): Add(typed); break;
            case DateTime time when Kind == TypeKind.DateTime: Add(Unsafe.BitCast<long, T>(time.Ticks)); break;
            case TimeSpan span when Kind == TypeKind.TimeSpan: Add(Unsafe.BitCast<long, T>(span.Ticks)); break;
            default:
            {
                var builder = new DynamicBuilder(1);
                builder.AddObject(value);
                AddFrom(Conversions.To(builder.Build(), Kind), 0);
                break;
            }
        }
    }

    /// <inheritdoc/>
    public override Vector Build() => new FixedVector<T>(Kind, _values, 0, Count, _validity);

    private void Grow()
    {
        var length = _values.Length * 2;
        Array.Resize(ref _values, length);
        if (_validity is null)
            return;
        var old = _validity.Length;
        Array.Resize(ref _validity, Bits.WordCount(length));
        for (var i = old; i < _validity.Length; i++)
            _validity[i] = ulong.MaxValue;
    }
}

/// <summary>Builds a <see cref="StringVector"/>: whole texts with <c>Add</c>, or pieces with <c>Append</c> closed by <see cref="EndRow"/>.</summary>
public sealed class StringBuilderVector : VectorBuilder
{
    private byte[] _arena;
    private int _used;
    private int _rowStart;
    private BytesRef[] _refs;

    /// <summary>A builder; capacities grow as needed.</summary>
    public StringBuilderVector(int capacity = 16) : base(TypeKind.String)
    {
        _refs = new BytesRef[Math.Max(capacity, 1)];
        _arena = new byte[Math.Max(capacity, 4) * 8];
    }

    /// <summary>Bytes appended to the open row.</summary>
    public ReadOnlySpan<byte> OpenRow => new(_arena, _rowStart, _used - _rowStart);

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        Append(utf8);
        EndRow();
    }

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        Append(text);
        EndRow();
    }

    /// <summary>Adds a row.</summary>
    public void Add(string? text) => Add(text.AsSpan());

    /// <summary>Appends to the open row.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        _used += utf8.Length;
    }

    /// <summary>Appends to the open row.</summary>
    public void Append(ReadOnlySpan<char> text) =>
        _used += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));

    /// <summary>Appends an ASCII character to the open row.</summary>
    public void Append(byte ascii)
    {
        Reserve(1)[0] = ascii;
        _used++;
    }

    /// <summary>Appends a value in its invariant text form to the open row.</summary>
    public void AppendValue<TValue>(TValue value, ReadOnlySpan<char> format = default) where TValue : IUtf8SpanFormattable
    {
        int written;
        var size = 64;
        while (!value.TryFormat(Reserve(size), out written, format, System.Globalization.CultureInfo.InvariantCulture))
            size *= 2;
        _used += written;
    }

    /// <summary>A span to write into; report what was written with <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_arena.Length - _used < size)
        {
            var length = Math.Max((long)_arena.Length * 2, (long)_used + size);
            if (length > Array.MaxLength)
            {
                if ((long)_used + size > Array.MaxLength)
                    throw new LimitExceededException("bytes", "A column of text passes 2 GB.");
                length = Array.MaxLength;
            }

            Array.Resize(ref _arena, (int)length);
        }

        return _arena.AsSpan(_used);
    }

    /// <summary>Takes over bytes written to the span of <see cref="Reserve"/>.</summary>
    public void Advance(int bytes) => _used += bytes;

    /// <summary>Closes the open row.</summary>
    public void EndRow()
    {
        if (Count == _refs.Length)
            Array.Resize(ref _refs, Count * 2);
        _refs[Count++] = new BytesRef(_rowStart, _used - _rowStart);
        _rowStart = _used;
    }

    /// <inheritdoc/>
    public override void AddNull() => EndRow();

    /// <inheritdoc/>
    public override void AddFrom(Vector vector, int row) => Add(((StringVector)vector)[row]);

    /// <inheritdoc/>
    public override void AddObject(object? value)
    {
        switch (value)
        {
            case null: AddNull(); break;
            case string text: Add(text); break;
            default:
            {
                var builder = new DynamicBuilder(1);
                builder.AddObject(value);
                AddFrom(Conversions.To(builder.Build(), TypeKind.String), 0);
                break;
            }
        }
    }

    /// <inheritdoc/>
    public override Vector Build() => new StringVector(_arena, _refs, null, 0, Count, Ascii.IsValid(_arena.AsSpan(0, _used)));
}

/// <summary>Builds a <see cref="DynamicVector"/>: write one value to <see cref="Writer"/>, then <see cref="EndRow"/>.</summary>
internal sealed class DynamicBuilder : VectorBuilder
{
    private BytesRef[] _refs;
    private int _rowStart;

    /// <summary>A builder; capacities grow as needed.</summary>
    public DynamicBuilder(int capacity = 16) : base(TypeKind.Dynamic) => _refs = new BytesRef[Math.Max(capacity, 1)];

    /// <summary>Where the value of the open row is written.</summary>
    public DynamicWriter Writer { get; } = new();

    /// <summary>Closes the open row; without a written value, or with a null, it is null.</summary>
    public void EndRow()
    {
        if (Count == _refs.Length)
            Array.Resize(ref _refs, Count * 2);
        var length = Writer.Position - _rowStart;
        if (length == 1 && Writer.Buffer[_rowStart] == (byte)DynamicTag.Null)
            length = 0;
        _refs[Count++] = new BytesRef(_rowStart, length);
        _rowStart = Writer.Position;
    }

    /// <summary>Adds a row.</summary>
    public void Add(DynamicValue value)
    {
        if (!value.IsNull)
            Writer.Value(value);
        EndRow();
    }

    /// <summary>Drops what was written to the open row.</summary>
    public void CancelRow() => Writer.Rewind(_rowStart);

    /// <inheritdoc/>
    public override void AddNull() => EndRow();

    /// <inheritdoc/>
    public override void AddFrom(Vector vector, int row) => Add(((DynamicVector)vector)[row]);

    /// <inheritdoc/>
    public override void AddObject(object? value)
    {
        Writer.Object(value);
        EndRow();
    }

    /// <inheritdoc/>
    public override Vector Build() => new DynamicVector(Writer.Buffer, _refs, 0, Count);
}
