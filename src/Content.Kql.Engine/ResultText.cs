using System.Globalization;
using System.Text.Json;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine;

/// <summary>
/// Cells as text and JSON: datetime ISO 8601 UTC with seven digits, timespan <c>[-][d.]hh:mm:ss[.fffffff]</c>, decimal as a string, reals
/// that are no numbers as <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>, dynamic as plain JSON.
/// </summary>
public static class ResultText
{
    /// <summary>Writes a cell as a JSON value.</summary>
    public static void WriteCell(Utf8JsonWriter writer, Vector column, int row)
    {
        if (column.IsNull(row))
        {
            writer.WriteNullValue();
            return;
        }

        switch (column)
        {
            case StringVector strings: WriteText(writer, strings[row]); break;
            case FixedVector<bool> bools: writer.WriteBooleanValue(bools[row]); break;
            case FixedVector<int> ints: writer.WriteNumberValue(ints[row]); break;
            case FixedVector<long> { Kind: TypeKind.Long } longs: writer.WriteNumberValue(longs[row]); break;
            case FixedVector<double> reals: WriteReal(writer, reals[row]); break;
            case DynamicVector dynamics: WriteDynamic(writer, dynamics[row]); break;
            default: writer.WriteStringValue(Format(column, row)); break;
        }
    }

    /// <summary>Writes a dynamic as JSON.</summary>
    public static void WriteDynamic(Utf8JsonWriter writer, DynamicValue value)
    {
        switch (value.Tag)
        {
            case DynamicTag.Null: writer.WriteNullValue(); break;
            case DynamicTag.False: writer.WriteBooleanValue(false); break;
            case DynamicTag.True: writer.WriteBooleanValue(true); break;
            case DynamicTag.Int or DynamicTag.Long: writer.WriteNumberValue(value.AsLong); break;
            case DynamicTag.Real: WriteReal(writer, value.AsReal); break;
            case DynamicTag.String: WriteText(writer, value.Text); break;
            case DynamicTag.Array:
                writer.WriteStartArray();
                foreach (var element in value.Elements)
                    WriteDynamic(writer, element);
                writer.WriteEndArray();
                break;
            case DynamicTag.Bag:
                writer.WriteStartObject();
                foreach (var property in value.Properties)
                {
                    writer.WritePropertyName(System.Text.Encoding.UTF8.GetString(property.Key));
                    WriteDynamic(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            default:
            {
                var text = new StringBuilderVector(1);
                ValueText.AppendDynamic(text, value);
                writer.WriteStringValue(text.OpenRow);
                break;
            }
        }
    }

    /// <summary>A cell as text, for tables and CSV; empty for a null.</summary>
    public static string Format(Vector column, int row)
    {
        if (column.IsNull(row))
            return "";
        switch (column)
        {
            case StringVector strings: return strings.GetString(row);
            case FixedVector<double> reals when double.IsFinite(reals[row]): return reals[row].ToString("R", CultureInfo.InvariantCulture);
            case DynamicVector { } dynamics when dynamics[row].Tag == DynamicTag.String: return System.Text.Encoding.UTF8.GetString(dynamics[row].Text);
            default:
            {
                var text = new StringBuilderVector(1);
                ValueText.Append(text, column, row);
                return System.Text.Encoding.UTF8.GetString(text.OpenRow);
            }
        }
    }

    private static void WriteReal(Utf8JsonWriter writer, double value)
    {
        if (double.IsNaN(value))
            writer.WriteStringValue("NaN"u8);
        else if (double.IsPositiveInfinity(value))
            writer.WriteStringValue("Infinity"u8);
        else if (double.IsNegativeInfinity(value))
            writer.WriteStringValue("-Infinity"u8);
        else
            writer.WriteNumberValue(value);
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> utf8)
    {
        // Bytes that are no UTF-8 may come from files and base64: they are written as U+FFFD instead of failing.
        if (System.Text.Unicode.Utf8.IsValid(utf8))
            writer.WriteStringValue(utf8);
        else
            writer.WriteStringValue(System.Text.Encoding.UTF8.GetString(utf8));
    }
}
