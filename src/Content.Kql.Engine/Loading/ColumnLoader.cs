using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Loading;

/// <summary>
/// Converts the cells of one column. A cell that does not convert is reported and null. Buffers are kept from chunk to chunk; a built
/// vector has arrays of exactly its size.
/// </summary>
internal abstract class ColumnLoader
{
    private byte[] _scratch = new byte[256];

    /// <summary>Rows so far.</summary>
    public int Count { get; protected set; }

    /// <summary>Bytes that the vector built last holds.</summary>
    public long BuiltBytes { get; protected set; }

    /// <summary>Adds rows without a value until there are so many.</summary>
    public abstract void PadTo(int count);

    /// <summary>Adds cells.</summary>
    /// <param name="text">The text that they lie in, with <see cref="JsonScanner.Slack"/> bytes behind it.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="slot">The column's number, for reports.</param>
    /// <param name="rows">Takes reports.</param>
    /// <param name="isUtf8">Whether the whole text is known to be UTF-8.</param>
    public abstract void Add(byte[] text, ReadOnlySpan<Cell> cells, int slot, RowBlock rows, bool isUtf8);

    /// <summary>The rows as a vector. The loader is empty afterwards.</summary>
    public abstract Vector Build();

    public static ColumnLoader Create(TypeKind kind, Utf8Function<long?>? dateTimeParser) => kind switch
    {
        TypeKind.String => new TextLoader(),
        TypeKind.Dynamic => new DynamicLoader(),
        TypeKind.Bool => new FixedLoader<bool, BoolCells>(kind, default),
        TypeKind.Int => new FixedLoader<int, IntCells>(kind, default),
        TypeKind.Long => new FixedLoader<long, LongCells>(kind, default),
        TypeKind.Real => new FixedLoader<double, RealCells>(kind, default),
        TypeKind.Decimal => new FixedLoader<decimal, DecimalCells>(kind, default),
        TypeKind.Guid => new FixedLoader<Guid, GuidCells>(kind, default),
        TypeKind.TimeSpan => new FixedLoader<long, TimeSpanCells>(kind, default),
        _ => new FixedLoader<long, DateTimeCells>(kind, new DateTimeCells(dateTimeParser)),
    };

    /// <summary>The text of a cell without escapes and doubled quotation marks; false where it has a bad escape.</summary>
    protected bool Read(byte[] text, Cell cell, out ReadOnlySpan<byte> value)
    {
        value = text.AsSpan(cell.Start, cell.Length);
        if (cell.Kind is not (CellKind.Escaped or CellKind.QuotedField))
            return true;
        if (_scratch.Length < cell.Length + JsonScanner.Slack)
            _scratch = new byte[Math.Max(cell.Length + JsonScanner.Slack, _scratch.Length * 2)];
        if (cell.Kind == CellKind.Escaped)
        {
            var good = JsonText.Unescape(value, _scratch, out var length);
            value = _scratch.AsSpan(0, length);
            return good;
        }

        var used = 0;
        while (value.IndexOf("\"\""u8) is >= 0 and var at)
        {
            value[..(at + 1)].CopyTo(_scratch.AsSpan(used));
            used += at + 1;
            value = value[(at + 2)..];
        }

        value.CopyTo(_scratch.AsSpan(used));
        value = _scratch.AsSpan(0, used + value.Length);
        return true;
    }

    /// <summary>The text with U+FFFD for what is no UTF-8.</summary>
    protected static byte[] Repair(ReadOnlySpan<byte> text) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
}

/// <summary>Values of a fixed width.</summary>
internal sealed class FixedLoader<T, TCells>(TypeKind kind, TCells parser) : ColumnLoader where T : unmanaged where TCells : struct, ICellParser<T>
{
    private T[] _values = new T[256];
    private ulong[] _validity = new ulong[4];
    private bool _hasNull;
    private TCells _parser = parser;

    public override void PadTo(int count)
    {
        if (Count >= count)
            return;
        Reserve(count);
        _hasNull = true;
        _values.AsSpan(Count, count - Count).Clear();
        for (; Count < count; Count++)
            Bits.Clear(_validity, Count);
    }

