using Content.Diagnostics;
using Content.Kql.Symbols;

namespace Content.Kql.Tests;

/// <summary>A few small tables, for queries that tests can show whole.</summary>
internal sealed class TestSchema : ISchema
{
    private readonly Dictionary<string, TableSymbol> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WorkspaceFunction> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowType> _watchlists = new(StringComparer.Ordinal);

    public static TestSchema Standard { get; } = new TestSchema()
        .Table("T", "a:string b:long c:datetime d:dynamic e:real f:timespan g:guid h:bool i:int j:decimal")
        .Table("U", "a:string b:int x:long")
        .Table("Device1", "a:string n:int")
        .Table("Device2", "a:string m:int");

    public TestSchema Table(string name, string columns)
    {
        _tables[name] = new TableSymbol(name, Row(columns));
        return this;
    }

    public TestSchema Function(WorkspaceFunction function)
    {
        _functions[function.Name] = function;
        return this;
    }

    public TestSchema Watchlist(string alias, string columns)
    {
        _watchlists[alias] = Row(columns);
        return Function(new WorkspaceFunction("_GetWatchlist", [new WorkspaceFunctionParameter("alias", KqlType.String)]) { Result = RowType.Open });
    }

    public static RowType Row(string columns) =>
        new([.. columns.Split(' ').Select(static column => column.Split(':')).Select(static pair => new ColumnSymbol(pair[0], KqlType.FromName(pair[1])!))]);

    public TableSymbol? FindTable(string name) => _tables.GetValueOrDefault(name);

    public WorkspaceFunction? FindFunction(string name) => _functions.GetValueOrDefault(name);

    public RowType? FindWatchlist(string alias) => _watchlists.GetValueOrDefault(alias);

    public IReadOnlyList<string> TableNames => [.. _tables.Keys];

    public IReadOnlyList<string> FunctionNames => [.. _functions.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Columns of a query that must bind, as <c>name:type</c>.</summary>
    public string Columns(string query)
    {
        var bound = Compilation.Bind(query, this);
        Assert.True(!bound.HasErrors, string.Join("\n", bound.Diagnostics));
        return bound.Row is { } row ? string.Join(" ", row.Columns) : ":" + bound.ScalarType?.Name;
    }

    /// <summary>Errors of a query as <c>code@start+length</c>.</summary>
    public string Errors(string query) => string.Join(
        " ",
        Compilation.Bind(query, this).Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => $"{d.Code}@{d.Span.Start}+{d.Span.Length}"));
}
