using Content.Workbooks.Evaluation;

namespace Content.Workbooks.Tests;

public sealed class SessionTests
{
    private const string Tabs = """{"type": 11, "name": "tabs", "content": {"style": "tabs", "links": [{"linkTarget": "parameter", "cellValue": "Tab", "subTarget": "one", "linkLabel": "One"}, {"linkTarget": "parameter", "cellValue": "Tab", "subTarget": "two", "linkLabel": "Two"}]}}""";

    private static FakeData Users => new(("Users", "Name, Age:long, When:datetime", [["ann", 30L, new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc)], ["bob", 40L, null], ["cy", 50L, null]]));

    [Fact]
    public async Task The_first_tab_is_open_until_another_is_followed()
    {
        var (session, items) = await Books.OpenAsync($"{Tabs}, {Books.Text("first", Shown("Tab", "isEqualTo", "one"))}, {Books.Query("second", item: Shown("Tab", "isEqualTo", "two"))}", new FakeData());
        Assert.Equal([true, false], Assert.IsType<EvaluatedLinks>(items[0]).Links.Select(link => link.IsChosen));
        Assert.Equal([true, true, false], items.Select(item => item.IsVisible));
        session.FollowLink("0", 1);
        items = await session.EvaluateAsync(TestContext.Current.CancellationToken);
        Assert.Equal([false, true], Assert.IsType<EvaluatedLinks>(items[0]).Links.Select(link => link.IsChosen));
        Assert.Equal([true, false, true], items.Select(item => item.IsVisible));
        Assert.Equal(items, session.Items);
    }

    [Theory]
    [InlineData("isEqualTo", "a", true)]
    [InlineData("isEqualTo", "b", false)]
    [InlineData("isNotEqualTo", "b", true)]
    [InlineData("isNotEqualTo", null, true)]
    [InlineData("isEqualTo", null, false)]
    public async Task A_condition_shows_or_hides_a_step(string comparison, string? value, bool isVisible)
    {
        var data = new FakeData();
        var (_, items) = await Books.OpenAsync(Books.Parameters("""{"name": "P", "type": 1, "value": "a"}""") + "," + Books.Query("x", item: Shown("P", comparison, value)), data);
        Assert.Equal(isVisible, items[1].IsVisible);
        Assert.Equal(isVisible ? 1 : 0, data.Asked.Count);
    }

    [Fact]
    public async Task All_conditions_of_a_list_have_to_hold_and_what_nothing_set_is_empty()
    {
        const string Both = """ "conditionalVisibilities": [{"parameterName": "P", "comparison": "isEqualTo", "value": "a"}, {"parameterName": "Selected", "comparison": "isNotEqualTo"}] """;
        var (_, items) = await Books.OpenAsync(Books.Parameters("""{"name": "P", "type": 1, "value": "a"}""") + "," + Books.Text("x", Both) + "," + Books.Text("y", Shown("Selected", "isEqualTo", null)));
        Assert.Equal([true, false, true], items.Select(item => item.IsVisible));
    }

    [Theory]
    [InlineData(""" "exportFieldName": "Name", "exportParameterName": "P", "exportDefaultValue": "nobody" """, new[] { 1 }, "nobody", "bob")]
    [InlineData(""" "exportedParameters": [{"fieldName": "Age", "parameterName": "P"}] """, new[] { 2 }, "", "50")]
    [InlineData(""" "exportedParameters": [{"fieldName": "When", "parameterName": "P"}] """, new[] { 0 }, "", "2026-03-01T00:00:00Z")]
    [InlineData(""" "exportedParameters": [{"fieldName": "", "parameterName": "P"}] """, new[] { 1 }, "", """{"Name":"bob","Age":40,"When":null}""")]
    [InlineData(""" "exportMultipleValues": true, "exportedParameters": [{"fieldName": "Name", "parameterName": "P", "quote": "'", "delimiter": ","}] """, new[] { 0, 2 }, "", "'ann','cy'")]
    [InlineData(""" "visualization": "piechart", "exportedParameters": [{"fieldName": "series", "parameterName": "P"}] """, new[] { 1 }, "", "bob")]
    public async Task A_selected_row_sets_parameters(string export, int[] rows, string before, string after)
    {
        var data = Users;
        var (session, items) = await Books.OpenAsync(Books.Query("Users", export) + "," + Books.Query("of {P}|"), data);
        Assert.True(Assert.IsType<EvaluatedQuery>(items[0]).CanSelect);
        Assert.Contains($"of {before}|", data.Queries);
        session.Select("0", [.. rows]);
        items = await session.EvaluateAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"of {after}|", data.Queries);
        Assert.Equal(rows, Assert.IsType<EvaluatedQuery>(items[0]).Selected);
        data.Asked.Clear();
        session.Select("0", []);
        items = await session.EvaluateAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Assert.IsType<EvaluatedQuery>(items[0]).Selected);
        // What was asked before is known still.
        Assert.Empty(data.Asked);
    }

    [Fact]
    public async Task A_selection_is_over_when_the_rows_are_others()
    {
        var (session, _) = await Books.OpenAsync(Books.Parameters("""{"name": "N", "type": 1, "value": "1"}""") + "," + Books.Query("Users {N}", """ "exportFieldName": "Name", "exportParameterName": "P" """) + "," + Books.Text("of {P}"), Users);
        session.Select("1", [0]);
        Assert.Equal("of ann", Assert.IsType<EvaluatedText>((await session.EvaluateAsync(TestContext.Current.CancellationToken))[2]).Markdown);
        session.SetParameter("N", ParameterValue.Of("2"));
        Assert.Equal("of ", Assert.IsType<EvaluatedText>((await session.EvaluateAsync(TestContext.Current.CancellationToken))[2]).Markdown);
    }

    [Fact]
    public async Task A_brush_sets_a_time_range()
    {
        var data = new FakeData();
        var (session, items) = await Books.OpenAsync(Books.Query("chart", """ "timeContext": {"durationMs": 86400000}, "timeBrushParameterName": "B", "timeBrushExportOnlyWhenBrushed": true """) + "," + Books.Query("of", """ "timeContextFromParameter": "B" """) + "," + Books.Text("x", Shown("B", "isNotEqualTo", null)), data);
        Assert.Equal("B", Assert.IsType<EvaluatedQuery>(items[0]).TimeBrush);
        Assert.False(items[2].IsVisible);
        session.Brush("0", new TimeRangeValue(TimeSpan.FromHours(1), data.Now.AddHours(-3)));
        items = await session.EvaluateAsync(TestContext.Current.CancellationToken);
        Assert.True(items[2].IsVisible);
        Assert.Equal(new TimeRangeValue(TimeSpan.FromHours(1), data.Now.AddHours(-3)), data.Asked[^1].Range);
    }

    [Fact]
    public async Task A_group_keeps_its_parameters_to_itself_unless_it_exports_them()
    {
        const string Own = """{"name": "P", "type": 1, "value": "inner"}""";
        var outer = Books.Parameters("""{"name": "P", "type": 1, "value": "outer"}""", """{"name": "Q", "type": 1, "value": "q"}""");
        var data = new FakeData();
        await Books.OpenAsync($"{outer}, {Books.Group(Books.Parameters(Own) + "," + Books.Query("in {P} {Q}"))}, {Books.Query("out {P}")}", data);
        Assert.Equal(["in inner q", "out outer"], data.Queries.Order());
        data.Asked.Clear();
        await Books.OpenAsync($"{outer}, {Books.Group(Books.Parameters(Own), """ "exportParameters": true """)}, {Books.Query("out {P}")}", data);
        Assert.Equal(["out inner"], data.Queries);
        // A name that only the group knows is plain text outside.
        data.Asked.Clear();
        await Books.OpenAsync($"{Books.Group(Books.Parameters(Own))}, {Books.Query("out {P}")}", data);
        Assert.Equal(["out {P}"], data.Queries);
    }

    [Fact]
    public async Task Groups_of_the_same_parameter_are_set_one_by_one_or_together()
    {
        const string Own = """{"name": "P", "type": 1, "value": "0"}""";
        var data = new FakeData();
        var (session, _) = await Books.OpenAsync($"{Books.Group(Books.Parameters(Own) + "," + Books.Query("a{P}"))}, {Books.Group(Books.Parameters(Own) + "," + Books.Query("b{P}"))}", data);
        session.SetParameter("0.0", "P", ParameterValue.Of("1"));
        await session.EvaluateAsync(TestContext.Current.CancellationToken);
        session.SetParameter("P", ParameterValue.Of("2"));
        await session.EvaluateAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["a0", "a1", "a2", "b0", "b2"], data.Queries.Order());
    }

    [Fact]
    public async Task A_group_waits_for_its_button_folds_and_a_template_is_named()
    {
        var data = new FakeData();
        const string Template = """{"type": 12, "name": "t", "content": {"groupType": "template", "loadFromTemplateId": "community-x"}}""";
        var waiting = Books.Group(Books.Query("x"), """ "loadType": "explicit", "loadButtonText": "Get it" """);
        var folded = Books.Group(Books.Text("y"), """ "expandable": true, "expanded": false """);
        var (session, items) = await Books.OpenAsync($"{waiting}, {folded}, {Template}", data);
        Assert.Equal(("Get it", 0), (Assert.IsType<EvaluatedGroup>(items[0]).LoadButton, data.Asked.Count));
        Assert.Equal((false, 1), (Assert.IsType<EvaluatedGroup>(items[1]).IsExpanded, Assert.IsType<EvaluatedGroup>(items[1]).Items.Length));
        Assert.Contains("community-x", Assert.IsType<UnsupportedItem>(items[2]).Thing, StringComparison.Ordinal);
        session.Toggle("0");
        session.Toggle("1");
        items = await session.EvaluateAsync(TestContext.Current.CancellationToken);
        Assert.Equal((null, 1), (Assert.IsType<EvaluatedGroup>(items[0]).LoadButton, data.Asked.Count));
        Assert.True(Assert.IsType<EvaluatedGroup>(items[1]).IsExpanded);
    }

    [Theory]
    [InlineData("T | render piechart", "", "piechart")]
    [InlineData("T | render timechart with (title = 'x')", "", "timechart")]
    [InlineData("T\n| render columnchart\n// the end", "", "categoricalbar")]
    [InlineData("T | where x == '| render piechart'", "", "table")]
    [InlineData("T | render piechart", """ "visualization": "tiles" """, "tiles")]
    [InlineData("T", "", "table")]
    public async Task A_render_chooses_the_visualization_when_the_item_does_not(string query, string more, string expected)
    {
        var (_, items) = await Books.OpenAsync(Books.Query(query, more));
        Assert.Equal(expected, Assert.IsType<EvaluatedQuery>(items[0]).Visualization);
    }

    [Theory]
    [InlineData("", "The query returned no results.", MessageKind.NoData)]
    [InlineData(""" "noDataMessage": "Nothing for {P}", "noDataMessageStyle": 3 """, "Nothing for me", MessageKind.Success)]
    [InlineData(""" "noDataMessage": "See", "noDataMessageStyle": 4 """, "See", MessageKind.Information)]
    public async Task Without_rows_the_message_of_the_item_stands_there(string more, string message, MessageKind kind)
    {
        var (_, items) = await Books.OpenAsync(Books.Parameters("""{"name": "P", "type": 1, "value": "me"}""") + "," + Books.Query("x", more));
        Assert.Equal((message, kind), (Assert.IsType<EvaluatedQuery>(items[1]).Message, ((EvaluatedQuery)items[1]).MessageKind));
    }

    [Fact]
    public async Task What_is_not_to_be_had_offline_is_named()
    {
        var (_, items) = await Books.OpenAsync(Books.Query("resources", """ "queryType": 1 """) + "," + """{"type": 10, "name": "m", "content": {"title": "CPU"}}""");
        var query = Assert.IsType<EvaluatedQuery>(items[0]);
        Assert.Equal(MessageKind.Unsupported, query.MessageKind);
        Assert.Contains("Azure Resource Graph", query.Message, StringComparison.Ordinal);
        Assert.Equal(("CPU", "metrics of resources"), (Assert.IsType<UnsupportedItem>(items[1]).Title, ((UnsupportedItem)items[1]).Thing));
    }

    [Fact]
    public async Task Content_that_is_written_as_text_is_read()
    {
        var (_, items) = await Books.OpenAsync("""{"type": 1, "name": "t", "content": "{\"json\": \"# Old\"}", "customWidth": "33", "styleSettings": {}}""");
        Assert.Equal(("# Old", 33), (Assert.IsType<EvaluatedText>(items[0]).Markdown, items[0].Width));
    }

    private static string Shown(string parameter, string comparison, string? value) =>
        $$$"""
        "conditionalVisibility": {"parameterName": "{{{parameter}}}", "comparison": "{{{comparison}}}"{{{(value is null ? "" : $", \"value\": \"{value}\"")}}}}
        """;
}
