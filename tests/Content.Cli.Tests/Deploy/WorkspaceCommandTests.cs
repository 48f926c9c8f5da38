using System.Diagnostics;
using Content.Azure.Stub.Hosting;
using Content.Azure.Stub.Service;

namespace Content.Cli.Tests.Deploy;

/// <summary>Commands as processes, in a folder with one rule, against a simulated workspace.</summary>
public abstract class WorkspaceCommandTests : IAsyncLifetime
{
    protected const string RuleId = "11111111-1111-4111-8111-111111111111";

    private StubHost? _host;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("sentinel-content-").FullName;

    private protected StubHost Host => _host!;

    private protected ArmStub Service => Host.Service;

    public async ValueTask InitializeAsync()
    {
        _host = await StubHost.StartAsync();
        Write("content/Rule.yaml", RuleText.Of(RuleId, "Sign-ins from nowhere", "SigninLogs | where isempty(Location)", "Nowhere."));
        Configure("credential: none");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected void Configure(string credential, string content = "[content]") => Write("sentinel-content.yaml", $"""
        version: 1
        content: {content}
        environments:
          local:
            subscription: 00000000-0000-0000-0000-000000000000
            resourceGroup: rg
            workspace: law
            endpoints:
              resourceManager: {Host.Address.GetLeftPart(UriPartial.Authority)}
            {credential}
            location: westeurope

        """);

    protected void Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    protected string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    protected (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "sentinel-content.exe" : "sentinel-content"), arguments)
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n"), error.GetAwaiter().GetResult().ReplaceLineEndings("\n"));
    }
}
