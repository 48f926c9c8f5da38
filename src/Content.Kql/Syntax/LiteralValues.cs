using System.Globalization;
using System.Text;

namespace Content.Kql.Syntax;

/// <summary>Reads the values of literal tokens. A literal that names no value of its type gives null, as Kusto does.</summary>
internal static class LiteralValues
{
    /// <summary>100 ns ticks of a timespan suffix (<c>d</c>, <c>hours</c>, <c>ms</c>, …); 0 when there is no such suffix. Nanoseconds give 0.01 ticks and are reported as 1.</summary>
    internal static long TicksPerUnit(ReadOnlySpan<char> suffix) => suffix switch
    {
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        "h" or "hr" or "hrs" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "m" or "min" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "s" or "sec" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "ms" or "milli" or "millis" or "millisec" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "micro" or "micros" or "microsec" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
        "nano" or "nanos" or "nanosec" or "nanosecond" or "nanoseconds" => 1,
        "tick" or "ticks" => 1,
        _ => 0,
    };

    /// <summary>Length of the escape that starts at a backslash; 0 when it is none of KQL's.</summary>
    internal static int EscapeLength(string text, int position)
    {
        if (position + 1 >= text.Length)
            return 0;
        switch (text[position + 1])
        {
            case '\\' or '\'' or '"' or 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v':
                return 2;
            case 'u':
                return HexDigits(text, position + 2, 4) ? 6 : 0;
            case 'U':
                return HexDigits(text, position + 2, 8) ? 10 : 0;
            case 'x':
                return HexDigits(text, position + 2, 2) ? 4 : 0;
            case >= '0' and <= '7':
                if (!IsOctal(text, position + 2))
                    return 2;
                return IsOctal(text, position + 3) && text[position + 1] <= '3' ? 4 : 3;
            default:
                return 0;
        }
    }

    private static bool IsOctal(string text, int position) => position < text.Length && text[position] is >= '0' and <= '7';

    private static bool HexDigits(string text, int start, int count)
    {
        if (start + count > text.Length)
            return false;
        for (var i = start; i < start + count; i++)
        {
            if (!char.IsAsciiHexDigit(text[i]))
                return false;
        }

        return true;
    }

    /// <summary>The text that a string literal stands for.</summary>
    /// <param name="literal">The literal with its quotes and prefixes; may be unclosed.</param>
    public static string DecodeString(ReadOnlySpan<char> literal)
    {
        if (literal.Length > 0 && literal[0] is 'h' or 'H')
            literal = literal[1..];
        if (literal.StartsWith("```") || literal.StartsWith("~~~"))
        {
            var close = literal[..3];
            literal = literal[3..];
            return (literal.EndsWith(close) ? literal[..^3] : literal).ToString();
        }

        var verbatim = literal.Length > 0 && literal[0] == '@';
        if (verbatim)
            literal = literal[1..];
        if (literal.IsEmpty)
            return "";
        var quote = literal[0];
        literal = literal[1..];
        if (literal.Length > 0 && literal[^1] == quote && (verbatim || !EndsInEscape(literal)))
            literal = literal[..^1];
        if (verbatim)
            return literal.Contains(quote) ? literal.ToString().Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal) : literal.ToString();
        return literal.Contains('\\') ? Unescape(literal.ToString()) : literal.ToString();
    }

    private static bool EndsInEscape(ReadOnlySpan<char> content)
    {
        var backslashes = 0;
        for (var i = content.Length - 2; i >= 0 && content[i] == '\\'; i--)
            backslashes++;
        return backslashes % 2 == 1;
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var length = text[i] == '\\' ? EscapeLength(text, i) : 0;
            if (length == 0)
            {
                result.Append(text[i++]);
                continue;
            }

            var code = text.AsSpan(i + 1, length - 1);
            switch (code[0])
            {
                case 'a': result.Append('\a'); break;
                case 'b': result.Append('\b'); break;
                case 'f': result.Append('\f'); break;
                case 'n': result.Append('\n'); break;
                case 'r': result.Append('\r'); break;
                case 't': result.Append('\t'); break;
                case 'v': result.Append('\v'); break;
                case 'u' or 'x': result.Append((char)int.Parse(code[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)); break;
                case 'U':
                    var rune = uint.Parse(code[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                    result.Append(Rune.IsValid(rune) ? new Rune(rune).ToString() : "\uFFFD");
                    break;
                case >= '0' and <= '7':
                    var value = 0;
                    foreach (var digit in code)
                        value = (value * 8) + (digit - '0');
                    result.Append((char)value);
                    break;
                default: result.Append(code[0]); break;
            }

            i += length;
        }

        return result.ToString();
    }

    /// <summary>The value of a literal token that is no string.</summary>
    /// <param name="kind">Kind of the token.</param>
    /// <param name="text">Its text: <c>5</c>, <c>1.5h</c>, <c>datetime(2024-01-01)</c>, …</param>
    /// <returns>bool, int, long, double, decimal, DateTime, TimeSpan, Guid; null for a null or for a text that names no value.</returns>
    public static object? Decode(SyntaxKind kind, ReadOnlySpan<char> text)
    {
        var open = text.IndexOf('(');
        var inner = (open >= 0 && char.IsAsciiLetter(text[0]) ? text[(open + 1)..].TrimEnd(')') : text).Trim();
        if (inner.Length >= 2 && inner[0] is '"' or '\'' && inner[^1] == inner[0])
            inner = inner[1..^1].Trim();
        if (inner.IsEmpty || inner.Equals("null", StringComparison.OrdinalIgnoreCase))
            return null;
        switch (kind)
        {
            case SyntaxKind.BooleanLiteral:
                return inner.Equals("true", StringComparison.OrdinalIgnoreCase) ? true
                    : inner.Equals("false", StringComparison.OrdinalIgnoreCase) ? false
                    : long.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var flag) ? flag != 0 : null;
            case SyntaxKind.IntLiteral:
                return DecodeLong(inner) is { } small and >= int.MinValue and <= int.MaxValue ? (int)small : null;
            case SyntaxKind.LongLiteral:
                return DecodeLong(inner);
            case SyntaxKind.RealLiteral:
                return DecodeReal(inner);
            case SyntaxKind.DecimalLiteral:
                return decimal.TryParse(inner, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : null;
            case SyntaxKind.DateTimeLiteral:
                return KqlDateTime.TryParse(inner, out var ticks) ? new DateTime(ticks, DateTimeKind.Utc) : null;
            case SyntaxKind.TimeSpanLiteral:
                return KqlTimeSpan.TryParse(inner, out var duration) ? new TimeSpan(duration) : null;
            case SyntaxKind.GuidLiteral or SyntaxKind.RawGuidLiteral:
                return Guid.TryParse(inner, out var guid) ? guid : null;
            default:
                return null;
        }
    }

    private static long? DecodeLong(ReadOnlySpan<char> text)
    {
        var negative = text[0] == '-';
        var digits = negative || text[0] == '+' ? text[1..] : text;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) ? (negative ? -(long)bits : (long)bits) : null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static double? DecodeReal(ReadOnlySpan<char> text)
    {
        var sign = text[0] == '-' ? -1 : 1;
        var unsigned = text[0] is '-' or '+' ? text[1..] : text;
        if (unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return double.NaN;
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            return sign * double.PositiveInfinity;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
