using System.Globalization;
using System.Text.Json.Nodes;

namespace Content.Azure.Query;

/// <summary>What queries cost, as far as the service tells.</summary>
/// <param name="Queries">Number of queries.</param>
/// <param name="Elapsed">Time that the service took.</param>
/// <param name="Cpu">Time of processors.</param>
/// <param name="RowsScanned">Rows that were looked at.</param>
/// <param name="PeakMemory">Most bytes that one query took on a node.</param>
public sealed record QueryCost(int Queries, TimeSpan Elapsed, TimeSpan Cpu, long RowsScanned, long PeakMemory)
{
    /// <summary>No queries.</summary>
    public static QueryCost None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero, 0, 0);

    /// <summary>Queries whose answer told nothing of what they cost.</summary>
    public int Untold { get; init; }

    /// <summary>Both together.</summary>
    public static QueryCost operator +(QueryCost left, QueryCost right) =>
        new(left.Queries + right.Queries, left.Elapsed + right.Elapsed, left.Cpu + right.Cpu, left.RowsScanned + right.RowsScanned, Math.Max(left.PeakMemory, right.PeakMemory)) { Untold = left.Untold + right.Untold };

    /// <summary>Reads the statistics of an answer. The names are those of the Azure SDKs' recorded answers, or Kusto's own with blanks and underscores.</summary>
    internal static QueryCost Read(JsonObject answer)
    {
        if (answer["statistics"] is not JsonObject statistics || (statistics["query"] as JsonObject ?? statistics) is not { Count: > 0 } query)
            return new QueryCost(1, TimeSpan.Zero, TimeSpan.Zero, 0, 0) { Untold = 1 };
        var usage = Child(query, "resourceUsage", "resource_usage");
        var cpu = Child(usage, "cpu");
        var memory = Child(usage, "memory");
        var rows = Child(Child(query, "inputDatasetStatistics", "input_dataset_statistics"), "rows");
        return new QueryCost(1, TimeSpan.FromSeconds(Number(query["executionTime"] ?? query["ExecutionTime"])), Time(cpu?["totalCpu"] ?? cpu?["total cpu"]), (long)Number(rows?["scanned"]), (long)Number(memory?["peakPerNode"] ?? memory?["peak_per_node"]));
    }

    private static JsonObject? Child(JsonObject? parent, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (parent?[name] is JsonObject child)
                return child;
        }

        return null;
    }

    private static double Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : 0;

    private static TimeSpan Time(JsonNode? node) => TimeSpan.TryParse(JsonText.Text(node), CultureInfo.InvariantCulture, out var time) ? time : TimeSpan.Zero;
}
