using System.Text.Json.Nodes;

namespace Content.LanguageServer.Tests;

public sealed class FeatureTests : IDisposable
{
    private readonly ContentFolder _folder = new();
    private readonly LspClient _client;
    private readonly Document _rule;

    public FeatureTests()
    {
        _client = LspClient.Start(_folder.Path);
        _rule = Document.Open(_client, _folder, ContentFolder.Rule);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_broken_column_name_is_found_and_its_fix_repairs_it()
    {
        _rule.Replace("| where Failures >=", "| where Failurs >=");
        var diagnostics = _client.WaitForDiagnostics(_rule.Uri, found => found.Any(one => (string?)one!["code"] == "KQL142"));
        var broken = diagnostics.Single(one => (string?)one!["code"] == "KQL142")!;
        Assert.Equal("Failurs", _rule.TextOf(broken["range"]!));
        Assert.Equal(1, (int)broken["severity"]!);

        var actions = _client.Request("textDocument/codeAction", new JsonObject
        {
            ["textDocument"] = new JsonObject { ["uri"] = _rule.Uri }, ["range"] = broken["range"]!.DeepClone(), ["context"] = new JsonObject { ["diagnostics"] = new JsonArray() },
        })!.AsArray();
        var fix = Assert.Single(actions, action => (string?)action!["title"] == "Change to 'Failures'")!;
        _rule.Apply(fix["edit"]!);
        Assert.Equal(ContentFolder.RuleText, _rule.Text);
        _client.WaitForDiagnostics(_rule.Uri, found => found.All(one => (int)one!["severity"]! > 1));
    }

    [Fact]
    public void Findings_are_those_of_validate_and_come_for_files_that_are_not_open()
    {
        _rule.Replace("kind: Scheduled", "kind: Scheduled\nthresold: 1");
        _client.WaitForDiagnostics(_rule.Uri, found => found.Any(one => _rule.TextOf(one!["range"]!) == "thresold"));
        _rule.Replace("\nthresold: 1", "");

        // A parser that loses a column breaks the rule that calls it.
        var parser = Document.Open(_client, _folder, ContentFolder.Parser);
        parser.Replace("toint(ResultType) >= least", "toint(ResultType) >= least | project-away ResultType");
        var diagnostics = _client.WaitForDiagnostics(_rule.Uri, found => found.Any(one => (string?)one!["code"] == "KQL142"));
        Assert.Contains(diagnostics, one => _rule.TextOf(one!["range"]!) == "ResultType");
        parser.Replace(" | project-away ResultType", "");
        _client.WaitForDiagnostics(_rule.Uri, found => found.All(one => (string?)one!["code"] != "KQL142"));
    }

    [Theory]
    [InlineData("| extend Name = tolower(UserPrin¦cipalName)", "UserPrincipalName", "UserPrincipalName")]
    [InlineData("| where ¦Failures >=", "Failures", "Failures")]
    [InlineData("| where Failures >= thresh¦old", "threshold", "threshold")]
    [InlineData("Refu¦sals(5)", "Refusals", "Refusals")]
    [InlineData("| summ¦arize", "summarize", "summarize")]
    [InlineData("  - entityType: Acc¦ount", "Account", "Account")]
    [InlineData("      - identifier: Na¦me", "FullName", "FullName")]
    [InlineData("        columnName: Na¦me", "Name", "Name")]
    [InlineData("[T10¦78]", "T1078", "T1078")]
    [InlineData("_GetWatchlist('App¦roved')", "Approved", "Approved")]
    [InlineData("severity: Me¦dium", "Medium", "Medium")]
    [InlineData("by N¦ame", "Name", "Name")]
    public void Completion_offers_what_can_stand_at_a_place(string place, string label, string inserted)
    {
        var item = Completion(place).Single(one => (string?)one!["label"] == label)!;
        Assert.Equal(inserted, (string?)item["textEdit"]!["newText"]);
    }

    [Fact]
    public void Completion_in_a_query_that_is_being_written_knows_the_columns_before_the_bar()
    {
        _rule.Replace("| where Failures >= threshold", "| where ");
        var labels = Labels("| where ¦\n");
        Assert.Superset(new HashSet<string> { "Failures", "Name", "TimeGenerated", "threshold", "strlen" }, labels);
        Assert.DoesNotContain("ResultType", labels);
        _rule.Replace("by Name\n  | where \n", "by Name\n  | \n");
        Assert.Superset(new HashSet<string> { "where", "project-away", "mv-expand" }, Labels("by Name\n  | ¦"));
        Assert.DoesNotContain("Failures", Labels("by Name\n  | ¦"));
        _rule.Replace("by Name\n  | \n", "by Name\n  | join kind=inner (Device_CL) on $left.\n");
        Assert.Contains("Failures", Labels("on $left.¦"));
        Assert.DoesNotContain("Device", Labels("on $left.¦"));
    }

    [Fact]
    public void Completion_of_functions_is_a_snippet_with_documentation()
    {
        _rule.Replace("tolower(UserPrincipalName)", "datetime_d");
        var item = Completion("datetime_d¦").Single(one => (string?)one!["label"] == "datetime_diff")!;
        Assert.Equal(2, (int)item["insertTextFormat"]!);
        Assert.StartsWith("datetime_diff(${1:", (string)item["textEdit"]!["newText"]!, StringComparison.Ordinal);
        Assert.Equal("datetime_d", _rule.TextOf(item["textEdit"]!["range"]!));
        Assert.Contains("datetime_diff(", (string)item["documentation"]!["value"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Completion_offers_keys_that_are_not_there_yet_in_a_file_that_cannot_be_read()
    {
        _rule.Replace("version: 1.0.0", "version: 1.0.0\nsuppr");
        var labels = Labels("suppr¦");
        Assert.Equal(["suppressionDuration", "suppressionEnabled"], labels.Order(StringComparer.Ordinal));
        _rule.Replace("    fieldMappings:", "    \n    fieldMappings:");
        Assert.Empty(Labels("entityType: Account\n    ¦"));
        _rule.Replace("      - identifier: Name", "      - ");
        Assert.Equal(["identifier"], Labels("fieldMappings:\n      - ¦").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("| extend Name = tolower(UserPrin¦cipalName)", "(column) UserPrincipalName: string")]
    [InlineData("= to¦lower(", "tolower(")]
    [InlineData("Refu¦sals(5)", "Refusals(least: int = 0)")]
    [InlineData("let thres¦hold = 2", "(let) threshold: long")]
    [InlineData("_GetWatchlist('App¦roved')", "`Reason`: string")]
    [InlineData("| summ¦arize", "Aggregates the rows")]
    [InlineData("tri¦ggerThreshold: 0", "The number of rows to compare with.")]
    [InlineData("[T10¦78]", "Valid Accounts")]
    [InlineData("        columnName: Na¦me", "(column) Name: string")]
    public void Hover_says_what_it_is(string place, string text) => Assert.Contains(text, (string)_rule.At("textDocument/hover", place)!["contents"]!["value"]!, StringComparison.Ordinal);

    [Fact]
    public void Hover_explains_codes()
    {
        _rule.Replace("| where Failures >= threshold", "| where Failures >= threshold // sentinel-content: allow RULE021 -- for the test");
        Assert.Contains("RULE021", (string)_rule.At("textDocument/hover", "allow RULE¦021")!["contents"]!["value"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_help_counts_the_arguments()
    {
        _rule.Replace("tolower(UserPrincipalName)", "replace_string(tolower(UserPrincipalName), 'a', ");
        var help = _rule.At("textDocument/signatureHelp", "replace_string(tolower(UserPrincipalName), 'a', ¦")!;
        Assert.StartsWith("replace_string(", (string)help["signatures"]![0]!["label"]!, StringComparison.Ordinal);
        Assert.Equal(2, (int)help["activeParameter"]!);
        Assert.StartsWith("tolower(", (string)_rule.At("textDocument/signatureHelp", "replace_string(tolower(¦UserPrincipalName")!["signatures"]![0]!["label"]!, StringComparison.Ordinal);
        Assert.Equal("Refusals(least: int = 0)", (string)_rule.At("textDocument/signatureHelp", "Refusals(¦5)")!["signatures"]![0]!["label"]!);
    }

    [Theory]
    [InlineData("Refu¦sals(5)", ContentFolder.Parser, "Refusals")]
    [InlineData("_GetWatchlist('App¦roved')", ContentFolder.Watchlist, "Approved")]
    [InlineData("Failures >= thre¦shold", ContentFolder.Rule, "threshold")]
    [InlineData("        columnName: Na¦me", ContentFolder.Rule, "Name")]
    public void Definition_leads_to_the_declaration(string place, string path, string text)
    {
        var location = Assert.Single(_rule.At("textDocument/definition", place)!.AsArray())!;
        Assert.Equal(_folder.UriOf(path), (string?)location["uri"]);
        var target = path == ContentFolder.Rule ? _rule : Document.Open(_client, _folder, path);
        Assert.Equal(text, target.TextOf(location["range"]!));
    }

    [Fact]
    public void References_are_found_across_files()
    {
        var parser = Document.Open(_client, _folder, ContentFolder.Parser);
        var places = parser.At("textDocument/references", "functionAlias: Refu¦sals", new JsonObject { ["context"] = new JsonObject { ["includeDeclaration"] = true } })!.AsArray();
        Assert.Equal([_folder.UriOf(ContentFolder.Parser), _folder.UriOf(ContentFolder.Rule)], places.Select(place => (string?)place!["uri"]));
        Assert.Equal("Refusals", _rule.TextOf(places[1]!["range"]!));

        var variable = _rule.At("textDocument/references", "let thre¦shold", new JsonObject { ["context"] = new JsonObject { ["includeDeclaration"] = false } })!.AsArray();
        Assert.Equal("threshold", _rule.TextOf(Assert.Single(variable)!["range"]!));

        var table = parser.At("textDocument/references", "  Signin¦Logs\n", new JsonObject { ["context"] = new JsonObject { ["includeDeclaration"] = true } })!.AsArray();
        Assert.Equal([_folder.UriOf(ContentFolder.Parser), _folder.UriOf(ContentFolder.Tests)], table.Select(place => (string?)place!["uri"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_let_name_is_renamed_everywhere_and_only_if_the_query_stays_the_same()
    {
        Assert.Equal("threshold", (string?)_rule.At("textDocument/prepareRename", "Failures >= thresh¦old")!["placeholder"]);
        _rule.Apply(_rule.At("textDocument/rename", "Failures >= thresh¦old", new JsonObject { ["newName"] = "least" })!);
        Assert.Equal(ContentFolder.RuleText.Replace("threshold", "least", StringComparison.Ordinal), _rule.Text);

        // Failures is a column where the variable is used.
        var refused = _client.Ask("textDocument/rename", _rule.Parameters("Failures >= le¦ast", new JsonObject { ["newName"] = "Failures" }));
        Assert.Contains("means something else", (string)refused["error"]!["message"]!, StringComparison.Ordinal);
        var keyword = _client.Ask("textDocument/rename", _rule.Parameters("Failures >= le¦ast", new JsonObject { ["newName"] = "a b" }));
        Assert.Contains("is no name", (string)keyword["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parser_is_renamed_with_all_its_calls()
    {
        var parser = Document.Open(_client, _folder, ContentFolder.Parser);
        var edit = _rule.At("textDocument/rename", "Refu¦sals(5)", new JsonObject { ["newName"] = "FailedSignIns" })!;
        _rule.Apply(edit);
        parser.Apply(edit);
        Assert.Contains("FailedSignIns(5)", _rule.Text, StringComparison.Ordinal);
        Assert.Contains("functionAlias: FailedSignIns\n", parser.Text, StringComparison.Ordinal);
        _client.WaitForDiagnostics(_rule.Uri, found => found.All(one => (int)one!["severity"]! > 1));
    }

    [Fact]
    public void Lenses_carry_the_command_that_runs_the_tests()
    {
        var lens = Assert.Single(_rule.About("textDocument/codeLens")!.AsArray())!;
        Assert.Equal("Run 1 test", (string?)lens["command"]!["title"]);
        var tests = Document.Open(_client, _folder, ContentFolder.Tests);
        var own = Assert.Single(tests.About("textDocument/codeLens")!.AsArray())!;
        Assert.Equal("two failures", tests.TextOf(own["range"]!));
        var arguments = own["command"]!["arguments"]!.AsArray().Select(argument => (string)argument!).ToArray();
        Assert.Equal(["test", Path.Combine(_folder.Path, ContentFolder.Tests), "--case", "two failures", "--root", _folder.Path], arguments);
        Assert.Equal("sentinel-content.run", (string?)own["command"]!["command"]);
    }

    [Fact]
    public void Formatting_is_that_of_fmt()
    {
        _rule.Replace("| extend Name = tolower(UserPrincipalName)", "|extend Name=tolower( UserPrincipalName )");
        foreach (var edit in _rule.About("textDocument/formatting")!.AsArray())
            _rule.Apply(new JsonObject { ["documentChanges"] = new JsonArray(new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = _rule.Uri }, ["edits"] = new JsonArray(edit!.DeepClone()) }) });
        Assert.Contains("| extend Name = tolower(UserPrincipalName)", _rule.Text, StringComparison.Ordinal);
        Assert.Empty(_rule.About("textDocument/formatting")!.AsArray());
    }

    [Fact]
    public void Semantic_tokens_colour_the_query()
    {
        var data = _rule.About("textDocument/semanticTokens/full")!["data"]!.AsArray().Select(number => (int)number!).ToArray();
        string[] types = ["keyword", "function", "variable", "property", "class", "string", "number", "operator", "comment"];
        var lines = _rule.Text.Split('\n');
        var tokens = new List<(string Text, string Type)>();
        int line = 0, column = 0;
        for (var i = 0; i < data.Length; i += 5)
        {
            column = data[i] == 0 ? column + data[i + 1] : data[i + 1];
            line += data[i];
            tokens.Add((lines[line].Substring(column, data[i + 2]), types[data[i + 3]]));
        }

        Assert.Equal(("// Failures of people, not of 𝒮ervices.", "comment"), tokens[0]);
        Assert.Superset(
            new HashSet<(string, string)>
            {
                ("let", "keyword"), ("threshold", "variable"), ("2", "number"), ("'Approved'", "class"), ("Refusals", "function"), ("where", "keyword"), ("UserPrincipalName", "property"),
                ("\"0\"", "string"), ("!in", "keyword"), ("tolower", "function"), ("|", "operator"),
            }, tokens.ToHashSet());
    }

    private JsonArray Completion(string place) => _rule.At("textDocument/completion", place)!["items"]!.AsArray();

    private HashSet<string> Labels(string place) => [.. Completion(place).Select(item => (string)item!["label"]!)];
}
