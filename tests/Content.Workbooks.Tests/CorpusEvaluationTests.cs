using System.Globalization;
using System.Text;
using Content.Catalog;
using Content.Diagnostics;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Model.Json;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Evaluation.Generation;

namespace Content.Workbooks.Tests;

/// <summary>
/// What published workbooks show on generated rows is what docs/workbook-corpus.md says. With CORPUS=write the page's tables are rewritten.
/// </summary>
public sealed class CorpusEvaluationTests
{
    private const string NotShown = "not shown under any choice";
    private static readonly string PagePath = Path.Combine(RepositoryFolder.Path, "docs", "workbook-corpus.md");
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Published_workbooks_show_rows_and_the_page_says_how_much()
    {
        var corpus = ReferenceFolder.Find("corpus", "workbooks");
        Assert.SkipWhen(corpus is null, "The corpus is not at hand.");
        var counts = new Counts();
        foreach (var file in Directory.GetFiles(corpus!, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            await CountAsync(file, counts);
        var page = File.ReadAllText(PagePath).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("CORPUS") == "write")
            File.WriteAllText(PagePath, page = With(With(page, "counts", counts.Table()), "rest", counts.Rest()));
        Assert.Equal(counts.Table(), Part(page, "counts"));
        Assert.Equal(counts.Rest(), Part(page, "rest"));
        Assert.True(counts.Good * 10 >= counts.Visible * 9, $"{counts.Good} of {counts.Visible}");
    }

    private static async Task CountAsync(string file, Counts counts)
    {
        var document = WorkbookDocument.Read(new SourceText(File.ReadAllText(file).TrimStart('\uFEFF'), Path.GetFileName(file)));
        var options = new ExecutionOptions { Now = Now };
        using var empty = new LocalWorkbookData(SentinelSchema.Instance, new TableSet { MissingTablesAreEmpty = true }, RecordedResponses.None, options);
        var explorer = new WorkbookExplorer(document, new GeneratedWorkbookData(empty, SentinelSchema.Instance, options));
        var best = await explorer.ExploreAsync(TestContext.Current.CancellationToken);
        foreach (var (id, item, _) in explorer.All)
        {
            var seen = best.GetValueOrDefault(id);
            var rank = WorkbookExplorer.Rank(seen);
            counts.Add("Item", item.Type.ToString().ToLowerInvariant(), rank);
            if (rank < 3)
                counts.Miss(Path.GetFileNameWithoutExtension(file), id, item, Why(seen));
            if (item.Type == WorkbookItemType.Query && item.Content is { } content)
            {
                counts.Add("Query of", WorkbookQueryTypes.NameOf(content.NumberOf("queryType") ?? 0), rank);
                counts.Add("Visualization", content.TextOf("visualization") ?? (seen is EvaluatedQuery { IsVisible: true } query && query.Visualization != RenderedChart.Grid ? query.Visualization + ", by render" : "grid, unset"), rank);
                foreach (var formatter in Formatters(content))
                    counts.Add("Formatter", formatter.ToString(CultureInfo.InvariantCulture), rank);
            }

            if (seen is not EvaluatedParameters { IsVisible: true } parameters)
                continue;
            foreach (var parameter in parameters.Parameters)
                counts.Add("Parameter", parameter.Type.ToString().ToLowerInvariant(), parameter.Message is null or "A value is required." ? 3 : 1);
        }
    }

    private static string Why(EvaluatedItem? item) => item switch
    {
        null or { IsVisible: false } => NotShown,
        EvaluatedQuery query => $"{query.MessageKind}: {query.Message}",
        UnsupportedItem unsupported => "not supported: " + unsupported.Thing,
        _ => "not loaded",
    };

    private static IEnumerable<int> Formatters(JsonElementNode node)
    {
        if (node.NumberOf("formatter") is { } own)
            yield return own;
        foreach (var inner in node.Properties.Where(property => property.Key != "query").Select(property => property.Value).Concat(node.Items).SelectMany(Formatters))
            yield return inner;
    }

    private static string Part(string page, string name)
    {
        var start = $"<!-- {name} -->\n";
        var from = page.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"{PagePath} has no '{start.Trim()}'.");
        from += start.Length;
        return page[from..page.IndexOf("<!-- end -->", from, StringComparison.Ordinal)];
    }

    private static string With(string page, string name, string table) => page.Replace($"<!-- {name} -->\n{Part(page, name)}<!-- end -->", $"<!-- {name} -->\n{table}<!-- end -->", StringComparison.Ordinal);

    private sealed class Counts
    {
        private static readonly string[] Order = ["Item", "Query of", "Visualization", "Formatter", "Parameter"];
        private readonly SortedDictionary<(int, string), int[]> _rows = new(Comparer<(int Kind, string Name)>.Create((one, other) => one.Kind != other.Kind ? one.Kind.CompareTo(other.Kind) : string.CompareOrdinal(one.Name.PadLeft(int.TryParse(one.Name, out _) ? 3 : 0), other.Name.PadLeft(int.TryParse(other.Name, out _) ? 3 : 0))));
        private readonly List<string> _misses = [];

        public int Visible { get; private set; }

        public int Good { get; private set; }

        public void Add(string kind, string name, int rank)
        {
            var key = (Array.IndexOf(Order, kind), name);
            if (!_rows.TryGetValue(key, out var row))
                _rows.Add(key, row = new int[3]);
            row[0]++;
            row[1] += rank > 0 ? 1 : 0;
            row[2] += rank == 3 ? 1 : 0;
            if (kind == "Item")
            {
                Visible += rank > 0 ? 1 : 0;
                Good += rank == 3 ? 1 : 0;
            }
        }

        public void Miss(string file, string id, WorkbookItem item, string why) => _misses.Add($"| {file} | {id} | {item.Type.ToString().ToLowerInvariant()} | {why.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal)} |");

        public string Table()
        {
            var text = new StringBuilder("| What | | In the corpus | Shown under some choice | With rows, text or a value | Share |\n|---|---|---|---|---|---|\n");
            foreach (var ((kind, name), row) in _rows)
                text.Append(CultureInfo.InvariantCulture, $"| {Order[kind]} | {name} | {row[0]} | {row[1]} | {row[2]} | {(row[1] == 0 ? 0 : 100.0 * row[2] / row[1]):0.0} % |\n");
            return text.Append(CultureInfo.InvariantCulture, $"| Item | all | {_rows.Where(row => row.Key.Item1 == 0).Sum(row => row.Value[0])} | {Visible} | {Good} | {100.0 * Good / Visible:0.0} % |\n").ToString();
        }

        public string Rest() => "| Workbook | Item | Type | Why |\n|---|---|---|---|\n" + string.Concat(_misses.Select(miss => miss + "\n"));
    }
}
