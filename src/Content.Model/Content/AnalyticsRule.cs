using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>Kinds of analytics rules that are read.</summary>
public enum RuleKind : byte
{
    /// <summary>Runs on a schedule.</summary>
    Scheduled,
    /// <summary>Near real time: runs every minute.</summary>
    Nrt,
}

/// <summary>Severity of an alert.</summary>
public enum AlertSeverity : byte
{
    /// <summary>Informational.</summary>
    Informational,
    /// <summary>Low.</summary>
    Low,
    /// <summary>Medium.</summary>
    Medium,
    /// <summary>High.</summary>
    High,
}

/// <summary>How the number of result rows is compared with the threshold.</summary>
public enum TriggerOperator : byte
{
    /// <summary>More rows than the threshold.</summary>
    GreaterThan,
    /// <summary>Fewer rows than the threshold.</summary>
    LessThan,
    /// <summary>Exactly as many.</summary>
    Equal,
    /// <summary>Not as many.</summary>
    NotEqual,
}

/// <summary>How result rows become alerts.</summary>
public enum EventGrouping : byte
{
    /// <summary>One alert for all rows of a run.</summary>
    SingleAlert,
    /// <summary>One alert a row.</summary>
    AlertPerResult,
}

/// <summary>Which alerts go into one incident.</summary>
public enum MatchingMethod : byte
{
    /// <summary>Those with the same entities.</summary>
    AllEntities,
    /// <summary>All of the rule.</summary>
    AnyAlert,
    /// <summary>Those alike in the selected entities, details and custom details.</summary>
    Selected,
}

/// <summary>A data connector that a rule needs.</summary>
/// <param name="ConnectorId">Identifier of the connector; null when missing.</param>
/// <param name="DataTypes">Tables it has to fill.</param>
public sealed record RequiredDataConnector(Located<string>? ConnectorId, ImmutableArray<Located<string>> DataTypes);

/// <summary>One identifier of an entity and the column that holds it.</summary>
/// <param name="Identifier">Such as <c>HostName</c>.</param>
/// <param name="ColumnName">Column of the query's result.</param>
public sealed record FieldMapping(Located<string> Identifier, Located<string> ColumnName);

/// <summary>How an entity is made of result columns.</summary>
/// <param name="EntityType">Such as <c>Host</c>.</param>
/// <param name="FieldMappings">Its identifiers.</param>
public sealed record EntityMapping(Located<string> EntityType, ImmutableArray<FieldMapping> FieldMappings);

/// <summary>A detail that alerts carry.</summary>
/// <param name="Key">Its name in the alert.</param>
/// <param name="ColumnName">Column of the query's result.</param>
public sealed record CustomDetail(Located<string> Key, Located<string> ColumnName);

/// <summary>A property of the alert that a column overrides.</summary>
/// <param name="AlertProperty">Name of the property.</param>
/// <param name="Value">Column of the query's result.</param>
public sealed record AlertDynamicProperty(Located<string> AlertProperty, Located<string> Value);

/// <summary>What of an alert comes from the query's result.</summary>
public sealed record AlertDetailsOverride
{
    /// <summary>Title with <c>{{Column}}</c> placeholders.</summary>
    public Located<string>? AlertDisplayNameFormat { get; init; }
    /// <summary>Description with <c>{{Column}}</c> placeholders.</summary>
    public Located<string>? AlertDescriptionFormat { get; init; }
    /// <summary>Column with the severity.</summary>
    public Located<string>? AlertSeverityColumnName { get; init; }
    /// <summary>Column with the tactics.</summary>
    public Located<string>? AlertTacticsColumnName { get; init; }
    /// <summary>Further properties.</summary>
    public ImmutableArray<AlertDynamicProperty> AlertDynamicProperties { get; init; } = [];
}

/// <summary>How alerts are grouped into incidents.</summary>
public sealed record GroupingConfiguration
{
    /// <summary>Whether they are grouped at all.</summary>
    public Located<bool>? Enabled { get; init; }
    /// <summary>Whether a closed incident is opened again.</summary>
    public Located<bool>? ReopenClosedIncident { get; init; }
    /// <summary>How far back an incident may lie.</summary>
    public Located<TimeSpan>? LookbackDuration { get; init; }
    /// <summary>Which alerts belong together.</summary>
    public Located<MatchingMethod>? MatchingMethod { get; init; }
    /// <summary>Entity types to compare.</summary>
    public ImmutableArray<Located<string>> GroupByEntities { get; init; } = [];
    /// <summary>Alert details to compare: <c>DisplayName</c>, <c>Severity</c>.</summary>
    public ImmutableArray<Located<string>> GroupByAlertDetails { get; init; } = [];
    /// <summary>Custom details to compare.</summary>
    public ImmutableArray<Located<string>> GroupByCustomDetails { get; init; } = [];
}

/// <summary>Whether and how alerts make incidents.</summary>
public sealed record IncidentConfiguration
{
    /// <summary>Whether an alert makes an incident.</summary>
    public Located<bool>? CreateIncident { get; init; }
    /// <summary>How alerts are grouped; null when nothing is said.</summary>
    public GroupingConfiguration? Grouping { get; init; }
}

/// <summary>What a rule is in terms of ATT&amp;CK detection strategies; an optional key of ours.</summary>
public sealed record AttackMapping
{
    /// <summary>Detection strategy, such as <c>DET0646</c>.</summary>
    public Located<string>? Strategy { get; init; }
    /// <summary>Analytic of the strategy, such as <c>AN1725</c>.</summary>
    public Located<string>? Analytic { get; init; }
    /// <summary>Technique, such as <c>T1521.003</c>.</summary>
    public Located<string>? Technique { get; init; }
    /// <summary>Data components that the rule looks at.</summary>
    public ImmutableArray<Located<string>> DataComponents { get; init; } = [];
    /// <summary>Log sources that the rule reads.</summary>
    public ImmutableArray<Located<string>> LogSources { get; init; } = [];
}

