using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Engine;
using Content.Model;
using Content.Testing.Assertions;
using Content.Testing.Fixtures;
using Content.Testing.Simulation;

namespace Content.Testing;

/// <summary>
/// Runs single test cases: as the repository has their rule, or with a variant of the rule and its query that the caller gives, over the
/// same data. Safe for use from several threads.
/// </summary>
public sealed class CaseRunner
{
    private readonly ContentRepository _repository;
    private readonly Func<AnalyticsRule, BoundQuery?> _queries;
    private readonly IQueryRunner? _runner;
    private readonly FixtureLoader _loader;
    private readonly ConcurrentDictionary<TestCase, Lazy<LoadedData>>? _kept;

    /// <summary>Creates a runner for the cases of a repository.</summary>
    /// <param name="repository">The content.</param>
    /// <param name="queries">The bound query of a rule; null when it was not bound.</param>
    /// <param name="runner">Who runs queries; null for the local engine.</param>
    /// <param name="keepData">Whether the data of a case are kept for its next run, for callers that run each case many times.</param>
    public CaseRunner(ContentRepository repository, Func<AnalyticsRule, BoundQuery?> queries, IQueryRunner? runner = null, bool keepData = false)
    {
        _repository = repository;
        _queries = queries;
        _runner = runner;
        _loader = new FixtureLoader(repository);
        _kept = keepData ? new ConcurrentDictionary<TestCase, Lazy<LoadedData>>(ReferenceEqualityComparer.Instance) : null;
    }

    private CaseRunner(ContentRepository repository, Func<AnalyticsRule, BoundQuery?> queries, IQueryRunner runner, FixtureLoader loader, ConcurrentDictionary<TestCase, Lazy<LoadedData>>? kept) =>
        (_repository, _queries, _runner, _loader, _kept) = (repository, queries, runner, loader, kept);

    /// <summary>Runs a case as it stands. What is wrong with rule, data or expectations is in the result.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public CaseResult Run(RuleTests suite, TestCase test, CancellationToken cancellationToken = default)
    {
        var watch = Stopwatch.StartNew();
        var rule = _repository.RuleOf(suite);
        var result = new CaseResult(suite, rule, test, Verdict.Error);
        result = rule is null ? result with { Reason = $"The rule {suite.RulePath} is missing or cannot be read." } : Judge(result, rule, _queries(rule), cancellationToken);
        return result with { Elapsed = watch.Elapsed };
    }

    /// <summary>Runs a case with another rule and query than the repository has.</summary>
    /// <param name="suite">The tests file.</param>
    /// <param name="test">The case.</param>
    /// <param name="rule">The rule to run.</param>
    /// <param name="query">The bound query to run for it.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public CaseResult Run(RuleTests suite, TestCase test, AnalyticsRule rule, BoundQuery query, CancellationToken cancellationToken = default)
    {
        var watch = Stopwatch.StartNew();
        return Judge(new CaseResult(suite, rule, test, Verdict.Error), rule, query, cancellationToken) with { Elapsed = watch.Elapsed };
    }

    /// <summary>The same runner, data included, with another one for the queries.</summary>
    internal CaseRunner With(IQueryRunner runner) => new(_repository, _queries, runner, _loader, _kept);

    /// <summary>The data of a case, and what is wrong with them.</summary>
    public LoadedData Load(TestCase test) =>
        _kept is null ? LoadNow(test) : _kept.GetOrAdd(test, key => new Lazy<LoadedData>(() => LoadNow(key))).Value;

    private LoadedData LoadNow(TestCase test)
    {
        var (data, diagnostics) = _loader.Load(test);
        return new LoadedData(data, [.. diagnostics]);
    }

    private CaseResult Judge(CaseResult result, AnalyticsRule rule, BoundQuery? query, CancellationToken cancellationToken)
    {
        if (query is null)
            return result with { Reason = "The rule's query was not bound." };
        if (query.HasErrors)
            return result with { Reason = "The rule's query has errors; see its findings." };
        var (data, findings) = Load(result.Case);
        if (findings.Any(finding => finding.Severity == DiagnosticSeverity.Error))
            return result with { Reason = "The case's data have errors.", Diagnostics = findings };
        var run = RuleRun.Execute(rule, query, data, result.Case.Now.Value, _runner, cancellationToken);
        result = result with { Run = run, Diagnostics = findings, Seen = data.Seen(run.Window) };
        if (run.Result.Error is { } error)
            return result with { Verdict = error.IsInconclusive ? Verdict.Inconclusive : Verdict.Error, Reason = error.Message };
        var failures = Check(result.Case, run);
        return result with { Verdict = failures.IsEmpty ? Verdict.Passed : Verdict.Failed, Failures = failures };
    }

    /// <summary>Compares what a case expects with what a run gave.</summary>
    public static ImmutableArray<ExpectationFailure> Check(TestCase test, RuleRunResult run)
    {
        var failures = new List<ExpectationFailure>();
        var comparer = new ValueComparer(test.Now.Value);
        var expect = test.Expect;
        var alerts = new AlertAssertions(run.Alerts, comparer, failures);
        if (expect.Alerts is { } expectedAlerts)
            alerts.CheckAlerts(expectedAlerts);
        if (expect.Entities is { } entities)
            alerts.CheckEntities(entities);
        var rows = new RowAssertions(run.Result.Row, [.. run.Result.Rows], comparer, failures);
        if (expect.Columns is { } columns)
            rows.CheckColumns(columns);
        if (expect.Rows is { } expectedRows)
            rows.CheckRows(expectedRows);
        if (expect.RowsInclude is { } included)
            rows.CheckIncluded(included);
        if (expect.RowsExclude is { } excluded)
            rows.CheckExcluded(excluded);
        return [.. failures];
    }
}

/// <summary>The data of a test case as loaded.</summary>
/// <param name="Data">Telemetry and watchlists.</param>
/// <param name="Diagnostics">What is wrong with them.</param>
public sealed record LoadedData(CaseData Data, ImmutableArray<Diagnostic> Diagnostics);
