using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Loading;

/// <summary>Reads a piece of a file into one chunk. One reader serves one piece; pieces are read side by side.</summary>
internal sealed class ChunkReader
{
    private readonly LoadOptions _options;
    private readonly string _path;
    private readonly ColumnLoader?[] _loaders;
    private readonly byte[][] _names;
    private readonly Dictionary<string, int> _byName;
    private readonly int[] _lastRow;
    private readonly List<int> _order = [];
    private readonly HashSet<string> _unknownSeen = new(StringComparer.Ordinal);
    private int _rows;

    public ChunkReader(LoadOptions options, string path, int capacity)
    {
        _options = options;
        _path = path;
        var columns = options.Row.Columns;
        _loaders = new ColumnLoader?[columns.Length];
        _names = new byte[columns.Length][];
        _lastRow = new int[columns.Length];
        _byName = new Dictionary<string, int>(columns.Length, StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
        {
            _names[i] = Encoding.UTF8.GetBytes(columns[i].Name);
            _lastRow[i] = -1;
            _byName.TryAdd(columns[i].Name, i);
            if (options.Columns is null || options.Columns.Contains(i))
                _loaders[i] = ColumnLoader.Create(columns[i].Type.Kind, capacity, options.DateTimeParser);
        }
    }

    public List<LoadProblem> Problems { get; } = [];
    public long ProblemCount { get; private set; }
    public List<string> Unknown { get; } = [];
    public long Lines { get; private set; }

    public TableChunk Build()
    {
        var vectors = new Vector?[_loaders.Length];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = _loaders[i]?.Build();
        return new TableChunk(vectors, _rows);
    }

    public int Rows => _rows;

    /// <summary>One JSON object a line.</summary>
    public void ReadLines(ReadOnlySpan<byte> text, CancellationToken cancellation)
    {
        while (!text.IsEmpty)
        {
            if ((++Lines & 1023) == 0)
                cancellation.ThrowIfCancellationRequested();
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            line = line.TrimEnd((byte)'\r');
            if (line.IsEmpty || line.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
                continue;
            var row = _rows;
            try
            {
                var reader = new Utf8JsonReader(line, JsonOptions);
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    Report(Lines, 1, "A line must hold one JSON object.", null);
                    continue;
                }

                ReadObject(ref reader, Lines, 0, default);
                if (reader.Read())
                    Report(Lines, (int)reader.TokenStartIndex + 1, "There is text after the object.", null);
            }
            catch (JsonException e)
            {
                Report(Lines, (int)(e.BytePositionInLine ?? 0) + 1, "This is not JSON: " + e.Message.Split(" LineNumber", 2)[0], null);
                DropOpenRow(row);
            }
            catch (InvalidOperationException)
            {
                Report(Lines, 1, "A text in this line is no valid Unicode.", null);
                DropOpenRow(row);
            }
        }
    }

    /// <summary>An array of objects, or one object.</summary>
    public void ReadDocument(ReadOnlySpan<byte> text, CancellationToken cancellation)
    {
        try
        {
            var reader = new Utf8JsonReader(text, JsonOptions);
            if (!reader.Read())
                return;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadObject(ref reader, 0, 0, text);
                return;
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                Report(1, 1, "The file must hold an array of objects.", null);
                return;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if ((_rows & 1023) == 0)
                    cancellation.ThrowIfCancellationRequested();
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    var (line, column) = Position(text, reader.TokenStartIndex);
                    Report(line, column, "An element of the array is no object.", null);
                    reader.Skip();
                    continue;
                }

                ReadObject(ref reader, 0, 0, text);
            }
        }
        catch (JsonException e)
        {
            Report((e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, "This is not JSON: " + e.Message.Split(" LineNumber", 2)[0], null);
            DropOpenRow(_rows);
        }
        catch (InvalidOperationException)
        {
            Report(1, 1, "A text in this file is no valid Unicode.", null);
            DropOpenRow(_rows);
        }
    }

