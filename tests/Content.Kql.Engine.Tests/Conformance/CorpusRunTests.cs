using System.Text;
using System.Text.Json;
using Content.Catalog;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Kql.Engine.Tests.Conformance;

/// <summary>
/// Every query that binds runs: over empty tables, and over generated rows, where neither the seed nor the size of batches may bring
/// anything but an answer that is the same for all of them. What no offline engine can do is named.
/// </summary>
public sealed class CorpusRunTests
{
    // More seeds than one, and all batch sizes for each, when asked for: CORPUS_SEEDS=20.
    private static readonly int? SeedCount = int.TryParse(Environment.GetEnvironmentVariable("CORPUS_SEEDS"), out var count) ? count : null;

    // The answer must not depend on it.
    private static int[] BatchSizes(string query) => SeedCount is not null ? [2048, 7, 1] : query.Length % 2 == 0 ? [2048, 7] : [2048, 1];

    [Theory]
    [InlineData("rules")]
    [InlineData("hunting")]
    [InlineData("parsers")]
    public void Published_content_runs(string kind)
    {
        Assert.SkipUnless(ReferenceFolder.Find("corpus") is not null, "The corpus is not beside the repository.");
        var repository = ContentRepository.Load(ReferenceFolder.Find("corpus")!, cancellationToken: TestContext.Current.CancellationToken);
        var queries = kind switch
        {
            "rules" => repository.Rules.Select(rule => (rule.Source.Path!, rule.Query.Value)),
            "hunting" => repository.HuntingQueries.Select(query => (query.Source.Path!, query.Query.Value)),
            _ => repository.Parsers.Select(Call),
        };
        Check(queries, repository.Schema, kind);
    }

    [Fact]
    public void Queries_with_verdicts_run()
    {
        Assert.SkipUnless(ReferenceFolder.Find("conformance", "verdicts.ndjson") is not null, "The conformance samples are not beside the repository.");
        var schema = JsonSchemaFile.Read(File.ReadAllBytes(ReferenceFolder.Find("conformance", "schema.json")!));
        var queries = File.ReadLines(ReferenceFolder.Find("conformance", "verdicts.ndjson")!).Where(line => line.Length > 0).Select(line =>
        {
            using var document = JsonDocument.Parse(line);
            return (document.RootElement.GetProperty("id").GetString()!, document.RootElement.GetProperty("query").GetString()!);
        });
        Check(queries, schema, "verdicts");
    }

    [Fact]
    public void Shipped_content_runs()
    {
        var repository = ContentRepository.Load(RepositoryFolder.Path, cancellationToken: TestContext.Current.CancellationToken);
        var queries = repository.Rules.Select(rule => (rule.Source.Path!, rule.Query.Value))
            .Concat(repository.HuntingQueries.Select(query => (query.Source.Path!, query.Query.Value)))
            .Concat(repository.Parsers.Select(Call)).ToArray();
        Assert.NotEmpty(queries);
        Check(queries, repository.Schema, "shipped");
    }

    // A parser runs as a query calls it, with its default arguments.
    private static (string, string) Call(ParserFunction parser) =>
        (parser.Source.Path!, parser.Parameters.All(parameter => parameter.Symbol.DefaultValue is not null) ? parser.Alias.Value + "()" : parser.Query.Value);

