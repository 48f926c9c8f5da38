using System.Collections.Immutable;
using Content.Analysis;
using Content.Kql.Engine;
using Content.Model;
using Content.Testing.Confirmation;

namespace Content.Testing;

/// <summary>What is tested, and how.</summary>
public sealed record TestOptions
{
    /// <summary>Says whether a case is run; null for all.</summary>
    public Func<RuleTests, TestCase, bool>? Includes { get; init; }

    /// <summary>Another engine that runs the queries over the data of their cases, and confirms the local one; null for that alone.</summary>
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
        var runner = new CaseRunner(repository, validation.QueryOf, keepData: options.Runner is not null);
        var suites = repository.TestSuites
            .Select(suite => (Suite: suite, Cases: suite.Cases.Where(test => options.Includes?.Invoke(suite, test) ?? true).ToImmutableArray()))
            .Where(pair => !pair.Cases.IsEmpty).ToList();
        var results = suites.Select(pair => new CaseResult[pair.Cases.Length]).ToArray();
        var left = suites.Select(pair => pair.Cases.Length).ToArray();
        var work = suites.SelectMany((pair, s) => Enumerable.Range(0, pair.Cases.Length).Select(c => (s, c))).ToArray();
        var gate = new Lock();
        var threads = Math.Max(1, options.Parallelism);
        if (options.Runner is null)
            Parallel.For(0, work.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, Run);
        else
            RunOnThreads(work.Length, threads, Run, cancellationToken);

        var tested = repository.TestSuites.Select(suite => suite.RulePath).ToHashSet(StringComparer.Ordinal);
        return new TestRunResult(
            [.. suites.Select((pair, s) => new SuiteResult(pair.Suite, repository.RuleOf(pair.Suite), [.. results[s]]))],
            [.. repository.Rules.Where(rule => !tested.Contains(rule.Path))]);

        void Run(int i)
        {
            var at = work[i];
            var (suite, cases) = suites[at.s];
            results[at.s][at.c] = options.Runner is { } other ? Confirm(runner, other, suite, cases[at.c], cancellationToken) : runner.Run(suite, cases[at.c], cancellationToken);
            lock (gate)
            {
                if (--left[at.s] == 0)
                    options.Progress?.Invoke(new SuiteResult(suite, repository.RuleOf(suite), [.. results[at.s]]));
            }
        }
    }

    private static CaseResult Confirm(CaseRunner runner, IQueryRunner other, RuleTests suite, TestCase test, CancellationToken cancellationToken)
    {
        var confirming = new ConfirmingRunner(other);
        var result = runner.With(confirming).Run(suite, test, cancellationToken);
        return result with { Confirmation = new EngineConfirmation(runner.Run(suite, test, cancellationToken), confirming.Differences) };
    }

    // On threads of their own: they do little but wait, and whoever answers needs those of the pool.
    private static void RunOnThreads(int count, int threads, Action<int> run, CancellationToken cancellationToken)
    {
        var next = -1;
        Task.WhenAll(Enumerable.Range(0, Math.Min(threads, count)).Select(_ => Task.Factory.StartNew(Work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();

        void Work()
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                run(i);
            }
        }
    }
}
