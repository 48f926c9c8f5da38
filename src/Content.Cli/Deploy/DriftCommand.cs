using System.CommandLine;
using Content.Azure.Arm;
using Content.Azure.Drift;

namespace Content.Cli.Deploy;

/// <summary>The command <c>drift</c>: what somebody changed in the workspace since it was deployed to.</summary>
internal static class DriftCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var common = new WorkspaceOptions();
        var format = new Option<string>("--format") { Description = "How the report is printed: text, json or markdown.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "markdown");
        var today = new Option<DateOnly?>("--today") { Description = "The day on which accepted changes are judged, as 2027-03-01. Default: today.", HelpName = "date" };
        var command = new Command("drift", "Shows, field by field, what somebody changed in a workspace since this tool deployed to it. Nothing is written. Exit code 4 when something changed that 'drift' in sentinel-content.yaml does not accept.") { format, today };
        common.AddTo(command);
        command.SetAction((result, token) => DeploySession.RunAsync(result, common, (session, cancellation) =>
            RunAsync(session, result.GetValue(format)!, result.GetValue(today) ?? DateOnly.FromDateTime(DateTime.UtcNow), cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(DeploySession session, string format, DateOnly today, CancellationToken cancellationToken)
    {
        if (session.Target() is not { } target)
            return ExitCodes.Usage;
        var report = await DriftDetector.DetectAsync(session.Wanted(target), new ArmClient(target), session.Repository.Configuration.DriftSuppressions, today, cancellationToken).ConfigureAwait(false);
        if (format == "json")
            session.Output.Raw(DriftWriter.Json(report));
        else if (format == "markdown")
            session.Output.Raw(DriftWriter.Markdown(report));
        else
            session.Output.Lines(DriftWriter.Text(report));
        session.Output.Diagnostics(report.Diagnostics);
        return report.HasDrift ? ExitCodes.Differences : ExitCodes.Success;
    }
}
