using Content.Catalog;
using Content.Kql.Symbols;

namespace Content.Conformance.Tests;

/// <summary>A few small tables and functions for queries that show the constructs of the language.</summary>
internal static class LanguageSchema
{
    public static ISchema Instance { get; } = new OverlaySchema(
        EmptySchema.Instance,
        [
            Table("T", "a:string b:long c:datetime d:dynamic e:real f:timespan g:guid h:bool i:int j:decimal"),
            Table("U", "a:string b:int x:long"),
            Table("Events", "TimeGenerated:datetime Computer:string Account:string EventID:int Message:string Properties:dynamic"),
            Table("Device1", "a:string n:int"),
            Table("Device2", "a:string m:int"),
        ],
        [
            new WorkspaceFunction("Recent", [new WorkspaceFunctionParameter("since", KqlType.TimeSpan) { DefaultValue = "1d" }]) { Body = "Events | where TimeGenerated > ago(since)" },
            new WorkspaceFunction("Declared", [new WorkspaceFunctionParameter("name", KqlType.String) { DefaultValue = "'*'" }]) { Result = Row("n:string v:real") },
            new WorkspaceFunction("Enrich", [new WorkspaceFunctionParameter("rows", null) { Row = Row("a:string") }, new WorkspaceFunctionParameter("by", KqlType.String)]) { Body = "rows | extend source = by" },
            new WorkspaceFunction("_GetWatchlist", [new WorkspaceFunctionParameter("watchlistAlias", KqlType.String)]) { Result = RowType.Open },
        ],
        [KeyValuePair.Create("Allowed", WatchlistColumns.Create(["App", "Owner"]))]);

    private static TableSymbol Table(string name, string columns) => new(name, Row(columns));

    private static RowType Row(string columns) => new([.. columns.Split(' ').Select(static column => column.Split(':')).Select(static pair => new ColumnSymbol(pair[0], KqlType.FromName(pair[1])!))]);
}
