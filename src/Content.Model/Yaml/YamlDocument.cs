using System.Collections.Immutable;
using Content.Diagnostics;

namespace Content.Model.Yaml;

/// <summary>A YAML file as a tree with positions.</summary>
/// <param name="Source">The file.</param>
/// <param name="Root">The root of its first document; null when the file is empty or broken from the start.</param>
/// <param name="Diagnostics">What is wrong with it as YAML.</param>
public sealed record YamlDocument(SourceText Source, YamlNode? Root, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>True when the file is no proper YAML; the tree then ends where reading failed.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>A mapping with nothing in it, for a file that has no root yet.</summary>
    internal static YamlMapping Empty(string path) => new(new SourceText("", path), default, null, []);

    /// <summary>Reads a file. Bad YAML gives diagnostics, never an exception.</summary>
    public static YamlDocument Parse(SourceText source) => SimpleYamlReader.Read(source) is { } root ? new YamlDocument(source, root, []) : ParseGeneral(source);

    /// <summary>Reads a file with the general parser.</summary>
    internal static YamlDocument ParseGeneral(SourceText source) => new YamlTreeBuilder(source).Build();
}
