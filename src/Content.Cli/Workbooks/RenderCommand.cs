using System.CommandLine;
using Content.Cli.Commands;

namespace Content.Cli.Workbooks;

/// <summary>The command workbook render.</summary>
internal static class RenderCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "Folder of the workbook, its workbook.yaml, or gallery JSON (.workbook, .json, ARM)." };
        var output = new Option<string>("--out", "-o") { Description = "File that the HTML is written to.", HelpName = "file", Required = true };
        var source = new RowsOptions();
        var set = EvaluateCommand.SetOption();
        var dark = new Option<bool>("--dark") { Description = "Begins dark. Without it the browser's setting decides." };
        var png = new Option<string?>("--png") { Description = "Also draws a picture of it, with the Chromium that CHROMIUM names or that is on the path. Without one this is skipped, and said.", HelpName = "file" };
        var command = new Command("render", "Draws a workbook as one HTML file that needs nothing else, runs no script and loads nothing.") { path, output, set, dark, png };
        source.AddTo(command);
        command.SetAction((result, cancellationToken) => RenderRunner.RunAsync(
            new RenderRequest(result.GetValue(path)!, result.GetValue(output)!, source.Read(result), result.GetValue(set) ?? [], result.GetValue(dark), result.GetValue(png)), cancellationToken));
        return command;
    }
}

/// <summary>What is to be drawn.</summary>
/// <param name="Path">The workbook.</param>
/// <param name="Output">File for the HTML.</param>
/// <param name="Rows">Where its rows come from.</param>
/// <param name="Set">Values of parameters, <c>NAME=VALUE</c>.</param>
/// <param name="IsDark">True to begin dark.</param>
/// <param name="Picture">File for a picture; null for none.</param>
internal sealed record RenderRequest(string Path, string Output, RowsRequest Rows, string[] Set, bool IsDark, string? Picture);
