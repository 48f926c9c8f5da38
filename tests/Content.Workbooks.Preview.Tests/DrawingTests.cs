using System.Collections.Immutable;
using Content.Workbooks.Evaluation;
using static Content.Workbooks.Preview.Tests.TestWorkbook;

namespace Content.Workbooks.Preview.Tests;

/// <summary>What a person sees of each kind of item.</summary>
public sealed class DrawingTests
{
    private static readonly DateTime Day = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_grid_shows_labels_formats_and_order_and_hides_what_is_hidden()
    {
        var page = await DrawAsync(Query("table", Table("App,Total,Secret,State", ["b", 1500L, "s", "High"], ["a", 26_000L, "s", "Low"], ["c", 3L, "s", ""]), """
            {"gridSettings":{"sortBy":[{"itemKey":"$gen_bar_Total_1","sortOrder":2}],"labelSettings":[{"columnId":"App","label":"Application"}],"formatters":[
             {"columnMatch":"Secret","formatter":5},{"columnMatch":"Total","formatter":3,"formatOptions":{"palette":"blue"},"numberFormat":{"unit":17}},
             {"columnMatch":"State","formatter":18,"formatOptions":{"thresholdsOptions":"icons","thresholdsGrid":[{"operator":"==","thresholdValue":"High","representation":"error","text":"{0} risk"},{"operator":"is Empty","representation":"success","text":"none"},{"operator":"Default","representation":"info"}]}}]}}
            """));
        Assert.Equal(["Application", "Total", "State"], page.QuerySelectorAll("th").Select(cell => cell.TextContent.Trim()));
        Assert.Equal("descending", page.QuerySelectorAll("th")[1].GetAttribute("aria-sort"));
        Assert.Equal(["a", "b", "c"], page.QuerySelectorAll("tbody tr").Select(row => row.Children[0].TextContent.Trim()));
        Assert.Equal(["26K", "1.5K", "3"], page.QuerySelectorAll(".wb-bar-text").Select(cell => cell.TextContent));
        Assert.Equal("100%", page.QuerySelector("tbody tr .wb-bar rect:last-child")?.GetAttribute("width"));
        Assert.Contains("High risk", page.QuerySelectorAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(["info", "error", "success"], page.QuerySelectorAll("tbody .wb-icon").Select(icon => icon.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task Cells_are_drawn_by_their_formatter()
    {
        var page = await DrawAsync(Query("table", Table("Heat,Under,Line,Bars,Area,Link,Icon,When,Big,Sub,Composite,Level,Ok,Bad", [5L, 5L, new List<object?> { 1L, 4L, 2L }, "[1,2]", new List<object?> { 1L, 2L }, "https://a.example/", "warning", Day, 1500L, "/subscriptions/abc", "", 12L, 3L, 1L], [0L, 1L, null, null, null, "javascript:x", "", Day, 1L, "", "", 3L, 1L, 1L]), """
            {"gridSettings":{"formatters":[{"columnMatch":"Heat","formatter":8,"formatOptions":{"palette":"greenRed"}},{"columnMatch":"Under","formatter":4},{"columnMatch":"Line","formatter":9},{"columnMatch":"Bars","formatter":10},{"columnMatch":"Area","formatter":21},
             {"columnMatch":"Link","formatter":7,"formatOptions":{"linkTarget":"Url","linkLabel":"open"}},{"columnMatch":"Icon","formatter":11},{"columnMatch":"When","formatter":6,"dateFormat":{"formatName":"shortDatePattern"}},{"columnMatch":"Big","formatter":12},{"columnMatch":"Sub","formatter":15},
             {"columnMatch":"Composite","formatter":22,"formatOptions":{"compositeBarSettings":{"labelText":"[\"Ok\"] of [\"Bad\"]","columnSettings":[{"columnName":"Ok","color":"green"},{"columnName":"Bad","color":"redBright"}]}}},
             {"columnMatch":"Level","formatter":18,"formatOptions":{"thresholdsOptions":"colors","thresholdsGrid":[{"operator":">","thresholdValue":"10","representation":"redBright","text":"{0}{1}"},{"operator":"Default","representation":"green","text":"{0}{1}"}]}}]}}
            """));
        var cells = page.QuerySelector("tbody tr")!.Children;
        Assert.Equal("#d6444c", cells[0].QuerySelector(".wb-back rect")?.GetAttribute("fill"));
        Assert.Equal("100%", cells[1].QuerySelector(".wb-bar-under rect:last-child")?.GetAttribute("width"));
        Assert.NotNull(cells[2].QuerySelector(".wb-spark path[stroke]"));
        Assert.Equal(2, cells[3].QuerySelectorAll(".wb-spark rect").Length);
        Assert.Equal(2, cells[4].QuerySelectorAll(".wb-spark path").Length);
        Assert.Equal(("open", "https://a.example/"), (cells[5].QuerySelector("a")?.TextContent, cells[5].QuerySelector("a")?.GetAttribute("href")));
        Assert.Null(page.QuerySelectorAll("tbody tr")[1].QuerySelector("a"));
        Assert.Equal("warning", cells[6].QuerySelector(".wb-icon")?.GetAttribute("aria-label"));
        Assert.Equal("2026-03-01", cells[7].TextContent.Trim());
        Assert.Equal("1.5K", cells[8].TextContent.Trim());
        Assert.Equal("abc", cells[9].TextContent.Trim());
        Assert.Equal(("3 of 1", "Ok 3, Bad 1"), (cells[10].TextContent.Trim(), cells[10].QuerySelector("svg")?.GetAttribute("aria-label")));
        Assert.Equal("75%", cells[10].QuerySelectorAll("rect")[1].GetAttribute("width"));
        Assert.Equal(("12", "#e81123"), (cells[11].TextContent.Trim(), cells[11].QuerySelector(".wb-back rect")?.GetAttribute("fill")));
    }

    [Fact]
    public async Task Rows_lie_in_groups_with_totals()
    {
        var page = await DrawAsync(Query("table", Table("Vendor,App,Count", ["x", "a", 1L], ["y", "b", 5L], ["x", "c", 2L]), """
            {"gridSettings":{"hierarchySettings":{"treeType":1,"groupBy":["Vendor"],"expandTopLevel":true},"formatters":[{"columnMatch":"Count","formatter":0,"formatOptions":{"aggregation":"Sum"}}]}}
            """));
        Assert.Equal(["x (2)|3", "a|1", "c|2", "y (1)|5", "b|5"], page.QuerySelectorAll("tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent.Replace("▾", "", StringComparison.Ordinal).Trim()).Where(text => text.Length > 0))));
    }

    [Fact]
    public async Task Rows_lie_below_their_parents_and_none_is_lost()
    {
        var page = await DrawAsync(Query("table", Table("Id,Parent,Name", ["2", "1", "child"], ["1", "", "root"], ["3", "4", "circle a"], ["4", "3", "circle b"], ["5", "5", "own"]), """
            {"gridSettings":{"hierarchySettings":{"treeType":0,"idColumn":"Id","parentColumn":"Parent","expanderColumn":"Name"},"formatters":[{"columnMatch":"Id|Parent","formatter":5}]}}
            """));
        Assert.Equal(["root", "child", "own", "circle a", "circle b"], page.QuerySelectorAll("tbody tr td").Select(cell => cell.TextContent.Replace("▾", "", StringComparison.Ordinal).Trim()));
    }

    [Fact]
    public async Task No_more_rows_are_shown_than_the_limit_and_it_says_so()
    {
        var rows = Enumerable.Range(0, 400).Select(i => new object?[] { (long)i }).ToArray();
        var page = await DrawAsync(Query("table", Table("N", rows)), Query("table", Table("N", rows), """{"gridSettings":{"rowLimit":300}}"""));
        var grids = page.QuerySelectorAll(".wb-grid");
        Assert.Equal([250, 300], grids.Select(grid => grid.QuerySelectorAll("tbody tr").Length));
        Assert.Contains("first 250 of 400", grids[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pie_tells_total_and_shares_and_gathers_what_is_small()
    {
        var rows = Enumerable.Range(0, 15).Select(i => new object?[] { $"v{i}", i == 0 ? 85L : 1L }).Append(["negative", -5L]).ToArray();
        var page = await DrawAsync(Query("piechart", Table("Vendor,Count", rows)));
        Assert.Equal("99", page.QuerySelector(".wb-total")?.TextContent);
        Assert.Equal(11, page.QuerySelectorAll("path.wb-slice").Length);
        Assert.Equal("v0: 85 (85.9%)", page.QuerySelector("path.wb-slice title")?.TextContent);
        Assert.Equal("Other (5)", page.QuerySelectorAll(".wb-legend li > span:not([class])")[^1].TextContent);
    }

    [Fact]
    public async Task A_pie_of_one_slice_is_a_ring()
    {
        var page = await DrawAsync(Query("piechart", Table("Vendor,Count", ["x", 3L])));
        Assert.Equal("M0 -96A96 96 0 1 1 0 96A96 96 0 1 1 0 -96ZM0 -62A62 62 0 1 0 0 62A62 62 0 1 0 0 -62Z", page.QuerySelector("path.wb-slice")?.GetAttribute("d"));
    }

    [Theory]
    [InlineData("timechart", "path[stroke]", 2)]
    [InlineData("linechart", "path[stroke]", 2)]
    [InlineData("areachart", "path[fill-opacity]", 2)]
    [InlineData("barchart", "rect", 6)]
    [InlineData("unstackedbar", "rect", 6)]
    [InlineData("scatterchart", "circle", 6)]
    public async Task A_chart_has_its_shapes_a_legend_with_totals_and_its_data_as_a_table(string visualization, string shape, int count)
    {
        var table = Table("TimeGenerated,Vendor,Count", [.. Enumerable.Range(0, 3).SelectMany(i => new object?[][] { [Day.AddHours(i), "x", 10L], [Day.AddHours(i), "y", 700L] })]);
        var page = await DrawAsync(Query(visualization, table, title: "By vendor"));
        Assert.Equal(count, page.QuerySelectorAll($".wb-plot {shape}").Length);
        Assert.Equal(["x(Sum)30", "y(Sum)2.1K"], page.QuerySelectorAll(".wb-legend li").Select(entry => string.Concat(entry.TextContent.Where(c => !char.IsWhiteSpace(c)))));
        Assert.Equal(6, page.QuerySelectorAll(".wb-data tbody tr").Length);
        Assert.Equal(["img", "By vendor"], [page.QuerySelector(".wb-plot")!.GetAttribute("role"), page.QuerySelector(".wb-plot title")!.TextContent]);
        Assert.Contains("from 2026-03-01 00:00:00 to 2026-03-01 02:00:00", page.QuerySelector(".wb-plot desc")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bars_of_categories_stand_in_the_order_of_the_rows_and_upon_each_other()
    {
        var page = await DrawAsync(Query("categoricalbar", Table("App,Outcome,Count", ["b", "ok", 3L], ["a", "ok", 1L], ["b", "bad", 1L])));
        var bars = page.QuerySelectorAll(".wb-plot rect").Select(bar => (X: Number(bar, "x"), Y: Number(bar, "y"), Height: Number(bar, "height"))).ToArray();
        Assert.Equal(3, bars.Length);
        Assert.True(bars[0].X < bars[1].X);
        Assert.Equal(bars[0].X, bars[2].X);
        Assert.Equal(bars[0].Y, bars[2].Y + bars[2].Height, 0.02);
        Assert.Equal(3, bars[0].Height / bars[1].Height, 0.02);
        Assert.Contains("b", page.QuerySelectorAll(".wb-plot .wb-label").Select(label => label.TextContent));
    }

    [Fact]
    public async Task Bars_of_one_column_have_the_colours_of_their_texts()
    {
        var page = await DrawAsync(Query("categoricalbar", Table("App,Count", ["b", 3L], ["a", 1L])));
        Assert.Equal(["b(Sum)3", "a(Sum)1"], page.QuerySelectorAll(".wb-legend li").Select(entry => string.Concat(entry.TextContent.Where(c => !char.IsWhiteSpace(c)))));
        Assert.Equal(2, page.QuerySelectorAll(".wb-plot rect").Select(bar => bar.GetAttribute("fill")).Distinct().Count());
    }

    [Fact]
    public async Task Arrays_of_a_make_series_are_unrolled()
    {
        var page = await DrawAsync(Query("timechart", Table("Vendor,Count,TimeGenerated", ["x", new List<object?> { 1L, 2L, 3L }, new List<object?> { Day, Day.AddHours(1), Day.AddHours(2) }])));
        Assert.Equal(3, page.QuerySelectorAll(".wb-plot circle").Length);
        Assert.Equal("x\n2026-03-01 02:00:00: 3", page.QuerySelectorAll(".wb-plot circle title")[2].TextContent);
    }

    [Fact]
    public async Task Tiles_show_their_parts_in_the_order_asked_for()
    {
        var page = await DrawAsync(Query("tiles", Table("Name,Count,Trend", ["few", 5L, "[1,2]"], ["many", 5000L, "[3,4]"]), """
            {"tileSettings":{"titleContent":{"columnMatch":"Name","formatter":1},"leftContent":{"columnMatch":"Count","formatter":12,"formatOptions":{"palette":"auto"},"numberFormat":{"unit":17}},"secondaryContent":{"columnMatch":"Trend","formatter":9},"sortCriteriaField":"Count","sortOrderField":2,"showBorder":true}}
            """));
        Assert.Equal(["many", "few"], page.QuerySelectorAll(".wb-tile-title").Select(title => title.TextContent.Trim()));
        Assert.Equal(["5K", "5"], page.QuerySelectorAll(".wb-tile-middle").Select(middle => middle.TextContent.Trim()));
        Assert.Equal(2, page.QuerySelectorAll(".wb-tile-bottom .wb-spark").Length);
    }

    [Theory]
    [InlineData("bignumber", ".wb-card", "12,345")]
    [InlineData("header", ".wb-card-header", "12,345")]
    [InlineData("editor", "pre.wb-card-editor", "12345")]
    [InlineData("markdown", ".wb-markdown", "12345")]
    public async Task A_card_shows_the_first_cell(string style, string selector, string text) =>
        Assert.Equal(text, (await DrawAsync(Query("card", Table("Total,Other", [12345L, 2L], [3L, 4L]), $$"""{"textSettings":{"style":"{{style}}" } }"""))).QuerySelector(selector)?.TextContent.Trim());

    [Fact]
    public async Task A_map_puts_places_where_they_lie_and_names_what_it_does_not_know()
    {
        var page = await DrawAsync(Query("map", Table("Country,Count", ["Germany", 4L], ["DE", 5L], ["JP", 1L], ["Atlantis", 2L]), """{"mapSettings":{"locInfo":"CountryRegion","locInfoColumn":"Country","sizeSettings":"Count","sizeAggregation":"Sum"}}"""),
            Query("map", Table("lat,lon,n", [-33.86, 151.21, 1L], [95.0, 0.0, 1L]), """{"mapSettings":{"locInfo":"LatLong","latitude":"lat","longitude":"lon"}}""", id: "1"),
            Query("map", Table("location,n", ["West Europe", 1L]), """{"mapSettings":{"locInfo":"AzureLoc","locInfoColumn":"location"}}""", id: "2"));
        var maps = page.QuerySelectorAll(".wb-chart");
        Assert.Equal([(10.5, -51.2), (10.5, -51.2), (138.3, -36.2)], maps[0].QuerySelectorAll("circle").Select(circle => (Number(circle, "cx"), Number(circle, "cy"))));
        Assert.Contains("Atlantis", maps[0].QuerySelector(".wb-note")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((151.21, 33.86), maps[1].QuerySelectorAll("circle").Select(circle => (Number(circle, "cx"), Number(circle, "cy"))).Single());
        Assert.Contains("row 2", maps[1].QuerySelector(".wb-note")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(4.9, Number(maps[2].QuerySelector("circle")!, "cx"));
    }

    [Fact]
    public async Task A_graph_has_nodes_and_edges_and_a_honeycomb_cells()
    {
        var page = await DrawAsync(Query("graph", Table("Id,SourceId,TargetId,Name,N", ["a", "", "", "Alpha", 3L], ["b", "", "", "Beta", 1L], ["", "a", "b", "", null], ["", "b", "c", "", null]), """{"graphSettings":{"type":0,"topContent":{"columnMatch":"Name","formatter":1},"centerContent":{"columnMatch":"N","formatter":1}}}"""),
            Query("graph", Table("Id,N", ["x", 3L], ["y", 1L]), """{"graphSettings":{"type":2,"nodeIdField":"Id","leftContent":{"columnMatch":"N","formatter":12},"colorSettings":{"nodeColorField":"N","heatmapPalette":"greenRed"}}}""", id: "1"));
        var graphs = page.QuerySelectorAll(".wb-chart");
        Assert.Equal((3, 2), (graphs[0].QuerySelectorAll("circle").Length, graphs[0].QuerySelectorAll("path.wb-edge").Length));
        Assert.Contains("Alpha → Beta", graphs[0].QuerySelectorAll(".wb-edge title").Select(title => title.TextContent));
        Assert.Equal(["#d6444c", "#4aa032"], graphs[1].QuerySelectorAll(".wb-plot path").Select(cell => cell.GetAttribute("fill")));
    }

    [Theory]
    [InlineData(MessageKind.NoData, "Nothing here")]
    [InlineData(MessageKind.Success, "All good")]
    [InlineData(MessageKind.Error, "Query failed")]
    [InlineData(MessageKind.Waiting, "Choose a device")]
    [InlineData(MessageKind.Unsupported, "not supported offline: Resource Graph")]
    public async Task A_message_stands_in_the_place_of_rows(MessageKind kind, string text)
    {
        var page = await DrawAsync(Query("piechart", WorkbookTable.Empty, title: "Title") with { Message = text, MessageKind = kind });
        Assert.Equal(text, page.QuerySelector($".wb-message-{kind.ToString().ToLowerInvariant()} span")?.TextContent);
        Assert.Equal("Title", page.QuerySelector("h2.wb-title")?.TextContent);
    }

    [Theory]
    [InlineData("""{"linkTarget": "OpenBlade", "bladeOpenContext": {"bladeName": "IncidentPage", "extensionName": "Microsoft_Azure_Security_Insights"}}""", "Opens in the portal: blade IncidentPage of Microsoft_Azure_Security_Insights. Not supported offline.")]
    [InlineData("""{"linkTarget": "Resource", "subTarget": "logs"}""", "Opens in the portal: resource /subscriptions/s/x, logs. Not supported offline.")]
    [InlineData("""{"linkTarget": "WorkbookTemplate", "workbookContext": {"templateId": "sentinel-Costs"}}""", "Opens in the portal: workbook template sentinel-Costs. Not supported offline.")]
    [InlineData("""{"linkTarget": "ArmAction", "armActionContext": {"path": "{Id}/close?api-version=1", "httpMethod": "PUT"}}""", "Opens in the portal: ARM action PUT 7/close?api-version=1. Not supported offline.")]
    [InlineData("""{"linkTarget": "RequestDetails"}""", "Opens in the portal: RequestDetails /subscriptions/s/x. Not supported offline.")]
    public async Task A_link_into_the_portal_is_one_that_is_disabled_and_says_where_it_leads(string options, string target)
    {
        var grid = Query("table", Table("Id", ["/subscriptions/s/x"]), $$"""{"gridSettings":{"formatters":[{"columnMatch":"Id","formatter":7,"formatOptions": {{options}} } ] } }""", text: text => text.Replace("{Id}", "7", StringComparison.Ordinal));
        var link = (await DrawAsync(grid)).QuerySelector("td a")!;
        Assert.Equal(("link", "true", "0", target), (link.GetAttribute("role"), link.GetAttribute("aria-disabled"), link.GetAttribute("tabindex"), link.GetAttribute("title")));
        Assert.False(link.HasAttribute("href"));
        Assert.Equal($"/subscriptions/s/x ({target})", link.TextContent);
    }

    [Fact]
    public async Task A_button_into_the_portal_says_where_it_leads()
    {
        var item = Item(WorkbookItemType.Links, content: """{"links": [{"linkTarget": "ArmAction", "linkLabel": "Close it", "style": "primary", "armActionContext": {"path": "/incidents/7"}}]}""");
        var page = await DrawAsync(new EvaluatedLinks("l", item, true, null, "toolbar", [new EvaluatedLink(0, "Close it", "", "", "primary", "ArmAction", null, false)]));
        Assert.Equal("Close it (Opens in the portal: ARM action POST /incidents/7. Not supported offline.)", page.QuerySelector("[role=toolbar] a[aria-disabled=true]")!.TextContent);
    }

    [Fact]
    public async Task What_is_not_supported_is_named_in_its_place()
    {
        var page = await DrawAsync(new UnsupportedItem("0", Item(WorkbookItemType.ViewRepeater), true, null, "Repeated", "view repeater"), Query("timeline3d", Table("A", [1L])));
        Assert.Equal(["not supported offline: view repeater", "not supported offline: visualization 'timeline3d'"], page.QuerySelectorAll(".wb-message-unsupported span").Select(message => message.TextContent));
        Assert.Single(page.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task Hidden_items_are_not_in_the_page_and_widths_are()
    {
        var page = await DrawAsync(Text("seen") with { Width = 33 }, Text("not seen", id: "1") with { IsVisible = false }, new EvaluatedGroup("2", Item(WorkbookItemType.Group), true, null, "Group", true, true, null, [Text("inside", id: "2.0")]));
        Assert.DoesNotContain("not seen", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.True(page.QuerySelector("[data-item='0']")!.ClassList.Contains("wb-w-33"));
        Assert.Contains("inside", page.QuerySelector("[data-item='2.0']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_say_what_they_hold()
    {
        var page = await DrawAsync(ParameterBar(
            Parameter("Range", """{"type":4}""", ParameterValue.Last(TimeSpan.FromDays(1))), Parameter("Platform", """{"type":2,"multiSelect":true}""", ParameterValue.Of("a", "value::all"), ("a", "Android")),
            Parameter("Empty", """{"type":1,"isRequired":true}""", null), Parameter("Hidden", """{"type":1}""", ParameterValue.Of("secret")) with { IsHidden = true }));
        Assert.Equal(["Last 24 hours", "Android, All", "<unset>"], page.QuerySelectorAll(".wb-parameter-value").Select(value => value.TextContent));
        Assert.DoesNotContain("secret", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_begins_dark_when_asked_to()
    {
        var page = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await Rendering.StaticPage.RenderAsync("T", [Text("x")], isDark: true), CancellationToken.None);
        Assert.True(page.QuerySelector("#wb-theme-dark")!.HasAttribute("checked"));
        Assert.False(page.QuerySelector("#wb-theme-auto")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task Rows_of_any_shape_are_drawn_by_everything()
    {
        string[] visualizations = ["table", "tiles", "card", "stat", "piechart", "linechart", "timechart", "areachart", "barchart", "categoricalbar", "unstackedbar", "scatterchart", "map", "graph", "honeycomb"];
        WorkbookTable[] tables =
        [
            Table("A", [(object?)null]), Table("A,A", ["x", 1L]), Table("N", [double.NaN], [double.PositiveInfinity], [-1.0]), Table("T", [Day]), Table("T,N", [Day, 0L], [Day, 0L]), Table("S,N", ["x", -3L]), Table("D", [new Dictionary<string, object?> { ["a"] = 1L }]),
            Table("L,M", [new List<object?> { 1L }, new List<object?> { "x", null }]), Table("B,G", [true, Guid.Empty], [null, null]), Table("N", [long.MaxValue], [long.MinValue]), Table("T", [DateTime.MinValue], [DateTime.MaxValue]), Table("D", [decimal.MaxValue], [decimal.MinValue]), Table("D", [double.MaxValue], [-double.MaxValue]),
        ];
        foreach (var visualization in visualizations)
            await DrawAsync([.. tables.Select((table, i) => Query(visualization, table, id: $"{i}"))]);
    }

    private static double Number(AngleSharp.Dom.IElement element, string name) => double.Parse(element.GetAttribute(name)!, System.Globalization.CultureInfo.InvariantCulture);
}
