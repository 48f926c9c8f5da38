
namespace Content.Kql.Engine.Tests.Expressions;

public sealed class ArithmeticTests
{
    [Theory]
    [InlineData("7 / 2", "3")]
    [InlineData("-7 / 2", "-3")]
    [InlineData("7 / 0", "null")]
    [InlineData("7.0 / 2", "3.5")]
    [InlineData("1.0 / 0", "Infinity")]
    [InlineData("0.0 / 0", "NaN")]
    [InlineData("14 % 12", "2")]
    [InlineData("-14 % 12", "10")]
    [InlineData("14 % -12", "2")]
    [InlineData("-14 % -12", "10")]
    [InlineData("7 % 0", "null")]
    [InlineData("1 + long(null)", "null")]
    [InlineData("9223372036854775807 + 1", "-9223372036854775808")]
    [InlineData("decimal(1.5) + decimal(2.25)", "3.75")]
    [InlineData("decimal(1) / decimal(0)", "null")]
    [InlineData("-(5)", "-5")]
    [InlineData("1d + 2h", "1.02:00:00")]
    [InlineData("1d / 12h", "2")]
    [InlineData("2 * 3h", "06:00:00")]
    [InlineData("3h / 2", "01:30:00")]
    [InlineData("datetime(2026-03-01) + 1d", "2026-03-02T00:00:00.0000000Z")]
    [InlineData("datetime(2026-03-01) - datetime(2026-02-28)", "1.00:00:00")]
    [InlineData("datetime(9999-12-31) + 400d", "null")]
    [InlineData("2 * 3 + 4 * 5 - 6", "20")]
    public void Gives(string expression, string expected) => Assert.Equal(expected, KqlRun.Value(expression));

    [Fact]
    public void WorksOnColumnsWithNulls() =>
        Assert.Equal(["3|2|1", "null|null|null"], KqlRun.Rows("datatable(a:long, b:long)[2, 1, long(null), 1] | project a + b, a * b, a - b"));

    [Fact]
    public void ALongChainRunsWithoutOverflowingTheStack()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("1", 400));
        Assert.Equal("400", KqlRun.Value(sum));
    }
}
