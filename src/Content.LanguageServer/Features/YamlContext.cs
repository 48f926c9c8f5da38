using System.Text.RegularExpressions;
using Content.Diagnostics;

namespace Content.LanguageServer.Features;

/// <summary>
/// Where a line that is being written stands in a YAML file. It is told by indentation alone, since such a file can mostly not be read.
/// </summary>
/// <param name="Path">Keys from the root to the mapping that the line belongs to.</param>
/// <param name="Key">The key of the line; null while it is not written.</param>
/// <param name="Written">What of the key or value stands before the place.</param>
/// <param name="IsItem">Whether the line is an item of a list.</param>
/// <param name="Siblings">Keys that the mapping has already.</param>
internal sealed partial record YamlContext(IReadOnlyList<string> Path, string? Key, string Written, bool IsItem, IReadOnlySet<string> Siblings)
{
    /// <summary>Number of the nearest line above that names an entity type, from 1; null when none does.</summary>
    public int? EntityTypeAbove { get; private init; }

    /// <summary>The context of a place.</summary>
    public static YamlContext Of(SourceText source, int offset)
    {
        var position = source.GetPosition(offset);
        var before = source.GetLine(position.Line)[..(position.Column - 1)].ToString();
        var line = Parse(before);

        // On a blank line the place itself says how deep it is.
        var indent = line.Text.Length == 0 && line.Dash < 0 ? before.Length : line.Indent;
        var path = new List<string>();
        var siblings = new HashSet<string>(StringComparer.Ordinal);
        var level = line.Dash >= 0 ? line.Dash + 1 : indent;
        var isSibling = line.Dash < 0;
        for (var i = position.Line - 1; i >= 1; i--)
        {
            var other = Parse(source.GetLine(i).ToString());
            if (other.Text.Length == 0 && other.Dash < 0 || other.Text.StartsWith('#'))
                continue;
            if (isSibling && other.Indent == indent && other.Key is not null)
                siblings.Add(other.Key);
            if (isSibling && other.Dash >= 0 && other.Indent == level)
            {
                level = other.Dash + 1;
                isSibling = false;
            }
            else if (other.Indent < level && other.Key is not null)
            {
                path.Insert(0, other.Key);
                level = other.Dash >= 0 ? other.Dash + 1 : other.Indent;
                isSibling = false;
            }
        }

        if (line.Key is null || line.Dash < 0)
            AddBelow(source, position.Line, indent, siblings);
        if (line.Key is null)
            return new YamlContext(path, null, line.Text, line.Dash >= 0, siblings);
        var value = before[(before.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart();
        var item = value.LastIndexOfAny(['[', ',', ' ', '"', '\'', '{']);
        return new YamlContext(path, line.Key, item < 0 ? value : value[(item + 1)..], false, siblings) { EntityTypeAbove = EntityTypeBefore(source, position.Line) };
    }

    private static int? EntityTypeBefore(SourceText source, int line)
    {
        while (--line >= 1)
        {
            if (Parse(source.GetLine(line).ToString()).Key == "entityType")
                return line;
        }

        return null;
    }

    private static void AddBelow(SourceText source, int line, int indent, HashSet<string> siblings)
    {
        for (var i = line + 1; i <= source.LineStarts.Length; i++)
        {
            var other = Parse(source.GetLine(i).ToString());
            if (other.Text.Length == 0 && other.Dash < 0 || other.Text.StartsWith('#') || other.Indent > indent)
                continue;
            if (other.Indent < indent || other.Dash >= 0)
                break;
            if (other.Key is not null)
                siblings.Add(other.Key);
        }
    }

    private readonly record struct Line(int Indent, int Dash, string Text, string? Key);

    // The indentation is that of what stands behind the dash of a list.
    private static Line Parse(string line)
    {
        int at = 0, dash = -1;
        while (at < line.Length && (line[at] == ' ' || (line[at] == '-' && (at + 1 == line.Length || line[at + 1] == ' '))))
        {
            if (line[at] == '-')
                dash = at;
            at++;
        }

        var text = line[at..].TrimEnd();
        var key = KeyPattern().Match(text);
        return new Line(at, dash, text, key.Success ? key.Groups["key"].Value : null);
    }

    [GeneratedRegex("""^["']?(?<key>[\w.\- ]+?)["']?\s*:(\s|$)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();
}
