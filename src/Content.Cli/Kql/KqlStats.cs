using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Content.Cli.Kql;

/// <summary>Times and memory of a kql command.</summary>
internal sealed class KqlStats
{
    /// <summary>Reading schema and data, in ms.</summary>
    public double LoadMs { get; set; }

    /// <summary>Parsing alone, in ms; the median over repeats.</summary>
    public double ParseMs { get; set; }

    /// <summary>Binding without parsing, in ms; the median over repeats.</summary>
    public double BindMs { get; set; }

    /// <summary>Running with the result materialised, in ms; the median over repeats.</summary>
    public double ExecuteMs { get; set; }

    /// <summary>Rows of the results.</summary>
    public long Rows { get; set; }

    /// <summary>Number of queries of a batch; null otherwise.</summary>
    public int? Queries { get; set; }

    /// <summary>Times of parsing and binding each query of a batch, in µs.</summary>
    public List<double> BindTimes { get; } = [];

    /// <summary>Adds a query of a batch: the median of its times counts.</summary>
    /// <param name="earlier">Times of all repeats but the last, in ms.</param>
    /// <param name="last">Time of the last, in ms.</param>
    public void AddBind(double[] earlier, double last)
    {
        var median = earlier.Length == 0 ? last : Percentile([.. earlier, last], 0.5);
        BindTimes.Add(median * 1000);
        BindMs += median;
    }

    /// <summary>Writes the line.</summary>
    public void Write(TextWriter writer)
    {
        var json = new StringBuilder("{");
        Add(json, "loadMs", LoadMs);
        Add(json, "parseMs", ParseMs);
        Add(json, "bindMs", BindMs);
        Add(json, "executeMs", ExecuteMs);
        Add(json, "rows", Rows);
        Add(json, "peakRssMb", PeakResidentMegabytes());
        if (Queries is { } queries)
            Add(json, "queries", queries);
        if (BindTimes.Count > 0)
        {
            Add(json, "bindP50Us", Percentile(BindTimes, 0.50));
            Add(json, "bindP95Us", Percentile(BindTimes, 0.95));
        }

        writer.WriteLine(json.Append('}').ToString());
    }

    /// <summary>Milliseconds since a time stamp.</summary>
    public static double Since(long timestamp) => Stopwatch.GetElapsedTime(timestamp).TotalMilliseconds;

    /// <summary>The value below which a share of the values lies; 0 without values.</summary>
    public static double Percentile(List<double> values, double share)
    {
        if (values.Count == 0)
            return 0;
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    private static void Add(StringBuilder json, string name, double value) =>
        json.Append(json.Length > 1 ? "," : "").Append('"').Append(name).Append("\":").Append(Math.Round(value, 3).ToString(CultureInfo.InvariantCulture));

    // Process.PeakWorkingSet64 is not kept on every platform; Linux tells the high-water mark itself.
    private static double PeakResidentMegabytes()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/self/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal) && long.TryParse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture, out var kilobytes))
                    return kilobytes / 1024.0;
            }
        }
        catch (IOException)
        {
            // Not Linux.
        }

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024.0 * 1024.0);
    }
}
