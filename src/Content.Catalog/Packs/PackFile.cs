using System.Buffers.Binary;
using System.Text;

namespace Content.Catalog.Packs;

/// <summary>An embedded binary file: a magic number, (offset, count) pairs of sections, the sections. Section 0 holds all texts.</summary>
/// <remarks>
/// Read where the loader mapped it: a start that looks at ten tables touches a few dozen pages of it. The mapping lives as long as
/// the assembly, which is never unloaded.
/// </remarks>
internal sealed unsafe class PackFile
{
    private const int HeaderLength = 4;
    private readonly byte* _start;
    private readonly int _length;
    private readonly int _texts;

    private PackFile(byte* start, int length)
    {
        _start = start;
        _length = length;
        _texts = SectionStart(0);
    }

    /// <summary>The whole file; every access goes through it and is checked against its bounds.</summary>
    public ReadOnlySpan<byte> Bytes => new(_start, _length);

    public static PackFile Open(string resource, ReadOnlySpan<byte> magic)
    {
        using var stream = typeof(PackFile).Assembly.GetManifestResourceStream(resource) as UnmanagedMemoryStream
            ?? throw new InvalidOperationException($"The resource '{resource}' is missing from Content.Catalog.");
        var file = new PackFile(stream.PositionPointer, checked((int)stream.Length));
        if (!file.Bytes[..HeaderLength].SequenceEqual(magic))
            throw new InvalidOperationException($"The resource '{resource}' has another format than this build reads; run tools/SchemaPack.");
        return file;
    }

    public int SectionStart(int section) => U32(HeaderLength + (section * 8));

    public int SectionCount(int section) => U32(HeaderLength + (section * 8) + 4);

    public int U32(int position) => (int)BinaryPrimitives.ReadUInt32LittleEndian(Bytes[position..]);

    public int U16(int position) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[position..]);

    /// <summary>Reads a variable-length count and moves on.</summary>
    public int Count(ref int position)
    {
        var bytes = Bytes;
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[position++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    /// <summary>UTF-8 of a text of section 0.</summary>
    public ReadOnlySpan<byte> Utf8(int reference)
    {
        var position = _texts + reference;
        var length = Count(ref position);
        return Bytes.Slice(position, length);
    }

    public string Text(int reference) => Encoding.UTF8.GetString(Utf8(reference));

    /// <summary>
    /// Number of the entry of a name in a section whose entries of <paramref name="stride"/> bytes are in ordinal order of the name;
    /// a complement (negative) when there is none. <paramref name="nameOf"/> gives the text reference of an entry's position.
    /// </summary>
    public int Find(int section, int stride, string name, Func<PackFile, int, int>? nameOf = null)
    {
        Span<byte> buffer = stackalloc byte[256];
        if (name.Length > 128 || !Encoding.UTF8.TryGetBytes(name, buffer, out var length))
            return -1;
        ReadOnlySpan<byte> wanted = buffer[..length];
        var start = SectionStart(section);
        int low = 0, high = SectionCount(section) - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var entry = U32(start + (middle * stride));
            var order = Utf8(nameOf is null ? entry : nameOf(this, entry)).SequenceCompareTo(wanted);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
