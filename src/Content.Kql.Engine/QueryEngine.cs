using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine;

/// <summary>Runs bound queries over tables in memory.</summary>
public static class QueryEngine
{
    /// <summary>Runs a query to its end. Never throws for what the query or the data are; errors are in the result.</summary>
    public static QueryResult Execute(BoundBody body, ITableSource tables, ExecutionOptions options, CancellationToken cancellationToken = default)
    {
        if (body.Problem is { } problem)
            return QueryResult.Of(new QueryError(QueryErrorKind.Failed, problem));
        using var clock = options.MaxTime is null ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (options.MaxTime is { } time)
                clock!.CancelAfter(time);
            var token = clock?.Token ?? cancellationToken;
            return body.BindAgain is null ? Run(body, new KernelContext(options, tables, token), null) : Learn(body, options, tables, token);
        }
        catch (OperationCanceledException) when (clock is not null && !cancellationToken.IsCancellationRequested)
        {
            return QueryResult.Of(new QueryError(QueryErrorKind.LimitExceeded, $"The query was not done after {options.MaxTime!.Value.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)} s.", "time"));
        }
        catch (OperationCanceledException)
        {
            return QueryResult.Of(new QueryError(QueryErrorKind.Cancelled, "The query was cancelled."));
        }
        catch (UnsupportedException e)
        {
            return QueryResult.Of(new QueryError(QueryErrorKind.Unsupported, e.Message, e.Name));
        }
        catch (MissingDataException e)
        {
            return QueryResult.Of(new QueryError(QueryErrorKind.MissingData, e.Message, e.Name));
        }
        catch (LimitExceededException e)
        {
            return QueryResult.Of(new QueryError(QueryErrorKind.LimitExceeded, e.Message, e.Limit));
        }
        catch (EngineException e)
        {
            return QueryResult.Of(new QueryError(QueryErrorKind.Failed, e.Message));
        }
        catch (InsufficientExecutionStackException)
        {
            return QueryResult.Of(new QueryError(QueryErrorKind.LimitExceeded, "The query is nested too deeply.", "depth"));
        }
        catch (OutOfMemoryException)
        {
            return QueryResult.Of(new QueryError(QueryErrorKind.LimitExceeded, "The query needs more memory than there is.", "bytes"));
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or ArgumentException or IndexOutOfRangeException or NullReferenceException or OverflowException or FormatException or DivideByZeroException or KeyNotFoundException or NotSupportedException)
        {
            // A defect of the engine must not take the process down, nor pass for an answer.
            return QueryResult.Of(new QueryError(QueryErrorKind.Unsupported, $"Internal error: {e.GetType().Name}: {e.Message}", "internal error"));
        }
    }

    // Sources whose columns only the data gives run first, one by one; then the query is bound again with the columns that they have.
    private static QueryResult Learn(BoundBody body, ExecutionOptions options, ITableSource tables, CancellationToken cancellationToken)
    {
        var bindAgain = body.BindAgain!;
        var rows = new List<RowType?>();
        var learnt = new Dictionary<int, Batch>();
        while (true)
        {
            try
            {
                return Run(body, new KernelContext(options, tables, cancellationToken), learnt);
            }
            catch (ColumnsLearntException e)
            {
                while (rows.Count <= e.Number)
                    rows.Add(null);
                if (rows[e.Number] is not null)
                    throw new Expressions.EngineDefectException("The columns of a source were learnt twice.");
                rows[e.Number] = new RowType(e.Row.Columns);
                if (e.Rows is not null)
                    learnt[e.Number] = e.Rows;
            }

            (body, var diagnostics) = bindAgain(rows);
            foreach (var diagnostic in diagnostics)
            {
                if (diagnostic.Severity == Diagnostics.DiagnosticSeverity.Error)
                    return QueryResult.Of(new QueryError(QueryErrorKind.Failed, diagnostic.Message, MissingColumn));
            }
        }
    }

    internal const string PrimaryResult = "PrimaryResult";

    /// <summary>The <see cref="QueryError.Name"/> of a query that names what the rows of <c>bag_unpack</c>, <c>pivot</c> and the like turn out not to have.</summary>
    public const string MissingColumn = "missing column";

    private static QueryResult Run(BoundBody body, KernelContext context, IReadOnlyDictionary<int, Batch>? learnt)
    {
        var compiler = new Compiler(body, context, KernelTable.Default, learnt);
        if (learnt is not null)
            compiler.Learn();
        var tables = ImmutableArray.CreateBuilder<NamedTable>();
        foreach (var earlier in body.Earlier)
        {
            var results = compiler.CompileResults(earlier);
            foreach (var (name, plan) in results)
                tables.Add(new NamedTable(results.Count > 1 ? name : $"Result_{tables.Count + 1}", Collect(plan, context)));
        }

        var main = tables.Count;
        if (body.Tabular is { } tabular)
        {
            foreach (var (name, plan) in compiler.CompileResults(tabular))
                tables.Add(new NamedTable(name, Collect(plan, context)));
        }
        else if (body.Scalar is { } scalar)
        {
            var value = compiler.Constant(scalar);
            var row = new RowType([new ColumnSymbol("print_0", scalar.Type)]);
            tables.Add(new NamedTable(PrimaryResult, new ColumnarTable(row, [new TableChunk([value], 1)])));
        }
        else
        {
            tables.Add(new NamedTable(PrimaryResult, ColumnarTable.Empty(RowType.Empty)));
        }

        return QueryResult.Of(tables.ToImmutable(), main);
    }

    /// <summary>The tables that a query reads, each with the columns that it uses: what must be loaded to run it.</summary>
    public static IReadOnlyList<TableRequest> GetTableUse(BoundBody body)
    {
        var use = new ColumnUse(body);
        var requests = new List<TableRequest>();
        foreach (var group in use.Tables.GroupBy(table => (table.Table.Name, table.Cluster, table.Database)))
        {
            var row = group.First().Row;
            var need = new bool[row.Columns.Length];
            foreach (var table in group)
            {
                // Bound again with the columns that the data gives, a query may read more than it seems to now.
                var one = use.OpenSources.Count > 0 ? ColumnUse.All(table.Row) : use.Of(table);
                for (var i = 0; i < need.Length && i < one.Length; i++)
                    need[i] |= one[i];
            }

            requests.Add(new TableRequest(group.Key.Name, row, ColumnUse.Ordinals(need)) { Cluster = group.Key.Cluster, Database = group.Key.Database });
        }

        return requests;
    }

    /// <summary>
    /// The tables, and functions without a body, that decide what a query gives, each with the columns that some condition, key or computed value
    /// reads or that end in one of the given columns of the result. Less than <see cref="GetTableUse"/>: columns that are only carried along do not count.
    /// </summary>
    /// <param name="body">The query.</param>
    /// <param name="results">The columns of the result that count.</param>
    public static IReadOnlyList<SourceUse> GetSourceUse(BoundBody body, IReadOnlySet<string> results)
    {
        var use = new ColumnUse(body, row => [.. row.Columns.Select(column => results.Contains(column.Name))]);
        var compared = use.Compared.ToLookup(pair => pair.Column, pair => pair.Text, ReferenceEqualityComparer.Instance as IEqualityComparer<ColumnSymbol>);
        return
        [
            .. use.Tables.GroupBy(table => (table.Table.Name, table.Cluster, table.Database)).Select(group => Source(group.Key.Name, false, [.. group]) with { Cluster = group.Key.Cluster, Database = group.Key.Database }),
            .. use.Functions.GroupBy(function => function.Function.Name).Select(group => Source(group.Key, true, [.. group])),
        ];

        SourceUse Source(string name, bool isFunction, IReadOnlyList<BoundTabular> places)
        {
            var columns = ImmutableArray.CreateBuilder<UsedColumn>();
            var row = places[0].Row;
            for (var i = 0; i < row.Columns.Length; i++)
            {
                if (!places.Any(place => use.Of(place) is { } need && i < need.Length && need[i]))
                    continue;
                var texts = places.SelectMany(place => i < place.Row.Columns.Length ? compared[place.Row.Columns[i]] : []).Distinct(StringComparer.Ordinal);
                columns.Add(new UsedColumn(row.Columns[i], [.. texts]));
            }

            return new SourceUse(name, isFunction, columns.ToImmutable());
        }
    }

    /// <summary>Names of the scalar functions, aggregates and plugins that can run.</summary>
    public static (IReadOnlyCollection<string> Scalars, IReadOnlyCollection<string> Aggregates, IReadOnlyCollection<string> Plugins) Supported =>
        (KernelTable.Default.ScalarNames, KernelTable.Default.AggregateNames, Content.Kql.Engine.Plugins.PluginTable.Names);

    /// <summary>
    /// What the language declares and no offline engine can do, with the reason: functions, plugins and operators. A query that needs one is
    /// inconclusive and names it. The two functions that look things up run where a fixture of their name is given.
    /// </summary>
    public static IReadOnlyDictionary<string, string> NotRunnable { get; } = new Dictionary<string, string>(
        Functions.NotRunnable.Reasons
            .Concat(Content.Kql.Engine.Plugins.PluginTable.NotRunnable)
            .Append(new("reduce", "its algorithm is not published"))
            .Append(new("geo_info_from_ip_address", "it looks things up in data of the service"))
            .Append(new("parse_user_agent", "it looks things up in data of the service")),
        StringComparer.Ordinal);

    internal static string TooManyRows(long limit) => $"The result has more than {limit:N0} rows.";

    private static ColumnarTable Collect(Plan plan, KernelContext context)
    {
        var chunks = ImmutableArray.CreateBuilder<TableChunk>();
        var total = 0L;
        foreach (var batch in plan.Run())
        {
            if (batch.Length == 0)
                continue;
            total += batch.Length;
            if (total > context.Options.MaxRows)
                throw new LimitExceededException("rows", TooManyRows(context.Options.MaxRows));
            var columns = new Vector?[plan.Row.Columns.Length];
            for (var i = 0; i < columns.Length; i++)
            {
                var column = batch.Column(i);
                if (column.Kind != plan.KindOf(i))
                    throw new Expressions.EngineDefectException($"Column '{plan.Row.Columns[i].Name}' is {column.Kind} where {plan.KindOf(i)} was bound.");
                context.Charge(column.ByteSize);
                columns[i] = column;
            }

            chunks.Add(new TableChunk(columns, batch.Length));
        }

        return new ColumnarTable(plan.Row, chunks.ToImmutable());
    }
}
