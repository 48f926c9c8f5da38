using System.CommandLine;
using Content.Cli.Commands;
using Content.Cli.Deploy;
using Content.Model;

namespace Content.Cli.Live;

/// <summary>What a backtest was asked for.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Days">Days to look back.</param>
/// <param name="Against">A revision or file with another version; null for none.</param>
/// <param name="Data">Files or folders with the data; empty for the workspace.</param>
/// <param name="Until">When the last run is scheduled; null for now, or the last event of the files.</param>
/// <param name="MaxQueries">Most queries of the workspace for each version.</param>
internal sealed record BacktestRequest(string Rule, int Days, string? Against, string[] Data, DateTime? Until, int MaxQueries);

/// <summary>The command <c>backtest</c>: a rule over past days.</summary>
internal static class BacktestCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var common = new LiveArguments(7, 90);
        var rule = new Argument<string>("rule") { Description = "The rule: its file, its id, or a part of its name." };
        var against = new Option<string?>("--against") { Description = "Also runs another version of the rule and shows what is gained and lost: a branch, tag or commit of git, or a file with the rule.", HelpName = "REF|FILE" };
        var data = new Option<string[]>("--data") { Description = "Runs it offline on these files instead: folders of files named like their tables, or NAME=FILE. May be repeated.", HelpName = "FOLDER", DefaultValueFactory = _ => [] };
        var until = new Option<string?>("--until") { Description = "When the last run is scheduled, ISO 8601 in UTC. Default: now; with --data, the last event.", HelpName = "time" };
        var queries = new Option<int>("--max-queries") { Description = "Most queries that each version may take in the workspace.", HelpName = "N", DefaultValueFactory = _ => 1_000 };
        var command = new Command("backtest", "Runs a rule over past days of a workspace, run by run as its schedule would, up to alerts and incidents: how many a day, on what, what repeats most, what it costs. A query that looks at each event by itself, without the clock, is asked once a day of data; every other one once a run, over the run's window and by the run's clock, a few at once. Functions and watchlist readers of the repository go along as the files have them. Nothing is written. Exit code 1 when a run fails or is not decided.") { rule, against, data, until, queries };
        common.AddTo(command);
        command.SetAction((result, token) => DeploySession.RunAsync(result, common, (session, cancellation) =>
            RunAsync(session, new BacktestRequest(result.GetValue(rule)!, result.GetValue(common.Days), result.GetValue(against), result.GetValue(data) ?? [], Moment(result.GetValue(until)), result.GetValue(queries)), result.GetValue(common.Environment), result.GetValue(common.Format)!, cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(DeploySession session, BacktestRequest request, string? environment, string format, CancellationToken cancellationToken)
    {
        BacktestOutcome outcome;
        if (request.Data.Length > 0)
            outcome = BacktestRunner.OnFiles(session, request, environment, cancellationToken);
        else if (session.Target() is { } target)
            outcome = await BacktestRunner.InWorkspaceAsync(session, request, target, cancellationToken).ConfigureAwait(false);
        else
            return ExitCodes.Usage;
        LiveOutput.Write(session.Output, format, () => BacktestWriter.Text(outcome), () => BacktestWriter.Json(outcome), () => BacktestWriter.Markdown(outcome));
        var failed = false;
        foreach (var version in outcome.Versions)
        {
            if (version.Result.Scenario.Error is not { } error)
                continue;
            failed = true;
            session.Output.Error($"{(error.IsInconclusive ? "undecided" : "error")}: {version.Name}: the run of {version.Stopped:yyyy-MM-dd'T'HH:mm:ss'Z'} gave no result, and the later ones were left out: {error.Message}");
        }

        return failed ? ExitCodes.Findings : ExitCodes.Success;
    }

    private static DateTime? Moment(string? text) => text is null ? null
        : Instants.TryParse(text, out var time) ? time : throw new CommandException(ExitCodes.Usage, $"'{text}' is no point in time.", "Write --until 2026-03-02T12:00:00Z.");
}
