using System.Buffers;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>What the Azure-Sentinel repository leaves behind where content has moved away: a file that only points elsewhere. Nothing of it is deployed.</summary>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
public sealed record RedirectStub(SourceText Source, YamlMapping Node) : ContentItem(Source, Node)
{
    private static readonly SearchValues<char> AddressEnds = SearchValues.Create(" \t\r\n'\"<>");

    /// <summary>The identifier that the content had here.</summary>
    public Located<string>? Id { get; init; }
    /// <summary>The name that it had here.</summary>
    public Located<string>? Name { get; init; }
    /// <summary>What is said of its new place.</summary>
    public Located<string>? Description { get; init; }

    /// <summary>The address in the description; null when there is none.</summary>
    public string? Target
    {
        get
        {
            var text = Description?.Value ?? "";
            var start = text.IndexOf("http", StringComparison.OrdinalIgnoreCase);
            if (start < 0)
                return null;
            var end = text.AsSpan(start).IndexOfAny(AddressEnds);
            return (end < 0 ? text[start..] : text.Substring(start, end)).TrimEnd('.', ',', ')');
        }
    }

    /// <inheritdoc/>
    public override string Label => Name?.Value ?? FileName;
}
