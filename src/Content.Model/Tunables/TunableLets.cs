using System.Collections.Immutable;
using System.Text;
using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Model;

/// <summary>
/// Finds the statements <c>let NAME = literal;</c> that carry tunables, and puts other values there. This is the only place where the
/// text of a query is changed, and it goes by the syntax tree: a name in a comment or a text is none.
/// </summary>
public static class TunableLets
{
    /// <summary>The let statements of a query, wherever they stand, whose names are those of tunables.</summary>
    /// <param name="query">The query.</param>
    /// <param name="isTunable">Says of a name whether it is that of a tunable.</param>
    public static IEnumerable<LetSyntax> Find(SyntaxNode query, Func<string, bool> isTunable) =>
        SyntaxWalk.DescendantsAndSelf(query).OfType<LetSyntax>().Where(let => !let.Name.IsMissing && isTunable(let.Name.Text));

    /// <summary>The let statements of a query's text; see <see cref="Find(SyntaxNode, Func{string, bool})"/>.</summary>
    /// <param name="text">The query.</param>
    /// <param name="names">Names of tunables.</param>
    public static IEnumerable<LetSyntax> Find(string text, IReadOnlyCollection<string> names) =>
        // Most queries carry none, and are not parsed for that.
        names.Any(name => text.Contains(name, StringComparison.Ordinal)) ? Find(Parser.ParseQuery(text, []), names.Contains) : [];

    /// <summary>The query with the values of an environment. Places in it are still those of its file.</summary>
    /// <param name="query">The query.</param>
    /// <param name="values">Values by name.</param>
    /// <returns>The same object when nothing has to be changed. What is no literal of the tunable's type stays as it is.</returns>
    public static Located<string> Apply(Located<string> query, IReadOnlyDictionary<string, TunableValue> values)
    {
        var edits = new List<TextEdit>();
        foreach (var let in Find(query.Value, [.. values.Keys]))
        {
            var value = values[let.Name.Text];
            if (TunableValue.Of(let.Value) is { } written && written.Type == value.Type && written != value)
                edits.Add(new TextEdit(let.Value.Span, value.Literal));
        }

        if (edits.Count == 0)
            return query;
        edits.Sort(static (left, right) => left.Span.Start.CompareTo(right.Span.Start));
        var text = new StringBuilder();
        var segments = ImmutableArray.CreateBuilder<SourceSegment>();
        var done = 0;
        foreach (var edit in edits)
        {
            Keep(edit.Span.Start);
            var place = query.Map.MapSpan(edit.Span);
            segments.Add(new SourceSegment(text.Length, place.Start, edit.NewText.Length, place.Length));
            text.Append(edit.NewText);
            done = edit.Span.End;
        }

        Keep(query.Value.Length);
        var changed = text.ToString();
        return new Located<string>(changed, query.Source, query.Span, changed, new SourceMap(query.Source, segments.ToImmutable()));

        void Keep(int end)
        {
            var shift = text.Length - done;
            foreach (var segment in query.Map.Segments)
            {
                int from = Math.Max(segment.Start, done), to = Math.Min(segment.Start + segment.Length, end);
                if (from >= to)
                    continue;
                segments.Add(segment.Length == segment.SourceLength
                    ? new SourceSegment(from + shift, segment.SourceStart + from - segment.Start, to - from, to - from)
                    : new SourceSegment(from + shift, segment.SourceStart, to - from, segment.SourceLength));
            }

            text.Append(query.Value, done, end - done);
        }
    }
}
