using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>Something that a content repository holds in a YAML file of its own.</summary>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
public abstract record ContentItem(SourceText Source, YamlMapping Node)
{
    /// <summary>Path in the repository, with forward slashes.</summary>
    public string Path => Source.Path ?? "";

    /// <summary>Path of its folder in the repository, with forward slashes; empty for the root.</summary>
    public string Folder => Path.LastIndexOf('/') is var slash and >= 0 ? Path[..slash] : "";

    /// <summary>Name of the file.</summary>
    public string FileName => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Who looks after it; null when the file says nothing.</summary>
    public Ownership? Ownership { get; init; }
    /// <summary>What people call it: its display name, alias or, for want of one, the name of the file.</summary>
    public virtual string Label => FileName;

    /// <summary>The id by which the service tells it from others of all kinds; null for want of one, and for what goes by a name.</summary>
    public virtual Located<string>? ServiceId => null;

    /// <summary>The KQL text that it runs or, as a function, stands for; null when there is none.</summary>
    public virtual Located<string>? KqlText => null;
}
