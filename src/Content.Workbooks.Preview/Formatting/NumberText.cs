namespace Content.Workbooks.Preview.Formatting;

/// <summary>Numbers as text: units of the format, and the options of <c>Intl.NumberFormat</c> that it takes over.</summary>
/// <param name="Unit">What it counts; null for nothing.</param>
/// <param name="Style">decimal, percent or currency; null for what suits.</param>
/// <param name="Currency">Code of the currency.</param>
/// <param name="UsesGrouping">True when thousands are parted.</param>
/// <param name="MinimumFraction">Digits behind the point at least.</param>
/// <param name="MaximumFraction">Digits behind the point at most; null for what suits.</param>
/// <param name="MaximumSignificant">Digits at most, zeros in front not counted; null for any.</param>
/// <param name="Empty">What is shown when there is no value.</param>
public sealed record NumberText(NumberUnit? Unit, string? Style, string? Currency, bool UsesGrouping, int MinimumFraction, int? MaximumFraction, int? MaximumSignificant, string? Empty)
{
    private const int MostDigits = 15;

    /// <summary>No unit and no options.</summary>
    public static NumberText Default { get; } = new(null, null, null, false, 0, null, null, null);

    /// <summary>A count in thousands, millions and so on: what legends and axes show.</summary>
    public static NumberText Count { get; } = Default with { Unit = NumberUnit.Of(17) };

    /// <summary>From the setting <c>numberFormat</c>; <see cref="Default"/> when there is none.</summary>
    public static NumberText Read(JsonElementNode? format)
    {
        if (format is null)
            return Default;
        var options = format["options"];
        var unit = format.IntOf("unit") ?? 0;
        var digits = options.IntOf("maximumFractionDigits");
        var least = Math.Clamp(options.IntOf("minimumFractionDigits") ?? (unit == 18 ? 2 : 0), 0, MostDigits);
        return new NumberText(
            NumberUnit.Of(unit), options.TextIn("style"), options.TextIn("currency"), options is not null ? options["useGrouping"] is null || options.IsOn("useGrouping") : unit == 18,
            least, digits is { } most ? Math.Clamp(most, least, MostDigits) : unit == 18 ? 2 : null, options.IntOf("maximumSignificantDigits") is { } significant ? Math.Clamp(significant, 1, MostDigits) : null,
            format.TextIn("emptyValCustomText"));
    }

    /// <summary>The text of a number and, apart, its unit.</summary>
    public (string Number, string Unit) Parts(double number)
    {
        var unit = "";
        if (Unit is not null)
            (number, unit) = Unit.Fit(number);
        if (Style == "percent")
            (number, unit) = (number * 100, "%" + unit);
        var text = Digits(number);
        return Style == "currency" ? (Signed(text), unit) : (text, unit);
    }

    /// <summary>The text of a number with its unit.</summary>
    public string Of(double number)
    {
        var (text, unit) = Parts(number);
        return unit.Length == 0 ? text : Unit is null or { IsGlued: true } ? text + unit : $"{text} {unit}";
    }

    /// <summary>A number without format: all of its digits, no exponent where it can be avoided.</summary>
    public static string Plain(double number)
    {
        if (Math.Abs(number) is >= 1e15 or (> 0 and < 1e-6) || !double.IsFinite(number))
            return number.ToString("R", CultureInfo.InvariantCulture);
        return Math.Round((decimal)number, MostDigits).ToString("0.###############", CultureInfo.InvariantCulture);
    }

    private string Signed(string text)
    {
        var sign = Currency?.ToUpperInvariant() switch { "EUR" => "€", "GBP" => "£", "JPY" => "¥", "USD" or null => "$", var code => code + " " };
        return text.StartsWith('-') ? "-" + sign + text[1..] : sign + text;
    }

    private string Digits(double number)
    {
        if (Math.Abs(number) >= 1e15 || !double.IsFinite(number))
            return number.ToString("G6", CultureInfo.InvariantCulture);
        var fraction = MaximumFraction ?? Style switch
        {
            "percent" => MinimumFraction,
            "currency" => Math.Max(2, MinimumFraction),
            // In a fitted unit three digits say enough: 26.2 M.
            null when Unit is { Steps.Length: > 1 } => Math.Max(MinimumFraction, Math.Abs(number) is >= 100 or 0 ? 0 : Math.Abs(number) >= 10 ? 1 : 2),
            null when MaximumSignificant is not null => MostDigits,
            _ => Math.Max(3, MinimumFraction),
        };
        var least = Style == "currency" && MaximumFraction is null ? Math.Max(2, MinimumFraction) : MinimumFraction;
        if (MaximumSignificant is { } significant && number != 0)
        {
            var before = (int)Math.Floor(Math.Log10(Math.Abs(number))) + 1;
            fraction = Math.Min(fraction, Math.Clamp(significant - before, 0, MostDigits));
            if (before > significant)
            {
                var step = Math.Pow(10, before - significant);
                number = Math.Round(number / step, MidpointRounding.AwayFromZero) * step;
            }
        }

        var rounded = Math.Round((decimal)number, Math.Min(fraction, MostDigits), MidpointRounding.AwayFromZero);
        var pattern = (UsesGrouping ? "#,##0" : "0") + (fraction == 0 ? "" : "." + new string('0', Math.Min(least, fraction)) + new string('#', Math.Max(0, fraction - least)));
        return rounded.ToString(pattern, CultureInfo.InvariantCulture);
    }
}
