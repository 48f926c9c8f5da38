using System.CommandLine;
using System.Text;
using Content.Model.Schemas;

namespace Content.Cli.Commands;

/// <summary>The commands schema list, schema show, schema write and schema pull.</summary>
internal static class SchemaCommands
{
    public static Command Create() => new("schema", "The JSON Schemas of content files, for editors and CI, and the tables of a workspace.") { CreateList(), CreateShow(), CreateWrite(), Live.SchemaPullCommand.Create() };

    private static Command CreateList()
    {
        var command = new Command("list", "Lists the schemas.");
        command.SetAction(_ =>
        {
            foreach (var schema in ContentSchema.All)
                Console.Out.Write($"{schema.Name,-18} {schema.Title}: {schema.Description}\n");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var name = new Argument<string>("name") { Description = "Name of the schema; 'schema list' has them." };
        var command = new Command("show", "Prints a schema.") { name };
        command.SetAction(result =>
        {
            Console.Out.Write(Find(result.GetValue(name)!).ToText());
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateWrite()
    {
        var folder = new Argument<string>("folder") { Description = "Where they go; made when it does not exist." };
        var command = new Command("write", "Writes all schemas as NAME.schema.json, and README.md with tables of all keys.") { folder };
        command.SetAction(result =>
        {
            var target = Path.GetFullPath(result.GetValue(folder)!);
            Directory.CreateDirectory(target);
            foreach (var schema in ContentSchema.All)
                Write(target, schema.FileName, schema.ToText());
            Write(target, ContentSchema.ReferenceFileName, ContentSchema.ReferenceText());
            Console.Out.Write($"{ContentSchema.All.Length} schemas written to {target}.\n");
            return ExitCodes.Success;
        });
        return command;
    }

    private static ContentSchema Find(string name)
    {
        if (ContentSchema.Find(name) is { } schema)
            return schema;
        var meant = Diagnostics.NameSuggestion.Find(name, ContentSchema.All.Select(known => known.Name));
        throw new CommandException(ExitCodes.Usage, $"There is no schema '{name}'.{(meant is null ? "" : $" Did you mean '{meant}'?")}", "'sentinel-content schema list' lists them.");
    }

    private static void Write(string folder, string name, string text) => File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(false));
}
