using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Content.Diagnostics;
using Content.Model;
using Content.Model.Yaml;

namespace Content.Analysis.Formatting;

/// <summary>Puts laid-out queries back into their scalars.</summary>
internal static partial class QueryLayouts
{
    /// <summary>The text with its queries laid out; what is left alone is noted.</summary>
    public static string Apply(SourceText source, ContentLayout layout, ImmutableArray<Diagnostic>.Builder notes)
    {
        var edits = new List<TextEdit>();
        foreach (var query in layout.Queries)
        {
            var formatted = QueryFormatter.Format(query.Value);
            if (formatted.Problem is { } problem)
                notes.Add(ContentFormatter.Note(source, query.Span, $"The query is left as it is: {problem}."));
            else if (formatted.Text.Length > 0)
                Replace(source, query, formatted.Text, edits, notes);
        }

        return TextEdit.Apply(source.Content, edits);
    }

    private static void Replace(SourceText source, YamlScalar query, string formatted, List<TextEdit> edits, ImmutableArray<Diagnostic>.Builder notes)
    {
        var text = source.Content;
        var isBlock = query.Style is YamlScalarStyle.Literal or YamlScalarStyle.Folded;
        if (!isBlock && !formatted.Contains('\n', StringComparison.Ordinal))
            return;
        if (Obstacle(text, query, formatted, isBlock) is { } obstacle)
        {
            notes.Add(ContentFormatter.Note(source, query.Span, $"The query is left as it is: {obstacle}."));
            return;
        }

        if (!isBlock)
        {
            var line = TextLines.StartOf(text, query.Span.Start);
            var key = LeadingKey().Match(text[line..query.Span.Start]);
            var end = TextLines.EndOf(text, query.Span.End);
            var chomping = query.Value.EndsWith('\n') ? "|" : "|-";
            edits.Add(new TextEdit(TextSpan.FromBounds(query.Span.Start, end), chomping + text[query.Span.End..end] + TextLines.BreakOf(text) + Indent(text, formatted, key.Groups[1].Length + 2)));
            return;
        }

        var first = query.Value.AsSpan().IndexOfAnyExcept('\n');
        var place = query.Map.MapOffset(first);
        var start = TextLines.NextOf(text, query.Span.Start);
        var stop = query.Span.End;
        while (stop < text.Length && text[stop] is ' ' or '\t')
            stop++;
        var replacement = Indent(text, formatted, place - TextLines.StartOf(text, place));
        if (text[start..stop] != replacement)
            edits.Add(new TextEdit(TextSpan.FromBounds(start, stop), replacement));
        if (query.Style == YamlScalarStyle.Folded)
            edits.Add(new TextEdit(new TextSpan(query.Span.Start, 1), "|"));
    }

    private static string? Obstacle(string text, YamlScalar query, string formatted, bool isBlock)
    {
        foreach (var c in formatted)
        {
            if ((char.IsControl(c) && c is not ('\n' or '\t')) || c is '\u2028' or '\u2029' or '\uFEFF')
                return $"a literal block cannot hold the character U+{(int)c:X4}";
        }

        if (isBlock)
            return Header().Match(text, query.Span.Start).Groups[1].Value.Any(char.IsAsciiDigit) ? "its block has an indentation indicator" : null;
        return LeadingKey().IsMatch(text[TextLines.StartOf(text, query.Span.Start)..query.Span.Start])
            && RestOfLine().IsMatch(text[query.Span.End..TextLines.EndOf(text, query.Span.End)]) ? null : "it does not stand alone behind its key";
    }

    private static string Indent(string text, string formatted, int indent)
    {
        var lines = formatted.Split('\n');
        var result = new StringBuilder(formatted.Length + (lines.Length * (indent + 2)));
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
                result.Append(TextLines.BreakOf(text));
            if (lines[i].Length > 0)
                result.Append(' ', indent).Append(lines[i]);
        }

        return result.ToString();
    }

    [GeneratedRegex(@"\G[|>]([-+0-9]*)")]
    private static partial Regex Header();

    [GeneratedRegex(@"^( *(?:- +)*)[\w$-]+: +$")]
    private static partial Regex LeadingKey();

    [GeneratedRegex(@"^[ \t]*(?:[ \t]#.*)?$")]
    private static partial Regex RestOfLine();
}
