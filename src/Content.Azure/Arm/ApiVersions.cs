namespace Content.Azure.Arm;

/// <summary>Versions of the REST contracts that requests name, one a resource type.</summary>
internal static class ApiVersions
{
    /// <summary>Analytics rules. A preview version, because only those know NRT rules and sub-techniques.</summary>
    public const string AlertRules = "2025-07-01-preview";

    /// <summary>Watchlists and their items.</summary>
    public const string Watchlists = "2025-09-01";

    /// <summary>Automation rules.</summary>
    public const string AutomationRules = "2025-09-01";

    /// <summary>Packages and templates of the Content Hub.</summary>
    public const string ContentHub = "2025-09-01";

    /// <summary>Metadata of other resources.</summary>
    public const string Metadata = "2025-09-01";

    /// <summary>Summary rules.</summary>
    public const string SummaryRules = "2025-07-01";

    /// <summary>Saved searches: functions and hunting queries.</summary>
    public const string SavedSearches = "2025-07-01";

    /// <summary>Workspaces.</summary>
    public const string Workspaces = "2025-07-01";

    /// <summary>Tables of a workspace.</summary>
    public const string Tables = "2025-07-01";

    /// <summary>Workbooks.</summary>
    public const string Workbooks = "2023-06-01";
}
