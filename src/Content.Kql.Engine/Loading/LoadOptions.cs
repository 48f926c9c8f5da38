using System.Collections.Immutable;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Loading;

/// <summary>Formats of data files.</summary>
public enum DataFormat : byte
{
    /// <summary>By the name of the file, then by its first bytes.</summary>
    Auto,
    /// <summary>One JSON object a line.</summary>
    Ndjson,
    /// <summary>One JSON array of objects, or objects one after another.</summary>
    Json,
    /// <summary>Comma-separated values with a header (RFC 4180).</summary>
    Csv,
    /// <summary>Tab-separated values with a header, quoted as in CSV.</summary>
    Tsv,
    /// <summary>Apache Parquet.</summary>
    Parquet,
}

/// <summary>How a data file is read.</summary>
/// <param name="Row">Columns and types of the table.</param>
public sealed record LoadOptions(RowType Row)
{
    /// <summary>Ordinals of the columns to load; null for all. The others are skipped without being converted.</summary>
    public IReadOnlyList<int>? Columns { get; init; }

    /// <summary>The format.</summary>
    public DataFormat Format { get; init; }

    /// <summary>Reads texts of datetime columns before ISO 8601 is tried; for times relative to a clock.</summary>
    public Utf8Function<long?>? DateTimeParser { get; init; }

    /// <summary>Problems kept at most; the count of all is in <see cref="LoadResult.ProblemCount"/>.</summary>
    public int MaxProblems { get; init; } = 100;

    /// <summary>Bytes that the loaded columns may hold at most; more end the loading with an error. Default 4 GB.</summary>
    public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>Threads that parse; the result never depends on it.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 2);

    /// <summary>Bytes that are read at once. Rows never depend on it; how they lie in chunks does.</summary>
    internal int BlockSize { get; init; } = 16 << 20;

    /// <summary>Bytes of one record at most.</summary>
    internal int MaxRecordBytes { get; init; } = 256 << 20;
}

/// <summary>A cell or line that could not be read.</summary>
/// <param name="Path">Name of the file.</param>
/// <param name="Line">Line, from 1; 0 where the format has no lines.</param>
/// <param name="Column">Column in the line, in bytes from 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="ColumnName">The table's column; null when the whole line is bad.</param>
public sealed record LoadProblem(string Path, long Line, int Column, string Message, string? ColumnName)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{Path}:{Line}:{Column}: {Message}" : $"{Path}: {Message}";
}

/// <summary>What was read.</summary>
/// <param name="Table">The rows; bad cells are null. Empty with an error.</param>
/// <param name="Problems">The first bad cells and lines, in order of the file.</param>
/// <param name="ProblemCount">Number of all bad cells and lines.</param>
/// <param name="UnknownColumns">Names in the file that the table does not have, in order of first sight.</param>
public sealed record LoadResult(ColumnarTable Table, ImmutableArray<LoadProblem> Problems, long ProblemCount, ImmutableArray<string> UnknownColumns)
{
    /// <summary>Why the file could not be read to its end: it is cut off, damaged, of no known format, or larger than a limit. Null when it was.</summary>
    public QueryError? Error { get; init; }
}

/// <summary>The file cannot be read further. Never leaves the loader: it becomes <see cref="LoadResult.Error"/>.</summary>
internal sealed class LoadFailedException(string message) : EngineException(message);
