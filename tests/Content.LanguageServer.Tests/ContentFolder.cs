using System.Text.Json.Nodes;
using Content.Diagnostics;

namespace Content.LanguageServer.Tests;

/// <summary>A content repository for one test, with a parser, a watchlist, a table of its own, a rule with tests. Its path has blanks and a letter that is not ASCII.</summary>
internal sealed class ContentFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public const string Rule = "detections/rules/Failures.yaml";
    public const string Tests = "detections/rules/Failures.tests.yaml";
    public const string Parser = "detections/parsers/Refusals.yaml";
    public const string Watchlist = "detections/watchlists/Approved.yaml";
    public const string Table = "detections/tables/Device_CL.yaml";

    public const string RuleText = """
        id: 0b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f
        kind: Scheduled
        name: Many failures
        description: Too many.
        severity: Medium
        requiredDataConnectors: []
        queryFrequency: 1h
        queryPeriod: 1h
        triggerOperator: gt
        triggerThreshold: 0
        tactics: [InitialAccess]
        relevantTechniques: [T1078]
        query: |
          // Failures of people, not of 𝒮ervices.
          let threshold = 2;
          let approved = _GetWatchlist('Approved') | project SearchKey;
          Refusals(5)
          | where UserPrincipalName !in (approved) and ResultType != "0"
          | extend Name = tolower(UserPrincipalName)
          | summarize TimeGenerated = max(TimeGenerated), Failures = count() by Name
          | where Failures >= threshold
        entityMappings:
          - entityType: Account
            fieldMappings:
              - identifier: Name
                columnName: Name
        version: 1.0.0

        """;

    public ContentFolder(string? ruleText = null)
    {
        Add("sentinel-content.yaml", "version: 1\ncontent: [detections]\n");
        Add(Rule, ruleText ?? RuleText);
        Add(Tests, """
            cases:
              - name: two failures
                now: 2026-03-02T12:00:00Z
                tables:
                  SigninLogs:
                    - {TimeGenerated: t-10m, UserPrincipalName: mia, ResultType: "50126"}
                    - {TimeGenerated: t-20m, UserPrincipalName: mia, ResultType: "50126"}
                expect:
                  alerts: 1

            """);
        Add(Parser, """
            id: 5a1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e60
            functionAlias: Refusals
            title: Sign-ins that failed
            category: Test
            functionParameters: least:int=0
            query: |
              SigninLogs
              | where strlen(UserPrincipalName) > 0 and toint(ResultType) >= least

            """);
        Add(Watchlist, """
            alias: Approved
            displayName: Approved people
            itemsSearchKey: Person
            source: Approved.csv

            """);
        Add("detections/watchlists/Approved.csv", "Person,Reason\nadele,test\n");
        Add(Table, """
            table: Device_CL
            columns:
              - {name: TimeGenerated, type: datetime}
              - {name: Device, type: string, description: Name of the device.}

            """);
    }

    public string Path => _folder.Path;

    public string UriOf(string path) => new Uri(System.IO.Path.Combine(Path, path)).AbsoluteUri;

    public void Add(string path, string text) => _folder.Add(path, text);

    public void Dispose() => _folder.Dispose();
}

/// <summary>A document in the client: its text and the requests about it.</summary>
internal sealed class Document
{
    private readonly LspClient _client;
    private int _version = 1;

    public Document(LspClient client, string uri, string text)
    {
        _client = client;
        Uri = uri;
        Text = text;
        client.Notify("textDocument/didOpen", new JsonObject
        {
            ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = "yaml", ["version"] = 1, ["text"] = text },
        });
    }

    public string Uri { get; }

    public string Text { get; private set; }

    /// <summary>Opens a file of a folder.</summary>
    public static Document Open(LspClient client, ContentFolder folder, string path) => new(client, folder.UriOf(path), File.ReadAllText(System.IO.Path.Combine(folder.Path, path)));

    /// <summary>Replaces the only occurrence of a text, as an incremental change.</summary>
    public void Replace(string old, string text)
    {
        var at = OffsetOf(old);
        Change(at, old.Length, text);
    }

    public void Change(int start, int length, string text)
    {
        var range = new JsonObject { ["start"] = PositionOf(start), ["end"] = PositionOf(start + length) };
        Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(start + length));
        _client.Notify("textDocument/didChange", new JsonObject
        {
            ["textDocument"] = new JsonObject { ["uri"] = Uri, ["version"] = ++_version },
            ["contentChanges"] = new JsonArray(new JsonObject { ["range"] = range, ["text"] = text }),
        });
    }

    /// <summary>Applies the edits of a workspace edit that are about this document.</summary>
    public void Apply(JsonNode edit)
    {
        var edits = edit["documentChanges"]!.AsArray().Where(change => (string?)change!["textDocument"]!["uri"] == Uri).SelectMany(change => change!["edits"]!.AsArray())
            .Select(one => (Start: OffsetOf(one!["range"]!["start"]!), End: OffsetOf(one["range"]!["end"]!), Text: (string)one["newText"]!)).OrderByDescending(one => one.Start).ToList();
        Assert.NotEmpty(edits);
        foreach (var (start, end, text) in edits)
            Change(start, end - start, text);
    }

    /// <summary>A request about the place in a text that a bar marks: <c>Refu|sals(5)</c>.</summary>
    public JsonNode? At(string method, string marked, JsonObject? more = null) => _client.Request(method, Parameters(marked, more));

    public JsonObject Parameters(string marked, JsonObject? more = null)
    {
        var bar = marked.IndexOf('¦', StringComparison.Ordinal);
        var parameters = more ?? [];
        parameters["textDocument"] = new JsonObject { ["uri"] = Uri };
        parameters["position"] = PositionOf(OffsetOf(marked.Remove(bar, 1)) + bar);
        return parameters;
    }

    public JsonNode? About(string method) => _client.Request(method, new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Uri } });

    /// <summary>The text of a range.</summary>
    public string TextOf(JsonNode range) => Text[OffsetOf(range["start"]!)..OffsetOf(range["end"]!)];

    public int OffsetOf(string text)
    {
        var at = Text.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0 && Text.IndexOf(text, at + 1, StringComparison.Ordinal) < 0, $"'{text}' does not stand in the text exactly once.");
        return at;
    }

    private int OffsetOf(JsonNode position) => new SourceText(Text).GetOffset(new LinePosition((int)position["line"]! + 1, (int)position["character"]! + 1));

    private JsonObject PositionOf(int offset)
    {
        var position = new SourceText(Text).GetPosition(offset);
        return new JsonObject { ["line"] = position.Line - 1, ["character"] = position.Column - 1 };
    }
}
