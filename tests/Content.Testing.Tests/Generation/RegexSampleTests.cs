using System.Text.RegularExpressions;
using Content.Testing.Generation;

namespace Content.Testing.Tests.Generation;

public sealed class RegexSampleTests
{
    [Theory]
    [InlineData("^abc$")]
    [InlineData(@"(cmd|powershell)\.exe\s+/[cC]\s+\S+")]
    [InlineData(@"[0-9a-f]{8}-[0-9a-f]{4}")]
    [InlineData(@"^[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+$")]
    [InlineData(@"(?i)user=(?P<name>[^;]+);\d{2,}")]
    [InlineData(@"\b(?:\d{1,3}\.){3}\d{1,3}\b")]
    [InlineData(@"x*y?z{3}[^a-z]")]
    public void A_text_is_made_that_the_pattern_matches(string pattern)
    {
        for (var variant = 0; variant < 3; variant++)
            Assert.Matches(new Regex(pattern.Replace("?P<", "?<", StringComparison.Ordinal), RegexOptions.None, TimeSpan.FromSeconds(1)), RegexSample.Make(pattern, variant));
    }

    [Fact]
    public void A_group_can_have_a_text_of_its_own() => Assert.Equal("user=mia;11", RegexSample.Make(@"user=([^;]+);\d{2,}", 1, "mia"));
}
