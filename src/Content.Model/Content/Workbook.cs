using Content.Diagnostics;
using Content.Model.Json;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>A workbook: a YAML header with the workbook as code, or beside its gallery JSON.</summary>
/// <param name="Source">The YAML file.</param>
/// <param name="Node">Its root.</param>
/// <param name="Name">Display name; the folder's name when it is missing.</param>
public sealed record Workbook(SourceText Source, YamlMapping Node, Located<string> Name) : ContentItem(Source, Node)
{
    /// <summary>Name of the file beside a workbook that holds recorded responses of sources that no offline engine can answer.</summary>
    public const string RecordedFileName = "recorded.yaml";

    /// <summary>GUID; the name of the resource.</summary>
    public Located<string>? Id { get; init; }
    /// <summary>Description.</summary>
    public Located<string>? Description { get; init; }
    /// <summary>Category; null means <c>sentinel</c>.</summary>
    public Located<string>? Category { get; init; }
    /// <summary>Version.</summary>
    public Located<string>? Version { get; init; }
    /// <summary>The JSON file as the header names it; null when the header holds the content.</summary>
    public Located<string>? File { get; init; }
    /// <summary>The workbook, whose values know where they were written: in the JSON file, the header, or a file that it refers to; null when it cannot be read.</summary>
    public JsonElementNode? Root { get; init; }
    /// <summary>The gallery JSON, of an ARM template what it holds, of content in the header what it packs to; null when it cannot be read.</summary>
    public SourceText? Json { get; init; }
    /// <summary>How the gallery JSON is laid out when it is packed.</summary>
    public JsonStyle Style { get; init; } = JsonStyle.Canonical;

    /// <inheritdoc/>
    public override string Label => Name.Value;

    /// <inheritdoc/>
    public override Located<string>? ServiceId => Id;
}
