using System.Text;
using Content.Workbooks.Evaluation;

namespace Content.Cli.Workbooks;

/// <summary>Says which pages and pictures were written, and what they show.</summary>
internal static class PicturesReport
{
    /// <summary>One file a line.</summary>
    public static string Text(IReadOnlyList<DrawnWorkbook> drawn, string output, string? revision) => drawn.Count == 0 ? None(revision) + "\n"
        : string.Concat(drawn.SelectMany(workbook => workbook.Pages.SelectMany(page => FilesOf(workbook, page))).Select(file => $"{output.TrimEnd('/', '\\')}/{file}\n"));

    /// <summary>A heading and a table a workbook: what its tabs show.</summary>
    public static string Markdown(IReadOnlyList<DrawnWorkbook> drawn, string? revision)
    {
        var text = new StringBuilder(revision is null ? "## Workbooks\n" : "## Workbooks that changed\n");
        if (drawn.Count == 0)
            return text.Append($"\n{None(revision)}\n").ToString();
        foreach (var workbook in drawn)
        {
            text.Append($"\n### {Escape(workbook.Title)}\n\n| Tab | Files | Shown | Not shown |\n|---|---|---|---|\n");
            foreach (var page in workbook.Pages)
            {
                var queries = EvaluateCommand.Queries(page.Items).ToList();
                var shown = queries.Count(query => query.MessageKind == MessageKind.None);
                var rest = queries.Where(query => query.MessageKind is MessageKind.Error or MessageKind.Unsupported or MessageKind.NoData or MessageKind.Waiting)
                    .Select(query => $"{(query.MessageKind == MessageKind.Error ? "**error** " : "")}{Escape(EvaluateCommand.NameOf(query))}: {Escape(query.Message ?? "")}");
                text.Append($"| {Escape(page.Tab ?? "")} | {string.Join("<br>", FilesOf(workbook, page).Select(file => $"`{file}`"))} | {shown} of {queries.Count} | {string.Join("<br>", rest)} |\n");
            }
        }

        return text.ToString();
    }

    private static string None(string? revision) => revision is null ? "There are no workbooks." : "No workbook changed.";

    private static IEnumerable<string> FilesOf(DrawnWorkbook workbook, DrawnPage page)
    {
        yield return $"{workbook.Folder}/{page.Name}.html";
        if (page.HasPicture)
            yield return $"{workbook.Folder}/{page.Name}.png";
    }

    // Nothing of a workbook is markup in the table.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings(" "))
            escaped.Append(letter switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", '|' or '`' or '[' or ']' or '_' or '*' or '\\' => "\\" + letter, _ => letter.ToString() });
        return escaped.ToString();
    }
}
