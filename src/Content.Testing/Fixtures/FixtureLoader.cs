using System.Collections.Concurrent;
using Content.Diagnostics;
using Content.Kql.Engine.Tables;
using Content.Model;

namespace Content.Testing.Fixtures;

/// <summary>Makes the data of test cases. A sample file is read once, however many cases use it. Safe for use from several threads.</summary>
internal sealed class FixtureLoader
{
    private readonly ContentRepository _repository;
    private readonly ConcurrentDictionary<string, Lazy<FixtureFile>> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Path, string Table, DateTime Now), Lazy<(TelemetryTable Table, List<Diagnostic> Diagnostics)>> _fileTables = new();
    private readonly ConcurrentDictionary<(string Alias, DateTime Now), Lazy<ColumnarTable>> _watchlists = new();
    private readonly ConcurrentDictionary<SourceText, TextOrigin> _origins = new();

    /// <summary>Creates a loader for the cases of a repository.</summary>
    public FixtureLoader(ContentRepository repository) => _repository = repository;

    /// <summary>The data of a case and what is wrong with it.</summary>
    public (CaseData Data, IReadOnlyList<Diagnostic> Diagnostics) Load(TestCase test)
    {
        var diagnostics = new List<Diagnostic>();
        var now = test.Now.Value;
        var tables = new Dictionary<string, TelemetryTable>(StringComparer.Ordinal);
        foreach (var set in test.Tables)
        {
            if (LoadTable(set, now, diagnostics) is { } table)
                tables[set.Name.Value.Replace('\'', '"')] = table;
        }

        foreach (var stub in test.Functions)
        {
            if (stub.Rows is { } rows && LoadFunction(rows, now, diagnostics) is { } table)
                tables[stub.Name.Value] = table;
        }

        var watchlists = new Dictionary<string, ColumnarTable>(StringComparer.Ordinal);
        foreach (var set in test.Watchlists)
        {
            if (_repository.FindWatchlist(set.Name.Value) is not { } watchlist)
            {
                var meant = NameSuggestion.Find(set.Name.Value, _repository.Watchlists.Select(item => item.Alias.Value));
                diagnostics.Add(set.Name.Report(FixtureCodes.UnknownWatchlist, DiagnosticSeverity.Error,
                    $"The repository has no watchlist '{set.Name.Value}'.{(meant is null ? "" : $" Did you mean '{meant}'?")}"));
                continue;
            }

            var given = FixtureTables.Build(set.Name.Value, watchlist.Row, RowsOf(set, diagnostics), now, timed: false, diagnostics);
            watchlists[set.Name.Value] = WatchlistTables.Given(watchlist, given, now);
        }

        // A mistake in a template is one, however many rows it makes.
        if (diagnostics.Count > 1)
            diagnostics = [.. diagnostics.DistinctBy(diagnostic => (diagnostic.Code, diagnostic.Path, diagnostic.Span, diagnostic.Message))];
        return (new CaseData(tables, alias => watchlists.GetValueOrDefault(alias) ?? Shipped(alias, now)), diagnostics);
    }

    private TelemetryTable? LoadTable(DataSet set, DateTime now, List<Diagnostic> diagnostics)
    {
        var name = set.Name.Value;
        // A table of another place has the columns of the one of that name here: workspace("w").SecurityEvent.
        var row = _repository.Schema.FindTable(name[(name.LastIndexOf(").", StringComparison.Ordinal) is var place and >= 0 ? place + 2 : 0)..])?.Row ?? _repository.Schema.FindFunction(name)?.Result ?? FunctionFixtures.Find(name);
        if (row is null)
        {
            var meant = NameSuggestion.Find(name, _repository.Schema.TableNames);
            var isFunction = _repository.Schema.FindFunction(name) is not null;
            diagnostics.Add(set.Name.Report(FixtureCodes.UnknownTable, DiagnosticSeverity.Error,
                isFunction ? $"'{name}' is a parser: its rows come from the tables it reads." : $"There is no table '{name}'.{(meant is null ? "" : $" Did you mean '{meant}'?")}",
                isFunction ? "Give rows of those tables, or its own rows under 'functions'." : "A custom table needs a file under tables/."));
            return null;
        }

        if (set.File is not { } file || !set.Rows.IsEmpty || !set.Generated.IsEmpty || !set.Set.IsEmpty || set.Inherited is not null)
            return FixtureTables.Build(name, row, RowsOf(set, diagnostics), now, timed: true, diagnostics);
        var (table, found) = _fileTables.GetOrAdd((file.Path, name, now), _ => new Lazy<(TelemetryTable, List<Diagnostic>)>(() =>
        {
            var list = new List<Diagnostic>();
            return (FixtureTables.Build(name, row, RowsOf(set, list), now, timed: true, list), list);
        })).Value;
        diagnostics.AddRange(found);
        return table;
    }

    private TelemetryTable? LoadFunction(DataSet set, DateTime now, List<Diagnostic> diagnostics)
    {
        var row = FunctionFixtures.Find(set.Name.Value) ?? FunctionStubs.RowOf(_repository.Schema, set.Name.Value);
        if (row is not null)
            return FixtureTables.Build(set.Name.Value, row, RowsOf(set, diagnostics), now, timed: true, diagnostics);
        var meant = NameSuggestion.Find(set.Name.Value, _repository.Schema.FunctionNames);
        diagnostics.Add(set.Name.Report(FixtureCodes.UnknownFunction, DiagnosticSeverity.Error,
            _repository.Schema.FindFunction(set.Name.Value) is null ? $"There is no function '{set.Name.Value}'.{(meant is null ? "" : $" Did you mean '{meant}'?")}"
                : $"The columns that '{set.Name.Value}' gives are not known.", "Give it a body: {query: 'datatable(…)[…]'}."));
        return null;
    }

    // Inherited rows, those of the file, inline ones, generated ones; then what all of them get.
    private IEnumerable<FixtureRow> RowsOf(DataSet set, List<Diagnostic> diagnostics)
    {
        var rows = set.Inherited is { } inherited ? RowsOf(inherited, diagnostics) : [];
        if (set.File is { } reference)
        {
            var file = _files.GetOrAdd(reference.Path, path => new Lazy<FixtureFile>(() => ReadFile(path, reference))).Value;
            diagnostics.AddRange(file.Diagnostics);
            rows = set.Inherited is null ? file.Rows : rows.Concat(file.Rows);
        }

        if (set.Rows.IsEmpty && set.Generated.IsEmpty && set.Set.IsEmpty)
            return rows;
        var origin = _origins.GetOrAdd(set.Name.Source, static source => new TextOrigin(source));
        rows = rows.Concat(set.Rows.Select(row => FixtureRow.Of(row, origin))).Concat(set.Generated.SelectMany(generator => RowGeneration.Rows(generator, origin)));
        return set.Set.IsEmpty ? rows : RowGeneration.With(rows, [.. set.Set.Select(cell => FixtureCell.Of(cell, origin))]);
    }

    private FixtureFile ReadFile(string path, FileReference reference)
    {
        try
        {
            return FixtureFile.Read(_repository.ReadFile(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new FixtureFile([], [reference.Reference.Report(FixtureCodes.BadFile, DiagnosticSeverity.Error, $"'{reference.Reference.Value}' cannot be read: {exception.Message}")]);
        }
    }

    private ColumnarTable? Shipped(string alias, DateTime now) => _repository.FindWatchlist(alias) is { } watchlist
        ? _watchlists.GetOrAdd((alias, now), key => new Lazy<ColumnarTable>(() => WatchlistTables.Shipped(watchlist, key.Now))).Value
        : null;
}
