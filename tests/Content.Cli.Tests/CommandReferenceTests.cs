using System.Text.RegularExpressions;

namespace Content.Cli.Tests;

public sealed partial class CommandReferenceTests
{
    private static readonly string Page = Path.Combine(RepositoryFolder.Path, "docs", "commands.md");

    [Fact]
    public void The_page_is_what_the_commands_say()
    {
        var text = CommandReference.Write();
        if (Environment.GetEnvironmentVariable("COMMANDS") == "write")
            File.WriteAllText(Page, text);
        Assert.True(File.ReadAllText(Page).ReplaceLineEndings("\n") == text, "docs/commands.md is not what the commands say now. Run the tests of the command line with COMMANDS=write, and look at the difference.");
    }

    [Fact]
    public void Every_command_and_option_says_what_it_is_for()
    {
        foreach (var (command, path) in CommandReference.Commands(CommandLine.Create([]), ""))
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description), path);
            foreach (var option in command.Options)
                Assert.False(string.IsNullOrWhiteSpace(option.Description), path + " " + option.Name);
            foreach (var argument in command.Arguments)
                Assert.False(string.IsNullOrWhiteSpace(argument.Description), path + " " + argument.Name);
        }
    }

    [Fact]
    public void Examples_can_be_typed_as_they_stand()
    {
        var root = CommandLine.Create([]);
        var paths = CommandReference.Commands(root, "").Select(static pair => pair.Path).Prepend("").ToArray();
        var count = 0;
        foreach (var example in paths.SelectMany(Examples.Of))
        {
            var command = ToolCall().Match(example);
            Assert.True(command.Success, example);
            // In a shell the redirection is none of the tool's arguments, and what stands behind several blanks explains the example.
            var parsed = root.Parse(command.Groups["arguments"].Value);
            Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join(" ", parsed.Errors.Select(static error => error.Message))}");
            count++;
        }

        Assert.True(count > 20);
    }

    [GeneratedRegex(@"(^|\| )sentinel-content (?<arguments>.*?)(?=( > \S+)?(   .*)?$)")]
    private static partial Regex ToolCall();
}
