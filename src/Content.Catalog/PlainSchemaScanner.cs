using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using Content.Kql.Symbols;

namespace Content.Catalog;

/// <summary>
/// Finds the tables of a schema file that is written plainly: two levels of objects, no escapes, no comments, the usual type names.
/// Such a file of 700 KB takes a tenth of what the JSON reader takes; anything else is left to that one, which also says what is wrong.
/// </summary>
internal ref struct PlainSchemaScanner(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private int _position;

    /// <summary>Notes the place of each table's columns; false when the file is not that plain.</summary>
    public bool TryRead(Dictionary<string, (int Start, int Length)> places)
    {
        if (!Utf8.IsValid(_json) || !Take((byte)'{'))
            return false;
        while (true)
        {
            if (!TryText(out var name) || !Take((byte)':'))
                return false;
            SkipBlanks();
            var start = _position;
            if (!TryColumns())
                return false;
            places[Encoding.UTF8.GetString(name)] = (start, _position - start);
            if (Take((byte)','))
                continue;
            if (!Take((byte)'}'))
                return false;
            SkipBlanks();
            return _position == _json.Length;
        }
    }

    /// <summary>The next column of one table's object, the braces included; false at its end.</summary>
    public bool TryNextColumn(out ReadOnlySpan<byte> name, [NotNullWhen(true)] out KqlType? type)
    {
        type = null;
        if (!Take((byte)'{'))
            Take((byte)',');
        return TryText(out name) && Take((byte)':') && TryText(out var typeName) && (type = JsonSchemaFile.Common(typeName)) is not null;
    }

    private bool TryColumns()
    {
        if (!Take((byte)'{'))
            return false;
        while (TryText(out _) && Take((byte)':') && TryText(out var type) && JsonSchemaFile.Common(type) is not null)
        {
            if (!Take((byte)','))
                return Take((byte)'}');
        }

        return false;
    }

    // Escapes and control characters are for the JSON reader.
    private bool TryText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!Take((byte)'"'))
            return false;
        var start = _position;
        for (; _position < _json.Length; _position++)
        {
            var c = _json[_position];
            if (c == '"')
            {
                text = _json[start.._position++];
                return true;
            }

            if (c is (byte)'\\' or < 0x20)
                return false;
        }

        return false;
    }

    private bool Take(byte wanted)
    {
        SkipBlanks();
        if (_position >= _json.Length || _json[_position] != wanted)
            return false;
        _position++;
        return true;
    }

    private void SkipBlanks()
    {
        while (_position < _json.Length && _json[_position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _position++;
    }
}
