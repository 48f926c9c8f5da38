using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Loading;

/// <summary>Guesses columns and types from data.</summary>
internal sealed class SchemaInference
{
    private const int SampleRows = 10_000;
    private readonly List<string> _names = [];
    private readonly Dictionary<string, TypeKind> _kinds = new(StringComparer.Ordinal);

    public static RowType FromLines(ReadOnlySpan<byte> text)
    {
        var inference = new SchemaInference();
        for (var row = 0; row < SampleRows && !text.IsEmpty; row++)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            inference.Object(line);
        }

        return inference.Row();
    }

    public static RowType FromDocument(ReadOnlySpan<byte> text)
    {
        var inference = new SchemaInference();
        try
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                    inference.Properties(ref reader);
            }
        }
        catch (JsonException)
        {
            // Loading reports it with its place.
        }

        return inference.Row();
    }

    public static RowType FromCsv(byte[] text, int length, byte separator)
    {
        if (length == 0)
            return RowType.Empty;
        var inference = new SchemaInference();
        var names = new List<string>();
        var start = CsvScanner.ReadHeader(text, length, separator, names);
        foreach (var name in names)
            inference.See(name, null);
        // The scanner hands its fields to columns of text.
        var row = new RowType([.. names.Distinct(StringComparer.Ordinal).Select(name => new ColumnSymbol(name, KqlType.String))]);
        var rows = new RowBlock(new LoadOptions(row), "", static _ => { }, CancellationToken.None);
        rows.Begin(text, length);
        var csv = new CsvScanner(rows, separator);
        csv.Use(names);
        csv.Read(text, start, length);
        foreach (var chunk in rows.End(length).Chunks)
        {
            for (var i = 0; i < row.Columns.Length; i++)
            {
                var column = (StringVector)chunk.Columns[i]!;
                for (var r = 0; r < Math.Min(chunk.Length, SampleRows); r++)
                {
                    if (!column[r].IsEmpty)
                        inference.See(row.Columns[i].Name, KindOfText(column[r]));
                }
            }
        }

        return inference.Row();
    }

    private void Object(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                Properties(ref reader);
        }
        catch (JsonException)
        {
            // Loading reports it with its place.
        }
    }

    private void Properties(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            TypeKind? kind = reader.TokenType switch
            {
                JsonTokenType.True or JsonTokenType.False => TypeKind.Bool,
                JsonTokenType.Number => reader.TryGetInt64(out _) ? TypeKind.Long : TypeKind.Real,
                JsonTokenType.String => reader.ValueSpan.Length >= 19 && reader.ValueSpan[10] == 'T' && TextParser.DateTime(reader.ValueSpan) is not null ? TypeKind.DateTime : TypeKind.String,
                JsonTokenType.StartObject or JsonTokenType.StartArray => TypeKind.Dynamic,
                _ => null,
            };
            See(name, kind);
            reader.Skip();
        }
    }

    private static TypeKind KindOfText(ReadOnlySpan<byte> text)
    {
        if (Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "false"u8))
            return TypeKind.Bool;
        // 007 is a code, not a number.
        if (text.Length > 1 && text[0] == '0' && text[1] is >= (byte)'0' and <= (byte)'9')
            return TypeKind.String;
        if (text[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
        {
            if (TextParser.Long(text) is not null)
                return TypeKind.Long;
            if (TextParser.Real(text) is not null)
                return TypeKind.Real;
            if (text.Length >= 19 && TextParser.DateTime(text) is not null)
                return TypeKind.DateTime;
        }

        return TypeKind.String;
    }

    private void See(string name, TypeKind? kind)
    {
        if (!_kinds.TryGetValue(name, out var known))
        {
            _names.Add(name);
            _kinds[name] = kind ?? TypeKind.Unknown;
        }
        else if (kind is { } seen && seen != known)
        {
            _kinds[name] = known switch
            {
                TypeKind.Unknown => seen,
                TypeKind.Long when seen == TypeKind.Real => TypeKind.Real,
                TypeKind.Real when seen == TypeKind.Long => TypeKind.Real,
                TypeKind.Dynamic => TypeKind.Dynamic,
                _ => seen == TypeKind.Dynamic ? TypeKind.Dynamic : TypeKind.String,
            };
        }
    }

    private RowType Row()
    {
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>(_names.Count);
        foreach (var name in _names)
            columns.Add(new ColumnSymbol(name, _kinds[name] == TypeKind.Unknown ? KqlType.String : KqlType.FromKind(_kinds[name])));
        return new RowType(columns.ToImmutable());
    }
}
