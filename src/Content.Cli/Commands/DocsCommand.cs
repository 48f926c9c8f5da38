using System.CommandLine;
using System.Text;
using Content.Analysis;
using Content.Cli.Catalogue;
using Content.Model;
using Content.Testing;

namespace Content.Cli.Commands;

/// <summary>The command docs.</summary>
internal static class DocsCommand
{
    private static readonly string[] Formats = ["markdown", "html", "coverage", "navigator"];

    public static Command Create()
    {
        var patterns = new Argument<string[]>("filter")
        {
            Description = "Files, folders, or parts of rule names; all rules when none is given.", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [],
        };
        var root = new Option<string?>("--root") { Description = "Folder of the content: the one with sentinel-content.yaml. Default: the nearest one upwards.", HelpName = "folder" };
        var format = new Option<string>("--format")
        {
            Description = "What is printed: the catalogue as markdown or html, the coverage of detection strategies row by row, or a layer of the ATT&CK Navigator.", DefaultValueFactory = _ => "markdown",
        };
        format.AcceptOnlyFromAmong(Formats);
        var output = new Option<string?>("--out") { Description = "Writes all of them to a folder instead: catalogue.md, catalogue.html, coverage-STRATEGY.md, navigator-DOMAIN.json.", HelpName = "folder" };
        var domain = new Option<string?>("--domain") { Description = "With --format navigator: enterprise-attack, mobile-attack or ics-attack. Default: the first with a proved detection.", HelpName = "name" };
        domain.AcceptOnlyFromAmong("enterprise-attack", "mobile-attack", "ics-attack");
        var command = new Command("docs", "Writes the catalogue of detections: logic in words, data needs, tests, tunables, blind spots, ATT&CK coverage.") { patterns, root, format, output, domain };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(
            result.GetValue(root), result.GetValue(patterns) ?? [], result.GetValue(format)!, result.GetValue(output), result.GetValue(domain), cancellationToken)));
        return command;
    }

    private static int Run(string? rootFolder, string[] patterns, string format, string? output, string? domain, CancellationToken cancellationToken)
    {
        var root = RootFolder.Find(rootFolder);
        var filter = new ContentFilter(root, patterns);
        var repository = ContentRepository.Load(root, cancellationToken: cancellationToken);
        if (!filter.IsEmpty && !repository.Rules.Any(filter.Matches))
            throw new CommandException(ExitCodes.Usage, $"No rule in {root} matches '{filter.Text}'.", "Give a file, a folder, or a part of a rule's name.");
        var validation = ContentValidator.Validate(repository, cancellationToken: cancellationToken);
        var tests = TestRunner.Run(validation, new TestOptions { Includes = (suite, _) => filter.Matches(suite, repository.RuleOf(suite)) }, cancellationToken);
        var catalogue = DetectionCatalogue.Read(validation, tests, filter.Matches);
        if (output is not null)
            WriteAll(catalogue, output);
        else
            Print(catalogue, format, domain);
        return ExitCodes.Success;
    }

    private static void Print(DetectionCatalogue catalogue, string format, string? domain)
    {
        switch (format)
        {
            case "html":
                HtmlCatalogue.Write(catalogue, Console.Out);
                break;
            case "coverage":
                foreach (var strategy in catalogue.Strategies)
                    MarkdownCatalogue.Write(strategy, Console.Out);
                break;
            case "navigator":
                using (var stream = Console.OpenStandardOutput())
                    NavigatorLayer.Write(catalogue, domain ?? NavigatorLayer.DomainsOf(catalogue).FirstOrDefault() ?? "enterprise-attack", stream);
                break;
            default:
                MarkdownCatalogue.Write(catalogue, Console.Out);
                break;
        }
    }

    private static void WriteAll(DetectionCatalogue catalogue, string folder)
    {
        try
        {
            var full = Path.GetFullPath(folder);
            Directory.CreateDirectory(full);
            WriteText(Path.Combine(full, "catalogue.md"), writer => MarkdownCatalogue.Write(catalogue, writer));
            WriteText(Path.Combine(full, "catalogue.html"), writer => HtmlCatalogue.Write(catalogue, writer));
            foreach (var strategy in catalogue.Strategies)
                WriteText(Path.Combine(full, $"coverage-{strategy.Strategy.Id}.md"), writer => MarkdownCatalogue.Write(strategy, writer));
            foreach (var domain in NavigatorLayer.DomainsOf(catalogue))
            {
                using var stream = File.Create(Path.Combine(full, $"navigator-{domain}.json"));
                NavigatorLayer.Write(catalogue, domain, stream);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.Environment, $"The documents cannot be written to '{folder}': {exception.Message}");
        }
    }

    private static void WriteText(string path, Action<TextWriter> write)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        write(writer);
    }
}
