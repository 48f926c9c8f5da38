using System.Collections.Immutable;
using Content.Diagnostics;

namespace Content.Model.Yaml;

/// <summary>A node of a YAML document with its place in the file.</summary>
public abstract class YamlNode
{
    private protected YamlNode(SourceText source, TextSpan span, string? tag)
    {
        Source = source;
        Span = span;
        Tag = tag;
    }

    /// <summary>The file.</summary>
    public SourceText Source { get; }

    /// <summary>Place in the file, without anchor, tag and trailing line breaks.</summary>
    public TextSpan Span { get; }

    /// <summary>Explicit tag such as <c>!!str</c> in its long form; null when there is none.</summary>
    public string? Tag { get; }

    /// <summary>What the node is, for messages: a mapping, a list, a text, a number, ….</summary>
    public abstract string Description { get; }

    // Number of nodes below and including this one with aliases counted each time, at most int.MaxValue.
    internal int Weight { get; set; } = 1;

    /// <summary>A finding at this node.</summary>
    public Diagnostic Report(string code, DiagnosticSeverity severity, string message, string? help = null) =>
        new(code, severity, message, Span) { Source = Source, Help = help };
}

/// <summary>A key with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; an empty plain scalar when nothing stands behind the colon.</param>
public sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>A mapping; its entries stand in the order of the file.</summary>
public sealed class YamlMapping : YamlNode
{
    internal YamlMapping(SourceText source, TextSpan span, string? tag, ImmutableArray<YamlEntry> entries)
        : base(source, span, tag) => Entries = entries;

    /// <summary>The entries; of repeated keys the first one.</summary>
    public ImmutableArray<YamlEntry> Entries { get; }

    /// <inheritdoc/>
    public override string Description => "a mapping";

    /// <summary>The entry of a key; null when there is none. Case matters.</summary>
    public YamlEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Value == key)
                return entry;
        }

        return null;
    }

    /// <summary>The entry of a key without regard to case, the exact spelling first; null when there is none.</summary>
    public YamlEntry? FindAnyCase(string key)
    {
        if (Find(key) is { } exact)
            return exact;
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Key.Value, key, StringComparison.OrdinalIgnoreCase))
                return entry;
        }

        return null;
    }

    /// <summary>True when there is a key, in any case.</summary>
    public bool Has(string key) => FindAnyCase(key) is not null;
}

/// <summary>A list.</summary>
public sealed class YamlSequence : YamlNode
{
    internal YamlSequence(SourceText source, TextSpan span, string? tag, ImmutableArray<YamlNode> items)
        : base(source, span, tag) => Items = items;

    /// <summary>The items in order.</summary>
    public ImmutableArray<YamlNode> Items { get; }

    /// <inheritdoc/>
    public override string Description => "a list";
}
