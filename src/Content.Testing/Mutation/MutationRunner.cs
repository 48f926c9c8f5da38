using System.Collections.Immutable;
using System.Diagnostics;
using Content.Analysis;
using Content.Kql;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Mutation.Equivalence;

namespace Content.Testing.Mutation;

/// <summary>What is mutated, and how.</summary>
public sealed record MutationOptions
{
    /// <summary>Says whether a case is used; null for all.</summary>
    public Func<RuleTests, TestCase, bool>? Includes { get; init; }

    /// <summary>Mutants that run at the same time; results never depend on it.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Rows of a table above which a case counts as one over a whole fleet and is left out.</summary>
    public int FleetRows { get; init; } = 2_000;

    /// <summary>Told how many mutants are done, of how many; called from several threads.</summary>
    public Action<int, int>? Progress { get; init; }
}

/// <summary>
/// Mutation testing: changes each rule in one place at a time and sees whether its tests notice. A mutant is done at its first case that
/// no longer passes. Only the rule's own text is changed: parsers that it calls stay as they are.
/// </summary>
public static class MutationRunner
{
    /// <summary>Runs the mutants of the rules of a validated repository.</summary>
    /// <param name="validation">The content with its bound queries.</param>
    /// <param name="options">What is mutated, and how.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static MutationResult Run(ValidationResult validation, MutationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var watch = Stopwatch.StartNew();
        options ??= new MutationOptions();
        var repository = validation.Repository;
        var runner = new CaseRunner(repository, validation.QueryOf, keepData: true);
        var subjects = CaseSelection.ByRule(repository, options.Includes).Select(pair => new Subject(pair.Rule, [.. pair.Cases.Select(item => new Probe(item.Suite, item.Case))])).ToList();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Parallelism), CancellationToken = cancellationToken };
        var probes = subjects.SelectMany(subject => subject.Probes).ToArray();
        Parallel.For(0, probes.Length, parallel, i => probes[i].RunOriginal(runner, options.FleetRows, cancellationToken));
        Parallel.ForEach(subjects, parallel, subject => subject.Prepare(validation.QueryOf(subject.Rule), runner, repository, cancellationToken));

        var work = subjects.SelectMany(subject => Enumerable.Range(0, subject.Mutants.Length).Select(i => (Subject: subject, Index: i))).ToArray();
        var done = 0;
        Parallel.For(0, work.Length, parallel, i =>
        {
            var (subject, index) = work[i];
            subject.Run(index, repository, cancellationToken);
            options.Progress?.Invoke(Interlocked.Increment(ref done), work.Length);
        });
        return new MutationResult([.. subjects.Select(subject => subject.Result(repository.TestSuites))]) { Elapsed = watch.Elapsed };
    }

    /// <summary>A case as mutants are tried on it.</summary>
    private sealed class Probe(RuleTests suite, TestCase test)
    {
        public RuleTests Suite { get; } = suite;

        public TestCase Case { get; } = test;

        public string? LeftOut { get; private set; }

        public bool Alerts { get; private set; }

        /// <summary>How much the case looks at: the more, the likelier it notices.</summary>
        public int Weight { get; } = WeightOf(test.Expect);

        public void RunOriginal(CaseRunner runner, int fleetRows, CancellationToken cancellationToken)
        {
            var result = runner.Run(Suite, Case, cancellationToken);
            Alerts = result.Run is { Alerts.IsEmpty: false };
            LeftOut = result.Verdict != Verdict.Passed ? "does not pass as it is"
                : result.Seen.Any(table => table.Total > fleetRows) ? $"has a table of more than {fleetRows} rows" : null;
        }

        private static int WeightOf(Expectations expect) =>
            (expect.Alerts is null ? 0 : 1) + Count(expect.Alerts?.Items?.Length, 3) + Count(expect.Rows?.Items?.Sum(row => row.Cells.Length), 1)
            + Count(expect.RowsInclude?.Sum(row => row.Cells.Length), 1) + Count(expect.Entities?.Length, 1) + Count(expect.Columns?.Length, 1);

        private static int Count(int? number, int factor) => (number ?? 0) * factor;
    }

    private sealed class Subject(AnalyticsRule rule, ImmutableArray<Probe> probes)
    {
        private ImmutableArray<Probe> _order = [];
        private MutantResult?[] _results = [];
        private readonly TermTable _terms = new();
        private readonly Lock _proofs = new();
        private int? _form;
        private string? _unprovable;
        private CaseRunner? _runner;
        private ISchema? _schema;
        private BoundQuery? _query;
        private string? _reason;
        private long _ticks;

        public AnalyticsRule Rule { get; } = rule;

        public ImmutableArray<Probe> Probes { get; } = probes;

        public ImmutableArray<Mutant> Mutants { get; private set; } = [];

        // Cases that alert notice most changes, those that look at most first; then the silent ones in order of the file.
        public void Prepare(BoundQuery? query, CaseRunner runner, ContentRepository repository, CancellationToken cancellationToken)
        {
            _order = [.. Probes.Where(probe => probe.LeftOut is null).OrderByDescending(probe => probe.Alerts).ThenByDescending(probe => probe.Alerts ? probe.Weight : 0)];
            _reason = query is null or { HasErrors: true } ? "the rule's query has errors" : _order.IsEmpty ? "no case passes" : null;
            if (_reason is not null)
                return;
            _query = query;
            _runner = runner;
            _schema = repository.Schema;
            UseMemo(query!, repository.Schema, cancellationToken);
            _form = PlanNormalizer.Normalize(query!, _terms, out _unprovable);
            Mutants = RuleMutator.Mutate(Rule, query!);
            _results = new MutantResult?[Mutants.Length];
        }

        // The rows of parsers are computed once a case, unless that changes what some case gives.
        private void UseMemo(BoundQuery query, ISchema schema, CancellationToken cancellationToken)
        {
            if (ParserMemo.For(query, schema) is not { } memo || Compilation.Bind(query.Source.Content, memo) is not { HasErrors: false } bound)
                return;
            var runner = _runner!.With(memo);
            if (!_order.All(probe => runner.Run(probe.Suite, probe.Case, Rule, bound, cancellationToken).Verdict == Verdict.Passed))
                return;
            (_runner, _schema, _query) = (runner, memo, bound);
        }

        public void Run(int index, ContentRepository repository, CancellationToken cancellationToken)
        {
            var watch = Stopwatch.StartNew();
            var mutant = Mutants[index];
            var query = mutant.Query is null ? _query! : Compilation.Bind(mutant.Query, _schema!);
            if (!query.HasErrors)
                _results[index] = Try(mutant, query, repository, cancellationToken);
            Interlocked.Add(ref _ticks, watch.Elapsed.Ticks);
        }

        private MutantResult Try(Mutant mutant, BoundQuery query, ContentRepository repository, CancellationToken cancellationToken)
        {
            var undecided = 0;
            foreach (var probe in _order)
            {
                var verdict = _runner!.Run(probe.Suite, probe.Case, mutant.Rule ?? Rule, query, cancellationToken).Verdict;
                if (verdict is Verdict.Failed or Verdict.Error)
                    return new MutantResult(mutant, MutantOutcome.Killed) { KilledBy = probe.Case };
                if (verdict == Verdict.Inconclusive)
                    undecided++;
            }

            return new MutantResult(mutant, IsEquivalent(mutant, repository) ? MutantOutcome.Equivalent : MutantOutcome.Survived) { Undecided = undecided };
        }

        // Only what survives needs a proof: what a test notices is not equivalent.
        private bool IsEquivalent(Mutant mutant, ContentRepository repository)
        {
            if (mutant.Query is null || _form is null)
                return false;
            var query = Compilation.Bind(mutant.Query, repository.Schema);
            lock (_proofs)
                return PlanNormalizer.Normalize(query, _terms) == _form;
        }

        public RuleMutationResult Result(ImmutableArray<RuleTests> suites)
        {
            var notes = suites.Where(suite => suite.RulePath == Rule.Path).SelectMany(suite => suite.Survivors).ToList();
            var (mutants, stale) = SurvivorMatcher.Explain([.. _results.OfType<MutantResult>()], notes);
            return new RuleMutationResult(Rule, mutants)
            {
                Stale = _reason is null ? stale : [],
                CaseCount = _order.Length,
                LeftOut = [.. Probes.Where(probe => probe.LeftOut is not null).Select(probe => new LeftOutCase(probe.Case, probe.LeftOut!))],
                Refused = _results.Count(result => result is null),
                Unprovable = _unprovable,
                Reason = _reason,
                Elapsed = new TimeSpan(_ticks),
            };
        }
    }
}
