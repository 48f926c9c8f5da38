using AngleSharp.Html.Parser;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Preview.Markup;

namespace Content.Workbooks.Preview.Tests;

/// <summary>Whatever stands in a workbook or its data, the page runs nothing of it and fetches nothing.</summary>
public sealed class MarkupTests
{
    private static readonly string[] Hostile =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)><script>alert(1)</script></svg>", "<a href=\"javascript:alert(1)\">x</a>", "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))", "<iframe src=\"https://evil.example\"></iframe>", "<object data=x></object><embed src=x>", "<div style=\"background:url(https://evil.example/x)\">x</div>",
        "<form action=\"https://evil.example\"><input name=a><button>x</button></form>", "<meta http-equiv=refresh content=\"0;url=https://evil.example\">", "<base href=\"https://evil.example/\">",
        "<link rel=stylesheet href=https://evil.example/x.css>", "<style>*{background:url(https://evil.example)}</style>", "![x](https://evil.example/pixel.png)", "<img src=\"//evil.example/pixel.png\">",
        "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">", "<math><mi xlink:href=\"data:x,<script>alert(1)</script>\"></mi></math>", "<video src=https://evil.example/v onplay=alert(1)></video>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>", "<table background=\"https://evil.example/b.png\"><tr><td>x</td></tr></table>", "<p onclick=alert(1) id=wb-theme-dark name=x class=wb-primary>x</p>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<template><script>alert(1)</script></template>", "[x](vbscript:alert(1))", "<a href=\" &#1; javascript:alert(1)\">x</a>", "<svg><style><img src=x onerror=alert(1)></style></svg>",
    ];

    public static TheoryData<string> HostileTexts => [.. Hostile];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Markdown_keeps_nothing_that_runs_or_fetches(string markdown) => AssertHarmless(SafeMarkdown.Html(markdown).Value);

    [Fact]
    public void A_page_full_of_hostile_texts_runs_and_fetches_nothing()
    {
        foreach (var text in Hostile)
        {
            var table = TestWorkbook.Table("Name,Value,Url", [text, 1L, "javascript:alert(1)"], ["b", 2L, text]);
            var quoted = System.Text.Json.JsonSerializer.Serialize(text);
            var settings = $$$"""
                {"gridSettings":{"labelSettings":[{"columnId":"Name","label":{{{quoted}}}} ],"formatters":[{"columnMatch":"Url","formatter":7,"formatOptions":{"linkTarget":"Url","linkLabel":{{{quoted}}}} ,"tooltipFormat":{"tooltip":{{{quoted}}}} } ,
                 {"columnMatch":"Name","formatter":18,"formatOptions":{"thresholdsGrid":[{"operator":"Default","representation":{{{quoted}}},"text":{{{quoted}}}} ]} } ]} ,
                 "tileSettings":{"titleContent":{"columnMatch":"Name","formatter":1,"formatOptions":{"palette":{{{quoted}}}} } } ,"chartSettings":{"seriesLabelSettings":[{"seriesName":"b","label":{{{quoted}}},"color":{{{quoted}}}} ]} ,
                 "textSettings":{"style":"markdown"} ,"graphSettings":{"type":0} } 
                """;
            EvaluatedItem[] items =
            [
                .. new[] { "table", "tiles", "card", "piechart", "barchart", "linechart", "areachart", "scatterchart", "unstackedbar", "map", "graph", "honeycomb", text }.Select(visualization => TestWorkbook.Query(visualization, table, settings, title: text)),
                TestWorkbook.Links("tabs", new EvaluatedLink(0, text, text, text, "link", "Url", "javascript:alert(1)", false)), TestWorkbook.Links("list", new EvaluatedLink(0, text, text, text, "link", "Url", text, false), new EvaluatedLink(1, "x", "", "", "link", "Url", "javascript:alert(1)", false)),
                TestWorkbook.ParameterBar(TestWorkbook.Parameter("P", """{"type":2}""", ParameterValue.Of(text), (text, text))), TestWorkbook.Text(text),
                new UnsupportedItem("u", TestWorkbook.Item(WorkbookItemType.Query, text), true, null, text, text),
            ];
            AssertHarmless(Draw(text, items));
        }
    }

    [Fact]
    public void Harmless_markup_stays()
    {
        var html = SafeMarkdown.Html("# Title\n\nSome **bold** text<br/>and <details><summary>more</summary>it</details>\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n[site](https://learn.microsoft.com/azure)\n\n<img alt=\"dot\" src=\"data:image/png;base64,iVBORw0KGgo=\">").Value;
        var page = new HtmlParser().ParseDocument(html);
        Assert.Equal("Title", page.QuerySelector("h1")?.TextContent);
        Assert.NotNull(page.QuerySelector("strong"));
        Assert.NotNull(page.QuerySelector("details > summary"));
        Assert.Equal(2, page.QuerySelectorAll("table td").Length);
        Assert.NotNull(page.QuerySelector("img[src^='data:image/png']"));
        var link = page.QuerySelector("a")!;
        Assert.Equal(("https://learn.microsoft.com/azure", "noopener noreferrer"), (link.GetAttribute("href"), link.GetAttribute("rel")));
    }

    [Fact]
    public void An_image_from_elsewhere_is_named_and_not_fetched()
    {
        var page = new HtmlParser().ParseDocument(SafeMarkdown.Html("![Overview](https://example.com/o.png)").Value);
        Assert.Null(page.QuerySelector("img"));
        Assert.Equal("Image: Overview", page.QuerySelector(".wb-image")?.TextContent);
        Assert.Contains("https://example.com/o.png", page.QuerySelector(".wb-image")!.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://a.example/x?y=1", true)]
    [InlineData("mailto:soc@a.example", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//a.example", false)]
    [InlineData("relative/path", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_the_web_and_mail_are_linked_to(string? address, bool isSafe) => Assert.Equal(isSafe, SafeAddress.Of(address) is not null);

    private static string Draw(string title, EvaluatedItem[] items) => Rendering.StaticPage.RenderAsync(title, [.. items], isDark: false).GetAwaiter().GetResult();

    // Looks at what a browser makes of it, not at letters.
    private static void AssertHarmless(string html)
    {
        var page = new HtmlParser(new HtmlParserOptions { IsScripting = true }).ParseDocument(html);
        Assert.Empty(page.QuerySelectorAll("script, iframe, object, embed, form, base, link, video, audio, template, math, foreignObject, animate, set, use"));
        Assert.All(page.QuerySelectorAll("style"), style => Assert.Equal("head", style.ParentElement!.LocalName));
        Assert.All(page.QuerySelectorAll("meta[http-equiv]"), meta => Assert.Equal("Content-Security-Policy", meta.GetAttribute("http-equiv")));
        foreach (var element in page.All)
        {
            foreach (var attribute in element.Attributes)
            {
                Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), $"{attribute.Name}={attribute.Value}");
                Assert.False(attribute.Name is "style" or "background" or "srcset" or "formaction" or "xlink:href", $"{attribute.Name}={attribute.Value}");
                if (attribute.Name is "href")
                    Assert.True(attribute.Value.StartsWith('#') || SafeAddress.Of(attribute.Value) is not null, attribute.Value);
                if (attribute.Name is "src")
                    Assert.Matches("^data:image/(png|jpeg|gif|webp);", attribute.Value);
            }
        }
    }
}
