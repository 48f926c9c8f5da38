using System.Text;
using System.Text.Json;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Loading;

/// <summary>Takes the cells of one column in. False from an add means that the cell does not convert; it is then null.</summary>
internal abstract class ColumnLoader
{
    public int Count { get; protected set; }
    public abstract void AddNull();
    public abstract bool AddJson(ref Utf8JsonReader reader);
    public abstract bool AddText(ReadOnlySpan<byte> text);
    public abstract Vector Build();

    public static ColumnLoader Create(TypeKind kind, int capacity, Utf8Function<long?>? dateTimeParser) => kind switch
    {
        TypeKind.String => new TextLoader(capacity),
        TypeKind.Dynamic => new DynamicLoader(capacity),
        TypeKind.Bool => new FixedLoader<bool>(kind, capacity, static text => TextParser.Bool(text)),
        TypeKind.Int => new FixedLoader<int>(kind, capacity, static text => Whole(text) is { } value and >= int.MinValue and <= int.MaxValue ? (int)value : null),
        TypeKind.Long => new FixedLoader<long>(kind, capacity, static text => Whole(text)),
        TypeKind.Real => new FixedLoader<double>(kind, capacity, static text => TextParser.Real(text)),
        TypeKind.Decimal => new FixedLoader<decimal>(kind, capacity, static text => TextParser.Decimal(text)),
        TypeKind.Guid => new FixedLoader<Guid>(kind, capacity, static text => TextParser.Guid(text)),
        TypeKind.TimeSpan => new FixedLoader<long>(kind, capacity, static text => TextParser.TimeSpan(text)),
        TypeKind.DateTime when dateTimeParser is not null => new FixedLoader<long>(kind, capacity, text => dateTimeParser(text) ?? TextParser.DateTime(text)),
        _ => new FixedLoader<long>(kind, capacity, static text => TextParser.DateTime(text)),
    };

    // 1.0 in a column of whole numbers is a whole number; 1.5 is not.
    private static long? Whole(ReadOnlySpan<byte> text)
    {
        if (TextParser.Long(text) is { } whole)
            return whole;
        if (TextParser.Bool(text) is { } flag)
            return flag ? 1 : 0;
        return TextParser.Real(text) is { } real && Math.Floor(real) == real ? Conversions.RealToLong(real) : null;
    }

    private sealed class FixedLoader<T>(TypeKind kind, int capacity, Utf8Function<T?> parse) : ColumnLoader where T : unmanaged
    {
        private readonly FixedBuilder<T> _builder = new(kind, capacity);

        public override void AddNull()
        {
            Count++;
            _builder.AddNull();
        }

        public override bool AddText(ReadOnlySpan<byte> text)
        {
            Count++;
            var value = parse(text);
            _builder.Add(value);
            return value is not null || text.IsEmpty;
        }

        public override bool AddJson(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    AddNull();
                    return true;
                case JsonTokenType.String:
                    return AddText(reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan);
                case JsonTokenType.Number when kind is TypeKind.DateTime:
                    AddNull();
                    return false;
                case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    return AddText(reader.ValueSpan);
                default:
                    AddNull();
                    reader.Skip();
                    return false;
            }
        }

