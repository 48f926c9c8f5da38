using System.Numerics;
using System.Text;
using System.Text.Unicode;
using Content.Kql.Engine.Vectors;
using Parquet.Data;
using Parquet.Schema;

namespace Content.Kql.Engine.Loading;

/// <summary>The values of one primitive column with their levels, read from front to back.</summary>
internal abstract class ParquetLeaf : IDisposable
{
    private readonly int[] _definitions;
    private readonly int[] _repetitions;
    private readonly int _maximum;
    private readonly int _count;
    private int _at;

    private protected ParquetLeaf(DataField field, RawColumnData data, int values, int rows)
    {
        _maximum = field.MaxDefinitionLevel;
        _definitions = _maximum > 0 ? data.DefinitionLevels.ToArray() : [];
        _repetitions = field.MaxRepetitionLevel > 0 ? data.RepetitionLevels.ToArray() : [];
        _count = _maximum > 0 ? _definitions.Length : values;
        var defined = 0;
        foreach (var level in _definitions)
            defined += level == _maximum ? 1 : 0;
        if (_maximum > 0 && defined > values || field.MaxRepetitionLevel == 0 && _count < rows || _repetitions.Length > 0 && _repetitions.Length != _count)
            throw new LoadFailedException($"column '{field.Path}' has fewer values than rows");
    }

    /// <summary>Number of the value that is next among those that are there.</summary>
    protected int Value { get; private set; }

    /// <summary>How much of the path to the next value is there; -1 at the end.</summary>
    public int Definition => _at >= _count ? -1 : _maximum == 0 ? 0 : _definitions[_at];

    /// <summary>The level at which the next value repeats; -1 at the end.</summary>
    public int Repetition => _at >= _count ? -1 : _repetitions.Length == 0 ? 0 : _repetitions[_at];

    /// <summary>Whether the next value is there.</summary>
    public bool HasValue => Definition == _maximum;

    /// <summary>The next value as text.</summary>
    public abstract ReadOnlySpan<byte> Text { get; }

    /// <summary>Writes the next value.</summary>
    public abstract void Write(DynamicWriter writer);

    /// <summary>Adds the next value to a builder of the kind of the field.</summary>
    public abstract void AddTo(VectorBuilder builder);

    /// <summary>Goes on.</summary>
    public void Advance()
    {
        if (HasValue)
            Value++;
        _at++;
    }

    public abstract void Dispose();

