using Content.Model;

namespace Content.Azure.Tests.Support;

/// <summary>A small repository whose files a test changes one by one.</summary>
internal sealed class Pack
{
    public const string RuleId = "11111111-1111-4111-8111-111111111111";
    public const string NrtId = "22222222-2222-4222-8222-222222222222";
    public const string FunctionId = "33333333-3333-4333-8333-333333333333";
    public const string WorkbookId = "44444444-4444-4444-8444-444444444444";
    public const string HuntingId = "55555555-5555-4555-8555-555555555555";

    private readonly Dictionary<string, string> _files = new()
    {
        ["sentinel-content.yaml"] = "version: 1\ncontent: [content]\n",
        ["content/rules/Refused.yaml"] = $$$"""
            id: {{{RuleId}}}
            kind: Scheduled
            name: Refused inspection
            description: |
              'Apps that refuse inspection.'
            severity: Medium
            requiredDataConnectors: []
            queryFrequency: 1h
            queryPeriod: 1d
            triggerOperator: gt
            triggerThreshold: 0
            tactics: [CommandAndControl, DefenseEvasion]
            relevantTechniques: [T1573, T1562.001, T1521.003]
            query: |
              AppState_CL
              | where AppId !in (Approved())
              | summarize Refusals = count() by AppId, DeviceName
              | where Refusals > 5
            entityMappings:
              - entityType: Host
                fieldMappings:
                  - {identifier: HostName, columnName: DeviceName}
              - entityType: CloudApplication
                fieldMappings:
                  - {identifier: Name, columnName: AppId}
            customDetails:
              App: AppId
            alertDetailsOverride:
              alertDisplayNameFormat: '{{AppId}} refuses'
            eventGroupingSettings: {aggregationKind: AlertPerResult}
            incidentConfiguration:
              createIncident: true
              groupingConfiguration:
                enabled: true
                reopenClosedIncident: false
                lookbackDuration: 24h
                matchingMethod: Selected
                groupByEntities: [Host, CloudApplication]
            version: 1.0.0
            """,
        ["content/rules/Now.yaml"] = $$"""
            id: {{NrtId}}
            kind: NRT
            name: Refused now
            description: At once.
            severity: High
            requiredDataConnectors: []
            tactics: [Discovery]
            relevantTechniques: [T1046]
            query: AppState_CL | where AppId == "x"
            version: 1.0.0
            """,
        ["content/hunting/Look.yaml"] = $$"""
            id: {{HuntingId}}
            name: Look around
            description: Hunts.
            requiredDataConnectors: []
            tactics: [Discovery]
            relevantTechniques: [T1046]
            query: AppState_CL | take 10
            """,
        ["content/parsers/Approved.yaml"] = $$"""
            id: {{FunctionId}}
            Function: {Title: Approved apps, Version: '1.0.0', LastUpdated: '2026-01-01'}
            Category: Microsoft Sentinel Parser
            FunctionName: Approved
            FunctionAlias: Approved
            FunctionParameters: "days:int=7, platform:string='any one'"
            FunctionQuery: |
              _GetWatchlist('ApprovedApps') | project AppId
            """,
        ["content/watchlists/ApprovedApps.yaml"] = """
            alias: ApprovedApps
            displayName: Approved apps
            description: May pin.
            provider: Custom
            itemsSearchKey: AppId
            source: ApprovedApps.csv
            """,
        ["content/watchlists/ApprovedApps.csv"] = "AppId,Owner,ReviewDate\ncom.a,\"Ann, Team\",2027-01-01\ncom.b,,2027-01-01\ncom.c,Cid,\ncom.d,Dan,2027-01-01\n",
        ["content/tables/AppState_CL.yaml"] = """
            table: AppState_CL
            description: States.
            retentionInDays: 90
            columns:
              - {name: TimeGenerated, type: datetime, description: When}
              - {name: AppId, type: string}
              - {name: DeviceName, type: string}
              - {name: Locked, type: bool}
            """,
        ["content/book/workbook.yaml"] = $$"""
            id: {{WorkbookId}}
            name: Overview
            description: All of it.
            category: sentinel
            version: 1.0.0
            file: workbook.json
            """,
        ["content/book/workbook.json"] = """
            {"version": "Notebook/1.0", "items": [
              {"type": 1, "content": {"json": "# Überblick"}, "name": "title"},
              {"type": 3, "content": {"version": "KqlItem/1.0", "query": "Approved()\n| count", "queryType": 0}, "name": "count"}],
             "fallbackResourceIds": ["/subscriptions/exported"]}
            """,
    };

    public Pack Replace(string file, string old, string now)
    {
        var path = _files.Keys.Single(key => key.EndsWith(file, StringComparison.Ordinal));
        Assert.Contains(old, _files[path]);
        _files[path] = _files[path].Replace(old, now, StringComparison.Ordinal);
        return this;
    }

    public Pack Remove(string file)
    {
        _files.Remove(_files.Keys.Single(key => key.EndsWith(file, StringComparison.Ordinal)));
        return this;
    }

    public Pack Add(string path, string text)
    {
        _files[path] = text;
        return this;
    }

    public MemoryFiles Files => new([.. _files.Select(file => (file.Key, file.Value))]);

    public ContentRepository Load() => Repositories.Load(Files);
}
