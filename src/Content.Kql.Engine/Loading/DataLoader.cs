using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Loading;

/// <summary>
/// Reads data files into tables. What is wrong with the data is in the result; only I/O errors and cancellation throw. Memory is bounded by
/// the columns that are loaded, not by the file.
/// </summary>
public static class DataLoader
{
    /// <summary>Reads a file; gzip is recognised by its first bytes.</summary>
    public static LoadResult LoadFile(string path, LoadOptions options, CancellationToken cancellationToken = default)
    {
        using var stream = Open(path);
        return Load(stream, path, options, cancellationToken);
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The data.</param>
    /// <param name="name">Name of the data in problems; its extension tells the format.</param>
    /// <param name="options">What to read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static LoadResult Load(Stream stream, string name, LoadOptions options, CancellationToken cancellationToken = default)
    {
        try
        {
            var held = 0L;
            void Charge(long bytes)
            {
                if (Interlocked.Add(ref held, bytes) > options.MaxBytes)
                    throw new LimitExceededException("bytes", $"Loading '{name}' needs more than {options.MaxBytes:N0} bytes of memory.");
            }

            using var source = new ByteSource(stream, options, Charge);
            var format = options.Format == DataFormat.Auto ? FormatGuess.Of(name, source.Start) : options.Format;
            return format switch
            {
                DataFormat.Parquet => ParquetLoader.Load(source.Whole(), name, options, Charge, cancellationToken),
                DataFormat.Json => LoadDocument(source, name, options, Charge, cancellationToken),
                _ => LoadRecords(source, format, name, options, Charge, cancellationToken),
            };
        }
        catch (LimitExceededException e)
        {
            return Failed(options, new QueryError(QueryErrorKind.LimitExceeded, e.Message, e.Limit));
        }
        catch (OutOfMemoryException)
        {
            return Failed(options, new QueryError(QueryErrorKind.LimitExceeded, $"Loading '{name}' needs more memory than there is.", "bytes"));
        }
        catch (Exception e) when (e is LoadFailedException or InvalidDataException)
        {
            return Failed(options, new QueryError(QueryErrorKind.Failed, $"'{name}' cannot be read: {e.Message}", name));
        }
    }

    /// <summary>Columns and types that the first rows of a file show: for files without a schema.</summary>
    /// <remarks>true and false give bool, whole numbers long, other numbers real, ISO 8601 instants datetime, objects and arrays dynamic; what is mixed is string (or dynamic with containers).</remarks>
    /// <param name="path">The file.</param>
    /// <param name="error">Why it cannot be read; null when it can.</param>
    public static RowType InferRow(string path, out QueryError? error)
    {
        error = null;
        try
        {
            using var stream = Open(path);
            using var source = new ByteSource(stream, new LoadOptions(RowType.Empty) { BlockSize = 4 << 20 }, static _ => { });
            var format = FormatGuess.Of(path, source.Start);
            if (format == DataFormat.Parquet)
                return ParquetLoader.InferRow(source.Whole());
            byte[] block = [];
            var (length, _) = source.Next(ref block, Cutter(format));
            return format is DataFormat.Csv or DataFormat.Tsv ? SchemaInference.FromCsv(block, length, Separator(format))
                : format == DataFormat.Ndjson ? SchemaInference.FromLines(block.AsSpan(0, length)) : SchemaInference.FromDocument(block.AsSpan(0, length));
        }
        catch (Exception e) when (e is LoadFailedException or InvalidDataException)
        {
            error = new QueryError(QueryErrorKind.Failed, $"'{path}' cannot be read: {e.Message}", path);
            return RowType.Empty;
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);

    private static LoadResult Failed(LoadOptions options, QueryError error) => new(ColumnarTable.Empty(options.Row), [], 0, []) { Error = error };

    private static byte Separator(DataFormat format) => format == DataFormat.Tsv ? (byte)'\t' : (byte)',';

    private static RecordCutter Cutter(DataFormat format) => format switch
    {
        DataFormat.Csv or DataFormat.Tsv => text => CsvScanner.LastRecordEnd(text, Separator(format)),
        DataFormat.Json => static text => text.Length,
        _ => static text => text.LastIndexOf((byte)'\n') + 1,
    };

    // An element of an array is known only from the ones before it: the blocks are read one after another.
    private static LoadResult LoadDocument(ByteSource source, string name, LoadOptions options, Action<long> charge, CancellationToken cancellation)
    {
        var merge = new Merge(options, name);
        var rows = new RowBlock(options, name, charge, cancellation);
        var scanner = new JsonScanner(rows);
        byte[] buffer = [];
        var consumed = 0;
        int Cut(ReadOnlySpan<byte> text)
        {
            rows.Begin(buffer, text.Length);
            consumed = scanner.ReadDocument(buffer, text.Length, isLast: false);
            return consumed;
        }

        while (true)
        {
            // The cutter reads: the text it is given lies in the buffer, but for the zeros behind it.
            var (length, isLast) = source.Next(ref buffer, text => { buffer.AsSpan(text.Length, JsonScanner.Slack).Clear(); return Cut(text); });
            if (isLast)
            {
                rows.Begin(buffer, length);
                scanner.ReadDocument(buffer, length, isLast: true);
                if (scanner.State is JsonScanner.DocumentState.First or JsonScanner.DocumentState.Element or JsonScanner.DocumentState.Separator)
                    rows.Report(length, "This is not JSON: the array has no end.");
            }

            merge.Add(rows.End(length));
            if (isLast)
                return merge.Result();
        }
    }

    // Blocks are cut where records end and parsed side by side; their chunks keep the order of the file.
    private static LoadResult LoadRecords(ByteSource source, DataFormat format, string name, LoadOptions options, Action<long> charge, CancellationToken cancellation)
    {
        var cutter = Cutter(format);
        var header = new List<string>();
        var results = new List<BlockResult?>();
        var gate = new Lock();
        var ended = false;
        ExceptionDispatchInfo? failure = null;
        var failedBlock = int.MaxValue;

        byte[] first = [];
        var (firstLength, onlyOne) = source.Next(ref first, cutter);
        ended = onlyOne;
        results.Add(null);
        var isCsv = format is DataFormat.Csv or DataFormat.Tsv;
        var start = isCsv && firstLength > 0 ? CsvScanner.ReadHeader(first, firstLength, Separator(format), header) : 0;

        void Work(byte[] buffer, int length)
        {
            var rows = new RowBlock(options, name, charge, cancellation);
            var json = isCsv ? null : new JsonScanner(rows);
            var csv = isCsv ? new CsvScanner(rows, Separator(format)) : null;
            var block = 0;
            if (length == 0 && !Take())
                return;
            while (true)
            {
                try
                {
                    rows.Begin(buffer, length);
                    if (csv is not null)
                    {
                        csv.Use(header);
                        csv.Read(buffer, block == 0 ? start : 0, length);
                    }
                    else
                    {
                        json!.ReadLines(buffer, length);
                    }

                    var result = rows.End(length);
                    lock (gate)
                        results[block] = result;
                }
                catch (Exception e)
                {
                    Fail(block, e);
                    return;
                }

                if (!Take())
                    return;
            }

            bool Take()
            {
                lock (gate)
                {
                    if (ended)
                        return false;
                    block = results.Count;
                    try
                    {
                        cancellation.ThrowIfCancellationRequested();
                        (length, ended) = source.Next(ref buffer, cutter);
                        results.Add(null);
                        return true;
                    }
                    catch (Exception e)
                    {
                        Fail(block, e);
                        return false;
                    }
                }
            }
        }

        // The failure of the first block is the one that is reported, whichever thread is faster.
        void Fail(int block, Exception exception)
        {
            lock (gate)
            {
                ended = true;
                if (block < failedBlock)
                {
                    failedBlock = block;
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            }
        }

        var helpers = onlyOne ? [] : new Task[Math.Max(options.Threads, 1) - 1];
        for (var i = 0; i < helpers.Length; i++)
            helpers[i] = Task.Factory.StartNew(() => Work([], 0), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (firstLength > 0)
            Work(first, firstLength);

        // Each helper looks at the cancellation itself; none may be left at work.
        Task.WaitAll(helpers, CancellationToken.None);
        failure?.Throw();
        var merge = new Merge(options, name);
        foreach (var result in results)
        {
            if (result is not null)
                merge.Add(result);
        }

        return merge.Result();
    }

    /// <summary>Puts what blocks gave one after another.</summary>
    private sealed class Merge(LoadOptions options, string name)
    {
        private readonly ImmutableArray<TableChunk>.Builder _chunks = ImmutableArray.CreateBuilder<TableChunk>();
        private readonly ImmutableArray<LoadProblem>.Builder _problems = ImmutableArray.CreateBuilder<LoadProblem>();
        private readonly ImmutableArray<string>.Builder _unknown = ImmutableArray.CreateBuilder<string>();
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private long _problemCount;
        private long _lines;
        private int _tail;

        public void Add(BlockResult block)
        {
            _chunks.AddRange(block.Chunks);
            foreach (var problem in block.Problems)
            {
                if (_problems.Count < options.MaxProblems)
                    _problems.Add(problem with { Path = name, Line = problem.Line + _lines, Column = problem.Line == 1 ? problem.Column + _tail : problem.Column });
            }

            foreach (var column in block.Unknown)
            {
                if (_seen.Add(column))
                    _unknown.Add(column);
            }

            _problemCount += block.ProblemCount;
            _lines += block.Lines;
            _tail = block.Lines == 0 ? _tail + block.Tail : block.Tail;
        }

        public LoadResult Result() => new(new ColumnarTable(options.Row, _chunks.ToImmutable()), _problems.ToImmutable(), _problemCount, _unknown.ToImmutable());
    }
}
