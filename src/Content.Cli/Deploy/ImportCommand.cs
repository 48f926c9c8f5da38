using System.CommandLine;
using System.Text;
using System.Collections.Immutable;
using Content.Analysis.Formatting;
using Content.Azure.Arm;
using Content.Azure.Drift;
using Content.Azure.Import;
using Content.Azure.Resources;
using Content.Model;

namespace Content.Cli.Deploy;

/// <summary>The command <c>import</c>: a workspace as files.</summary>
internal static class ImportCommand
{
    // Metadata comes along with what it is about.
    private static readonly string[] Kinds = [.. ResourceKinds.All.Where(kind => kind != ResourceKind.Metadata).Select(kind => kind.Word())];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var common = new WorkspaceOptions();
        var names = new Argument<string[]>("name") { Description = "Imports only what has one of these in its name or id. Without it, everything.", Arity = ArgumentArity.ZeroOrMore };
        var kinds = new Option<string[]>("--kind") { Description = $"Imports only this kind: {string.Join(", ", Kinds[..^1])} or {Kinds[^1]}; may be given several times.", HelpName = "KIND", AllowMultipleArgumentsPerToken = true };
        kinds.AcceptOnlyFromAmong(Kinds);
        var output = new Option<string?>("--out") { Description = "Folder for new files, below that of the content. Default: the first folder of 'content', or that of sentinel-content.yaml itself.", HelpName = "folder" };
        var force = new Option<bool>("--force") { Description = "Writes files anew that the repository has already. What only they say (comments, tags, owners, connectors) is lost." };
        var drifted = new Option<bool>("--drifted") { Description = "Imports only what somebody changed in the workspace since the last apply, as 'drift' shows it. With --force, the repository then says what the workspace does." };
        var command = new Command("import", "Writes the content of a workspace as files that validate, are laid out as fmt has them, and plan as unchanged. Files that exist stay as they are. Nothing is written to the workspace.") { names, kinds, output, force, drifted };
        common.AddTo(command);
        command.SetAction((result, token) => DeploySession.RunAsync(result, common, (session, cancellation) =>
            RunAsync(session, result.GetValue(names) ?? [], result.GetValue(kinds) ?? [], result.GetValue(output), result.GetValue(force), result.GetValue(drifted), cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(DeploySession session, string[] names, string[] kinds, string? folder, bool force, bool drifted, CancellationToken cancellationToken)
    {
        if (session.Target(makesFolders: true) is not { } target)
            return ExitCodes.Usage;
        if (Folder(session, folder) is not { } place)
        {
            session.Output.Error($"The folder '{folder}' is not below {session.Root}.");
            return ExitCodes.Usage;
        }

        var client = new ArmClient(target);
        var options = new ImportOptions
        {
            Keys = drifted ? await DriftedAsync(session, target, client, cancellationToken).ConfigureAwait(false) : null,
            Names = [.. names], Kinds = [.. kinds.Select(kind => ResourceKinds.FromWord(kind)!.Value)], Folder = place, Overwrites = force,
            Layout = source => ContentFormatter.Format(source).Text,
        };
        var result = await WorkspaceImporter.ImportAsync(client, session.Repository, options, cancellationToken).ConfigureAwait(false);
        var (written, failed) = (0, 0);
        foreach (var item in result.Items)
        {
            var title = $"{item.Key.Kind.Title()} '{item.DisplayName}' ({item.Key.Name})";
            if (item.Exists)
            {
                session.Output.Line($"exists        {title}  {item.Path}");
                continue;
            }

            var obstacle = item.Obstacle ?? Write(session.Root, item, force);
            if (obstacle is not null)
            {
                failed++;
                session.Output.Line($"not imported  {title}: {obstacle}");
                continue;
            }

            written++;
            session.Output.Line($"imported      {title}  {item.Path}");
            foreach (var note in item.Notes)
                session.Output.Line($"    note: {note}");
        }

        var exists = result.Items.Count(item => item.Exists);
        session.Output.Line($"\n{written} imported{(exists > 0 ? $", {exists} in the repository already{(force ? "" : " (--force writes them anew)")}" : "")}{(failed > 0 ? $", {failed} not imported" : "")}.");
        if (written > 0 && session.Repository.Configuration.Content is { } folders && !folders.Any(each => IsBelow(place, each.Value.Trim('/', '.'))))
            session.Output.Error($"'{place}' is not among the folders of 'content' in {RepositoryConfiguration.FileName}, so its files are not looked at. Add it.");
        return failed > 0 ? ExitCodes.Findings : ExitCodes.Success;
    }

    // What is gone cannot be imported; 'drift' shows it.
    private static async Task<ImmutableHashSet<ResourceKey>> DriftedAsync(DeploySession session, WorkspaceTarget target, ArmClient client, CancellationToken cancellationToken)
    {
        var report = await DriftDetector.DetectAsync(session.Wanted(target), client, session.Repository.Configuration.DriftSuppressions, DateOnly.FromDateTime(DateTime.UtcNow), cancellationToken).ConfigureAwait(false);
        return [.. report.Items.Where(item => item.HasDrift).Select(item => item.Key)];
    }

    private static string? Folder(DeploySession session, string? folder)
    {
        if (folder is null)
            return session.Repository.Configuration.Content is [var first, ..] ? first.Value.Trim('/', '.') : "";
        var relative = Path.GetRelativePath(session.Root, Path.GetFullPath(folder, session.Root)).Replace('\\', '/');
        return relative == "." ? "" : IsOutside(relative) ? null : relative;
    }

    private static bool IsBelow(string path, string folder) => folder.Length == 0 || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static bool IsOutside(string relative) => relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative);

    // All files of an item or none; null when they are written.
    private static string? Write(string root, ImportItem item, bool force)
    {
        foreach (var file in item.Files)
        {
            // A header may name its file with a path that leads out.
            if (IsOutside(file.Path))
                return $"its file {file.Path} is outside of the repository";
            if (!force && File.Exists(Path.Combine(root, file.Path)))
                return $"{file.Path} exists; --force overwrites it";
        }

        try
        {
            foreach (var file in item.Files)
            {
                var path = Path.Combine(root, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, file.Text, new UTF8Encoding(false));
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
