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
        var bare = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        if (bare.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return DataFormat.Csv;
        if (bare.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase))
            return DataFormat.Tsv;
        if (bare.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
            throw new LoadFailedException("it does not begin as Parquet files do.");
        var text = start.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            return DataFormat.Ndjson;
        if (text[0] == '[')
            return DataFormat.Json;
        if (text[0] == '{')
            return !IsLines(bare) && IsSpreadObject(text) ? DataFormat.Json : DataFormat.Ndjson;
        return IsLines(bare) || bare.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? DataFormat.Ndjson : DataFormat.Csv;
    }

    private static bool IsLines(string name) => name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

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
