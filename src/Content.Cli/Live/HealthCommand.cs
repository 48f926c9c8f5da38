using System.CommandLine;
using Content.Azure.Health;
using Content.Cli.Deploy;

namespace Content.Cli.Live;

/// <summary>The command <c>health</c>: how the rules of a workspace do.</summary>
internal static class HealthCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var common = new LiveArguments(7, 90);
        var command = new Command("health", "Shows how the rules of a workspace do: those that the service switched off (AUTO DISABLED), that fail or miss windows, and why; the last success; alerts, and how incidents were closed; tables on plans that rules do not read. From SentinelHealth, SentinelAudit, SecurityAlert and SecurityIncident. Nothing is written. Exit code 1 when a rule is AUTO DISABLED or failing, or a table could not be read.");
        common.AddTo(command);
        command.SetAction((result, token) => DeploySession.RunAsync(result, common, (session, cancellation) =>
            RunAsync(session, result.GetValue(common.Days), result.GetValue(common.Format)!, cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(DeploySession session, int days, string format, CancellationToken cancellationToken)
    {
        if (session.Target() is not { } target)
            return ExitCodes.Usage;
        var report = await HealthCheck.RunAsync(session.Repository, target, days, TimeProvider.System.GetUtcNow().UtcDateTime, cancellationToken: cancellationToken).ConfigureAwait(false);
        LiveOutput.Write(session.Output, format, () => HealthWriter.Text(report), () => HealthWriter.Json(report), () => HealthWriter.Markdown(report));
        return report.IsHealthy ? ExitCodes.Success : ExitCodes.Findings;
    }
}
