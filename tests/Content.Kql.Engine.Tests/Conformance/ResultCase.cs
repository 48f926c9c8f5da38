using System.Text.Json;

namespace Content.Kql.Engine.Tests.Conformance;

/// <summary>An example query with the rows that its page prints.</summary>
internal sealed record ResultCase(string Id, string Family, string Query, string[] Columns, string[] Types, string[][] Rows, string[] Flags)
{
    /// <summary>All cases; none when the conformance samples are not beside the repository.</summary>
    public static IReadOnlyList<ResultCase> All { get; } = Read();

    public bool NamesDiffer => Flags.Contains("column-names-differ-from-binder");

    /// <summary>Whether the order of its rows is part of the answer.</summary>
    public bool IsSorted => System.Text.RegularExpressions.Regex.IsMatch(Query, @"\|\s*(sort|order)\s+by[^|]*$");

    private static ResultCase[] Read()
    {
        if (ReferenceFolder.Find("conformance", "results.ndjson") is not { } path)
            return [];
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        return [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<ResultCase>(line, options)!)];
    }
}