    public override void Add(byte[] text, ReadOnlySpan<Cell> cells, int slot, RowBlock rows, bool isUtf8)
    {
        Reserve(Count + cells.Length);
        var values = _values.AsSpan(Count, cells.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var cell = cells[i];
            T value = default;
            bool good;
            switch (cell.Kind)
            {
                case CellKind.Text or CellKind.Field:
                    good = _parser.TryParse(text.AsSpan(cell.Start, cell.Length), out value);
                    break;
                case CellKind.Literal:
                    good = _parser.TakesLiterals && _parser.TryParse(text.AsSpan(cell.Start, cell.Length), out value);
                    break;
                case CellKind.Escaped or CellKind.QuotedField:
                    good = Read(text, cell, out var plain) && _parser.TryParse(plain, out value);
                    break;
                default:
                    good = false;
                    break;
            }

            values[i] = value;
            if (good)
            {
                Bits.Set(_validity, Count + i);
                continue;
            }

            values[i] = default;
            Bits.Clear(_validity, Count + i);
            _hasNull = true;
            if (cell.Kind is not (CellKind.Missing or CellKind.Null) && cell.Length > 0)
                rows.Report(cell, slot);
        }

        Count += cells.Length;
    }

    public override Vector Build()
    {
        var values = GC.AllocateUninitializedArray<T>(Count);
        _values.AsSpan(0, Count).CopyTo(values);
        var validity = _hasNull ? _validity.AsSpan(0, Bits.WordCount(Count)).ToArray() : null;
        BuiltBytes = (long)System.Runtime.CompilerServices.Unsafe.SizeOf<T>() * Count + 8L * (validity?.Length ?? 0);
        var vector = new FixedVector<T>(kind, values, Count, validity);
        Count = 0;
        _hasNull = false;
        return vector;
    }

    private void Reserve(int count)
    {
        if (count <= _values.Length)
            return;
        Array.Resize(ref _values, Math.Max(count, _values.Length * 2));
        Array.Resize(ref _validity, Bits.WordCount(_values.Length));
    }
}

/// <summary>Dynamic values.</summary>
internal sealed class DynamicLoader : ColumnLoader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonText.MaxDepth };
    private readonly DynamicWriter _writer = new();
    private BytesRef[] _refs = new BytesRef[256];

    public override void PadTo(int count)
    {
        Reserve(count);
        for (; Count < count; Count++)
            _refs[Count] = default;
    }

    public override void Add(byte[] text, ReadOnlySpan<Cell> cells, int slot, RowBlock rows, bool isUtf8)
    {
        Reserve(Count + cells.Length);
        foreach (var cell in cells)
        {
            var start = _writer.Position;
            if (cell.Kind > CellKind.Null)
            {
                if (!Read(text, cell, out var value))
                    rows.Report(cell, slot, "the text has a bad escape.");
                if (!isUtf8 && !Utf8.IsValid(value))
                {
                    rows.Report(cell, slot, "the text is not UTF-8.");
                    value = Repair(value);
                }

                if (Write(value, cell.Kind) is { } problem)
                {
                    _writer.Rewind(start);
                    rows.Report(cell, slot, problem);
                }
            }

            var length = _writer.Position - start;
            if (length == 1 && _writer.Buffer[start] == (byte)DynamicTag.Null)
                length = 0;
            _refs[Count++] = new BytesRef(start, length);
        }
    }

    public override Vector Build()
    {
        var tape = _writer.Buffer.AsSpan(0, _writer.Position).ToArray();
        var refs = _refs.AsSpan(0, Count).ToArray();
        BuiltBytes = tape.Length + 8L * refs.Length;
        var vector = new DynamicVector(tape, refs, 0, Count);
        _writer.Rewind(0);
        Count = 0;
        return vector;
    }

    private string? Write(ReadOnlySpan<byte> value, CellKind kind)
    {
        switch (kind)
        {
            case CellKind.Literal or CellKind.Container:
                return WriteJson(value, _writer);
            case CellKind.Field or CellKind.QuotedField:
                DynamicJson.ParseOrString(value, _writer);
                return null;
            default:
            {
                // A string that holds an object or array is what exports make of dynamic columns.
                var trimmed = value.TrimStart(" \t\r\n"u8);
                if (trimmed.IsEmpty || trimmed[0] is not ((byte)'{' or (byte)'['))
                    _writer.String(value);
                else
                    DynamicJson.ParseOrString(value, _writer);
                return null;
            }
        }
    }

    /// <summary>Writes one JSON value; says what is wrong with it.</summary>
    internal static string? WriteJson(ReadOnlySpan<byte> value, DynamicWriter writer)
    {
        try
        {
            var reader = new Utf8JsonReader(value, Options);
            reader.Read();
            DynamicJson.Write(ref reader, writer);
            return null;
        }
        catch (JsonException e)
        {
            return "this is not JSON: " + e.Message.Split(" LineNumber", 2)[0];
        }
        catch (InvalidOperationException)
        {
            // The reader reports half a surrogate pair this way.
            return "a text in it is no valid Unicode.";
        }
    }

    private void Reserve(int count)
    {
        if (count > _refs.Length)
            Array.Resize(ref _refs, Math.Max(count, _refs.Length * 2));
    }
}
