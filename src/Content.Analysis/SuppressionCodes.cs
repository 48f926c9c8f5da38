namespace Content.Analysis;

/// <summary>Codes of findings about accepted findings.</summary>
internal static class SuppressionCodes
{
    /// <summary>A suppression without a reason; it has no effect.</summary>
    public const string NoReason = "SUPPRESS001";
    /// <summary>A suppression that suppresses nothing.</summary>
    public const string Unused = "SUPPRESS002";
    /// <summary>A suppression whose last day is over; it has no effect.</summary>
    public const string Expired = "SUPPRESS003";
    /// <summary>A suppression that cannot be read; it has no effect.</summary>
    public const string Malformed = "SUPPRESS004";
}
