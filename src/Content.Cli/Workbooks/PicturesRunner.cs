using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Content.Analysis.Revisions;
using Content.Cli.Commands;
using Content.Cli.Revisions;
using Content.Model;
using Content.Workbooks;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Preview.Rendering;

namespace Content.Cli.Workbooks;

/// <summary>Runs workbook pictures. Apart from its command: ASP.NET is loaded only when this runs.</summary>
internal static class PicturesRunner
{
    public static async Task<int> RunAsync(PicturesRequest request, CancellationToken cancellationToken)
    {
        var root = RootFolder.Find(request.Root);
        var workbooks = Chosen(root, request.Base, cancellationToken);
        var output = Path.GetFullPath(request.Output);
        var browser = Chromium.Find();
        if (browser is null && workbooks.Length > 0)
            await Console.Error.WriteAsync("skipped: no pictures are drawn, because there is no Chromium. Install one, or name it with the variable CHROMIUM.\n").ConfigureAwait(false);
        var drawn = new List<DrawnWorkbook>();
        foreach (var workbook in workbooks)
        {
            var folder = FolderOf(workbook, workbooks);
            if (await DrawAsync(root, workbook, Path.Combine(output, folder), browser, request, cancellationToken).ConfigureAwait(false) is not { } pages)
                return ExitCodes.Usage;
            drawn.Add(new DrawnWorkbook(workbook.Name.Value, folder, pages));
        }

        await Console.Out.WriteAsync(request.IsMarkdown ? PicturesReport.Markdown(drawn, request.Base) : PicturesReport.Text(drawn, request.Output, request.Base)).ConfigureAwait(false);
        var all = drawn.SelectMany(each => each.Pages).ToList();
        return all.Any(page => page.PictureError is not null) ? ExitCodes.Environment : all.Any(page => EvaluateCommand.Failed(page.Items)) ? ExitCodes.Findings : ExitCodes.Success;
    }

    private static ImmutableArray<Workbook> Chosen(string root, string? revision, CancellationToken cancellationToken)
    {
        var repository = ContentRepository.Load(root, cancellationToken: cancellationToken);
        if (revision is null)
            return repository.Workbooks;
        using var files = GitFiles.Open(root, revision);
        return WorkbookRevisions.Changed(ContentRepository.Load(files, cancellationToken: cancellationToken), repository);
    }

    // A folder of the same name as another's gets the names of those around it.
    private static string FolderOf(Workbook workbook, ImmutableArray<Workbook> all)
    {
        var folder = Path.GetDirectoryName(workbook.Path)!.Replace('\\', '/');
        var name = folder[(folder.LastIndexOf('/') + 1)..];
        return all.Count(other => other.Path.EndsWith($"/{name}/{Path.GetFileName(other.Path)}", StringComparison.OrdinalIgnoreCase)) > 1 ? folder.Replace('/', '-') : name;
    }

    private static async Task<ImmutableArray<DrawnPage>?> DrawAsync(string root, Workbook workbook, string folder, string? browser, PicturesRequest request, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, workbook.Path);
        var input = WorkbookInput.Read(path, cancellationToken);
        if (await WorkbookRowsSource.OpenAsync(input, path, request.Rows, warning => Console.Error.Write("warning: " + warning + "\n"), cancellationToken).ConfigureAwait(false) is not { } rows)
            return null;
        Directory.CreateDirectory(folder);
        using var session = new WorkbookSession(input.Document, rows.Data);
        var first = await session.EvaluateAsync(cancellationToken).ConfigureAwait(false);
        var tabs = first.OfType<EvaluatedLinks>().FirstOrDefault(links => links is { IsVisible: true, Style: "tabs" });
        var pages = ImmutableArray.CreateBuilder<DrawnPage>();
        foreach (var tab in tabs?.Links ?? [null!])
        {
            var items = first;
            if (tab is not null)
            {
                session.FollowLink(tabs!.Id, tab.Position);
                items = await session.EvaluateAsync(cancellationToken).ConfigureAwait(false);
            }

            var name = NameOf(tab?.Label ?? "workbook", pages);
            var html = Path.Combine(folder, name + ".html");
            await File.WriteAllTextAsync(html, await StaticPage.RenderAsync(input.Name, items, request.IsDark, rows.Description).ConfigureAwait(false), new UTF8Encoding(false), cancellationToken).ConfigureAwait(false);
            string? error = null;
            if (browser is not null)
            {
                (var bytes, error) = await Chromium.CaptureAsync(browser, html, cancellationToken).ConfigureAwait(false);
                if (bytes is not null)
                    await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), bytes, cancellationToken).ConfigureAwait(false);
                else
                    await Console.Error.WriteAsync($"error: {name}.png is not drawn. {error}\n").ConfigureAwait(false);
            }

            pages.Add(new DrawnPage(tab?.Label, name, browser is not null && error is null, error, items));
        }

        return pages.ToImmutable();
    }

    // Letters and digits of the tab's label, so that the name is one on every machine.
    private static string NameOf(string label, IEnumerable<DrawnPage> before)
    {
        var words = new string([.. label.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = words.Length == 0 ? "tab" : string.Join('-', words);
        var taken = before.Select(page => page.Name).ToHashSet(StringComparer.Ordinal);
        return !taken.Contains(name) ? name : Enumerable.Range(2, taken.Count + 1).Select(number => name + "-" + number.ToString(CultureInfo.InvariantCulture)).First(next => !taken.Contains(next));
    }
}

/// <summary>A workbook that was drawn.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Folder">Its folder within that of the output.</param>
/// <param name="Pages">Its pages, one a tab.</param>
internal sealed record DrawnWorkbook(string Title, string Folder, ImmutableArray<DrawnPage> Pages);

/// <summary>A page of a workbook.</summary>
/// <param name="Tab">The tab that is open; null for a workbook without tabs.</param>
/// <param name="Name">Name of its files, without their ending.</param>
/// <param name="HasPicture">Whether a picture was drawn.</param>
/// <param name="PictureError">Why none was drawn; null when one was, or none was wanted.</param>
/// <param name="Items">What it shows.</param>
internal sealed record DrawnPage(string? Tab, string Name, bool HasPicture, string? PictureError, ImmutableArray<EvaluatedItem> Items);
