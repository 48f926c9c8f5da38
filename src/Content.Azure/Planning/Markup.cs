namespace Content.Azure.Planning;

/// <summary>Text made fit for Markdown.</summary>
internal static class Markup
{
    /// <summary>A cell of a table.</summary>
    public static string Cell(string text) => Html(text).Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');

    /// <summary>Text that is no markup.</summary>
    public static string Html(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>A block of differences, in a fence longer than any run of backticks inside: queries may hold some.</summary>
    public static string Diff(IReadOnlyCollection<string> lines)
    {
        var fence = new string('`', Math.Max(3, lines.Max(LongestRun) + 1));
        return $"{fence}diff\n{string.Join('\n', lines)}\n{fence}\n";
    }

    private static int LongestRun(string line)
    {
        int longest = 0, run = 0;
        foreach (var c in line)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
