using System.Text.RegularExpressions;

namespace Content.Azure.Arm;

/// <summary>Makes text of a service fit to print: one line, bounded, without anything that lets somebody in.</summary>
internal static partial class Redaction
{
    private const int MaxLength = 600;

    /// <summary>One line of at most 600 characters in which bearer tokens, signatures of storage links, keys and passwords are replaced by <c>***</c>.</summary>
    public static string Clean(string? text)
    {
        var line = Blanks().Replace(text ?? "", " ").Trim();
        line = Bearer().Replace(line, "$1***");
        line = JsonWebToken().Replace(line, "***");
        line = Assignment().Replace(line, "$1***");
        return line.Length > MaxLength ? string.Concat(line.AsSpan(0, MaxLength), "…") : line;
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\b((?:Bearer|SharedKey)\s+)[\w.~+/=:-]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?", RegexOptions.CultureInvariant)]
    private static partial Regex JsonWebToken();

    [GeneratedRegex(@"\b((?:sig|code|client_secret|client_assertion|password|AccountKey|SharedAccessKey|access_token|refresh_token)[""']?\s*[=:]\s*[""']?)[^\s&;,""']+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();
}
