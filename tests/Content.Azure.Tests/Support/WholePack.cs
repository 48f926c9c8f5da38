namespace Content.Azure.Tests.Support;

/// <summary>A repository with something of every kind, and every field of each kind in use.</summary>
internal static class WholePack
{
    public const string AutomationId = "66666666-6666-4666-8666-666666666666";
    public const string SummaryId = "77777777-7777-4777-8777-777777777777";
    public const string IncidentsId = "88888888-8888-4888-8888-888888888888";

    public static Pack Create() => new Pack()
        .Replace("Refused.yaml", "version: 1.0.0", """
            version: 1.0.0
            metadata:
              source: {kind: Community}
              author: {name: Ann}
              support: {name: Team Blue, tier: Community}
              categories: {domains: [Security - Network], verticals: [Finance]}
            """)
        .Replace("ApprovedApps.yaml", "source: ApprovedApps.csv", "source: ApprovedApps.csv\nlabels: [apps, mobile]\ndefaultDuration: 30d")
        .Replace("AppState_CL.yaml", "retentionInDays: 90", "retentionInDays: 90\ntotalRetentionInDays: 365")
        .Add("content/automation/Close.yaml", $$"""
            id: {{AutomationId}}
            displayName: Close what is approved
            order: 10
            triggeringLogic:
              isEnabled: true
              triggersOn: Incidents
              triggersWhen: Created
              expirationTimeUtc: 2030-01-01T00:00:00Z
              conditions:
                - conditionType: Property
                  conditionProperties: {propertyName: IncidentRelatedAnalyticRuleIds, operator: Contains, propertyValues: [{{Pack.RuleId}}]}
                - conditionType: PropertyArray
                  conditionProperties:
                    arrayType: CustomDetailValues
                    arrayConditionType: AnyItem
                    itemConditions:
                      - conditionType: Property
                        conditionProperties: {propertyName: IncidentCustomDetailsValue, operator: Equals, propertyValues: [com.a]}
            actions:
              - order: 1
                actionType: ModifyProperties
                actionConfiguration:
                  status: Closed
                  severity: Low
                  classification: BenignPositive
                  classificationReason: SuspiciousButExpected
                  classificationComment: Approved.
                  owner: {email: ann@example.org, ownerType: User}
                  labels: [{labelName: approved}]
              - order: 2
                actionType: RunPlaybook
                actionConfiguration: {logicAppResourceId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Logic/workflows/Tell}
              - order: 3
                actionType: AddIncidentTask
                actionConfiguration: {title: Look, description: Twice.}
            """)
        .Add("content/summary/Daily.yaml", $$"""
            id: {{SummaryId}}
            displayName: Refusals a day
            description: Counts.
            requiredDataConnectors: []
            destinationTable: RefusalsDaily_CL
            binSize: 1440
            binDelay: 30
            binStartTime: 2026-01-01T00:00:00Z
            query: AppState_CL | summarize Refusals = count() by AppId
            version: 1.0.0
            """)
        .Add("content/service/Incidents.yaml", $$"""
            id: {{IncidentsId}}
            kind: MicrosoftSecurityIncidentCreation
            name: Incidents of Defender for Endpoint
            description: All of them.
            productFilter: Microsoft Defender Advanced Threat Protection
            severitiesFilter: [High, Medium]
            displayNamesFilter: [malware]
            displayNamesExcludeFilter: [test]
            """)
        .Add("content/service/Fusion.yaml", """
            id: BuiltInFusion
            kind: Fusion
            enabled: true
            alertRuleTemplateName: f71aba3d-28fb-450b-b192-4e76a83015c8
            """);
}
