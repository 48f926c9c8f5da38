using AngleSharp.Dom;
using Content.Catalog;
using Content.Diagnostics;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Evaluation.Generation;
using Content.Workbooks.Tests;

namespace Content.Workbooks.Preview.Tests;

/// <summary>Whatever published workbooks show on generated rows is drawn, each query by its own visualisation.</summary>
public sealed class CorpusDrawingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_item_with_something_to_show_is_drawn_by_its_own_visualisation()
    {
        var corpus = ReferenceFolder.Find("corpus", "workbooks");
        Assert.SkipWhen(corpus is null, "The corpus is not at hand.");
        var missed = new List<string>();
        var drawn = 0;
        foreach (var file in Directory.GetFiles(corpus!, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var document = WorkbookDocument.Read(new SourceText(File.ReadAllText(file).TrimStart('\uFEFF'), Path.GetFileName(file)));
            var options = new ExecutionOptions { Now = Now };
            using var empty = new LocalWorkbookData(SentinelSchema.Instance, new TableSet { MissingTablesAreEmpty = true }, RecordedResponses.None, options);
            var best = await new WorkbookExplorer(document, new GeneratedWorkbookData(empty, SentinelSchema.Instance, options)).ExploreAsync(TestContext.Current.CancellationToken);
            foreach (var (id, item) in best.Where(entry => WorkbookExplorer.Rank(entry.Value) == 3 && entry.Value is not EvaluatedGroup))
            {
                var page = await TestWorkbook.DrawAsync(item);
                if (IsEmpty(item) || Body(item) is { } selector && page.QuerySelector($"[data-item='{id}'] {selector}") is not null && page.QuerySelector(".wb-message-unsupported") is null)
                    drawn++;
                else
                    missed.Add($"{Path.GetFileNameWithoutExtension(file)} {id} {(item as EvaluatedQuery)?.Visualization}: {page.QuerySelector($"[data-item='{id}']")?.TextContent.Trim()}");
            }
        }

        Assert.Empty(missed);
        Assert.True(drawn > 500, $"{drawn} items were drawn.");
    }

    // A text may be empty with the values that it has, and parameters may all be hidden: there is nothing to draw then.
    private static bool IsEmpty(EvaluatedItem item) => item is EvaluatedText { Markdown: var text } && string.IsNullOrWhiteSpace(text) || item is EvaluatedParameters { Parameters: var parameters } && parameters.All(parameter => parameter.IsHidden);

    private static string? Body(EvaluatedItem item) => item switch
    {
        EvaluatedText => ".wb-markdown > *",
        EvaluatedParameters => ".wb-parameter",
        EvaluatedLinks links => links.Style == "tabs" ? "[role=tab]" : ".wb-link",
        EvaluatedQuery query => query.Visualization switch
        {
            "table" => ".wb-grid tbody tr",
            "tiles" => ".wb-tile .wb-cell",
            "card" or "stat" => ".wb-card, .wb-card-header, .wb-card-editor, .wb-markdown",
            "piechart" => "svg.wb-donut",
            "map" => "svg.wb-map",
            "graph" or "honeycomb" => "svg.wb-plot g",
            "areachart" or "stackedareachart" => "svg.wb-plot path[fill-opacity]",
            "linechart" or "timechart" => "svg.wb-plot path[stroke]",
            "barchart" or "columnchart" or "categoricalbar" or "unstackedbar" => "svg.wb-plot rect",
            "scatterchart" => "svg.wb-plot circle",
            _ => null,
        },
        _ => null,
    };
}
