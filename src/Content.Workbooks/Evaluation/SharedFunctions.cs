using System.Collections.Concurrent;
using Content.Catalog;
using Content.Kql;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Workbooks.Evaluation;

/// <summary>
/// Parsers that many queries of a workbook read: their rows are computed once for a time range, and the queries start from there. That is possible for
/// functions without parameters whose columns are known; they depend on nothing but the tables and the clock.
/// </summary>
internal sealed class SharedFunctions
{
    private const int SourceLimit = 16;

    private readonly ISchema _schema;
    private readonly ExecutionOptions _options;
    private readonly ConcurrentDictionary<string, WorkspaceFunction?> _shared = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ITableSource, Source> _sources = new();

    /// <summary>Creates them.</summary>
    /// <param name="schema">The schema that has the functions.</param>
    /// <param name="options">Clock and limits.</param>
    public SharedFunctions(ISchema schema, ExecutionOptions options)
    {
        _schema = schema;
        _options = options;
        Schema = new Overlay(this);
    }

    /// <summary>The schema, in which those functions are known by their columns alone.</summary>
    public ISchema Schema { get; }

    /// <summary>Tables with the rows of those functions. Sources that are equal share them.</summary>
    public ITableSource Over(ITableSource tables)
    {
        if (_sources.Count >= SourceLimit && !_sources.ContainsKey(tables))
            _sources.Clear();
        return _sources.GetOrAdd(tables, source => new Source(this, source));
    }

    private WorkspaceFunction? Find(string name) => _shared.GetOrAdd(name, key =>
    {
        if (_schema.FindFunction(key) is not { } function)
            return null;
        if (function is not { Body: not null, Parameters.IsEmpty: true })
            return function;
        var bound = Compilation.Bind(key, _schema);
        return bound is { HasErrors: false, Row: { IsOpen: false } row, Body: { BindAgain: null, Tabular: { } tabular } } && ReferenceEquals(tabular.Row, row) ? function with { Body = null, Result = row } : function;
    });

    private sealed class Overlay(SharedFunctions owner) : ISchema
    {
        public IReadOnlyList<string> TableNames => owner._schema.TableNames;

        public IReadOnlyList<string> FunctionNames => owner._schema.FunctionNames;

        public IReadOnlyList<string> WatchlistAliases => owner._schema.WatchlistAliases;

        public TableSymbol? FindTable(string name) => owner._schema.FindTable(name);

        public WorkspaceFunction? FindFunction(string name) => owner.Find(name);

        public RowType? FindWatchlist(string alias) => owner._schema.FindWatchlist(alias);
    }

    private sealed class Source(SharedFunctions owner, ITableSource tables) : ITableSource
    {
        private readonly ConcurrentDictionary<string, Lazy<ColumnarTable?>> _rows = new(StringComparer.Ordinal);

        public ColumnarTable? FindTable(TableRequest request) => tables.FindTable(request);

        public ColumnarTable? FindWatchlist(TableRequest request) => tables.FindWatchlist(request);

        public ColumnarTable? FindExternalData(TableRequest request) => tables.FindExternalData(request);

        public ColumnarTable? FindFunction(TableRequest request) => owner._schema.FindFunction(request.Name) is { Body: not null } && owner.Find(request.Name) is { Body: null }
            ? _rows.GetOrAdd(request.Name, name => new Lazy<ColumnarTable?>(() => Run(name))).Value
            : tables.FindFunction(request);

        // What fails here is run again as a part of its query, which then says why.
        private ColumnarTable? Run(string name)
        {
            // Its own name is the function itself, those that it calls are shared.
            var schema = new OverlaySchema(owner.Schema, functions: [owner._schema.FindFunction(name)!]);
            var result = QueryEngine.Execute(Compilation.Bind(name, schema).Body, this, owner._options);
            return result.Error is null ? result.Table : null;
        }
    }
}
