using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Loading;

/// <summary>What a block of text gave.</summary>
/// <param name="Chunks">The rows.</param>
/// <param name="Problems">The first problems; line and column count from the start of the block.</param>
/// <param name="ProblemCount">Number of all problems.</param>
/// <param name="Unknown">Names that the table does not have.</param>
/// <param name="Lines">Line ends in the block.</param>
/// <param name="Tail">Bytes behind the last line end.</param>
internal sealed record BlockResult(ImmutableArray<TableChunk> Chunks, List<LoadProblem> Problems, long ProblemCount, List<string> Unknown, long Lines, int Tail);

/// <summary>
/// Takes in what a scanner finds, a few hundred rows at a time, and converts it column by column: tight loops over one type instead of a
/// call a cell. One thread uses it, for one block after another; its buffers are kept.
/// </summary>
internal sealed class RowBlock
{
    /// <summary>Rows that are scanned before they are converted: their text is still in the cache then.</summary>
    private const int BatchRows = 256;
    private const int MaxUnknown = 1_000;

    private readonly LoadOptions _options;
    private readonly string _path;
    private readonly ColumnLoader?[] _loaders;
    private readonly Cell[]?[] _cells;
    private readonly Cell[]?[] _spare;
    private readonly List<int> _active = [];
    private readonly List<Finding> _findings = [];
    private readonly List<LoadProblem> _problems = [];
    private readonly List<Finding> _kept = [];
    private readonly HashSet<string> _unknownSeen = new(StringComparer.Ordinal);
    private readonly List<string> _unknown = [];
    private readonly Dictionary<string, int> _byName;
    private readonly ImmutableArray<TableChunk>.Builder _chunks = ImmutableArray.CreateBuilder<TableChunk>();
    private readonly Action<long> _charge;
    private byte[] _text = [];
    private bool _isUtf8;
    private int _batch;
    private int _rows;
    private long _problemCount;

