using System.Text;

namespace Content.Kql.Engine.Functions;

/// <summary>Punycode as RFC 3492 defines it, without the prefix that marks a label of a domain.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int MinThreshold = 1;
    private const int MaxThreshold = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int FirstBias = 72;
    private const int FirstCodePoint = 0x80;

    /// <summary>Encodes code points.</summary>
    public static string Encode(List<int> points)
    {
        var output = new StringBuilder();
        foreach (var point in points)
        {
            if (point < FirstCodePoint)
                output.Append((char)point);
        }

        var basic = output.Length;
        var handled = basic;
        if (basic > 0)
            output.Append('-');
        var next = FirstCodePoint;
        var delta = 0L;
        var bias = FirstBias;
        while (handled < points.Count)
        {
            var smallest = int.MaxValue;
            foreach (var point in points)
            {
                if (point >= next && point < smallest)
                    smallest = point;
            }

            delta += (long)(smallest - next) * (handled + 1);
            next = smallest;
            foreach (var point in points)
            {
                if (point < next)
                    delta++;
                if (point != next)
                    continue;
                AppendNumber(output, delta, bias);
                bias = Adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }

            delta++;
            next++;
        }

        return output.ToString();
    }

    /// <summary>Decodes to code points; null for text that is no Punycode.</summary>
    public static List<int>? Decode(string text)
    {
        var points = new List<int>();
        var separator = text.LastIndexOf('-');
        for (var i = 0; i < separator; i++)
        {
            if (text[i] >= FirstCodePoint)
                return null;
            points.Add(text[i]);
        }

        var next = (long)FirstCodePoint;
        var position = 0L;
        var bias = FirstBias;
        for (var at = separator < 0 ? 0 : separator + 1; at < text.Length;)
        {
            var before = position;
            var weight = 1L;
            for (var k = Base; ; k += Base)
            {
                if (at >= text.Length || Digit(text[at++]) is not (>= 0 and var digit))
                    return null;
                position += digit * weight;
                if (position > int.MaxValue)
                    return null;
                var threshold = Threshold(k, bias);
                if (digit < threshold)
                    break;
                weight *= Base - threshold;
            }

            bias = Adapt(position - before, points.Count + 1, before == 0);
            next += position / (points.Count + 1);
            position %= points.Count + 1;
            if (next > 0x10FFFF || !Rune.IsValid((int)next))
                return null;
            points.Insert((int)position++, (int)next);
        }

        return points;
    }

    private static void AppendNumber(StringBuilder output, long number, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var threshold = Threshold(k, bias);
            if (number < threshold)
                break;
            output.Append(Letter((int)(threshold + (number - threshold) % (Base - threshold))));
            number = (number - threshold) / (Base - threshold);
        }

        output.Append(Letter((int)number));
    }

    private static int Threshold(int k, int bias) => Math.Clamp(k - bias, MinThreshold, MaxThreshold);

    private static int Adapt(long delta, int count, bool first)
    {
        delta = first ? delta / Damp : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - MinThreshold) * MaxThreshold / 2; k += Base)
            delta /= Base - MinThreshold;
        return (int)(k + (Base - MinThreshold + 1) * delta / (delta + Skew));
    }

    private static char Letter(int digit) => (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);

    private static int Digit(char c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a',
        >= 'A' and <= 'Z' => c - 'A',
        >= '0' and <= '9' => c - '0' + 26,
        _ => -1,
    };
}
