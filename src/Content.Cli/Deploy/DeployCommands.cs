using System.CommandLine;
using Content.Cli.Live;

namespace Content.Cli.Deploy;

/// <summary>The commands that talk to a workspace.</summary>
internal static class DeployCommands
{
    /// <summary>Adds the commands. Nothing of Azure is named here: its assemblies are loaded when one of the commands runs.</summary>
    /// <param name="root">The command they go under.</param>
    public static void Add(Command root)
    {
        root.Add(Plan());
        root.Add(Apply());
        root.Add(DriftCommand.Create());
        root.Add(ImportCommand.Create());
        root.Add(RollbackCommand.Create());
        root.Add(AuditCommand.Create());
        root.Add(ReadinessCommand.Create());
        root.Add(BacktestCommand.Create());
        root.Add(HealthCommand.Create());
    }

    private static Command Plan()
    {
        var common = new CommonOptions();
        var format = new Option<string>("--format") { Description = "How the plan is printed: text, json or markdown.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "markdown");
        var output = new Option<string?>("--out") { Description = "Also saves the plan as JSON, for apply --plan.", HelpName = "FILE" };
        var command = new Command("plan", "Shows what a deployment would change in a workspace. Nothing is written there. Exit code 4 when there is something to change.") { format, output };
        common.AddTo(command);
        command.SetAction((result, token) => DeploySession.RunAsync(result, common, (session, cancellation) =>
            session.PlanAsync(result.GetValue(format)!, result.GetValue(output), cancellation), token));
        return command;
    }

    private static Command Apply()
    {
        var common = new CommonOptions();
        var plan = new Option<string?>("--plan") { Description = "Carries out a saved plan instead of a fresh one.", HelpName = "FILE" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Does not ask." };
        var disable = new Option<bool>("--disable-unresolved") { Description = "Deploys a rule switched off when its query names a table or function that the workspace does not have yet." };
        var command = new Command("apply", "Deploys the content to a workspace: carries out a fresh or saved plan, and refuses when the workspace is no longer as the plan saw it. Nothing is deleted without --prune.") { plan, yes, disable };
        common.AddTo(command);
        command.SetAction((result, token) => DeploySession.RunAsync(result, common, (session, cancellation) =>
            session.ApplyAsync(result.GetValue(plan), result.GetValue(yes), result.GetValue(disable), cancellation), token));
        return command;
    }
}

/// <summary>What all commands take that talk to a workspace.</summary>
internal class WorkspaceOptions
{
    /// <summary>Folder of the repository.</summary>
    public Option<string?> Root { get; } = new("--root") { Description = "Folder of the content: the one with sentinel-content.yaml. Default: the nearest one upwards.", HelpName = "folder" };

    /// <summary>Name of the environment.</summary>
    public Option<string?> Environment { get; } = new("--environment", "-e", "--env") { Description = "The environment of sentinel-content.yaml. May be left out when there is only one.", HelpName = "NAME" };

    /// <summary>Adds them to a command.</summary>
    public virtual void AddTo(Command command)
    {
        command.Add(Root);
        command.Add(Environment);
    }

    /// <summary>What a plan may do.</summary>
    public virtual PlanLimits Limits(ParseResult result) => new(false, false, 0, 0, [], []);
}

/// <summary>What a plan may do beyond the usual, as options have it; no type of Azure's projects, which are loaded when a command runs.</summary>
internal readonly record struct PlanLimits(bool Adopt, bool Prune, int MaxDeletes, int MaxRowDeletes, string[] Paths, string[] Tags);

/// <summary>What the commands take that plan.</summary>
internal sealed class CommonOptions : WorkspaceOptions
{
    /// <summary>Takes over what exists.</summary>
    public Option<bool> Adopt { get; } = new("--adopt") { Description = "Takes over resources that exist already and were not deployed by this tool." };

    /// <summary>Deletes what is gone from the repository.</summary>
    public Option<bool> Prune { get; } = new("--prune") { Description = "Deletes what this tool deployed and the repository has no more. Custom tables stay." };

    /// <summary>Resources that may be deleted.</summary>
    public Option<int> MaxDeletes { get; } = new("--max-deletes") { Description = "With --prune: the most resources that may be deleted; when more would have to go, none is.", HelpName = "N", DefaultValueFactory = _ => 10 };

    /// <summary>Rows that may be removed.</summary>
    public Option<int> MaxRowDeletes { get; } = new("--max-row-deletes") { Description = "Removes up to N rows of each watchlist that its file does not have (any more). Without it they stay.", HelpName = "N", DefaultValueFactory = _ => 0 };

    /// <summary>Files and folders to deploy.</summary>
    public Option<string[]> Paths { get; } = new("--path") { Description = "Deploys only this file or folder of content, with all that it uses, and leaves the rest alone; may be given several times.", HelpName = "PATH" };

    /// <summary>Tags to deploy.</summary>
    public Option<string[]> Tags { get; } = new("--tag") { Description = "Deploys only content with this tag, with all that it uses, and leaves the rest alone; may be given several times.", HelpName = "TAG" };

    /// <inheritdoc/>
    public override PlanLimits Limits(ParseResult result) => new(result.GetValue(Adopt), result.GetValue(Prune), result.GetValue(MaxDeletes), result.GetValue(MaxRowDeletes), result.GetValue(Paths) ?? [], result.GetValue(Tags) ?? []);

    /// <inheritdoc/>
    public override void AddTo(Command command)
    {
        base.AddTo(command);
        command.Add(Adopt);
        command.Add(Prune);
        command.Add(MaxDeletes);
        command.Add(MaxRowDeletes);
        command.Add(Paths);
        command.Add(Tags);
    }
}
