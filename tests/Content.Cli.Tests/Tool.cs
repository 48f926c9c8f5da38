using System.Diagnostics;
using System.Text;

namespace Content.Cli.Tests;

/// <summary>What a run of the tool gave.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the built tool as a process.</summary>
internal static class Tool
{
    /// <summary>Runs the tool that lies beside the tests.</summary>
    public static ToolResult Run(string folder, params string[] arguments) => Run(AppContext.BaseDirectory, folder, null, arguments);

    /// <summary>Runs the tool with a text on standard input.</summary>
    public static ToolResult RunWithInput(string folder, string input, params string[] arguments) => Run(AppContext.BaseDirectory, folder, input, arguments);

    /// <summary>Runs the tool with variables of the environment.</summary>
    public static ToolResult RunWithEnvironment(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Finish(Start(AppContext.BaseDirectory, folder, arguments, environment), null);

    /// <summary>Runs a copy of the tool.</summary>
    public static ToolResult Run(string toolFolder, string folder, string? input, string[] arguments) => Finish(Start(toolFolder, folder, arguments), input);

    private static ToolResult Finish(Process started, string? input)
    {
        using var process = started;
        if (input is not null)
            process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolResult(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>Starts the tool without waiting.</summary>
    public static Process Start(string toolFolder, string folder, params string[] arguments) => Start(toolFolder, folder, arguments, null);

    private static Process Start(string toolFolder, string folder, string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        start.ArgumentList.Add(Path.Combine(toolFolder, "sentinel-content.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}

/// <summary>Content for tests of commands.</summary>
internal static class SampleContent
{
    /// <summary>A small content repository, its files with line ends and byte order mark as some editors on Windows write them.</summary>
    public static TemporaryFolder Create(string? query = null, string expect = "alerts: 1")
    {
        static string Windows(string text) => "\uFEFF" + text.Replace("\n", "\r\n", StringComparison.Ordinal);
        return new TemporaryFolder()
            .Add("sentinel-content.yaml", "version: 1\ncontent: [detections]\n")
            .Add("detections/rules/Failures.yaml", Windows("""
                id: 0b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f
                kind: Scheduled
                name: Many failures
                description: Too many.
                severity: Medium
                requiredDataConnectors: []
                queryFrequency: 1h
                queryPeriod: 1h
                triggerOperator: gt
                triggerThreshold: 0
                tactics: [InitialAccess]
                relevantTechniques: []
                query: |

                """ + "  " + (query ?? "SigninLogs\n  | where ResultType != \"0\"\n  | summarize TimeGenerated = max(TimeGenerated), Failures = count() by UserPrincipalName\n  | where Failures >= 2") + "\nversion: 1.0.0\n"))
            .Add("detections/rules/Failures.tests.yaml", Windows($"""
                cases:
                  - name: two failures
                    now: 2026-03-02T12:00:00Z
                    tables:
                      SigninLogs: ../samples/sign ins.ndjson
                    expect:
                      {expect}

                """))
            .Add("detections/samples/sign ins.ndjson", Windows("""
                {"TimeGenerated":"t-10m","UserPrincipalName":"mia","ResultType":"50126"}
                {"TimeGenerated":"t-20m","UserPrincipalName":"mia","ResultType":"50126"}

                """));
    }
}
