using System.Collections.Immutable;
using Content.Analysis;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Model;

namespace Content.Testing.Shuffling;

/// <summary>A case that passes in the order of its data and not in another one.</summary>
/// <param name="Result">What it gave in the other order.</param>
/// <param name="Order">Number of the order: 1 is the reverse, the others are shuffled.</param>
public sealed record FlakyCase(CaseResult Result, int Order);

/// <summary>What running cases in other orders gave.</summary>
/// <param name="Cases">Number of cases that pass in the order of their data.</param>
/// <param name="Orders">Number of other orders that each was run in.</param>
/// <param name="Flaky">Those that do not pass in some order, in order of the files.</param>
public sealed record ShuffleResult(int Cases, int Orders, ImmutableArray<FlakyCase> Flaky);

/// <summary>
/// Runs cases with the rows of tables and watchlists in orders that Kusto does not promise. A rule whose cases then fail depends on an order
/// that it does not ask for: a <c>take</c> without <c>sort</c>, ties of <c>arg_max</c>, <c>prev()</c> over unsorted rows.
/// </summary>
public static class ShuffleRunner
{
    /// <summary>Orders that each case is run in.</summary>
    public const int OrderCount = 6;

    /// <summary>Runs the cases of a validated repository.</summary>
    /// <param name="validation">The content with its bound queries.</param>
    /// <param name="includes">Says whether a case is used; null for all.</param>
    /// <param name="parallelism">Cases that run at the same time; results never depend on it.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ShuffleResult Run(ValidationResult validation, Func<RuleTests, TestCase, bool>? includes = null, int? parallelism = null, CancellationToken cancellationToken = default)
    {
        var work = CaseSelection.Of(validation.Repository, includes).ToArray();
        var runner = new CaseRunner(validation.Repository, validation.QueryOf);
        var orders = Enumerable.Range(1, OrderCount).Select(order => runner.With(new ShuffledRunner(order))).ToArray();
        var flaky = new FlakyCase?[work.Length];
        var passed = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, parallelism ?? Environment.ProcessorCount), CancellationToken = cancellationToken };
        Parallel.For(0, work.Length, options, i =>
        {
            var (suite, test) = work[i];
            if (runner.Run(suite, test, cancellationToken).Verdict != Verdict.Passed)
                return;
            Interlocked.Increment(ref passed);
            for (var order = 0; order < orders.Length && flaky[i] is null; order++)
            {
                var result = orders[order].Run(suite, test, cancellationToken);
                if (result.Verdict != Verdict.Passed)
                    flaky[i] = new FlakyCase(result, order + 1);
            }
        });
        return new ShuffleResult(passed, OrderCount, [.. flaky.OfType<FlakyCase>()]);
    }

    private sealed class ShuffledRunner(int order) : IQueryRunner
    {
        public Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(QueryEngine.Execute(request.Bound!, new ShuffledTables(request.Tables!, order), request.Options, cancellationToken));
    }

    private sealed class ShuffledTables(ITableSource inner, int order) : ITableSource
    {
        public ColumnarTable? FindTable(TableRequest request) => Shuffle(inner.FindTable(request));

        public ColumnarTable? FindWatchlist(TableRequest request) => Shuffle(inner.FindWatchlist(request));

        public ColumnarTable? FindFunction(TableRequest request) => Shuffle(inner.FindFunction(request));

        public ColumnarTable? FindExternalData(TableRequest request) => Shuffle(inner.FindExternalData(request));

        private ColumnarTable? Shuffle(ColumnarTable? table)
        {
            if (table is null || table.RowCount < 2)
                return table;
            var rows = new List<object?[]>();
            foreach (var chunk in table.Chunks)
            {
                for (var i = 0; i < chunk.Length; i++)
                    rows.Add([.. chunk.Columns.Select(column => column?.GetValue(i))]);
            }

            if (order == 1)
                rows.Reverse();
            else
                Shuffle(rows, (ulong)order);
            return ColumnarTable.FromRows(table.Row, rows);
        }

        // A generator of our own: the same order on every machine and version of the runtime.
        private static void Shuffle(List<object?[]> rows, ulong seed)
        {
            var state = seed * 0x9E3779B97F4A7C15UL;
            for (var i = rows.Count - 1; i > 0; i--)
            {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                var other = (int)(state % (ulong)(i + 1));
                (rows[i], rows[other]) = (rows[other], rows[i]);
            }
        }
    }
}
