using System.Collections.Immutable;
using Content.Azure.Resources;
using Content.Diagnostics;

namespace Content.Azure.Import;

/// <summary>What to import.</summary>
public sealed record ImportOptions
{
    /// <summary>Kinds to import; empty for all. Metadata comes along with what it is about.</summary>
    public ImmutableArray<ResourceKind> Kinds { get; init; } = [];

    /// <summary>Words of which one has to stand in the name or id; empty for everything.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>The resources to import, of those that <see cref="Kinds"/> and <see cref="Names"/> let through; null for all.</summary>
    public ImmutableHashSet<ResourceKey>? Keys { get; init; }

    /// <summary>Folder that new files go below, relative to the repository, without slashes at its ends; empty for the repository itself.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Lays a YAML file out before it is written.</summary>
    public Func<SourceText, string> Layout { get; init; } = source => source.Content;

    /// <summary>Writes files anew that the repository has already.</summary>
    public bool Overwrites { get; init; }
}

/// <summary>A file to be written.</summary>
/// <param name="Path">Path in the repository.</param>
/// <param name="Text">Its text.</param>
public sealed record ImportedFile(string Path, string Text);

/// <summary>A resource of the workspace as content.</summary>
/// <param name="Key">The resource.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="Path">Where it is, or would be, in the repository.</param>
public sealed record ImportItem(ResourceKey Key, string DisplayName, string Path)
{
    /// <summary>Files to write, the main one first; empty when there is nothing to write.</summary>
    public ImmutableArray<ImportedFile> Files { get; init; } = [];

    /// <summary>True when the repository has it already and it stays as it is there.</summary>
    public bool Exists { get; init; }

    /// <summary>Why no file can say it; null when one can.</summary>
    public string? Obstacle { get; init; }

    /// <summary>What is worth knowing, such as a setting that no file can say.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>A template of the Content Hub that is no content here.</summary>
/// <param name="Kind">Its kind, for people.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="Package">The solution that it is of.</param>
/// <param name="Obstacle">What is wrong with it; null when nothing is, and it is of a kind that no file can be.</param>
public sealed record SkippedTemplate(string Kind, string DisplayName, string Package, string? Obstacle);

/// <summary>A workspace as content.</summary>
/// <param name="Items">In order of deployment, then by name.</param>
public sealed record ImportResult(ImmutableArray<ImportItem> Items)
{
    /// <summary>Templates that are not among the items.</summary>
    public ImmutableArray<SkippedTemplate> Skipped { get; init; } = [];

    /// <summary>All files to write.</summary>
    public IEnumerable<ImportedFile> Files => Items.SelectMany(item => item.Files);
}
