using Content.Azure.Arm;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Azure.Tests.Support;

/// <summary>A simulated workspace with data in it, beside a repository.</summary>
internal sealed class LiveWorkspace : IAsyncDisposable
{
    /// <summary>The clock of the workspace.</summary>
    public static readonly DateTime Now = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    private readonly TableSet _data = new() { MissingTablesAreEmpty = true };

    private LiveWorkspace(Deployment deployment, ContentRepository repository)
    {
        (Deployment, Repository) = (deployment, repository);
        deployment.Service.Queries.Schema = new Shown(repository.Schema, _hidden);
        deployment.Service.Queries.Data = _data;
        deployment.Service.Queries.Now = new DateTimeOffset(Now, TimeSpan.Zero);
        foreach (var table in repository.Tables)
            deployment.Service.MicrosoftTables[table.Name.Value] = ("Analytics", table.Table.Row);
    }

    public Deployment Deployment { get; }

    public ContentRepository Repository { get; }

    /// <summary>The workspace; queries and resources have one address.</summary>
    public WorkspaceTarget Target => Deployment.Target with { LogAnalytics = Deployment.Address };

    public static async Task<LiveWorkspace> StartAsync(params (string Path, string Text)[] files)
    {
        var repository = Repositories.Load(new MemoryFiles([("sentinel-content.yaml", "version: 1\ncontent: [content]\n"), .. files]));
        return new LiveWorkspace(await Deployment.StartAsync(), repository);
    }

    /// <summary>Puts rows into a table, or into a function without a body.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="columns">Names of the columns that the rows give.</param>
    /// <param name="rows">Values in that order.</param>
    public LiveWorkspace Table(string name, string columns, params object?[][] rows)
    {
        if (Repository.Schema.FindTable(name) is not { } table)
        {
            _data.AddFunction(name, ColumnarTable.FromRows(Some(Repository.Schema.FindFunction(name)!.Result!), rows));
            return this;
        }

        Deployment.Service.MicrosoftTables[name] = ("Analytics", table.Row);
        _data.AddTable(name, ColumnarTable.FromRows(Some(table.Row), rows));
        return this;

        RowType Some(RowType all) => new([.. columns.Split(' ').Select(column => all.Find(column) ?? throw new ArgumentException($"{name} has no column {column}."))]);
    }

    public LiveWorkspace Watchlist(string alias, params string[] keys)
    {
        var row = new RowType([new ColumnSymbol("SearchKey", KqlType.String)]);
        _data.AddWatchlist(alias, ColumnarTable.FromRows(row, [.. keys.Select(key => new object?[] { key })]));
        return this;
    }

    /// <summary>Takes tables away.</summary>
    public LiveWorkspace Without(params string[] tables)
    {
        _hidden.UnionWith(tables);
        foreach (var table in tables)
            Deployment.Service.MicrosoftTables.Remove(table);
        return this;
    }

    public ValueTask DisposeAsync() => Deployment.DisposeAsync();

    private sealed class Shown(ISchema inner, HashSet<string> hidden) : ISchema
    {
        public IReadOnlyList<string> TableNames => inner.TableNames;

        public IReadOnlyList<string> FunctionNames => inner.FunctionNames;

        public TableSymbol? FindTable(string name) => hidden.Contains(name) ? null : inner.FindTable(name);

        public WorkspaceFunction? FindFunction(string name) => hidden.Contains(name) ? null : inner.FindFunction(name);

        public RowType? FindWatchlist(string alias) => inner.FindWatchlist(alias);
    }
}
