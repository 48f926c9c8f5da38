using System.Globalization;
using System.Text;

namespace Content.Kql.Engine.Kernels;

/// <summary>Rewrites RE2 syntax to .NET's where they differ: ASCII classes, named groups, end anchors, POSIX classes, quotes.</summary>
internal static class RegexTranslator
{
    private const string Digits = "0-9";
    private const string Words = "0-9A-Za-z_";
    private const string Spaces = @"\t\n\f\r ";

    // No look-around in what is written: the linear matcher knows none.
    public static string Translate(string pattern, bool multiline)
    {
        var output = new StringBuilder(pattern.Length + 16);
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            switch (c)
            {
                case '\\': i = Escape(pattern, i, output, inClass: false); break;
                case '[': i = Class(pattern, i, output); break;
                case '$': output.Append(multiline ? "$" : "\\z"); break;
                case '(' when Starts(pattern, i, "(?P<"):
                    output.Append("(?<");
                    i += 3;
                    break;
                case '(' when i + 1 < pattern.Length && pattern[i + 1] == '?':
                {
                    var end = i + 2;
                    while (end < pattern.Length && (char.IsAsciiLetter(pattern[end]) || pattern[end] == '-'))
                        end++;
                    if (end < pattern.Length && end > i + 2 && pattern[end] is ')' or ':')
                    {
                        var flags = pattern[(i + 2)..end];
                        if (flags.Contains('U', StringComparison.Ordinal))
                            throw new ArgumentException("the flag 'U' is not supported");
                        var off = flags.IndexOf('-', StringComparison.Ordinal);
                        var m = flags.IndexOf('m', StringComparison.Ordinal);
                        if (m >= 0)
                            multiline = off < 0 || m < off;
                        output.Append("(?").Append(flags).Append(pattern[end]);
                        i = end;
                    }
                    else if (end < pattern.Length && pattern[end] is '=' or '!' || Starts(pattern, i, "(?<=") || Starts(pattern, i, "(?<!"))
                    {
                        throw new ArgumentException("look-around is not part of the syntax");
                    }
                    else
                    {
                        output.Append("(?");
                        i++;
                    }

                    break;
                }

                default: output.Append(c); break;
            }
        }

        return output.ToString();
    }

    private static bool Starts(string pattern, int at, string text) => string.CompareOrdinal(pattern, at, text, 0, text.Length) == 0;

    private static int Escape(string pattern, int i, StringBuilder output, bool inClass)
    {
        if (i + 1 >= pattern.Length)
            throw new ArgumentException("it ends with a backslash");
        var c = pattern[i + 1];
        switch (c)
        {
            case 'd': output.Append(inClass ? Digits : $"[{Digits}]"); return i + 1;
            case 'w': output.Append(inClass ? Words : $"[{Words}]"); return i + 1;
            case 's': output.Append(inClass ? Spaces : $"[{Spaces}]"); return i + 1;
            case 'D': output.Append(inClass ? @"\x00-/:-\uFFFF" : $"[^{Digits}]"); return i + 1;
            case 'W': output.Append(inClass ? @"\x00-/:-@\[-\^`{-\uFFFF" : $"[^{Words}]"); return i + 1;
            case 'S': output.Append(inClass ? @"\x00-\x08\x0B\x0E-\x1F!-\uFFFF" : $"[^{Spaces}]"); return i + 1;
            case 'Q':
            {
                var end = pattern.IndexOf("\\E", i + 2, StringComparison.Ordinal);
                var quoted = end < 0 ? pattern[(i + 2)..] : pattern[(i + 2)..end];
                foreach (var q in quoted)
                    output.Append("\\u").Append(((int)q).ToString("X4", CultureInfo.InvariantCulture));
                return end < 0 ? pattern.Length - 1 : end + 1;
            }

            case 'p' or 'P' when i + 2 < pattern.Length && pattern[i + 2] != '{':
                output.Append('\\').Append(c).Append('{').Append(pattern[i + 2]).Append('}');
                return i + 2;
            case 'p' or 'P':
            {
                var end = pattern.IndexOf('}', i);
                if (end < 0)
                    throw new ArgumentException("a character class is not closed");
                var name = pattern[(i + 3)..end];
                output.Append('\\').Append(c).Append('{').Append(name switch { "Latin" => "IsBasicLatin", "Greek" => "IsGreek", "Cyrillic" => "IsCyrillic", "Hebrew" => "IsHebrew", "Arabic" => "IsArabic", _ => name }).Append('}');
                return end;
            }

            case 'x' when i + 2 < pattern.Length && pattern[i + 2] == '{':
            {
                var end = pattern.IndexOf('}', i);
                if (end < 0 || !int.TryParse(pattern.AsSpan(i + 3, end - i - 3), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code) || code > 0x10FFFF)
                    throw new ArgumentException("a code point is not valid");
                foreach (var unit in char.ConvertFromUtf32(code))
                    output.Append("\\u").Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture));
                return end;
            }

            case 'z': output.Append("\\z"); return i + 1;
            case >= '1' and <= '9' when !inClass: throw new ArgumentException("back-references are not part of the syntax");
            default:
                // .NET takes an underscore or a letter beyond ASCII for the name of an escape that it does not know.
                if (c != '_' && c < 0x80)
                    output.Append('\\');
                output.Append(c);
                return i + 1;
        }
    }

    private static int Class(string pattern, int i, StringBuilder output)
    {
        output.Append('[');
        i++;
        if (i < pattern.Length && pattern[i] == '^')
        {
            output.Append('^');
            i++;
        }

        var first = true;
        for (; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == ']' && !first)
            {
                output.Append(']');
                return i;
            }

            first = false;
            if (c == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':')
            {
                var end = pattern.IndexOf(":]", i, StringComparison.Ordinal);
                if (end > 0)
                {
                    output.Append(Posix(pattern[(i + 2)..end]));
                    i = end + 1;
                    continue;
                }
            }

            if (c == '\\')
                i = Escape(pattern, i, output, inClass: true);
            else if (c is '[' or ']')
                output.Append('\\').Append(c);
            else
                output.Append(c);
        }

        throw new ArgumentException("a character class is not closed");
    }

    private static string Posix(string name) => name switch
    {
        "alnum" => "0-9A-Za-z",
        "alpha" => "A-Za-z",
        "ascii" => @"\x00-\x7F",
        "blank" => @"\t ",
        "cntrl" => @"\x00-\x1F\x7F",
        "digit" => Digits,
        "graph" => "!-~",
        "lower" => "a-z",
        "print" => " -~",
        "punct" => @"!-/:-@\[-`{-~",
        "space" => @"\t\n\v\f\r ",
        "upper" => "A-Z",
        "word" => Words,
        "xdigit" => "0-9A-Fa-f",
        _ => throw new ArgumentException($"there is no class '{name}'"),
    };
}
