using Content.Kql.Symbols;

namespace Content.Catalog.Tests;

public sealed class SentinelSchemaTests
{
    private static SentinelSchema Schema => SentinelSchema.Instance;

    [Theory]
    [InlineData("CommonSecurityLog", "DeviceVendor", "string")]
    [InlineData("SecurityEvent", "EventID", "int")]
    [InlineData("SigninLogs", "TimeGenerated", "datetime")]
    [InlineData("DeviceNetworkEvents", "RemotePort", "int")]
    [InlineData("IntuneDevices", "DeviceName", "string")]
    [InlineData("AuditLogs", "TargetResources", "dynamic")]
    public void Tables_have_the_columns_that_rules_use(string table, string column, string type) =>
        Assert.Equal(type, Schema.FindTable(table)?.Row.Find(column)?.Type.Name);

    [Theory]
    [InlineData("")]
    [InlineData("securityevent")]
    [InlineData("SecurityEvents")]
    [InlineData("zzz")]
    [InlineData("Ünïcode")]
    public void A_name_that_is_no_table_is_not_found(string name) => Assert.Null(Schema.FindTable(name));

    [Fact]
    public void A_very_long_name_is_not_found()
    {
        Assert.Null(Schema.FindTable(new string('x', 100_000)));
        Assert.Null(Schema.FindFunction(new string('é', 128)));
    }

    [Fact]
    public void Names_are_sorted_and_all_of_them_are_found()
    {
        Assert.Equal(Schema.TableNames.Order(StringComparer.Ordinal), Schema.TableNames);
        Assert.Equal(Schema.FunctionNames.Order(StringComparer.Ordinal), Schema.FunctionNames);
        Assert.True(Schema.TableNames.Count >= 1900);
        Assert.All(Schema.TableNames, name => Assert.Equal(name, Schema.FindTable(name)?.Name));
        Assert.All(Schema.FunctionNames, name => Assert.Equal(name, Schema.FindFunction(name)?.Name));
    }

    [Fact]
    public void Symbols_are_shared()
    {
        Assert.Same(Schema.FindTable("SecurityEvent"), Schema.FindTable("SecurityEvent"));
        Assert.Same(Schema.FindTable("SecurityEvent")!.Row.Find("TimeGenerated"), Schema.FindTable("SigninLogs")!.Row.Find("TimeGenerated"));
        Assert.Same(Schema.FindFunction("_Im_Dns")!.Result, Schema.FindFunction("imDns")!.Result);
    }

    [Fact]
    public void Threads_that_ask_at_once_get_the_same_symbol()
    {
        var names = Schema.TableNames;
        var found = new TableSymbol?[8][];
        Parallel.For(0, found.Length, i => found[i] = [.. names.Select(Schema.FindTable)]);
        Assert.All(found, tables => Assert.True(tables.Zip(found[0]).All(pair => ReferenceEquals(pair.First, pair.Second))));
    }

    [Fact]
    public void Asim_parsers_can_be_called_without_arguments_and_have_the_columns_of_their_schema()
    {
        var function = Schema.FindFunction("_Im_Dns")!;
        Assert.All(function.Parameters, parameter => Assert.NotNull(parameter.DefaultValue));
        Assert.Equal("datetime(null)", function.Parameters.Single(parameter => parameter.Name == "starttime").DefaultValue);
        Assert.Equal("'*'", function.Parameters.Single(parameter => parameter.Name == "responsecodename").DefaultValue);
        Assert.Equal("dynamic([])", function.Parameters.Single(parameter => parameter.Name == "domain_has_any").DefaultValue);
        foreach (var column in new[] { "TimeGenerated", "Type", "DnsQuery", "SrcIpAddr", "EventProduct" })
            Assert.NotNull(function.Result!.Find(column));
        Assert.Equal(KqlType.DateTime, function.Result!.Find("TimeGenerated")!.Type);
    }

    [Fact]
    public void Functions_of_solutions_are_there()
    {
        Assert.NotNull(Schema.FindFunction("corelight_conn")?.Result?.Find("id_orig_h"));
        Assert.NotNull(Schema.FindFunction("CrowdStrikeReplicatorV2")?.Result?.Find("TimeGenerated"));
    }
}
