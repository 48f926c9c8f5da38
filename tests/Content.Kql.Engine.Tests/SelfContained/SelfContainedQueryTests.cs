using Content.Kql.Engine.SelfContained;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tests.SelfContained;

/// <summary>Queries that carry their data along: what they give where nothing else is, against what they give over their tables.</summary>
public sealed class SelfContainedQueryTests
{
    private static readonly ExecutionOptions Options = new() { Now = KqlRun.Now };

    [Theory]
    [InlineData("Signins")]
    [InlineData("Signins | where TimeGenerated between (ago(30m) .. now(-5m)) | count")]
    [InlineData("Signins | extend Age = now() - TimeGenerated, Later = now(ago(1h) - ago(2h)) | project User, Age, Later")]
    [InlineData("let Start = ago(25m); let Late = (T:(TimeGenerated:datetime, User:string), since:datetime) { T | where TimeGenerated > since | project User }; Late(Signins, Start)")]
    [InlineData("Signins | where ingestion_time() > ago(10m) | project User, Arrived = ingestion_time()")]
    [InlineData("Signins | where ingestion_time() > ago(10m)")]
    [InlineData("Signins | join kind=inner (Signins | where ingestion_time() > ago(1d)) on User | count")]
    [InlineData("Hosts | extend Arrived = ingestion_time()")]
    [InlineData("Empty | union Hosts | project Host, User")]
    [InlineData("Signins | join kind=leftouter _GetWatchlist('Vips') on $left.User == $right.SearchKey | project User, Rank")]
    [InlineData("union (_GetWatchlist(\"Vips\") | project Key = SearchKey), (_GetWatchlist('Old ones') | project Key = SearchKey)")]
    [InlineData("Parsed | where User != 'tom'")]
    [InlineData("Parsed() | count")]
    [InlineData("Since(20m, 'ann') | project User")]
    [InlineData("Since(1d) | project User")]
    [InlineData("Feed | where Risk > 1")]
    [InlineData("Feed('x', 3) | count")]
    [InlineData("union Sign*, Hosts | count")]
    [InlineData("table('Signins') | count")]
    [InlineData("workspace('other').Signins | where User == 'eve'")]
    [InlineData("union isfuzzy=true Signins, NotThere_CL, workspace('other').Signins | count")]
    [InlineData("union isfuzzy=true Fuzzy, Hosts | count")]
    [InlineData("let Users = materialize(Signins | distinct User); Users | where User in (toscalar(Signins | summarize make_list(User))) | count // the end")]
    [InlineData("Signins | evaluate bag_unpack(Detail)")]
    [InlineData("set notruncation; declare query_parameters(n:long = 2); Signins | take n | count;")]
    [InlineData("Hosts | where ['by'] == 1")]
    [InlineData("print 1")]
    public void A_query_gives_the_same_without_its_tables(string text)
    {
        var (query, made) = Made(text);
        var wanted = QueryEngine.Execute(query.Body, Data(), Options, TestContext.Current.CancellationToken);
        Assert.Null(wanted.Error);
        var bound = Compilation.Bind(made.Text, EmptySchema.Instance);
        // The clock of the place where it runs must not matter.
        var result = QueryEngine.Execute(bound.Body, EmptyTableSource.Instance, Options with { Now = Options.Now.AddDays(400) }, TestContext.Current.CancellationToken);
        Assert.Null(result.Error);
        Assert.Equal(wanted.Row.Columns.Select(column => column.ToString()), result.Row.Columns.Select(column => column.ToString()));
        Assert.Equal(KqlRun.Text(wanted), KqlRun.Text(result));
    }

