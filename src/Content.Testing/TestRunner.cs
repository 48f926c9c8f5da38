using System.Collections.Immutable;
using Content.Analysis;
using Content.Kql.Engine;
using Content.Model;

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
        var runner = new CaseRunner(repository, validation.QueryOf, options.Runner);
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
            results[at.s][at.c] = runner.Run(suite, cases[at.c], cancellationToken);
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
}
