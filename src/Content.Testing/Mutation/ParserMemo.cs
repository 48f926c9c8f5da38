using System.Collections.Concurrent;
using Content.Kql;
using Content.Kql.Binding;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Testing.Mutation;

/// <summary>
/// Runs the parsers that mutants of a rule have in common once a case: mutants are bound against a schema in which such a parser has
/// columns but no body, and get its rows from here. Safe for use from several threads.
/// </summary>
internal sealed class ParserMemo : IQueryRunner, ISchema
{
    private readonly ISchema _inner;
    private readonly Dictionary<string, (WorkspaceFunction Function, BoundBody Body)> _parsers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(ITableSource Tables, DateTimeOffset Now, string Name), Lazy<QueryResult>> _results = new();

    private ParserMemo(ISchema inner) => _inner = inner;

    /// <inheritdoc/>
    public IReadOnlyList<string> TableNames => _inner.TableNames;

    /// <inheritdoc/>
    public IReadOnlyList<string> FunctionNames => _inner.FunctionNames;

    /// <inheritdoc/>
    public IReadOnlyList<string> WatchlistAliases => _inner.WatchlistAliases;

    /// <summary>A memo for the mutants of a query; null when it calls no parser whose rows can be kept.</summary>
    public static ParserMemo? For(BoundQuery query, ISchema schema)
    {
        var memo = new ParserMemo(schema);
        foreach (var function in query.Functions)
        {
            // Columns that only the data gives, and those that differ as it runs, are left to the whole query.
            if (function.Body is null || !function.Parameters.IsEmpty || !Kql.Syntax.SyntaxFacts.IsPlainName(function.Name)
                || Compilation.Bind(function.Name, schema) is not { HasErrors: false, Body: { Tabular.Row: { IsOpen: false } row, BindAgain: null } body } bound || bound.Row != row)
                continue;
            memo._parsers[function.Name] = (function with { Body = null, Result = row }, body);
        }

        return memo._parsers.Count == 0 ? null : memo;
    }

    /// <inheritdoc/>
    public TableSymbol? FindTable(string name) => _inner.FindTable(name);

    /// <inheritdoc/>
    public WorkspaceFunction? FindFunction(string name) => _parsers.TryGetValue(name, out var parser) ? parser.Function : _inner.FindFunction(name);

    /// <inheritdoc/>
    public RowType? FindWatchlist(string alias) => _inner.FindWatchlist(alias);

    /// <inheritdoc/>
    public Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        var source = new Source(this, request, cancellationToken);
        var result = QueryEngine.Execute(request.Bound!, source, request.Options, cancellationToken);

        // A parser that cannot run fails the query in its own words.
        return Task.FromResult(source.Failure ?? result);
    }

    private sealed class Source(ParserMemo memo, QueryRequest request, CancellationToken cancellationToken) : ITableSource
    {
        public QueryResult? Failure { get; private set; }

        public ColumnarTable? FindTable(TableRequest table) => request.Tables!.FindTable(table);

        public ColumnarTable? FindWatchlist(TableRequest watchlist) => request.Tables!.FindWatchlist(watchlist);

        public ColumnarTable? FindExternalData(TableRequest data) => request.Tables!.FindExternalData(data);

        public ColumnarTable? FindFunction(TableRequest function)
        {
            if (!memo._parsers.TryGetValue(function.Name, out var parser))
                return request.Tables!.FindFunction(function);
            var result = memo._results.GetOrAdd((request.Tables!, request.Options.Now, function.Name),
                _ => new Lazy<QueryResult>(() => QueryEngine.Execute(parser.Body, request.Tables!, request.Options, cancellationToken))).Value;
            if (result.Success)
                return result.Table;
            Failure ??= result;
            return null;
        }
    }
}
