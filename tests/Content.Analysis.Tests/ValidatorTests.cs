using Content.Diagnostics;

namespace Content.Analysis.Tests;

public sealed class ValidatorTests
{
    private const string Parser = """
        id: 1b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f
        Function:
          Title: Failed sign-ins
          Version: 1.0.0
          LastUpdated: 2026-01-01
        Category: Test
        FunctionName: FailedSignins
        FunctionAlias: FailedSignins
        FunctionParameters: "user:string, least:int=3"
        FunctionQuery: |
          SigninLogs
          | where ResultType != "0" and UserPrincipalName == user
          | summarize Count = count() by UserPrincipalName
          | where Count >= least

        """;

    [Fact]
    public void A_parser_is_bound_with_its_parameters()
    {
        var result = new MemoryRepository().Add("detections/parsers/P.yaml", Parser).Validate();
        Assert.DoesNotContain(result.Diagnostics, finding => finding.Severity == DiagnosticSeverity.Error);
        Assert.NotNull(result.QueryOf(result.Repository.Parsers[0]));
    }

    [Fact]
    public void A_mistake_in_a_parser_is_found_in_the_parser()
    {
        var text = Parser.Replace("Count >= least", "Cnt >= least", StringComparison.Ordinal);
        var finding = Assert.Single(new MemoryRepository().Add("detections/parsers/P.yaml", text).Validate().Diagnostics, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal(("detections/parsers/P.yaml", new LinePosition(14, 11)), (finding.Path, finding.Start));
    }

    [Fact]
    public void Findings_come_in_order_of_path_and_place_however_often_it_runs()
    {
        var files = new MemoryRepository();
        for (var i = 0; i < 20; i++)
        {
            files.Add($"detections/rules/R{i:00}.yaml", MemoryRepository.Rule("where ResultType", "where ResultTyp").Replace("0b1e5f5e", $"0b1e5f{i:00}", StringComparison.Ordinal)
                .Replace("name: Sign", $"name: {i:00} Sign", StringComparison.Ordinal).Replace("- T1078", "- T9999", StringComparison.Ordinal));
        }

        var first = files.Validate().Diagnostics.Select(finding => finding.ToString()).ToList();
        Assert.Equal(59, first.Count);
        Assert.Equal(first.Order(StringComparer.Ordinal).Select(text => text[..26]), first.Select(text => text[..26]));
        Assert.Equal(first, files.Validate().Diagnostics.Select(finding => finding.ToString()));
    }

    [Fact]
    public void A_filter_leaves_out_findings_of_other_files()
    {
        var files = new MemoryRepository().Add("detections/rules/A.yaml", MemoryRepository.Rule("- T1078", "- T9999"))
            .Add("detections/rules/B.yaml", MemoryRepository.Rule("> 3", "> 5").Replace("0b1e5f5e", "0b1e5f00", StringComparison.Ordinal).Replace("name: Sign", "name: B sign", StringComparison.Ordinal));
        Assert.Empty(files.Validate(item => item.Path.EndsWith("B.yaml", StringComparison.Ordinal)).Diagnostics);
        Assert.Single(files.Validate(item => item.Path.EndsWith("A.yaml", StringComparison.Ordinal)).Diagnostics);
    }

    [Fact]
    public void A_watchlist_that_the_repository_does_not_have_is_found()
    {
        var text = MemoryRepository.Rule("  SigninLogs\n", "  SigninLogs\n  | where UserPrincipalName !in ((_GetWatchlist('Nobody') | project SearchKey))\n");
        var finding = Assert.Single(MemoryRepository.Findings(text));
        Assert.Contains("Nobody", finding.Message, StringComparison.Ordinal);
        Assert.Equal(17, finding.Start.Line);
    }

    [Fact]
    public void Limits_of_tables_and_watchlists_are_checked()
    {
        var result = new MemoryRepository()
            .Add("detections/tables/Events.yaml", "table: Events\ndescription: x\ncolumns:\n  - {name: TimeGenerated, type: datetime}\n")
            .Add("detections/watchlists/W.yaml", "alias: _W\ndisplayName: W\ndescription: d\nprovider: Custom\nitemsSearchKey: A\nsource: W.csv\n")
            .Add("detections/watchlists/W.csv", "A,B\n1,2\n").Validate();
        Assert.Contains(result.Diagnostics, finding => finding is { Code: "RULE027", Path: "detections/tables/Events.yaml" });
        Assert.Contains(result.Diagnostics, finding => finding is { Code: "RULE026", Path: "detections/watchlists/W.yaml" });
    }

    [Fact]
    public void Codes_are_unique_and_in_order()
    {
        var codes = RuleRegistry.Rules.Select(rule => rule.Code).ToList();
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.All(RuleRegistry.Rules, rule => Assert.EndsWith(".", rule.Summary, StringComparison.Ordinal));
    }
}
