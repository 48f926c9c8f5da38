using Content.Azure.Query;
using Content.Azure.Stub.Service;
using Content.Azure.Tests.Support;
using Content.Kql.Engine;

namespace Content.Azure.Tests;

/// <summary>Answers as both services give them, kept as files in <c>Recorded</c> in the forms that their documentation and users show.</summary>
public sealed class RecordedAnswerTests
{
    private const string Query = "Rows\n| where Acount == 'x'";

    [Theory]
    [InlineData("adx-v2-rows", "TimeGenerated:datetime, Account:string, Failures:long, Share:real, Known:bool, Span:timespan, Apps:dynamic, Amount:decimal",
        "2026-03-02T11:40:00Z mia@corp.example 12 0.25 true 1.02:03:04.5670000 [Mail,Files] 12.340; 2026-03-02T11:41:00.1234567Z  - NaN - - - -")]
    [InlineData("adx-v2-progressive", "Account:string, Failures:long", "mia@corp.example 11; zoe@corp.example 5")]
    [InlineData("adx-v1-rows", "Account:string, Known:bool, Failures:long", "mia@corp.example true 12; tom@corp.example false 4")]
    [InlineData("workspace-rows", "TimeGenerated:datetime, Account:string, Failures:long, Known:bool, Apps:dynamic",
        "2026-03-02T11:40:00Z mia@corp.example 12 true [Mail,Files]; 2026-03-02T11:41:00.1234567Z  - - -")]
    public async Task Rows_are_read(string name, string columns, string rows)
    {
        var result = await AnswerAsync(name, 200);
        Assert.Null(result.Error);
        Assert.Equal(columns, string.Join(", ", result.Row.Columns.Select(column => $"{column.Name}:{column.Type.Name}")));
        Assert.Equal(rows, string.Join("; ", result.Rows.Select(row => string.Join(' ', row.Select(Text)))));
    }

    [Theory]
    [InlineData("adx-v2-partial", QueryErrorKind.LimitExceeded, "bytes", "E_RUNAWAY_QUERY")]
    [InlineData("adx-v2-cancelled", QueryErrorKind.LimitExceeded, "time", "cancelled")]
    [InlineData("adx-v1-partial", QueryErrorKind.LimitExceeded, "rows", "record count limit 500000")]
    [InlineData("workspace-partial", QueryErrorKind.LimitExceeded, "rows", "The service gave only some of the rows")]
    public async Task An_answer_that_is_not_whole_is_an_error(string name, QueryErrorKind kind, string limit, string message)
    {
        var result = await AnswerAsync(name, 200);
        Assert.Equal((kind, limit), (result.Error!.Kind, result.Error.Name));
        Assert.Contains(message, result.Error.Message);
        Assert.Equal(0, result.RowCount);
    }

    [Theory]
    [InlineData("adx-error-semantic", "Failed to resolve column or scalar expression named 'Acount'", null)]
    [InlineData("adx-error-syntax", "A recognition error occurred.", 13)]
    [InlineData("workspace-error-semantic", "Failed to resolve column or scalar expression named 'Acount'", null)]
    [InlineData("workspace-error-syntax", "Query could not be parsed at 'Acount'", 13)]
    public async Task A_query_that_is_refused_says_why_and_where(string name, string message, int? offset)
    {
        var error = (await AnswerAsync(name, 400)).Error!;
        Assert.Equal(QueryErrorKind.Failed, error.Kind);
        Assert.Contains(message, error.Message);
        Assert.Equal(offset, error.Place?.Offset);
    }

    private static async Task<QueryResult> AnswerAsync(string name, int status)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Recorded", name + ".json"), TestContext.Current.CancellationToken);
        await using var deployment = await Deployment.StartAsync();
        deployment.Service.Add(new Fault(request => request.Path.EndsWith("/query", StringComparison.Ordinal), new StubResponse(status) { Text = text, TextType = "application/json; charset=utf-8" }));
        if (name.StartsWith("adx", StringComparison.Ordinal))
            return await new KustoClient(ClusterTarget.Of(deployment.Address, KustoService.Database), Deployment.Settings).QueryAsync(Query, null, TestContext.Current.CancellationToken);
        var client = await LogAnalyticsClient.ConnectAsync(deployment.Target with { LogAnalytics = deployment.Address }, Deployment.Settings, TestContext.Current.CancellationToken);
        return await client.QueryAsync(Query, null, null, TestContext.Current.CancellationToken);
    }

    private static string Text(object? value) => value switch
    {
        null => "-",
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture),
        object?[] items => "[" + string.Join(',', items) + "]",
        IFormattable other => other.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
