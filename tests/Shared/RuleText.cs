namespace Content.Tests.Shared;

/// <summary>The YAML of rules that nothing is wrong with.</summary>
internal static class RuleText
{
    /// <summary>A scheduled rule that runs each hour over the last one.</summary>
    public static string Of(string id, string name, string query, string description = "A rule.") => $"""
        id: {id}
        kind: Scheduled
        name: {name}
        description: {description}
        severity: Medium
        requiredDataConnectors: []
        queryFrequency: 1h
        queryPeriod: 1h
        triggerOperator: gt
        triggerThreshold: 0
        tactics: [InitialAccess]
        relevantTechniques: [T1078]
        query: {query}
        version: 1.0.0

        """;
}
