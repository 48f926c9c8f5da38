using System.Diagnostics;
using System.Text.Json;
using Content.Cli.CrossCheck;
using Content.Kql;
using Content.Kql.Symbols;

namespace Content.Cli.Tests;

/// <summary>The cross-check with a stand-in for Node, which answers what a test wants. The real one is asked in tests/Conformance.</summary>
public sealed class CrossCheckTests
{
    private const string Version = """{"version":"0.0.1"}""";
    private const string Agrees = """{"errors":[],"result":{"columns":[["print_0","long"]]}}""";
    private const string Refuses = """{"errors":[{"code":"KS142","message":"No such name.","start":14,"length":5}],"result":null}""";

    [Fact]
    public void Without_the_package_it_is_skipped_in_one_line_and_the_result_stands()
    {
        using var folder = new TemporaryFolder();
        foreach (var (query, code) in new[] { ("print 1", 0), ("print x", 1) })
        {
            var result = Run(folder, folder.Path, null, "kql", "check", query, "--cross-check");
            Assert.Equal(code, result.ExitCode);
            var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.StartsWith("Cross-check: skipped.", line, StringComparison.Ordinal);
            Assert.Contains("npm install @kusto/language-service-next@", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_Node_it_says_what_to_install()
    {
        using var content = SampleContent.Create();
        var result = Run(content, content.Path, "no such program", "validate", "--cross-check");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains(result.Lines, line => line.StartsWith("Cross-checked: skipped.", StringComparison.Ordinal) && line.Contains("Node.js", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(Run(content, content.Path, "no such program", "validate", "--cross-check", "--format", "json").Output);
        Assert.Equal("skipped", json.RootElement.GetProperty("crossCheck").GetProperty("status").GetString());
    }

    [Fact]
    public void A_disagreement_is_a_warning_at_its_place_in_the_file()
    {
        using var content = SampleContent.Create();
        var node = Node(content, Version, Refuses);
        var result = Run(content, content.Path, node, "validate", "--cross-check");
        Assert.Equal(0, result.ExitCode);

        // Offset 14 of the query "SigninLogs\n  | where …" is its second line's third character after the file's indentation.
        Assert.Contains(result.Lines, line => line.StartsWith("detections/rules/Failures.yaml:15:", StringComparison.Ordinal) && line.Contains("warning CROSS001: Kusto.Language refuses", StringComparison.Ordinal) && line.Contains("KS142", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("Cross-checked: 1 query, 1 seen differently", StringComparison.Ordinal));
        Assert.Equal(1, Run(content, content.Path, node, "validate", "--cross-check", "--warnings-as-errors").ExitCode);
    }

    [Fact]
    public void A_batch_shows_the_second_opinion_of_each_query()
    {
        using var folder = new TemporaryFolder().Add("batch.ndjson", "{\"id\":1,\"query\":\"print 1\"}\n{\"id\":2,\"query\":\"print 2, 3\"}\n");
        var result = Run(folder, folder.Path, Node(folder, Version, Agrees, Agrees), "kql", "check", "--batch", "batch.ndjson", "--cross-check");
        Assert.Equal(0, result.ExitCode);
        var checks = result.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("crossCheck")).ToList();
        Assert.True(checks[0].GetProperty("agrees").GetBoolean());
        Assert.Equal("CROSS003", checks[1].GetProperty("code").GetString());
        Assert.Contains("Column 2 is print_1:long for sentinel-content, none for Kusto.Language", checks[1].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_Node_that_breaks_down_is_one_line_and_exit_code_3()
    {
        using var folder = new TemporaryFolder();
        var result = Run(folder, folder.Path, Script(folder, "echo 'TypeError: it broke' >&2; exit 7"), "kql", "check", "print 1", "--cross-check");
        Assert.Equal(3, result.ExitCode);
        Assert.Equal("error: The cross-check ended: Node stopped with exit code 7: TypeError: it broke", result.Error.TrimEnd());
    }

    [Fact]
    public void A_judge_that_does_not_answer_is_given_up()
    {
        using var folder = new TemporaryFolder();
        using var judge = KustoJudge.Start(new JudgeInstallation(Script(folder, "sleep 600"), Package(folder)), TimeSpan.FromMilliseconds(300));
        judge.Declare(EmptySchema.Instance, TestContext.Current.CancellationToken);
        var exception = Assert.Throws<CommandException>(() => judge.Ask("print 1", TestContext.Current.CancellationToken));
        Assert.Equal(ExitCodes.Environment, exception.ExitCode);
        Assert.Contains("no answer within 0.3 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_question_ends_at_once()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        using var judge = KustoJudge.Start(new JudgeInstallation(Script(folder, $"head -n 1 >/dev/null; echo '{Version}'; sleep 600"), Package(folder)));
        judge.Declare(EmptySchema.Instance, TestContext.Current.CancellationToken);
        Assert.Equal("0.0.1", judge.Version);
        cancellation.CancelAfter(100);
        var watch = Stopwatch.StartNew();
        Assert.Throws<OperationCanceledException>(() => judge.Ask("print 1", cancellation.Token));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("print 1", """{"errors":[],"result":{"columns":[["print_0","long"]]}}""", null)]
    [InlineData("print 1", """{"errors":[],"result":{"columns":[["print_0","int"]]}}""", "CROSS003")]
    [InlineData("print 1", """{"errors":[],"result":null}""", null)]
    [InlineData("print 1", """{"errors":[{"code":"KS001","message":"m","start":0,"length":1}],"result":null}""", "CROSS001")]
    [InlineData("print x", """{"errors":[],"result":{"columns":[["print_0","long"]]}}""", "CROSS001")]
    [InlineData("print x", """{"errors":[{"code":"KS001","message":"m","start":6,"length":1}],"result":null}""", null)]
    [InlineData("print x", """{"errors":[{"code":"KS001","message":"m","start":2,"length":1}],"result":null}""", "CROSS002")]
    [InlineData("print x", """{"errors":[{"code":"KS001","message":"m","start":-1,"length":0}],"result":null}""", null)]
    [InlineData("print x", """{"failure":"out of stack"}""", "CROSS004")]
    public void What_differs_is_found(string query, string answer, string? code)
    {
        using var json = JsonDocument.Parse(answer);
        Assert.Equal(code, Disagreement.Find(Compilation.Bind(query, EmptySchema.Instance), JudgeOpinion.Read(json.RootElement))?.Code);
    }

    private static string Node(TemporaryFolder folder, params string[] answers) => Script(folder, string.Concat(answers.Select(answer => $"head -n 1 >/dev/null; echo '{answer}'\n")) + "head -n 1 >/dev/null");

    private static string Script(TemporaryFolder folder, string body)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The stand-in for Node is a shell script.");
            return "";
        }

        folder.Add("node/fake", "#!/bin/sh\n" + body + "\n");
        var path = Path.Combine(folder.Path, "node/fake");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Package(folder);
        return path;
    }

    private static string Package(TemporaryFolder folder)
    {
        foreach (var file in new[] { "bridge.min.js", "Kusto.Language.Bridge.min.js", "package.json" })
            folder.Add("package/" + file, "{}");
        return Path.Combine(folder.Path, "package");
    }

    // The stand-in reads what the tool writes, the package is only looked at for being there.
    private static ToolResult Run(TemporaryFolder folder, string workingFolder, string? node, params string[] arguments) =>
        Tool.RunWithEnvironment(workingFolder, new Dictionary<string, string> { ["NODE"] = node ?? "sh", ["KUSTO_JS"] = Path.Combine(folder.Path, "package") }, arguments);
}
