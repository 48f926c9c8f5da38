using System.Buffers.Text;
using System.Text;

namespace Content.Kql.Engine.Loading;

/// <summary>Texts of JSON strings.</summary>
internal static class JsonText
{
    /// <summary>Levels of nesting at most.</summary>
    public const int MaxDepth = 256;

    /// <summary>Takes escapes out. A half of a surrogate pair becomes U+FFFD; false when there was one, or something that is no escape.</summary>
    /// <param name="raw">What stands between the quotation marks.</param>
    /// <param name="output">At least as long as <paramref name="raw"/>.</param>
    /// <param name="length">Bytes written.</param>
    public static bool Unescape(ReadOnlySpan<byte> raw, Span<byte> output, out int length)
    {
        var good = true;
        length = 0;
        while (true)
        {
            var next = raw.IndexOf((byte)'\\');
            var plain = next < 0 ? raw : raw[..next];
            plain.CopyTo(output[length..]);
            length += plain.Length;
            if (next < 0)
                return good;
            raw = raw[next..];
            if (raw.Length < 2)
                return false;
            var used = 2;
            switch (raw[1])
            {
                case (byte)'"' or (byte)'\\' or (byte)'/': output[length++] = raw[1]; break;
                case (byte)'b': output[length++] = (byte)'\b'; break;
                case (byte)'f': output[length++] = (byte)'\f'; break;
                case (byte)'n': output[length++] = (byte)'\n'; break;
                case (byte)'r': output[length++] = (byte)'\r'; break;
                case (byte)'t': output[length++] = (byte)'\t'; break;
                case (byte)'u' when Unit(raw, out var unit):
                {
                    used = 6;
                    var rune = Rune.ReplacementChar;
                    if (!char.IsSurrogate(unit))
                        rune = new Rune(unit);
                    else if (char.IsHighSurrogate(unit) && Unit(raw[6..], out var low) && char.IsLowSurrogate(low))
                    {
                        rune = new Rune(unit, low);
                        used = 12;
                    }
                    else
                        good = false;
                    // Never longer than the escape: 6 bytes give 3 at most.
                    length += rune.EncodeToUtf8(output[length..]);
                    break;
                }

                default:
                    good = false;
                    output[length++] = raw[1];
                    break;
            }

            raw = raw[used..];
        }
    }

    private static bool Unit(ReadOnlySpan<byte> raw, out char unit)
    {
        unit = '\0';
        if (raw.Length < 6 || raw[0] != '\\' || raw[1] != 'u' || !Utf8Parser.TryParse(raw.Slice(2, 4), out ushort value, out var used, 'x') || used != 4)
            return false;
        unit = (char)value;
        return true;
    }
}
