using Content.Catalog;
using Content.Kql;
using Content.Testing.Backtesting;

namespace Content.Testing.Tests.Backtesting;

public sealed class RowWiseTests
{
    [Theory]
    [InlineData("SigninLogs | where ResultType != '0' | extend User = tolower(UserPrincipalName)", "TimeGenerated")]
    [InlineData("SigninLogs | where isempty(Location) and ipv4_is_private(IPAddress)", "TimeGenerated")]
    [InlineData("SigninLogs | project When = TimeGenerated, UserPrincipalName", "When")]
    [InlineData("let Bad = dynamic(['1', '2']); let Failures = SigninLogs | where ResultType in (Bad); Failures | parse UserPrincipalName with Name '@' *", "TimeGenerated")]
    [InlineData("SigninLogs | where UserPrincipalName in ((_GetWatchlist('Vips') | project SearchKey))", "TimeGenerated")]
    [InlineData("SigninLogs | lookup kind=leftouter (_GetWatchlist('Vips') | project SearchKey, Vip = true) on $left.UserPrincipalName == $right.SearchKey", "TimeGenerated")]
    [InlineData("union (SigninLogs | project TimeGenerated, Who = UserPrincipalName), (AuditLogs | project TimeGenerated, Who = Identity)", "TimeGenerated")]
    [InlineData("union isfuzzy=true (datatable(TimeGenerated: datetime, Identity: string)[]), AuditLogs | where Identity == 'x'", "TimeGenerated")]
    [InlineData("AuditLogs | mv-expand Target = TargetResources", "TimeGenerated")]
    // The clock, other events, an order, or a time that is not the event's own.
    [InlineData("SigninLogs | where TimeGenerated > ago(1h)", null)]
    [InlineData("let Since = now(); SigninLogs | where CreatedDateTime < Since", null)]
    [InlineData("SigninLogs | where ingestion_time() > datetime(2026-01-01)", null)]
    [InlineData("SigninLogs | summarize count() by UserPrincipalName", null)]
    [InlineData("SigninLogs | take 10", null)]
    [InlineData("SigninLogs | distinct UserPrincipalName", null)]
    [InlineData("SigninLogs | join kind=inner AuditLogs on CorrelationId", null)]
    [InlineData("SigninLogs | where UserPrincipalName in ((AuditLogs | project Identity))", null)]
    [InlineData("let Known = toscalar(AuditLogs | count); SigninLogs | where Known > 3", null)]
    [InlineData("SigninLogs | extend TimeGenerated = bin(TimeGenerated, 1h)", null)]
    [InlineData("SigninLogs | project UserPrincipalName", null)]
    [InlineData("SigninLogs | extend Luck = rand()", null)]
    [InlineData("SigninLogs | serialize | extend Row = row_number()", null)]
    [InlineData("union (SigninLogs | project When = TimeGenerated), (AuditLogs | project When = ActivityDateTime)", null)]
    [InlineData("union (datatable(TimeGenerated: datetime)[datetime(2026-01-01)]), AuditLogs", null)]
    public void A_query_is_row_wise_only_when_that_is_proved(string query, string? column)
    {
        var schema = new OverlaySchema(SentinelSchema.Instance, watchlists: [KeyValuePair.Create("Vips", WatchlistColumns.Create(["Name"]))]);
        var bound = Compilation.Bind(query, schema);
        Assert.False(bound.HasErrors, string.Join("\n", bound.Diagnostics));
        Assert.Equal(column, RowWise.TimeColumn(bound));
    }
}
