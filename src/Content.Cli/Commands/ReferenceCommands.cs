using System.CommandLine;
using Content.Analysis;
using Content.Cli.Output;
using Content.Cli.Reference;
using Content.Diagnostics;
using Content.Model;

namespace Content.Cli.Commands;

/// <summary>The commands explain and graph.</summary>
internal static class ReferenceCommands
{
    public static Command CreateExplain()
    {
        var code = new Argument<string?>("code") { Description = "A code such as RULE011; all codes are listed when none is given.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("explain", "Says what a finding's code means and what to do about it.") { code };
        command.SetAction(result => Explain(result.GetValue(code)));
        return command;
    }

    public static Command CreateGraph()
    {
        var root = new Option<string?>("--root") { Description = "Folder of the content: the one with sentinel-content.yaml. Default: the nearest one upwards.", HelpName = "folder" };
        var format = new Option<string>("--format") { Description = "text, mermaid, dot or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong(GraphWriter.Formats);
        var command = new Command("graph", "Prints what content needs: rule, function, watchlist, table.") { root, format };
        command.SetAction((result, cancellationToken) =>
        {
            var repository = ContentRepository.Load(RootFolder.Find(result.GetValue(root)), cancellationToken: cancellationToken);
            var validation = ContentValidator.Validate(repository, cancellationToken: cancellationToken);
            GraphWriter.Write(DependencyGraph.Create(validation), result.GetValue(format)!, Console.Out);
            return Task.FromResult(ExitCodes.Success);
        });
        return command;
    }

    private static int Explain(string? code)
    {
        if (code is null)
        {
            foreach (var page in CodeReference.All())
                Console.Out.Write($"{page.Code,-12} {WordOf(page.Severity),-8} {page.Title}\n");
            return ExitCodes.Success;
        }

        if (CodeReference.Find(code) is not { } found)
        {
            var meant = NameSuggestion.Find(code.ToUpperInvariant(), CodeReference.All().Select(page => page.Code));
            throw new CommandException(ExitCodes.Usage, $"There is no code '{code}'.{(meant is null ? "" : $" Did you mean '{meant}'?")}", "'sentinel-content explain' lists all codes.");
        }

        Console.Out.Write($"{found.Code}: {found.Title}\n\n{found.Text}\n");
        return ExitCodes.Success;
    }

    private static string WordOf(DiagnosticSeverity severity) => Output.Reports.Findings.WordOf(severity);
}
