namespace Content.Workbooks.Preview.Formatting;

/// <summary>What a number counts. Units that have larger and smaller ones are shown in the one that suits the size.</summary>
/// <param name="Steps">The names from the smallest on with the factor from one to the next.</param>
/// <param name="Start">Position of the one that the number is given in.</param>
/// <param name="IsGlued">True when nothing stands between number and unit.</param>
public sealed record NumberUnit(ImmutableArray<(string Name, double Factor)> Steps, int Start, bool IsGlued = false)
{
    private const double NearlyOne = 0.999_95;

    private static readonly ImmutableArray<(string, double)> Binary = Scale(1024, "B", "KiB", "MiB", "GiB", "TiB", "PiB");
    private static readonly ImmutableArray<(string, double)> BinaryPerSecond = Scale(1024, "B/s", "KiB/s", "MiB/s", "GiB/s", "TiB/s", "PiB/s");
    private static readonly ImmutableArray<(string, double)> Decimal = Scale(1000, "B", "KB", "MB", "GB", "TB", "PB");
    private static readonly ImmutableArray<(string, double)> DecimalPerSecond = Scale(1000, "B/s", "KB/s", "MB/s", "GB/s", "TB/s", "PB/s");
    private static readonly ImmutableArray<(string, double)> Bits = Scale(1000, "bit", "Kbit", "Mbit", "Gbit", "Tbit", "Pbit");
    private static readonly ImmutableArray<(string, double)> Counts = Scale(1000, "", "K", "M", "B", "T");
    private static readonly ImmutableArray<(string, double)> Durations = [("µs", 1000), ("ms", 1000), ("s", 60), ("min", 60), ("h", 24), ("d", double.PositiveInfinity)];

    /// <summary>The unit of a number of the format; null for none.</summary>
    public static NumberUnit? Of(int number) => number switch
    {
        1 => new NumberUnit([("%", double.PositiveInfinity)], 0, IsGlued: true),
        2 or 3 or 4 or 5 or 6 or 7 => new NumberUnit(Binary, number - 2),
        8 or 9 or 10 => new NumberUnit(Bits, number - 8),
        11 or 12 or 13 or 14 or 15 or 16 => new NumberUnit(BinaryPerSecond, number - 11),
        17 => new NumberUnit(Counts, 0, IsGlued: true),
        >= 22 and <= 27 => new NumberUnit(Durations, number - 22),
        31 => new NumberUnit([("/s", double.PositiveInfinity)], 0, IsGlued: true),
        >= 36 and <= 41 => new NumberUnit(Decimal, number - 36),
        >= 45 and <= 50 => new NumberUnit(DecimalPerSecond, number - 45),
        _ => null,
    };

    /// <summary>A number in the unit that suits its size.</summary>
    public (double Number, string Name) Fit(double number)
    {
        var at = Start;
        // Shown with three digits: 999.9995 would be 1000 of the smaller one.
        while (at + 1 < Steps.Length && Math.Abs(number) >= Steps[at].Factor * NearlyOne)
            number /= Steps[at++].Factor;
        while (at > 0 && number != 0 && Math.Abs(number) < NearlyOne)
            number *= Steps[--at].Factor;
        return (number, Steps[at].Name);
    }

    private static ImmutableArray<(string, double)> Scale(double factor, params ReadOnlySpan<string> names)
    {
        var steps = ImmutableArray.CreateBuilder<(string, double)>();
        foreach (var name in names)
            steps.Add((name, factor));
        return steps.ToImmutable();
    }
}
