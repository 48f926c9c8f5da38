using System.Text;
using System.Text.Json;

namespace Content.Kql.Engine.Vectors;

/// <summary>Reads JSON into dynamic values.</summary>
internal static class DynamicJson
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256, CommentHandling = JsonCommentHandling.Disallow };

    private static readonly System.Buffers.SearchValues<byte> NumberBytes = System.Buffers.SearchValues.Create("0123456789.eE+- \t\r\n"u8);

    /// <summary>Reads one JSON text; on bad JSON nothing is written and the result is false.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, DynamicWriter writer)
    {
        var start = writer.Position;
        try
        {
            var reader = new Utf8JsonReader(utf8, Options);
            if (!reader.Read())
                return false;
            Write(ref reader, writer);
            if (reader.Read())
            {
                writer.Rewind(start);
                return false;
            }

            return true;
        }
        catch (JsonException)
        {
            writer.Rewind(start);
            return false;
        }
        catch (InvalidOperationException)
        {
            // Text that is not well-formed UTF-16 in an escape: the reader reports it this way.
            writer.Rewind(start);
            return false;
        }
    }

    /// <summary>Reads as <c>parse_json</c> does: text that is no JSON becomes a string; empty text becomes null.</summary>
    public static void ParseOrString(ReadOnlySpan<byte> utf8, DynamicWriter writer)
    {
        if (utf8.IsEmpty)
        {
            writer.Null();
            return;
        }

        if (!CannotBeJson(utf8) && TryParse(utf8, writer))
            return;
        writer.String(utf8);
    }

    /// <summary>Writes the value that the reader stands on.</summary>
    public static void Write(ref Utf8JsonReader reader, DynamicWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
            {
                var start = writer.BeginBag();
                var count = 0;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    if (reader.ValueIsEscaped)
                        writer.Key(reader.GetString()!);
                    else
                        writer.Key(reader.ValueSpan);
                    reader.Read();
                    Write(ref reader, writer);
                    count++;
                }

                writer.EndBag(start, count);
                break;
            }

            case JsonTokenType.StartArray:
            {
                var start = writer.BeginArray();
                var count = 0;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Write(ref reader, writer);
                    count++;
                }

                writer.EndArray(start, count);
                break;
            }

            case JsonTokenType.String:
                if (reader.ValueIsEscaped)
                    writer.String(reader.GetString()!);
                else
                    writer.String(reader.ValueSpan);
                break;
            case JsonTokenType.Number:
                if (reader.TryGetInt64(out var whole))
                    writer.Long(whole);
                else
                    writer.Real(reader.GetDouble());
                break;
            case JsonTokenType.True: writer.Bool(true); break;
            case JsonTokenType.False: writer.Bool(false); break;
            default: writer.Null(); break;
        }
    }

    // Exceptions are dear: plain words are common in columns that "may be JSON", and are told apart by their first byte.
    private static bool CannotBeJson(ReadOnlySpan<byte> utf8)
    {
        var text = utf8.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            return true;
        return text[0] switch
        {
            (byte)'{' or (byte)'[' or (byte)'"' => false,
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => text[1..].IndexOfAnyExcept(NumberBytes) >= 0,
            (byte)'t' or (byte)'f' or (byte)'n' => !(text.StartsWith("true"u8) || text.StartsWith("false"u8) || text.StartsWith("null"u8)),
            _ => true,
        };
    }
}
