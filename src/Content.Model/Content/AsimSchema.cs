using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>A field of an ASIM schema or entity.</summary>
/// <param name="Name">Its name; <c>&lt;&lt;Role&gt;&gt;</c> stands for the role of the entity.</param>
/// <param name="Type">KQL type as written.</param>
/// <param name="Class">How much it is needed, as written.</param>
/// <param name="Description">What it holds.</param>
public sealed record AsimField(Located<string> Name, Located<string>? Type, Located<string>? Class, Located<string>? Description);

/// <summary>A description of an ASIM schema or of a part of one, as the Azure-Sentinel repository keeps them beside its parsers. Nothing of it is deployed.</summary>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
/// <param name="Fields">Its own fields, without those of included files.</param>
public sealed record AsimSchema(SourceText Source, YamlMapping Node, ImmutableArray<AsimField> Fields) : ContentItem(Source, Node)
{
    /// <summary>Name of the schema; null for a part that schemas include.</summary>
    public Located<string>? Name { get; init; }
    /// <summary>Version of the schema.</summary>
    public Located<string>? Version { get; init; }

    /// <inheritdoc/>
    public override string Label => Name?.Value ?? FileName;
}
