using System.CommandLine;
using Content.Analysis;
using Content.Cli.Output;
using Content.Diagnostics;
using Content.Model;
using Content.Testing;
using Content.Testing.Simulation;

namespace Content.Cli.Commands;

/// <summary>What was simulated, for printing.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Case">The case.</param>
/// <param name="Span">The time.</param>
/// <param name="Data">Its data.</param>
/// <param name="Scenario">What came of it.</param>
internal sealed record SimulationOutcome(AnalyticsRule Rule, TestCase Case, TestSpan Span, Testing.Fixtures.CaseData Data, Scenario Scenario);

/// <summary>The command simulate: a rule's whole life over the telemetry of a test case.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var pattern = new Argument<string>("rule") { Description = "The rule: its file, or a part of its name." };
        var caseName = new Option<string?>("--case") { Description = "The test case whose telemetry is taken, by a part of its name. Default: the only one.", HelpName = "text" };
        var from = new Option<string?>("--from") { Description = "When the first run is scheduled, as 2026-03-02T12:00:00Z or relative to the case: t-1h. Default: the case's own.", HelpName = "time" };
        var to = new Option<string?>("--to") { Description = "No run is scheduled after this. Default: the case's own; a case of one time runs once.", HelpName = "time" };
        var root = new Option<string?>("--root") { Description = "Folder of the content: the one with sentinel-content.yaml. Default: the nearest one upwards.", HelpName = "folder" };
        var environment = new Option<string?>("--environment", "-e") { Description = "Gives tunables the values of this environment of sentinel-content.yaml, and follows its portal.", HelpName = "NAME" };
        var format = new Option<string>("--format") { Description = "text for people, json for programs.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("simulate", "Shows what a rule makes of the telemetry of a test case: runs, alerts, incidents.") { pattern, caseName, from, to, root, environment, format };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(
            result.GetValue(pattern)!, result.GetValue(caseName), result.GetValue(from), result.GetValue(to), result.GetValue(root), result.GetValue(environment), result.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static int Run(string pattern, string? caseName, string? from, string? to, string? rootFolder, string? environment, bool json, CancellationToken cancellationToken)
    {
        var root = RootFolder.Find(rootFolder);
        var repository = ContentRunner.InEnvironment(ContentRepository.Load(root, cancellationToken: cancellationToken), environment);
        var (_, rule, test) = ChosenCase.Find(repository, new ContentFilter(root, [pattern]), caseName, "--case");
        var span = SpanOf(test, from, to);
        var wanted = test.Rules.Select(file => file.Path).Append(rule.Path).ToHashSet(StringComparer.Ordinal);
        var validation = ContentValidator.Validate(repository, item => wanted.Contains(item.Path), DateOnly.MinValue, cancellationToken: cancellationToken);
        var runner = new CaseRunner(repository, validation.QueryOf);
        var (rules, reason) = runner.RulesOf(rule, validation.QueryOf(rule), test, span);
        if (reason is not null)
            throw new CommandException(ExitCodes.Findings, reason, "'sentinel-content validate' shows what is wrong.");
        var (data, findings) = runner.Load(test);
        if (findings.FirstOrDefault(finding => finding.Severity == DiagnosticSeverity.Error) is { } broken)
            throw new CommandException(ExitCodes.Findings, $"{broken.Path}:{broken.Start}: {broken.Message}", "'sentinel-content test' shows all that is wrong with the data of a case.");
        var outcome = new SimulationOutcome(rule, test, span, data, runner.Simulate(rules, test, data, span, cancellationToken));
        if (json)
            SimulationJson.Write(outcome, Console.OpenStandardOutput());
        else
            SimulationText.Write(outcome, Console.Out);
        if (outcome.Scenario.Error is not { } error)
            return ExitCodes.Success;
        Console.Error.WriteLine("error: " + error.Message);
        return ExitCodes.Findings;
    }

    private static TestSpan SpanOf(TestCase test, string? from, string? to)
    {
        var own = test.Span ?? new TestSpan(test.Now.Value, test.Now.Value);
        var start = from is null ? own.From : Moment(from, "--from", test.Now.Value);
        var end = to is not null ? Moment(to, "--to", test.Now.Value) : own.To < start ? start : own.To;
        return end >= start ? new TestSpan(start, end) : throw new CommandException(ExitCodes.Usage, "--to lies before --from.");
    }

    private static DateTime Moment(string text, string option, DateTime start)
    {
        if (Instants.TryParseRelative(text, out var offset))
            return start + offset;
        return Instants.TryParse(text, out var moment) ? moment : throw new CommandException(ExitCodes.Usage, $"'{text}' is no point in time.", $"Write {option} 2026-03-02T12:00:00Z, or relative to the case: {option} t+6h.");
    }
}
