using System.Text.Json;
using Content.Catalog;
using Content.Diagnostics;
using Content.Workbooks.Validation;

namespace Content.Workbooks.Tests;

public sealed class ValidationTests
{
    private const string Time = """{"name": "Time", "label": "t", "type": 4}""";

    [Theory]
    // A value of each kind makes the query what it is when somebody has chosen.
    [InlineData("SigninLogs | where TimeGenerated {Time} and TimeGenerated > {Time:start} | summarize count() by bin(TimeGenerated, {Time:grain})", Time)]
    [InlineData("SigninLogs | where UserPrincipalName in ({Users}) or '*' in ({Users})", """{"name": "Users", "label": "u", "type": 2, "multiSelect": true, "quote": "'", "delimiter": ",", "query": "SigninLogs | distinct UserPrincipalName"}""")]
    [InlineData("SigninLogs | take {Rows}", """{"name": "Rows", "label": "r", "type": 1}""")]
    [InlineData("SigninLogs {Filter}", """{"name": "Filter", "label": "f", "type": 2, "jsonData": "[{\"value\": \"| take 1\", \"label\": \"one\"}]"}""")]
    [InlineData("{Whole}", """{"name": "Whole", "label": "w", "type": 1}""")]
    [InlineData("print x = dynamic({\"a\": 1}), y = extract(\"a{2}\", 0, \"aa\")", Time)]
    public void A_query_is_bound_with_values_that_its_parameters_have(string query, string parameter) => Assert.Empty(Findings(query, parameter));

    [Fact]
    public void What_is_wrong_with_all_values_is_an_error_at_its_place()
    {
        var finding = Assert.Single(Findings("SigninLogs\n| where UserPrincipalName == '{App}' and Nope == 1", """{"name": "App", "label": "a", "type": 1}"""));
        Assert.Equal(("KQL142", DiagnosticSeverity.Error), (finding.Code, finding.Severity));
        Assert.Equal("Nope", finding.Source!.Content.Substring(finding.Span.Start, finding.Span.Length));
    }

