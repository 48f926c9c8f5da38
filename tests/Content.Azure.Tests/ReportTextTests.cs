using Content.Azure.Planning;

namespace Content.Azure.Tests;

public sealed class ReportTextTests
{
    [Theory]
    [InlineData(0, "0%")]
    [InlineData(1e-9, "< 0.1%")]
    [InlineData(0.0004, "< 0.1%")]
    [InlineData(0.001, "0.1%")]
    [InlineData(0.01, "1%")]
    [InlineData(0.5, "50%")]
    [InlineData(0.986, "99%")]
    [InlineData(0.99, "99%")]
    [InlineData(0.996, "99.6%")]
    [InlineData(0.9994, "99.9%")]
    [InlineData(0.9996, "> 99.9%")]
    [InlineData(1 - 1e-9, "> 99.9%")]
    [InlineData(1, "100%")]
    public void Only_all_is_a_hundred_percent_and_only_nothing_is_none(double share, string text) => Assert.Equal(text, ReportText.Percent(share));
}
