using System.Collections.Concurrent;
using System.Collections.Immutable;
using Content.Analysis;
using Content.Kql;
using Content.Kql.Engine;
using Content.Model;
using Content.Testing.Mutation;

namespace Content.Testing.Coverage;

/// <summary>Measures what the tests of rules exercise. The measuring queries run beside the rules' own; tests without it run as ever.</summary>
public static class CoverageRunner
{
    /// <summary>Measures the tests of the rules of a validated repository.</summary>
    /// <param name="validation">The content with its bound queries.</param>
    /// <param name="includes">Says whether a case is used; null for all.</param>
    /// <param name="parallelism">Cases that run at the same time; results never depend on it.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static CoverageResult Run(ValidationResult validation, Func<RuleTests, TestCase, bool>? includes = null, int? parallelism = null, CancellationToken cancellationToken = default)
    {
        var subjects = CaseSelection.ByRule(validation.Repository, includes).Select(pair => new Subject(pair.Rule, validation, pair.Cases)).ToList();
        var work = subjects.SelectMany(subject => Enumerable.Range(0, subject.Cases.Length).Select(i => (Subject: subject, Index: i))).ToArray();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, parallelism ?? Environment.ProcessorCount), CancellationToken = cancellationToken };
        Parallel.For(0, work.Length, options, i => work[i].Subject.Run(work[i].Index, cancellationToken));
        return new CoverageResult([.. subjects.Select(subject => subject.Result())]);
    }

    private sealed class Subject
    {
        private readonly BoundQuery? _query;
        private readonly CoveragePlan? _plan;
        private readonly CaseRunner? _runner;
        private readonly IQueryRunner _inner;
        private readonly int[][] _cases = [];
        private readonly ConcurrentDictionary<int, string> _unmeasured = new();
        private int _ran;

        public Subject(AnalyticsRule rule, ValidationResult validation, ImmutableArray<(RuleTests Suite, TestCase Case)> cases)
        {
            Rule = rule;
            Cases = cases;
            _inner = new LocalQueryRunner();
            if (validation.QueryOf(rule) is not { HasErrors: false } query)
                return;
            _query = query;

            // Parsers have points of their own; here their rows are enough, once a case.
            if (ParserMemo.For(query, validation.Repository.Schema) is { } memo && Compilation.Bind(query.Source.Content, memo) is { HasErrors: false } bound)
                (_query, _inner) = (bound, memo);
            _plan = CoveragePlan.Of(_query);
            _runner = new CaseRunner(validation.Repository, validation.QueryOf);
            _cases = [.. _plan.Points.Select(point => new int[point.Outcomes.Length])];
        }

        public AnalyticsRule Rule { get; }

        public ImmutableArray<(RuleTests Suite, TestCase Case)> Cases { get; }

        public void Run(int index, CancellationToken cancellationToken)
        {
            if (_plan is null)
                return;
            var (suite, test) = Cases[index];
            var counting = new Counting(_plan, _query!, _inner);
            var verdict = _runner!.With(counting).Run(suite, test, Rule, _query!, cancellationToken).Verdict;
            if (verdict is Verdict.Error or Verdict.Inconclusive)
                return;
            Interlocked.Increment(ref _ran);
            foreach (var (point, outcome) in counting.Seen)
                Interlocked.Increment(ref _cases[point][outcome]);
            foreach (var (point, reason) in counting.Unmeasured)
                _unmeasured.AddOrUpdate(point, reason, (_, other) => string.CompareOrdinal(reason, other) < 0 ? reason : other);
        }

        public RuleCoverage Result()
        {
            if (_plan is null)
                return new RuleCoverage(Rule, [], 0) { Reason = "the rule's query has errors" };
            var text = _query!.Source.Content;
            return new RuleCoverage(Rule,
            [
                .. _plan.Points.Select((point, i) => new CoveragePoint(point.Kind, Rule.Source, Rule.Query.Map.MapSpan(point.Span), CoverageText.Short(text.Substring(point.Span.Start, point.Span.Length)),
                    [.. point.Outcomes.Select((name, o) => new CoverageOutcome(name, _cases[i][o]))]) { Unmeasured = _unmeasured.GetValueOrDefault(i) }).OrderBy(point => point.Span.Start).ThenBy(point => point.Kind),
            ], _ran);
        }
    }

    /// <summary>Runs the rule's query, then counts over the same tables.</summary>
    private sealed class Counting(CoveragePlan plan, BoundQuery query, IQueryRunner inner) : IQueryRunner
    {
        public HashSet<(int Point, int Outcome)> Seen { get; } = [];

        public Dictionary<int, string> Unmeasured { get; } = [];

        public async Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken)
        {
            var result = await inner.RunAsync(request, cancellationToken).ConfigureAwait(false);
            if (!result.Success || !ReferenceEquals(request.Bound, query.Body))
                return result;
            foreach (var probe in plan.Probes)
            {
                var counts = await inner.RunAsync(request with { Bound = probe.Body }, cancellationToken).ConfigureAwait(false);
                if (counts.Error is { } error)
                {
                    foreach (var (point, _) in probe.Counts)
                        Unmeasured[point] = error.Message;
                    continue;
                }

                var row = counts.Rows.First();
                for (var i = 0; i < probe.Counts.Length; i++)
                {
                    if (row[i] is long and > 0)
                        Seen.Add(probe.Counts[i]);
                }
            }

            return result;
        }
    }
}
