using System.CommandLine;
using System.Globalization;
using Content.Azure.Applying;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.State;

namespace Content.Cli.Deploy;

/// <summary>The command <c>audit</c>: who applied what, from which commit.</summary>
internal static class AuditCommand
{
    private const int Shown = 20;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var common = new WorkspaceOptions();
        var format = new Option<string>("--format") { Description = "How the record is printed: text or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var max = new Option<int>("--max") { Description = "The most applies to show, the latest ones.", HelpName = "N", DefaultValueFactory = _ => Shown };
        var command = new Command("audit", "Shows the record of applies that the workspace keeps: when, who, from which commit, what, and what became of it. Nothing is written.") { format, max };
        common.AddTo(command);
        command.SetAction((result, token) => DeploySession.RunAsync(result, common, (session, cancellation) => RunAsync(session, result.GetValue(format)!, result.GetValue(max), cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(DeploySession session, string format, int max, CancellationToken cancellationToken)
    {
        if (session.Target() is not { } target)
            return ExitCodes.Usage;
        var entries = (await AuditLog.ReadAsync(new ArmClient(target), cancellationToken).ConfigureAwait(false)).Entries;
        var shown = entries.Take(Math.Max(0, max)).ToArray();
        if (format == "json")
        {
            session.Output.Raw(AuditLog.Json(shown));
            return ExitCodes.Success;
        }

        foreach (var entry in shown)
            Print(session.Output, entry);
        session.Output.Line(entries.IsEmpty ? "No apply is on record." : $"{shown.Length} of {entries.Length} {(entries.Length == 1 ? "apply" : "applies")} on record.");
        return ExitCodes.Success;
    }

    private static void Print(DeployOutput output, AuditEntry entry)
    {
        var context = entry.Context;
        var commit = context.Commit is null ? "no commit" : $"commit {context.Commit[..Math.Min(12, context.Commit.Length)]}{(context.IsModified ? " with changes" : "")}";
        output.Line($"{context.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}Z  {context.Who}  {commit}  {entry.Environment}{(entry.IsFinished ? "" : "  (its end is not on record: it was stopped, or is still running)")}");
        foreach (var item in entry.Items)
        {
            var result = item.Result switch
            {
                null => "unknown",
                ApplyResult.Deployed => item.Action == PlanAction.Delete ? "deleted" : "deployed",
                ApplyResult.Failed => "FAILED",
                ApplyResult.NotDeployed => "not deployed",
                _ => "interrupted",
            };
            output.Line($"    {PlanWord(item.Action),-6}  {item.Key.Kind.Title()} '{item.DisplayName}' ({item.Key.Name}): {result}");
        }
    }

    private static string PlanWord(PlanAction action) => PlanJson.Word(action);
}
