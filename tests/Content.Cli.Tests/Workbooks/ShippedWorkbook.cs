using System.Diagnostics;
using SampleTelemetry;

namespace Content.Cli.Tests.Workbooks;

/// <summary>The shipped workbook, served by the tool as a process on the telemetry of the pack's synthetic fleet.</summary>
public sealed class ShippedWorkbook : IAsyncLifetime
{
    private readonly TemporaryFolder _telemetry = new();
    private Process? _tool;

    /// <summary>Where it is served.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>What the tool has to say beside that.</summary>
    public string Warnings { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        NdjsonWriter.WriteAll(FleetGenerator.Generate(1), _telemetry.Path);
        _tool = Tool.Start(AppContext.BaseDirectory, RepositoryFolder.Path, "workbook", "serve", "workbooks/DET0646-ssl-pinning", "--data", _telemetry.Path);
        _tool.ErrorDataReceived += (_, line) => Warnings += line.Data;
        _tool.BeginErrorReadLine();
        var first = await _tool.StandardOutput.ReadLineAsync() ?? "";
        Assert.EndsWith(" (Ctrl-C ends it)", first, StringComparison.Ordinal);
        Address = new Uri(first.Split(' ')[0]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_tool is not null)
        {
            _tool.Kill();
            await _tool.WaitForExitAsync();
            _tool.Dispose();
        }

        _telemetry.Dispose();
    }
}
