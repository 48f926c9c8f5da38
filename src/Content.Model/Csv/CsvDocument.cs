using System.Collections.Immutable;
using System.Text;
using Content.Diagnostics;

namespace Content.Model.Csv;

/// <summary>The places of the values of a row.</summary>
public readonly struct CsvSpans
{
    private readonly int[] _bounds;

    internal CsvSpans(int[] bounds) => _bounds = bounds;

    /// <summary>Number of values.</summary>
    public int Length => _bounds.Length / 2;

    /// <summary>The place of a value.</summary>
    public TextSpan this[int column] => TextSpan.FromBounds(_bounds[2 * column], _bounds[(2 * column) + 1]);
}

/// <summary>A row of a CSV file.</summary>
public sealed class CsvRow
{
    // Start and end of each value in turn.
    private readonly int[] _bounds;

    internal CsvRow(ImmutableArray<string> values, int[] bounds)
    {
        Values = values;
        _bounds = bounds;
    }

    /// <summary>Its values.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>The place of the row.</summary>
    public TextSpan Span => TextSpan.FromBounds(_bounds[0], _bounds[^1]);

    /// <summary>The places of its values, with their quotes.</summary>
    public CsvSpans Spans => new(_bounds);

    internal int[] Bounds => _bounds;
}

/// <summary>A CSV file as RFC 4180 has it: a header, then rows; quoted values may hold commas, quotes and line breaks.</summary>
/// <param name="Source">The file.</param>
/// <param name="Headers">The header.</param>
/// <param name="Rows">The rows; each has as many values as the header (missing ones are empty, surplus ones dropped).</param>
/// <param name="Diagnostics">What is wrong with the file.</param>
public sealed record CsvDocument(SourceText Source, ImmutableArray<Located<string>> Headers, ImmutableArray<CsvRow> Rows, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Ordinal of a header (case matters); -1 when there is none.</summary>
    public int IndexOf(string header)
    {
        for (var i = 0; i < Headers.Length; i++)
        {
            if (Headers[i].Value == header)
                return i;
        }

        return -1;
    }

    /// <summary>Reads a file. Malformed text gives diagnostics, never an exception.</summary>
    public static CsvDocument Parse(SourceText source) => new CsvParser(source).Parse();

    private sealed class CsvParser(SourceText source)
    {
        private readonly string _text = source.Content;
        private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        private readonly StringBuilder _value = new();
        private int _position;

        public CsvDocument Parse()
        {
            var headers = ImmutableArray<Located<string>>.Empty;
            var rows = ImmutableArray.CreateBuilder<CsvRow>();
            while (_position < _text.Length)
            {
                // An empty line is no row; a row of one empty value has to be quoted.
                if (SkipBreak())
                    continue;
                var row = ReadRow();
                if (headers.IsEmpty)
                    headers = ReadHeader(row);
                else
                    rows.Add(row.Values.Length == headers.Length ? row : Fit(row, headers.Length));
            }

            if (headers.IsEmpty)
                Report(new TextSpan(0, 0), "The CSV file is empty.", "Give it a header line.");
            return new CsvDocument(source, headers, rows.ToImmutable(), _diagnostics.ToImmutable());
        }

        private ImmutableArray<Located<string>> ReadHeader(CsvRow row)
        {
            var known = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < row.Values.Length; i++)
            {
                if (row.Values[i].Length == 0)
                    Report(row.Spans[i], "A header is empty.", "Name the column.");
                else if (!known.Add(row.Values[i]))
                    Report(row.Spans[i], $"The header '{row.Values[i]}' is given twice.", "Rename one of the two columns.");
            }

            return [.. row.Values.Select((value, i) => new Located<string>(value, source, row.Spans[i], value))];
        }

        private CsvRow Fit(CsvRow row, int count)
        {
            Report(row.Span, $"The row has {row.Values.Length} values, the header {count}.", "Quote values that hold commas, and keep a comma for each empty value.");
            if (row.Values.Length > count)
                return new CsvRow(row.Values[..count], row.Bounds[..(2 * count)]);
            var bounds = new int[2 * count];
            bounds.AsSpan().Fill(row.Span.End);
            row.Bounds.CopyTo(bounds.AsSpan());
            return new CsvRow(row.Values.AddRange(Enumerable.Repeat("", count - row.Values.Length)), bounds);
        }

        private CsvRow ReadRow()
        {
            var values = ImmutableArray.CreateBuilder<string>();
            var bounds = new List<int>();
            while (true)
            {
                var start = _position;
                values.Add(_position < _text.Length && _text[_position] == '"' ? ReadQuoted() : ReadPlain());
                bounds.Add(start);
                bounds.Add(_position);
                if (_position < _text.Length && _text[_position] == ',')
                {
                    _position++;
                    continue;
                }

                SkipBreak();
                return new CsvRow(values.ToImmutable(), [.. bounds]);
            }
        }

        private string ReadPlain()
        {
            var start = _position;
            var length = _text.AsSpan(start).IndexOfAny(",\r\n");
            _position = length < 0 ? _text.Length : start + length;
            var value = _text[start.._position];
            if (value.IndexOf('"', StringComparison.Ordinal) is var quote and >= 0)
                Report(new TextSpan(start + quote, 1), "A quote stands in a value without quotes.", "Put the value into quotes and double the quote.");
            return value;
        }

        private string ReadQuoted()
        {
            var start = _position++;
            _value.Clear();
            while (true)
            {
                var length = _text.AsSpan(_position).IndexOf('"');
                if (length < 0)
                {
                    Report(new TextSpan(start, 1), "A quoted value is not closed.", "Close it with a quote; double a quote inside of it.");
                    _value.Append(_text, _position, _text.Length - _position);
                    _position = _text.Length;
                    break;
                }

                _value.Append(_text, _position, length);
                _position += length + 1;
                if (_position >= _text.Length || _text[_position] != '"')
                    break;
                _value.Append('"');
                _position++;
            }

            var rest = _text.AsSpan(_position).IndexOfAny(",\r\n") is var next and >= 0 ? next : _text.Length - _position;
            if (rest > 0)
            {
                Report(new TextSpan(_position, rest), "Text follows a quoted value.", "Put it into the quotes, or a comma before it.");
                _value.Append(_text, _position, rest);
                _position += rest;
            }

            return _value.ToString();
        }

        private bool SkipBreak()
        {
            if (_position >= _text.Length || _text[_position] is not ('\r' or '\n'))
                return false;
            _position += _text[_position] == '\r' && _position + 1 < _text.Length && _text[_position + 1] == '\n' ? 2 : 1;
            return true;
        }

        private void Report(TextSpan span, string message, string help) =>
            _diagnostics.Add(new Diagnostic(DiagnosticCodes.BadCsv, DiagnosticSeverity.Error, message, span) { Source = source, Help = help });
    }
}
