using System.CommandLine;
using System.Text;
using Content.Azure.Arm;
using Content.Azure.Query;
using Content.Catalog;
using Content.Cli.Deploy;
using Content.Model;

namespace Content.Cli.Live;

/// <summary>The command <c>schema pull</c>: the tables of a workspace as a file.</summary>
internal static class SchemaPullCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var common = new WorkspaceOptions();
        var output = new Option<string?>("--out") { Description = "File that is written. Default: that of workspaceSchema in sentinel-content.yaml; without one, standard output.", HelpName = "FILE" };
        var all = new Option<bool>("--all") { Description = "Also writes tables that are known with all their columns." };
        var command = new Command("pull", "Writes the tables and columns of a workspace, as far as they are not built in, to a JSON file that 'workspaceSchema' in sentinel-content.yaml names: validate, test and the editor then know them. The same workspace gives the same file. Nothing is written in the workspace.") { output, all };
        common.AddTo(command);
        command.SetAction((result, token) => DeploySession.RunAsync(result, common, (session, cancellation) =>
            RunAsync(session, result.GetValue(output), result.GetValue(all), cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(DeploySession session, string? output, bool all, CancellationToken cancellationToken)
    {
        // The file that is to be written may not be there yet.
        if (session.Target(makesFolders: true) is not { } target)
            return ExitCodes.Usage;
        var configured = session.Repository.Configuration.WorkspaceSchemaFile?.Value;
        var tables = await WorkspaceTables.ReadAsync(new ArmClient(target), cancellationToken).ConfigureAwait(false);
        var known = new OverlaySchema(SentinelSchema.Instance, session.Repository.Tables.Select(table => table.Table));
        var file = WorkspaceSchemaFile.Of(tables, known, all);
        var path = output is not null ? Path.GetFullPath(output) : configured is not null ? Path.GetFullPath(configured, session.Root) : null;
        if (path is null)
        {
            session.Output.Raw(file.Text);
            return ExitCodes.Success;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text, new UTF8Encoding(false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.Environment, $"{path} cannot be written: {exception.Message}");
        }

        session.Output.Line($"{file.Tables} {(file.Tables == 1 ? "table" : "tables")} written to {path}{(file.LeftOut > 0 ? $"; {file.LeftOut} {(file.LeftOut == 1 ? "is" : "are")} known as {(file.LeftOut == 1 ? "it is" : "they are")}" : "")}.");
        if (configured is null || Path.GetFullPath(configured, session.Root) != path)
            session.Output.Line($"Add 'workspaceSchema: {Path.GetRelativePath(session.Root, path).Replace('\\', '/')}' to {RepositoryConfiguration.FileName}, so that validate goes by it.");
        return ExitCodes.Success;
    }
}
