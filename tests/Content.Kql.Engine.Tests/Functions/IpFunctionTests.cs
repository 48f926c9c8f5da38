using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tests.Functions;

public sealed class IpFunctionTests
{
    [Theory]
    [InlineData("parse_ipv4('127.0.0.1')", "2130706433")]
    [InlineData("parse_ipv4('192.168.1.1/24')", "3232235776")]
    [InlineData("parse_ipv4('255.255.255.255/31')", "4294967294")]
    [InlineData("parse_ipv4('')", "null")]
    [InlineData("parse_ipv4('1.2.3.256')", "null")]
    [InlineData("parse_ipv4_mask('127.0.0.1', 24)", "2130706432")]
    [InlineData("parse_ipv4_mask('192.1.168.2/24', 31)", "3221334016")]
    [InlineData("parse_ipv4_mask('127.0.0.1', 33)", "null")]
    [InlineData("format_ipv4('192.168.1.1', 24)", "192.168.1.0")]
    [InlineData("format_ipv4(3232236031, 24)", "192.168.1.0")]
    [InlineData("format_ipv4('192.168.1.1/24', long(-1))", "")]
    [InlineData("format_ipv4_mask('192.168.1.1', 24)", "192.168.1.0/24")]
    [InlineData("format_ipv4_mask('192.168.1.1/24', 32)", "192.168.1.0/24")]
    [InlineData("format_ipv4_mask('x', 24)", "")]
    [InlineData("ipv4_compare('127.0.0.1', '127.0.0.1')", "0")]
    [InlineData("ipv4_compare('192.168.1.1/30', '192.168.1.255/24')", "0")]
    [InlineData("ipv4_compare('192.168.1.1', '192.168.1.255')", "-1")]
    [InlineData("ipv4_compare('192.168.1.1', 'x')", "null")]
    [InlineData("ipv4_is_match('192.168.1.1', '192.168.1.255', 24)", "true")]
    [InlineData("ipv4_is_match('192.168.1.1', '192.168.2.255', 24)", "false")]
    [InlineData("ipv4_is_match('', '192.168.2.255')", "null")]
    [InlineData("ipv4_is_in_range('127.0.0.1', '127.0.0.1')", "true")]
    [InlineData("ipv4_is_in_range('192.168.1.6', '192.168.1.1/24')", "true")]
    [InlineData("ipv4_is_in_range('192.168.1.1', '192.168.2.1/24')", "false")]
    [InlineData("ipv4_is_in_range('abc', '192.168.2.1/24')", "null")]
    [InlineData("ipv4_is_in_any_range('192.168.1.6', '192.168.1.1/24', '10.0.0.1/8')", "true")]
    [InlineData("ipv4_is_in_any_range('127.0.0.1', dynamic(['127.0.0.1', '192.168.1.1']))", "true")]
    [InlineData("ipv4_is_in_any_range('1.1.1.1', dynamic(['127.0.0.1', '']))", "false")]
    [InlineData("ipv4_is_in_any_range('', dynamic(['127.0.0.1']))", "null")]
    [InlineData("ipv4_is_private('10.1.2.3')", "true")]
    [InlineData("ipv4_is_private('192.168.1.1/24')", "true")]
    [InlineData("ipv4_is_private('172.32.0.1')", "false")]
    [InlineData("ipv4_is_private('x')", "null")]
    [InlineData("ipv4_netmask_suffix('192.168.1.1/24')", "24")]
    [InlineData("ipv4_netmask_suffix('192.168.1.1')", "32")]
    [InlineData("ipv4_netmask_suffix('')", "null")]
    [InlineData("ipv4_range_to_cidr_list('1.1.128.0', '1.1.140.255')", "[\"1.1.128.0/21\",\"1.1.136.0/22\",\"1.1.140.0/24\"]")]
    [InlineData("ipv4_range_to_cidr_list('0.0.0.0', '255.255.255.255')", "[\"0.0.0.0/0\"]")]
    [InlineData("ipv4_range_to_cidr_list('x', '1.1.1.1')", "null")]
    [InlineData("parse_ipv6('127.0.0.1')", "0000:0000:0000:0000:0000:ffff:7f00:0001")]
    [InlineData("parse_ipv6('192.168.255.255/24')", "0000:0000:0000:0000:0000:ffff:c0a8:ff00")]
    [InlineData("parse_ipv6(':fe80::85d:e82c:9446:7994')", "")]
    [InlineData("parse_ipv6_mask('192.168.255.255', 120)", "0000:0000:0000:0000:0000:ffff:c0a8:ff00")]
    [InlineData("parse_ipv6_mask('fe80::85d:e82c:9446:7994/120', 124)", "fe80:0000:0000:0000:085d:e82c:9446:7900")]
    [InlineData("parse_ipv6_mask('::192.168.255.255/24', 128)", "0000:0000:0000:0000:0000:ffff:c0a8:ff00")]
    [InlineData("ipv6_compare('::ffff:7f00:1', '127.0.0.1')", "0")]
    [InlineData("ipv6_compare('192.168.1.1', '192.168.1.0', 31)", "0")]
    [InlineData("ipv6_compare('fe80::1', 'fe80::2')", "-1")]
    [InlineData("ipv6_compare('fe80::85d:e82c:9446:7994/120', 'fe80::85d:e82c:9446:7998')", "0")]
    [InlineData("ipv6_compare('x', 'fe80::2')", "null")]
    [InlineData("ipv6_is_match('fe80::85d:e82c:9446:7994', 'fe80::85d:e82c:9446:7995', 127)", "true")]
    [InlineData("ipv6_is_match('fe80::1', '127.0.0.1')", "false")]
    [InlineData("ipv6_is_match('', '')", "null")]
    [InlineData("ipv6_is_in_range('a5e:f127:8a9d:146d:e102:b5d3:c755:abcd', 'a5e:f127:8a9d:146d:e102:b5d3:c755:0000/112')", "true")]
    [InlineData("ipv6_is_in_range('a5e:f127:8a9d:146d:e102:b5d3:c755:abcd', '0:0:0:0:0:ffff:c0a8:ac/60')", "false")]
    [InlineData("ipv6_is_in_range('a5e::', 'x')", "null")]
    [InlineData("ipv6_is_in_any_range('a5e:f127:8a9d:146d:e102:b5d3:c755:f6cd', 'a5e:f127:8a9d:146d:e102:b5d3:c755:f6cd/112', '0:0:0:0:0:ffff:c0a8:ac/60')", "true")]
    [InlineData("ipv6_is_in_any_range('a5e:f127:8a9d:146d:e102:b5d3:c756:abd1', dynamic(['a5e:f127:8a9d:146d:e102:b5d3:c755:f6cd/112']))", "false")]
    [InlineData("ipv6_is_in_any_range('x', dynamic(['::1']))", "null")]
    [InlineData("has_ipv4('05:04:54 127.0.0.1 GET /favicon.ico 404', '127.0.0.1')", "true")]
    [InlineData("has_ipv4('05:04:54 127.0.0.256 GET /favicon.ico 404', '127.0.0.256')", "false")]
    [InlineData("has_ipv4('05:04:54127.0.0.1 GET /favicon.ico 404', '127.0.0.1')", "false")]
    [InlineData("has_ipv4('from 192.168.1.1, 10.1.1.115 and 10.1.1.201.', '10.1.1.201')", "true")]
    [InlineData("has_ipv4_prefix('05:04:54 127.0.0.1 GET', '127.0.')", "true")]
    [InlineData("has_ipv4_prefix('05:04:54 127.0.0.1 GET', '127.0')", "false")]
    [InlineData("has_ipv4_prefix('05:04:54 127.0.0.256 GET', '127.0.')", "false")]
    [InlineData("has_any_ipv4('05:04:54 127.0.0.1 GET', '127.0.0.1', '127.0.0.2')", "true")]
    [InlineData("has_any_ipv4('05:04:54 127.0.0.1 GET', dynamic(['127.0.0.256', '192.168.1.1']))", "false")]
    [InlineData("has_any_ipv4('', '127.0.0.1')", "false")]
    [InlineData("has_any_ipv4_prefix('05:04:54 127.0.0.1 GET', dynamic(['127.0.', '192.168.']))", "true")]
    [InlineData("has_any_ipv4_prefix('05:04:54127.0.0.1 GET', '127.0.', '192.')", "false")]
    [InlineData("has_any_ipv4_prefix('', '127.0.')", "false")]
    public void Addresses(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));

    [Fact]
    public void Ranges_of_a_column_are_read_row_by_row()
    {
        var result = Print.Run("datatable(ip:string, r:dynamic)['10.0.0.1', dynamic(['10.0.0.0/8']), '10.0.0.1', dynamic(['11.0.0.0/8'])] | project x = ipv4_is_in_any_range(ip, r)", null);
        Assert.Equal([true, false], result.Rows.Select(row => row[0]));
    }

    [Fact]
    public void Places_of_addresses_come_from_a_fixture()
    {
        var row = new RowType([new("ip_range", KqlType.String), new("country", KqlType.String), new("city", KqlType.String), new("latitude", KqlType.Real)]);
        var table = ColumnarTable.FromRows(row, [["20.0.0.0/8", "United States", "", 37.0], ["20.53.203.50", "Australia", "Sydney", -33.86]]);
        var tables = new TableSet().AddFunction("geo_info_from_ip_address", table);
        Assert.Equal("Sydney", Print.Value("geo_info_from_ip_address('20.53.203.50').city", tables));
        Assert.Equal("United States", Print.Value("geo_info_from_ip_address('20.1.1.1').country", tables));
        Assert.Equal("null", Print.Value("geo_info_from_ip_address('1.1.1.1')", tables));
    }

    [Theory]
    [InlineData("geo_info_from_ip_address('1.1.1.1')", "geo_info_from_ip_address")]
    [InlineData("parse_user_agent('Mozilla/5.0', 'browser')", "parse_user_agent")]
    [InlineData("hash_combine(1, 2)", "hash_combine")]
    [InlineData("current_principal()", "current_principal")]
    public void What_needs_the_service_is_inconclusive_by_name(string expression, string name)
    {
        var error = Print.Error(expression);
        Assert.Equal(QueryErrorKind.Unsupported, error.Kind);
        Assert.Equal(name, error.Name);
    }

    [Fact]
    public void User_agents_come_from_a_fixture()
    {
        var row = new RowType([new("user_agent", KqlType.String), new("Browser", KqlType.Dynamic), new("OperatingSystem", KqlType.Dynamic)]);
        var browser = new KeyValuePair<string, object?>[] { new("Family", "AdobeAIR"), new("MajorVersion", "2") };
        var tables = new TableSet().AddFunction("parse_user_agent", ColumnarTable.FromRows(row, [["ua", browser, null]]));
        Assert.Equal("{\"Browser\":{\"Family\":\"AdobeAIR\",\"MajorVersion\":\"2\"}}", Print.Value("parse_user_agent('ua', 'browser')", tables));
        Assert.Equal("{\"Browser\":{\"Family\":\"AdobeAIR\",\"MajorVersion\":\"2\"},\"OperatingSystem\":null}", Print.Value("parse_user_agent('ua', dynamic(['browser', 'os']))", tables));
        Assert.Equal("null", Print.Value("parse_user_agent('', 'browser')", tables));
    }

    [Fact]
    public void New_guids_differ_by_row_and_not_by_run()
    {
        static List<object?> Guids() => [.. Print.Run("range i from 1 to 3 step 1 | project g = new_guid()", null).Rows.Select(row => row[0])];
        Assert.Equal(3, Guids().Distinct().Count());
        Assert.Equal(Guids(), Guids());
    }

    [Fact]
    public void Sizes_of_rows_are_added_up() =>
        Assert.Equal(180L, Print.Run("range x from 1 to 10 step 1 | extend t = '1234567890' | summarize s = sum(estimate_data_size(*))", null).Rows.Single()[0]);
}
