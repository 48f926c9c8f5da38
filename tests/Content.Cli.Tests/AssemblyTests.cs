using System.Reflection.PortableExecutable;

namespace Content.Cli.Tests;

public sealed class AssemblyTests
{
    private static readonly string[] ForPeopleAndAzure = ["Spectre.Console.dll", "Spectre.Console.Ansi.dll", "Azure.Core.dll", "Azure.Identity.dll", "Content.Azure.dll", "Content.LanguageServer.dll", "StreamJsonRpc.dll", "Microsoft.VisualStudio.Threading.dll", "Content.Workbooks.Preview.dll", "HtmlSanitizer.dll", "Markdig.dll"];

    [Fact]
    public void Kql_needs_neither_Spectre_nor_Azure_nor_YAML_nor_the_content_libraries()
    {
        using var folder = new TemporaryFolder();
        using var tool = CopyWithout([.. ForPeopleAndAzure, "YamlDotNet.dll", "Content.Model.dll", "Content.Analysis.dll", "Content.Testing.dll", "Content.Workbooks.dll"]);
        Assert.Equal(0, Tool.Run(tool.Path, folder.Path, null, ["kql", "check", "SigninLogs | take 1"]).ExitCode);
        var run = Tool.Run(tool.Path, folder.Path, null, ["kql", "run", "print x = 1", "--format", "csv"]);
        Assert.Equal((0, "x\r\n1\r\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void Redirected_output_needs_neither_Spectre_nor_Azure()
    {
        using var content = SampleContent.Create();
        using var tool = CopyWithout(ForPeopleAndAzure);
        foreach (var format in new[] { "text", "json" })
        {
            var result = Tool.Run(tool.Path, content.Path, null, ["check", "--format", format]);
            Assert.True(result.ExitCode == 0, result.Output + result.Error);
        }
    }

    [Fact]
    public void The_Release_output_is_ReadyToRun()
    {
        var output = FindReleaseOutput();
        Assert.SkipWhen(output is null, "There is no Release build of the tool.");
        string[] names = ["sentinel-content.dll", "Content.Kql.dll", "Content.Kql.Engine.dll", "Content.Model.dll", "Content.Testing.dll", "YamlDotNet.dll", "System.CommandLine.dll", "Spectre.Console.dll"];
        Assert.All(names, name =>
        {
            using var stream = File.OpenRead(Path.Combine(output, name));
            using var reader = new PEReader(stream);
            Assert.True(reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, name + " holds no compiled code.");
        });
    }

    // tests/Content.Cli.Tests/bin/CONFIGURATION/net10.0 → src/Content.Cli/bin/Release/net10.0
    private static string? FindReleaseOutput()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                continue;
            var output = Path.Combine(folder.FullName, "src", "Content.Cli", "bin", "Release", "net10.0");
            return File.Exists(Path.Combine(output, "sentinel-content.dll")) ? output : null;
        }

        return null;
    }

    // Without its list of dependencies the host takes what lies in the folder.
    private static TemporaryFolder CopyWithout(string[] left)
    {
        var copy = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            var name = Path.GetFileName(file);
            if (!left.Contains(name) && (name.EndsWith(".dll", StringComparison.Ordinal) || name == "sentinel-content.runtimeconfig.json"))
                File.Copy(file, Path.Combine(copy.Path, name));
        }

        return copy;
    }
}
