using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Content.Kql.Engine.Vectors;

/// <summary>Writes dynamic values to a tape. Containers: <c>var start = writer.BeginArray(); … writer.EndArray(start, count);</c></summary>
public sealed class DynamicWriter
{
    private byte[] _buffer = new byte[64];

    /// <summary>Bytes written.</summary>
    public int Position { get; private set; }

    /// <summary>The tape; valid up to <see cref="Position"/>.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Writes null.</summary>
    public void Null() => Reserve(1)[0] = (byte)DynamicTag.Null;

    /// <summary>Writes a bool.</summary>
    public void Bool(bool value) => Reserve(1)[0] = (byte)(value ? DynamicTag.True : DynamicTag.False);

    /// <summary>Writes an int.</summary>
    public void Int(int value)
    {
        var span = Reserve(5);
        span[0] = (byte)DynamicTag.Int;
        BinaryPrimitives.WriteInt32LittleEndian(span[1..], value);
    }

    /// <summary>Writes a long.</summary>
    public void Long(long value) => Eight(DynamicTag.Long, value);

    /// <summary>Writes a real.</summary>
    public void Real(double value) => Eight(DynamicTag.Real, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Writes an instant in ticks.</summary>
    public void DateTime(long ticks) => Eight(DynamicTag.DateTime, ticks);

    /// <summary>Writes a duration in ticks.</summary>
    public void TimeSpan(long ticks) => Eight(DynamicTag.TimeSpan, ticks);

    /// <summary>Writes a decimal.</summary>
    public void Decimal(decimal value)
    {
        var span = Reserve(17);
        span[0] = (byte)DynamicTag.Decimal;
        MemoryMarshal.Write(span[1..], in value);
    }

    /// <summary>Writes a guid.</summary>
    public void Guid(Guid value)
    {
        var span = Reserve(17);
        span[0] = (byte)DynamicTag.Guid;
        value.TryWriteBytes(span[1..]);
    }

    /// <summary>Writes a string.</summary>
    public void String(ReadOnlySpan<byte> utf8)
    {
        var span = Reserve(5 + utf8.Length);
        span[0] = (byte)DynamicTag.String;
        BinaryPrimitives.WriteInt32LittleEndian(span[1..], utf8.Length);
        utf8.CopyTo(span[5..]);
    }

    /// <summary>Writes a string.</summary>
    public void String(string text) => String(Encoding.UTF8.GetBytes(text));

    /// <summary>Copies a value.</summary>
    public void Value(DynamicValue value)
    {
        if (value.IsNull)
        {
            Null();
            return;
        }

        var tape = value.Tape;
        tape.CopyTo(Reserve(tape.Length));
    }

    /// <summary>Writes the value of a row of any vector; a null row gives null.</summary>
    public void From(Vector vector, int row)
    {
        if (vector.IsNull(row))
        {
            Null();
            return;
        }

        switch (vector)
        {
            case StringVector strings: String(strings[row]); break;
            case DynamicVector dynamics: Value(dynamics[row]); break;
            case FixedVector<bool> bools: Bool(bools[row]); break;
            case FixedVector<int> ints: Int(ints[row]); break;
            case FixedVector<long> longs when longs.Kind == Symbols.TypeKind.DateTime: DateTime(longs[row]); break;
            case FixedVector<long> longs when longs.Kind == Symbols.TypeKind.TimeSpan: TimeSpan(longs[row]); break;
            case FixedVector<long> longs: Long(longs[row]); break;
            case FixedVector<double> reals: Real(reals[row]); break;
            case FixedVector<decimal> decimals: Decimal(decimals[row]); break;
            case FixedVector<Guid> guids: Guid(guids[row]); break;
            default: Null(); break;
        }
    }

    /// <summary>Opens an array; write its elements, then call <see cref="EndArray"/>.</summary>
    public int BeginArray() => Begin(DynamicTag.Array);

    /// <summary>Closes the array that began at <paramref name="start"/>.</summary>
    public void EndArray(int start, int count) => End(start, count);

    /// <summary>Opens a bag; write <see cref="Key(ReadOnlySpan{byte})"/> and value in turn, then call <see cref="EndBag"/>.</summary>
    public int BeginBag() => Begin(DynamicTag.Bag);

    /// <summary>Writes the key of the next property. Keys must not repeat within a bag.</summary>
    public void Key(ReadOnlySpan<byte> utf8)
    {
        var span = Reserve(4 + utf8.Length);
        BinaryPrimitives.WriteInt32LittleEndian(span, utf8.Length);
        utf8.CopyTo(span[4..]);
    }

    /// <summary>Writes the key of the next property.</summary>
    public void Key(string text) => Key(Encoding.UTF8.GetBytes(text));

    /// <summary>Closes the bag that began at <paramref name="start"/>.</summary>
    public void EndBag(int start, int count) => End(start, count);

    /// <summary>Forgets what was written from a position on.</summary>
    public void Rewind(int position) => Position = position;

    /// <summary>The value that begins at a position.</summary>
    public DynamicValue ValueAt(int position) => new(_buffer.AsSpan(position, Position - position));

    /// <summary>Writes an object as <see cref="DynamicValue.ToObject"/> gives it; also string-keyed dictionaries and sequences.</summary>
    public void Object(object? value)
    {
        switch (value)
        {
            case null: Null(); break;
            case bool x: Bool(x); break;
            case int x: Int(x); break;
            case long x: Long(x); break;
            case short x: Long(x); break;
            case uint x: Long(x); break;
            case float x: Real(x); break;
            case double x: Real(x); break;
            case decimal x: Decimal(x); break;
            case DateTime x: DateTime(x.Ticks); break;
            case DateTimeOffset x: DateTime(x.UtcTicks); break;
            case TimeSpan x: TimeSpan(x.Ticks); break;
            case Guid x: Guid(x); break;
            case string x: String(x); break;
            case IEnumerable<KeyValuePair<string, object?>> properties:
            {
                var start = BeginBag();
                var count = 0;
                foreach (var property in properties)
                {
                    Key(property.Key);
                    Object(property.Value);
                    count++;
                }

                EndBag(start, count);
                break;
            }

            case System.Collections.IEnumerable items:
            {
                var start = BeginArray();
                var count = 0;
                foreach (var item in items)
                {
                    Object(item);
                    count++;
                }

                EndArray(start, count);
                break;
            }

            default: String(value.ToString() ?? ""); break;
        }
    }

    private void Eight(DynamicTag tag, long value)
    {
        var span = Reserve(9);
        span[0] = (byte)tag;
        BinaryPrimitives.WriteInt64LittleEndian(span[1..], value);
    }

    private int Begin(DynamicTag tag)
    {
        var start = Position;
        Reserve(9)[0] = (byte)tag;
        return start;
    }

    private void End(int start, int count)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(start + 1), Position - start - 5);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(start + 5), count);
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - Position < size)
        {
            var length = Math.Max((long)_buffer.Length * 2, (long)Position + size);
            if (length > Array.MaxLength)
            {
                if ((long)Position + size > Array.MaxLength)
                    throw new LimitExceededException("bytes", "A column of dynamic values passes 2 GB.");
                length = Array.MaxLength;
            }

            Array.Resize(ref _buffer, (int)length);
        }

        var span = _buffer.AsSpan(Position, size);
        Position += size;
        return span;
    }
}