        public override Vector Build() => _builder.Build();
    }

    private sealed class DynamicLoader(int capacity) : ColumnLoader
    {
        private readonly DynamicBuilder _builder = new(capacity);

        public override void AddNull()
        {
            Count++;
            _builder.AddNull();
        }

        public override bool AddText(ReadOnlySpan<byte> text)
        {
            Count++;
            DynamicJson.ParseOrString(text, _builder.Writer);
            _builder.EndRow();
            return true;
        }

        public override bool AddJson(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                // A string that holds an object or array is what exports make of dynamic columns.
                var text = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
                var trimmed = text.TrimStart(" \t\r\n"u8);
                if (trimmed.IsEmpty || trimmed[0] is not ((byte)'{' or (byte)'['))
                {
                    Count++;
                    _builder.Writer.String(text);
                    _builder.EndRow();
                    return true;
                }

                return AddText(text);
            }

            Count++;
            DynamicJson.Write(ref reader, _builder.Writer);
            _builder.EndRow();
            return true;
        }

        public override Vector Build() => _builder.Build();
    }

    /// <summary>Texts: dictionary-coded while few distinct ones come, plain from then on.</summary>
    private sealed class TextLoader : ColumnLoader
    {
        private readonly ByteBuffer _arena;
        private BytesRef[] _refs;
        private int[]? _codes;
        private int[] _slots = new int[512];
        private int _entries;

        public TextLoader(int capacity)
        {
            _refs = new BytesRef[256];
            _codes = new int[Math.Max(capacity, 16)];
            _arena = new ByteBuffer(1024);
        }

        public override void AddNull() => Take(default);

        public override bool AddText(ReadOnlySpan<byte> text)
        {
            Take(text);
            return true;
        }

        public override bool AddJson(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    AddNull();
                    break;
                case JsonTokenType.String when reader.ValueIsEscaped:
                {
                    var length = reader.ValueSpan.Length;
                    var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
                    var written = reader.CopyString(rented);
                    Take(rented.AsSpan(0, written));
                    System.Buffers.ArrayPool<byte>.Shared.Return(rented);
                    break;
                }

                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                {
                    var writer = new DynamicWriter();
                    DynamicJson.Write(ref reader, writer);
                    var text = new StringBuilderVector(1);
                    ValueText.AppendJson(text, writer.ValueAt(0));
                    Take(text.OpenRow);
                    break;
                }

                default:
                    Take(reader.ValueSpan);
                    break;
            }

            return true;
        }

        public override Vector Build() => new StringVector(_arena.Bytes, _refs, _codes, 0, Count, Ascii.IsValid(_arena.Bytes.AsSpan(0, _arena.Used)));

        private void Take(ReadOnlySpan<byte> text)
        {
            if (_codes is null)
            {
                if (Count == _refs.Length)
                    Array.Resize(ref _refs, Count * 2);
                _refs[Count++] = _arena.Add(text);
                return;
            }

            if (Count == _codes.Length)
                Array.Resize(ref _codes, Count * 2);
            var mask = _slots.Length - 1;
            var slot = Hashing.Bytes(text) & mask;
            while (_slots[slot] != 0)
            {
                var entry = _slots[slot] - 1;
                var place = _refs[entry];
                if (place.Length == text.Length && text.SequenceEqual(_arena.Bytes.AsSpan(place.Offset, place.Length)))
                {
                    _codes[Count++] = entry;
                    return;
                }

                slot = (slot + 1) & mask;
            }

            if (_entries >= 512 && _entries * 4 > Count)
            {
                GoPlain();
                Take(text);
                return;
            }

            if (_entries == _refs.Length)
                Array.Resize(ref _refs, _entries * 2);
            _refs[_entries] = _arena.Add(text);
            _codes[Count++] = _entries;
            _slots[slot] = ++_entries;
            if (_entries * 2 > _slots.Length)
                Rehash();
        }

        private void Rehash()
        {
            _slots = new int[_slots.Length * 2];
            var mask = _slots.Length - 1;
            for (var i = 0; i < _entries; i++)
            {
                var slot = Hashing.Bytes(_arena.Bytes.AsSpan(_refs[i].Offset, _refs[i].Length)) & mask;
                while (_slots[slot] != 0)
                    slot = (slot + 1) & mask;
                _slots[slot] = i + 1;
            }
        }

        private void GoPlain()
        {
            var refs = new BytesRef[Math.Max(_codes!.Length, Count + 1)];
            for (var i = 0; i < Count; i++)
                refs[i] = _refs[_codes[i]];
            _refs = refs;
            _codes = null;
            _slots = [];
        }
    }

    private sealed class ByteBuffer(int capacity)
    {
        private byte[] _bytes = new byte[capacity];

        public byte[] Bytes => _bytes;
        public int Used { get; private set; }

        public BytesRef Add(ReadOnlySpan<byte> bytes)
        {
            if (_bytes.Length - Used < bytes.Length)
            {
                var wanted = Math.Max((long)_bytes.Length * 2, (long)Used + bytes.Length);
                if ((long)Used + bytes.Length > Array.MaxLength)
                    throw new LimitExceededException("bytes", "A column of text passes 2 GB.");
                Array.Resize(ref _bytes, (int)Math.Min(wanted, Array.MaxLength));
            }

            bytes.CopyTo(_bytes.AsSpan(Used));
            var place = new BytesRef(Used, bytes.Length);
            Used += bytes.Length;
            return place;
        }
    }
}
