using System.Collections.Immutable;
using System.Diagnostics;
using Content.Analysis;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Engine;
using Content.Model;
using Content.Testing.Assertions;
using Content.Testing.Fixtures;
using Content.Testing.Simulation;

namespace Content.Testing;

/// <summary>What is tested, and how.</summary>
public sealed record TestOptions
{
    /// <summary>Says whether a case is run; null for all.</summary>
    public Func<RuleTests, TestCase, bool>? Includes { get; init; }

    /// <summary>Who runs queries; null for the local engine.</summary>
    public IQueryRunner? Runner { get; init; }

    /// <summary>Cases that run at the same time; results never depend on it.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Told each tests file that is done; called from several threads, one at a time.</summary>
    public Action<SuiteResult>? Progress { get; init; }
}

/// <summary>Runs the tests of rules.</summary>
public static class TestRunner
{
    /// <summary>Runs the test cases of a validated repository. What is wrong with rules, data or expectations is in the result.</summary>
    /// <param name="validation">The content with its bound queries.</param>
    /// <param name="options">What is tested, and how.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static TestRunResult Run(ValidationResult validation, TestOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TestOptions();
        var repository = validation.Repository;
        var loader = new FixtureLoader(repository);
        var suites = repository.TestSuites
            .Select(suite => (Suite: suite, Cases: suite.Cases.Where(test => options.Includes?.Invoke(suite, test) ?? true).ToImmutableArray()))
            .Where(pair => !pair.Cases.IsEmpty).ToList();
        var results = suites.Select(pair => new CaseResult[pair.Cases.Length]).ToArray();
        var left = suites.Select(pair => pair.Cases.Length).ToArray();
        var work = suites.SelectMany((pair, s) => Enumerable.Range(0, pair.Cases.Length).Select(c => (s, c))).ToArray();
        var gate = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Parallelism), CancellationToken = cancellationToken };
        Parallel.For(0, work.Length, parallel, i =>
        {
            var at = work[i];
            var (suite, cases) = suites[at.s];
            results[at.s][at.c] = Run(suite, cases[at.c], validation, loader, options.Runner, cancellationToken);
            lock (gate)
            {
                if (--left[at.s] == 0)
                    options.Progress?.Invoke(new SuiteResult(suite, repository.RuleOf(suite), [.. results[at.s]]));
            }
        });

        var tested = repository.TestSuites.Select(suite => suite.RulePath).ToHashSet(StringComparer.Ordinal);
        return new TestRunResult(
            [.. suites.Select((pair, s) => new SuiteResult(pair.Suite, repository.RuleOf(pair.Suite), [.. results[s]]))],
            [.. repository.Rules.Where(rule => !tested.Contains(rule.Path))]);
    }

    private static CaseResult Run(RuleTests suite, TestCase test, ValidationResult validation, FixtureLoader loader, IQueryRunner? runner, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var rule = validation.Repository.RuleOf(suite);
        var result = Judge(new CaseResult(suite, rule, test, Verdict.Error), validation, loader, runner, cancellationToken);
        return result with { Elapsed = watch.Elapsed };
    }

    private static CaseResult Judge(CaseResult result, ValidationResult validation, FixtureLoader loader, IQueryRunner? runner, CancellationToken cancellationToken)
    {
        if (result.Rule is not { } rule)
            return result with { Reason = $"The rule {result.Suite.RulePath} is missing or cannot be read." };
        if (validation.QueryOf(rule) is not { } query)
            return result with { Reason = "The rule's query was not bound." };
        if (query.HasErrors)
            return result with { Reason = "The rule's query has errors; see its findings." };
        var (data, findings) = loader.Load(result.Case);
        if (findings.Any(finding => finding.Severity == DiagnosticSeverity.Error))
            return result with { Reason = "The case's data have errors.", Diagnostics = [.. findings] };
        var now = result.Case.Now.Value;
        var run = RuleRun.Execute(rule, query, data, now, runner, cancellationToken);
        result = result with { Run = run, Diagnostics = [.. findings], Seen = data.Seen(run.Window) };
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
