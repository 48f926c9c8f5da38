using System.Text.RegularExpressions;
using Content.Diagnostics;

namespace Content.Analysis;

/// <summary>
/// Reads suppressions in comments: <c># sentinel-content: allow RULE021 -- why</c>, in a query with <c>//</c>. One is about its own
/// line, or about the next when it stands on a line of its own; <c>allow-file</c> is about the whole file. Several codes are separated by commas.
/// </summary>
internal static partial class CommentSuppressions
{
    private const string Marker = "sentinel-content:";

    /// <summary>A suppression in a comment.</summary>
    /// <param name="Code">The code.</param>
    /// <param name="Span">Its place in the file.</param>
    /// <param name="Line">The line it is about; 0 for the whole file.</param>
    /// <param name="HasReason">Whether it says why.</param>
    public sealed record Comment(string Code, TextSpan Span, int Line, bool HasReason);

    public static IEnumerable<Comment> Read(SourceText source, List<Diagnostic> diagnostics)
    {
        var text = source.Content;
        var found = new List<Comment>();
        for (var at = text.IndexOf(Marker, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Marker, at + Marker.Length, StringComparison.Ordinal))
        {
            var position = source.GetPosition(at);
            var line = source.GetLine(position.Line);
            var before = line[..(position.Column - 1)].TrimEnd();
            var alone = before.Trim() is "#" or "//";
            if (!before.EndsWith("#") && !before.EndsWith("//"))
                continue;
            var instruction = line[(position.Column - 1 + Marker.Length)..].ToString();
            var match = Instruction().Match(instruction);
            if (!match.Success)
            {
                diagnostics.Add(new Diagnostic(SuppressionCodes.Malformed, DiagnosticSeverity.Warning, "The comment cannot be read, so nothing is suppressed.", new TextSpan(at, Marker.Length + instruction.Length))
                {
                    Source = source, Help = "Write: sentinel-content: allow RULE021 -- why this is right here",
                });
                continue;
            }

            var start = at + Marker.Length;
            var about = match.Groups["file"].Success ? 0 : alone ? NextLine(source, position.Line) : position.Line;
            foreach (Capture code in match.Groups["code"].Captures)
                found.Add(new Comment(code.Value, new TextSpan(start + code.Index, code.Length), about, match.Groups["reason"].Success));
        }

        return found;
    }

    // Further comments may stand between a suppression and what it is about.
    private static int NextLine(SourceText source, int line)
    {
        do
            line++;
        while (line <= source.LineStarts.Length && source.GetLine(line).Trim() is var text && (text.IsEmpty || text.StartsWith("#") || text.StartsWith("//")));
        return line;
    }

    [GeneratedRegex(@"^\s*allow(?<file>-file)?\s+(?<code>\w+)(\s*,\s*(?<code>\w+))*\s*(--\s*(?<reason>\S.*))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Instruction();
}
