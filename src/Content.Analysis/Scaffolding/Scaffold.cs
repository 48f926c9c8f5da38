using System.Collections.Immutable;
using System.Text;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Analysis.Scaffolding;

/// <summary>A file to be written.</summary>
/// <param name="Name">Name, relative to the folder of the content.</param>
/// <param name="Schema">Name of the JSON Schema that it follows; null when it has none.</param>
/// <param name="Text">Its text.</param>
public sealed record ScaffoldFile(string Name, string? Schema, string Text);

/// <summary>Makes the files with which a piece of content begins: they validate without findings, and their tests pass.</summary>
public sealed class Scaffold
{
    // The number of events in an hour from which the rule alerts.
    private const int Events = 3;

    private readonly string _name;
    private readonly Guid _id;
    private readonly ScaffoldTable? _table;

    /// <param name="name">What people call it.</param>
    /// <param name="id">Its identifier.</param>
    /// <param name="table">The table that it reads; may be null for kinds that read none.</param>
    public Scaffold(string name, Guid id, ScaffoldTable? table)
    {
        _name = name;
        _id = id;
        _table = table;
        FileName = Identifier(name);
    }

    /// <summary>The name as files and functions have it: its words with capitals and without blanks; empty when there is no letter or digit in it.</summary>
    public string FileName { get; }

    /// <summary>The files of a kind, the main one first.</summary>
    public ImmutableArray<ScaffoldFile> Files(ScaffoldKind kind) => kind switch
    {
        _ when kind == ScaffoldKind.Rule => [new(FileName + ".yaml", "analytics-rule", Rule(isNrt: false)), new(FileName + ".tests.yaml", "tests", Tests("t-10m"))],
        _ when kind == ScaffoldKind.NrtRule => [new(FileName + ".yaml", "analytics-rule", Rule(isNrt: true)), new(FileName + ".tests.yaml", "tests", Tests("t-30s"))],
        _ when kind == ScaffoldKind.Hunting => [new(FileName + ".yaml", "hunting-query", Hunting())],
        _ when kind == ScaffoldKind.Parser => [new(FileName + ".yaml", "parser", Parser())],
        _ when kind == ScaffoldKind.Watchlist => [new(FileName + ".yaml", "watchlist", Watchlist()), new(FileName + ".csv", null, "Value,Description\nexample.invalid,Replace this row\n")],
        _ when kind == ScaffoldKind.Automation => [new(FileName + ".yaml", "automation-rule", Automation())],
        _ when kind == ScaffoldKind.Summary => [new(FileName + ".yaml", "summary-rule", Summary()), new(TableName + ".yaml", "custom-table", SummaryTable())],
        _ when kind == ScaffoldKind.Table => [new(TableName + ".yaml", "custom-table", Table())],
        _ => [new(FileName + "/workbook.yaml", "workbook", WorkbookHeader()), new(FileName + "/workbook.json", null, WorkbookBody())],
    };

    private ScaffoldTable Reads => _table ?? throw new InvalidOperationException("This kind of content reads a table.");

    private string TableName => FileName.EndsWith("_CL", StringComparison.Ordinal) ? FileName : FileName + "_CL";

    private string Rule(bool isNrt) => $"""
        id: {_id}
        name: {Text(_name)}
        description: |
          What the rule detects, why it matters and what to do about it.
        severity: Medium
        status: Available
        requiredDataConnectors: []
        {(isNrt ? "" : "queryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\n")}tactics:
          - Impact
        relevantTechniques: []
        query: |
          {Reads.Name}
          | where isnotempty({Reads.Column})
          | summarize TimeGenerated = max(TimeGenerated), Events = count() by {Reads.Column}
          | where Events >= {Events}
        {EntityMappings()}version: 1.0.0
        kind: {(isNrt ? "NRT" : "Scheduled")}

        """;

    private string EntityMappings() => Reads.Entity is null ? "" : $"""
        entityMappings:
          - entityType: {Reads.Entity}
            fieldMappings:
              - identifier: {Reads.Identifier}
                columnName: {Reads.Column}

        """;

    private string Tests(string time)
    {
        var text = new StringBuilder("cases:\n");
        Case("enough events raise an alert", Events, 1);
        Case("fewer events are silent", Events - 1, 0);
        return text.ToString();

        void Case(string name, int rows, int alerts)
        {
            text.Append($"  - name: {name}\n    now: 2026-03-02T12:00:00Z\n    tables:\n      {Reads.Name}:\n");
            for (var i = 0; i < rows; i++)
                text.Append($"        - {{TimeGenerated: {time}, {Reads.Column}: {Reads.Sample}}}\n");
            text.Append($"    expect:\n      alerts: {alerts}\n");
        }
    }

