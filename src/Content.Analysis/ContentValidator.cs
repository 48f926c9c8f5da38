using System.Collections.Immutable;
using Content.Analysis.Caching;
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
        Each(findings, check => check.Analyze(repository, findings));
        var found = new Dictionary<ContentItem, ItemFindings>(items.Length, ReferenceEqualityComparer.Instance);
        var diagnostics = new List<Diagnostic>();
        diagnostics.AddRange(includes is null ? repository.Diagnostics : repository.Diagnostics.Where(diagnostic => Concerns(diagnostic, items, repository)));
        for (var i = 0; i < items.Length; i++)
        {
            diagnostics.AddRange(outcomes[i].Diagnostics);
            found[items[i]] = outcomes[i];
        }

        var together = new RepositoryContext(repository, findings, item => found.GetValueOrDefault(item)?.Shape);
        Each(findings, check => check.Analyze(together));

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
            return Look(item, repository, cache, today);
        if (known!.TryGet(key, item.Source, out var diagnostics))
            return new ItemFindings(diagnostics.Value, cache.Handle(TextOf(item)));
        var found = Look(item, repository, cache, today);
        known.Add(key, item.Source, found.Diagnostics);
        return found;
    }

    private static ItemFindings Look(ContentItem item, ContentRepository repository, QueryCache cache, DateOnly? today)
    {
        var findings = new FindingList { Today = today };
        Each(findings, check => check.Analyze(item, findings));
        switch (item)
        {
            case AnalyticsRule rule:
            {
                var query = cache.Bind(rule.Query.Value);
                var context = new RuleContext(rule, query, repository, findings);
                Each(findings, check => check.Analyze(context));
                LookAtQuery(new QueryContext(rule, QueryUse.AnalyticsRule, rule.Query, query, 0, repository, findings));
                return new ItemFindings([.. query.Diagnostics.Select(rule.Query.Map.Map), .. findings.Diagnostics], cache.Handle(rule.Query.Value, query));
            }

            case HuntingQuery hunting:
            {
                var query = cache.Bind(hunting.Query.Value);
                LookAtQuery(new QueryContext(hunting, QueryUse.HuntingQuery, hunting.Query, query, 0, repository, findings));
                return new ItemFindings([.. query.Diagnostics.Select(hunting.Query.Map.Map), .. findings.Diagnostics], cache.Handle(hunting.Query.Value, query));
            }

            case SummaryRule summary:
            {
                var query = cache.Bind(summary.Query.Value);
                LookAtQuery(new QueryContext(summary, QueryUse.SummaryRule, summary.Query, query, 0, repository, findings));
                return new ItemFindings([.. query.Diagnostics.Select(summary.Query.Map.Map), .. findings.Diagnostics], cache.Handle(summary.Query.Value, query));
            }

            case ParserFunction parser:
                return LookAtParser(parser, repository, cache, findings);
            default:
                return new ItemFindings([.. findings.Diagnostics], null);
        }
    }

    // A parser's body is looked at as a query in which each parameter is a variable; what is found in those lies at the parameter.
    private static ItemFindings LookAtParser(ParserFunction parser, ContentRepository repository, QueryCache cache, FindingList findings)
    {
        var (prefix, places) = ParserPrefix.Of(parser);
        var query = cache.Bind(prefix + parser.Query.Value);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var diagnostic in query.Diagnostics)
        {
            if (diagnostic.Span.Start >= prefix.Length)
                diagnostics.Add(parser.Query.Map.Map(Shift(diagnostic, -prefix.Length)));
            else
                diagnostics.Add(places.Last(place => place.Start <= diagnostic.Span.Start).Name.Report(diagnostic.Code, diagnostic.Severity, diagnostic.Message, diagnostic.Help));
        }

        LookAtQuery(new QueryContext(parser, QueryUse.Function, parser.Query, query, prefix.Length, repository, findings));
        diagnostics.AddRange(findings.Diagnostics);
        return new ItemFindings(diagnostics.ToImmutable(), cache.Handle(prefix + parser.Query.Value, query));
    }

    // What is bound of an item with a query.
    private static string TextOf(ContentItem item) => item is ParserFunction parser ? ParserPrefix.Of(parser).Text + parser.Query.Value : item.KqlText!.Value;

    private static void LookAtQuery(QueryContext context) => Each(context.Findings, check => check.Analyze(context));

    // What a rule finds is put down to it.
    private static void Each(FindingList findings, Action<AnalysisRule> look)
    {
        foreach (var check in RuleRegistry.Rules)
        {
            findings.For(check);
            look(check);
        }
    }

    private static Diagnostic Shift(Diagnostic diagnostic, int by) => diagnostic with
    {
        Span = new TextSpan(diagnostic.Span.Start + by, diagnostic.Span.Length),
        Fix = diagnostic.Fix is { } fix ? fix with { Edits = [.. fix.Edits.Select(edit => edit with { Span = new TextSpan(edit.Span.Start + by, edit.Span.Length) })] } : null,
    };

    // Each distinct text is bound once, if queries are kept.
    private sealed class QueryCache(ISchema schema, bool keep)
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<BoundQuery>> _queries = new(StringComparer.Ordinal);

        /// <summary>A bound query for who asks for it later: the one that there is, if queries are kept, otherwise the text bound then.</summary>
        public Lazy<BoundQuery> Handle(string text, BoundQuery? bound = null) => keep && bound is not null ? new(bound) : new(() => Bind(text));

        public BoundQuery Bind(string text) => !keep ? Compilation.Bind(text, schema) : _queries.GetOrAdd(text, key => new Lazy<BoundQuery>(() => Compilation.Bind(key, schema))).Value;
    }

    private sealed class SamePlace : IEqualityComparer<Diagnostic>
    {
        public static readonly SamePlace Instance = new();

        public bool Equals(Diagnostic? x, Diagnostic? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && x.Code == y.Code && x.Span == y.Span && x.Path == y.Path && x.Message == y.Message);

        public int GetHashCode(Diagnostic obj) => HashCode.Combine(obj.Code, obj.Span, obj.Message);
    }
}
