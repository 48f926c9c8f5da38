using System.CommandLine;
using Content.Analysis;
using Content.Azure.Readiness;
using Content.Cli.Commands;
using Content.Cli.Deploy;
using Content.Model;

namespace Content.Cli.Live;

/// <summary>The command <c>readiness</c>: whether a workspace has what detections need.</summary>
internal static class ReadinessCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var common = new LiveArguments(7, 90);
        var patterns = new Argument<string[]>("rule") { Description = "Files, folders, or parts of rule names; all rules when none is given.", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        var command = new Command("readiness", "Shows whether a workspace has what rules need: each table and column, when it was seen last, how much comes in, how often a column is empty, by platform where a column tells it, and what that means for each rule and each row of its detection strategy. One query a table; nothing is written. Exit code 1 when a rule can find nothing there, fails, or could not be decided.") { patterns };
        common.AddTo(command);
        command.SetAction((result, token) => DeploySession.RunAsync(result, common, (session, cancellation) =>
            RunAsync(session, result.GetValue(patterns) ?? [], result.GetValue(common.Days), result.GetValue(common.Format)!, cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(DeploySession session, string[] patterns, int days, string format, CancellationToken cancellationToken)
    {
        if (session.Target() is not { } target)
            return ExitCodes.Usage;
        var repository = ContentRunner.InEnvironment(session.Repository, target.Environment);
        var filter = new ContentFilter(session.Root, patterns);
        var rules = repository.Rules.Where(filter.Matches).ToArray();
        if (rules.Length == 0)
            throw new CommandException(ExitCodes.Usage, filter.IsEmpty ? $"There are no rules in {session.Root}." : $"No rule in {session.Root} matches '{filter.Text}'.", "Give a file, a folder, or a part of a rule's name.");
        var paths = rules.Select(rule => rule.Path).ToHashSet(StringComparer.Ordinal);
        var validation = ContentValidator.Validate(repository, item => paths.Contains(item.Path), DateOnly.MinValue, cancellationToken: cancellationToken);
        var needs = new List<DetectionNeeds>();
        foreach (var rule in rules)
        {
            if (validation.QueryOf(rule) is { HasErrors: false } query)
                needs.Add(DetectionNeeds.Of(rule, query, repository.Schema));
            else
                session.Output.Error($"{rule.Path}: the query has errors, so it is not known what it needs. 'validate' shows them.");
        }

        var report = await ReadinessCheck.RunAsync(needs, repository.BlindSpotRegisters, target, days, cancellationToken: cancellationToken).ConfigureAwait(false);
        LiveOutput.Write(session.Output, format, () => ReadinessWriter.Text(report), () => ReadinessWriter.Json(report), () => ReadinessWriter.Markdown(report));
        return report.IsReady && needs.Count == rules.Length ? ExitCodes.Success : ExitCodes.Findings;
    }
}
