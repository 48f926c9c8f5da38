using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis;

/// <summary>Collects what one rule finds.</summary>
public sealed class FindingList
{
    private readonly List<Diagnostic> _diagnostics = [];
    private AnalysisRule? _rule;

    /// <summary>The day against which dates in content are held; null when none are.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>Adds a finding at a value of a file.</summary>
    /// <param name="place">The value.</param>
    /// <param name="message">What is wrong, as a sentence.</param>
    /// <param name="help">What to do about it.</param>
    public void Add<T>(Located<T> place, string message, string? help = null) => Add(place.Source, place.Span, message, help);

    /// <summary>Adds a finding at a place of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="span">The place.</param>
    /// <param name="message">What is wrong, as a sentence.</param>
    /// <param name="help">What to do about it.</param>
    /// <param name="fix">A change of the file that resolves it; null when there is none.</param>
    public void Add(SourceText source, TextSpan span, string message, string? help = null, CodeFix? fix = null) =>
        _diagnostics.Add(new Diagnostic(_rule!.Code, _rule.Severity, message, span) { Source = source, Help = help, Fix = fix });

    /// <summary>Adds a finding at a part of a value, given as offsets of the value's text.</summary>
    /// <param name="place">The value.</param>
    /// <param name="part">The part.</param>
    /// <param name="message">What is wrong, as a sentence.</param>
    /// <param name="help">What to do about it.</param>
    /// <param name="fix">A change of the value's text that resolves it; null when there is none.</param>
    public void AddPart(Located<string> place, TextSpan part, string message, string? help = null, CodeFix? fix = null) =>
        _diagnostics.Add(place.Map.Map(new Diagnostic(_rule!.Code, _rule.Severity, message, part) { Help = help, Fix = fix }));

    /// <summary>What is added from now on is found by this rule.</summary>
    internal void For(AnalysisRule rule) => _rule = rule;
}
