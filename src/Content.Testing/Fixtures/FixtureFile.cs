using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Content.Diagnostics;
using Content.Kql.Engine.Loading;
using Content.Model;
using Content.Model.Csv;

namespace Content.Testing.Fixtures;

/// <summary>A file of sample telemetry: NDJSON, a JSON array, or CSV with a header; each may be packed with gzip.</summary>
/// <param name="Rows">The rows that could be read.</param>
/// <param name="Diagnostics">What is wrong with the file.</param>
internal sealed record FixtureFile(ImmutableArray<FixtureRow> Rows, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Reads a file. What it is follows from its name, and for unknown names from its first character.</summary>
    public static FixtureFile Read(byte[] bytes, string path)
    {
        if (DataFileName.IsPacked(path))
        {
            try
            {
                using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
                using var plain = new MemoryStream();
                packed.CopyTo(plain);
                bytes = plain.ToArray();
            }
            catch (InvalidDataException exception)
            {
                return new FixtureFile([], [new Diagnostic(FixtureCodes.BadFile, DiagnosticSeverity.Error, "The file is no gzip file: " + exception.Message, default) { Source = new SourceText("", path) }]);
            }
        }

        if (bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        var first = bytes.AsSpan().TrimStart(" \t\r\n"u8);
        var format = DataFileName.FormatOf(path);
        var isJson = format is DataFormat.Json or DataFormat.Ndjson || (format != DataFormat.Csv && first is [(byte)'[' or (byte)'{', ..]);
        return isJson ? new JsonReading(bytes, path).Read() : ReadCsv(bytes, path);
    }

    private static FixtureFile ReadCsv(byte[] bytes, string path)
    {
        var source = new SourceText(Encoding.UTF8.GetString(bytes), path);
        var origin = new TextOrigin(source);
        var csv = CsvDocument.Parse(source);
        var rows = ImmutableArray.CreateBuilder<FixtureRow>(csv.Rows.Length);
        foreach (var row in csv.Rows)
        {
            var cells = ImmutableArray.CreateBuilder<FixtureCell>();
            for (var i = 0; i < csv.Headers.Length; i++)
            {
                // CSV cannot tell nothing from an empty text: both are what the column's type makes of nothing.
                if (row.Values[i].Length == 0)
                    continue;
                var header = csv.Headers[i];
                cells.Add(new FixtureCell(header.Value, new FixturePlace(origin, header.Span.Start, header.Span.Length),
                    new FixtureValue(new FixturePlace(origin, row.Spans[i].Start, row.Spans[i].Length), YamlValueKind.Text, row.Values[i])));
            }

            rows.Add(new FixtureRow(new FixturePlace(origin, row.Span.Start, row.Span.Length), cells.ToImmutable()));
        }

        return new FixtureFile(rows.ToImmutable(), csv.Diagnostics);
    }

    private sealed class JsonReading(byte[] bytes, string path)
    {
        private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

        private readonly BytesOrigin _origin = new(bytes, path);
        private readonly ImmutableArray<FixtureRow>.Builder _rows = ImmutableArray.CreateBuilder<FixtureRow>();
        private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        private int _base;

        public FixtureFile Read()
        {
            var blank = bytes.AsSpan().IndexOfAnyExcept(" \t\r\n"u8);
            if (blank >= 0 && bytes[blank] == (byte)'[')
                ReadArray();
            else if (!ReadsAsOneObject(blank))
                ReadLines();
            return new FixtureFile(_rows.ToImmutable(), _diagnostics.ToImmutable());
        }

        private void ReadArray()
        {
            var reader = new Utf8JsonReader(bytes, Options);
            try
            {
                reader.Read();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    ReadRow(ref reader);
                if (reader.Read())
                    Report((int)reader.TokenStartIndex, 1, "Something follows the JSON array.", "A file is one array, or one object a line.");
            }
            catch (JsonException exception)
            {
                Report(OffsetOf(exception), 1, "This is not valid JSON: " + Sentence(exception));
            }
        }

        // One object over several lines is one row; NDJSON is tried line by line.
        private bool ReadsAsOneObject(int start)
        {
            var end = start < 0 ? -1 : bytes.AsSpan(start).IndexOf((byte)'\n');
            if (end < 0 || IsWhole(bytes.AsSpan(start, end)))
                return false;
            if (!IsWhole(bytes.AsSpan()))
                return false;
            var reader = new Utf8JsonReader(bytes, Options);
            reader.Read();
            ReadRow(ref reader);
            return true;
        }

        private static bool IsWhole(ReadOnlySpan<byte> json)
        {
            try
            {
                var reader = new Utf8JsonReader(json, Options);
                reader.Read();
                reader.Skip();
                return !reader.Read();
            }
            catch (JsonException)
            {
                return false;
            }
        }

        private void ReadLines()
        {
            var position = 0;
            while (position < bytes.Length)
            {
                var length = bytes.AsSpan(position).IndexOf((byte)'\n');
                if (length < 0)
                    length = bytes.Length - position;
                var line = bytes.AsSpan(position, length);
                _base = position;
                position += length + 1;
                if (line.Trim(" \t\r"u8).IsEmpty)
                    continue;
                var reader = new Utf8JsonReader(line, Options);
                try
                {
                    if (reader.Read())
                        ReadRow(ref reader);
                    if (reader.Read())
                        Report(_base + (int)reader.TokenStartIndex, 1, "Something follows the object.", "Write one JSON object a line.");
                }
                catch (JsonException exception)
                {
                    Report(_base + (int)(exception.BytePositionInLine ?? 0), 1, "This line is not valid JSON: " + Sentence(exception));
                }
            }
        }

        private void ReadRow(ref Utf8JsonReader reader)
        {
            var start = _base + (int)reader.TokenStartIndex;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Report(start, 1, "A row must be a JSON object.", "Write {\"Column\": value, ...}.");
                reader.Skip();
                return;
            }

            var cells = ReadProperties(ref reader);
            _rows.Add(new FixtureRow(new FixturePlace(_origin, start, _base + (int)reader.BytesConsumed - start), cells));
        }

        private ImmutableArray<FixtureCell> ReadProperties(ref Utf8JsonReader reader)
        {
            var cells = ImmutableArray.CreateBuilder<FixtureCell>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                var place = new FixturePlace(_origin, _base + (int)reader.TokenStartIndex, reader.ValueSpan.Length + 2);
                reader.Read();
                cells.Add(new FixtureCell(name, place, ReadValue(ref reader)));
            }

            return cells.ToImmutable();
        }

        private FixtureValue ReadValue(ref Utf8JsonReader reader)
        {
            var start = _base + (int)reader.TokenStartIndex;
            FixturePlace Place(int length) => new(_origin, start, length);
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                {
                    var properties = ReadProperties(ref reader);
                    return new FixtureValue(Place(_base + (int)reader.BytesConsumed - start), YamlValueKind.Map, "") { Properties = properties };
                }

                case JsonTokenType.StartArray:
                {
                    var items = ImmutableArray.CreateBuilder<FixtureValue>();
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        items.Add(ReadValue(ref reader));
                    return new FixtureValue(Place(_base + (int)reader.BytesConsumed - start), YamlValueKind.List, "") { Items = items.ToImmutable() };
                }

                case JsonTokenType.String:
                    return new FixtureValue(Place(reader.ValueSpan.Length + 2), YamlValueKind.Text, reader.GetString()!);
                case JsonTokenType.Number:
                {
                    var text = Encoding.UTF8.GetString(reader.ValueSpan);
                    return reader.TryGetInt64(out var whole)
                        ? new FixtureValue(Place(text.Length), YamlValueKind.Integer, text) { Integer = whole, Real = whole }
                        : new FixtureValue(Place(text.Length), YamlValueKind.Real, text) { Real = reader.GetDouble() };
                }

                case JsonTokenType.True or JsonTokenType.False:
                {
                    var value = reader.TokenType == JsonTokenType.True;
                    return new FixtureValue(Place(reader.ValueSpan.Length), YamlValueKind.Boolean, value ? "true" : "false") { Boolean = value };
                }

                default:
                    return new FixtureValue(Place(4), YamlValueKind.Null, "");
            }
        }

        private int OffsetOf(JsonException exception)
        {
            var offset = 0;
            for (var line = exception.LineNumber ?? 0; line > 0 && bytes.AsSpan(offset).IndexOf((byte)'\n') is var next and >= 0; line--)
                offset += next + 1;
            return offset + (int)(exception.BytePositionInLine ?? 0);
        }

        // The reader's messages end in "LineNumber: …", which the position of the finding says better.
        private static string Sentence(JsonException exception) =>
            exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and > 0 ? exception.Message[..end] : exception.Message;

        private void Report(int start, int length, string message, string? help = null) =>
            _diagnostics.Add(new FixturePlace(_origin, start, length).Report(FixtureCodes.BadFile, message, help));
    }
}
