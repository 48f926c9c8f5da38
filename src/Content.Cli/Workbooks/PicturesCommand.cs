using System.CommandLine;
using Content.Cli.Commands;

namespace Content.Cli.Workbooks;

/// <summary>The command workbook pictures.</summary>
internal static class PicturesCommand
{
    public static Command Create()
    {
        var root = new Option<string?>("--root") { Description = "Folder of the content repository. Default: the nearest one upwards with sentinel-content.yaml.", HelpName = "folder" };
        var since = new Option<string?>("--base") { Description = "Only workbooks that look different from this revision of git: they are new, their files differ, or functions and watchlists that they name do.", HelpName = "revision" };
        var output = new Option<string>("--out", "-o") { Description = "Folder that the pages and pictures are written to, a folder a workbook.", HelpName = "folder", Required = true };
        var dark = new Option<bool>("--dark") { Description = "Pages and pictures are dark." };
        var format = new Option<string>("--format") { Description = "text: the files that were written. markdown: what they show, for a job summary or a comment.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "markdown");
        var rows = new RowsOptions();
        var command = new Command("pictures", "Draws the workbooks of a repository for a review: each tab as one HTML file, and as a picture where there is a Chromium (see 'render').") { root, since, output, dark, format };
        rows.AddTo(command);
        command.SetAction((result, cancellationToken) => PicturesRunner.RunAsync(
            new PicturesRequest(result.GetValue(root), result.GetValue(since), result.GetValue(output)!, rows.Read(result), result.GetValue(dark), result.GetValue(format) == "markdown"), cancellationToken));
        return command;
    }
}

/// <summary>What is to be drawn.</summary>
/// <param name="Root">Folder of the repository; null for the nearest one upwards.</param>
/// <param name="Base">Revision of git that workbooks must differ from; null for all workbooks.</param>
/// <param name="Output">Folder for the files.</param>
/// <param name="Rows">Where rows come from.</param>
/// <param name="IsDark">True for dark pages.</param>
/// <param name="IsMarkdown">True to write Markdown.</param>
internal sealed record PicturesRequest(string? Root, string? Base, string Output, RowsRequest Rows, bool IsDark, bool IsMarkdown);
