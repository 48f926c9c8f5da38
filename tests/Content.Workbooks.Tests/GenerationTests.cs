using Content.Catalog;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Evaluation.Generation;

namespace Content.Workbooks.Tests;

public sealed class GenerationTests
{
    private static readonly ExecutionOptions Options = new() { Now = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero) };

    // Each query finds rows: the values that it compares with are in the tables that it reads.
    [Theory]
    [InlineData("SigninLogs | where AppDisplayName == 'Mail' and ResultType in ('50126', '50053') and UserPrincipalName endswith '@corp.example'")]
    [InlineData("SigninLogs | where TimeGenerated > ago(1h) | summarize dcount(UserPrincipalName) by bin(TimeGenerated, 5m)")]
    [InlineData("SigninLogs | where not(AppDisplayName == 'Mail') and AppDisplayName != '' and isnotempty(IPAddress)")]
    [InlineData("SecurityEvent | where EventID in (4624, 4625) and LogonType > 12 | project EventID, Account | where EventID == 4625")]
    [InlineData("CommonSecurityLog | where AdditionalExtensions has 'alpha' and AdditionalExtensions contains 'beta' | where DeviceVendor =~ 'Palo Alto Networks'")]
    [InlineData("CommonSecurityLog | extend R = extract('reason=([^;]+)', 1, AdditionalExtensions) | where R == 'UnknownCA'")]
    [InlineData("Syslog | parse SyslogMessage with * 'user=' User ' from ' Address | where isnotempty(User) and isnotempty(Address)")]
    [InlineData("SigninLogs | extend Os = tostring(DeviceDetail.operatingSystem) | where Os startswith 'Android'")]
    [InlineData("SecurityAlert | mv-expand E = parse_json(Entities) | where tostring(E.Type) == 'host' | project tostring(E.HostName)")]
    [InlineData("SecurityAlert | mv-expand E = todynamic(Entities) | evaluate bag_unpack(E, 'E_') | where columnifexists('E_Type', '') == 'host'")]
    [InlineData("SigninLogs | where AppDisplayName == 'x' | join kind=inner (AuditLogs | where OperationName == 'y' | extend Who = tostring(InitiatedBy.user.userPrincipalName)) on $left.UserPrincipalName == $right.Who")]
    [InlineData("let Apps = dynamic(['a', 'b']); let Wanted = 'u'; SigninLogs | where AppDisplayName in (Apps) and UserPrincipalName == Wanted | summarize count() by AppDisplayName | where count_ > 3")]
    [InlineData("ThreatIntelligenceIndicator | where ExpirationDateTime > now() and Active == true")]
    [InlineData("SigninLogs | where AppDisplayName in ((SigninLogs | where ResultType == '0' | distinct AppDisplayName))")]
    [InlineData("Vendor_Events_CL | where severity_d > 90 and event.kind == 'x' | summarize sum(bytes_d) by host_s")]
    [InlineData("Vendor_Events_CL | where created_at > ago(30d) and seen > ago(1d) | summarize max(score) by bin(created_at, 1d)")]
    [InlineData("VendorParser(Target='On-Premises', 3) | where Action == 'block'")]
    [InlineData("VendorParser() | where Action == 'block' | summarize count() by SrcIpAddr")]
    [InlineData("AzureDiagnostics | where Category == 'WAF' and action_s == 'Blocked' | summarize count() by clientIp_s")]
    [InlineData("_GetWatchlist('Nobody') | count")]
    public async Task Rows_are_made_for_what_a_query_looks_for(string query)
    {
        var rows = await AskAsync(query);
        Assert.Null(rows.Error);
        Assert.NotEmpty(rows.Table.Rows);
        Assert.Equal(rows.Table.Rows.Select(row => string.Join('|', row.Select(ValueText.Of))), (await AskAsync(query)).Table.Rows.Select(row => string.Join('|', row.Select(ValueText.Of))));
    }

    [Fact]
    public async Task Rows_lie_within_the_time_range()
    {
        var range = new TimeRangeValue(TimeSpan.FromHours(2), Options.Now.UtcDateTime.AddDays(-5));
        var rows = (await AskAsync("SigninLogs | project TimeGenerated", range)).Table.Rows.Select(row => (DateTime)row[0]!).ToArray();
        Assert.True(rows.Length > 100);
        Assert.All(rows, time => Assert.InRange(time, range.End!.Value.AddHours(-2), range.End!.Value));
    }

    [Fact]
    public async Task Real_rows_come_first()
    {
        var tables = new TableSet { MissingTablesAreEmpty = true }.AddTable("SigninLogs", ColumnarTable.FromRows(new RowType([new ColumnSymbol("AppDisplayName", KqlType.String)]), [["real"]]));
        Assert.Equal(["real"], Assert.Single((await AskAsync("SigninLogs | project AppDisplayName", tables: tables)).Table.Rows));
        Assert.NotEqual("real", (await AskAsync("AuditLogs | project OperationName", tables: tables)).Table.Rows[0][0]);
    }

    [Theory]
    [InlineData("resources | where type =~ 'microsoft.operationalinsights/workspaces' | project id, name")]
    [InlineData("Resources\n| where name == 'x' | project name")]
    [InlineData("where type =~ 'x' | project id")]
    [InlineData("summarize by subscriptionId | project value = strcat('/subscriptions/', subscriptionId)")]
    public void Resource_Graph_answers_with_made_resources(string query)
    {
        using var empty = Empty(new TableSet());
        Assert.NotEmpty(new GeneratedWorkbookData(empty, SentinelSchema.Instance, Options).Recorded(WorkbookQueryTypes.ResourceGraph, query)!.Rows);
    }

    [Fact]
    public void ARM_answers_with_the_columns_of_the_query()
    {
        using var empty = Empty(new TableSet());
        var table = new GeneratedWorkbookData(empty, SentinelSchema.Instance, Options).Recorded(WorkbookQueryTypes.Arm,
            """{"path": "/x", "transformers": [{"type": "jsonpath", "settings": {"tablePath": "$.value", "columns": [{"path": "$.name", "columnid": "Name"}, {"path": "$.properties.retentionInDays", "columnid": "Days"}, {"path": "$.t", "columnid": "At", "columnType": "datetime"}]}}]}""")!;
        Assert.Equal(["Name:string", "Days:long", "At:datetime"], table.Columns.Select(column => column.ToString()));
        Assert.Equal(8, table.Rows.Count);
    }

    [Fact]
    public async Task What_is_wrong_with_a_query_is_still_said()
    {
        Assert.Contains("KQL", (await AskAsync("SigninLogs | where")).Error, StringComparison.Ordinal);
        Assert.Contains("KQL", (await AskAsync("SigninLogs | where strlen(AppDisplayName, 1, 2)")).Error, StringComparison.Ordinal);
    }

    private static LocalWorkbookData Empty(ITableSource tables) => new(SentinelSchema.Instance, tables, RecordedResponses.None, Options);

    private static async Task<WorkbookRows> AskAsync(string query, TimeRangeValue? range = null, ITableSource? tables = null)
    {
        using var below = Empty(tables ?? new TableSet { MissingTablesAreEmpty = true });
        return await new GeneratedWorkbookData(below, SentinelSchema.Instance, Options).QueryLogsAsync(query, range, TestContext.Current.CancellationToken);
    }
}
