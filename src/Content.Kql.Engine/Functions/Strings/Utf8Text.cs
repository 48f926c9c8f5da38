using System.Buffers;
using System.Text;

namespace Content.Kql.Engine.Functions;

/// <summary>Positions in UTF-8 text counted in characters (code points), as Kusto counts them.</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Number of characters.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text))
            return text.Length;
        var count = 0;
        foreach (var b in text)
        {
            if ((b & 0xC0) != 0x80)
                count++;
        }

        return count;
    }

    /// <summary>Byte offset of a character; the length of the text when it has fewer.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> text, long character)
    {
        if (character <= 0)
            return 0;
        if (character >= text.Length)
            return text.Length;
        var at = 0;
        for (; at < text.Length; at++)
        {
            if ((text[at] & 0xC0) != 0x80 && character-- == 0)
                return at;
        }

        return at;
    }

    /// <summary>The code points of a text.</summary>
    public static List<int> CodePoints(ReadOnlySpan<byte> text)
    {
        var points = new List<int>(text.Length);
        while (!text.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(text, out var rune, out var used);
            points.Add(rune.Value);
            text = text[used..];
        }

        return points;
    }

    /// <summary>Appends a code point to bytes; one that is none is left out.</summary>
    public static void Append(List<byte> output, long codePoint)
    {
        if (codePoint is < 0 or > 0x10FFFF || !Rune.IsValid((int)codePoint))
            return;
        Span<byte> buffer = stackalloc byte[4];
        var length = new Rune((int)codePoint).EncodeToUtf8(buffer);
        foreach (var b in buffer[..length])
            output.Add(b);
    }

    /// <summary>Whether bytes are well-formed UTF-8.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out _, out var used) != OperationStatus.Done)
                return false;
            bytes = bytes[used..];
        }

        return true;
    }

    /// <summary>Text of bytes that must be well-formed; null when they are not.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
