using Content.Workbooks.Evaluation;

namespace Content.Workbooks.Tests;

public sealed class ParameterEvaluationTests
{
    private const string Letters = """ "jsonData": "[\"a\", \"b\", {\"value\": \"c\", \"label\": \"See\"}]" """;
    private const string Multi = """ "multiSelect": true, "quote": "'", "delimiter": "," """;

    // What a query sees in the place of {P}.
    [Theory]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, "value": "b"}""", "{P}", "b")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, "value": "b"}""", "{p}", "{p}")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, "value": "c"}""", "{P:label}", "See")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, "value": "c"}""", "{P:lable}", "c")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}}""", "{P}", "")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, "value": "gone", "defaultValue": "a"}""", "{P}", "a")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, {{{Multi}}}, "value": ["a", "c"]}""", "{P}", "'a','c'")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, {{{Multi}}}, "value": ["a", "c"]}""", "{P:label}", "a, See")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, {{{Multi}}}, "value": []}""", "dynamic([{P}])", "dynamic([])")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, "multiSelect": true, "quote": "\"", "delimiter": " or ", "value": ["a", "b"]}""", "{P}", "\"a\" or \"b\"")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, {{{Multi}}}, "value": ["value::all"], "typeSettings": {"additionalResourceOptions": ["value::all"]}}""", "{P}", "'a','b','c'")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, {{{Multi}}}, "defaultValue": "value::all", "typeSettings": {"additionalResourceOptions": ["value::all"], "selectAllValue": "*"}}""", "'*' in ({P})", "'*' in ('*')")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, {{{Multi}}}, "value": ["value::all"], "typeSettings": {"selectAllValue": "All"}}""", "'{P:lable}' == 'All'", "'All' == 'All'")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, {{{Multi}}}, "value": ["value::all"], "typeSettings": {"selectAllValue": "[]"}}""", "dynamic({P})", "dynamic([])")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, {{{Multi}}}, "defaultValue": "value::all", "typeSettings": {"additionalResourceOptions": ["value::all"], "selectAllValue": ""}}""", "[{P}]", "[]")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, {{{Multi}}}, "value": ["value::all"], "typeSettings": {"selectAllValue": "*"}}""", "{P:label}", "All")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, "defaultValue": "value::1"}""", "{P}", "a")]
    [InlineData($$$"""{"name": "P", "type": 2, {{{Letters}}}, {{{Multi}}}, "value": ["value::3"], "typeSettings": {"limitSelectTo": 2}}""", "{P}", "'a','b'")]
    [InlineData("""{"name": "P", "type": 10, "jsonData": "[{\"value\": \"x\"}, {\"value\": \"y\", \"selected\": true}]"}""", "{P}", "y")]
    [InlineData("""{"name": "P", "type": 9, "value": ["x", "y"], "quote": "'", "delimiter": ", "}""", "{P}", "'x', 'y'")]
    [InlineData("""{"name": "P", "type": 1, "value": "a b/c"}""", "{P:escape}", "a%20b%2Fc")]
    [InlineData("""{"name": "P", "type": 1, "value": "a\"b"}""", "{P:escapejson}", "a\\\"b")]
    [InlineData("""{"name": "P", "type": 1, "value": "a"}""", "{P:base64}", "YQ==")]
    [InlineData("""{"name": "P", "type": 1, "value": "{\"a\": [{\"b\": 7}]}"}""", "{P:$.a[0].b}", "7")]
    [InlineData("""{"name": "P", "type": 1, "value": "no JSON"}""", "{P:$.a}|", "|")]
    [InlineData("""{"name": "P", "type": 4, "value": {"durationMs": 86400000}}""", "TimeGenerated {P}", "TimeGenerated > ago(1d)")]
    [InlineData("""{"name": "P", "type": 4, "value": {"durationMs": 86400000}}""", "{P:query}|{P:value}|{P:grain}|{P:seconds}|{P:durationISO}", "> ago(1d)|> ago(1d)|30m|86400|PT24H")]
    [InlineData("""{"name": "P", "type": 4, "value": {"durationMs": 86400000}}""", "{P:start}|{P:END}", "datetime(2026-03-01T12:00:00.000Z)|datetime(2026-03-02T12:00:00.000Z)")]
    [InlineData("""{"name": "P", "type": 4, "value": {"durationMs": 86400000}}""", "{P:startISO}|{P:endDateISO}|{P:label}", "2026-03-01T12:00:00.000Z|2026-03-02|Last 24 hours")]
    [InlineData("""{"name": "P", "type": 4, "value": {"durationMs": 3600000, "endTime": "2026-02-01T10:00:00Z"}}""", "{P}", "between (datetime(2026-02-01T09:00:00.000Z) .. datetime(2026-02-01T10:00:00.000Z))")]
    [InlineData("""{"name": "P", "type": 5, "value": "/subscriptions/s1/resourceGroups/g1/providers/Microsoft.X/kind/n1"}""", "{P:name} {P:resourceGroup} {P:subscriptionid} {P:subid} {P:resourceType}", "n1 g1 s1 's1' microsoft.x/kind")]
    [InlineData("""{"name": "P", "type": 5, "typeSettings": {"resourceTypeFilter": {"microsoft.web/sites": true}}}""", "{P:resourceType}", "microsoft.web/sites")]
    [InlineData("""{"name": "P", "type": 6, "typeSettings": {"includeAll": true}}""", "{P}", "/subscriptions/00000000-0000-0000-0000-000000000000")]
    public async Task A_reference_in_a_query_becomes_the_value(string parameter, string query, string expected)
    {
        var data = new FakeData();
        await Books.OpenAsync(Books.Parameters(parameter) + "," + Books.Query("print " + query), data);
        Assert.Equal(["print " + expected], data.Queries);
    }

    [Fact]
    public async Task In_a_text_a_time_range_is_what_people_read()
    {
        var (_, items) = await Books.OpenAsync(Books.Parameters("""{"name": "T", "type": 4, "value": {"durationMs": 86400000}}""") + "," + Books.Text("{T}, from {T:start}, {Unknown}"));
        Assert.Equal("Last 24 hours, from 2026-03-01 12:00, {Unknown}", Assert.IsType<EvaluatedText>(items[1]).Markdown);
    }

    [Fact]
    public async Task A_list_from_a_query_is_value_label_selected_and_group_by_position()
    {
        var data = new FakeData(("Apps", "Id, Shown, Chosen:bool, Kind", [["1", "One", false, "odd"], ["2", "Two", true, "even"], ["2", "Again", true, "even"], [null, "None", true, ""]]));
        var (_, items) = await Books.OpenAsync(Books.Parameters($$$"""{"name": "P", "type": 2, {{{Multi}}}, "query": "Apps", "typeSettings": {"additionalResourceOptions": ["value::all"]}}"""), data);
        var parameter = Assert.Single(Assert.IsType<EvaluatedParameters>(items[0]).Parameters);
        Assert.Equal([new("value::all", "All", null), new("1", "One", "odd"), new("2", "Two", "even")], parameter.Choices);
        Assert.Equal(ParameterValue.Of("2"), parameter.Value);
    }

    [Theory]
    [InlineData("==", "7", "x")]
    [InlineData("==", "7.0", "x")]
    [InlineData("!=", "7", "else")]
    [InlineData(">=", "10", "else")]
    [InlineData("<", "10", "x")]
    [InlineData("contains", "7", "x")]
    [InlineData("startsWith", "8", "else")]
    [InlineData("is Empty", "", "else")]
    [InlineData("isNotNull", "", "x")]
    [InlineData("regex", "^[0-9]$", "x")]
    [InlineData("regex", "(", "else")]
    public async Task The_first_criterion_that_holds_gives_a_text_its_value(string @operator, string right, string expected)
    {
        var criteria = $$$"""[{"criteriaContext": {"operator": "Default", "resultValType": "static", "resultVal": "else"}}, {"criteriaContext": {"leftOperand": "N", "operator": "{{{@operator}}}", "rightValType": "static", "rightVal": "{{{right}}}", "resultValType": "static", "resultVal": "x"}}]""";
        Assert.Equal(ParameterValue.Of(expected), await ValueAsync("""{"name": "N", "type": 1, "value": "7"}""", $$$"""{"name": "P", "type": 1, "criteriaData": {{{criteria}}}}"""));
    }

    [Theory]
    [InlineData("expression", "({N} + 1) * 2 - nothing / 4", "16")]
    [InlineData("expression", "2 + 3 * -{N}", "-19")]
    [InlineData("expression", "1 / 0", "0")]
    [InlineData("param", "N", "7")]
    [InlineData("static", "is {N}", "is 7")]
    public async Task A_criterion_gives_a_text_a_parameter_or_what_it_computes(string kind, string result, string expected)
    {
        var criteria = $$$"""[{"criteriaContext": {"operator": "Default", "resultValType": "{{{kind}}}", "resultVal": "{{{result}}}"}}]""";
        Assert.Equal(ParameterValue.Of(expected), await ValueAsync("""{"name": "N", "type": 1, "value": "7"}""", $$$"""{"name": "P", "type": 1, "criteriaData": {{{criteria}}}}"""));
    }

    [Fact]
    public async Task A_text_with_a_query_is_its_first_cell_and_rules_are_told()
    {
        var data = new FakeData(("Count", "n:long", [[300L], [2L]]));
        var (_, items) = await Books.OpenAsync(Books.Parameters("""{"name": "P", "type": 1, "query": "Count", "typeSettings": {"paramValidationRules": [{"regExp": "^[0-9]{1,2}$", "match": true, "message": "Two digits"}]}}"""), data);
        var parameter = Assert.Single(Assert.IsType<EvaluatedParameters>(items[0]).Parameters);
        Assert.Equal((ParameterValue.Of("300"), "Two digits"), (parameter.Value, parameter.Message));
    }

    [Fact]
    public async Task A_query_waits_for_a_required_parameter_and_runs_once_it_is_set()
    {
        var data = new FakeData();
        var (session, items) = await Books.OpenAsync(Books.Parameters($$$"""{"name": "P", "type": 2, "isRequired": true, {{{Letters}}}}""") + "," + Books.Query("print '{P}'"), data);
        var query = Assert.IsType<EvaluatedQuery>(items[1]);
        Assert.Equal(MessageKind.Waiting, query.MessageKind);
        Assert.Contains("'P'", query.Message, StringComparison.Ordinal);
        Assert.Empty(data.Asked);
        session.SetParameter("P", ParameterValue.Of("b"));
        await session.EvaluateAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["print 'b'"], data.Queries);
        session.SetParameter("P", null);
        Assert.Equal(MessageKind.Waiting, Assert.IsType<EvaluatedQuery>((await session.EvaluateAsync(TestContext.Current.CancellationToken))[1]).MessageKind);
    }

    [Fact]
    public async Task A_changed_parameter_asks_again_only_what_depends_on_it()
    {
        var data = new FakeData();
        var (session, _) = await Books.OpenAsync(Books.Parameters("""{"name": "A", "type": 1, "value": "1"}""", """{"name": "L", "type": 2, "query": "list {A}"}""", """{"name": "M", "type": 2, "query": "other"}""") + "," + Books.Query("one {A}") + "," + Books.Query("two"), data);
        Assert.Equal(4, data.Asked.Count);
        data.Asked.Clear();
        session.SetParameter("A", ParameterValue.Of("2"));
        await session.EvaluateAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["list 2", "one 2"], data.Queries);
        data.Asked.Clear();
        session.SetParameter("A", ParameterValue.Of("1"));
        await session.EvaluateAsync(TestContext.Current.CancellationToken);
        Assert.Empty(data.Asked);
    }

    [Theory]
    [InlineData("""{"timeContext": {"durationMs": 3600000}}""", 1.0)]
    [InlineData("""{"timeContext": {"durationMs": 3600000}, "timeContextFromParameter": "T"}""", 24.0)]
    [InlineData("""{"timeContext": {"durationMs": 0}}""", null)]
    [InlineData("""{"timeContext": {"durationMs": 3600000}, "timeContextFromParameter": "Set"}""", null)]
    [InlineData("{}", null)]
    public async Task The_time_range_of_a_query_is_its_own_or_that_of_a_parameter(string more, double? hours)
    {
        var data = new FakeData();
        await Books.OpenAsync(Books.Parameters("""{"name": "T", "type": 4, "value": {"durationMs": 86400000}}""", """{"name": "Set", "type": 4, "value": {"durationMs": 0}}""") + "," + Books.Query("x", more.Trim('{', '}') is var keys && more == "{}" ? "" : more[1..^1]), data);
        Assert.Equal(hours is null ? null : TimeSpan.FromHours(hours.Value), Assert.Single(data.Asked).Range?.Duration);
    }

    [Fact]
    public async Task A_global_parameter_holds_above_and_outside_of_its_group_and_a_circle_ends()
    {
        var data = new FakeData();
        var (_, items) = await Books.OpenAsync(Books.Query("above {G}") + "," + Books.Group(Books.Parameters("""{"name": "G", "type": 1, "isGlobal": true, "value": "set"}""")) + "," + Books.Parameters(
            """{"name": "X", "type": 1, "isGlobal": true, "criteriaData": [{"criteriaContext": {"operator": "Default", "resultValType": "expression", "resultVal": "{Y} + 1"}}]}""",
            """{"name": "Y", "type": 1, "isGlobal": true, "criteriaData": [{"criteriaContext": {"operator": "Default", "resultValType": "expression", "resultVal": "{X} + 1"}}]}"""), data);
        Assert.Contains("above set", data.Queries);
        Assert.Equal(3, items.Length);
    }

    private static async Task<ParameterValue?> ValueAsync(params string[] parameters)
    {
        var (_, items) = await Books.OpenAsync(Books.Parameters(parameters));
        return Assert.IsType<EvaluatedParameters>(items[0]).Parameters[^1].Value;
    }
}
