using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql;
using Content.Model;

namespace Content.Analysis;

/// <summary>What validating a repository gave: findings, and the bound queries for whoever runs them.</summary>
public sealed class ValidationResult
{
    private readonly Dictionary<ContentItem, ItemFindings> _found;

    // What remains of the findings, and of further ones when there are some, under the severities and suppressions of the repository.
    private readonly Func<IReadOnlyCollection<Diagnostic>?, ImmutableArray<Diagnostic>> _filter;

    internal ValidationResult(
        ContentRepository repository, ImmutableArray<ContentItem> items, Dictionary<ContentItem, ItemFindings> found, Func<IReadOnlyCollection<Diagnostic>?, ImmutableArray<Diagnostic>> filter,
        IReadOnlyCollection<Diagnostic>? further = null)
    {
        Repository = repository;
        Items = items;
        _found = found;
        _filter = filter;
        Diagnostics = filter(further);
    }

    /// <summary>The content.</summary>
    public ContentRepository Repository { get; }

    /// <summary>What was looked at: everything but tests and what is not deployed anyway.</summary>
    public ImmutableArray<ContentItem> Items { get; }

    /// <summary>All findings, those of reading included, in order of path and place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Number of errors.</summary>
    public int ErrorCount => Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>Number of warnings.</summary>
    public int WarningCount => Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning);

    /// <summary>True when something would be refused, ignored or do something else than it says.</summary>
    public bool HasErrors => ErrorCount > 0;

    /// <summary>Number of items with a query.</summary>
    public int QueryCount => _found.Values.Count(found => found.Bound is not null);

    /// <summary>The same result with the findings of a cross-check, in order of path and place; the repository's severities and suppressions hold for them too.</summary>
    public ValidationResult With(IReadOnlyCollection<Diagnostic> findings) => new(Repository, Items, _found, _filter, findings);

    /// <summary>The bound query of a rule, hunting query, parser or summary rule; null when it was left out of the validation.</summary>
    public BoundQuery? QueryOf(ContentItem item) => _found.GetValueOrDefault(item)?.Query;

    /// <summary>What was found in an item itself; null when it was left out of the validation.</summary>
    internal ItemFindings? FindingsOf(ContentItem item) => _found.GetValueOrDefault(item);
}

/// <summary>What looking at one item gave, before suppressions.</summary>
/// <param name="Diagnostics">Findings in its file.</param>
/// <param name="Bound">Its query, bound when it is asked for if that was not needed before; null when it has none.</param>
internal sealed record ItemFindings(ImmutableArray<Diagnostic> Diagnostics, Lazy<BoundQuery>? Bound)
{
    /// <summary>Its bound query; null when it has none.</summary>
    public BoundQuery? Query => Bound?.Value;

    /// <summary>What its query is but for white space and comments; null when it has none.</summary>
    public QueryShape? Shape { get; init; }
}
