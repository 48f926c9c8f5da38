using System.CommandLine;
using System.CommandLine.Help;
using System.Text;

namespace Content.Cli.Tests;

/// <summary>The reference of commands, written from the commands themselves.</summary>
internal static class CommandReference
{
    /// <summary>Writes the page.</summary>
    public static string Write()
    {
        var root = CommandLine.Create([]);
        var page = new StringBuilder();
        page.Append("# Commands\n\nWritten from the commands themselves (`COMMANDS=write` with the tests of the command line writes it anew); `sentinel-content COMMAND --help` says the same.\n\n");
        page.Append("Exit codes: 0 all good; 1 findings, or tests failed or inconclusive; 2 wrong usage or configuration; 3 environment (a file, a network, a login); 4 differences found.\n");
        foreach (var command in Commands(root, "").OrderBy(static pair => pair.Path, StringComparer.Ordinal))
            Add(page, command.Command, command.Path);
        return page.ToString();
    }

    /// <summary>All commands with their paths, without the tool's name.</summary>
    public static IEnumerable<(Command Command, string Path)> Commands(Command parent, string path)
    {
        foreach (var command in parent.Subcommands.Where(static command => !command.Hidden))
        {
            var own = path.Length == 0 ? command.Name : path + " " + command.Name;
            yield return (command, own);
            foreach (var inner in Commands(command, own))
                yield return inner;
        }
    }

    private static void Add(StringBuilder page, Command command, string path)
    {
        var arguments = command.Arguments.Where(static argument => !argument.Hidden).ToArray();
        var options = command.Options.Where(static option => !option.Hidden && option is not HelpOption).OrderBy(static option => option.Name, StringComparer.Ordinal).ToArray();
        page.Append($"\n## {path}\n\n{Escape(command.Description ?? "")}\n");
        if (command.Subcommands.Count > 0)
        {
            page.Append("\nCommands: ").AppendJoin(", ", command.Subcommands.Where(static inner => !inner.Hidden).Select(inner => $"[{inner.Name}](#{(path + " " + inner.Name).Replace(' ', '-')})")).Append(".\n");
            return;
        }

        page.Append("\n```\nsentinel-content ").Append(path);
        foreach (var argument in arguments)
            page.Append(' ').Append(Usage(argument));
        page.Append(options.Length > 0 ? " [options]\n```\n" : "\n```\n");
        if (arguments.Length + options.Length > 0)
            page.Append("\n| Argument or option | Meaning |\n|---|---|\n");
        foreach (var argument in arguments)
            page.Append($"| `{argument.HelpName ?? argument.Name}` | {Escape(argument.Description ?? "")} |\n");
        foreach (var option in options)
        {
            var names = string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Prepend(option.Name).Select(static name => $"`{name}`"));
            var value = option.ValueType == typeof(bool) ? "" : $" `{option.HelpName ?? option.Name.TrimStart('-')}`";
            page.Append($"| {names}{value} | {Escape(option.Description ?? "")}{(option.Required ? " Required." : "")} |\n");
        }

        var examples = Examples.Of(path);
        if (examples.Length > 0)
            page.Append("\n```sh\n").AppendJoin('\n', examples).Append("\n```\n");
    }

    private static string Usage(Argument argument)
    {
        var name = $"<{argument.HelpName ?? argument.Name}>" + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace('\n', ' ');
}
