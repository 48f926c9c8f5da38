using System.Collections.Immutable;
using System.IO.Compression;
using Content.Kql.Engine.Tables;

namespace Content.Kql.Engine.Loading;

/// <summary>Reads data files into tables. Bad cells and lines are reported, never thrown; only I/O errors and cancellation throw.</summary>
public static class DataLoader
{
    private const int BlockSize = 16 << 20;

    /// <summary>Reads a file; gzip is recognised by its first bytes.</summary>
    public static LoadResult LoadFile(string path, LoadOptions options, CancellationToken cancellationToken = default)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        return Load(stream, path, options, cancellationToken);
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The data.</param>
    /// <param name="name">Name of the data in problems; its extension tells the format.</param>
    /// <param name="options">What to read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static LoadResult Load(Stream stream, string name, LoadOptions options, CancellationToken cancellationToken = default)
    {
        var source = new BlockSource(stream);
        var format = options.Format == DataFormat.Auto ? Guess(name, source) : options.Format;
        return format == DataFormat.Ndjson ? LoadLines(source, name, options, cancellationToken) : LoadWhole(source, name, format, options, cancellationToken);
    }

    /// <summary>Columns and types that the first rows of a file show: for files without a schema.</summary>
    /// <remarks>true and false give bool, whole numbers long, other numbers real, ISO 8601 instants datetime, objects and arrays dynamic; what is mixed is string (or dynamic with containers).</remarks>
    public static Content.Kql.Symbols.RowType InferRow(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var source = new BlockSource(stream);
        var format = Guess(path, source);
        if (format == DataFormat.Ndjson)
        {
            var (block, length, _) = source.NextLines([]);
            return SchemaInference.FromLines(block.AsSpan(0, Math.Min(length, 4 << 20)));
        }

        return format == DataFormat.Csv ? SchemaInference.FromCsv(source.ReadAll()) : SchemaInference.FromDocument(source.ReadAll());
    }

    /// <summary>The format of a file by its name, or else by its first character.</summary>
    private static DataFormat Guess(string name, BlockSource source)
    {
        var bare = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        if (bare.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return DataFormat.Csv;
        var first = source.FirstCharacter();
        return first == '[' ? DataFormat.Json : first == '{' ? source.IsSpreadObject() ? DataFormat.Json : DataFormat.Ndjson : bare.EndsWith("json", StringComparison.OrdinalIgnoreCase) ? DataFormat.Ndjson : DataFormat.Csv;
    }

    private static LoadResult LoadWhole(BlockSource source, string name, DataFormat format, LoadOptions options, CancellationToken cancellation)
    {
        var bytes = source.ReadAll();
        var reader = new ChunkReader(options, name, 256);
        if (format == DataFormat.Csv)
            reader.ReadCsv(bytes, cancellation);
        else
            reader.ReadDocument(bytes, cancellation);
        ImmutableArray<TableChunk> chunks = reader.Rows == 0 ? [] : [reader.Build()];
        return new LoadResult(new ColumnarTable(options.Row, chunks), [.. reader.Problems], reader.ProblemCount, [.. reader.Unknown]);
    }

    // Blocks are cut at line ends and parsed side by side; their chunks keep the order of the file.
    private static LoadResult LoadLines(BlockSource source, string name, LoadOptions options, CancellationToken cancellation)
    {
        var chunks = ImmutableArray.CreateBuilder<TableChunk>();
        var problems = ImmutableArray.CreateBuilder<LoadProblem>();
        var problemCount = 0L;
        var unknown = ImmutableArray.CreateBuilder<string>();
        var lines = 0L;
        var running = new Queue<Task<ChunkReader>>();
        var free = new Stack<byte[]>();
        void Finish()
        {
            var reader = running.Dequeue().GetAwaiter().GetResult();
            if (reader.Rows > 0)
                chunks.Add(reader.Build());
            foreach (var problem in reader.Problems)
            {
                if (problems.Count < options.MaxProblems)
                    problems.Add(problem with { Line = problem.Line + lines });
            }

            problemCount += reader.ProblemCount;
            foreach (var column in reader.Unknown)
            {
                if (!unknown.Contains(column))
                    unknown.Add(column);
            }

            lines += reader.Lines;
        }

        var threads = Math.Max(options.Threads, 1);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            byte[]? buffer;
            lock (free)
                buffer = free.Count > 0 ? free.Pop() : null;
            var (block, length, last) = source.NextLines(buffer ?? []);
            if (length > 0)
            {
                ChunkReader Parse()
                {
                    var reader = new ChunkReader(options, name, 1024);
                    reader.ReadLines(block.AsSpan(0, length), cancellation);
                    lock (free)
                        free.Push(block);
                    return reader;
                }

                running.Enqueue(last && running.Count == 0 ? Task.FromResult(Parse()) : Task.Run(Parse, cancellation));
            }

            if (last)
                break;
            while (running.Count >= threads)
                Finish();
        }

        while (running.Count > 0)
            Finish();
        return new LoadResult(new ColumnarTable(options.Row, chunks.ToImmutable()), problems.ToImmutable(), problemCount, unknown.ToImmutable());
    }

