using System.Text;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tests;

/// <summary>Binds and runs queries; every query runs under several batch sizes, which must not change a byte.</summary>
internal static class KqlRun
{
    private static readonly int[] BatchSizes = [2048, 1, 7];

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The rows as text: cells joined by '|', null as 'null'.</summary>
    public static string[] Rows(string query, TestSchema? schema = null)
    {
        string[]? first = null;
        foreach (var size in BatchSizes)
        {
            var result = Execute(query, schema, size);
            Assert.True(result.Success, $"{result.Error?.Message} in {query}");
            var rows = Text(result);
            if (first is not null)
                Assert.Equal(first, rows);
            first = rows;
        }

        return first!;
    }

    /// <summary>The only cell of the only row.</summary>
    public static string Value(string expression) => Assert.Single(Rows("print x = " + expression));

    /// <summary>Column names and types.</summary>
    public static string Columns(string query) => string.Join(", ", Execute(query).Row.Columns.Select(c => $"{c.Name}:{c.Type.Name}"));

    public static QueryError Error(string query, TestSchema? schema = null)
    {
        var result = Execute(query, schema);
        Assert.False(result.Success, "An error was expected.");
        return result.Error!;
    }

    public static QueryResult Execute(string query, TestSchema? schema = null, int batchSize = 2048, ExecutionOptions? options = null, CancellationToken cancellation = default)
    {
        var bound = Compilation.Bind(query, (ISchema?)schema ?? EmptySchema.Instance);
        Assert.False(bound.HasErrors, $"{query}: {string.Join("; ", bound.Diagnostics.Select(d => d.Message))}");
        options ??= new ExecutionOptions { Now = Now };
        return QueryEngine.Execute(bound.Body, (ITableSource?)schema?.Data ?? EmptyTableSource.Instance, options with { BatchSize = batchSize }, cancellation);
    }

    public static string[] Text(QueryResult result)
    {
        var rows = new List<string>();
        foreach (var chunk in result.Table.Chunks)
        {
            for (var i = 0; i < chunk.Length; i++)
            {
                var line = new StringBuilder();
                for (var c = 0; c < chunk.Columns.Count; c++)
                {
                    if (c > 0)
                        line.Append('|');
                    line.Append(chunk.Columns[c]!.IsNull(i) ? "null" : ResultText.Format(chunk.Columns[c]!, i));
                }

                rows.Add(line.ToString());
            }
        }

        return [.. rows];
    }
}

/// <summary>Tables with rows, as schema and as data.</summary>
internal sealed class TestSchema : ISchema
{
    private readonly Dictionary<string, TableSymbol> _tables = [];
    private readonly Dictionary<string, RowType> _watchlists = [];
    private readonly Dictionary<string, WorkspaceFunction> _functions = [];

    public TableSet Data { get; } = new();

    public TestSchema Table(string name, string columns, params object?[][] rows)
    {
        var row = Row(columns);
        _tables[name] = new TableSymbol(name, row);
        Data.AddTable(name, ColumnarTable.FromRows(row, rows));
        return this;
    }

    public TestSchema Table(string name, ColumnarTable table)
    {
        _tables[name] = new TableSymbol(name, table.Row);
        Data.AddTable(name, table);
        return this;
    }

    public TestSchema Declare(string name, string columns)
    {
        _tables[name] = new TableSymbol(name, Row(columns));
        return this;
    }

    public TestSchema Function(string name, string columns, params object?[][] rows)
    {
        _functions[name] = new WorkspaceFunction(name, []) { Result = Row(columns) };
        Data.AddFunction(name, ColumnarTable.FromRows(Row(columns), rows));
        return this;
    }

    public TestSchema Watchlist(string alias, string columns, params object?[][] rows)
    {
        _watchlists[alias] = Row(columns);
        Data.AddWatchlist(alias, ColumnarTable.FromRows(Row(columns), rows));
        return this;
    }

    public static RowType Row(string columns) => new([.. columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(column =>
    {
        var parts = column.Split(':');
        return new ColumnSymbol(parts[0], KqlType.FromName(parts[1])!);
    })]);

    public TableSymbol? FindTable(string name) => _tables.GetValueOrDefault(name);
    public WorkspaceFunction? FindFunction(string name) => _functions.TryGetValue(name, out var function) ? function : name == "_GetWatchlist" ? new WorkspaceFunction(name, [new WorkspaceFunctionParameter("watchlistAlias", KqlType.String)]) : null;
    public RowType? FindWatchlist(string alias) => _watchlists.GetValueOrDefault(alias);
    public IReadOnlyList<string> TableNames => [.. _tables.Keys.Order(StringComparer.Ordinal)];
    public IReadOnlyList<string> FunctionNames => [.. _functions.Keys.Order(StringComparer.Ordinal)];
}
