using System.CommandLine;
using System.Text;
using Content.Analysis.Scaffolding;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Cli.Commands;

/// <summary>The command new.</summary>
internal static class NewCommand
{
    private const string DefaultTable = "SigninLogs";

    public static Command Create()
    {
        var kind = new Argument<string>("kind") { Description = "What to begin: " + string.Join(", ", ScaffoldKind.All.Select(each => $"{each.Name} ({each.Description})")) + "." };
        kind.AcceptOnlyFromAmong([.. ScaffoldKind.All.Select(each => each.Name)]);
        var name = new Argument<string>("name") { Description = "What people will call it. Files and functions get it without blanks." };
        var folder = new Option<string?>("--folder") { Description = "Where the files go, as seen from here. Default: the folder of its kind in the first content folder.", HelpName = "folder" };
        var table = new Option<string?>("--table") { Description = $"The table that it reads; columns are picked from the catalogue or the repository. Default: {DefaultTable}.", HelpName = "name" };
        var root = new Option<string?>("--root") { Description = "Folder of the content: the one with sentinel-content.yaml. Default: the nearest one upwards.", HelpName = "folder" };
        var command = new Command("new", "Begins a piece of content: files that validate, and tests that pass. Never overwrites a file.") { kind, name, folder, table, root };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(
            ScaffoldKind.All.First(each => each.Name == result.GetValue(kind)), result.GetValue(name)!.Trim(), result.GetValue(folder), result.GetValue(table), RootFolder.Find(result.GetValue(root)), cancellationToken)));
        return command;
    }

    private static int Run(ScaffoldKind kind, string name, string? folder, string? table, string root, CancellationToken cancellationToken)
    {
        if (table is not null && !kind.ReadsTable)
            throw new CommandException(ExitCodes.Usage, $"A {kind.Description} reads no table, so --table has no meaning.");
        var repository = ContentRepository.Load(root, cancellationToken: cancellationToken);
        var scaffold = new Scaffold(name, Guid.NewGuid(), kind.ReadsTable ? FindTable(repository.Schema, table ?? DefaultTable) : null);
        if (scaffold.FileName.Length < 3 || name.Length > 64 || name.Any(char.IsControl))
            throw new CommandException(ExitCodes.Usage, $"'{name}' is no name that files can have.", "Give one of 3 to 64 characters with letters A to Z or digits.");
        var target = FindFolder(repository, root, folder, kind);
        var files = scaffold.Files(kind);
        var paths = files.Select(file => Path.Combine(target, file.Name)).ToArray();
        if (Array.Find(paths, File.Exists) is { } existing)
            throw new CommandException(ExitCodes.Usage, $"There is a file '{Path.GetRelativePath(Environment.CurrentDirectory, existing)}' already. Nothing was written.", "Choose another name or --folder.");
        for (var i = 0; i < paths.Length; i++)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(paths[i])!);

            // Never over a file that came into being meanwhile.
            using var writer = new StreamWriter(new FileStream(paths[i], FileMode.CreateNew), new UTF8Encoding(false));
            writer.Write(SchemaComment(root, paths[i], files[i]) + files[i].Text.ReplaceLineEndings("\n"));
            Console.Out.Write($"created {Path.GetRelativePath(Environment.CurrentDirectory, paths[i]).Replace('\\', '/')}\n");
        }

        return ExitCodes.Success;
    }

    private static ScaffoldTable FindTable(ISchema schema, string name)
    {
        if (schema.FindTable(name) is not { } table)
        {
            var meant = NameSuggestion.Find(name, schema.TableNames);
            throw new CommandException(ExitCodes.Usage, $"There is no table '{name}'.{(meant is null ? "" : $" Did you mean '{meant}'?")}", "A custom table of your own must stand in the repository first: sentinel-content new table NAME.");
        }

        return ScaffoldTable.Of(table) ?? throw new CommandException(ExitCodes.Usage, $"The table '{name}' has no TimeGenerated or no text column to count by.", "Give another --table.");
    }

    private static string FindFolder(ContentRepository repository, string root, string? folder, ScaffoldKind kind)
    {
        var contents = repository.Configuration.Content is { } listed ? listed.Select(each => Path.GetFullPath(each.Value, root)).ToArray() : [root];
        if (folder is null)
            return Path.Combine(contents.FirstOrDefault(each => Path.GetFileName(each) == kind.Folder) ?? Path.Combine(contents.FirstOrDefault() ?? root, kind.Folder));
        var target = Path.GetFullPath(folder);
        if (!Array.Exists(contents, content => !Path.GetRelativePath(content, target).StartsWith("..", StringComparison.Ordinal)))
            throw new CommandException(ExitCodes.Usage, $"'{folder}' is outside of the content folders, where nothing would read it.", $"Content folders are: {string.Join(", ", contents)}.");
        return target;
    }

    // Editors find the schema by it, where the repository has the schemas.
    private static string SchemaComment(string root, string path, ScaffoldFile file)
    {
        if (file.Schema is null)
            return "";
        var schema = Path.Combine(root, "schemas", file.Schema + ".schema.json");
        return File.Exists(schema) ? $"# yaml-language-server: $schema={Path.GetRelativePath(Path.GetDirectoryName(path)!, schema).Replace('\\', '/')}\n" : "";
    }
}