    public RowBlock(LoadOptions options, string path, Action<long> charge, CancellationToken cancellation)
    {
        _options = options;
        _path = path;
        _charge = charge;
        Cancellation = cancellation;
        var columns = options.Row.Columns;
        _loaders = new ColumnLoader?[columns.Length];
        _cells = new Cell[]?[columns.Length];
        _spare = new Cell[]?[columns.Length];
        _byName = new Dictionary<string, int>(columns.Length, StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
            _byName.TryAdd(columns[i].Name, i);
        Wanted = new bool[columns.Length];
        if (options.Columns is null)
            Array.Fill(Wanted, true);
        else
        {
            foreach (var column in options.Columns)
                Wanted[column] = true;
        }
    }

    public CancellationToken Cancellation { get; }

    /// <summary>Columns that are loaded.</summary>
    public bool[] Wanted { get; }

    /// <summary>Starts a block.</summary>
    public void Begin(byte[] text, int length)
    {
        _text = text;
        _isUtf8 = Utf8.IsValid(text.AsSpan(0, length));
    }

    /// <summary>The slot of a column that the file names: its ordinal, or -1 for one that is not loaded.</summary>
    public int SlotOf(string name)
    {
        if (_byName.TryGetValue(name, out var ordinal))
            return Wanted[ordinal] ? ordinal : -1;
        if (_unknown.Count < MaxUnknown && _unknownSeen.Add(name))
            _unknown.Add(name);
        return -1;
    }

    /// <summary>Sets a cell of the open row; false when the row has it already.</summary>
    public bool Set(int slot, Cell cell)
    {
        var cells = _cells[slot] ?? Activate(slot);
        ref var place = ref cells[_batch];
        if (place.Kind != CellKind.Missing)
            return false;
        place = cell;
        return true;
    }

    private Cell[] Activate(int slot)
    {
        _active.Add(slot);
        return _cells[slot] = _spare[slot] ??= new Cell[BatchRows];
    }

    /// <summary>Closes the open row.</summary>
    public void EndRow()
    {
        if (++_batch == BatchRows)
            Convert();
    }

    /// <summary>Takes the cells of the open row back.</summary>
    public void DropRow()
    {
        foreach (var slot in _active)
            _cells[slot]![_batch] = default;
    }

    /// <summary>Notes that something is wrong at an offset.</summary>
    public void Report(int at, string message) => _findings.Add(new Finding(at, 0, -1, CellKind.Missing, message));

    /// <summary>Notes that something is wrong with a cell.</summary>
    public void Report(Cell cell, int slot, string? message = null) => _findings.Add(new Finding(cell.Start, cell.Length, slot, cell.Kind, message));

    /// <summary>Ends the block.</summary>
    /// <param name="length">Bytes of the text that were read.</param>
    public BlockResult End(int length)
    {
        Convert();
        CloseChunk();
        Locate();
        var text = _text.AsSpan(0, length);
        var result = new BlockResult(_chunks.ToImmutable(), [.. _problems], _problemCount, [.. _unknown], text.Count((byte)'\n'), length - 1 - text.LastIndexOf((byte)'\n'));
        // What a block gives must not depend on the blocks that this thread read before.
        foreach (var slot in _active)
            _cells[slot] = null;
        _active.Clear();
        _chunks.Clear();
        _problems.Clear();
        _problemCount = 0;
        _unknown.Clear();
        _unknownSeen.Clear();
        return result;
    }

    private void Convert()
    {
        Cancellation.ThrowIfCancellationRequested();
        if (_batch > 0)
        {
            foreach (var slot in _active)
            {
                var column = _options.Row.Columns[slot];
                var loader = _loaders[slot] ??= ColumnLoader.Create(column.Type.Kind, _options.DateTimeParser);
                loader.PadTo(_rows);
                var cells = _cells[slot].AsSpan(0, _batch);
                loader.Add(_text, cells, slot, this, _isUtf8);
                cells.Clear();
            }

            _rows += _batch;
            _batch = 0;
        }

        Keep();
        if (_rows >= ColumnarTable.ChunkSize)
            CloseChunk();
    }

    private void CloseChunk()
    {
        if (_rows == 0)
            return;
        var vectors = new Vector?[_loaders.Length];
        var bytes = 0L;
        for (var i = 0; i < vectors.Length; i++)
        {
            if (!Wanted[i])
                continue;
            if (_loaders[i] is { Count: > 0 } loader)
            {
                loader.PadTo(_rows);
                vectors[i] = loader.Build();
                bytes += loader.BuiltBytes;
            }
            else
            {
                vectors[i] = Vector.Null(_options.Row.Columns[i].Type.Kind, _rows);
            }
        }

        _charge(bytes);
        _chunks.Add(new TableChunk(vectors, _rows));
        _rows = 0;
    }

    // Columns are converted one by one: what is wrong is put into the order of the file again.
    private void Keep()
    {
        if (_findings.Count == 0)
            return;
        _problemCount += _findings.Count;
        if (_kept.Count < _options.MaxProblems)
        {
            _findings.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : string.CompareOrdinal(a.Message, b.Message));
            foreach (var finding in _findings)
            {
                if (_kept.Count == _options.MaxProblems)
                    break;
                _kept.Add(finding);
            }
        }

        _findings.Clear();
    }

    private void Locate()
    {
        var line = 1L;
        var at = 0;
        var lineStart = 0;
        foreach (var finding in _kept)
        {
            var between = _text.AsSpan(at, finding.Start - at);
            var last = between.LastIndexOf((byte)'\n');
            if (last >= 0)
            {
                line += between.Count((byte)'\n');
                lineStart = at + last + 1;
            }

            at = finding.Start;
            var column = finding.Slot < 0 ? null : _options.Row.Columns[finding.Slot];
            // A JSON string begins at its quotation mark.
            var quote = finding.Shape is CellKind.Text or CellKind.Escaped ? 1 : 0;
            _problems.Add(new LoadProblem(_path, line, at - lineStart + 1 - quote, Describe(finding, column), column?.Name));
        }

        _kept.Clear();
    }

    private string Describe(Finding finding, ColumnSymbol? column)
    {
        if (finding.Message is not null)
            return column is null ? finding.Message : $"Column '{column.Name}': {finding.Message}";
        var text = Shorten(_text.AsSpan(finding.Start, finding.Length));
        var shown = finding.Shape switch
        {
            CellKind.Container => "an object or array",
            CellKind.Literal => text,
            _ => $"the text \"{text}\"",
        };
        return $"Column '{column!.Name}' is {column.Type}, and {shown} is none.";
    }

    private static string Shorten(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.Length > 60 ? text[..60] : text) + (text.Length > 60 ? "…" : "");
}
