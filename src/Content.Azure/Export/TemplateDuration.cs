using Content.Model;

namespace Content.Azure.Export;

/// <summary>Durations as the packager writes them: ISO 8601 in the unit that the file has.</summary>
internal static class TemplateDuration
{
    /// <summary><c>24h</c> gives <c>PT24H</c>, <c>7d</c> gives <c>P7D</c>; other spellings give the shortest form.</summary>
    public static string Of(Located<TimeSpan> duration)
    {
        var text = duration.Text.Trim();
        if (text.Length < 2 || !text.AsSpan(0, text.Length - 1).ContainsOnlyDigits())
            return Durations.ToIso8601(duration.Value);
        var unit = char.ToUpperInvariant(text[^1]);
        return (unit == 'D' ? "P" : "PT") + text[..^1] + unit;
    }

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
