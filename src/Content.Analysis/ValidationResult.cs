using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql;
using Content.Model;

namespace Content.Analysis;

/// <summary>What validating a repository gave: findings, and the bound queries for whoever runs them.</summary>
public sealed class ValidationResult
{
    private readonly Dictionary<ContentItem, BoundQuery> _queries;

    internal ValidationResult(ContentRepository repository, ImmutableArray<ContentItem> items, ImmutableArray<Diagnostic> diagnostics, Dictionary<ContentItem, BoundQuery> queries)
    {
        Repository = repository;
        Items = items;
        Diagnostics = diagnostics;
        _queries = queries;
    }

    /// <summary>The content.</summary>
    public ContentRepository Repository { get; }

    /// <summary>What was looked at: rules, hunting queries, parsers, watchlists, tables.</summary>
    public ImmutableArray<ContentItem> Items { get; }

    /// <summary>All findings, those of reading included, in order of path and place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Number of errors.</summary>
    public int ErrorCount => Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>Number of warnings.</summary>
    public int WarningCount => Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning);

    /// <summary>True when something would be refused, ignored or do something else than it says.</summary>
    public bool HasErrors => ErrorCount > 0;

    /// <summary>Number of queries that were bound.</summary>
    public int QueryCount => _queries.Count;

    /// <summary>The same result with further findings, in order of path and place.</summary>
    public ValidationResult With(IReadOnlyCollection<Diagnostic> findings) =>
        findings.Count == 0 ? this : new ValidationResult(Repository, Items, ContentValidator.Sort([.. Diagnostics, .. findings]), _queries);

    /// <summary>The bound query of a rule, hunting query or parser; null when it was left out of the validation.</summary>
    public BoundQuery? QueryOf(ContentItem item) => _queries.GetValueOrDefault(item);
}
