using Content.Diagnostics;

namespace Content.Analysis;

/// <summary>A text with fixes applied.</summary>
/// <param name="Source">The text before.</param>
/// <param name="Text">The text after.</param>
/// <param name="Applied">The findings whose fixes were applied, in order of their places.</param>
public sealed record FixedText(SourceText Source, string Text, IReadOnlyList<Diagnostic> Applied);

/// <summary>Applies the fixes that are certain. Everything else in the text stays as it is, to the letter.</summary>
public static class FixApplier
{
    /// <summary>Applies fixes to the texts of their findings, the first of fixes that touch the same place; a later run applies the others.</summary>
    /// <param name="diagnostics">Findings of any number of texts.</param>
    public static IReadOnlyList<FixedText> Apply(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Where(diagnostic => diagnostic is { Source: not null, Fix.IsCertain: true }).GroupBy(diagnostic => diagnostic.Source!.Path ?? "", StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Apply(group.First().Source!, [.. group])),
    ];

    private static FixedText Apply(SourceText source, List<Diagnostic> diagnostics)
    {
        var edits = new List<TextEdit>();
        var applied = new List<Diagnostic>();
        foreach (var diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Span.Start))
        {
            var own = diagnostic.Fix!.Edits.Where(edit => !edits.Contains(edit)).ToList();
            if (own.Any(edit => edits.Any(other => Touch(edit.Span, other.Span)) || own.Any(other => other != edit && Touch(edit.Span, other.Span))))
                continue;
            edits.AddRange(own);
            applied.Add(diagnostic);
        }

        return new FixedText(source, TextEdit.Apply(source.Content, edits), applied);
    }

    private static bool Touch(TextSpan a, TextSpan b) => a.Start <= b.End && b.Start <= a.End;
}
