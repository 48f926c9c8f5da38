using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Workbooks.Evaluation;

namespace Content.Workbooks.Tests;

/// <summary>Answers queries from a list and remembers what was asked.</summary>
internal sealed class FakeData(params (string Query, string Columns, object?[][] Rows)[] answers) : IWorkbookData
{
    public List<(string Query, TimeRangeValue? Range)> Asked { get; } = [];

    public DateTime Now => new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    public Task<WorkbookRows> QueryLogsAsync(string query, TimeRangeValue? range, CancellationToken cancellationToken)
    {
        lock (Asked)
            Asked.Add((query, range));
        var answer = answers.FirstOrDefault(each => query.StartsWith(each.Query, StringComparison.Ordinal));
        return Task.FromResult(answer.Query is null ? new WorkbookRows(WorkbookTable.Empty, null, false) : new WorkbookRows(Table(answer.Columns, answer.Rows), null, false));
    }

    public WorkbookTable? Recorded(int queryType, string query) => null;

    public IEnumerable<string> Queries => Asked.Select(asked => asked.Query);

    /// <summary>A table by <c>name:type, name:type</c>.</summary>
    public static WorkbookTable Table(string columns, params object?[][] rows) =>
        new([.. columns.Split(", ").Select(column => column.Split(':')).Select(parts => new ColumnSymbol(parts[0], KqlType.FromName(parts.Length > 1 ? parts[1] : "string")!))], rows);
}

/// <summary>Workbooks in short.</summary>
internal static class Books
{
    public static WorkbookDocument Read(string items) => WorkbookDocument.Read(new SourceText($$$"""{"version": "Notebook/1.0", "items": [{{{items}}}]}""", "w.json"));

    public static string Parameters(params string[] parameters) => $$$"""{"type": 9, "name": "parameters", "content": {"parameters": [{{{string.Join(", ", parameters)}}}]}}""";

    /// <summary>A query; more keys of the content in JSON.</summary>
    public static string Query(string query, string more = "", string name = "q", string item = "") =>
        $$$"""{"type": 3, "name": "{{{name}}}", "content": {"query": {{{System.Text.Json.JsonSerializer.Serialize(query)}}}{{{(more.Length > 0 ? ", " + more : "")}}}}{{{(item.Length > 0 ? ", " + item : "")}}}}""";

    public static string Text(string json, string item = "") => $$$"""{"type": 1, "name": "t", "content": {"json": {{{System.Text.Json.JsonSerializer.Serialize(json)}}}}{{{(item.Length > 0 ? ", " + item : "")}}}}""";

    public static string Group(string items, string more = "", string item = "") => $$$"""{"type": 12, "name": "g", "content": {"items": [{{{items}}}]{{{(more.Length > 0 ? ", " + more : "")}}}}{{{(item.Length > 0 ? ", " + item : "")}}}}""";

    public static async Task<(WorkbookSession Session, ImmutableArray<EvaluatedItem> Items)> OpenAsync(string items, IWorkbookData? data = null)
    {
        var session = new WorkbookSession(Read(items), data ?? new FakeData());
        return (session, await session.EvaluateAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>All items, those of groups behind their group.</summary>
    public static IEnumerable<EvaluatedItem> Flat(this IEnumerable<EvaluatedItem> items) => items.SelectMany(item => item is EvaluatedGroup group ? group.Items.Flat().Prepend(item) : [item]);
}
