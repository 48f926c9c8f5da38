using Content.Analysis.Formatting;
using Content.Diagnostics;
using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;

namespace Content.LanguageServer.Features;

/// <summary>A file in the form that <c>fmt</c> gives it.</summary>
internal static class FormattingFeature
{
    /// <summary>One edit of what differs; none when nothing does, or when the file cannot be formatted.</summary>
    public static LspTextEdit[] Find(Workspace workspace, ContentFile file)
    {
        var formatted = ContentFormatter.Format(file.Source);
        if (!formatted.IsChanged)
            return [];
        string before = file.Source.Content, after = formatted.Text;
        var start = before.AsSpan().CommonPrefixLength(after);
        var shortest = Math.Min(before.Length, after.Length) - start;
        var end = 0;
        while (end < shortest && before[^(end + 1)] == after[^(end + 1)])
            end++;

        // Not between the two halves of a line end or of a letter.
        while (start > 0 && (before[start - 1] == '\r' || char.IsHighSurrogate(before[start - 1])))
            start--;
        while (end > 0 && (before[^end] == '\n' || char.IsLowSurrogate(before[^end])))
            end--;
        return [new LspTextEdit(workspace.RangeOf(file.Source, TextSpan.FromBounds(start, before.Length - end)), after[start..^end])];
    }
}
