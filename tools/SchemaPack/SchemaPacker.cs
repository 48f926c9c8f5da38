namespace SchemaPack;

/// <summary>Makes schema.bin from tables.txt and functions.txt.</summary>
/// <remarks>
/// Sections: texts; columns (u32: offset of the name shifted by 4, type number); rows (u32 offset into the row data); row data
/// (count, u16 column numbers); tables (u32 name; the row of a table has its number), in ordinal order; functions (u32 name,
/// u32 offset of parameters, u32 row), in ordinal order; parameters (count, then name, type byte, default).
/// </remarks>
internal sealed class SchemaPacker
{
    private readonly StringPool _texts = new();
    private readonly BlobWriter _columns = new();
    private readonly Dictionary<string, int> _columnNumbers = new(StringComparer.Ordinal);
    private readonly BlobWriter _rows = new();
    private readonly BlobWriter _rowData = new();
    private readonly Dictionary<string, int> _rowOffsets = new(StringComparer.Ordinal);
    private int _rowCount;

    public static byte[] Pack(string tables, string functions) => new SchemaPacker().Run(tables, functions);

    private byte[] Run(string tables, string functions)
    {
        var tableNames = new BlobWriter();
        var tableLines = Lines(tables).Order(StringComparer.Ordinal).Select(line => line.Split(' ', 2)).OrderBy(parts => parts[0], StringComparer.Ordinal).ToList();
        foreach (var parts in tableLines)
        {
            tableNames.U32(_texts.Add(parts[0]));
            AddRow(parts[1]);
        }

        var namedRows = new Dictionary<string, int>(StringComparer.Ordinal);
        var functionIndex = new BlobWriter();
        var parameters = new BlobWriter();
        var parameterOffsets = new Dictionary<string, int>(StringComparer.Ordinal);
        var functionLines = new List<string[]>();
        foreach (var line in Lines(functions))
        {
            if (line[0] == '@')
                namedRows.Add(line[..line.IndexOf(' ')], AddRow(line[(line.IndexOf(' ') + 1)..]));
            else
                functionLines.Add(line.Split('\t'));
        }

        foreach (var fields in functionLines.OrderBy(fields => fields[0], StringComparer.Ordinal))
        {
            var key = string.Join('\t', fields[2..]);
            if (!parameterOffsets.TryGetValue(key, out var offset))
            {
                offset = parameters.Position;
                parameterOffsets.Add(key, offset);
                WriteParameters(parameters, fields.AsSpan(2));
            }

            functionIndex.U32(_texts.Add(fields[0]));
            functionIndex.U32(offset);
            functionIndex.U32(namedRows[fields[1]]);
        }

        return BlobFile.Join("SCS1"u8,
            (_texts.ToArray(), 0),
            (_columns.ToArray(), _columnNumbers.Count),
            (_rows.ToArray(), _rowCount),
            (_rowData.ToArray(), 0),
            (tableNames.ToArray(), tableLines.Count),
            (functionIndex.ToArray(), functionLines.Count),
            (parameters.ToArray(), 0));
    }

    private void WriteParameters(BlobWriter writer, ReadOnlySpan<string> list)
    {
        writer.Count(list.Length);
        foreach (var parameter in list)
        {
            var colon = parameter.IndexOf(':');
            var equals = parameter.IndexOf('=', colon);
            writer.Count(_texts.Add(parameter[..colon]));
            writer.Byte(TypeCodes.NumberOfName(parameter[(colon + 1)..equals]));
            writer.Count(_texts.Add(parameter[(equals + 1)..]));
        }
    }

    private int AddRow(string columns)
    {
        if (!_rowOffsets.TryGetValue(columns, out var offset))
        {
            offset = _rowData.Position;
            _rowOffsets.Add(columns, offset);
            var names = columns.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            _rowData.Count(names.Length);
            foreach (var column in names)
                _rowData.U16(ColumnNumber(column));
        }

        _rows.U32(offset);
        return _rowCount++;
    }

    private int ColumnNumber(string column)
    {
        if (_columnNumbers.TryGetValue(column, out var number))
            return number;
        var colon = column.IndexOf(':');
        var name = colon < 0 ? column : column[..colon];
        var type = TypeCodes.Number(colon < 0 ? 's' : column[colon + 1]);
        _columns.U32((_texts.Add(name) << 4) | type);
        number = _columnNumbers.Count;
        _columnNumbers.Add(column, number);
        return number;
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && line[0] != '#');
}
