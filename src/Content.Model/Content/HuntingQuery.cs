using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>A hunting query in the format of the Azure-Sentinel repository.</summary>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
/// <param name="Name">Display name; the file's name when it is missing.</param>
/// <param name="Query">The KQL text.</param>
public sealed record HuntingQuery(SourceText Source, YamlMapping Node, Located<string> Name, Located<string> Query) : ContentItem(Source, Node)
{
    /// <summary>GUID.</summary>
    public Located<string>? Id { get; init; }
    /// <summary>Description as written.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Connectors it needs.</summary>
    public ImmutableArray<RequiredDataConnector> RequiredDataConnectors { get; init; } = [];
    /// <summary>Tactics as Sentinel writes them.</summary>
    public ImmutableArray<Located<string>> Tactics { get; init; } = [];
    /// <summary>Techniques and sub-techniques.</summary>
    public ImmutableArray<Located<string>> RelevantTechniques { get; init; } = [];
    /// <summary>Entities of its rows.</summary>
    public ImmutableArray<EntityMapping> EntityMappings { get; init; } = [];
    /// <summary>Details of its rows.</summary>
    public ImmutableArray<CustomDetail> CustomDetails { get; init; } = [];
    /// <summary>Version, <c>a.b.c</c>.</summary>
    public Located<string>? Version { get; init; }
    /// <summary>Tags.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];
    /// <summary>Metadata of standalone content; deployed as a resource of its own.</summary>
    public ContentMetadata? Metadata { get; init; }
    /// <summary>What it looks for in terms of ATT&amp;CK; null when nothing is said.</summary>
    public AttackMapping? Attack { get; init; }

    /// <summary>The description without wrapping quotes; empty when missing.</summary>
    public string DescriptionText => AnalyticsRule.DescriptionOf(Description);

    /// <inheritdoc/>
    public override string Label => Name.Value;

    /// <inheritdoc/>
    public override Located<string>? ServiceId => Id;

    /// <inheritdoc/>
    public override Located<string>? KqlText => Query;
}
