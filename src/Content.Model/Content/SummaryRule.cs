using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>A summary rule in the format of the Azure-Sentinel repository: rows of a query over each bin of time go to a table.</summary>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
/// <param name="DisplayName">Display name; the file's name when it is missing.</param>
/// <param name="Query">The KQL text.</param>
public sealed record SummaryRule(SourceText Source, YamlMapping Node, Located<string> DisplayName, Located<string> Query) : ContentItem(Source, Node)
{
    /// <summary>GUID.</summary>
    public Located<string>? Id { get; init; }
    /// <summary>Description as written.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Connectors it needs.</summary>
    public ImmutableArray<RequiredDataConnector> RequiredDataConnectors { get; init; } = [];
    /// <summary>Table that gets the rows.</summary>
    public Located<string>? DestinationTable { get; init; }
    /// <summary>Length of a bin in minutes.</summary>
    public Located<long>? BinSize { get; init; }
    /// <summary>Wait for late events in minutes; null means none is asked for.</summary>
    public Located<long>? BinDelay { get; init; }
    /// <summary>Start of the first bin in UTC; null leaves it to the service.</summary>
    public Located<DateTime>? BinStartTime { get; init; }
    /// <summary>Column that bins are cut by; null means <c>TimeGenerated</c>.</summary>
    public Located<string>? TimeSelector { get; init; }
    /// <summary>Version, <c>a.b.c</c>.</summary>
    public Located<string>? Version { get; init; }
    /// <summary>Tags; not deployed.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];
    /// <summary>Metadata of standalone content; deployed as a resource of its own.</summary>
    public ContentMetadata? Metadata { get; init; }

    /// <summary>The description without wrapping quotes; empty when missing.</summary>
    public string DescriptionText => AnalyticsRule.DescriptionOf(Description);

    /// <inheritdoc/>
    public override string Label => DisplayName.Value;

    /// <inheritdoc/>
    public override Located<string>? ServiceId => Id;

    /// <inheritdoc/>
    public override Located<string>? KqlText => Query;
}