    /// <summary>Blocks of a file, unpacked, without byte order mark.</summary>
    private sealed class BlockSource
    {
        private readonly Stream _stream;
        private byte[] _ahead;
        private int _aheadLength;
        private bool _end;
        private bool _started;

        public BlockSource(Stream stream)
        {
            _ahead = new byte[64 * 1024];
            _aheadLength = stream.ReadAtLeast(_ahead, 3, throwOnEndOfStream: false);
            if (_aheadLength >= 2 && _ahead[0] == 0x1F && _ahead[1] == 0x8B)
            {
                stream = new GZipStream(new Joined(_ahead.AsMemory(0, _aheadLength), stream), CompressionMode.Decompress);
                _ahead = new byte[64 * 1024];
                _aheadLength = stream.ReadAtLeast(_ahead, 3, throwOnEndOfStream: false);
            }

            _stream = stream;
            if (_aheadLength >= 3 && _ahead[0] == 0xEF && _ahead[1] == 0xBB && _ahead[2] == 0xBF)
            {
                _ahead.AsSpan(3, _aheadLength - 3).CopyTo(_ahead);
                _aheadLength -= 3;
            }

            while (_aheadLength < _ahead.Length && _stream.Read(_ahead, _aheadLength, _ahead.Length - _aheadLength) is var more and > 0)
                _aheadLength += more;
        }

        public char FirstCharacter()
        {
            foreach (var c in _ahead.AsSpan(0, _aheadLength))
            {
                if (c is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                    return (char)c;
            }

            return '\0';
        }

        /// <summary>True when the first line opens an object that it does not close.</summary>
        public bool IsSpreadObject()
        {
            var text = _ahead.AsSpan(0, _aheadLength).TrimStart(" \t\r\n"u8);
            var end = text.IndexOf((byte)'\n');
            if (end < 0)
                return false;
            var line = text[..end].TrimEnd(" \t\r"u8);
            return line.Length > 0 && line[^1] != '}' && line.IndexOf((byte)'}') < 0;
        }

        public byte[] ReadAll()
        {
            using var all = new MemoryStream();
            all.Write(_ahead, 0, _aheadLength);
            _stream.CopyTo(all);
            return all.ToArray();
        }

        /// <summary>Whole lines, in the buffer given or a larger one.</summary>
        public (byte[] Block, int Length, bool Last) NextLines(byte[] buffer)
        {
            if (_end)
                return (buffer, 0, true);
            var used = _aheadLength;
            // A file that fits into the first look needs no block.
            var wanted = used + (_started || used == _ahead.Length ? BlockSize : 4096);
            _started = true;
            if (buffer.Length < wanted)
                buffer = new byte[wanted];
            _ahead.AsSpan(0, used).CopyTo(buffer);
            while (true)
            {
                while (used < buffer.Length)
                {
                    var read = _stream.Read(buffer, used, buffer.Length - used);
                    if (read == 0)
                    {
                        _end = true;
                        return (buffer, used, true);
                    }

                    used += read;
                }

                var cut = buffer.AsSpan(0, used).LastIndexOf((byte)'\n') + 1;
                if (cut > 0)
                {
                    var rest = used - cut;
                    if (_ahead.Length < rest)
                        _ahead = new byte[rest];
                    buffer.AsSpan(cut, rest).CopyTo(_ahead);
                    _aheadLength = rest;
                    return (buffer, cut, false);
                }

                if (buffer.Length == Array.MaxLength)
                    throw new InvalidDataException("A line is longer than 2 GB.");
                Array.Resize(ref buffer, (int)Math.Min((long)buffer.Length * 2, Array.MaxLength));
            }
        }
    }

    private sealed class Joined(ReadOnlyMemory<byte> first, Stream second) : Stream
    {
        private ReadOnlyMemory<byte> _first = first;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_first.IsEmpty)
                return second.Read(buffer);
            var take = Math.Min(_first.Length, buffer.Length);
            _first.Span[..take].CopyTo(buffer);
            _first = _first[take..];
            return take;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
