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

    /// <summary>Simulates a case and leaves what came of it unjudged.</summary>
    /// <param name="rules">The rules; the first is the one that the tests are about.</param>
    /// <param name="test">The case.</param>
    /// <param name="data">Its data.</param>
    /// <param name="span">The time over which the rules run; null for that of the case.</param>
    /// <param name="cancellationToken">Stops the simulation.</param>
    public Scenario Simulate(ImmutableArray<SimulatedRule> rules, TestCase test, CaseData data, TestSpan? span = null, CancellationToken cancellationToken = default) => Simulator.Run(
        new ScenarioPlan
        {
            Rules = rules,
            Span = span ?? test.Span ?? new TestSpan(test.Now.Value, test.Now.Value),
            Choices = SimulationChoices.Of(_repository, test),
            AutomationRules = test.AutomationRules is not { } files ? _repository.AutomationRules : [.. _repository.AutomationRules.Where(rule => files.Any(file => file.Path == rule.Path))],
            Analyst = test.Analyst,
            Runner = _runner,
        }, data, cancellationToken);

    /// <summary>The rules that a case runs, with the functions that it replaces; a reason instead when they cannot run.</summary>
    /// <param name="rule">The rule that the tests are about.</param>
    /// <param name="query">Its bound query; null when there is none.</param>
    /// <param name="test">The case.</param>
    /// <param name="span">The time over which they run; null for that of the case.</param>
    public (ImmutableArray<SimulatedRule> Rules, string? Reason) RulesOf(AnalyticsRule rule, BoundQuery? query, TestCase test, TestSpan? span = null)
    {
        var rules = ImmutableArray.CreateBuilder<SimulatedRule>();
        if (Add(rule, query) is { } problem)
            return ([], problem);
        foreach (var file in test.Rules)
        {
            if (_repository.FindRule(file.Path) is not { } other)
                return ([], $"The rule {file.Path} is missing or cannot be read.");
            if (Add(other, _queries(other)) is { } reason)
                return ([], $"{file.Path}: {reason}");
        }

        if (test.AutomationRules is { } automation && automation.FirstOrDefault(file => _repository.AutomationRules.All(item => item.Path != file.Path)) is { } missing)
            return ([], $"{missing.Path} is no automation rule.");
        if ((span ?? test.Span) is { } time && rules.Sum(item => RunSchedule.Count(item.Rule, time)) is var runs and > Simulator.RunLimit)
            return ([], $"The span holds {runs} runs; a simulation makes {Simulator.RunLimit} at most.");
        return (rules.ToImmutable(), null);

        string? Add(AnalyticsRule item, BoundQuery? bound)
        {
            if (bound is null)
                return "The rule's query was not bound.";
            if (bound.HasErrors)
                return "The rule's query has errors; see its findings.";
            bound = FunctionStubs.Apply(bound, _repository.Schema, test.Functions);
            if (bound.HasErrors)
                return "With the functions that the case replaces, the rule's query has errors: " + bound.Diagnostics.First(found => found.Severity == DiagnosticSeverity.Error).Message;
            rules.Add(new SimulatedRule(item, bound));
            return null;
        }
    }

    private CaseResult Judge(CaseResult result, AnalyticsRule rule, BoundQuery? query, CancellationToken cancellationToken)
    {
        var test = result.Case;
        var (rules, reason) = RulesOf(rule, query, test);
        if (reason is not null)
            return result with { Reason = reason };
        var (data, findings) = Load(test);
        if (findings.Any(finding => finding.Severity == DiagnosticSeverity.Error))
            return result with { Reason = "The case's data have errors.", Diagnostics = findings };
        var scenario = Simulate(rules, test, data, null, cancellationToken);
        var run = scenario.Runs.LastOrDefault(item => item.Rule == rule && !item.IsSuppressed)?.Result;
        result = result with { Run = run, Scenario = scenario, Diagnostics = findings, Seen = run is null ? [] : data.Seen(run.Window) };
        if (scenario.Error is { } error)
            return result with { Verdict = error.IsInconclusive ? Verdict.Inconclusive : Verdict.Error, Reason = PlaceOf(error, scenario.Runs[^1].Rule, test) + Explain(error) };
        var failures = Check(test, rule, scenario);
        return ExpectedFailures.Judge(result with { Verdict = failures.IsEmpty ? Verdict.Passed : Verdict.Failed, Failures = failures });
    }

    private static string Explain(QueryError error) => (error.Kind, error.Name) switch
    {
        (QueryErrorKind.LimitExceeded, "rows") => error.Message + " Filter or summarize in the query, or raise simulation.limits.rows.",
        (QueryErrorKind.LimitExceeded, "bytes") => error.Message + " Filter earlier, or raise simulation.limits.memory.",
        (QueryErrorKind.LimitExceeded, "time") => error.Message + " Filter earlier, or raise simulation.limits.time.",
        _ => error.Message,
    };

    // Another engine tells the place in the text that it was sent; people look for it in a file.
    private string PlaceOf(QueryError error, AnalyticsRule rule, TestCase test)
    {
        if (error.Place is not { } place)
            return "";
        var text = place.Function is not { } function ? rule.Query
            : test.Functions.FirstOrDefault(stub => stub.Name.Value == function)?.Query ?? _repository.Parsers.FirstOrDefault(parser => parser.Alias.Value == function)?.Query;
        return text is null ? place.Function is null ? "" : $"In {place.Function}: " : $"{text.Source.Path}:{text.Source.GetPosition(text.Map.MapOffset(place.Offset))}: ";
    }

    /// <summary>Compares what a case expects with what a simulation gave.</summary>
    /// <param name="test">The case.</param>
    /// <param name="rule">The rule that the tests are about, whose rows are judged.</param>
    /// <param name="scenario">What it gave.</param>
    public static ImmutableArray<ExpectationFailure> Check(TestCase test, AnalyticsRule rule, Scenario scenario)
    {
        var failures = new List<ExpectationFailure>();
        var comparer = new ValueComparer(test.Now.Value);
        var expect = test.Expect;
        var alerts = new AlertAssertions(scenario.Alerts, comparer, failures);
        alerts.CheckTimes(expect);
        if (expect.Alerts is { } expectedAlerts)
            alerts.CheckAlerts(expectedAlerts);
        if (expect.Entities is { } entities)
            alerts.CheckEntities(entities);
        new ScenarioAssertions(scenario, test.Now.Value, failures).Check(test);
        if (expect.Incidents is { } incidents)
            new IncidentAssertions(scenario.Incidents, comparer, failures).Check(incidents);
        if (expect is { Columns: null, Rows: null, RowsInOrder: null, RowsInclude: null, RowsExclude: null })
            return [.. failures];
        var (row, values) = ResultRows.Of(scenario, rule);
        new RowAssertions(row, values, comparer, failures).Check(expect);
        return [.. failures];
    }
}

/// <summary>The data of a test case as loaded.</summary>
/// <param name="Data">Telemetry and watchlists.</param>
/// <param name="Diagnostics">What is wrong with them.</param>
public sealed record LoadedData(CaseData Data, ImmutableArray<Diagnostic> Diagnostics);
