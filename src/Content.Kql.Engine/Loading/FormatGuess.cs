namespace Content.Kql.Engine.Loading;

/// <summary>Tells the format of a file by its name and its first bytes.</summary>
internal static class FormatGuess
{
    public static DataFormat Of(string name, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PAR1"u8))
            return DataFormat.Parquet;
        if (start.Contains((byte)0))
            throw new LoadFailedException("it is neither JSON, CSV nor Parquet.");
        var said = DataFileName.FormatOf(name);
        if (said is DataFormat.Csv or DataFormat.Tsv)
            return said;
        if (said == DataFormat.Parquet)
            throw new LoadFailedException("it does not begin as Parquet files do.");
        var text = start.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            return DataFormat.Ndjson;
        if (text[0] == '[')
            return DataFormat.Json;
        if (text[0] == '{')
            return said != DataFormat.Ndjson && IsSpreadObject(text) ? DataFormat.Json : DataFormat.Ndjson;
        return said is DataFormat.Ndjson or DataFormat.Json ? DataFormat.Ndjson : DataFormat.Csv;
    }

    // The first line opens an object that it does not close.
    private static bool IsSpreadObject(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        if (end < 0)
            return false;
        var line = text[..end].TrimEnd(" \t\r"u8);
        return line.Length > 0 && line[^1] != '}' && line.IndexOf((byte)'}') < 0;
    }
}
