using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Content.Azure.Export;
using Content.Diagnostics;
using Content.Model;

namespace Content.Cli.Commands;

/// <summary>The command export arm.</summary>
internal static class ExportCommands
{
    public static Command Create() => new("export", "Writes content in the formats of other tools.") { CreateArm() };

    private static Command CreateArm()
    {
        var paths = new Argument<string[]>("path") { Description = "Rule files, or folders with rules.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--out") { Description = "Writes one file a rule there. Without it one template with all of them is printed.", HelpName = "folder" };
        var command = new Command("arm", "Writes analytics rules as ARM templates, as Microsoft's packager makes them: disabled, without sub-techniques.") { paths, output };
        command.SetAction((result, cancellationToken) => Task.FromResult(Arm(result.GetValue(paths) ?? [], result.GetValue(output), cancellationToken)));
        return command;
    }

    private static int Arm(string[] paths, string? folder, CancellationToken cancellationToken)
    {
        var rules = new List<AnalyticsRule>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var path in paths)
        {
            var repository = ContentRepository.Load(ChosenFiles.Of(path), cancellationToken: cancellationToken);
            diagnostics.AddRange(repository.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            rules.AddRange(repository.Rules);
        }

        var exported = rules.Select(rule => RuleTemplate.Create(rule, diagnostics)).OfType<ExportedRule>().ToList();
        foreach (var diagnostic in diagnostics)
            Console.Error.Write(diagnostic + "\n");
        foreach (var rule in exported)
        {
            foreach (var note in rule.Notes)
                Console.Error.Write($"{rule.Rule.Path}: {note}\n");
        }

        if (rules.Count == 0 && diagnostics.Count == 0)
            throw new CommandException(ExitCodes.Usage, $"There is no analytics rule in {string.Join(", ", paths)}.", "Name files of rules of the kinds Scheduled or NRT, or folders with such.");
        if (folder is null)
        {
            if (RuleTemplate.Combine(exported) is { } template)
                Console.Out.Write(RuleTemplate.ToText(template));
        }
        else
        {
            Directory.CreateDirectory(folder);
            // Two folders may have a rule file of one name.
            var shared = exported.GroupBy(rule => rule.FileName, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var rule in exported)
            {
                var name = shared.Contains(rule.FileName) ? $"{Path.GetFileNameWithoutExtension(rule.FileName)}-{rule.Rule.Id!.Value.Trim()}.json" : rule.FileName;
                File.WriteAllText(Path.Combine(folder, name), rule.ToText(), new UTF8Encoding(false));
            }

            Console.Out.Write($"{exported.Count} of {rules.Count} rules written to {Path.GetFullPath(folder)}.\n");
        }

        return diagnostics.Count > 0 ? ExitCodes.Findings : ExitCodes.Success;
    }
}
