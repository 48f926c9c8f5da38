using System.Collections.Immutable;
using System.Text;

namespace Content.Diagnostics;

/// <summary>How much a finding matters.</summary>
public enum DiagnosticSeverity : byte
{
    /// <summary>Style and cost hints; never changes an exit code.</summary>
    Info,

    /// <summary>Probably wrong; the content still deploys.</summary>
    Warning,

    /// <summary>Wrong: the content would be refused, ignored or do something else than it says.</summary>
    Error,
}

/// <summary>A replacement of a piece of a text.</summary>
/// <param name="Span">The piece that is replaced; empty for an insertion.</param>
/// <param name="NewText">What stands there afterwards.</param>
public sealed record TextEdit(TextSpan Span, string NewText)
{
    /// <summary>A text after edits that do not touch each other, in any order.</summary>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        var builder = new StringBuilder(text);
        foreach (var edit in edits.OrderByDescending(edit => edit.Span.Start))
            builder.Remove(edit.Span.Start, edit.Span.Length).Insert(edit.Span.Start, edit.NewText);
        return builder.ToString();
    }
}

/// <summary>A change that would resolve a finding.</summary>
/// <param name="Title">What the change does, as an imperative.</param>
/// <param name="Edits">Edits of the diagnostic's own source text.</param>
public sealed record CodeFix(string Title, ImmutableArray<TextEdit> Edits)
{
    /// <summary>True when the change is right whatever the author meant, so that it can be made unasked; a guess at a name is not.</summary>
    public bool IsCertain { get; init; }
}

/// <summary>Another place that explains a finding.</summary>
/// <param name="Source">The text of the place.</param>
/// <param name="Span">The place.</param>
/// <param name="Message">What is to be seen there.</param>
public sealed record RelatedLocation(SourceText Source, TextSpan Span, string Message);

/// <summary>One finding: what, where, why and what to do.</summary>
/// <param name="Code">Stable code such as <c>KQL142</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="Span">The place in <see cref="Source"/>.</param>
public sealed record Diagnostic(string Code, DiagnosticSeverity Severity, string Message, TextSpan Span)
{
    /// <summary>The text that the span is in; null while a query is looked at on its own.</summary>
    public SourceText? Source { get; init; }

    /// <summary>What to do about it; null when the message says it.</summary>
    public string? Help { get; init; }

    /// <summary>A change that resolves it; null when there is no safe one.</summary>
    public CodeFix? Fix { get; init; }

    /// <summary>Other places that explain it.</summary>
    public ImmutableArray<RelatedLocation> Related { get; init; } = [];

    /// <summary>Path of the file; null when the text has none.</summary>
    public string? Path => Source?.Path;

    /// <summary>Line and column where it starts; 1:1 without a source.</summary>
    public LinePosition Start => Source?.GetPosition(Span.Start) ?? new LinePosition(1, 1);

    /// <summary>Line and column just past its end; 1:1 without a source.</summary>
    public LinePosition End => Source?.GetPosition(Span.End) ?? new LinePosition(1, 1);

    /// <inheritdoc/>
    public override string ToString() => $"{Path}:{Start}: {Severity.ToString().ToLowerInvariant()} {Code}: {Message}";
}
