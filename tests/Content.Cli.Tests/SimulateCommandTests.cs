using System.Text.Json;
using System.Xml.Linq;

namespace Content.Cli.Tests;

public sealed class SimulateCommandTests
{
    private static string Example => Path.Combine(RepositoryFolder.Path, "docs", "examples", "simulator");

    [Fact]
    public void The_page_about_the_simulator_shows_what_its_command_prints()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "simulator.md")).ReplaceLineEndings("\n");
        var command = Between(page, "```sh\nsentinel-content ", "\n```");
        var shown = Between(page, "```text\n", "\n```");
        var result = Tool.Run(RepositoryFolder.Path, command.Split(' '));
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(shown, result.Output.ReplaceLineEndings("\n").TrimEnd('\n'));
    }

    [Fact]
    public void The_example_of_the_page_passes_its_own_tests()
    {
        var result = Tool.Run(RepositoryFolder.Path, "check", "--root", Example, "--format", "json");
        Assert.True(result.ExitCode == 0, result.Output);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(0, json.RootElement.GetProperty("validation").GetProperty("warnings").GetInt32());
        var night = json.RootElement.GetProperty("tests").GetProperty("suites")[0].GetProperty("cases")[0];
        Assert.Equal((9, 2, 1), (night.GetProperty("runs").GetInt32(), night.GetProperty("alerts").GetInt32(), night.GetProperty("incidents").GetInt32()));
        Assert.True(night.GetProperty("elapsedMs").GetDouble() >= 0);
    }

    [Fact]
    public void A_simulation_can_be_had_as_JSON_over_another_span()
    {
        var result = Tool.Run(RepositoryFolder.Path, "simulate", "RepeatedFailures", "--case", "a night of guessing", "--root", Example, "--from", "t+3h", "--to", "2026-03-02T04:00:00Z", "--format", "json");
        Assert.True(result.ExitCode == 0, result.Error);
        using var json = JsonDocument.Parse(result.Output);
        var runs = json.RootElement.GetProperty("runs");
        Assert.Equal(2, runs.GetArrayLength());
        Assert.Equal("2026-03-02T04:05:00Z", runs[1].GetProperty("executed").GetString());
        var alert = Assert.Single(json.RootElement.GetProperty("alerts").EnumerateArray());
        Assert.Equal("3 failed sign-ins of mia@corp.example", alert.GetProperty("title").GetString());
        var incident = Assert.Single(json.RootElement.GetProperty("incidents").EnumerateArray());
        Assert.Equal("Active", incident.GetProperty("status").GetString());
        Assert.Equal("Notify-Owner", incident.GetProperty("playbooks")[0].GetString());
    }

    [Theory]
    [InlineData("has several test cases", "simulate", "RepeatedFailures")]
    [InlineData("No rule with tests matches", "simulate", "Nothing")]
    [InlineData("No test case of that rule", "simulate", "RepeatedFailures", "--case", "noon")]
    [InlineData("no point in time", "simulate", "RepeatedFailures", "--case", "night", "--to", "later")]
    [InlineData("lies before", "simulate", "RepeatedFailures", "--case", "night", "--from", "t+2h", "--to", "t+1h")]
    public void What_cannot_be_simulated_is_said(string message, params string[] arguments)
    {
        var result = Tool.Run(RepositoryFolder.Path, [.. arguments, "--root", Example]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_shows_the_offset_and_fails()
    {
        using var content = SampleContent.Create();
        var clean = Tool.Run(content.Path, "test", "--sweep");
        var late = Tool.Run(content.Path, "test", "--sweep", "--sweep-delay", "02:00:00", "--format", "json", "--report", "junit=junit.xml", "--report", "sarif=sweep.sarif");
        Assert.Contains("FAULT: Many failures: two failures", clean.Output, StringComparison.Ordinal);
        Assert.Contains("with the schedule at t+45m59s", clean.Output, StringComparison.Ordinal);
        Assert.Equal((1, 1), (clean.ExitCode, late.ExitCode));
        using var json = JsonDocument.Parse(late.Output);
        var swept = json.RootElement.GetProperty("sweep").GetProperty("cases")[0];
        Assert.Equal(8, swept.GetProperty("points").GetInt32());
        Assert.Equal("missed", swept.GetProperty("faults")[0].GetProperty("fault").GetString());
        Assert.Single(XDocument.Load(Path.Combine(content.Path, "junit.xml")).Descendants("testsuite").Where(suite => suite.Attribute("name")!.Value == "sweep").Descendants("failure"));
        Assert.Contains("SWEEP001", File.ReadAllText(Path.Combine(content.Path, "sweep.sarif")), StringComparison.Ordinal);
        Assert.Equal(2, Tool.Run(content.Path, "test", "--sweep-delay", "5m").ExitCode);
    }

    [Fact]
    public void Snapshots_are_written_by_update_alone()
    {
        using var content = SampleContent.Create(expect: "snapshot:   # what comes out");
        Assert.Equal(1, Tool.Run(content.Path, "test").ExitCode);
        var update = Tool.Run(content.Path, "test", "--update");
        Assert.Equal(0, update.ExitCode);
        Assert.Contains("wrote the snapshot", update.Error, StringComparison.Ordinal);
        var text = File.ReadAllText(Path.Combine(content.Path, "detections", "rules", "Failures.tests.yaml"));
        Assert.Contains("snapshot: |   # what comes out\r\n        alert 1: run t, raised t+5m, Medium, Many failures\r\n", text, StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run(content.Path, "test").ExitCode);
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
