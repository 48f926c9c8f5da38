using System.IO.Compression;

namespace Content.Kql.Engine.Loading;

/// <summary>A stream that is only read from front to back.</summary>
internal abstract class ForwardStream : Stream
{
    public sealed override bool CanRead => true;
    public sealed override bool CanSeek => false;
    public sealed override bool CanWrite => false;
    public sealed override long Length => throw new NotSupportedException();
    public sealed override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public abstract override int Read(Span<byte> buffer);

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public sealed override void Flush()
    {
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public sealed override void SetLength(long value) => throw new NotSupportedException();
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Bytes that were read already, the stream behind them, and more bytes behind it.</summary>
internal sealed class Joined(ReadOnlyMemory<byte> first, Stream second, ReadOnlyMemory<byte> third = default) : ForwardStream
{
    private ReadOnlyMemory<byte> _first = first;
    private ReadOnlyMemory<byte> _third = third;

    public override int Read(Span<byte> buffer)
    {
        if (!_first.IsEmpty)
            return Take(ref _first, buffer);
        var read = second.Read(buffer);
        return read > 0 || buffer.IsEmpty ? read : Take(ref _third, buffer);
    }

    private static int Take(ref ReadOnlyMemory<byte> from, Span<byte> buffer)
    {
        var take = Math.Min(from.Length, buffer.Length);
        from.Span[..take].CopyTo(buffer);
        from = from[take..];
        return take;
    }
}

/// <summary>
/// Unpacks gzip and makes sure that it is complete, which <see cref="GZipStream"/> does not: a packed mark is put behind the file, and comes
/// out at the end only where the file ended as it should.
/// </summary>
internal sealed class CompleteGzip : ForwardStream
{
    private static readonly byte[] Mark = "\u0007end of packed data: b0f1c5d2\u0007"u8.ToArray();
    private readonly GZipStream _unpacked;
    // The last bytes are held back: they may be the mark.
    private readonly byte[] _held = new byte[Mark.Length];
    private byte[] _buffer = [];
    private int _heldCount;
    private bool _ended;

    public CompleteGzip(Stream packed)
    {
        var mark = new MemoryStream();
        using (var gzip = new GZipStream(mark, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Mark);
        _unpacked = new GZipStream(new Joined(default, packed, mark.ToArray()), CompressionMode.Decompress, leaveOpen: true);
    }

    public override int Read(Span<byte> buffer)
    {
        while (!_ended && !buffer.IsEmpty)
        {
            if (_buffer.Length < buffer.Length + Mark.Length)
                _buffer = new byte[buffer.Length + Mark.Length];
            _held.AsSpan(0, _heldCount).CopyTo(_buffer);
            var read = _unpacked.Read(_buffer.AsSpan(_heldCount, buffer.Length));
            if (read == 0)
            {
                _ended = true;
                if (_heldCount < Mark.Length || !_held.AsSpan().SequenceEqual(Mark))
                    throw new InvalidDataException("the packed data break off, or something else stands behind them.");
                return 0;
            }

            var total = _heldCount + read;
            var given = Math.Max(0, total - Mark.Length);
            _buffer.AsSpan(0, given).CopyTo(buffer);
            _heldCount = total - given;
            _buffer.AsSpan(given, _heldCount).CopyTo(_held);
            if (given > 0)
                return given;
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpacked.Dispose();
        base.Dispose(disposing);
    }
}
