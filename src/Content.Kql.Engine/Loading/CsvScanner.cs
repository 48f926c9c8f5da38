using System.Buffers;
using System.Text;

namespace Content.Kql.Engine.Loading;

/// <summary>
/// Finds the fields of separated values (RFC 4180). A field that begins with a quotation mark ends at the next single one; what follows up
/// to the separator is left out. Elsewhere a quotation mark is text. Lines end with LF or CR LF.
/// </summary>
internal sealed class CsvScanner(RowBlock rows, byte separator)
{
    private readonly SearchValues<byte> _ends = SearchValues.Create([separator, (byte)'\n']);
    private int[] _slots = [];
    private byte[] _text = [];
    private int _length;
    private int _at;

    /// <summary>Names of the header.</summary>
    public string[] Header { get; private set; } = [];

    /// <summary>Reads the header; gives the place behind it.</summary>
    public static int ReadHeader(byte[] text, int length, byte separator, List<string> names)
    {
        var scanner = new CsvScanner(null!, separator) { _text = text, _length = length };
        while (true)
        {
            var field = scanner.Next(out var ends);
            names.Add(Value(text, field).Trim());
            if (ends)
                return scanner._at;
        }
    }

    /// <summary>The text of a field.</summary>
    public static string Value(byte[] text, Cell field)
    {
        var value = Encoding.UTF8.GetString(text, field.Start, field.Length);
        return field.Kind == CellKind.QuotedField ? value.Replace("\"\"", "\"", StringComparison.Ordinal) : value;
    }

    /// <summary>Takes over the columns of the file.</summary>
    public void Use(IReadOnlyList<string> names)
    {
        Header = [.. names];
        _slots = new int[Header.Length];
        for (var i = 0; i < _slots.Length; i++)
            _slots[i] = rows.SlotOf(Header[i]);
    }

    /// <summary>Reads records.</summary>
    public void Read(byte[] text, int start, int length)
    {
        _text = text;
        _length = length;
        _at = start;
        while (_at < length)
        {
            if (text[_at] == '\n')
            {
                // An empty line is no record, but where there is one column.
                if (_slots.Length > 1)
                {
                    _at++;
                    continue;
                }
            }
            else if (text[_at] == '\r' && _at + 1 < length && text[_at + 1] == '\n' && _slots.Length > 1)
            {
                _at += 2;
                continue;
            }

            for (var number = 0; ; number++)
            {
                var field = Next(out var ends);
                if (number < _slots.Length)
                {
                    var slot = _slots[number];
                    if (slot >= 0)
                        rows.Set(slot, field.Length == 0 ? new Cell(field.Start, 0, CellKind.Null) : field);
                }
                else if (number == _slots.Length)
                {
                    rows.Report(field.Start, $"The record has more fields than the header, which has {_slots.Length}.");
                }

                if (ends)
                    break;
            }

            rows.EndRow();
        }
    }

    /// <summary>The place behind the last record that is complete; 0 when none is. The text begins with a record.</summary>
    public static int LastRecordEnd(ReadOnlySpan<byte> text, byte separator)
    {
        var cut = 0;
        var at = 0;
        while (true)
        {
            var quote = text[at..].IndexOf((byte)'"');
            var plain = quote < 0 ? text[at..] : text.Slice(at, quote);
            var end = plain.LastIndexOf((byte)'\n');
            if (end >= 0)
                cut = at + end + 1;
            if (quote < 0)
                return cut;
            at += quote;
            if (at > 0 && text[at - 1] != separator && text[at - 1] != '\n')
            {
                at++;
                continue;
            }

            at++;
            while (true)
            {
                var close = text[at..].IndexOf((byte)'"');
                if (close < 0)
                    return cut;
                at += close + 1;
                if (at >= text.Length || text[at] != '"')
                    break;
                at++;
            }
        }
    }

    // The next field; whether the record ends with it.
    private Cell Next(out bool ends)
    {
        Cell field;
        var text = _text;
        if (_at < _length && text[_at] == '"')
        {
            var start = ++_at;
            var doubled = false;
            while (true)
            {
                var close = text.AsSpan(_at, _length - _at).IndexOf((byte)'"');
                if (close < 0)
                {
                    _at = _length;
                    rows?.Report(start - 1, "A quotation mark has no end.");
                    break;
                }

                _at += close + 1;
                if (_at >= _length || text[_at] != '"')
                    break;
                doubled = true;
                _at++;
            }

            var end = _at == _length && (_at == start || text[_at - 1] != '"') ? _at : _at - 1;
            field = new Cell(start, end - start, doubled ? CellKind.QuotedField : CellKind.Field);
            var rest = text.AsSpan(_at, _length - _at).IndexOfAny(_ends);
            _at = rest < 0 ? _length : _at + rest;
        }
        else
        {
            var length = text.AsSpan(_at, _length - _at).IndexOfAny(_ends);
            var end = length < 0 ? _length : _at + length;
            var start = _at;
            _at = end;
            if (end > start && text[end - 1] == '\r' && (end == _length || text[end] == '\n'))
                end--;
            field = new Cell(start, end - start, CellKind.Field);
        }

        ends = _at >= _length || text[_at] == '\n';
        _at = Math.Min(_at + 1, _length);
        return field;
    }
}
