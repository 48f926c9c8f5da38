using System.Diagnostics;
using System.Text.RegularExpressions;
using Content.Azure.Stub.Hosting;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Cli.Tests;

/// <summary>The pipelines that people copy: they can be read, name only what the tool has, ask for little, and their scripts run.</summary>
public sealed partial class PipelineTests
{
    private static string Folder => Path.Combine(RepositoryFolder.Path, "pipelines");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.yml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_command_and_option_exists(string file)
    {
        foreach (var command in ScriptsOf(file).SelectMany(script => CommandsOf(script.Text)))
        {
            var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            // workbook has commands of its own.
            var help = Tool.Run(Path.GetTempPath(), [.. words[1..(words[1] == "workbook" ? 3 : 2)], "--help"]);
            Assert.True(help.ExitCode == 0, $"'{command}' in {file}: there is no such command.\n{help.Error}");
            foreach (var option in words.Where(word => word.StartsWith("--", StringComparison.Ordinal)))
                Assert.True(Regex.IsMatch(help.Output, $@"(^|[\s,]){Regex.Escape(option)}([\s,]|$)", RegexOptions.Multiline), $"'{command}' in {file}: there is no option {option}.");
        }
    }

    [Fact]
    public void Every_action_is_pinned_to_a_commit_whose_release_stands_behind_it()
    {
        var uses = Files.SelectMany(file => Scalars(Root(file.Data)).Where(scalar => scalar.Key == "uses")).Select(scalar => scalar.Value).ToList();
        Assert.NotEmpty(uses);
        Assert.All(uses, use => Assert.Matches(@"^(\./\.github/actions/sentinel-content|[\w-]+/[\w./-]+@[0-9a-f]{40})$", use));
        Assert.All(Files.SelectMany(file => File.ReadAllText(Path.Combine(Folder, file.Data)).Split('\n')).Where(line => Regex.IsMatch(line, "^ *-? *uses: [^.]")), line => Assert.Matches(@"@[0-9a-f]{40} # v\d+(\.\d+){2}\r?$", line));
        var tasks = Files.SelectMany(file => Scalars(Root(file.Data)).Where(scalar => scalar.Key == "task")).Select(scalar => scalar.Value).ToList();
        Assert.NotEmpty(tasks);
        Assert.All(tasks, task => Assert.Matches(@"^\w+@\d+$", task));
    }