    private string Hunting() => $"""
        id: {_id}
        name: {Text(_name)}
        description: |
          What the query looks for, and what its rows mean.
        requiredDataConnectors: []
        tactics:
          - Impact
        relevantTechniques: []
        query: |
          {Reads.Name}
          | where TimeGenerated > ago(1d)
          | where isnotempty({Reads.Column})
          | summarize LastSeen = max(TimeGenerated), Events = count() by {Reads.Column}
          | sort by Events desc
        {EntityMappings()}version: 1.0.0

        """;

    private string Parser() => $"""
        id: {_id}
        Function:
          Title: {Text(_name)}
          Version: '1.0.0'
        Category: Microsoft Sentinel Parser
        FunctionName: {FileName}
        FunctionAlias: {FileName}
        FunctionQuery: |
          {Reads.Name}
          | project TimeGenerated, {Reads.Column}

        """;

    private string Watchlist() => $"""
        alias: {FileName}
        displayName: {Text(_name)}
        description: What the list holds, and who keeps it.
        provider: Custom
        itemsSearchKey: Value
        source: {FileName}.csv

        """;

    private string Automation() => $"""
        id: {_id}
        displayName: {Text(_name)}
        order: 100
        triggeringLogic:
          isEnabled: true
          triggersOn: Incidents
          triggersWhen: Created
        actions:
          - order: 1
            actionType: AddIncidentTask
            actionConfiguration:
              title: What to do first
              description: How to do it.

        """;

    private string Summary() => $"""
        id: {_id}
        displayName: {Text(_name)}
        description: What the summary is for.
        requiredDataConnectors: []
        destinationTable: {TableName}
        query: |
          {Reads.Name}
          | where isnotempty({Reads.Column})
          | summarize Events = count() by {Reads.Column}
        binSize: 60
        version: 1.0.0

        """;

    private string SummaryTable() => $$"""
        table: {{TableName}}
        description: Filled by the summary rule beside it.
        columns:
          - {name: TimeGenerated, type: datetime, description: When the row was written (UTC)}
          - {name: {{Reads.Column}}, type: string, description: What was counted}
          - {name: Events, type: long, description: Number of events}

        """;

    private string Table() => $$"""
        table: {{TableName}}
        description: What a row stands for, and who writes it.
        columns:
          - {name: TimeGenerated, type: datetime, description: When it happened (UTC)}
          - {name: Message, type: string, description: What happened}

        """;

    private string WorkbookHeader() => $"""
        id: {_id}
        name: {Text(_name)}
        description: What the workbook shows, and to whom.
        version: 1.0.0
        file: workbook.json

        """;

    private string WorkbookBody() => $$"""
        {
          "version": "Notebook/1.0",
          "items": [
            {
              "type": 1,
              "content": {
                "json": {{System.Text.Json.Nodes.JsonValue.Create("# " + _name).ToJsonString()}}
              },
              "name": "Title"
            },
            {
              "type": 3,
              "content": {
                "version": "KqlItem/1.0",
                "query": "{{Reads.Name}}\n| summarize Events = count() by bin(TimeGenerated, 1h)",
                "size": 0,
                "timeContext": {
                  "durationMs": 86400000
                },
                "queryType": 0,
                "resourceType": "microsoft.operationalinsights/workspaces",
                "visualization": "timechart"
              },
              "name": "Events"
            }
          ],
          "fallbackResourceIds": [],
          "$schema": "https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json"
        }

        """;

    // Plain where that reads as the same text, in quotes where not.
    private static string Text(string value)
    {
        var plain = YamlDocument.Parse(new SourceText($"k: {value}\n"));
        return plain.Diagnostics.IsEmpty && plain.Root is YamlMapping mapping && mapping.Find("k")?.Value is YamlScalar { Kind: YamlScalarKind.Text } scalar && scalar.Value == value && scalar.Span.Length == value.Length
            ? value
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static string Identifier(string name)
    {
        var result = new StringBuilder(name.Length);
        var begins = true;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                begins = true;
                continue;
            }

            if (result.Length == 0 && char.IsAsciiDigit(c))
                result.Append('_');
            result.Append(begins ? char.ToUpperInvariant(c) : c);
            begins = false;
        }

        return result.ToString();
    }
}
