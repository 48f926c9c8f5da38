using System.Collections.Immutable;
using Content.Analysis.Caching;
using Content.Analysis.Environments;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Analysis;

/// <summary>Validates content: binds every query and runs the analysis rules.</summary>
public static class ContentValidator
{
    /// <summary>Validates a repository. Bad content gives findings, never an exception; their order depends on nothing but the content.</summary>
    /// <param name="repository">The content.</param>
    /// <param name="includes">Says of an item whether it is looked at; null for all.</param>
    /// <param name="today">The day against which the ends of suppressions are held; null when none are.</param>
    /// <param name="further">Findings of others, which severities and suppressions are about too.</param>
    /// <param name="progress">Told the name of each item that is done; may be called from several threads at once.</param>
    /// <param name="known">What earlier validations found, which items that did not change since are not looked at for; takes up what is found now. Null for none.</param>
    /// <param name="keepQueries">False for who asks for few bound queries or none: they are bound again then, and take no memory meanwhile.</param>
    /// <param name="cancellationToken">Stops the validation.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ValidationResult Validate(
        ContentRepository repository, Func<ContentItem, bool>? includes = null, DateOnly? today = null, IReadOnlyCollection<Diagnostic>? further = null, Action<ContentItem>? progress = null,
        FindingCache? known = null, bool keepQueries = true, CancellationToken cancellationToken = default) =>
        Validate(repository, includes, today, further, progress, known, keepQueries, null, cancellationToken);

    /// <summary>
    /// Validates a repository of which an earlier state was validated. What was found in an item is kept unless the item changed, or something
    /// that it names: a parser, watchlist or table, also through other parsers.
    /// </summary>
    /// <param name="repository">The content.</param>
    /// <param name="previous">What validating the earlier state as a whole gave, on the same day.</param>
    /// <param name="today">The day against which the ends of suppressions are held; null when none are.</param>
    /// <param name="cancellationToken">Stops the validation.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ValidationResult Revalidate(ContentRepository repository, ValidationResult previous, DateOnly? today = null, CancellationToken cancellationToken = default) =>
        Validate(repository, null, today, null, null, null, true, previous, cancellationToken);

    private static ValidationResult Validate(
        ContentRepository repository, Func<ContentItem, bool>? includes, DateOnly? today, IReadOnlyCollection<Diagnostic>? further, Action<ContentItem>? progress, FindingCache? known,
        bool keepQueries, ValidationResult? previous, CancellationToken cancellationToken)
    {
        ContentItem[] items =
        [
            .. repository.Rules, .. repository.HuntingQueries, .. repository.Parsers, .. repository.Watchlists, .. repository.Tables,
            .. repository.SummaryRules, .. repository.AutomationRules, .. repository.ServiceRules, .. repository.Workbooks, .. repository.Redirects,
        ];
        if (includes is not null)
            items = [.. items.Where(includes)];
        var cache = new QueryCache(repository.Schema, keepQueries);
        var outcomes = new ItemFindings[items.Length];
        var changes = previous is null ? null : RepositoryChanges.Between(previous.Repository, repository);
        var keys = known is null ? null : new ItemKeys(repository, today);
        void LookAt(int i)
        {
            outcomes[i] = changes is not null && !changes.Affects(items[i]) && previous!.FindingsOf(items[i]) is { } kept ? kept
                : LookOnce(items[i], repository, cache, today, known, keys) with { Shape = items[i].KqlText is { } query ? QueryShape.Of(query.Value) : null };
            progress?.Invoke(items[i]);
        }

        // Nearly all of it is known: starting threads for the rest takes longer.
        if (changes is null)
        {
            Parallel.For(0, items.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, LookAt);
        }
        else
        {
            for (var i = 0; i < items.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                LookAt(i);
            }
        }

        var findings = new FindingList { Today = today };
        ItemValidator.Each(findings, check => check.Analyze(repository, findings));
        var found = new Dictionary<ContentItem, ItemFindings>(items.Length, ReferenceEqualityComparer.Instance);
        var diagnostics = new List<Diagnostic>();
        diagnostics.AddRange(includes is null ? repository.Diagnostics : repository.Diagnostics.Where(diagnostic => Concerns(diagnostic, items, repository)));
        for (var i = 0; i < items.Length; i++)
        {
            diagnostics.AddRange(outcomes[i].Diagnostics);
            found[items[i]] = outcomes[i];
        }

        var together = new RepositoryContext(repository, findings, item => found.GetValueOrDefault(item)?.Shape);
        ItemValidator.Each(findings, check => check.Analyze(together));

        if (repository.Environment is null)
            diagnostics.AddRange(EnvironmentFindings.Find(repository, items, outcomes, today, cancellationToken));
        diagnostics.AddRange(further ?? []);
        diagnostics.AddRange(includes is null ? findings.Diagnostics : findings.Diagnostics.Where(diagnostic => Concerns(diagnostic, items, repository)));
        var sources = items.Select(item => item.Source).Concat(diagnostics.Select(diagnostic => diagnostic.Source).OfType<SourceText>()).Distinct<SourceText>(ReferenceEqualityComparer.Instance).ToList();
        List<Diagnostic> all = [.. diagnostics.Distinct(SamePlace.Instance)];
        return new ValidationResult(repository, [.. items], found, crossChecked =>
        {
            var filter = new FindingFilter(repository.Configuration.Analysis, today);
            return Sort(filter.Apply(crossChecked is null ? all : [.. all, .. crossChecked], sources, complete: includes is null, crossChecked: crossChecked is not null));
        });
    }

    // With a filter, findings of reading that lie in files of other items are not of interest.
    private static bool Concerns(Diagnostic diagnostic, ContentItem[] items, ContentRepository repository)
    {
        var path = diagnostic.Path;
        return Array.Exists(items, item => item.Path == path) || repository.TestSuites.Any(suite => suite.Path == path && Array.Exists(items, item => item.Path == suite.RulePath))
            || !KnownPath(path, repository);
    }

    private static bool KnownPath(string? path, ContentRepository repository) => repository.Items.Any(item => item.Path == path);

    internal static ImmutableArray<Diagnostic> Sort(List<Diagnostic> diagnostics) =>
    [
        .. diagnostics.OrderBy(diagnostic => diagnostic.Path, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Span.Start).ThenBy(diagnostic => diagnostic.Code, StringComparer.Ordinal),
    ];

    // What is known is not looked for; its query is bound when someone asks for it.
    private static ItemFindings LookOnce(ContentItem item, ContentRepository repository, QueryCache cache, DateOnly? today, FindingCache? known, ItemKeys? keys)
    {
        if (keys?.Of(item) is not { } key)
            return ItemValidator.Look(item, repository, cache, today);
        if (known!.TryGet(key, item.Source, out var diagnostics))
            return new ItemFindings(diagnostics.Value, cache.Handle(ItemValidator.TextOf(item)));
        var found = ItemValidator.Look(item, repository, cache, today);
        known.Add(key, item.Source, found.Diagnostics);
        return found;
    }

    private sealed class SamePlace : IEqualityComparer<Diagnostic>
    {
        public static readonly SamePlace Instance = new();

        public bool Equals(Diagnostic? x, Diagnostic? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && x.Code == y.Code && x.Span == y.Span && x.Path == y.Path && x.Message == y.Message);

        public int GetHashCode(Diagnostic obj) => HashCode.Combine(obj.Code, obj.Span, obj.Message);
    }
}
