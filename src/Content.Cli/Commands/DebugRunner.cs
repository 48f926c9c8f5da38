using Content.Analysis;
using Content.Cli.Output;
using Content.Cli.Output.Reports;
using Content.Model;
using Content.Testing;
using Content.Testing.Debugging;

namespace Content.Cli.Commands;

/// <summary>Runs <c>test --debug</c>: one case, step by step.</summary>
internal static class DebugRunner
{
    private const string Prompt = "kql> ";

    public static int Run(ContentRequest request, string name, CancellationToken cancellationToken)
    {
        if (request.Format is not (ReportFormat.Text or ReportFormat.Json))
            throw new CommandException(ExitCodes.Usage, "--debug prints text or json.", "Leave --format out, or give --format json.");
        if (request is not { Mutation: null, Sweep: null, Coverage: false, Shuffle: false, Update: false, Case: null, Reports.Count: 0 })
            throw new CommandException(ExitCodes.Usage, "--debug shows one case: it goes with --root, --environment, --format and the filter alone.");
        var root = RootFolder.Find(request.Root);
        var repository = ContentRunner.InEnvironment(ContentRepository.Load(root, cancellationToken: cancellationToken), request.Environment);
        var (suite, rule, test) = ChosenCase.Find(repository, new ContentFilter(root, request.Patterns), name, "--debug");
        var wanted = test.Rules.Select(file => file.Path).Append(rule.Path).ToHashSet(StringComparer.Ordinal);
        var validation = ContentValidator.Validate(repository, item => wanted.Contains(item.Path), DateOnly.MinValue, cancellationToken: cancellationToken);
        var session = CaseDebugger.Run(new CaseRunner(repository, validation.QueryOf), repository, validation.QueryOf(rule), suite, test, cancellationToken);
        var exitCode = session.Result.Verdict == Verdict.Passed ? ExitCodes.Success : ExitCodes.Findings;
        if (request.Format == ReportFormat.Json)
        {
            DebugJson.Write(session, Console.OpenStandardOutput());
            return exitCode;
        }

        var prefix = RootFolder.PrefixOf(root);
        var text = new DebugText(session, Console.Out, path => prefix + path);
        text.WriteAll();
        Console.Out.Flush();

        // Lines are typed at a terminal, or come from a pipe; output that goes elsewhere while input is a terminal asks for neither.
        var typed = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        if (typed || Console.IsInputRedirected)
            new DebugPrompt(session, text, Console.In, typed ? Prompt : "").Run(cancellationToken);
        return exitCode;
    }
}
