using System.Diagnostics;
using System.Text.Json;

namespace Content.Kql.Engine.Benchmarks;

/// <summary>The command line tool in a process of its own: one process a query, so that nothing is warm but what its own repeats warm.</summary>
internal static class ToolSide
{
    /// <summary>The tool's median over its repeats, in ms.</summary>
    public static double Execute(string tool, string folder, string kql, int repeat)
    {
        var start = new ProcessStartInfo(tool) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (ReadOnlySpan<string>)["kql", "run", kql, "--data", "Firewall=" + Path.Combine(folder, "firewall.ndjson"), "--data", "Inventory=" + Path.Combine(folder, "inventory.ndjson"), "--stats", "--repeat", repeat.ToString(System.Globalization.CultureInfo.InvariantCulture), "--format", "json"])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var drain = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var errors = process.StandardError.ReadToEnd();
        drain.GetAwaiter().GetResult();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(errors);
        using var stats = JsonDocument.Parse(errors[errors.LastIndexOf('{')..]);
        return stats.RootElement.GetProperty("executeMs").GetDouble();
    }
}
