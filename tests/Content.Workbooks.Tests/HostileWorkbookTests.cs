using System.Text;
using System.Text.Json;
using Content.Diagnostics;
using Content.Workbooks.Evaluation;

namespace Content.Workbooks.Tests;

public sealed class HostileWorkbookTests
{
    [Theory]
    [InlineData("""{"type": 9, "content": {"parameters": [null, 1, {"name": 5}, {"name": "A", "type": "x", "value": {}}, {"name": "B", "type": 2, "jsonData": "[[[]]]", "value": [[["x"]]]}, {"name": "C", "type": 4, "value": {"durationMs": -1e300}}]}}""")]
    [InlineData("""{"type": 9, "content": {"parameters": [{"name": "A", "type": 4, "value": {"durationMs": 9e18, "endTime": "0001-01-01T00:00:00Z"}}]}}, {"type": 1, "content": {"json": "{A:start} {A:grain} {A}"}}, {"type": 3, "content": {"query": "print {A:start}", "timeContextFromParameter": "A"}}""")]
    [InlineData("""{"type": 9, "content": {"parameters": [{"name": "A", "type": 1, "criteriaData": [null, {"criteriaContext": 1}, {"criteriaContext": {"operator": 1, "resultVal": null}}]}]}}""")]
    [InlineData("""{"type": 9, "content": {"parameters": [{"name": "A", "type": 1, "query": "print '{A}'"}]}}, {"type": 9, "content": {"parameters": [{"name": "A", "type": 2, "query": "print '{B}'"}, {"name": "B", "type": 2, "query": "print '{A}'"}]}}""")]
    [InlineData("""{"type": 11, "content": {"style": "tabs", "links": [null, 1, {"linkTarget": "parameter", "cellValue": ""}, {"linkTarget": "parameter", "cellValue": "T"}, {"cellValue": 5}]}}""")]
    [InlineData("""{"type": 11, "content": {"style": "tabs", "links": {}}}, {"type": 12, "content": {"items": {}}}, {"type": 9, "content": {"parameters": {}}}, {"type": 3, "content": {"query": 5}}, {"type": 1, "content": {"json": {}}}""")]
    [InlineData("""{"type": 3, "conditionalVisibility": 5, "conditionalVisibilities": [null, {"parameterName": {}}], "content": {"query": "print 1", "exportedParameters": [null, {"parameterName": "x"}], "chartSettings": 5, "timeContext": []}}""")]
    [InlineData("""{"type": 3, "content": {"queryType": 8, "query": "{\"content\": \"{\", \"transformers\": 5}"}}, {"type": 3, "content": {"queryType": 8, "query": "[]"}}, {"type": 3, "content": {"queryType": 99, "query": "x"}}""")]
    [InlineData("""{"type": 3, "content": {"queryType": 7, "query": "{\"merges\": [null, {}, {\"mergeType\": 5}]}"}}, {"type": 3, "content": {"queryType": 7, "query": "{\"merges\": [5]}"}}""")]
    [InlineData("""{"type": 13, "content": {}}, {"type": 14, "content": {}}, {"type": 15, "content": {}}, {"type": 16, "content": {}}, {"type": 10, "content": {}}, {"type": 3, "customWidth": "1e999", "content": {"query": " "}}""")]
    public async Task Nonsense_gives_items_and_no_exception(string items)
    {
        var (session, evaluated) = await Books.OpenAsync(items);
        Assert.NotEmpty(evaluated);
        foreach (var id in new[] { "0", "1", "9", "0.0", "x", "" })
        {
            session.Select(id, [0, -1, int.MaxValue]);
            session.Brush(id, new TimeRangeValue(TimeSpan.MinValue, DateTime.MinValue));
            session.FollowLink(id, -1);
            session.FollowLink(id, 3);
            session.Toggle(id);
            session.SetParameter(id, "A", ParameterValue.Last(TimeSpan.FromDays(-1)));
        }

        session.SetParameter("A", ParameterValue.Of());
        session.SetParameter("Unheard", ParameterValue.Of("x"));
        Assert.Equal(evaluated.Length, (await session.EvaluateAsync(TestContext.Current.CancellationToken)).Length);
    }

    [Theory]
    [InlineData("$..*..*..*..*")]
    [InlineData("$[?(")]
    [InlineData("$[?(@.a == )]")]
    [InlineData("$['a")]
    [InlineData("$[99999999999999999999]")]
    [InlineData("$[?((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((@)))]")]
    [InlineData("")]
    public void A_path_that_is_none_or_selects_too_much_ends(string path) => Assert.True(JsonPath.Select(new object?[] { new object?[] { 1L, new object?[] { 2L } } }, path).Count < 1_000_000);

    [Fact]
    public async Task A_list_of_a_hundred_thousand_values_is_cut()
    {
        var list = JsonSerializer.Serialize(JsonSerializer.Serialize(Enumerable.Range(0, 100_000)));
        var (_, items) = await Books.OpenAsync(Books.Parameters($$$"""{"name": "P", "type": 2, "multiSelect": true, "value": ["value::all"], "jsonData": {{{list}}}}""") + "," + Books.Text("{P}"));
        Assert.Equal(1_000, Assert.IsType<EvaluatedParameters>(items[0]).Parameters[0].Choices.Length);
    }

    [Fact]
    public async Task Groups_in_groups_are_walked()
    {
        var text = new StringBuilder(Books.Text("{P}"));
        for (var i = 0; i < 50; i++)
            text = new StringBuilder(Books.Group(text.ToString()));
        var (_, items) = await Books.OpenAsync(Books.Parameters("""{"name": "P", "type": 1, "value": "deep"}""") + "," + text);
        Assert.Contains(items.Flat(), item => item is EvaluatedText { Markdown: "deep" });
    }

    [Fact]
    public async Task A_workbook_that_is_none_has_no_items()
    {
        using var session = new WorkbookSession(WorkbookDocument.Read(new SourceText("[", "w.json")), new FakeData());
        Assert.Empty(await session.EvaluateAsync(TestContext.Current.CancellationToken));
    }
}
