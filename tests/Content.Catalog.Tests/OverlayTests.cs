using Content.Kql.Symbols;

namespace Content.Catalog.Tests;

public sealed class OverlayTests
{
    private static readonly TableSymbol Custom = new("Mine_CL", new RowType([new ColumnSymbol("TimeGenerated", KqlType.DateTime)]));
    private static readonly TableSymbol Hiding = new("SecurityEvent", new RowType([new ColumnSymbol("Only", KqlType.String)]));

    [Fact]
    public void Own_names_hide_those_below_and_the_rest_shows_through()
    {
        var schema = new OverlaySchema(
            SentinelSchema.Instance, [Custom, Hiding], [new WorkspaceFunction("MyParser", []) { Body = "Mine_CL" }],
            [KeyValuePair.Create("Apps", WatchlistColumns.Create(["AppId", "Owner"]))]);
        Assert.Same(Custom, schema.FindTable("Mine_CL"));
        Assert.Same(Hiding, schema.FindTable("SecurityEvent"));
        Assert.NotNull(schema.FindTable("SigninLogs"));
        Assert.Equal("Mine_CL", schema.FindFunction("MyParser")?.Body);
        Assert.NotNull(schema.FindFunction("_Im_Dns"));
        Assert.Contains("Mine_CL", schema.TableNames);
        Assert.Single(schema.TableNames, name => name == "SecurityEvent");
        Assert.Equal(schema.TableNames.Order(StringComparer.Ordinal), schema.TableNames);
        Assert.Equal("(_DTItemId:string, LastUpdatedTimeUTC:datetime, SearchKey:string, AppId:string, Owner:string)", schema.FindWatchlist("Apps")?.ToString());
        Assert.Null(schema.FindWatchlist("apps"));
    }

    [Fact]
    public void The_first_layer_that_knows_a_name_answers()
    {
        var top = JsonSchemaFile.Read("""{"SecurityEvent": {"X": "long"}}"""u8.ToArray());
        var schema = new CompositeSchema(top, SentinelSchema.Instance);
        Assert.Equal("(X:long)", schema.FindTable("SecurityEvent")?.Row.ToString());
        Assert.NotNull(schema.FindTable("SigninLogs"));
        Assert.NotNull(schema.FindFunction("_Im_Dns"));
        Assert.Equal(SentinelSchema.Instance.TableNames.Count, schema.TableNames.Count);
    }
}
