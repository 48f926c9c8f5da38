using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model;
using Content.Model.Yaml;

namespace Content.Analysis.Formatting;

/// <summary>A file laid out.</summary>
/// <param name="Source">The file before.</param>
/// <param name="Text">Its text after.</param>
/// <param name="Diagnostics">What was left as it is, and why.</param>
public sealed record FormattedContent(SourceText Source, string Text, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether anything changed.</summary>
    public bool IsChanged => Text != Source.Content;
}

/// <summary>
/// Lays files of content out: keys in the order of the declarations, queries as <see cref="QueryFormatter"/> has them. Everything else stays to
/// the letter. A layout is taken only when the file then reads as the same values and its queries as the same trees.
/// </summary>
public static class ContentFormatter
{
    /// <summary>Lays a file out. What cannot be laid out gives a diagnostic, never an exception.</summary>
    public static FormattedContent Format(SourceText source)
    {
        var notes = ImmutableArray.CreateBuilder<Diagnostic>();
        if (Read(source) is not { } before)
        {
            notes.Add(Note(source, default, "The file is left as it is: it is no single valid YAML document."));
            return new FormattedContent(source, source.Content, notes.ToImmutable());
        }

        if (before.Layout is null)
            return new FormattedContent(source, source.Content, []);
        var text = QueryLayouts.Apply(source, before.Layout, notes);
        if (HasAliases(before.Root))
            notes.Add(Note(source, before.Root.Span, "The order of keys is left as it is: the file has aliases."));
        else
            text = KeyOrder.Apply(new SourceText(text, source.Path), notes);
        if (text != source.Content && !(Read(new SourceText(text, source.Path)) is { } after && IsSame(before.Root, after.Root, [.. before.Layout.Queries])))
        {
            notes.Clear();
            notes.Add(new Diagnostic(FormatCodes.NotProved, DiagnosticSeverity.Warning, "The file is left as it is: laid out it would not read as the same values.", before.Root.Span)
            {
                Source = source, Help = "This is a defect of the formatter. The file itself may be right.",
            });
            text = source.Content;
        }

        return new FormattedContent(source, text, notes.ToImmutable());
    }

    internal static (YamlMapping Root, ContentLayout? Layout)? Read(SourceText source)
    {
        var document = YamlDocument.Parse(source);
        return document.Diagnostics.IsEmpty && document.Root is YamlMapping root ? (root, ContentLayout.Of(source.Path ?? "", root)) : null;
    }

    internal static Diagnostic Note(SourceText source, TextSpan span, string message) => new(FormatCodes.LeftAlone, DiagnosticSeverity.Info, message, new TextSpan(span.Start, 0)) { Source = source };

    // An alias is the node that it stands for.
    private static bool HasAliases(YamlNode root)
    {
        var seen = new HashSet<YamlNode>(ReferenceEqualityComparer.Instance);
        return Repeats(root);

        bool Repeats(YamlNode node) => !seen.Add(node) || node switch
        {
            YamlMapping mapping => mapping.Entries.Any(entry => Repeats(entry.Key) || Repeats(entry.Value)),
            YamlSequence sequence => sequence.Items.Any(Repeats),
            _ => false,
        };
    }

    // The same values, whatever the order of keys; queries the same trees.
    private static bool IsSame(YamlNode before, YamlNode after, HashSet<YamlScalar> queries) => (before, after) switch
    {
        (YamlScalar left, YamlScalar right) => left.Tag == right.Tag && left.Kind == right.Kind
            && (left.Value == right.Value || (queries.Contains(left) && QueryComparison.AreSame(left.Value, right.Value))),
        (YamlSequence left, YamlSequence right) => left.Tag == right.Tag && left.Items.Length == right.Items.Length
            && left.Items.Zip(right.Items).All(pair => IsSame(pair.First, pair.Second, queries)),
        (YamlMapping left, YamlMapping right) => left.Tag == right.Tag && left.Entries.Length == right.Entries.Length
            && left.Entries.All(entry => right.Find(entry.Key.Value) is { } other && IsSame(entry.Value, other.Value, queries)),
        _ => false,
    };
}
