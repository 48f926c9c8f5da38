using System.Diagnostics;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace Content.Kql.Benchmarks;

/// <summary>The tool from start to exit. Build it first: <c>dotnet build src/Content.Cli -c Release</c>.</summary>
[SimpleJob(RunStrategy.Monitoring, warmupCount: 2, iterationCount: 15)]
public class ProcessBenchmarks
{
    private string _tool = "";
    private string _batch = "";

    /// <summary>Writes the generated queries into a file.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _tool = Path.Combine(Workload.Root, "src", "Content.Cli", "bin", "Release", "net10.0", OperatingSystem.IsWindows() ? "sentinel-content.exe" : "sentinel-content");
        if (!File.Exists(_tool))
            throw new FileNotFoundException("Build src/Content.Cli in Release first.", _tool);
        _batch = Path.GetTempFileName();
        using var writer = new StreamWriter(_batch);
        var queries = Workload.Generated(500).Queries;
        for (var i = 0; i < queries.Count; i++)
            writer.WriteLine($"{{\"id\":{i},\"query\":{JsonSerializer.Serialize(queries[i])}}}");
    }

    /// <summary>Removes the file.</summary>
    [GlobalCleanup]
    public void Cleanup() => File.Delete(_batch);

    /// <summary>One small query.</summary>
    [Benchmark]
    public int CheckOne() => Run("kql", "check", "print 1");

    /// <summary>500 queries.</summary>
    [Benchmark]
    public int CheckBatch() => Run("kql", "check", "--batch", _batch);

    /// <summary>The shipped content with its tests.</summary>
    [Benchmark]
    public int CheckContent() => Run("check", "--root", Workload.Root);

    private int Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(_tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode;
    }
}
