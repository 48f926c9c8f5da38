using System.Collections.Immutable;
using System.Text;
using Content.Diagnostics;
using Content.Model;
using Content.Model.Yaml;

namespace Content.Analysis.Formatting;

/// <summary>Puts the keys of mappings into the order of the declarations. The lines of an entry move as they are, with the comment lines right above them.</summary>
internal static class KeyOrder
{
    /// <summary>The text with its keys in order; what is left alone is noted.</summary>
    public static string Apply(SourceText source, ImmutableArray<Diagnostic>.Builder notes)
    {
        // One mapping at a time, inner ones first: moving an outer one moves the places of all that is in it.
        var text = source.Content;
        if (ContentFormatter.Read(source) is not { Layout: { } layout })
            return text;
        for (var i = layout.Mappings.Length - 1; i >= 0; i--)
        {
            var (mapping, order) = layout.Mappings[i];
            if (IsInOrder(order))
                continue;
            if (Move(text, mapping, order) is not { } moved)
            {
                notes.Add(ContentFormatter.Note(mapping.Source, mapping.Span, "The order of these keys is left as it is: the mapping is written in a way in which lines cannot be moved."));
                continue;
            }

            if (ContentFormatter.Read(new SourceText(moved, source.Path)) is not { Layout: { } next } || next.Mappings.Length != layout.Mappings.Length)
                continue;
            text = moved;
            layout = next;
        }

        return text;
    }

    private static bool IsInOrder(ImmutableArray<int> order)
    {
        for (var i = 0; i < order.Length; i++)
        {
            if (order[i] != i)
                return false;
        }

        return true;
    }

    private static string? Move(string text, YamlMapping mapping, ImmutableArray<int> order)
    {
        if (text[mapping.Span.Start] == '{')
            return null;
        var entries = mapping.Entries;
        var line = TextLines.StartOf(text, entries[0].Key.Span.Start);
        var column = entries[0].Key.Span.Start - line;
        if (text.AsSpan(line, column).IndexOfAnyExcept(' ', '-') >= 0)
            return null;

        // An entry is what lies between these places. The first begins at its key, whatever stands before it in its line.
        var starts = new int[entries.Length + 1];
        starts[0] = entries[0].Key.Span.Start;
        for (var i = 1; i < entries.Length; i++)
        {
            var start = TextLines.StartOf(text, entries[i].Key.Span.Start);
            if (entries[i].Key.Span.Start - start != column || text.AsSpan(start, column).IndexOfAnyExcept(' ') >= 0)
                return null;
            var least = TextLines.NextOf(text, EndOf(entries[i - 1]));
            while (start > least && IsComment(text, TextLines.StartOf(text, start - 1), column))
                start = TextLines.StartOf(text, start - 1);
            starts[i] = start;
        }

        starts[^1] = TextLines.NextOf(text, EndOf(entries[^1]));
        var end = TextLines.BreakOf(text);
        var builder = new StringBuilder(text.Length + 2).Append(text, 0, starts[0]);
        var indent = new string(' ', column);
        for (var i = 0; i < order.Length; i++)
        {
            var part = text[starts[order[i]]..starts[order[i] + 1]];
            if (!part.EndsWith('\n'))
                part += end;

            // The first key keeps what stands before it; a comment cannot stand there in its place.
            if (i == 0 && order[0] != 0)
            {
                if (part.AsSpan().TrimStart(' ')[0] == '#')
                    return null;
                part = part[column..];
            }
            else if (i > 0 && order[i] == 0)
                part = indent + part;
            builder.Append(part);
        }

        builder.Append(text, starts[^1], text.Length - starts[^1]);
        if (starts[^1] == text.Length && !text.EndsWith('\n'))
            builder.Length -= end.Length;
        return builder.ToString();
    }

    private static bool IsComment(string text, int line, int column) =>
        line + column < text.Length && text[line + column] == '#' && text.AsSpan(line, column).IndexOfAnyExcept(' ') < 0;

    private static int EndOf(YamlEntry entry) => Math.Max(entry.Key.Span.End, EndOf(entry.Value));

    // What is not written has no place of its own.
    private static int EndOf(YamlNode node) => node switch
    {
        YamlScalar { Value.Length: 0, Style: YamlScalarStyle.Plain } => 0,
        YamlMapping mapping when !IsFlow(mapping) && mapping.Entries.Length > 0 => EndOf(mapping.Entries[^1]),
        YamlSequence sequence when !IsFlow(sequence) && sequence.Items.Length > 0 => sequence.Items.Max(EndOf),
        _ => node.Span.End,
    };

    private static bool IsFlow(YamlNode node) => node.Source.Content[node.Span.Start] is '{' or '[';
}
