using System.CommandLine;

namespace Content.Cli.Workbooks;

/// <summary>The command workbook serve.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var path = new Argument<string?>("path") { Description = "A workbook (folder, workbook.yaml, gallery JSON), or a folder with several. Default: the content repository.", DefaultValueFactory = _ => null };
        var source = new RowsOptions();
        var port = new Option<int>("--port") { Description = "The port on the loopback interface. 0: any that is free.", HelpName = "number", DefaultValueFactory = _ => 0 };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number is < 0 or > 65_535))
                result.AddError($"'{token.Value}' is no port: 0 to 65535.");
        });
        var open = new Option<bool>("--open") { Description = "Opens the browser." };
        var command = new Command("serve", "Shows workbooks in a browser on this machine, with parameters, tabs and selections at work, and again after each save. Nothing leaves the machine, except queries with --workspace. Ends with Ctrl-C.") { path, port, open };
        source.AddTo(command);
        command.SetAction((result, cancellationToken) => ServeRunner.RunAsync(result.GetValue(path), source.Read(result), result.GetValue(port), result.GetValue(open), cancellationToken));
        return command;
    }
}
