using System.Text.Json.Nodes;

namespace Content.LanguageServer.Tests;

public sealed class ProtocolTests : IDisposable
{
    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Initialize_says_what_the_server_can_do()
    {
        using var client = new LspClient(_folder.Path, "--stdio");
        var result = client.Hello(_folder.Path);
        Assert.Equal("sentinel-content", (string?)result["serverInfo"]!["name"]);
        var capabilities = result["capabilities"]!;
        Assert.Equal("utf-16", (string?)capabilities["positionEncoding"]);
        Assert.Equal(2, (int)capabilities["textDocumentSync"]!["change"]!);
        foreach (var name in new[] { "completionProvider", "hoverProvider", "signatureHelpProvider", "definitionProvider", "referencesProvider", "codeActionProvider", "codeLensProvider", "renameProvider", "semanticTokensProvider" })
            Assert.NotNull(capabilities[name]);
    }

    [Fact]
    public void Exit_after_shutdown_is_0_and_without_1()
    {
        using (var client = LspClient.Start(_folder.Path))
        {
            client.Request("shutdown", null);
            Assert.Equal(-32600, (int)client.Ask("textDocument/hover", Place())["error"]!["code"]!);
            client.Notify("exit", null);
            Assert.Equal(0, client.WaitForExit());
        }

        using (var client = LspClient.Start(_folder.Path))
        {
            client.Notify("exit", null);
            Assert.Equal(1, client.WaitForExit());
        }

        using (var client = LspClient.Start(_folder.Path))
        {
            client.CloseInput();
            Assert.Equal(1, client.WaitForExit());
            Assert.Equal("", client.Error);
        }
    }

    [Fact]
    public void A_request_before_initialize_and_an_unknown_method_are_errors_and_no_end()
    {
        using var client = new LspClient(_folder.Path);
        Assert.Equal(-32002, (int)client.Ask("textDocument/hover", Place())["error"]!["code"]!);
        client.Hello(_folder.Path);
        Assert.Equal(-32601, (int)client.Ask("textDocument/inventedMethod", new JsonObject())["error"]!["code"]!);
        client.Notify("$/inventedNotification", new JsonObject());
        Assert.Equal(-32600, (int)client.Ask("initialize", new JsonObject())["error"]!["code"]!);
        Assert.Null(client.Request("textDocument/hover", Place()));
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":")]
    [InlineData("[1,2")]
    [InlineData("this is no JSON")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":{\"uri\":\"a\"},\"position\":{\"line\":\"x\"}}}")]
    public void A_message_that_cannot_be_read_is_an_error_and_no_end(string body)
    {
        using var client = LspClient.Start(_folder.Path);
        client.SendBody(body);
        Assert.True((int)client.NextStray()["error"]!["code"]! < 0);
        Assert.Null(client.Request("textDocument/hover", Place()));
    }

    [Fact]
    public void A_document_that_is_broken_in_the_middle_keeps_what_can_be_read()
    {
        using var client = LspClient.Start(_folder.Path);
        var rule = Document.Open(client, _folder, ContentFolder.Rule);
        rule.Replace("tactics: [InitialAccess]", "tactics: [InitialAccess");
        client.WaitForDiagnostics(rule.Uri, found => found.Any(one => ((string)one!["code"]!).StartsWith("YAML", StringComparison.Ordinal)));
        rule.Replace("| extend Name = tolower(UserPrincipalName)", "| extend Name = tolower(");
        Assert.Contains(rule.At("textDocument/completion", "| extend Name = tolower(¦")!["items"]!.AsArray(), item => (string?)item!["label"] == "UserPrincipalName");
        rule.Replace("tolower(", "tolower(UserPrincipalName)");
        rule.Replace("tactics: [InitialAccess", "tactics: [InitialAccess]");
        Assert.Equal(ContentFolder.RuleText, rule.Text);
        client.WaitForDiagnostics(rule.Uri, found => found.All(one => (int)one!["severity"]! > 1));
    }

    [Fact]
    public void Places_are_exact_with_carriage_returns_a_byte_order_mark_and_letters_of_two_units()
    {
        var text = "\uFEFF" + ContentFolder.RuleText.Replace("\n", "\r\n", StringComparison.Ordinal).Replace("\"0\"", "\"𝒮\" and UserPrincipalNam != ''", StringComparison.Ordinal);
        using var client = LspClient.Start(_folder.Path);
        var rule = new Document(client, _folder.UriOf(ContentFolder.Rule), text);
        var found = client.WaitForDiagnostics(rule.Uri, diagnostics => diagnostics.Any(one => (string?)one!["code"] == "KQL142"));
        Assert.Equal("UserPrincipalNam", rule.TextOf(found.First(one => (string?)one!["code"] == "KQL142")!["range"]!));
        Assert.Equal("id", rule.TextOf(rule.At("textDocument/hover", "\uFEFFi¦d: ")!["range"]!));
        Assert.Equal("Failures", rule.TextOf(rule.At("textDocument/hover", "| where Fail¦ures")!["range"]!));
    }

    [Fact]
    public void A_file_that_is_new_on_disk_is_content()
    {
        using var client = LspClient.Start(_folder.Path);
        var rule = Document.Open(client, _folder, ContentFolder.Rule);
        rule.Replace("Refusals(5)", "Other");
        client.WaitForDiagnostics(rule.Uri, found => found.Any(one => rule.TextOf(one!["range"]!) == "Other"));
        _folder.Add("detections/parsers/Other.yaml", File.ReadAllText(Path.Combine(_folder.Path, ContentFolder.Parser)).Replace("Refusals", "Other", StringComparison.Ordinal).Replace("5a1e", "6b1e", StringComparison.Ordinal));
        client.Notify("workspace/didChangeWatchedFiles", new JsonObject
        {
            ["changes"] = new JsonArray(new JsonObject { ["uri"] = _folder.UriOf("detections/parsers/Other.yaml"), ["type"] = 1 }),
        });
        client.WaitForDiagnostics(rule.Uri, found => found.All(one => (int)one!["severity"]! > 1));
    }

    private JsonObject Place() => new()
    {
        ["textDocument"] = new JsonObject { ["uri"] = _folder.UriOf("nothing.yaml") }, ["position"] = new JsonObject { ["line"] = 0, ["character"] = 0 },
    };
}
