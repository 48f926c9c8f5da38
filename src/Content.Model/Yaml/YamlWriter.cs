using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Content.Model.Yaml;

/// <summary>
/// Writes JSON as block YAML as people write it: texts of several lines as literal block scalars, others without quotes where that is
/// safe. Read again, it is the same JSON.
/// </summary>
public static partial class YamlWriter
{
    private const int Indent = 2;
    private const int MaxPlain = 160;

    // Words that YAML 1.1, which other tools still follow, takes for something else than text.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "true", "false", "null", "yes", "no", "on", "off", "y", "n" };

    /// <summary>The text of a file with a mapping as its root; LF, with a line end at its end.</summary>
    public static string Write(JsonObject root)
    {
        var text = new StringBuilder();
        if (root.Count == 0)
            return "{}\n";
        Mapping(text, root, 0, isBegun: false);
        return text.ToString();
    }

    private static void Mapping(StringBuilder text, JsonObject map, int depth, bool isBegun)
    {
        foreach (var (key, value) in map)
        {
            if (!isBegun)
                text.Append(' ', depth * Indent);
            isBegun = false;
            text.Append(Scalar(key)).Append(':');
            switch (value)
            {
                case JsonObject { Count: > 0 } inner:
                    text.Append('\n');
                    Mapping(text, inner, depth + 1, isBegun: false);
                    break;
                case JsonArray { Count: > 0 } list:
                    text.Append('\n');
                    Sequence(text, list, depth + 1);
                    break;
                default:
                    Leaf(text, value, depth + 1);
                    break;
            }
        }
    }

    private static void Sequence(StringBuilder text, JsonArray list, int depth)
    {
        foreach (var item in list)
        {
            text.Append(' ', depth * Indent).Append('-');
            switch (item)
            {
                case JsonObject { Count: > 0 } inner:
                    text.Append(' ');
                    Mapping(text, inner, depth + 1, isBegun: true);
                    break;
                case JsonArray { Count: > 0 } inner:
                    text.Append('\n');
                    Sequence(text, inner, depth + 1);
                    break;
                default:
                    Leaf(text, item, depth + 1);
                    break;
            }
        }
    }

    private static void Leaf(StringBuilder text, JsonNode? node, int depth)
    {
        text.Append(' ');
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject:
                text.Append("{}");
                break;
            case JsonArray:
                text.Append("[]");
                break;
            default:
                var value = (JsonValue)node;
                if (value.GetValueKind() != JsonValueKind.String)
                    text.Append(value.ToJsonString());
                else if (value.GetValue<string>() is var single && IsLiteral(single))
                {
                    Literal(text, single, depth);
                    return;
                }
                else
                    text.Append(Scalar(single));
                break;
        }

        text.Append('\n');
    }

    private static bool IsLiteral(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) || string.IsNullOrWhiteSpace(text) || Special().IsMatch(text))
            return false;
        // Blanks in empty lines before the first one with text would be taken for its indentation.
        var start = text.AsSpan(0, text.Length - text.AsSpan().TrimStart().Length);
        return !start.Contains('\n') || start.IndexOfAny(' ', '\t') < 0;
    }

    private static void Literal(StringBuilder text, string value, int depth)
    {
        text.Append('|');
        // The first line tells the indentation, unless it has some of its own.
        if (value[0] is ' ' or '\n' or '\t')
            text.Append(CultureInfo.InvariantCulture, $"{Indent}");
        var body = value.TrimEnd('\n');
        var ends = value.Length - body.Length;
        text.Append(ends switch { 0 => "-", 1 => "", _ => "+" }).Append('\n');
        foreach (var line in body.Split('\n'))
        {
            if (line.Length > 0)
                text.Append(' ', depth * Indent).Append(line);
            text.Append('\n');
        }

        text.Append('\n', Math.Max(0, ends - 1));
    }

    /// <summary>A text in one line: plain where that is safe, else in quotes.</summary>
    public static string Scalar(string text)
    {
        if (text.Length <= MaxPlain && (Plain().IsMatch(text) || PlainNumberLike().IsMatch(text)) && !Words.Contains(text))
            return text;
        if (text.AsSpan().IndexOfAny('\n', '\t') < 0 && !Special().IsMatch(text))
            return "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            var escape = c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => null };
            if (escape is not null)
                quoted.Append(escape);
            else if (Special().IsMatch(c.ToString()))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^[A-Za-z_$]([A-Za-z0-9_$ ./()+&@-]*[A-Za-z0-9_$./()-])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    // GUIDs, versions and durations: begin with a digit and are no numbers.
    [GeneratedRegex(@"^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\d+\.\d+\.\d+|\d+[smhd])\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainNumberLike();

    // What YAML takes for a line break or does not print.
    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\x7F-\x9F\u2028\u2029\uFEFF\uFFFE\uFFFF]", RegexOptions.CultureInvariant)]
    private static partial Regex Special();
}
