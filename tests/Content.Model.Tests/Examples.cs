namespace Content.Model.Tests;

/// <summary>A small right file of each kind, by the name of its schema.</summary>
internal static class Examples
{
    public static readonly IReadOnlyDictionary<string, string> ByKind = new Dictionary<string, string>
    {
        ["analytics-rule"] = "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: n\ndescription: d\nseverity: Medium\nqueryFrequency: 00:05:00\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\ntactics: [Impact]\n"
            + "query: T\nentityMappings:\n  - entityType: Host\n    fieldMappings: [{identifier: HostName, columnName: A}]\ncustomDetails:\n  Detail: A\nincidentConfiguration:\n  createIncident: true\nkind: Scheduled\nenabled: true\n",
        ["hunting-query"] = "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: n\ndescription: d\nquery: T\nrelevantTechniques: [T1071]\ntags: [a, {b: c}]\n",
        ["parser"] = "ParserName: vimX\nParserParams:\n  - {Name: a, Type: string, Default: '*'}\nReferences: []\nParserQuery: T\n",
        ["watchlist"] = "alias: Apps\nitemsSearchKey: A\nsource: a.csv\ndefaultDuration: P1D\n",
        ["custom-table"] = "table: T_CL\nplan: Analytics\nretentionInDays: 90\ncolumns:\n  - {name: TimeGenerated, type: datetime}\n",
        ["blind-spots"] = "strategy: DET0646\nblindSpots:\n  - {id: a-b, title: t, effect: e, mitigation: m, tables: [T], rows: [{analytic: AN1725, dataComponent: DC0021, logSource: x}], owner: o, reviewDate: 2027-01-01}\n",
        ["automation-rule"] = "id: 0f8fad5b-d9cb-469f-a165-70867728950e\ndisplayName: d\norder: 10\ntriggeringLogic:\n  isEnabled: true\n  triggersOn: Incidents\n  triggersWhen: Created\n  conditions:\n"
            + "    - conditionType: Boolean\n      conditionProperties:\n        operator: And\n        innerConditions:\n"
            + "          - conditionType: Property\n            conditionProperties: {propertyName: IncidentTitle, operator: Contains, propertyValues: [a]}\n"
            + "          - conditionType: PropertyArrayChanged\n            conditionProperties: {arrayType: Alerts, changeType: Added}\n"
            + "actions:\n  - order: 1\n    actionType: AddIncidentTask\n    actionConfiguration: {title: Ask}\n",
        ["summary-rule"] = "id: 0f8fad5b-d9cb-469f-a165-70867728950e\ndisplayName: d\ndestinationTable: S_CL\nbinSize: 60\nquery: T\n",
        ["service-rule"] = "id: x\nkind: MicrosoftSecurityIncidentCreation\nname: n\nproductFilter: Azure Security Center\nseveritiesFilter: [High]\n",
        ["workbook"] = "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: n\nfile: workbook.json\n",
        ["tests"] = "cases:\n  - name: c\n    now: 2026-03-02T12:00:00Z\n    tables:\n      T: [{A: 1}]\n      U: x.ndjson\n      V: {file: x.csv, rows: [{B: [1]}]}\n      W:\n    expect:\n      alerts: 1\n      rows: [{A: x}]\n"
            + "      entities: [{type: Host, HostName: a}]\n",
        ["sentinel-content"] = "version: 1\ncontent: [a]\nenvironments:\n  e:\n    subscription: 0f8fad5b-d9cb-469f-a165-70867728950e\n    resourceGroup: r\n    workspace: w\n    cloud: public\n",
    };
}
