namespace Content.Workbooks.Preview.Formatting;

/// <summary>A colour.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
public readonly record struct Color(byte Red, byte Green, byte Blue)
{
    /// <summary>From <c>#rrggbb</c> or <c>#rgb</c>; null for anything else.</summary>
    public static Color? Parse(string? text)
    {
        if (text is not { Length: 4 or 7 } || text[0] != '#')
            return null;
        var digits = text.Length == 7 ? text[1..] : string.Concat(text[1..].Select(digit => new string(digit, 2)));
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? new Color((byte)(value >> 16), (byte)(value >> 8), (byte)value) : null;
    }

    /// <summary>As <c>#rrggbb</c>.</summary>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    /// <summary>True when white text is easier to read on it than black: by the contrast of WCAG 2.</summary>
    public bool IsDark => (Luminance + 0.05) * (Luminance + 0.05) < 1.05 * 0.05;

    /// <summary>A colour between this one and another.</summary>
    /// <param name="other">The other.</param>
    /// <param name="share">0 for this one, 1 for the other.</param>
    public Color Towards(Color other, double share) => new(Mix(Red, other.Red, share), Mix(Green, other.Green, share), Mix(Blue, other.Blue, share));

    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    private static double Linear(byte channel)
    {
        var share = channel / 255.0;
        return share <= 0.03928 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
