using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>Kinds of analytics rules whose detection is the service's own.</summary>
public enum ServiceRuleKind : byte
{
    /// <summary>Makes incidents from the alerts of a Microsoft product.</summary>
    MicrosoftSecurityIncidentCreation,
    /// <summary>Correlates alerts of many sources into multistage attacks.</summary>
    Fusion,
    /// <summary>Machine learning on behaviour.</summary>
    MLBehaviorAnalytics,
    /// <summary>Matches events with Microsoft's threat intelligence.</summary>
    ThreatIntelligence,
}

/// <summary>An analytics rule without a query: the service detects, the rule only says whether and for what.</summary>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
/// <param name="Kind">What it is.</param>
public sealed record ServiceRule(SourceText Source, YamlMapping Node, Located<ServiceRuleKind> Kind) : ContentItem(Source, Node)
{
    /// <summary>Name of the deployed rule.</summary>
    public Located<string>? Id { get; init; }
    /// <summary>Display name; a Fusion rule has that of its template.</summary>
    public Located<string>? Name { get; init; }
    /// <summary>Description as written.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Whether the rule runs; null means yes.</summary>
    public Located<bool>? Enabled { get; init; }
    /// <summary>GUID of the template.</summary>
    public Located<string>? AlertRuleTemplateName { get; init; }
    /// <summary>Product whose alerts become incidents.</summary>
    public Located<string>? ProductFilter { get; init; }
    /// <summary>Severities that become incidents; empty means all.</summary>
    public ImmutableArray<Located<AlertSeverity>> SeveritiesFilter { get; init; } = [];
    /// <summary>Alert names that become incidents; empty means all.</summary>
    public ImmutableArray<Located<string>> DisplayNamesFilter { get; init; } = [];
    /// <summary>Alert names that do not.</summary>
    public ImmutableArray<Located<string>> DisplayNamesExcludeFilter { get; init; } = [];
    /// <summary>Sources of Fusion, as the API has them; null when nothing is said.</summary>
    public YamlNode? SourceSettings { get; init; }
    /// <summary>Scenarios of Fusion that make no incident, as the API has them; null when nothing is said.</summary>
    public YamlNode? ScenarioExclusionPatterns { get; init; }
    /// <summary>Version, <c>a.b.c</c>.</summary>
    public Located<string>? Version { get; init; }
    /// <summary>Tags; not deployed.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>The description without wrapping quotes; empty when missing.</summary>
    public string DescriptionText => AnalyticsRule.DescriptionOf(Description);

    /// <inheritdoc/>
    public override string Label => Name?.Value ?? Kind.Value.ToString();

    /// <inheritdoc/>
    public override Located<string>? ServiceId => Id;
}