    private static void Check(IEnumerable<(string Id, string Query)> queries, ISchema schema, string name)
    {
        var failures = new List<string>();
        var (ran, undecided) = (0, 0);
        Parallel.ForEach(queries, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, item =>
        {
            var bound = Compilation.Bind(item.Query, schema);
            if (bound.HasErrors)
                return;
            Interlocked.Increment(ref ran);
            var problems = Problems(item.Query, bound, out var isUndecided);
            if (isUndecided)
                Interlocked.Increment(ref undecided);
            if (problems.Count == 0)
                return;
            lock (failures)
                failures.AddRange(problems.Select(problem => $"{item.Id}: {problem}"));
        });
        failures.Sort(StringComparer.Ordinal);
        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {ran} queries run, {undecided} of them cannot be decided offline, {failures.Count} problems");
        if (Environment.GetEnvironmentVariable("CORPUS_REPORT") is { Length: > 0 } folder)
            File.WriteAllLines(Path.Combine(folder, name + ".txt"), [$"{ran} {undecided}", .. failures]);
        Assert.True(ran > 0, "No query was run.");
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(30)));
    }

    private static List<string> Problems(string query, BoundQuery bound, out bool isUndecided)
    {
        var problems = new List<string>();
        isUndecided = false;
        var runs = new List<(string Name, ITableSource Tables)> { ("empty", new TableSetOfNothing()) };
        for (var seed = 1; seed <= (SeedCount ?? 1); seed++)
            runs.Add(($"seed {seed}", new GeneratedTables(query, seed, KqlRun.Now)));
        foreach (var (name, tables) in runs)
        {
            string? first = null;
            foreach (var size in name == "empty" ? [2048] : BatchSizes(query))
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
                var options = new ExecutionOptions { Now = KqlRun.Now, BatchSize = size, MaxSteps = 500_000_000, MaxRows = 1_000_000 };
                var result = QueryEngine.Execute(bound.Body, tables, options, patience.Token);
                var answer = result.Error is { } error ? $"{error.Kind}: {error.Message}" : Text(result);
                if (result.Error is { } failure && Explain(failure) is { } problem)
                    problems.Add($"{name}, batches of {size}: {problem}");
                isUndecided |= result.Error is { IsInconclusive: true };
                if (result.Success && bound.Row is { IsOpen: false } row && !row.Columns.Select(c => (c.Name, c.Type.Kind)).SequenceEqual(result.Row.Columns.Select(c => (c.Name, c.Type.Kind))))
                    problems.Add($"{name}: columns {Columns(result.Row)} instead of {Columns(row)}");
                if (first is not null && first != answer)
                    problems.Add($"{name}: batches of {size} give another answer: {Difference(first, answer)}");
                first ??= answer;
            }
        }

        return problems;
    }

    // What may end a query: something that no offline engine can do, or a failure that Kusto has too.
    private static string? Explain(QueryError error) => error.Kind switch
    {
        QueryErrorKind.Unsupported when error.Name is { } name && QueryEngine.NotRunnable.ContainsKey(name) => null,
        QueryErrorKind.Failed when error.Name == QueryEngine.MissingColumn => null,
        QueryErrorKind.Failed or QueryErrorKind.LimitExceeded when !error.Message.StartsWith("Internal error", StringComparison.Ordinal) && KustoFailsToo.Any(text => error.Message.Contains(text, StringComparison.Ordinal)) => null,
        _ => $"{error.Kind} ({error.Name}): {error.Message}",
    };

    // Failures that depend on the rows.
    private static readonly string[] KustoFailsToo = ["'bag_unpack': the column", "A series of 'make-series' has more than a million points"];

    private static string Columns(RowType row) => string.Join(", ", row.Columns.Select(column => $"{column.Name}:{column.Type.Name}"));

    private static string Text(QueryResult result)
    {
        var text = new StringBuilder();
        foreach (var row in KqlRun.Text(result))
            text.Append(row).Append('\n');
        return text.ToString();
    }

    private static string Difference(string first, string second)
    {
        var (a, b) = (first.Split('\n'), second.Split('\n'));
        var at = Enumerable.Range(0, Math.Min(a.Length, b.Length)).FirstOrDefault(i => a[i] != b[i], Math.Min(a.Length, b.Length));
        return $"row {at}: {Show(a, at)} / {Show(b, at)}";
        static string Show(string[] rows, int at) => at < rows.Length ? rows[at][..Math.Min(rows[at].Length, 300)] : $"({rows.Length} rows)";
    }

    private sealed class TableSetOfNothing : ITableSource
    {
        public ColumnarTable? FindTable(TableRequest request) => ColumnarTable.Empty(request.Row);
        public ColumnarTable? FindWatchlist(TableRequest request) => ColumnarTable.Empty(request.Row);
        public ColumnarTable? FindFunction(TableRequest request) => ColumnarTable.Empty(request.Row);
        public ColumnarTable? FindExternalData(TableRequest request) => ColumnarTable.Empty(request.Row);
    }
}
