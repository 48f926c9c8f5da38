using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Vectors;

/// <summary>Text forms of values as <c>tostring</c> gives them, and JSON of dynamic values.</summary>
public static class ValueText
{
    /// <summary>Appends the text of a row; nothing for a null.</summary>
    public static void Append(StringBuilderVector output, Vector vector, int row)
    {
        if (vector.IsNull(row))
            return;
        switch (vector)
        {
            case StringVector strings: output.Append(strings[row]); break;
            case DynamicVector dynamics: AppendDynamic(output, dynamics[row]); break;
            case FixedVector<bool> bools: output.Append(bools[row] ? "true"u8 : "false"u8); break;
            case FixedVector<int> ints: output.AppendValue(ints[row]); break;
            case FixedVector<long> longs when longs.Kind == TypeKind.DateTime: AppendDateTime(output, longs[row]); break;
            case FixedVector<long> longs when longs.Kind == TypeKind.TimeSpan: AppendTimeSpan(output, longs[row]); break;
            case FixedVector<long> longs: output.AppendValue(longs[row]); break;
            case FixedVector<double> reals: AppendReal(output, reals[row]); break;
            case FixedVector<decimal> decimals: output.AppendValue(decimals[row]); break;
            case FixedVector<Guid> guids: output.AppendValue(guids[row]); break;
        }
    }

    /// <summary>Appends an instant: <c>yyyy-MM-ddTHH:mm:ss.fffffffZ</c>.</summary>
    public static void AppendDateTime(StringBuilderVector output, long ticks) => output.AppendValue(new DateTime(ticks, DateTimeKind.Utc), "O");

    /// <summary>Appends a duration: <c>[-][d.]hh:mm:ss[.fffffff]</c>.</summary>
    public static void AppendTimeSpan(StringBuilderVector output, long ticks) => output.AppendValue(new TimeSpan(ticks), "c");

    /// <summary>Appends a real: shortest text that reads back, with <c>.0</c> after a whole number.</summary>
    public static void AppendReal(StringBuilderVector output, double value)
    {
        if (double.IsNaN(value))
        {
            output.Append("NaN"u8);
            return;
        }

        if (double.IsInfinity(value))
        {
            output.Append(value > 0 ? "Infinity"u8 : "-Infinity"u8);
            return;
        }

        Span<byte> buffer = stackalloc byte[40];
        value.TryFormat(buffer, out var written, default, CultureInfo.InvariantCulture);
        var text = buffer[..written];
        output.Append(text);
        if (text.IndexOfAny((byte)'.', (byte)'E') < 0)
            output.Append(".0"u8);
    }

    /// <summary>Appends a dynamic as <c>tostring</c> does: a string without quotes, a scalar as its type's text, containers as JSON.</summary>
    public static void AppendDynamic(StringBuilderVector output, DynamicValue value)
    {
        switch (value.Tag)
        {
            case DynamicTag.Null: break;
            case DynamicTag.String: output.Append(value.Text); break;
            case DynamicTag.DateTime: AppendDateTime(output, value.AsLong); break;
            case DynamicTag.TimeSpan: AppendTimeSpan(output, value.AsLong); break;
            case DynamicTag.Guid: output.AppendValue(value.AsGuid); break;
            case DynamicTag.Decimal: output.AppendValue(value.AsDecimal); break;
            default: AppendJson(output, value); break;
        }
    }

    /// <summary>Appends compact JSON.</summary>
    public static void AppendJson(StringBuilderVector output, DynamicValue value)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value.Tag)
        {
            case DynamicTag.Null: output.Append("null"u8); break;
            case DynamicTag.False: output.Append("false"u8); break;
            case DynamicTag.True: output.Append("true"u8); break;
            case DynamicTag.Int or DynamicTag.Long: output.AppendValue(value.AsLong); break;
            case DynamicTag.Real when double.IsFinite(value.AsReal): AppendReal(output, value.AsReal); break;
            case DynamicTag.Real:
                output.Append((byte)'"');
                AppendReal(output, value.AsReal);
                output.Append((byte)'"');
                break;
            case DynamicTag.String: AppendQuoted(output, value.Text); break;
            case DynamicTag.Array:
            {
                output.Append((byte)'[');
                var first = true;
                foreach (var element in value.Elements)
                {
                    if (!first)
                        output.Append((byte)',');
                    first = false;
                    AppendJson(output, element);
                }

                output.Append((byte)']');
                break;
            }

            case DynamicTag.Bag:
            {
                output.Append((byte)'{');
                var first = true;
                foreach (var property in value.Properties)
                {
                    if (!first)
                        output.Append((byte)',');
                    first = false;
                    AppendQuoted(output, property.Key);
                    output.Append((byte)':');
                    AppendJson(output, property.Value);
                }

                output.Append((byte)'}');
                break;
            }

            default:
                output.Append((byte)'"');
                AppendDynamic(output, value);
                output.Append((byte)'"');
                break;
        }
    }

    /// <summary>Appends a JSON string with its quotes.</summary>
    public static void AppendQuoted(StringBuilderVector output, ReadOnlySpan<byte> utf8)
    {
        output.Append((byte)'"');
        while (true)
        {
            var special = IndexOfEscaped(utf8);
            if (special < 0)
                break;
            output.Append(utf8[..special]);
            var c = utf8[special];
            switch (c)
            {
                case (byte)'"': output.Append("\\\""u8); break;
                case (byte)'\\': output.Append("\\\\"u8); break;
                case (byte)'\n': output.Append("\\n"u8); break;
                case (byte)'\r': output.Append("\\r"u8); break;
                case (byte)'\t': output.Append("\\t"u8); break;
                case (byte)'\b': output.Append("\\b"u8); break;
                case (byte)'\f': output.Append("\\f"u8); break;
                default:
                {
                    output.Append("\\u00"u8);
                    output.Append((byte)"0123456789abcdef"[c >> 4]);
                    output.Append((byte)"0123456789abcdef"[c & 15]);
                    break;
                }
            }

            utf8 = utf8[(special + 1)..];
        }

        output.Append(utf8);
        output.Append((byte)'"');
    }

    private static readonly System.Buffers.SearchValues<byte> Escaped = System.Buffers.SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'"', (byte)'\\']);

    private static int IndexOfEscaped(ReadOnlySpan<byte> text) => text.IndexOfAny(Escaped);
}
