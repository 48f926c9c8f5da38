
namespace Content.Kql.Engine.Tests.Operators;

public sealed class FilterProjectTests
{
    private static readonly TestSchema Schema = new TestSchema()
        .Table("T", "Id:long, Name:string, At:datetime, D:dynamic",
            [1L, "ann", new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc), new Dictionary<string, object?> { ["k"] = "v1", ["n"] = 5L, ["list"] = new object?[] { 1L, 2L } }],
            [2L, "bob", new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc), null],
            [3L, "", null, new Dictionary<string, object?> { ["k"] = 7L }])
        .Watchlist("Vips", "SearchKey:string, Level:string", ["ann", "high"], ["eve", "low"]);

    [Fact]
    public void FiltersKeepOrder() => Assert.Equal(["2", "3"], KqlRun.Rows("T | where Id > 1 | project Id", Schema));

    [Fact]
    public void ConjunctsAreAllApplied() => Assert.Equal(["2"], KqlRun.Rows("T | where Id > 1 and Name != '' and At > datetime(2026-03-01) | project Id", Schema));

    [Fact]
    public void ExtendSeesColumnsBefore() => Assert.Equal(["1|2|4", "2|3|6", "3|4|8"], KqlRun.Rows("T | extend a = Id + 1 | extend b = a * 2 | project Id, a, b", Schema));

    [Fact]
    public void MembersOfDynamics() => Assert.Equal(["v1|5|2|1", "null|null|null|null", "7|null|null|null"], KqlRun.Rows("T | project D.k, D['n'], D.list[-1], D.list[0]", Schema));

    [Fact]
    public void WatchlistsGiveTheirRows() => Assert.Equal(["1|high"], KqlRun.Rows("T | join kind=inner (_GetWatchlist('Vips')) on $left.Name == $right.SearchKey | project Id, Level", Schema));

    [Fact]
    public void TakeStops() => Assert.Equal(["1", "2"], KqlRun.Rows("T | take 2 | project Id", Schema));

    [Fact]
    public void CountOfNothingIsZero() => Assert.Equal(["0"], KqlRun.Rows("T | where Id > 10 | count", Schema));

    [Fact]
    public void AMissingTableIsInconclusiveAndNamed()
    {
        var schema = new TestSchema().Declare("Absent", "x:long");
        var error = KqlRun.Error("Absent | count", schema);
        Assert.Equal(QueryErrorKind.MissingData, error.Kind);
        Assert.Equal("Absent", error.Name);
        Assert.True(error.IsInconclusive);
    }

    [Fact]
    public void ColumnsThatTheDataLacksAreNull()
    {
        var schema = new TestSchema().Table("U", "a:long", [1L]).Declare("U", "a:long, b:string, c:long");
        Assert.Equal(["1||null"], KqlRun.Rows("U", schema));
    }

    [Fact]
    public void VariablesAndFunctions()
    {
        Assert.Equal(["2|4", "3|9"], KqlRun.Rows("let low = 2; let square = (x:long) { x * x }; let big = (t:(Id:long), n:long) { t | where Id >= n }; big(T, low) | project Id, square(Id)", Schema));
    }

    [Fact]
    public void AVariableReadTwiceIsComputedOnce() =>
        Assert.Equal(["true"], KqlRun.Rows("let t = materialize(range i from 1 to 10 step 1 | extend r = rand()); let a = toscalar(t | summarize sum(r)); let b = toscalar(t | summarize sum(r)); print a == b"));

    [Fact]
    public void ToScalarOfNothingIsNull() => Assert.Equal(["null"], KqlRun.Rows("print toscalar(range i from 1 to 0 step 1)"));

    [Fact]
    public void RangeCountsDownAndOverTime()
    {
        Assert.Equal(["3", "1", "-1"], KqlRun.Rows("range i from 3 to -1 step -2"));
        Assert.Equal(["2026-01-01T00:00:00.0000000Z", "2026-01-01T12:00:00.0000000Z"], KqlRun.Rows("range t from datetime(2026-01-01) to datetime(2026-01-01 13:00) step 12h"));
        Assert.Empty(KqlRun.Rows("range i from 1 to 3 step -1"));
    }

    [Fact]
    public void UnusedColumnsAreNotAskedFor()
    {
        var bound = Compilation.Bind("T | where Id > 1 | summarize count() by Name", Schema);
        var use = Assert.Single(QueryEngine.GetTableUse(bound.Body));
        Assert.Equal("T", use.Name);
        Assert.Equal([0, 1], use.Columns);
    }
}