    [Theory]
    [InlineData("NotATableOfOurs | take 1")]
    [InlineData("NotAFunction() | take 1")]
    public void A_source_that_is_not_known_is_a_warning(string query) => Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(Findings(query, Time)).Severity);

    [Theory]
    [InlineData("""{"gridSettings": {"formatters": [{"columnMatch": "Usr", "formatter": 1}]}}""", DiagnosticSeverity.Warning)]
    [InlineData("""{"gridSettings": {"formatters": [{"columnMatch": "GoneLongAgo", "formatter": 1}]}}""", DiagnosticSeverity.Info)]
    [InlineData("""{"gridSettings": {"formatters": [{"columnMatch": "User", "formatter": 7, "formatOptions": {"linkColumn": "Link"}}]}}""", DiagnosticSeverity.Warning)]
    [InlineData("""{"gridSettings": {"sortBy": [{"itemKey": "$gen_bar_Cnt_1"}]}}""", DiagnosticSeverity.Warning)]
    [InlineData("""{"exportedParameters": [{"fieldName": "Host", "parameterName": "App"}]}""", DiagnosticSeverity.Warning)]
    [InlineData("""{"chartSettings": {"yAxis": ["Total"]}}""", DiagnosticSeverity.Warning)]
    [InlineData("""{"gridSettings": {"formatters": [{"columnMatch": "Us.*|Nope", "formatter": 1}], "sortBy": [{"itemKey": "$gen_bar_Count_1"}], "hierarchySettings": {"groupBy": ["$gen_group", "User"]}}, "exportFieldName": "series"}""", null)]
    public void Columns_that_settings_name_are_in_the_result(string settings, DiagnosticSeverity? severity)
    {
        var findings = Findings("SigninLogs | summarize Count = count() by User = UserPrincipalName", """{"name": "App", "label": "a", "type": 4}""", settings);
        if (severity is null)
            Assert.Empty(findings);
        else
            Assert.Equal(("WORKBOOK017", severity.Value), (Assert.Single(findings).Code, findings[0].Severity));
    }

    [Theory]
    [InlineData("SigninLogs | where AppDisplayName == '{Ap}'", """{"name": "App", "label": "a", "type": 4}""", "WORKBOOK012")]
    [InlineData("SigninLogs", """{"name": "App", "label": "a", "type": 2, "jsonData": "[]"}""", "WORKBOOK015")]
    [InlineData("SigninLogs | where AppDisplayName == '{A}'", """{"name": "A", "label": "a", "type": 1, "query": "print '{B}'"}, {"name": "B", "label": "b", "type": 1, "isGlobal": true, "query": "print '{A}'"}""", "WORKBOOK014")]
    [InlineData("SigninLogs | where AppDisplayName == '{A}'", """{"name": "A", "label": "a", "type": 1, "query": "print '{B}'"}, {"name": "B", "label": "b", "type": 1}""", "WORKBOOK013")]
    [InlineData("SigninLogs | where AppDisplayName == '{A}'", """{"name": "A", "label": "", "type": 1}""", "WORKBOOK020")]
    [InlineData("SigninLogs | where Id == '/subscriptions/0f8fad5b-d9cb-469f-a165-70867728950e'", Time, "WORKBOOK018")]
    [InlineData("SigninLogs", """{"name": "A", "label": "a", "type": 12}""", "WORKBOOK010")]
    public void What_is_wrong_with_parameters_and_leaks_has_a_code(string query, string parameters, string code) => Assert.Equal(code, Assert.Single(Findings(query, parameters)).Code);

    [Theory]
    [InlineData("""[{"parameterName": "Tab", "comparison": "isEqualTo", "value": "two"}]""", null)]
    [InlineData("""[{"parameterName": "Tab", "comparison": "isEqualTo", "value": "three"}]""", "never is 'three'")]
    [InlineData("""[{"parameterName": "Nothing", "comparison": "isNotEqualTo"}]""", "'Nothing' is declared")]
    [InlineData("""[{"parameterName": "Nothing", "comparison": "isEqualTo"}]""", null)]
    [InlineData("""[{"parameterName": "Tab", "comparison": "isEqualTo", "value": "one"}, {"parameterName": "Tab", "comparison": "isEqualTo", "value": "two"}]""", "'Tab' is 'one'")]
    [InlineData("""[{"parameterName": "Tab", "comparison": "isEqualTo", "value": "one"}, {"parameterName": "Tab", "comparison": "isNotEqualTo", "value": "one"}]""", "'Tab' is 'one'")]
    public void A_condition_that_can_never_hold_is_found(string conditions, string? message)
    {
        var findings = Validate($$$"""
            {"version": "Notebook/1.0", "items": [
              {"type": 11, "name": "tabs", "content": {"style": "tabs", "links": [{"linkTarget": "parameter", "cellValue": "Tab", "subTarget": "one"}, {"linkTarget": "parameter", "cellValue": "Tab", "subTarget": "two"}]}},
              {"type": 1, "name": "shown", "content": {"json": "x"}, "conditionalVisibilities": {{{conditions}}}}]}
            """);
        if (message is null)
            Assert.Empty(findings);
        else
            Assert.Contains(message, Assert.Single(findings, finding => finding.Code == "WORKBOOK016").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_merge_of_a_step_that_is_not_there_is_found_in_its_JSON()
    {
        var merge = JsonSerializer.Serialize("""{"version": "Merge/1.0", "merges": [{"mergeType": "inner", "leftTable": "left", "rightTable": "rigth"}]}""");
        var json = $$$"""{"version": "Notebook/1.0", "items": [{"type": 3, "name": "left", "content": {"query": "SigninLogs"}}, {"type": 3, "name": "right", "content": {"query": "SigninLogs"}}, {"type": 3, "name": "merged", "content": {"queryType": 7, "query": {{{merge}}}}}]}""";
        var finding = Assert.Single(Validate(json));
        Assert.Equal("WORKBOOK011", finding.Code);
        Assert.Contains("Did you mean 'right'?", finding.Message, StringComparison.Ordinal);
        Assert.Contains("rigth", json.Substring(finding.Span.Start, finding.Span.Length), StringComparison.Ordinal);
    }

    [Fact]
    public void Published_workbooks_have_no_error_but_what_Kusto_Language_says_of_their_queries()
    {
        var corpus = ReferenceFolder.Find("corpus", "workbooks");
        Assert.SkipWhen(corpus is null, "The corpus is not at hand.");
        var files = Directory.GetFiles(corpus!, "*.json", SearchOption.AllDirectories);
        var errors = files.SelectMany(file => Validate(File.ReadAllText(file)).Where(finding => finding.Severity == DiagnosticSeverity.Error).Select(finding => (File: Path.GetFileName(file), finding.Code, Text: $"{Path.GetFileName(file)}{finding.Start}: {finding.Code} {finding.Message}"))).ToArray();
        // count() of something that is no condition, contains of a guid, pivot of an expression, coalesce of types that differ.
        string[] known = ["KQL106", "KQL107", "KQL109", "KQL141"];
        var unknown = errors.Where(error => !known.Contains(error.Code)).Select(error => error.Text).ToArray();
        Assert.True(unknown.Length == 0, string.Join("\n", unknown));
        Assert.True(errors.Length <= 16, string.Join("\n", errors.Select(error => error.Text)));
    }

    private static IReadOnlyList<Diagnostic> Findings(string query, string parameters, string settings = "{}")
    {
        var content = JsonSerializer.Serialize(query);
        var rest = settings == "{}" ? "\"size\": 0}" : settings[1..];
        return Validate($$$"""
            {"version": "Notebook/1.0", "items": [
              {"type": 9, "name": "parameters", "content": {"parameters": [{{{parameters}}}]}},
              {"type": 3, "name": "query", "content": {"query": {{{content}}}, {{{rest}}}}]}
            """);
    }

    private static IReadOnlyList<Diagnostic> Validate(string json) =>
        WorkbookValidator.Validate(WorkbookDocument.Read(new SourceText(json.TrimStart('\uFEFF'), "w.json")), SentinelSchema.Instance, TestContext.Current.CancellationToken);
}
