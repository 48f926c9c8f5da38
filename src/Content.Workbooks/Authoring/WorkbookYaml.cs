using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Content.Model.Json;

namespace Content.Workbooks.Authoring;

/// <summary>Writes JSON as block YAML that is read back as the same JSON.</summary>
internal static partial class WorkbookYaml
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "true", "false", "null", "yes", "no", "on", "off", "y", "n" };

    /// <summary>Writes an object or list as the lines of a block.</summary>
    /// <param name="yaml">Where to.</param>
    /// <param name="node">The object or list; not empty.</param>
    /// <param name="level">Its level of indentation.</param>
    /// <param name="replaced">What stands instead of values that have a file of their own.</param>
    public static void Write(StringBuilder yaml, JsonElementNode node, int level, IReadOnlyDictionary<JsonElementNode, string> replaced)
    {
        if (node.Properties.IsEmpty && node.Items.IsEmpty)
            yaml.Append(' ', 2 * level).Append(Short(node, replaced)).Append('\n');
        else
            Block(yaml, node, level, replaced, isIndented: false);
    }

    /// <summary>A text as a scalar.</summary>
    public static string Scalar(string text)
    {
        if (text.Length <= 100 && PlainPattern().IsMatch(text) && !Words.Contains(text))
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            var escape = c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => null };
            if (escape is not null)
                quoted.Append(escape);
            else if (c < ' ' || c is (>= '\u007F' and <= '\u009F') or '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private static void Block(StringBuilder yaml, JsonElementNode node, int level, IReadOnlyDictionary<JsonElementNode, string> replaced, bool isIndented)
    {
        if (node.Kind == JsonValueKind.Object && node.Properties.Any(property => property.Key is "$file" or "$object"))
        {
            Indent(yaml, level, ref isIndented);
            yaml.Append("$object:\n");
            level++;
        }

        foreach (var property in node.Properties)
        {
            Indent(yaml, level, ref isIndented);
            yaml.Append(Scalar(property.Key)).Append(':');
            Value(yaml, property.Value, level, replaced);
        }

        foreach (var item in node.Items)
        {
            Indent(yaml, level, ref isIndented);
            yaml.Append('-');
            if (Short(item, replaced) is { } text)
                yaml.Append(' ').Append(text).Append('\n');
            else
            {
                yaml.Append(' ');
                Block(yaml, item, level + 1, replaced, isIndented: true);
            }
        }
    }

    private static void Value(StringBuilder yaml, JsonElementNode node, int level, IReadOnlyDictionary<JsonElementNode, string> replaced)
    {
        if (Short(node, replaced) is { } text)
            yaml.Append(' ').Append(text).Append('\n');
        else
        {
            yaml.Append('\n');
            Block(yaml, node, level + 1, replaced, isIndented: false);
        }
    }

    // The first line of a block behind a dash has its place already.
    private static void Indent(StringBuilder yaml, int level, ref bool isIndented)
    {
        if (!isIndented)
            yaml.Append(' ', 2 * level);
        isIndented = false;
    }

    private static string? Short(JsonElementNode node, IReadOnlyDictionary<JsonElementNode, string> replaced) => node.Kind switch
    {
        JsonValueKind.Object => node.Properties.IsEmpty ? "{}" : null,
        JsonValueKind.Array => node.Items.IsEmpty ? "[]" : null,
        JsonValueKind.String => replaced.TryGetValue(node, out var instead) ? instead : Scalar(node.Text!),
        JsonValueKind.Number => node.Text,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    [GeneratedRegex(@"^[A-Za-z_$]([A-Za-z0-9_$ ./-]*[A-Za-z0-9_$./-])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainPattern();
}
