namespace Content.Analysis.Formatting;

/// <summary>Codes of what formatting says.</summary>
internal static class FormatCodes
{
    /// <summary>Something is left as it is, for the reason given.</summary>
    public const string LeftAlone = "FMT001";
    /// <summary>A layout would have changed the meaning, so it was not taken. A defect of the formatter.</summary>
    public const string NotProved = "FMT002";
}
