using System.CommandLine;

namespace Content.Cli.Commands;

/// <summary>How the outcome of a command is written.</summary>
internal enum OutputFormat : byte
{
    /// <summary>For people.</summary>
    Text,
    /// <summary>One JSON document.</summary>
    Json,
}

/// <summary>What the commands over content were asked for.</summary>
/// <param name="Root">Folder of the content; null to look for it.</param>
/// <param name="Patterns">What of it; all when empty.</param>
/// <param name="Case">Part of the name of test cases; null for all.</param>
/// <param name="Format">How the outcome is written.</param>
/// <param name="Validate">Whether findings are shown and count.</param>
/// <param name="Test">Whether tests are run.</param>
/// <param name="WarningsAsErrors">Whether warnings count.</param>
internal sealed record ContentRequest(string? Root, IReadOnlyList<string> Patterns, string? Case, OutputFormat Format, bool Validate, bool Test, bool WarningsAsErrors);

/// <summary>The commands check, validate and test.</summary>
internal static class ContentCommands
{
    public static Command CreateCheck() => Create("check", "Validates all content, then runs its tests.", validate: true, test: true);

    public static Command CreateValidate() => Create("validate", "Validates content: YAML, queries, limits of Sentinel.", validate: true, test: false);

    public static Command CreateTest() => Create("test", "Runs the tests of rules against their sample telemetry.", validate: false, test: true);

    private static Command Create(string name, string description, bool validate, bool test)
    {
        var patterns = new Argument<string[]>("filter")
        {
            Description = "Files, folders, or parts of rule names; everything when none is given.", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [],
        };
        var root = new Option<string?>("--root") { Description = "Folder of the content: the one with sentinel-content.yaml. Default: the nearest one upwards.", HelpName = "folder" };
        var format = new Option<string>("--format") { Description = "text for people, json for programs.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var strict = new Option<bool>("--warnings-as-errors") { Description = "Warnings make the command fail too." };
        var caseName = new Option<string?>("--case") { Description = "Only test cases with this text in their name.", HelpName = "text" };
        var command = new Command(name, description) { patterns, root, format };
        if (validate)
            command.Add(strict);
        if (test)
            command.Add(caseName);
        command.SetAction((result, cancellationToken) => Task.FromResult(ContentRunner.Run(
            new ContentRequest(
                result.GetValue(root), result.GetValue(patterns) ?? [], test ? result.GetValue(caseName) : null,
                result.GetValue(format) == "json" ? OutputFormat.Json : OutputFormat.Text, validate, test, validate && result.GetValue(strict)),
            cancellationToken)));
        return command;
    }
}
