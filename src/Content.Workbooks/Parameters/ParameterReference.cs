using System.Text.RegularExpressions;

namespace Content.Workbooks.Parameters;

/// <summary>A place in a text at which a parameter's value is put: <c>{Name}</c> or <c>{Name:format}</c>.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Format">What stands behind the colon; null without one.</param>
/// <param name="Start">Offset of the opening brace.</param>
/// <param name="Length">Length with both braces.</param>
internal sealed partial record ParameterReference(string Name, string? Format, int Start, int Length)
{
    /// <summary>The references in a text, in order. JSON, regular expressions and KQL have braces of their own, so a name alone makes none.</summary>
    public static IEnumerable<ParameterReference> Find(string text)
    {
        foreach (Match match in Pattern().Matches(text))
            yield return new ParameterReference(match.Groups["name"].Value, match.Groups["format"] is { Success: true } format ? format.Value : null, match.Index, match.Length);
    }

    [GeneratedRegex(@"\{(?<name>[_\p{L}$][_\p{L}\p{Nd}$-]*)(:(?<format>[\p{L}\p{Nd}_$@.\[\]*?()<>=,' -]+))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
