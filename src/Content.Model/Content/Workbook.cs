using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>A workbook: a YAML header and the gallery JSON.</summary>
/// <param name="Source">The YAML file.</param>
/// <param name="Node">Its root.</param>
/// <param name="Name">Display name; the folder's name when it is missing.</param>
public sealed record Workbook(SourceText Source, YamlMapping Node, Located<string> Name) : ContentItem(Source, Node)
{
    /// <summary>GUID; the name of the resource.</summary>
    public Located<string>? Id { get; init; }
    /// <summary>Description.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Category; null means <c>sentinel</c>.</summary>
    public Located<string>? Category { get; init; }
    /// <summary>Version.</summary>
    public Located<string>? Version { get; init; }
    /// <summary>The JSON file as the header names it.</summary>
    public Located<string>? File { get; init; }
    /// <summary>The gallery JSON; null when the file cannot be read or is no JSON.</summary>
    public SourceText? Json { get; init; }

    /// <inheritdoc/>
    public override string Label => Name.Value;
}
