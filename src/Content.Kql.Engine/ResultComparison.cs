using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine;

/// <summary>
/// How two results differ: as sets of rows in which a row may stand several times, in any order. Reals are equal when their first twelve
/// digits are, the order of a bag's properties does not matter, and a value of a dynamic that JSON does not have is its text.
/// </summary>
/// <param name="Columns">Sentence about columns that differ in name, type or order; null when they are the same.</param>
/// <param name="OnlyFirst">Numbers of rows of the first result that the second lacks.</param>
/// <param name="OnlySecond">Numbers of rows of the second result that the first lacks.</param>
public sealed record ResultComparison(string? Columns, ImmutableArray<int> OnlyFirst, ImmutableArray<int> OnlySecond)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>True when they do not differ.</summary>
    public bool IsSame => Columns is null && OnlyFirst.IsEmpty && OnlySecond.IsEmpty;

    /// <summary>Compares two results.</summary>
    public static ResultComparison Compare(QueryResult first, QueryResult second)
    {
        var columns = Describe(first.Row) is var one && Describe(second.Row) is var other && one != other ? $"The columns are {one} against {other}." : null;
        var left = Keys(first);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var key in left)
            counts[key] = counts.GetValueOrDefault(key) + 1;
        var onlySecond = ImmutableArray.CreateBuilder<int>();
        var right = Keys(second);
        for (var i = 0; i < right.Count; i++)
        {
            if (counts.GetValueOrDefault(right[i]) is > 0 and var count)
                counts[right[i]] = count - 1;
            else
                onlySecond.Add(i);
        }

        var onlyFirst = ImmutableArray.CreateBuilder<int>();
        for (var i = left.Count - 1; i >= 0; i--)
        {
            // Of equal rows the last ones are too many.
            if (counts[left[i]] <= 0)
                continue;
            counts[left[i]]--;
            onlyFirst.Insert(0, i);
        }

        return new ResultComparison(columns, onlyFirst.ToImmutable(), onlySecond.ToImmutable());
    }

    private static string Describe(RowType row) => string.Join(", ", row.Columns.Select(column => $"{column.Name}:{column.Type.Name}"));

    private static List<string> Keys(QueryResult result)
    {
        var keys = new List<string>();
        using var text = new MemoryStream();
        foreach (var chunk in result.Table.Chunks)
        {
            for (var row = 0; row < chunk.Length; row++)
            {
                text.SetLength(0);
                using (var json = new Utf8JsonWriter(text, Relaxed))
                {
                    json.WriteStartArray();
                    foreach (var column in chunk.Columns)
                        Write(json, column?.GetValue(row));
                    json.WriteEndArray();
                }

                keys.Add(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
            }
        }

        return keys;
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            // Without zeros at the end.
            case decimal number: json.WriteRawValue((number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)); break;
            case int or long: json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)); break;
            case double number: json.WriteStringValue(number == 0 ? "0" : number.ToString("G12", CultureInfo.InvariantCulture)); break;
            case DateTime time: json.WriteStringValue(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)); break;
            case TimeSpan span: json.WriteStringValue(span.ToString("c", CultureInfo.InvariantCulture)); break;
            case object?[] items:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            case KeyValuePair<string, object?>[] properties:
                json.WriteStartObject();
                foreach (var property in properties.OrderBy(property => property.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Key);
                    Write(json, property.Value);
                }

                json.WriteEndObject();
                break;
            default: json.WriteStringValue(value.ToString()); break;
        }
    }
}
