using System.Text;
using Content.Diagnostics;

namespace Content.Testing.Fixtures;

/// <summary>The file that fixture values stand in. Places are in its own units and become characters only when something is reported.</summary>
internal abstract class FixtureOrigin
{
    /// <summary>The text and the place in characters.</summary>
    public abstract (SourceText Source, TextSpan Span) Locate(int start, int length);
}

/// <summary>A text: places are characters.</summary>
internal sealed class TextOrigin(SourceText source) : FixtureOrigin
{
    public override (SourceText Source, TextSpan Span) Locate(int start, int length) => (source, new TextSpan(start, length));
}

/// <summary>UTF-8 bytes: places are bytes.</summary>
internal sealed class BytesOrigin(byte[] bytes, string path) : FixtureOrigin
{
    private SourceText? _source;

    public override (SourceText Source, TextSpan Span) Locate(int start, int length)
    {
        var source = LazyInitializer.EnsureInitialized(ref _source, () => new SourceText(Encoding.UTF8.GetString(bytes), path));
        start = Math.Min(start, bytes.Length);
        length = Math.Min(length, bytes.Length - start);
        return (source, new TextSpan(Encoding.UTF8.GetCharCount(bytes, 0, start), Encoding.UTF8.GetCharCount(bytes, start, length)));
    }
}
