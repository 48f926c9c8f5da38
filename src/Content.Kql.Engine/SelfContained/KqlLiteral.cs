using System.Globalization;
using System.Text;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Engine.SelfContained;

/// <summary>Values and names as KQL writes them: each literal reads back as just the value that it was made of.</summary>
public static class KqlLiteral
{
    /// <summary>Appends a value of a type, given as <see cref="Vectors.Vector.GetValue"/> gives it.</summary>
    public static void Append(StringBuilder text, object? value, KqlType type)
    {
        if (type.Kind == TypeKind.Dynamic)
        {
            text.Append("dynamic(");
            AppendDynamic(text, value);
            text.Append(')');
            return;
        }

        switch (value)
        {
            case null when type.Kind == TypeKind.String: text.Append("\"\""); break;
            case null: text.Append(type.Name).Append("(null)"); break;
            default: AppendScalar(text, value); break;
        }
    }

    /// <summary>An instant.</summary>
    public static string Of(DateTimeOffset time) => $"datetime({time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)})";

    /// <summary>A name, in brackets where it needs them.</summary>
    public static string Name(string name)
    {
        if (SyntaxFacts.IsPlainName(name))
            return name;
        return $"[{Of(name)}]";
    }

    /// <summary>A text.</summary>
    public static string Of(string value)
    {
        var text = new StringBuilder();
        AppendText(text, value);
        return text.ToString();
    }

    private static void AppendScalar(StringBuilder text, object value)
    {
        var culture = CultureInfo.InvariantCulture;
        switch (value)
        {
            case bool flag: text.Append(flag ? "true" : "false"); break;
            case int number: text.Append(culture, $"int({number})"); break;
            case long number: text.Append(culture, $"long({number})"); break;
            case double number when double.IsNaN(number): text.Append("real(nan)"); break;
            case double number when double.IsInfinity(number): text.Append(number > 0 ? "real(+inf)" : "real(-inf)"); break;
            case double number: text.Append(culture, $"real({number:R})"); break;
            case decimal number: text.Append(culture, $"decimal({number})"); break;
            case DateTime time: text.Append(Of(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc), TimeSpan.Zero))); break;
            case TimeSpan span: text.Append(culture, $"timespan({span:c})"); break;
            case Guid guid: text.Append(culture, $"guid({guid})"); break;
            default: AppendText(text, value.ToString() ?? ""); break;
        }
    }

    // JSON, in which a value that JSON does not have is a literal of its own.
    private static void AppendDynamic(StringBuilder text, object? value)
    {
        var culture = CultureInfo.InvariantCulture;
        switch (value)
        {
            case null: text.Append("null"); break;
            case int number: text.Append(culture, $"{number}"); break;
            case long number: text.Append(culture, $"{number}"); break;
            case double number when double.IsFinite(number):
            {
                var plain = number.ToString("R", culture);
                // A whole number without a point would be a long.
                text.Append(plain).Append(plain.AsSpan().IndexOfAny('.', 'E') < 0 ? ".0" : "");
                break;
            }

            case object?[] items:
                text.Append('[');
                for (var i = 0; i < items.Length; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    AppendDynamic(text, items[i]);
                }

                text.Append(']');
                break;
            case KeyValuePair<string, object?>[] properties:
                text.Append('{');
                for (var i = 0; i < properties.Length; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    AppendText(text, properties[i].Key);
                    text.Append(':');
                    AppendDynamic(text, properties[i].Value);
                }

                text.Append('}');
                break;
            default: AppendScalar(text, value); break;
        }
    }

    /// <summary>Appends a text in double quotes.</summary>
    public static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029': text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
                default: text.Append(c); break;
            }
        }

        text.Append('"');
    }
}