    private static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = 256 };

    // line 0: positions are worked out from the document, only where something is wrong
    private void ReadObject(ref Utf8JsonReader reader, long line, int offset, ReadOnlySpan<byte> document)
    {
        var row = _rows;
        var position = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var column = FindColumn(ref reader, position);
            position++;
            reader.Read();
            if (column < 0 || _loaders[column] is not { } loader)
            {
                reader.Skip();
                continue;
            }

            if (_lastRow[column] == row)
            {
                // A repeated name: the first value stands.
                reader.Skip();
                continue;
            }

            while (loader.Count < row)
                loader.AddNull();
            var start = reader.TokenStartIndex;
            var type = reader.TokenType;
            if (!loader.AddJson(ref reader))
            {
                var (atLine, atColumn) = line > 0 ? (line, (int)start + 1 + offset) : Position(document, start);
                var shown = type is JsonTokenType.StartObject or JsonTokenType.StartArray ? "an object or array" : type == JsonTokenType.String ? "the text \"" + Shorten(reader.ValueSpan) + "\"" : Shorten(reader.ValueSpan);
                Report(atLine, atColumn, $"Column '{_options.Row.Columns[column].Name}' is {_options.Row.Columns[column].Type}, and {shown} is none.", _options.Row.Columns[column].Name);
            }

            _lastRow[column] = row;
        }

        EndRow();
    }

    private static string Shorten(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.Length > 60 ? text[..60] : text) + (text.Length > 60 ? "…" : "");

    private int FindColumn(ref Utf8JsonReader reader, int position)
    {
        // Lines of one file nearly always have the same keys in the same order.
        if (position < _order.Count && _order[position] is var guess and >= 0 && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(_names[guess]))
            return guess;
        var name = reader.GetString()!;
        if (!_byName.TryGetValue(name, out var column))
        {
            column = -1;
            if (_unknownSeen.Add(name))
                Unknown.Add(name);
        }

        while (_order.Count <= position)
            _order.Add(-1);
        _order[position] = column;
        return column;
    }

    private void EndRow()
    {
        _rows++;
        foreach (var loader in _loaders)
        {
            if (loader is null)
                continue;
            while (loader.Count < _rows)
                loader.AddNull();
        }
    }

    // A line that breaks off in the middle still counts its read cells: they are made a row and reported.
    private void DropOpenRow(int row)
    {
        var open = false;
        foreach (var loader in _loaders)
            open |= loader is not null && loader.Count > row;
        if (open && _rows == row)
            EndRow();
    }

    public void Report(long line, int column, string message, string? name)
    {
        ProblemCount++;
        if (Problems.Count < _options.MaxProblems)
            Problems.Add(new LoadProblem(_path, line, column, message, name));
    }

    private static (long Line, int Column) Position(ReadOnlySpan<byte> document, long index)
    {
        var before = document[..(int)index];
        var line = before.Count((byte)'\n') + 1;
        var last = before.LastIndexOf((byte)'\n');
        return (line, before.Length - last);
    }

    /// <summary>Comma-separated values; the first record names the columns.</summary>
    public void ReadCsv(ReadOnlySpan<byte> text, CancellationToken cancellation)
    {
        var csv = new CsvRecords(text);
        var fields = new List<CsvField>();
        if (!csv.Next(fields))
            return;
        var map = new int[fields.Count];
        for (var i = 0; i < map.Length; i++)
        {
            var name = Encoding.UTF8.GetString(csv.Value(fields[i])).Trim();
            map[i] = _byName.GetValueOrDefault(name, -1);
            if (map[i] < 0 && _unknownSeen.Add(name))
                Unknown.Add(name);
        }

        while (csv.Next(fields))
        {
            if ((_rows & 1023) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (fields.Count == 1 && fields[0].Length == 0 && map.Length > 1)
                continue;
            if (fields.Count > map.Length)
                Report(fields[map.Length].Line, fields[map.Length].Column, $"The record has {fields.Count} fields, the header {map.Length}.", null);
            for (var i = 0; i < map.Length && i < fields.Count; i++)
            {
                if (map[i] < 0 || _loaders[map[i]] is not { } loader || loader.Count > _rows)
                    continue;
                var value = csv.Value(fields[i]);
                var symbol = _options.Row.Columns[map[i]];
                if (value.IsEmpty)
                    loader.AddNull();
                else if (!loader.AddText(value))
                    Report(fields[i].Line, fields[i].Column, $"Column '{symbol.Name}' is {symbol.Type}, and the text \"{Shorten(value)}\" is none.", symbol.Name);
            }

            EndRow();
        }
    }
}

/// <summary>A field of a record.</summary>
internal readonly record struct CsvField(int Start, int Length, bool HasQuotes, long Line, int Column);

/// <summary>Cuts text into records and fields.</summary>
internal ref struct CsvRecords(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;
    private long _line = 1;
    private int _lineStart;

    /// <summary>The text of a field; doubled quotes made single.</summary>
    public readonly ReadOnlySpan<byte> Value(CsvField field)
    {
        var value = _text.Slice(field.Start, field.Length);
        return field.HasQuotes ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value).Replace("\"\"", "\"", StringComparison.Ordinal)) : value;
    }

    public bool Next(List<CsvField> fields)
    {
        fields.Clear();
        if (_at >= _text.Length)
            return false;
        while (true)
        {
            var column = _at - _lineStart + 1;
            var line = _line;
            if (_at < _text.Length && _text[_at] == '"')
            {
                var start = ++_at;
                var doubled = false;
                while (_at < _text.Length)
                {
                    if (_text[_at] == '"')
                    {
                        if (_at + 1 < _text.Length && _text[_at + 1] == '"')
                        {
                            doubled = true;
                            _at += 2;
                            continue;
                        }

                        break;
                    }

                    if (_text[_at] == '\n')
                    {
                        _line++;
                        _lineStart = _at + 1;
                    }

                    _at++;
                }

                fields.Add(new CsvField(start, _at - start, doubled, line, column));
                if (_at < _text.Length)
                    _at++;
                while (_at < _text.Length && _text[_at] is not ((byte)',' or (byte)'\r' or (byte)'\n'))
                    _at++;
            }
            else
            {
                var start = _at;
                var length = _text[_at..].IndexOfAny((byte)',', (byte)'\r', (byte)'\n');
                _at = length < 0 ? _text.Length : _at + length;
                fields.Add(new CsvField(start, _at - start, false, line, column));
            }

            if (_at < _text.Length && _text[_at] == ',')
            {
                _at++;
                if (_at == _text.Length)
                    fields.Add(new CsvField(_at, 0, false, _line, _at - _lineStart + 1));
                else
                    continue;
            }

            if (_at < _text.Length && _text[_at] == '\r')
                _at++;
            if (_at < _text.Length && _text[_at] == '\n')
                _at++;
            _line++;
            _lineStart = _at;
            return true;
        }
    }
}