    public static ParquetLeaf Create(DataField field, RawColumnData data, int rows) => data switch
    {
        RawColumnData<bool> raw => new Leaf<bool, bool>(field, raw, rows, static x => x, static (w, x) => w.Bool(x)),
        RawColumnData<byte> raw => new Leaf<byte, int>(field, raw, rows, static x => x, static (w, x) => w.Long(x)),
        RawColumnData<sbyte> raw => new Leaf<sbyte, int>(field, raw, rows, static x => x, static (w, x) => w.Long(x)),
        RawColumnData<short> raw => new Leaf<short, int>(field, raw, rows, static x => x, static (w, x) => w.Long(x)),
        RawColumnData<ushort> raw => new Leaf<ushort, int>(field, raw, rows, static x => x, static (w, x) => w.Long(x)),
        RawColumnData<int> raw => new Leaf<int, int>(field, raw, rows, static x => x, static (w, x) => w.Long(x)),
        RawColumnData<uint> raw => new Leaf<uint, long>(field, raw, rows, static x => x, static (w, x) => w.Long(x)),
        RawColumnData<long> raw => new Leaf<long, long>(field, raw, rows, static x => x, static (w, x) => w.Long(x)),
        RawColumnData<ulong> raw => new Leaf<ulong, decimal>(field, raw, rows, static x => x, static (w, x) => w.Decimal(x)),
        RawColumnData<float> raw => new Leaf<float, double>(field, raw, rows, static x => x, static (w, x) => w.Real(x)),
        RawColumnData<double> raw => new Leaf<double, double>(field, raw, rows, static x => x, static (w, x) => w.Real(x)),
        RawColumnData<decimal> raw => new Leaf<decimal, decimal>(field, raw, rows, static x => x, static (w, x) => w.Decimal(x)),
        RawColumnData<BigInteger> raw => new Leaf<BigInteger, decimal>(field, raw, rows, static x => (decimal)x, static (w, x) => w.Decimal(x)),
        RawColumnData<DateTime> raw => new Leaf<DateTime, long>(field, raw, rows, static x => x.Ticks, static (w, x) => w.DateTime(x)),
        RawColumnData<DateOnly> raw => new Leaf<DateOnly, long>(field, raw, rows, static x => x.ToDateTime(TimeOnly.MinValue).Ticks, static (w, x) => w.DateTime(x)),
        RawColumnData<TimeOnly> raw => new Leaf<TimeOnly, long>(field, raw, rows, static x => x.Ticks, static (w, x) => w.TimeSpan(x)),
        RawColumnData<TimeSpan> raw => new Leaf<TimeSpan, long>(field, raw, rows, static x => x.Ticks, static (w, x) => w.TimeSpan(x)),
        RawColumnData<Guid> raw => new Leaf<Guid, Guid>(field, raw, rows, static x => x, static (w, x) => w.Guid(x)),
        RawColumnData<ReadOnlyMemory<char>> raw => new TextLeaf<ReadOnlyMemory<char>>(field, raw, rows, static x => Encoding.UTF8.GetBytes(x.Span.ToArray())),
        RawColumnData<ReadOnlyMemory<byte>> raw => new TextLeaf<ReadOnlyMemory<byte>>(field, raw, rows, static x => TextOf(x.Span)),
        _ => throw new LoadFailedException($"column '{field.Path}' has the type {field.ClrType.Name}, which cannot be read"),
    };

    // Bytes that are no text become Base64.
    private static byte[] TextOf(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? bytes.ToArray() : Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));

    private sealed class Leaf<TRaw, T> : ParquetLeaf where TRaw : struct where T : unmanaged
    {
        private readonly RawColumnData<TRaw> _raw;
        private readonly Func<TRaw, T> _convert;
        private readonly Action<DynamicWriter, T> _write;
        private readonly DynamicWriter _scratch = new();

        public Leaf(DataField field, RawColumnData<TRaw> raw, int rows, Func<TRaw, T> convert, Action<DynamicWriter, T> write)
            : base(field, raw, raw.Values.Length, rows)
        {
            _raw = raw;
            _convert = convert;
            _write = write;
        }

        private T Current => _convert(_raw.Values[Value]);

        public override ReadOnlySpan<byte> Text
        {
            get
            {
                _scratch.Rewind(0);
                _write(_scratch, Current);
                var text = new StringBuilderVector(1);
                ValueText.AppendDynamic(text, _scratch.ValueAt(0));
                return text.OpenRow;
            }
        }

        public override void Write(DynamicWriter writer) => _write(writer, Current);

        public override void AddTo(VectorBuilder builder) => ((FixedBuilder<T>)builder).Add(Current);

        public override void Dispose() => _raw.Dispose();
    }

    private sealed class TextLeaf<TRaw> : ParquetLeaf where TRaw : struct
    {
        private readonly RawColumnData<TRaw> _raw;
        private readonly Func<TRaw, byte[]> _convert;

        public TextLeaf(DataField field, RawColumnData<TRaw> raw, int rows, Func<TRaw, byte[]> convert)
            : base(field, raw, raw.Values.Length, rows)
        {
            _raw = raw;
            _convert = convert;
        }

        public override ReadOnlySpan<byte> Text => _convert(_raw.Values[Value]);

        // A text in a nested column stays a text.
        public override void Write(DynamicWriter writer) => writer.String(Text);

        public override void AddTo(VectorBuilder builder) => ((StringBuilderVector)builder).Add(Text);

        public override void Dispose() => _raw.Dispose();
    }
}
