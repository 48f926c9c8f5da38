namespace Content.Model.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("5m", "00:05:00", "PT5M")]
    [InlineData("1h", "01:00:00", "PT1H")]
    [InlineData("2H", "02:00:00", "PT2H")]
    [InlineData("14d", "14.00:00:00", "P14D")]
    [InlineData("24h", "1.00:00:00", "P1D")]
    [InlineData("01:00:00", "01:00:00", "PT1H")]
    [InlineData("1.00:00:00", "1.00:00:00", "P1D")]
    [InlineData("PT5H", "05:00:00", "PT5H")]
    [InlineData("pt90m", "01:30:00", "PT1H30M")]
    [InlineData("P1D", "1.00:00:00", "P1D")]
    [InlineData("P2DT1H30M", "2.01:30:00", "P2DT1H30M")]
    [InlineData("P1W", "7.00:00:00", "P7D")]
    [InlineData("PT0.5S", "00:00:00.5", "PT0.5S")]
    [InlineData("0m", "00:00:00", "PT0S")]
    public void All_spellings_are_read(string text, string expected, string iso)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.Parse(expected, null), duration);
        Assert.Equal(iso, Durations.ToIso8601(duration));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("h")]
    [InlineData("1 h")]
    [InlineData("-1h")]
    [InlineData("1h30m")]
    [InlineData("1.5h")]
    [InlineData("5s")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("PT1.5H")]
    [InlineData("99999999999999d")]
    [InlineData("25:61:00")]
    public void Anything_else_is_refused(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData("t", "00:00:00")]
    [InlineData("t-10m", "-00:10:00")]
    [InlineData("t+5s", "00:00:05")]
    [InlineData("t-1d2h", "-1.02:00:00")]
    [InlineData("t-1.5h", "-01:30:00")]
    [InlineData("t-250ms", "-00:00:00.25")]
    public void Relative_instants_are_read(string text, string expected)
    {
        Assert.True(Instants.TryParseRelative(text, out var offset));
        Assert.Equal(TimeSpan.Parse(expected, null), offset);
    }

    [Theory]
    [InlineData("t10m")]
    [InlineData("t-")]
    [InlineData("t-10")]
    [InlineData("t-m")]
    [InlineData("test")]
    [InlineData("")]
    public void Other_texts_are_no_relative_instants(string text) => Assert.False(Instants.TryParseRelative(text, out _));

    [Theory]
    [InlineData("2026-03-02T12:00:00Z", 0)]
    [InlineData("2026-03-02T12:00:00", 0)]
    [InlineData("2026-03-02 12:00:00Z", 0)]
    [InlineData("2026-03-02T13:00:00+01:00", 0)]
    [InlineData("2026-03-02T12:00:00.1234567Z", 1234567)]
    public void Instants_are_read_as_utc(string text, long ticks)
    {
        Assert.True(Instants.TryParse(text, out var instant));
        Assert.Equal(new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc).AddTicks(ticks), instant);
        Assert.Equal(DateTimeKind.Utc, instant.Kind);
    }
}
