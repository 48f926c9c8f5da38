using System.Text.Json;
using Content.Testing.Scrubbing;

namespace Content.Testing.Tests.Scrubbing;

public sealed class ScrubberTests
{
    private static (string Text, Scrubber Scrubber) Scrub(string text, string path = "x.ndjson", string key = "key", Dictionary<string, ScrubKind?>? columns = null, params string[] keep)
    {
        var scrubber = new Scrubber(new ScrubOptions { Key = System.Text.Encoding.UTF8.GetBytes(key), Columns = columns ?? [], Keep = keep });
        var (scrubbed, problem) = ScrubbedFile.Scrub(text, path, scrubber);
        Assert.Null(problem);
        return (scrubbed!, scrubber);
    }

    private static string Member(string json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty(name).GetString()!;
    }

    private static string Row(string value) => $"{{\"Field\":{JsonSerializer.Serialize(value)}}}";

    [Fact]
    public void The_same_value_gets_the_same_name_wherever_it_stands()
    {
        var (text, _) = Scrub("""
            {"UserPrincipalName":"mia.lindqvist@contoso.com","Computer":"LAPTOP-7","CommandLine":"net use \\\\laptop-7\\c$ /user:CONTOSO\\mia.lindqvist"}
            {"Account":"CONTOSO\\mia.lindqvist","Computer":"laptop-7.contoso.com","Properties":"{\"actor\":{\"upn\":\"mia.lindqvist@contoso.com\"}}"}
            """);
        var lines = text.Split('\n');
        Assert.DoesNotContain("lindqvist", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("laptop", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("contoso.com", text, StringComparison.OrdinalIgnoreCase);
        var (user, domain) = (Member(lines[0], "UserPrincipalName").Split('@')[0], Member(lines[0], "UserPrincipalName").Split('@')[1]);
        Assert.EndsWith("\\" + user, Member(lines[1], "Account"), StringComparison.Ordinal);
        Assert.EndsWith("\\" + user, Member(lines[0], "CommandLine"), StringComparison.Ordinal);
        Assert.Equal(Member(lines[0], "Computer").ToLowerInvariant() + "." + domain, Member(lines[1], "Computer"));
        Assert.Contains(user + "@" + domain, Member(lines[1], "Properties"), StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_keep_what_they_have_in_common()
    {
        var (text, _) = Scrub("""{"A":"10.20.30.40","B":"10.20.30.41","C":"10.20.99.1","D":"203.0.113.9","E":"203.0.113.10","F":"127.0.0.1","G":"2001:db8::1","H":"192.168.1.5","V":"version 1.2.3.4.5","P":"src:10.20.30.40:443."}""");
        string[] Octets(string name) => Member(text, name).Split('.');
        Assert.Equal(Octets("A")[..3], Octets("B")[..3]);
        Assert.NotEqual(Member(text, "A"), Member(text, "B"));
        Assert.Equal(Octets("A")[..2], Octets("C")[..2]);
        Assert.NotEqual(Octets("A")[2], Octets("C")[2]);
        Assert.Equal("10", Octets("A")[0]);
        Assert.Equal(Octets("D")[..3], Octets("E")[..3]);
        Assert.NotEqual("203.0.113.9", Member(text, "D"));
        Assert.Equal("127.0.0.1", Member(text, "F"));
        Assert.StartsWith("2001:", Member(text, "G"), StringComparison.Ordinal);
        Assert.NotEqual("2001:db8::1", Member(text, "G"));
        Assert.StartsWith("192.168.", Member(text, "H"), StringComparison.Ordinal);
        Assert.Equal("version 1.2.3.4.5", Member(text, "V"));
        Assert.Equal($"src:{Member(text, "A")}:443.", Member(text, "P"));
    }

    [Theory]
    [InlineData("6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-b[0-9a-f]{3}-[0-9a-f]{12}$")]
    [InlineData("S-1-5-21-1004336348-1177238915-682003330-1104", @"^S-1-5-21-\d+-\d+-\d+-\d{4,}$")]
    [InlineData("call +46 70 123 45 67 now", @"^call \+46 \d{2} \d{3} \d{2} \d{2} now$")]
    [InlineData("00:1a:2b:3c:4d:5e", "^00:1a:2b:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}$")]
    [InlineData("Authorization: Bearer abcdefgh12345678", "^Authorization: Bearer token-[0-9a-f]{16}$")]
    public void Values_keep_their_form(string value, string pattern)
    {
        var scrubbed = Member(Scrub(Row(value)).Text, "Field");
        Assert.Matches(pattern, scrubbed);
        Assert.NotEqual(value, scrubbed);
    }

    [Theory]
    [InlineData("00000003-0000-0000-c000-000000000000")]
    [InlineData("S-1-5-18")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("2026-03-02T12:00:00Z")]
    public void What_points_at_nobody_stays(string value) => Assert.Equal(value, Member(Scrub(Row(value)).Text, "Field"));

    [Fact]
    public void Columns_and_values_can_be_named_and_the_rest_is_counted()
    {
        var (text, scrubber) = Scrub("Owner,Mail,Name,Amount\nAda,ada@partner.com,keep me,5\n", "x.csv", columns: new() { ["Owner"] = ScrubKind.User, ["Name"] = null }, keep: "partner.com");
        var cells = text.Split('\n')[1].Split(',');
        Assert.StartsWith("user", cells[0], StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["ada@partner.com", "keep me", "5"], cells[1..]);
        Assert.Equal((ScrubKind.User, 1, 1L), Assert.Single(scrubber.Counts));
        Assert.Contains(("Amount", 1), scrubber.LeftAlone);
    }

    [Fact]
    public void Names_and_values_inside_of_a_text_and_hardware_addresses_without_separators_are_found()
    {
        var (text, _) = Scrub("""{"AdditionalExtensions":"PanOSSourceDeviceHost=AND-0417;PanOSProxyType=Forward","WifiMacAddress":"5CC1D7123456"}""");
        Assert.Matches("^PanOSSourceDeviceHost=HOST-[0-9A-F]{6};PanOSProxyType=Forward$", Member(text, "AdditionalExtensions"));
        Assert.Matches("^5CC1D7[0-9A-F]{6}$", Member(text, "WifiMacAddress"));
        Assert.NotEqual("5CC1D7123456", Member(text, "WifiMacAddress"));
    }

    [Fact]
    public void The_key_decides_the_names()
    {
        const string Line = """{"UserName":"mia"}""";
        Assert.Equal(Scrub(Line).Text, Scrub(Line).Text);
        Assert.NotEqual(Scrub(Line).Text, Scrub(Line, key: "other").Text);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_said() =>
        Assert.Contains("line 2", ScrubbedFile.Scrub("{}\n{\n", "x.ndjson", new Scrubber(new ScrubOptions { Key = [1] })).Problem, StringComparison.Ordinal);
}
