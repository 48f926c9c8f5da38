using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Content.Diagnostics;

namespace Content.Analysis.Caching;

/// <summary>
/// What was found in items by earlier validations, each under a key of all that it depends on (<see cref="ItemKeys"/>): the same key stands for the
/// same findings. Items are added from several threads; what a validation of everything neither added nor asked for is forgotten when it is written.
/// </summary>
public sealed class FindingCache
{
    private static readonly SourceText s_nowhere = new("");

    // Told apart from other files, and from caches of another layout.
    private static readonly byte[] s_magic = "SCFINDINGS1\n"u8.ToArray();

    private readonly Dictionary<UInt128, ImmutableArray<Diagnostic>> _known = [];
    private readonly ConcurrentDictionary<UInt128, ImmutableArray<Diagnostic>> _used = [];
    private int _added;

    /// <summary>An empty cache.</summary>
    public FindingCache()
    {
    }

    /// <summary>Items whose findings were known.</summary>
    public int Hits => _used.Count - _added;

    /// <summary>True when writing would give something else than what was read.</summary>
    /// <param name="complete">See <see cref="Write(bool)"/>.</param>
    public bool IsChanged(bool complete) => _added > 0 || (complete && _used.Count != _known.Count);

    /// <summary>Reads what <see cref="Write(bool)"/> wrote. Anything else, a file that is cut off or damaged for one, is an empty cache.</summary>
    public static FindingCache Read(byte[] bytes)
    {
        var cache = new FindingCache();
        const int Hash = SHA256.HashSizeInBytes;
        if (bytes.Length < s_magic.Length + Hash || !bytes.AsSpan().StartsWith(s_magic))
            return cache;
        var body = bytes.AsSpan(s_magic.Length + Hash);
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes.AsSpan(s_magic.Length, Hash)))
            return cache;

        // The bytes are those that were written: nothing below can run past their end.
        using var reader = new BinaryReader(new MemoryStream(bytes, s_magic.Length + Hash, body.Length, writable: false), Encoding.UTF8);
        for (var count = reader.Read7BitEncodedInt(); count > 0; count--)
        {
            var key = new UInt128(reader.ReadUInt64(), reader.ReadUInt64());
            var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>(reader.Read7BitEncodedInt());
            while (diagnostics.Count < diagnostics.Capacity)
                diagnostics.Add(ReadDiagnostic(reader));
            cache._known[key] = diagnostics.MoveToImmutable();
        }

        return cache;
    }

    /// <summary>The bytes of what was added or asked for.</summary>
    /// <param name="complete">True when all content was validated; otherwise what was read is kept too.</param>
    public byte[] Write(bool complete)
    {
        if (!complete)
        {
            foreach (var (key, diagnostics) in _known)
                _used.TryAdd(key, diagnostics);
        }

        using var stream = new MemoryStream();
        stream.Write(s_magic);
        stream.Write(new byte[SHA256.HashSizeInBytes]);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write7BitEncodedInt(_used.Count);
            foreach (var (key, diagnostics) in _used.OrderBy(pair => pair.Key))
            {
                writer.Write((ulong)(key >> 64));
                writer.Write((ulong)key);
                writer.Write7BitEncodedInt(diagnostics.Length);
                foreach (var diagnostic in diagnostics)
                    Write(writer, diagnostic);
            }
        }

        var bytes = stream.ToArray();
        SHA256.HashData(bytes.AsSpan(s_magic.Length + SHA256.HashSizeInBytes)).CopyTo(bytes, s_magic.Length);
        return bytes;
    }

    /// <summary>What was found in an item.</summary>
    /// <param name="key">What it depends on.</param>
    /// <param name="source">The item's file as it is now.</param>
    /// <param name="diagnostics">The findings.</param>
    internal bool TryGet(UInt128 key, SourceText source, [NotNullWhen(true)] out ImmutableArray<Diagnostic>? diagnostics)
    {
        diagnostics = null;
        if (!_known.TryGetValue(key, out var found))
            return false;
        _used.TryAdd(key, found);
        diagnostics = found.IsEmpty ? found : [.. found.Select(diagnostic => diagnostic with { Source = source, Related = [.. diagnostic.Related.Select(related => related with { Source = source })] })];
        return true;
    }

    /// <summary>Adds what was found in an item. What lies in other files, which may change while this one does not, is not kept.</summary>
    internal void Add(UInt128 key, SourceText source, ImmutableArray<Diagnostic> diagnostics)
    {
        if (diagnostics.All(diagnostic => ReferenceEquals(diagnostic.Source, source) && diagnostic.Related.All(related => ReferenceEquals(related.Source, source))) && _used.TryAdd(key, diagnostics))
            Interlocked.Increment(ref _added);
    }

    private static void Write(BinaryWriter writer, Diagnostic diagnostic)
    {
        writer.Write(diagnostic.Code);
        writer.Write((byte)diagnostic.Severity);
        writer.Write(diagnostic.Message);
        Write(writer, diagnostic.Span);
        Write(writer, diagnostic.Help);
        writer.Write7BitEncodedInt(diagnostic.Related.Length);
        foreach (var related in diagnostic.Related)
        {
            Write(writer, related.Span);
            writer.Write(related.Message);
        }

        Write(writer, diagnostic.Fix?.Title);
        if (diagnostic.Fix is not { } fix)
            return;
        writer.Write(fix.IsCertain);
        writer.Write7BitEncodedInt(fix.Edits.Length);
        foreach (var edit in fix.Edits)
        {
            Write(writer, edit.Span);
            writer.Write(edit.NewText);
        }
    }

    private static void Write(BinaryWriter writer, TextSpan span)
    {
        writer.Write7BitEncodedInt(span.Start);
        writer.Write7BitEncodedInt(span.Length);
    }

    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    // The text that a place is in is not kept: whoever asks has it.
    private static Diagnostic ReadDiagnostic(BinaryReader reader)
    {
        var (code, severity, message, span, help) = (reader.ReadString(), (DiagnosticSeverity)reader.ReadByte(), reader.ReadString(), ReadSpan(reader), ReadText(reader));
        var related = new RelatedLocation[reader.Read7BitEncodedInt()];
        for (var i = 0; i < related.Length; i++)
            related[i] = new RelatedLocation(s_nowhere, ReadSpan(reader), reader.ReadString());
        CodeFix? fix = null;
        if (ReadText(reader) is { } title)
        {
            var certain = reader.ReadBoolean();
            var edits = new TextEdit[reader.Read7BitEncodedInt()];
            for (var i = 0; i < edits.Length; i++)
                edits[i] = new TextEdit(ReadSpan(reader), reader.ReadString());
            fix = new CodeFix(title, [.. edits]) { IsCertain = certain };
        }

        return new Diagnostic(code, severity, message, span) { Help = help, Related = [.. related], Fix = fix };
    }

    private static TextSpan ReadSpan(BinaryReader reader) => new(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
