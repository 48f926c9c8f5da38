using Content.Kql.Binding;
using Content.Kql.Engine.Loading;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Benchmarks;

/// <summary>The engine in this process, over tables loaded from the same files.</summary>
internal sealed class EngineSide : ISchema
{
    private readonly Dictionary<string, TableSymbol> _tables = new(StringComparer.Ordinal);
    private readonly TableSet _data = new();
    private readonly ExecutionOptions _options;

    public EngineSide(string folder, int threads)
    {
        _options = new ExecutionOptions { Now = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), Threads = threads };
        foreach (var (name, file) in (ReadOnlySpan<(string, string)>)[("Firewall", "firewall"), ("Inventory", "inventory")])
        {
            var path = Path.Combine(folder, file + ".ndjson");
            var row = DataLoader.InferRow(path, out var error);
            if (error is not null)
                throw new InvalidOperationException(error.Message);
            _tables[name] = new TableSymbol(name, row);
            _data.AddTable(name, DataLoader.LoadFile(path, new LoadOptions(row)).Table);
        }
    }

    public BoundBody Prepare(string kql)
    {
        var bound = Compilation.Bind(kql, this);
        return bound.HasErrors ? throw new InvalidOperationException(string.Join("; ", bound.Diagnostics.Select(d => d.Message))) : bound.Body;
    }

    public QueryResult Execute(BoundBody body)
    {
        var result = QueryEngine.Execute(body, _data, _options);
        return result.Success ? result : throw new InvalidOperationException(result.Error!.Message);
    }

    public static Checksum Check(QueryResult result)
    {
        var sum = new Checksum();
        sum.EndRow();
        foreach (var row in result.Rows)
        {
            foreach (var value in row)
                sum.Add(value);
            sum.EndRow();
        }

        return sum;
    }

    public TableSymbol? FindTable(string name) => _tables.GetValueOrDefault(name);
    public WorkspaceFunction? FindFunction(string name) => null;
    public RowType? FindWatchlist(string alias) => null;
    public IReadOnlyList<string> TableNames => [.. _tables.Keys.Order(StringComparer.Ordinal)];
    public IReadOnlyList<string> FunctionNames => [];
}
