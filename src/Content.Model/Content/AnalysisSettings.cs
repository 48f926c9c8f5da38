using System.Collections.Immutable;
using Content.Diagnostics;

namespace Content.Model;

/// <summary>What the repository says about a code: another severity, or off.</summary>
/// <param name="Code">The code.</param>
/// <param name="Severity">The severity; null when findings of the code are not wanted.</param>
public sealed record SeveritySetting(Located<string> Code, Located<DiagnosticSeverity?> Severity);

/// <summary>A finding that is accepted, and why.</summary>
/// <param name="Code">The code.</param>
/// <param name="Reason">Why it is accepted; null when none is given.</param>
public sealed record Suppression(Located<string> Code, Located<string>? Reason)
{
    /// <summary>File or folder that it is about; null for the whole repository.</summary>
    public Located<string>? Path { get; init; }
    /// <summary>The last day on which it holds; null for no end.</summary>
    public Located<DateOnly>? Until { get; init; }
}

/// <summary>What the configuration says about the analysis.</summary>
public sealed record AnalysisSettings
{
    /// <summary>Severities that differ from the codes' own.</summary>
    public ImmutableArray<SeveritySetting> Severities { get; init; } = [];
    /// <summary>Findings that are accepted.</summary>
    public ImmutableArray<Suppression> Suppressions { get; init; } = [];
}
