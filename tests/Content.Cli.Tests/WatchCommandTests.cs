using System.Diagnostics;

namespace Content.Cli.Tests;

public sealed class WatchCommandTests
{
    private const string Rule = "detections/rules/Failures.yaml";
    private const string Rows = "detections/samples/sign ins.ndjson";

    [Fact]
    public async Task A_change_of_a_file_is_tested_however_it_is_written_until_the_watch_is_interrupted()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("An interrupt cannot be sent to another process here.");
        using var content = SampleContent.Create();
        using var process = Tool.Start(AppContext.BaseDirectory, content.Path, "test", "--watch");
        try
        {
            Assert.Contains("1 case: 1 passed", await Round(process), StringComparison.Ordinal);
            var rule = Path.Combine(content.Path, Rule);
            var text = await File.ReadAllTextAsync(rule, TestContext.Current.CancellationToken);

            await File.WriteAllTextAsync(rule, text.Replace(">= 2", ">= 3", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            var failed = await Round(process);
            Assert.Contains("Changed: detections/rules/Failures.yaml", failed, StringComparison.Ordinal);
            Assert.Contains("All: 1 case, 1 did not pass: Many failures: two failures (failed)", failed, StringComparison.Ordinal);

            // As programs do that empty a file and take their time to write it.
            await using (var writer = new StreamWriter(rule))
            {
                await Task.Delay(150, TestContext.Current.CancellationToken);
                await writer.WriteAsync(text.Replace(">= 2", ">= 4", StringComparison.Ordinal));
            }

            Assert.Contains("All: 1 case, 1 did not pass: Many failures: two failures (failed)", await Round(process), StringComparison.Ordinal);

            // As editors do that write beside the file and then rename.
            var beside = rule + "~";
            await File.WriteAllTextAsync(beside, text, TestContext.Current.CancellationToken);
            File.Move(beside, rule, overwrite: true);
            Assert.Contains("All: 1 case, all passed", await Round(process), StringComparison.Ordinal);

            await File.WriteAllTextAsync(rule, text.Replace("severity: Medium", "severity: [Medium", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            var broken = await Round(process);
            Assert.Contains("detections/rules/Failures.yaml:", broken, StringComparison.Ordinal);
            Assert.Contains(": error YAML", broken, StringComparison.Ordinal);
            await File.WriteAllTextAsync(rule, text, TestContext.Current.CancellationToken);
            Assert.Contains("all passed", await Round(process), StringComparison.Ordinal);

            var rows = Path.Combine(content.Path, Rows);
            var data = await File.ReadAllTextAsync(rows, TestContext.Current.CancellationToken);
            File.Delete(rows);
            Assert.Contains("There is no file", await Round(process), StringComparison.Ordinal);
            await File.WriteAllTextAsync(rows, data, TestContext.Current.CancellationToken);
            Assert.Contains("all passed", await Round(process), StringComparison.Ordinal);

            using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    [Theory]
    [InlineData("--watch runs tests and prints text", "test", "--watch", "--format", "json")]
    [InlineData("--debug and --watch do not go together", "test", "--watch", "--debug", "two")]
    [InlineData("No test case in", "test", "Nothing", "--watch")]
    public void What_cannot_be_watched_is_said(string message, params string[] arguments)
    {
        using var content = SampleContent.Create();
        var result = Tool.Run(content.Path, arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private static async Task<string> Round(Process process)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line == "Watching; Ctrl-C ends.")
                return string.Join('\n', lines);
            lines.Add(line);
        }

        throw new InvalidOperationException("The watch ended: " + await process.StandardError.ReadToEndAsync(patience.Token));
    }
}