    [Theory]
    [InlineData("github/pull-request.yml", "check", "contents: read, security-events: write")]
    [InlineData("github/pull-request.yml", "mutate", "contents: read")]
    [InlineData("github/pull-request.yml", "pictures", "contents: read")]
    [InlineData("github/pull-request.yml", "plan", "contents: read, id-token: write, pull-requests: write")]
    [InlineData("github/deploy.yml", "plan", "contents: read, id-token: write")]
    [InlineData("github/deploy.yml", "apply", "contents: read, id-token: write")]
    [InlineData("github/drift.yml", "drift", "contents: write, id-token: write, pull-requests: write")]
    public void Jobs_may_do_only_what_they_need(string file, string job, string permissions)
    {
        var root = Root(file);
        Assert.Empty(((YamlMapping)root.Find("permissions")!.Value).Entries);
        var found = (YamlMapping)((YamlMapping)((YamlMapping)root.Find("jobs")!.Value).Find(job)!.Value).Find("permissions")!.Value;
        Assert.Equal(permissions, string.Join(", ", found.Entries.Select(entry => $"{entry.Key.Value}: {entry.Value}")));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Scripts_take_what_comes_from_outside_as_variables(string file) => Assert.All(ScriptsOf(file), script => Assert.DoesNotContain("${{", script.Text, StringComparison.Ordinal));

    [Fact]
    public void Nothing_checks_out_with_credentials_that_stay()
    {
        var text = string.Concat(Files.Select(file => File.ReadAllText(Path.Combine(Folder, file.Data))));
        Assert.Equal(Count(text, "actions/checkout@") + Count(text, "- checkout: self"), Count(text, "persist-credentials: false") + Count(text, "persistCredentials: false"));
    }

    [Theory]
    [InlineData("github/pull-request.yml")]
    [InlineData("github/deploy.yml")]
    [InlineData("github/drift.yml")]
    [InlineData("azure-devops/pull-request.yml")]
    [InlineData("azure-devops/deploy.yml")]
    [InlineData("azure-devops/drift.yml")]
    public async Task The_scripts_run_in_order_on_the_shipped_content(string file)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts are for bash on Linux.");
        await using var host = await StubHost.StartAsync();
        using var work = new TemporaryFolder();
        CopyContent(work, host.Address.GetLeftPart(UriPartial.Authority));
        Git(work, "init", "-q", "-b", "main");
        Git(work, "add", ".");
        Git(work, "commit", "-q", "-m", "base");
        Git(work, "branch", "base");
        var rule = Directory.EnumerateFiles(Path.Combine(work.Path, "detections"), "*.yaml", SearchOption.AllDirectories)
            .Where(path => path.Contains("/rules/", StringComparison.Ordinal) && !path.EndsWith(".tests.yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal).First();
        File.WriteAllText(rule, VersionPattern().Replace(File.ReadAllText(rule), match => $"version: {match.Groups["major"].Value}.99.0", 1));
        var query = Path.Combine(work.Path, "workbooks", "DET0646-ssl-pinning", "queries", "Tunables-in-force.kql");
        File.WriteAllText(query, File.ReadAllText(query).Replace(" asc", " desc", StringComparison.Ordinal));
        Git(work, "commit", "-q", "-a", "-m", "change");

        var scripts = ScriptsOf(file).Where(script => script.Text.Contains("sentinel-content ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            var (code, output) = Bash(work.Path, script.Text);
            Assert.True(code == 0, $"{script.Name} in {file} ended with {code}:\n{output}");
            Assert.DoesNotContain("No rule changed.", output, StringComparison.Ordinal);
            if (script.Text.Contains("workbook pictures", StringComparison.Ordinal))
            {
                Assert.Equal(6, Directory.GetFiles(Path.Combine(work.Path, "pictures"), "*.html", SearchOption.AllDirectories).Length);
                Assert.Contains("| Operation | `DET0646-ssl-pinning/operation.html`", File.ReadAllText(Path.Combine(work.Path, "pictures.md")), StringComparison.Ordinal);
            }
        }

        var written = host.Service.Requests.Count(request => request.IsWrite);
        Assert.Equal(file.EndsWith("deploy.yml", StringComparison.Ordinal), written > 0);
    }

    [GeneratedRegex(@"^version: (?<major>\d+)\.\d+\.\d+", RegexOptions.Multiline)]
    private static partial Regex VersionPattern();

    private static void CopyContent(TemporaryFolder work, string endpoint)
    {
        foreach (var folder in new[] { "detections", "workbooks" })
        {
            foreach (var path in Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, folder), "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(work.Path, Path.GetRelativePath(RepositoryFolder.Path, path));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(path, target);
            }
        }

        var configuration = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "sentinel-content.yaml"));
        Assert.Contains("    credential: default\n", configuration, StringComparison.Ordinal);
        work.Add("sentinel-content.yaml", configuration.Replace("    credential: default\n", $"    credential: none\n    endpoints: {{resourceManager: '{endpoint}'}}\n", StringComparison.Ordinal));
    }

    private static (int Code, string Output) Bash(string folder, string script)
    {
        // GitHub runs scripts that way; what is on the PATH there is the tool itself.
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", "exec 2>&1\n" + script]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["PATH"] = AppContext.BaseDirectory + Path.PathSeparator + start.Environment["PATH"];
        start.Environment["SENTINEL_ENVIRONMENT"] = "example";
        start.Environment["BASE"] = "base";
        start.Environment["MUTATION_THRESHOLD"] = "0";
        start.Environment["GITHUB_STEP_SUMMARY"] = Path.Combine(folder, "step-summary.md");
        start.Environment["GITHUB_OUTPUT"] = Path.Combine(folder, "step-output");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static void Git(TemporaryFolder work, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", .. arguments]) { WorkingDirectory = work.Path })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static YamlMapping Root(string file)
    {
        var document = YamlDocument.Parse(new SourceText(File.ReadAllText(Path.Combine(Folder, file)), file));
        Assert.Empty(document.Diagnostics);
        return Assert.IsType<YamlMapping>(document.Root);
    }

    private static IEnumerable<(string Name, string Text)> ScriptsOf(string file) =>
        Scalars(Root(file)).Where(scalar => scalar.Key is "run" or "bash" or "inlineScript").Select(scalar => (scalar.Key, scalar.Value));

    // A command up to what the shell makes of its outcome.
    private static IEnumerable<string> CommandsOf(string script) =>
        from line in script.Split('\n')
        let text = line.Trim()
        where text.StartsWith("sentinel-content ", StringComparison.Ordinal)
        select Regex.Split(text, @"\s(?:\|\||&&|>|\|)\s?")[0];

    private static IEnumerable<(string Key, string Value)> Scalars(YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    if (entry.Value is YamlScalar scalar)
                        yield return (entry.Key.Value, scalar.Value);
                    foreach (var inner in Scalars(entry.Value))
                        yield return inner;
                }

                break;
            case YamlSequence sequence:
                foreach (var inner in sequence.Items.SelectMany(Scalars))
                    yield return inner;
                break;
        }
    }
}
