using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Execution;

/// <summary>A run of rows on its way through operators. A column is gathered from the rows selected below only when it is read.</summary>
internal sealed class Batch
{
    private readonly Vector?[] _columns;
    private readonly Vector?[]? _source;
    private readonly int[]? _rows;

    public Batch(Vector?[] columns, int length)
    {
        _columns = columns;
        Length = length;
    }

    private Vector? _hidden;
    private Batch? _hiddenFrom;

    /// <summary>When each row was ingested, carried beside the columns for <c>ingestion_time()</c>; null where the rows come from no table.</summary>
    public Vector? Ingestion
    {
        get
        {
            if (_hidden is null && _hiddenFrom?.Ingestion is { } source)
                _hidden = source.IsConstant ? source.Slice(0, Length) : source.Gather(_hiddenRows);
            return _hidden;
        }
        init => _hidden = value;
    }

    private int[]? _hiddenRows;

    private Batch(Vector?[] source, int[] rows)
    {
        _source = source;
        _rows = rows;
        _columns = new Vector?[source.Length];
        Length = rows.Length;
    }

    /// <summary>Rows.</summary>
    public int Length { get; }

    /// <summary>Number of columns.</summary>
    public int Width => _columns.Length;

    /// <summary>A column that the query reads.</summary>
    public Vector Column(int ordinal) => TryColumn(ordinal) ?? throw new InvalidOperationException($"Column {ordinal} was not asked for.");

    /// <summary>A column; null for one that the query does not read.</summary>
    public Vector? TryColumn(int ordinal)
    {
        if (_columns[ordinal] is { } ready)
            return ready;
        return _source?[ordinal] is { } source ? _columns[ordinal] = source.IsConstant ? source.Slice(0, Length) : source.Gather(_rows) : null;
    }

    /// <summary>Some of the rows, in the order given.</summary>
    public Batch Select(int[] rows)
    {
        if (_source is null)
            return new Batch(_columns, rows) { _hiddenFrom = this, _hiddenRows = rows };
        var composed = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            composed[i] = _rows![rows[i]];
        return new Batch(_source, composed) { _hiddenFrom = this, _hiddenRows = rows };
    }

    /// <summary>A range of the rows.</summary>
    public Batch Slice(int start, int length)
    {
        if (start == 0 && length == Length)
            return this;
        if (_source is not null)
            return new Batch(_source, _rows!.AsSpan(start, length).ToArray()) { Ingestion = Ingestion?.Slice(start, length) };
        var columns = new Vector?[_columns.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = _columns[i]?.Slice(start, length);
        return new Batch(columns, length) { Ingestion = Ingestion?.Slice(start, length) };
    }
}
