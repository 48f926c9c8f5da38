using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Content.Model.Json;

/// <summary>How JSON is laid out as text. The defaults are the canonical form.</summary>
public sealed record JsonStyle
{
    /// <summary>Two blanks a level, a member a line, LF, a line break at the end, no escape that JSON does not ask for.</summary>
    public static JsonStyle Canonical { get; } = new();

    /// <summary>Blanks a level; 0 writes all on one line.</summary>
    public int Indent { get; init; } = 2;

    /// <summary>Whether characters outside ASCII are escaped.</summary>
    public bool EscapesNonAscii { get; init; }

    /// <summary>Whether lines end in CRLF.</summary>
    public bool HasCarriageReturns { get; init; }

    /// <summary>Whether the last line has an end.</summary>
    public bool EndsLine { get; init; } = true;

    /// <summary>Whether the file begins with a byte order mark.</summary>
    public bool HasByteOrderMark { get; init; }

    /// <summary>The style in which writing a value gives just this text; the canonical one, with the file's byte order mark, when there is none.</summary>
    /// <param name="root">The value.</param>
    /// <param name="text">Its text, without a byte order mark.</param>
    /// <param name="hasByteOrderMark">Whether the file has one.</param>
    public static JsonStyle Of(JsonElementNode root, string text, bool hasByteOrderMark)
    {
        var second = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        var indent = 0;
        while (second > 0 && second + indent < text.Length && text[second + indent] == ' ')
            indent++;
        var seen = new JsonStyle
        {
            Indent = indent, HasCarriageReturns = text.Contains("\r\n", StringComparison.Ordinal), EndsLine = text.EndsWith('\n'), HasByteOrderMark = hasByteOrderMark,
        };
        foreach (var style in new[] { seen, seen with { EscapesNonAscii = true } })
        {
            if (style.Write(root) == text)
                return style;
        }

        return Canonical with { HasByteOrderMark = hasByteOrderMark };
    }

    /// <summary>A value as text, without a byte order mark. Numbers keep their digits, objects the order of their members.</summary>
    public string Write(JsonElementNode root)
    {
        var text = new StringBuilder();
        Write(text, root, 0);
        if (EndsLine)
            text.Append(LineEnd);
        return text.ToString();
    }

    private string LineEnd => HasCarriageReturns ? "\r\n" : "\n";

    private void Write(StringBuilder text, JsonElementNode node, int level)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object when !node.Properties.IsEmpty:
                text.Append('{');
                for (var i = 0; i < node.Properties.Length; i++)
                {
                    Begin(text, i, level + 1);
                    WriteText(text, node.Properties[i].Key);
                    text.Append(Indent == 0 ? ":" : ": ");
                    Write(text, node.Properties[i].Value, level + 1);
                }

                End(text, level);
                text.Append('}');
                break;
            case JsonValueKind.Array when !node.Items.IsEmpty:
                text.Append('[');
                for (var i = 0; i < node.Items.Length; i++)
                {
                    Begin(text, i, level + 1);
                    Write(text, node.Items[i], level + 1);
                }

                End(text, level);
                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteText(text, node.Text!);
                break;
            default:
                text.Append(node.Kind switch
                {
                    JsonValueKind.Object => "{}", JsonValueKind.Array => "[]", JsonValueKind.Number => node.Text,
                    JsonValueKind.True => "true", JsonValueKind.False => "false", _ => "null",
                });
                break;
        }
    }

    private void Begin(StringBuilder text, int index, int level)
    {
        if (index > 0)
            text.Append(',');
        End(text, level);
    }

    private void End(StringBuilder text, int level)
    {
        if (Indent > 0)
            text.Append(LineEnd).Append(' ', Indent * level);
    }

    private void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            var escape = c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", '\b' => "\\b", '\f' => "\\f", _ => null };
            if (escape is not null)
                text.Append(escape);
            else if (c < ' ' || (EscapesNonAscii && c > '~'))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }

        text.Append('"');
    }
}
