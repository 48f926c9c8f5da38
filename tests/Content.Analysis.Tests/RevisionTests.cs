using Content.Analysis.Revisions;
using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Tests;

public sealed class RevisionTests
{
    private const string Parser = """
        id: 2b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f
        Function:
          Title: Failures
          Version: '1.0.0'
          LastUpdated: 2026-01-01
        FunctionName: Failures
        FunctionAlias: Failures
        FunctionQuery: |
          SigninLogs | where ResultType != "0" | project TimeGenerated, UserPrincipalName, IPAddress

        """;

    public static TheoryData<string, string, string, string> Changes => new()
    {
        // Spelled differently, the same.
        { "queryFrequency: 1h", "queryFrequency: PT60M", "", "" },
        { "triggerOperator: gt", "triggerOperator: GreaterThan", "", "" },
        { "severity: Medium", "severity: 'medium'", "", "" },
        { "  | where Addresses > 3", "  // more than a few\n  |   where Addresses>3", "", "" },
        { "name: Sign-ins from many addresses\ndescription: Many addresses for one user.", "description: Many addresses for one user. # see below\nname: \"Sign-ins from many addresses\"", "", "" },
        // Texts.
        { "name: Sign-ins from many addresses", "name: Sign-ins from Many addresses", "1.0.1", "name" },
        { "description: Many addresses for one user.", "description: Many addresses.", "1.0.1", "description" },
        { "requiredDataConnectors: []", "requiredDataConnectors: [{connectorId: AzureActiveDirectory, dataTypes: [SigninLogs]}]", "1.0.1", "requiredDataConnectors" },
        // What it does.
        { "Addresses > 3", "Addresses > 4", "1.1.0", "query" },
        { "Addresses > 3", "Addresses >= 3", "1.1.0", "query" },
        { "\"High\"", "\"high\"", "1.1.0", "query" },
        { "queryPeriod: 1d", "queryPeriod: 2d", "1.1.0", "queryPeriod" },
        { "severity: Medium", "severity: High", "1.1.0", "severity" },
        { "triggerThreshold: 0", "triggerThreshold: 1", "1.1.0", "triggerThreshold" },
        { "triggerOperator: gt", "triggerOperator: ne", "1.1.0", "triggerOperator" },
        { "  - T1078", "  - T1078.004", "1.1.0", "relevantTechniques" },
        { "customDetails:\n", "customDetails:\n  User: UserPrincipalName\n", "1.1.0", "customDetails" },
        { "columnName: UserPrincipalName", "columnName: Addresses", "1.1.0", "entityMappings" },
        { "severity: Medium", "severity: Medium\nsuppressionEnabled: true", "1.1.0", "suppressionEnabled" },
        // What others rely on.
        { "kind: Scheduled", "kind: NRT", "2.0.0", "kind" },
        { "identifier: FullName", "identifier: Name", "2.0.0", "entityMappings" },
        { "customDetails:\n  Addresses: Addresses", "customDetails:\n  Count: Addresses", "2.0.0", "customDetails" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_asks_for_the_version_that_it_is_worth(string piece, string replacement, string version, string key)
    {
        var findings = Compare(MemoryRepository.Rule(), MemoryRepository.Rule(piece, replacement));
        if (version.Length == 0)
        {
            Assert.Empty(findings);
            return;
        }

        var finding = Assert.Single(findings);
        Assert.Equal((RevisionCodes.NotBumped, DiagnosticSeverity.Error), (finding.Code, finding.Severity));
        Assert.StartsWith(key + " ", finding.Message, StringComparison.Ordinal);
        Assert.Contains(version, finding.Help, StringComparison.Ordinal);

        // With that version, or a greater one, all is well; the fix writes it.
        Assert.Empty(Compare(MemoryRepository.Rule(), Raised(piece, replacement, version)));
        Assert.Empty(Compare(MemoryRepository.Rule(), Raised(piece, replacement, "3.0.0")));
        var after = finding.Source!.Content;
        var edit = Assert.Single(finding.Fix!.Edits);
        Assert.Equal(Raised(piece, replacement, version), after[..edit.Span.Start] + edit.NewText + after[edit.Span.End..]);
    }

    private static string Raised(string piece, string replacement, string version) =>
        MemoryRepository.Rule(piece, replacement).Replace("version: 1.0.0", "version: " + version, StringComparison.Ordinal);

    [Fact]
    public void A_smaller_step_than_the_change_asks_for_is_a_warning()
    {
        var finding = Assert.Single(Compare(MemoryRepository.Rule(), Raised("Addresses > 3", "Addresses > 4", "1.0.1")));
        Assert.Equal((RevisionCodes.BumpTooSmall, DiagnosticSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains("1.1.0", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_down_is_an_error_and_one_for_nothing_a_remark()
    {
        Assert.Equal(RevisionCodes.Lowered, Assert.Single(Compare(MemoryRepository.Rule(), MemoryRepository.Rule("version: 1.0.0", "version: 0.9.0"))).Code);
        Assert.Equal(RevisionCodes.NeedlessBump, Assert.Single(Compare(MemoryRepository.Rule(), MemoryRepository.Rule("version: 1.0.0", "version: 1.0.1"))).Code);
    }

    [Fact]
    public void A_new_id_in_the_old_file_is_an_error_at_the_id()
    {
        var finding = Assert.Single(Compare(MemoryRepository.Rule(), MemoryRepository.Rule("0b1e5f5e", "1b1e5f5e")));
        Assert.Equal((RevisionCodes.IdChanged, new LinePosition(1, 5)), (finding.Code, finding.Start));
        Assert.Contains("0b1e5f5e", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_moved_file_is_the_same_rule_and_a_removed_one_is_told()
    {
        Assert.Empty(RevisionComparison.Compare(Load(("detections/a/R.yaml", MemoryRepository.Rule())), Load(("detections/b/S.yaml", MemoryRepository.Rule()))));
        var gone = Assert.Single(RevisionComparison.Compare(Load(("detections/a/R.yaml", MemoryRepository.Rule())), Load()));
        Assert.Equal((RevisionCodes.Removed, DiagnosticSeverity.Info, "detections/a/R.yaml"), (gone.Code, gone.Severity, gone.Path));
    }

    [Theory]
    [InlineData("| where ResultType != \"0\"", "| where ResultType != \"0\" and isnotempty(IPAddress)", "1.1.0")]
    [InlineData(", IPAddress", ", IPAddress, Location", "1.1.0")]
    [InlineData(", IPAddress", "", "2.0.0")]
    [InlineData(", IPAddress", ", IPAddress = parse_json(IPAddress)", "2.0.0")]
    [InlineData("FunctionAlias: Failures\n", "FunctionAlias: Failures\nFunctionParameters: \"user:string=''\"\n", "1.1.0")]
    [InlineData("FunctionAlias: Failures\n", "FunctionAlias: Failures\nFunctionParameters: \"user:string\"\n", "2.0.0")]
    [InlineData("LastUpdated: 2026-01-01", "LastUpdated: 2026-02-01", "")]
    [InlineData("Title: Failures", "Title: Failed sign-ins", "1.0.1")]
    public void Callers_of_a_function_rely_on_its_columns_and_parameters(string piece, string replacement, string version)
    {
        Assert.Contains(piece, Parser, StringComparison.Ordinal);
        var findings = RevisionComparison.Compare(Load(("detections/F.yaml", Parser)), Load(("detections/F.yaml", Parser.Replace(piece, replacement, StringComparison.Ordinal))));
        if (version.Length == 0)
            Assert.Empty(findings);
        else
            Assert.Contains(version, Assert.Single(findings).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Diagnostic> Compare(string before, string after) => RevisionComparison.Compare(Load(("detections/R.yaml", before)), Load(("detections/R.yaml", after)));

    private static ContentRepository Load(params (string Path, string Text)[] files)
    {
        var repository = new MemoryRepository();
        foreach (var (path, text) in files)
            repository.Add(path, text);
        return repository.Load();
    }
}
