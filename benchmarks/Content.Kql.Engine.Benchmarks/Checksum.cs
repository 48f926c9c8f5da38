using System.Globalization;
using System.Text;

namespace Content.Kql.Engine.Benchmarks;

/// <summary>Rows and an order-free sum over them, to see that two engines gave the same.</summary>
internal struct Checksum
{
    private ulong _row;
    private ulong _sum;

    public long Rows { get; private set; }

    public void Add(object? value)
    {
        var text = value switch
        {
            null or DBNull => "",
            double real => real.ToString("G9", CultureInfo.InvariantCulture),
            DateTime time => time.Ticks.ToString(CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            string plain => plain,
            // Containers are written too differently to compare.
            _ => "*",
        };
        foreach (var b in Encoding.UTF8.GetBytes(text))
            _row = (_row ^ b) * 0x100000001b3;
        _row = (_row ^ 0xff) * 0x100000001b3;
    }

    public void EndRow()
    {
        _row ^= _row >> 29;
        _sum += _row * 0x9E3779B97F4A7C15;
        _row = 0xcbf29ce484222325;
        Rows++;
    }

    public override readonly string ToString() => $"{Rows} rows, {_sum:x16}";
}