    [Fact]
    public void Values_of_every_type_are_passed_as_they_are()
    {
        var row = new RowType([
            new("B", KqlType.Bool), new("I", KqlType.Int), new("L", KqlType.Long), new("R", KqlType.Real), new("M", KqlType.Decimal), new("D", KqlType.DateTime),
            new("T", KqlType.TimeSpan), new("G", KqlType.Guid), new("S", KqlType.String), new("J", KqlType.Dynamic)]);
        var bag = new KeyValuePair<string, object?>[]
        {
            new("a \"b\"", 1L), new("when", new DateTime(2026, 3, 1, 1, 2, 3, DateTimeKind.Utc).AddTicks(4567)), new("for", TimeSpan.FromTicks(-12345678901)), new("id", new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
            new("list", new object?[] { null, true, 5.0, 1e300, "x\ny\u2028", 9007199254740993L }),
        };
        object?[][] rows =
        [
            [true, -5, long.MinValue, double.NegativeInfinity, 12.340m, DateTime.MaxValue.AddTicks(-9), TimeSpan.FromTicks(-864000000001), Guid.Empty, "it's \\ \"quoted\"\r\n\tand\u0001 é 😀 */ // ;", bag],
            [false, int.MinValue, long.MaxValue, double.NaN, -0.0000001m, DateTime.MinValue, TimeSpan.FromDays(1000), new Guid(9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1), "", "plain"],
            [null, null, null, null, null, null, null, null, null, null],
            [true, 0, 0L, double.Epsilon, decimal.MaxValue, DateTime.UnixEpoch, TimeSpan.Zero, null, "'", new object?[] { new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc) }],
        ];
        var schema = new Workspace { Tables = { ["All"] = row } };
        var tables = new TableSet().AddTable("All", ColumnarTable.FromRows(row, rows));
        var query = Compilation.Bind("All", schema);
        var (made, bound, error) = SelfContainedQueryBuilder.Build(query, tables, KqlRun.Now);
        Assert.Null(error);
        var result = QueryEngine.Execute(bound!.Body, EmptyTableSource.Instance, Options, TestContext.Current.CancellationToken);
        Assert.Equal(KqlRun.Text(QueryEngine.Execute(query.Body, tables, Options, TestContext.Current.CancellationToken)), KqlRun.Text(result));
        // A time within a bag stays a time.
        var kinds = Compilation.Bind(made!.Text + "\n| extend K = gettype(J.when), F = gettype(J['for']), N = gettype(J.list[2]) | take 1 | project K, F, N", EmptySchema.Instance);
        Assert.Equal(["datetime|timespan|real"], KqlRun.Text(QueryEngine.Execute(kinds.Body, EmptyTableSource.Instance, Options, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("search in (Signins) 'ann'", "search")]
    [InlineData("find in (Signins) where User == 'ann'", "find")]
    [InlineData("union withsource=Source Signins, Hosts", "withsource")]
    [InlineData("externaldata(a:string)['https://example.org/a.csv']", "externaldata")]
    [InlineData("workspace('third').Signins", "workspace(…)")]
    [InlineData("cluster('c').database('d').Signins", "cluster(…)")]
    [InlineData("_GetWatchlist(strcat('Vi', 'ps'))", "_GetWatchlist")]
    [InlineData("_GetWatchlist('Nobody')", "_GetWatchlist")]
    [InlineData("Signins | project User | where ingestion_time() > ago(1d)", "ingestion_time")]
    [InlineData("let Signins = Signins | take 1; Signins", "Signins")]
    [InlineData("Bodiless", "Bodiless")]
    [InlineData("print parse_user_agent('curl', 'browser')", "parse_user_agent")]
    public void What_cannot_be_passed_is_named(string text, string name)
    {
        var query = Compilation.Bind(text, Schema());
        Assert.False(query.HasErrors, string.Join("; ", query.Diagnostics.Select(found => found.Message)));
        var (made, _, error) = SelfContainedQueryBuilder.Build(query, Data(), KqlRun.Now);
        Assert.Null(made);
        Assert.Equal(name, error!.Name);
        Assert.True(error.IsInconclusive);
    }

    [Fact]
    public void A_place_in_the_text_is_one_in_the_query_or_in_the_function_that_it_calls()
    {
        const string Text = "Parsed\n| where TimeGenerated > ago(1h)\n| where User has 'marker'";
        var (_, made) = Made(Text);
        Assert.Equal(new QueryPlace(null, Text.IndexOf("marker", StringComparison.Ordinal)), made.Find(made.Text.IndexOf("marker", StringComparison.Ordinal)));
        Assert.Equal(new QueryPlace("Parsed", Body.IndexOf("isnotempty", StringComparison.Ordinal)), made.Find(made.Text.IndexOf("isnotempty", StringComparison.Ordinal)));
        Assert.Null(made.Find(made.Text.IndexOf("datatable", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_runner_sends_text_and_tells_the_place_of_an_error_in_the_query()
    {
        var query = Compilation.Bind("Signins\n| where User has 'marker'", Schema());
        var service = new Recording(text => new QueryError(QueryErrorKind.Failed, "No.") { Place = new QueryPlace(null, text.IndexOf("marker", StringComparison.Ordinal)) });
        var result = await RunAsync(query, service, 100_000);
        Assert.Equal(new QueryPlace(null, 26), result.Error!.Place);
        Assert.Contains("let Signins = datatable(", Assert.Single(service.Texts));
    }

    [Fact]
    public async Task A_query_that_is_too_long_with_its_data_is_not_sent()
    {
        var service = new Recording(_ => new QueryError(QueryErrorKind.Failed, "No."));
        var result = await RunAsync(Compilation.Bind("Signins", Schema()), service, 200);
        Assert.True(result.Error!.IsInconclusive);
        Assert.Equal("query size", result.Error.Name);
        Assert.Contains("Lab is sent 200 at most", result.Error.Message);
        Assert.Empty(service.Texts);
    }

    private const string Body = "let Window = 1d;\nSignins\n| where isnotempty(User) and TimeGenerated > ago(Window)\n| project TimeGenerated, User // whoever";

    private static Task<QueryResult> RunAsync(BoundQuery query, IQueryRunner service, int limit) =>
        new SelfContainedRunner(service, new ServiceLimits("Lab", limit)).RunAsync(new QueryRequest(query.Source.Content, Options) { Bound = query.Body, Query = query, Tables = Data() }, TestContext.Current.CancellationToken);

    private static (BoundQuery Query, SelfContainedQuery Made) Made(string text)
    {
        var query = Compilation.Bind(text, Schema());
        Assert.False(query.HasErrors, string.Join("; ", query.Diagnostics.Select(found => found.Message)));
        var (made, _, error) = SelfContainedQueryBuilder.Build(query, Data(), KqlRun.Now);
        Assert.Null(error);
        return (query, made!);
    }

    private static readonly RowType Signins = new([new("TimeGenerated", KqlType.DateTime), new("User", KqlType.String), new("Result", KqlType.Int), new("Detail", KqlType.Dynamic), new("Note", KqlType.String)]);
    private static readonly RowType Hosts = new([new("Host", KqlType.String), new("by", KqlType.Long)]);
    private static readonly RowType Watchlist = new([new("SearchKey", KqlType.String), new("Rank", KqlType.String)]);

    private static Workspace Schema() => new()
    {
        Tables = { ["Signins"] = Signins, ["Hosts"] = Hosts, ["Empty"] = Signins },
        Watchlists = { ["Vips"] = Watchlist, ["Old ones"] = Watchlist },
        Functions =
        {
            ["_GetWatchlist"] = new WorkspaceFunction("_GetWatchlist", [new("watchlistAlias", KqlType.String)]),
            ["Parsed"] = new WorkspaceFunction("Parsed", []) { Body = Body },
            ["Since"] = new WorkspaceFunction("Since", [new("span", KqlType.TimeSpan), new("who", KqlType.String) { DefaultValue = "'*'" }]) { Body = "Parsed | where TimeGenerated > ago(span) and (who == '*' or User == who)" },
            ["Feed"] = new WorkspaceFunction("Feed", [new("a", KqlType.String) { DefaultValue = "''" }, new("b", KqlType.Long) { DefaultValue = "0" }]) { Result = new RowType([new("Risk", KqlType.Long)]) },
            ["Fuzzy"] = new WorkspaceFunction("Fuzzy", []) { Body = "union isfuzzy=true (Signins | project User), (GoneToo_CL | project User)" },
            ["Bodiless"] = new WorkspaceFunction("Bodiless", []) { Result = new RowType([new("Risk", KqlType.Long)]) },
        },
    };

    private static TableSet Data()
    {
        var now = KqlRun.Now.UtcDateTime;
        object? detail = new KeyValuePair<string, object?>[] { new("City", "Bern"), new("Port", 443L) };
        // Columns in another order, one not there, and times of ingestion.
        var signins = new RowType([new("User", KqlType.String), new("TimeGenerated", KqlType.DateTime), new("Detail", KqlType.Dynamic), new("Result", KqlType.Int), new("_IngestionTime", KqlType.DateTime)]);
        return new TableSet()
            .AddTable("Empty", ColumnarTable.Empty(Signins))
            .AddTable("Signins", ColumnarTable.FromRows(signins, [["ann", now.AddMinutes(-40), detail, 1, now.AddMinutes(-4)], ["bob", now.AddMinutes(-20), null, 0, now.AddMinutes(-19)], ["tom", now.AddMinutes(-2), detail, null, now.AddMinutes(-1)]]))
            .AddTable("Hosts", ColumnarTable.FromRows(Hosts, [["h1", 1L], ["h2", 2L]]))
            .AddTable("workspace(\"other\").Signins", ColumnarTable.FromRows(signins, [["eve", now, null, 1, now]]))
            .AddWatchlist("Vips", ColumnarTable.FromRows(Watchlist, [["ann", "1"]]))
            .AddWatchlist("Old ones", ColumnarTable.FromRows(Watchlist, [["zoe", "9"]]))
            .AddFunction("parse_user_agent", ColumnarTable.FromRows(new RowType([new("user_agent", KqlType.String)]), [["curl"]]))
            .AddFunction("Feed", ColumnarTable.FromRows(new RowType([new("Risk", KqlType.Long)]), [[1L], [2L]]));
    }

    private sealed class Workspace : ISchema
    {
        public Dictionary<string, RowType> Tables { get; } = [];
        public Dictionary<string, RowType> Watchlists { get; } = [];
        public Dictionary<string, WorkspaceFunction> Functions { get; } = [];
        private readonly Dictionary<string, TableSymbol> _symbols = [];

        public IReadOnlyList<string> TableNames => [.. Tables.Keys];
        public IReadOnlyList<string> FunctionNames => [.. Functions.Keys];
        public TableSymbol? FindTable(string name) => !Tables.TryGetValue(name, out var row) ? null : _symbols.TryGetValue(name, out var known) ? known : _symbols[name] = new TableSymbol(name, row);
        public WorkspaceFunction? FindFunction(string name) => Functions.GetValueOrDefault(name);
        public RowType? FindWatchlist(string alias) => Watchlists.GetValueOrDefault(alias);
    }

    private sealed class Recording(Func<string, QueryError> answer) : IQueryRunner
    {
        public List<string> Texts { get; } = [];

        public Task<QueryResult> RunAsync(QueryRequest request, CancellationToken cancellationToken)
        {
            Texts.Add(request.Text);
            return Task.FromResult(QueryResult.Of(answer(request.Text)));
        }
    }
}
