using System.Text;

namespace Content.Kql.Engine.Loading;

/// <summary>Gives the place behind the last complete record of a text; 0 when none is complete.</summary>
internal delegate int RecordCutter(ReadOnlySpan<byte> text);

/// <summary>The bytes of a file in blocks of whole records: unpacked, without byte order mark, UTF-16 as UTF-8.</summary>
internal sealed class ByteSource : IDisposable
{
    private const int LookAhead = 64 * 1024;

    private readonly LoadOptions _options;
    private readonly Action<long> _charge;
    private readonly Stream _original;
    private Stream _stream;
    // Bytes that were read and not yet given.
    private byte[] _rest = [];
    private int _restStart;

    public ByteSource(Stream stream, LoadOptions options, Action<long> charge)
    {
        _options = options;
        _charge = charge;
        _original = _stream = stream;
        Look();
        if (_rest.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            IsPacked = true;
            _stream = new CompleteGzip(new Joined(_rest, stream));
            Look();
        }

        if (_rest.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            _restStart = 3;
        else if (_rest.AsSpan().StartsWith(Encoding.Unicode.Preamble) || _rest.AsSpan().StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            var encoding = _rest[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            _stream = Encoding.CreateTranscodingStream(new Joined(_rest.AsMemory(2), _stream), encoding, Encoding.UTF8, leaveOpen: true);
            Look();
        }
    }

    /// <summary>Whether the file was packed.</summary>
    public bool IsPacked { get; }

    /// <summary>The first bytes.</summary>
    public ReadOnlySpan<byte> Start => _rest.AsSpan(_restStart);

    private void Look()
    {
        var buffer = new byte[LookAhead];
        var length = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        _rest = buffer.AsSpan(0, length).ToArray();
        _restStart = 0;
    }

    /// <summary>The next bytes, with zeros behind them.</summary>
    /// <param name="buffer">A buffer to use; replaced by a larger one where it is too small.</param>
    /// <param name="cutter">Finds where records end.</param>
    /// <returns>Number of bytes, and whether they are the last.</returns>
    public (int Length, bool IsLast) Next(ref byte[] buffer, RecordCutter cutter)
    {
        var wanted = _options.BlockSize;
        var used = 0;
        while (true)
        {
            // A file that fits into the first look needs no block.
            var size = used == 0 && _rest.Length is > 0 and < LookAhead ? Math.Min(wanted, _rest.Length + 1) : wanted;
            Ensure(ref buffer, used, size);
            while (used < size)
            {
                var read = Read(buffer.AsSpan(used, size - used));
                if (read == 0)
                {
                    buffer.AsSpan(used, JsonScanner.Slack).Clear();
                    return (used, true);
                }

                used += read;
            }

            var cut = cutter(buffer.AsSpan(0, used));
            if (cut > 0)
            {
                PutBack(buffer.AsSpan(cut, used - cut));
                buffer.AsSpan(cut, JsonScanner.Slack).Clear();
                return (cut, false);
            }

            if (used >= _options.MaxRecordBytes)
                throw new LoadFailedException($"A record is longer than {_options.MaxRecordBytes >> 20} MB, or a quotation mark has no end.");
            wanted = Math.Min(Math.Max(used * 2, 64), _options.MaxRecordBytes);
        }
    }

    /// <summary>Gives bytes back, to be read again.</summary>
    public void PutBack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        var left = _rest.Length - _restStart;
        var joined = new byte[bytes.Length + left];
        bytes.CopyTo(joined);
        _rest.AsSpan(_restStart, left).CopyTo(joined.AsSpan(bytes.Length));
        _rest = joined;
        _restStart = 0;
    }

    /// <summary>All bytes from the start, as something that can be sought in.</summary>
    public Stream Whole()
    {
        if (!IsPacked && _original.CanSeek)
        {
            _original.Position = 0;
            return _original;
        }

        var all = new MemoryStream();
        var buffer = new byte[1 << 20];
        while (Read(buffer) is > 0 and var read)
        {
            _charge(read);
            if (all.Length + read > Array.MaxLength)
                throw new LoadFailedException("A packed file of this format is larger than 2 GB unpacked.");
            all.Write(buffer, 0, read);
        }

        all.Position = 0;
        return all;
    }

    public void Dispose()
    {
        if (!ReferenceEquals(_stream, _original))
            _stream.Dispose();
    }

    private int Read(Span<byte> buffer)
    {
        if (_restStart < _rest.Length)
        {
            var take = Math.Min(buffer.Length, _rest.Length - _restStart);
            _rest.AsSpan(_restStart, take).CopyTo(buffer);
            _restStart += take;
            if (_restStart == _rest.Length)
            {
                _rest = [];
                _restStart = 0;
            }

            return take;
        }

        return _stream.Read(buffer);
    }

    private void Ensure(ref byte[] buffer, int used, int size)
    {
        if (buffer.Length >= size + JsonScanner.Slack)
            return;
        if (size > _options.BlockSize)
            _charge(size - buffer.Length);
        var larger = GC.AllocateUninitializedArray<byte>(size + JsonScanner.Slack);
        buffer.AsSpan(0, used).CopyTo(larger);
        buffer = larger;
    }
}
