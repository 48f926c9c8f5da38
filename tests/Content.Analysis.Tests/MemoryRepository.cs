using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Tests;

/// <summary>A content repository in memory.</summary>
internal sealed class MemoryRepository
{
    private readonly MemoryFiles _files = new();

    public MemoryRepository() => Add("sentinel-content.yaml", "version: 1\ncontent: [detections]\n");

    public MemoryRepository Add(string path, string text)
    {
        _files[path] = text;
        return this;
    }

    public MemoryFiles Files => _files;

    public ContentRepository Load() => ContentRepository.Load(_files);

    public ValidationResult Validate(Func<ContentItem, bool>? includes = null) => ContentValidator.Validate(Load(), includes);

    /// <summary>A rule that nothing is wrong with, with a piece replaced.</summary>
    public static string Rule(string piece = "", string replacement = "")
    {
        const string Text = """
            id: 0b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f
            kind: Scheduled
            name: Sign-ins from many addresses
            description: Many addresses for one user.
            severity: Medium
            requiredDataConnectors: []
            queryFrequency: 1h
            queryPeriod: 1d
            triggerOperator: gt
            triggerThreshold: 0
            tactics:
              - InitialAccess
            relevantTechniques:
              - T1078
            query: |
              SigninLogs
              | where ResultType == "0"
              | summarize TimeGenerated = max(TimeGenerated), Addresses = dcount(IPAddress) by UserPrincipalName, Severity = "High"
              | where Addresses > 3
            entityMappings:
              - entityType: Account
                fieldMappings:
                  - identifier: FullName
                    columnName: UserPrincipalName
            customDetails:
              Addresses: Addresses
            alertDetailsOverride:
              alertDisplayNameFormat: '{{UserPrincipalName}} from {{Addresses}} addresses'
              alertSeverityColumnName: Severity
            version: 1.0.0

            """;
        if (piece.Length > 0)
            Assert.Contains(piece, Text, StringComparison.Ordinal);
        return piece.Length == 0 ? Text : Text.Replace(piece, replacement, StringComparison.Ordinal);
    }

    public static IReadOnlyList<Diagnostic> Findings(string rule) => [.. new MemoryRepository().Add("detections/rules/R.yaml", rule).Validate().Diagnostics];
}
