using System.Net;
using AngleSharp.Dom;
using Ganss.Xss;
using Markdig;
using Microsoft.AspNetCore.Components;

namespace Content.Workbooks.Preview.Markup;

/// <summary>Markdown as HTML that runs nothing and fetches nothing: what is allowed is listed, anything else is left out.</summary>
internal static class SafeMarkdown
{
    private const int MaximumLength = 500_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseGridTables().UseTaskLists().UseEmphasisExtras().UseAutoLinks().Build();

    private static readonly string[] Tags =
    [
        "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins",
        "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "font", "center",
    ];

    private static readonly string[] Attributes = ["href", "title", "alt", "src", "width", "height", "colspan", "rowspan", "align", "open", "start", "scope"];

    private static readonly string[] DataImages = ["data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;"];

    /// <summary>The HTML of a text.</summary>
    public static MarkupString Html(string markdown) => new(Sanitize(Markdown.ToHtml(markdown.Length > MaximumLength ? markdown[..MaximumLength] : markdown, Pipeline)));

    // A sanitizer is cheap to make and not made to be shared.
    private static string Sanitize(string html)
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = Tags.ToHashSet(StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = Attributes.ToHashSet(StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto", "data" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
        })
        { KeepChildNodes = false };
        sanitizer.PostProcessNode += (_, e) =>
        {
            if (e.Node is not IElement element)
                return;
            if (element.LocalName == "a")
                Link(element);
            else if (element.LocalName == "img" && !DataImages.Any(prefix => (element.GetAttribute("src") ?? "").StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
                element.OuterHtml = Named(element);
        };
        return sanitizer.Sanitize(html);
    }

    private static void Link(IElement element)
    {
        var address = element.GetAttribute("href");
        if (SafeAddress.Of(address) is { } safe)
        {
            element.SetAttribute("href", safe);
            element.SetAttribute("target", "_blank");
            element.SetAttribute("rel", "noopener noreferrer");
        }
        else
            element.RemoveAttribute("href");
    }

    // An image from elsewhere tells whoever serves it that somebody looks: it is named instead.
    private static string Named(IElement image)
    {
        var alt = image.GetAttribute("alt") is { Length: > 0 } text ? text : "image";
        var source = image.GetAttribute("src") is { Length: > 0 } from ? $" ({from})" : "";
        return $"<span class=\"wb-image\" title=\"{WebUtility.HtmlEncode("Not fetched" + source)}\">Image: {WebUtility.HtmlEncode(alt)}</span>";
    }
}
