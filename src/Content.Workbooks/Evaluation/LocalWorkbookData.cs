using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Workbooks.Evaluation;

/// <summary>Rows of tables in memory: log queries run with the project's engine, everything else is recorded. Safe for use from several threads.</summary>
public sealed class LocalWorkbookData : IWorkbookData, IDisposable
{
    /// <summary>Rows of a query at most, as many as a grid of a workbook takes; the others are left out.</summary>
    public const int RowLimit = 10_000;

    private readonly ISchema _schema;
    private readonly RangedTables _tables;
    private readonly SharedFunctions _functions;
    private readonly RecordedResponses _recorded;
    private readonly ExecutionOptions _options;
    private readonly SemaphoreSlim _places;

    /// <summary>Creates the data.</summary>
    /// <param name="schema">What queries can refer to.</param>
    /// <param name="tables">The rows.</param>
    /// <param name="recorded">What was recorded of other sources.</param>
    /// <param name="options">Clock and limits.</param>
    public LocalWorkbookData(ISchema schema, ITableSource tables, RecordedResponses recorded, ExecutionOptions options)
    {
        _schema = schema;
        _tables = new RangedTables(tables);
        _functions = new SharedFunctions(schema, options);
        _recorded = recorded;
        _options = options;
        _places = new SemaphoreSlim(Math.Max(1, Environment.ProcessorCount));
    }

    /// <inheritdoc/>
    public DateTime Now => _options.Now.UtcDateTime;

    /// <inheritdoc/>
    public async Task<WorkbookRows> QueryLogsAsync(string query, TimeRangeValue? range, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Run(query, range, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public WorkbookTable? Recorded(int queryType, string query) => _recorded.Find("", queryType, query);

    /// <inheritdoc/>
    public WorkbookTable? Recorded(string owner, int queryType, string query) => _recorded.Find(owner, queryType, query);

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private WorkbookRows Run(string query, TimeRangeValue? range, CancellationToken cancellationToken)
    {
        var bound = Compilation.Bind(query, _schema);
        if (bound.Diagnostics.FirstOrDefault(finding => finding.Severity == DiagnosticSeverity.Error) is { } error)
            return new WorkbookRows(WorkbookTable.Empty, $"{error.Code} at {error.Start}: {error.Message}", false);
        var tables = range is null ? _tables.All : _tables.Within(TimeRanges.Of(range, Now));
        var result = Shared(query, bound, tables, cancellationToken) ?? QueryEngine.Execute(bound.Body, tables, _options, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        // Beside tables that are there, one that nobody gave is an empty one: a union goes on. With nothing to show, what is missing is said.
        if (result.Error is { Kind: QueryErrorKind.MissingData })
        {
            var lenient = new EmptyForMissing(tables);
            if (QueryEngine.Execute(bound.Body, lenient, _options, cancellationToken) is { Success: true, RowCount: > 0 } rest && lenient.HasTable)
                result = rest;
        }

        return result.Error is { } failure ? new WorkbookRows(WorkbookTable.Empty, failure.Message, failure.Kind is QueryErrorKind.Unsupported or QueryErrorKind.MissingData) : new WorkbookRows(TableOf(result), null, false);
    }

    // Where the rows of a parser cannot be had by themselves, the query runs as a whole.
    private QueryResult? Shared(string query, BoundQuery bound, ITableSource tables, CancellationToken cancellationToken)
    {
        if (bound.Functions.IsEmpty)
            return null;
        var shared = Compilation.Bind(query, _functions.Schema);
        if (shared.HasErrors || !SameColumns(shared.Row, bound.Row))
            return null;
        var result = QueryEngine.Execute(shared.Body, _functions.Over(tables), _options, cancellationToken);
        return result.Error is null ? result : null;
    }

    private static bool SameColumns(RowType? one, RowType? other) => one is not null && other is not null && one.Columns.Length == other.Columns.Length
        && one.Columns.Zip(other.Columns).All(pair => pair.First.Name == pair.Second.Name && pair.First.Type.Kind == pair.Second.Type.Kind);

    /// <summary>The rows of a result, up to <see cref="RowLimit"/>.</summary>
    public static WorkbookTable TableOf(QueryResult result) => new(result.Row.Columns, [.. result.Rows.Take(RowLimit).Select(row => Array.ConvertAll(row, Plain))]);

    private sealed class EmptyForMissing(ITableSource tables) : ITableSource
    {
        private volatile bool _hasTable;

        /// <summary>True once a table was asked for that is there.</summary>
        public bool HasTable => _hasTable;

        public ColumnarTable? FindTable(TableRequest request)
        {
            var table = tables.FindTable(request);
            _hasTable |= table is not null;
            return table ?? (request is { Cluster: null, Database: null } ? ColumnarTable.Empty(request.Row) : null);
        }

        public ColumnarTable? FindWatchlist(TableRequest request) => tables.FindWatchlist(request);

        public ColumnarTable? FindFunction(TableRequest request) => tables.FindFunction(request);

        public ColumnarTable? FindExternalData(TableRequest request) => tables.FindExternalData(request);
    }

    // The engine's bags are arrays of pairs.
    private static object? Plain(object? value) => value switch
    {
        KeyValuePair<string, object?>[] bag => new OrderedDictionary<string, object?>(bag.DistinctBy(pair => pair.Key).Select(pair => KeyValuePair.Create(pair.Key, Plain(pair.Value))), StringComparer.Ordinal),
        object?[] list => Array.ConvertAll(list, Plain),
        _ => value,
    };
}
