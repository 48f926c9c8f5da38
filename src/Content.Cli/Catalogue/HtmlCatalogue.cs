using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Content.Cli.Catalogue;

/// <summary>Catalogue and strategies as one HTML file that needs nothing else: no script, no font, no address.</summary>
internal static partial class HtmlCatalogue
{
    private const string Style = "body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#1b1b1b;background:#fff}"
        + "code{font:13px/1.4 ui-monospace,monospace;background:#f2f2f2;padding:0 .2em;overflow-wrap:anywhere}table{border-collapse:collapse;width:100%;margin:1em 0}"
        + "td,th{border:1px solid #d0d0d0;padding:.3em .5em;text-align:left;vertical-align:top}th{background:#f2f2f2}h1,h2{border-bottom:1px solid #d0d0d0}nav li{margin:.1em 0}"
        + "@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#1b1b1b}code,th{background:#2c2c2c}td,th,h1,h2{border-color:#444}a{color:#8ab4f8}}";

    /// <summary>Writes the page.</summary>
    public static void Write(DetectionCatalogue catalogue, TextWriter output)
    {
        var blocks = CatalogueBlocks.Detections(catalogue).Concat(catalogue.Strategies.SelectMany(CatalogueBlocks.Strategy)).ToList();
        var anchors = Anchors(blocks);
        output.Write($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>Detections</title>\n<style>{Style}</style>\n</head>\n<body>\n<nav><ul>\n");
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i] is HeadingBlock { Level: <= 2 } heading)
                output.Write($"<li><a href=\"#{anchors[i]}\">{(heading.Level == 1 ? $"<strong>{Inline(heading.Text)}</strong>" : Inline(heading.Text))}</a></li>\n");
        }

        output.Write("</ul></nav>\n<main>\n");
        for (var i = 0; i < blocks.Count; i++)
            WriteBlock(blocks[i], anchors[i], output);
        output.Write("</main>\n</body>\n</html>\n");
    }

    private static void WriteBlock(Block block, string? anchor, TextWriter output)
    {
        switch (block)
        {
            case HeadingBlock heading:
                output.Write($"<h{heading.Level}{(anchor is null ? "" : $" id=\"{anchor}\"")}>{Inline(heading.Text)}</h{heading.Level}>\n");
                break;
            case ParagraphBlock paragraph:
                output.Write($"<p>{Inline(paragraph.Text)}</p>\n");
                break;
            case ListBlock list:
                output.Write("<ul>\n");
                foreach (var item in list.Items)
                    output.Write($"<li>{Inline(item)}</li>\n");
                output.Write("</ul>\n");
                break;
            case TableBlock table:
                output.Write("<table>\n");
                if (table.Columns.Any(column => column.Length > 0))
                    output.Write($"<tr>{string.Concat(table.Columns.Select(column => $"<th>{Inline(column)}</th>"))}</tr>\n");
                foreach (var row in table.Rows)
                    output.Write($"<tr>{string.Concat(row.Select(cell => $"<td>{Inline(cell)}</td>"))}</tr>\n");
                output.Write("</table>\n");
                break;
        }
    }

    private static string?[] Anchors(List<Block> blocks)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. blocks.Select(block =>
            {
                if (block is not HeadingBlock { Level: <= 2 } heading)
                    return null;
                var name = NoLetter().Replace(heading.Text.ToLowerInvariant(), "-").Trim('-');
                var unique = name;
                for (var n = 2; !used.Add(unique); n++)
                    unique = $"{name}-{n}";
                return unique;
            }),
        ];
    }

    // What stands in backquotes is code, in two stars bold; everything else is text.
    private static string Inline(string text)
    {
        var html = new StringBuilder();
        var parts = text.Split('`');
        for (var i = 0; i < parts.Length; i++)
        {
            var encoded = WebUtility.HtmlEncode(parts[i]);
            html.Append(i % 2 == 1 ? $"<code>{encoded}</code>" : Emphasis().Replace(Bold().Replace(encoded, "<strong>$1</strong>"), "<em>$1</em>"));
        }

        return html.ToString();
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoLetter();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex(@"\*([^*]+)\*")]
    private static partial Regex Emphasis();
}
