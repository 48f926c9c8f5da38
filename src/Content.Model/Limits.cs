namespace Content.Model;

/// <summary>Limits of Microsoft Sentinel on a single piece of content (its service limits and the checks of the Azure-Sentinel repository).</summary>
public static class Limits
{
    /// <summary>Characters of a query of a rule.</summary>
    public const int QueryLength = 10_000;
    /// <summary>Characters of a rule's name and of the format of an alert's title.</summary>
    public const int NameLength = 256;
    /// <summary>Characters of a description and of the format of an alert's description.</summary>
    public const int DescriptionLength = 5_000;
    /// <summary>Characters of a rule's version.</summary>
    public const int VersionLength = 20;
    /// <summary>Entity mappings of a rule, those of Sentinel entities included.</summary>
    public const int EntityMappings = 10;
    /// <summary>Identifiers of an entity mapping.</summary>
    public const int FieldMappings = 3;
    /// <summary>Characters of the name of a column that a rule refers to.</summary>
    public const int ColumnNameLength = 500;
    /// <summary>Custom details of a rule.</summary>
    public const int CustomDetails = 20;
    /// <summary>Characters of the key of a custom detail.</summary>
    public const int CustomDetailKeyLength = 20;
    /// <summary>The greatest threshold of a rule.</summary>
    public const int TriggerThreshold = 10_000;
    /// <summary>Characters of a watchlist's alias and name, at least.</summary>
    public const int WatchlistNameMinimum = 3;
    /// <summary>Characters of a watchlist's alias and name, at most.</summary>
    public const int WatchlistNameMaximum = 64;
    /// <summary>Characters of an automation rule's name.</summary>
    public const int AutomationRuleNameLength = 500;
    /// <summary>The greatest order of an automation rule.</summary>
    public const int AutomationRuleOrder = 1_000;
    /// <summary>Actions of an automation rule.</summary>
    public const int AutomationActions = 20;
    /// <summary>Conditions of an automation rule.</summary>
    public const int AutomationConditions = 50;
    /// <summary>Conditions inside an array or Boolean condition.</summary>
    public const int AutomationInnerConditions = 10;
    /// <summary>Columns of a custom table.</summary>
    public const int TableColumns = 500;
    /// <summary>Characters of a custom column's name.</summary>
    public const int TableColumnNameLength = 45;

    /// <summary>Rows that one template of a test makes at most; a limit of ours.</summary>
    public const int GeneratedRows = 100_000;
    /// <summary>Cases that one matrix of a test makes at most; a limit of ours.</summary>
    public const int MatrixCases = 256;
}
