namespace Content.Kql.Engine.Loading;

/// <summary>What the name of a data file says of its content.</summary>
public static class DataFileName
{
    /// <summary>End of the name of a file that is packed with gzip; the end that says its format stands before it.</summary>
    public const string Packed = ".gz";

    private static readonly (string Ending, DataFormat Format)[] Formats =
        [(".ndjson", DataFormat.Ndjson), (".jsonl", DataFormat.Ndjson), (".json", DataFormat.Json), (".csv", DataFormat.Csv), (".tsv", DataFormat.Tsv), (".parquet", DataFormat.Parquet)];

    /// <summary>The ends of names that say a format.</summary>
    public static IReadOnlyList<string> Endings { get; } = [.. Formats.Select(format => format.Ending)];

    /// <summary>True for a file that is packed with gzip.</summary>
    public static bool IsPacked(string name) => name.EndsWith(Packed, StringComparison.OrdinalIgnoreCase);

    /// <summary>The format that a name says, packed or not; <see cref="DataFormat.Auto"/> when it says none.</summary>
    public static DataFormat FormatOf(string name)
    {
        var bare = IsPacked(name) ? name.AsSpan(0, name.Length - Packed.Length) : name;
        foreach (var (ending, format) in Formats)
        {
            if (bare.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return format;
        }

        return DataFormat.Auto;
    }
}
