namespace Content.Workbooks.Preview.Formatting;

/// <summary>Colours by name, and ramps of them by the names of palettes.</summary>
internal static class Palette
{
    private static readonly ImmutableDictionary<string, string> Names = ImmutableDictionary.CreateRange(StringComparer.OrdinalIgnoreCase, new KeyValuePair<string, string>[]
    {
        new("blue", "#2f7fd1"), new("lightBlue", "#7db8ec"), new("blueDark", "#12508f"), new("blueDarkDark", "#0a2f57"),
        new("green", "#4aa032"), new("lightGreen", "#97cf84"), new("greenDark", "#2c6b1c"), new("greenDarkDark", "#1a4210"),
        new("red", "#d6444c"), new("lightRed", "#f0a0a4"), new("redBright", "#e81123"), new("redDark", "#94171e"), new("redDarkDark", "#5c0d12"),
        new("orange", "#e8842a"), new("lightOrange", "#f6bd8c"), new("orangeDark", "#a3540f"), new("orangeDarkDark", "#663409"),
        new("yellow", "#e9c62c"), new("lightYellow", "#f7e693"), new("yellowDark", "#a88a0e"), new("yellowDarkDark", "#6b5809"),
        new("purple", "#8a5cc0"), new("lightPurple", "#c2a9e0"), new("purpleDark", "#573286"), new("purpleDarkDark", "#361e55"),
        new("turquoise", "#1fa3a3"), new("lightTurquoise", "#8ad4d4"), new("turquoiseDark", "#0e6767"), new("turquoiseDarkDark", "#094141"),
        new("magenta", "#bf3f9f"), new("lightMagenta", "#e0a3d0"), new("magentaDark", "#7d2066"), new("pink", "#e77fb3"), new("pinkDark", "#a34377"),
        new("brown", "#8f6a48"), new("lightBrown", "#c7b19b"), new("brownDark", "#5c4128"), new("gray", "#8a8f98"), new("lightGray", "#c9ccd2"), new("grayDark", "#555a63"),
        new("grayBlue", "#6b86a3"), new("bluePurple", "#5b66c4"), new("black", "#1c1f24"), new("white", "#ffffff"), new("cold", "#2f7fd1"), new("hot", "#d6444c"),
        new("silver", "#c0c4cb"), new("gold", "#d4a72c"), new("lime", "#8fc31f"), new("amethyst", "#8a5cc0"), new("cherry", "#94171e"), new("sky", "#7db8ec"),
    });

    private static readonly ImmutableDictionary<string, string[]> Ramps = ImmutableDictionary.CreateRange(StringComparer.OrdinalIgnoreCase, new KeyValuePair<string, string[]>[]
    {
        new("greenRed", ["#4aa032", "#f2d34f", "#d6444c"]),
        new("coldHot", ["#2f7fd1", "#f3f4f6", "#d6444c"]),
        new("greenBlue", ["#7fc97a", "#1d5fa8"]),
        new("yellowOrangeRed", ["#f7e693", "#e8842a", "#a3171e"]),
        new("yellowOrangeBrown", ["#f7e693", "#e8842a", "#6b3f17"]),
        new("yellowGreenBlue", ["#f7e693", "#4aa032", "#12508f"]),
        new("orangeRed", ["#f6c28c", "#c1272d"]), new("yellowGreen", ["#f7e693", "#2c6b1c"]), new("orangeBlue", ["#e8842a", "#f3f4f6", "#2f7fd1"]),
        new("blueOrange", ["#2f7fd1", "#f3f4f6", "#e8842a"]), new("purpleOrange", ["#8a5cc0", "#f3f4f6", "#e8842a"]), new("purpleGreen", ["#8a5cc0", "#f3f4f6", "#4aa032"]),
        new("bluePurple", ["#a9cdf0", "#573286"]), new("whiteBlack", ["#ffffff", "#1c1f24"]), new("magentaGreen", ["#bf3f9f", "#f3f4f6", "#4aa032"]), new("blueRed", ["#2f7fd1", "#f3f4f6", "#d6444c"]),
    });

    private static readonly Color Pale = Color.Parse("#eef2f7")!.Value;

    /// <summary>Colours of things that are only told apart, in order; readable on light and dark.</summary>
    public static ImmutableArray<string> Categorical { get; } = ["#2f7fd1", "#e8842a", "#4aa032", "#d6444c", "#8a5cc0", "#1fa3a3", "#bf3f9f", "#b59213", "#6b86a3", "#8f6a48", "#5b66c4", "#7d9c2b"];

    /// <summary>The colour of a name or <c>#rrggbb</c>; null when it is neither.</summary>
    public static Color? Named(string? name) => Color.Parse(name) ?? (name is not null && Names.TryGetValue(name, out var hex) ? Color.Parse(hex) : null);

    /// <summary>The colour of a thing by its position among others.</summary>
    public static Color Nth(int position) => Color.Parse(Categorical[position % Categorical.Length])!.Value;

    /// <summary>The stops of a palette from low to high; a name in other order of words is the ramp the other way round, an unknown one is blue.</summary>
    public static ImmutableArray<Color> Ramp(string? name)
    {
        if (name is not null && Ramps.TryGetValue(name, out var stops))
            return Parse(stops);
        if (name is not null && Ramps.TryGetValue(Turned(name), out stops))
            return [.. Parse(stops).Reverse()];
        var hue = Named(name) ?? Named("blue")!.Value;
        return [Pale.Towards(hue, 0.2), hue];
    }

    /// <summary>The colour of a value.</summary>
    /// <param name="name">Name of the palette.</param>
    /// <param name="value">The value.</param>
    /// <param name="minimum">The value of the low end.</param>
    /// <param name="maximum">The value of the high end.</param>
    public static Color At(string? name, double value, double minimum, double maximum)
    {
        var ramp = Ramp(name);
        var share = maximum > minimum ? Math.Clamp((value - minimum) / (maximum - minimum), 0, 1) : value >= maximum ? 1 : 0;
        var place = share * (ramp.Length - 1);
        var stop = Math.Min((int)place, ramp.Length - 2);
        return ramp[stop].Towards(ramp[stop + 1], place - stop);
    }

    private static ImmutableArray<Color> Parse(string[] stops) => [.. stops.Select(stop => Color.Parse(stop)!.Value)];

    // redOrangeYellow: yellowOrangeRed.
    private static string Turned(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i == name.Length || char.IsUpper(name[i]))
            {
                words.Insert(0, name[start..i]);
                start = i;
            }
        }

        return string.Concat(words);
    }
}
