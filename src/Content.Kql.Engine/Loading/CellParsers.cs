using System.Runtime.InteropServices;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Loading;

/// <summary>Reads the text of a cell: a fast way for the usual form, and <see cref="TextParser"/> for all others.</summary>
internal interface ICellParser<T>
{
    /// <summary>Whether JSON numbers, true and false are read like texts.</summary>
    bool TakesLiterals { get; }

    bool TryParse(ReadOnlySpan<byte> text, out T value);
}

internal readonly struct BoolCells : ICellParser<bool>
{
    public bool TakesLiterals => true;

    public bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        var parsed = text.SequenceEqual("true"u8) ? true : text.SequenceEqual("false"u8) ? false : TextParser.Bool(text);
        value = parsed.GetValueOrDefault();
        return parsed is not null;
    }
}

internal readonly struct LongCells : ICellParser<long>
{
    public bool TakesLiterals => true;

    public bool TryParse(ReadOnlySpan<byte> text, out long value) => Whole(text, out value);

    // 1.0 in a column of whole numbers is a whole number; 1.5 is not.
    public static bool Whole(ReadOnlySpan<byte> text, out long value)
    {
        if ((uint)(text.Length - 1) < 18)
        {
            var negative = text[0] == '-';
            var at = negative ? 1 : 0;
            value = 0;
            for (; at < text.Length; at++)
            {
                var digit = (uint)(text[at] - '0');
                if (digit > 9)
                    break;
                value = value * 10 + digit;
            }

            if (at == text.Length && text[^1] != '-')
            {
                value = negative ? -value : value;
                return true;
            }
        }

        var parsed = TextParser.Long(text);
        if (parsed is null && TextParser.Bool(text) is { } flag)
            parsed = flag ? 1 : 0;
        if (parsed is null && TextParser.Real(text) is { } real && Math.Floor(real) == real)
            parsed = Conversions.RealToLong(real);
        value = parsed.GetValueOrDefault();
        return parsed is not null;
    }
}

internal readonly struct IntCells : ICellParser<int>
{
    public bool TakesLiterals => true;

    public bool TryParse(ReadOnlySpan<byte> text, out int value)
    {
        var good = LongCells.Whole(text, out var whole) && whole is >= int.MinValue and <= int.MaxValue;
        value = good ? (int)whole : 0;
        return good;
    }
}

internal readonly struct RealCells : ICellParser<double>
{
    private static ReadOnlySpan<double> Powers => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    public bool TakesLiterals => true;

    public bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        // Up to 15 digits fit a double exactly, and so does the power of ten: one division rounds once, hence rightly.
        if ((uint)(text.Length - 1) < 16)
        {
            var negative = text[0] == '-';
            var at = negative ? 1 : 0;
            var first = at;
            var point = -1;
            var digits = 0L;
            for (; at < text.Length; at++)
            {
                var digit = (uint)(text[at] - '0');
                if (digit <= 9)
                    digits = digits * 10 + digit;
                else if (text[at] == '.' && point < 0 && at > first)
                    point = at;
                else
                    break;
            }

            var decimals = point < 0 ? 0 : text.Length - 1 - point;
            if (at == text.Length && at > first && point != text.Length - 1 && digits <= 999_999_999_999_999)
            {
                value = digits / Powers[decimals];
                if (negative)
                    value = -value;
                return true;
            }
        }

        var parsed = TextParser.Real(text);
        value = parsed.GetValueOrDefault();
        return parsed is not null;
    }
}

internal readonly struct DecimalCells : ICellParser<decimal>
{
    public bool TakesLiterals => true;

    public bool TryParse(ReadOnlySpan<byte> text, out decimal value)
    {
        var parsed = TextParser.Decimal(text);
        value = parsed.GetValueOrDefault();
        return parsed is not null;
    }
}

internal readonly struct GuidCells : ICellParser<Guid>
{
    public bool TakesLiterals => true;

    public bool TryParse(ReadOnlySpan<byte> text, out Guid value)
    {
        var parsed = TextParser.Guid(text);
        value = parsed.GetValueOrDefault();
        return parsed is not null;
    }
}

internal readonly struct TimeSpanCells : ICellParser<long>
{
    public bool TakesLiterals => true;

    public bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        var parsed = TextParser.TimeSpan(text);
        value = parsed.GetValueOrDefault();
        return parsed is not null;
    }
}

internal struct DateTimeCells(Utf8Function<long?>? before) : ICellParser<long>
{
    private ulong _day;
    private ushort _dayEnd;
    private long _dayTicks;

    public readonly bool TakesLiterals => false;

    public bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        if (before is null && TryUsual(text, out value))
            return true;
        var parsed = before?.Invoke(text) ?? TextParser.DateTime(text);
        value = parsed.GetValueOrDefault();
        return parsed is not null;
    }

    // yyyy-MM-ddTHH:mm:ss[.f{1,7}]Z. Rows mostly share their day: its ticks are kept.
    private bool TryUsual(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length is < 20 or > 28 || text[^1] != 'Z' || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        var day = MemoryMarshal.Read<ulong>(text);
        var end = MemoryMarshal.Read<ushort>(text[8..]);
        if (day != _day || end != _dayEnd)
        {
            if (TextParser.DateTime(text[..10]) is not { } ticks)
                return false;
            _dayTicks = ticks;
            _day = day;
            _dayEnd = end;
        }

        int hour = Two(text, 11), minute = Two(text, 14), second = Two(text, 17);
        if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59)
            return false;
        var fraction = 0L;
        if (text.Length > 20)
        {
            if (text[19] != '.' || text.Length == 21)
                return false;
            var scale = TimeSpan.TicksPerSecond;
            for (var i = 20; i < text.Length - 1; i++)
            {
                var digit = (uint)(text[i] - '0');
                if (digit > 9)
                    return false;
                scale /= 10;
                fraction += digit * scale;
            }
        }

        value = _dayTicks + (hour * 3600L + minute * 60 + second) * TimeSpan.TicksPerSecond + fraction;
        return true;
    }

    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        var high = text[at] - '0';
        var low = text[at + 1] - '0';
        return (uint)high > 9 || (uint)low > 9 ? -1 : high * 10 + low;
    }
}
