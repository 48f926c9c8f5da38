using System.CommandLine;
using Content.Analysis.Formatting;
using Content.Azure.Planning;
using Content.Cli.Output;
using Content.Diagnostics;
using Content.Model;

namespace Content.Cli.Commands;

/// <summary>The command fmt.</summary>
internal static class FormatCommand
{
    public static Command Create()
    {
        var patterns = new Argument<string[]>("filter")
        {
            Description = "Files, folders, or parts of names; everything when none is given.", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [],
        };
        var root = new Option<string?>("--root") { Description = "Folder of the content: the one with sentinel-content.yaml. Default: the nearest one upwards.", HelpName = "folder" };
        var check = new Option<bool>("--check") { Description = "Writes nothing; exit code 1 when a file would change." };
        var diff = new Option<bool>("--diff") { Description = "Writes nothing; prints what would change." };
        var command = new Command("fmt", "Lays content out: keys in order, queries indented. Comments stay, and the meaning is compared before anything is written.") { patterns, root, check, diff };
        command.SetAction((result, cancellationToken) => Task.FromResult(
            Run(RootFolder.Find(result.GetValue(root)), result.GetValue(patterns) ?? [], result.GetValue(check), result.GetValue(diff), cancellationToken)));
        return command;
    }

    private static int Run(string root, string[] patterns, bool check, bool diff, CancellationToken cancellationToken)
    {
        var repository = ContentRepository.Load(root, cancellationToken: cancellationToken);
        var filter = new ContentFilter(root, patterns);
        var items = repository.Items.Where(filter.Matches).ToArray();
        if (!filter.IsEmpty && items.Length == 0)
            throw new CommandException(ExitCodes.Usage, $"Nothing in {root} matches '{filter.Text}'.", "Give a file, a folder, or a part of a rule's name. A file that is no valid YAML is not laid out.");
        var results = new FormattedContent[items.Length];
        Parallel.For(0, items.Length, new ParallelOptions { CancellationToken = cancellationToken }, i => results[i] = ContentFormatter.Format(items[i].Source));

        var prefix = RootFolder.PrefixOf(root);
        using var terminal = new PlainTerminal(Console.Error);
        var printer = new DiagnosticPrinter(terminal, path => prefix + path);
        var changed = 0;
        var failed = false;
        foreach (var result in results)
        {
            foreach (var diagnostic in result.Diagnostics)
            {
                printer.Print(diagnostic);
                failed |= diagnostic.Severity != DiagnosticSeverity.Info;
            }

            if (!result.IsChanged)
                continue;
            changed++;
            var path = result.Source.Path!;
            if (diff)
                WriteDifference(prefix + path, result);
            if (!check && !diff)
                FileFixer.Replace(Path.Combine(root, path), result.Text);
            if (!diff)
                Console.Out.Write($"{(check ? "would change" : "formatted")} {prefix}{path}\n");
        }

        Console.Error.Write($"{items.Length} files, {changed} {(check || diff ? "would change" : "changed")}.\n");
        return failed || (check && changed > 0) ? ExitCodes.Findings : ExitCodes.Success;
    }

    // In a method of its own: comparing lines loads an assembly that nothing else here needs.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void WriteDifference(string path, FormattedContent result)
    {
        Console.Out.Write($"--- {path}\n+++ {path}\n");
        foreach (var line in LineDiff.Compare(result.Source.Content.ReplaceLineEndings("\n"), result.Text.ReplaceLineEndings("\n")))
            Console.Out.Write(line.Mark == '@' ? $"@@ {line.Text} @@\n" : $"{line.Mark}{line.Text}\n");
    }
}
