using System.CommandLine;
using System.Text;
using System.Collections.Immutable;
using Content.Analysis.Formatting;
using Content.Azure.Arm;
using Content.Azure.Drift;
using Content.Azure.Import;
using Content.Azure.Resources;
using Content.Diagnostics;
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
        var templates = new Option<bool>("--templates") { Description = "Imports the templates that the Content Hub installed instead of what the workspace runs: rules, hunting queries, parsers, workbooks and more, to own, change, test and deploy." };
        var solution = new Option<string?>("--solution") { Description = "With --templates: only those of this installed solution.", HelpName = "NAME" };
        var command = new Command("import", "Writes the content of a workspace as files that validate, are laid out as fmt has them, and plan as unchanged; with --templates, that of its Content Hub. Files that exist stay as they are. Nothing is written to the workspace.") { names, kinds, output, force, drifted, templates, solution };
        command.Validators.Add(result =>
        {
            if (result.GetValue(solution) is not null && !result.GetValue(templates))
                result.AddError("--solution goes with --templates.");
            if (result.GetValue(drifted) && result.GetValue(templates))
                result.AddError("--drifted does not go with --templates: templates do not drift.");
        });
        common.AddTo(command);
        command.SetAction((result, token) => DeploySession.RunAsync(result, common, (session, cancellation) => RunAsync(session, new Request
        {
            Names = result.GetValue(names) ?? [],
            Kinds = result.GetValue(kinds) ?? [],
            Folder = result.GetValue(output),
            Force = result.GetValue(force),
            Drifted = result.GetValue(drifted),
            Templates = result.GetValue(templates),
            Solution = result.GetValue(solution),
        }, cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(DeploySession session, Request request, CancellationToken cancellationToken)
    {
        if (session.Target(makesFolders: true) is not { } target)
            return ExitCodes.Usage;
        if (Folder(session, request.Folder) is not { } place)
        {
            session.Output.Error($"The folder '{request.Folder}' is not below {session.Root}.");
            return ExitCodes.Usage;
        }

        var client = new ArmClient(target);
        var options = new ImportOptions
        {
            Keys = request.Drifted ? await DriftedAsync(session, target, client, cancellationToken).ConfigureAwait(false) : null,
            Names = [.. request.Names], Kinds = [.. request.Kinds.Select(kind => ResourceKinds.FromWord(kind)!.Value)], Folder = place, Overwrites = request.Force,
            Layout = source => ContentFormatter.Format(source).Text,
        };
        var result = request.Templates
            ? await TemplatesAsync(session, client, request.Solution, options, cancellationToken).ConfigureAwait(false)
            : await WorkspaceImporter.ImportAsync(client, session.Repository, options, cancellationToken).ConfigureAwait(false);
        if (result is null)
            return ExitCodes.Usage;
        var (written, failed) = Write(session, result, request.Force);
        if (written > 0 && session.Repository.Configuration.Content is { } folders && !folders.Any(each => IsBelow(place, each.Value.Trim('/', '.'))))
            session.Output.Error($"'{place}' is not among the folders of 'content' in {RepositoryConfiguration.FileName}, so its files are not looked at. Add it.");
        return failed > 0 ? ExitCodes.Findings : ExitCodes.Success;
    }

    // Null when the solution is not there, which is said.
    private static async Task<ImportResult?> TemplatesAsync(DeploySession session, ArmClient client, string? solution, ImportOptions options, CancellationToken cancellationToken)
    {
        var installed = await InstalledContent.ReadAsync(client, cancellationToken).ConfigureAwait(false);
        var package = solution is null ? null : installed.Find(solution);
        if (solution is not null && package is null)
        {
            var names = installed.Packages.Select(each => each.DisplayName).ToArray();
            var meant = NameSuggestion.Find(solution, names);
            session.Output.Error($"The solution '{solution}' is not installed.{(meant is null ? "" : $" Did you mean '{meant}'?")} {(names.Length == 0 ? "None is." : $"There are: {string.Join(", ", names)}.")}");
            return null;
        }

        return await TemplateImporter.ImportAsync(client, session.Repository, installed, package, options, cancellationToken).ConfigureAwait(false);
    }

    private static (int Written, int Failed) Write(DeploySession session, ImportResult result, bool force)
    {
        var (written, failed) = (0, 0);
        foreach (var item in result.Items)
        {
            var title = $"{item.Key.Kind.Title()} '{item.DisplayName}' ({item.Key.Name})";
            var obstacle = item.Exists ? null : item.Obstacle ?? Write(session.Root, item, force);
            if (obstacle is not null)
            {
                failed++;
                session.Output.Line($"not imported  {title}: {obstacle}");
                continue;
            }

            if (!item.Exists)
                written++;
            session.Output.Line($"{(item.Exists ? "exists  " : "imported")}      {title}  {item.Path}");
            foreach (var note in item.Notes)
                session.Output.Line($"    note: {note}");
        }

        foreach (var template in result.Skipped)
        {
            if (template.Obstacle is not null)
                failed++;
            var title = $"{template.Kind} '{template.DisplayName}'{(template.Package.Length == 0 ? "" : $" of '{template.Package}'")}";
            session.Output.Line(template.Obstacle is null ? $"no file       {title}" : $"not imported  {title}: {template.Obstacle}");
        }

        var exists = result.Items.Count(item => item.Exists);
        var others = result.Skipped.Count(template => template.Obstacle is null);
        session.Output.Line($"\n{written} imported{(exists > 0 ? $", {exists} in the repository already{(force ? "" : " (--force writes them anew)")}" : "")}{(failed > 0 ? $", {failed} not imported" : "")}{(others > 0 ? $", {others} of kinds that are no files here" : "")}.");
        return (written, failed);
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

    private sealed record Request
    {
        public required string[] Names { get; init; }

        public required string[] Kinds { get; init; }

        public string? Folder { get; init; }

        public bool Force { get; init; }

        public bool Drifted { get; init; }

        public bool Templates { get; init; }

        public string? Solution { get; init; }
    }
}
