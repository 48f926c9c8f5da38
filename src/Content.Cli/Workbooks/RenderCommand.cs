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
        var data = EvaluateCommand.DataOption();
        var set = EvaluateCommand.SetOption();
        var now = EvaluateCommand.NowOption();
        var generate = EvaluateCommand.GenerateOption();
        var dark = new Option<bool>("--dark") { Description = "Begins dark. Without it the browser's setting decides." };
        var png = new Option<string?>("--png") { Description = "Also draws a picture of it, with the Chromium that CHROMIUM names or that is on the path. Without one this is skipped, and said.", HelpName = "file" };
        var command = new Command("render", "Draws a workbook as one HTML file that needs nothing else, runs no script and loads nothing.") { path, output, data, set, now, generate, dark, png };
        command.SetAction((result, cancellationToken) => RenderRunner.RunAsync(
            new RenderRequest(result.GetValue(path)!, result.GetValue(output)!, result.GetValue(data) ?? [], result.GetValue(set) ?? [], result.GetValue(now), result.GetValue(generate), result.GetValue(dark), result.GetValue(png)), cancellationToken));
        return command;
    }
}

/// <summary>What is to be drawn.</summary>
/// <param name="Path">The workbook.</param>
/// <param name="Output">File for the HTML.</param>
/// <param name="Data">Rows; empty for those of the repository.</param>
/// <param name="Set">Values of parameters, <c>NAME=VALUE</c>.</param>
/// <param name="Now">The clock; null for that of the data.</param>
/// <param name="Generate">True to make rows where there are none.</param>
/// <param name="IsDark">True to begin dark.</param>
/// <param name="Picture">File for a picture; null for none.</param>
internal sealed record RenderRequest(string Path, string Output, string[] Data, string[] Set, string? Now, bool Generate, bool IsDark, string? Picture);
