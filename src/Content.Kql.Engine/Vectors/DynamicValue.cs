using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Content.Kql.Engine.Vectors;

/// <summary>What a dynamic value is.</summary>
public enum DynamicTag : byte { Null, False, True, Int, Long, Real, Decimal, DateTime, TimeSpan, Guid, String, Array, Bag }

/// <summary>
/// A dynamic value on a tape. Layout: a tag byte, then by tag nothing, 4, 8 or 16 bytes little-endian; a string has a 4-byte length and its
/// UTF-8; an array has the 4-byte size of what follows, the 4-byte number of elements and the elements; a bag likewise, each property
/// being a 4-byte key length, the key and the value.
/// </summary>
public readonly ref struct DynamicValue
{
    private readonly ReadOnlySpan<byte> _tape;

    /// <summary>Reads a value that begins at the start of the span; the span may be longer than the value. An empty span is null.</summary>
    public DynamicValue(ReadOnlySpan<byte> tape) => _tape = tape;

    /// <summary>What it is.</summary>
    public DynamicTag Tag => _tape.IsEmpty ? DynamicTag.Null : (DynamicTag)_tape[0];
    /// <summary>True for null.</summary>
    public bool IsNull => Tag == DynamicTag.Null;
    /// <summary>True for an int, a long, a real or a decimal.</summary>
    public bool IsNumber => Tag is DynamicTag.Int or DynamicTag.Long or DynamicTag.Real or DynamicTag.Decimal;
    /// <summary>The encoded bytes, exactly.</summary>
    public ReadOnlySpan<byte> Tape => _tape.IsEmpty ? _tape : _tape[..SizeAt(_tape, 0)];

    /// <summary>The number of an int or long; the ticks of a datetime or timespan; 0 or 1 of a bool.</summary>
    public long AsLong => Tag switch
    {
        DynamicTag.True => 1,
        DynamicTag.Int => BinaryPrimitives.ReadInt32LittleEndian(_tape[1..]),
        DynamicTag.Long or DynamicTag.DateTime or DynamicTag.TimeSpan => BinaryPrimitives.ReadInt64LittleEndian(_tape[1..]),
        DynamicTag.Real => Conversions.RealToLong(AsReal) ?? 0,
        DynamicTag.Decimal => (long)AsDecimal,
        _ => 0,
    };

    /// <summary>A number as a real.</summary>
    public double AsReal => Tag switch
    {
        DynamicTag.Real => BinaryPrimitives.ReadDoubleLittleEndian(_tape[1..]),
        DynamicTag.Decimal => (double)AsDecimal,
        _ => AsLong,
    };

    /// <summary>A decimal.</summary>
    public decimal AsDecimal => Tag switch
    {
        DynamicTag.Decimal => MemoryMarshal.Read<decimal>(_tape[1..]),
        DynamicTag.Real => Conversions.RealToDecimal(AsReal) ?? 0,
        _ => AsLong,
    };

    /// <summary>A guid.</summary>
    public Guid AsGuid => Tag == DynamicTag.Guid ? new Guid(_tape.Slice(1, 16)) : Guid.Empty;

    /// <summary>The UTF-8 of a string; empty for anything else.</summary>
    public ReadOnlySpan<byte> Text => Tag == DynamicTag.String ? _tape.Slice(5, BinaryPrimitives.ReadInt32LittleEndian(_tape[1..])) : default;

    /// <summary>Number of elements of an array or properties of a bag; 0 for anything else.</summary>
    public int Count => Tag is DynamicTag.Array or DynamicTag.Bag ? BinaryPrimitives.ReadInt32LittleEndian(_tape[5..]) : 0;

    /// <summary>Elements of an array (nothing for anything else): <c>foreach (var element in value.Elements)</c>.</summary>
    public ElementEnumerator Elements => new(_tape, Tag == DynamicTag.Array ? Count : 0);

    /// <summary>Properties of a bag (nothing for anything else), in order of writing.</summary>
    public PropertyEnumerator Properties => new(_tape, Tag == DynamicTag.Bag ? Count : 0);

    /// <summary>Element of an array; a negative index counts from the end. Null when there is none.</summary>
    public DynamicValue At(long index)
    {
        var place = FindElement(_tape, index);
        return new DynamicValue(place.Length == 0 ? default : _tape.Slice(place.Offset, place.Length));
    }

    /// <summary>Property of a bag; null when there is none.</summary>
    public DynamicValue Get(ReadOnlySpan<byte> key)
    {
        var place = FindProperty(_tape, key);
        return new DynamicValue(place.Length == 0 ? default : _tape.Slice(place.Offset, place.Length));
    }

    /// <summary>Whether a bag has a property of the key.</summary>
    public bool Has(ReadOnlySpan<byte> key)
    {
        foreach (var property in Properties)
        {
            if (property.Key.SequenceEqual(key))
                return true;
        }

        return false;
    }

    /// <summary>Compares by value; the order of a bag's properties does not matter, numbers compare across their types.</summary>
    public bool DeepEquals(DynamicValue other) => DynamicCompare.AreEqual(this, other);

    /// <summary>Hash that agrees with <see cref="DeepEquals"/>.</summary>
    public int DeepHash() => DynamicCompare.Hash(this);

    /// <summary>The value as objects: null, bool, int, long, double, decimal, DateTime, TimeSpan, Guid, string, <c>object?[]</c>, <c>KeyValuePair&lt;string, object?&gt;[]</c>.</summary>
    public object? ToObject()
    {
        switch (Tag)
        {
            case DynamicTag.False: return false;
            case DynamicTag.True: return true;
            case DynamicTag.Int: return (int)AsLong;
            case DynamicTag.Long: return AsLong;
            case DynamicTag.Real: return AsReal;
            case DynamicTag.Decimal: return AsDecimal;
            case DynamicTag.DateTime: return new DateTime(AsLong, DateTimeKind.Utc);
            case DynamicTag.TimeSpan: return new TimeSpan(AsLong);
            case DynamicTag.Guid: return AsGuid;
            case DynamicTag.String: return Encoding.UTF8.GetString(Text);
            case DynamicTag.Array:
            {
                var items = new object?[Count];
                var i = 0;
                foreach (var element in Elements)
                    items[i++] = element.ToObject();
                return items;
            }

            case DynamicTag.Bag:
            {
                var items = new KeyValuePair<string, object?>[Count];
                var i = 0;
                foreach (var property in Properties)
                    items[i++] = new(Encoding.UTF8.GetString(property.Key), property.Value.ToObject());
                return items;
            }

            default: return null;
        }
    }

    /// <summary>Bytes that the value at an offset takes.</summary>
    public static int SizeAt(ReadOnlySpan<byte> tape, int offset) => (DynamicTag)tape[offset] switch
    {
        DynamicTag.Null or DynamicTag.False or DynamicTag.True => 1,
        DynamicTag.Int => 5,
        DynamicTag.Long or DynamicTag.Real or DynamicTag.DateTime or DynamicTag.TimeSpan => 9,
        DynamicTag.Decimal or DynamicTag.Guid => 17,
        _ => 5 + BinaryPrimitives.ReadInt32LittleEndian(tape[(offset + 1)..]),
    };

    /// <summary>Place of an array's element relative to the value; length 0 when there is none or it is null.</summary>
    public static BytesRef FindElement(ReadOnlySpan<byte> tape, long index)
    {
        if (tape.IsEmpty || (DynamicTag)tape[0] != DynamicTag.Array)
            return default;
        var count = BinaryPrimitives.ReadInt32LittleEndian(tape[5..]);
        if (index < 0)
            index += count;
        if (index < 0 || index >= count)
            return default;
        var offset = 9;
        for (; index > 0; index--)
            offset += SizeAt(tape, offset);
        return (DynamicTag)tape[offset] == DynamicTag.Null ? default : new BytesRef(offset, SizeAt(tape, offset));
    }

    /// <summary>Place of a bag's property value relative to the value; length 0 when there is none or it is null.</summary>
    public static BytesRef FindProperty(ReadOnlySpan<byte> tape, ReadOnlySpan<byte> key)
    {
        if (tape.IsEmpty || (DynamicTag)tape[0] != DynamicTag.Bag)
            return default;
        var count = BinaryPrimitives.ReadInt32LittleEndian(tape[5..]);
        var offset = 9;
        for (; count > 0; count--)
        {
            var keyLength = BinaryPrimitives.ReadInt32LittleEndian(tape[offset..]);
            var value = offset + 4 + keyLength;
            if (keyLength == key.Length && tape.Slice(offset + 4, keyLength).SequenceEqual(key))
                return (DynamicTag)tape[value] == DynamicTag.Null ? default : new BytesRef(value, SizeAt(tape, value));
            offset = value + SizeAt(tape, value);
        }

        return default;
    }

    /// <summary>Walks the elements of an array.</summary>
    public ref struct ElementEnumerator
    {
        private readonly ReadOnlySpan<byte> _tape;
        private int _left;
        private int _next;
        private int _current;

        internal ElementEnumerator(ReadOnlySpan<byte> tape, int count)
        {
            _tape = tape;
            _left = count;
            _next = 9;
        }

        /// <summary>The element.</summary>
        public readonly DynamicValue Current => new(_tape[_current.._next]);

        /// <summary>Offset of the element relative to the array.</summary>
        public readonly BytesRef Place => new(_current, _next - _current);

        /// <summary>Goes to the next element.</summary>
        public bool MoveNext()
        {
            if (_left == 0)
                return false;
            _left--;
            _current = _next;
            _next += SizeAt(_tape, _next);
            return true;
        }

        /// <summary>For foreach.</summary>
        public readonly ElementEnumerator GetEnumerator() => this;
    }

    /// <summary>A property of a bag.</summary>
    public readonly ref struct Property(ReadOnlySpan<byte> key, DynamicValue value)
    {
        /// <summary>Name, UTF-8.</summary>
        public ReadOnlySpan<byte> Key { get; } = key;
        /// <summary>Value.</summary>
        public DynamicValue Value { get; } = value;
    }

    /// <summary>Walks the properties of a bag.</summary>
    public ref struct PropertyEnumerator
    {
        private readonly ReadOnlySpan<byte> _tape;
        private int _left;
        private int _next;
        private int _key;
        private int _value;

        internal PropertyEnumerator(ReadOnlySpan<byte> tape, int count)
        {
            _tape = tape;
            _left = count;
            _next = 9;
        }

        /// <summary>The property.</summary>
        public readonly Property Current => new(_tape[_key.._value], new DynamicValue(_tape[_value.._next]));

        /// <summary>Offset of the value relative to the bag.</summary>
        public readonly BytesRef Place => new(_value, _next - _value);

        /// <summary>Goes to the next property.</summary>
        public bool MoveNext()
        {
            if (_left == 0)
                return false;
            _left--;
            _key = _next + 4;
            _value = _key + BinaryPrimitives.ReadInt32LittleEndian(_tape[_next..]);
            _next = _value + SizeAt(_tape, _value);
            return true;
        }

        /// <summary>For foreach.</summary>
        public readonly PropertyEnumerator GetEnumerator() => this;
    }
}