/// <summary>Where standalone content comes from and who supports it.</summary>
/// <param name="Node">Where it stands.</param>
public sealed record ContentMetadata(YamlMapping Node)
{
    /// <summary>Kind of the source: <c>Community</c>, <c>Solution</c>, ….</summary>
    public Located<string>? SourceKind { get; init; }
    /// <summary>Who wrote it.</summary>
    public Located<string>? Author { get; init; }
    /// <summary>Who supports it.</summary>
    public Located<string>? Support { get; init; }
    /// <summary>Tier of the support: <c>Microsoft</c>, <c>Partner</c>, <c>Community</c>.</summary>
    public Located<string>? SupportTier { get; init; }
    /// <summary>What it is about.</summary>
    public ImmutableArray<Located<string>> Domains { get; init; } = [];
    /// <summary>Industries that it is for.</summary>
    public ImmutableArray<Located<string>> Verticals { get; init; } = [];
}

/// <summary>A tag: a word, or a name with a value.</summary>
/// <param name="Key">The name; null for a word.</param>
/// <param name="Value">The value or the word.</param>
public sealed record Tag(Located<string>? Key, Located<string> Value);

/// <summary>An analytics rule in the format of the Azure-Sentinel repository with our optional keys.</summary>
/// <remarks>A field that is missing or wrong is null; a diagnostic says so.</remarks>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
/// <param name="Kind">Scheduled or NRT.</param>
/// <param name="Name">Display name; the file's name when it is missing.</param>
/// <param name="Query">The KQL text.</param>
public sealed record AnalyticsRule(SourceText Source, YamlMapping Node, Located<RuleKind> Kind, Located<string> Name, Located<string> Query)
    : ContentItem(Source, Node)
{
    /// <summary>GUID; by convention also the name of the resource.</summary>
    public Located<string>? Id { get; init; }
    /// <summary>Description as written; see <see cref="DescriptionText"/>.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Severity of its alerts.</summary>
    public Located<AlertSeverity>? Severity { get; init; }
    /// <summary>Status of the template; not deployed.</summary>
    public Located<string>? Status => Ownership?.Status;
    /// <summary>Connectors it needs.</summary>
    public ImmutableArray<RequiredDataConnector> RequiredDataConnectors { get; init; } = [];
    /// <summary>How often it runs; null for NRT.</summary>
    public Located<TimeSpan>? QueryFrequency { get; init; }
    /// <summary>How far back it looks; null for NRT.</summary>
    public Located<TimeSpan>? QueryPeriod { get; init; }
    /// <summary>How the number of rows is compared; null for NRT.</summary>
    public Located<TriggerOperator>? TriggerOperator { get; init; }
    /// <summary>With what number of rows; null for NRT.</summary>
    public Located<long>? TriggerThreshold { get; init; }
    /// <summary>Tactics as Sentinel writes them.</summary>
    public ImmutableArray<Located<string>> Tactics { get; init; } = [];
    /// <summary>Techniques and sub-techniques.</summary>
    public ImmutableArray<Located<string>> RelevantTechniques { get; init; } = [];
    /// <summary>Entities that alerts carry.</summary>
    public ImmutableArray<EntityMapping> EntityMappings { get; init; } = [];
    /// <summary>Columns that hold the entities of other alerts.</summary>
    public ImmutableArray<Located<string>> SentinelEntitiesMappings { get; init; } = [];
    /// <summary>Details that alerts carry.</summary>
    public ImmutableArray<CustomDetail> CustomDetails { get; init; } = [];
    /// <summary>What of an alert comes from the result; null when nothing does.</summary>
    public AlertDetailsOverride? AlertDetailsOverride { get; init; }
    /// <summary>How rows become alerts; null means <see cref="Model.EventGrouping.SingleAlert"/>.</summary>
    public Located<EventGrouping>? EventGrouping { get; init; }
    /// <summary>How alerts become incidents; null when nothing is said.</summary>
    public IncidentConfiguration? IncidentConfiguration { get; init; }
    /// <summary>Whether the rule rests after an alert.</summary>
    public Located<bool>? SuppressionEnabled { get; init; }
    /// <summary>How long it rests.</summary>
    public Located<TimeSpan>? SuppressionDuration { get; init; }
    /// <summary>Version, <c>a.b.c</c>.</summary>
    public Located<string>? Version { get; init; }
    /// <summary>Name of the template that it was made from; null when it was made from none.</summary>
    public Located<string>? AlertRuleTemplateName { get; init; }
    /// <summary>Version of that template.</summary>
    public Located<string>? TemplateVersion { get; init; }
    /// <summary>Tags; not deployed.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];
    /// <summary>Metadata of standalone content; deployed as a resource of its own.</summary>
    public ContentMetadata? Metadata { get; init; }
    /// <summary>Whether the rule runs when it is deployed; null means yes.</summary>
    public Located<bool>? Enabled { get; init; }
    /// <summary>What it detects in terms of ATT&amp;CK; null when nothing is said.</summary>
    public AttackMapping? Attack { get; init; }

    /// <summary>The description without the quotes that many files wrap around the text of a block scalar; empty when missing.</summary>
    public string DescriptionText => DescriptionOf(Description);

    /// <inheritdoc/>
    public override string Label => Name.Value;

    /// <inheritdoc/>
    public override Located<string>? ServiceId => Id;

    /// <inheritdoc/>
    public override Located<string>? KqlText => Query;

    internal static string DescriptionOf(Located<string>? description)
    {
        var text = description?.Value.Trim() ?? "";
        return text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0] ? text[1..^1].Trim() : text;
    }
}
