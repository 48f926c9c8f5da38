using Content.Workbooks.Preview.Charts;
using Content.Workbooks.Preview.Formatting;

namespace Content.Workbooks.Preview.Tests;

public sealed class FormattingTests
{
    [Theory]
    [InlineData(17, 950, "950")]
    [InlineData(17, 1500, "1.5K")]
    [InlineData(17, 26_200_000, "26.2M")]
    [InlineData(17, 999_999, "1M")]
    [InlineData(17, -1500, "-1.5K")]
    [InlineData(17, 0, "0")]
    [InlineData(1, 12.5, "12.5%")]
    [InlineData(2, 1536, "1.5 KiB")]
    [InlineData(3, 0.5, "512 B")]
    [InlineData(5, 2048, "2 TiB")]
    [InlineData(36, 1_500_000, "1.5 MB")]
    [InlineData(11, 2048, "2 KiB/s")]
    [InlineData(23, 250, "250 ms")]
    [InlineData(23, 90_000, "1.5 min")]
    [InlineData(24, 0.25, "250 ms")]
    [InlineData(27, 3, "3 d")]
    [InlineData(31, 4, "4/s")]
    [InlineData(0, 1234.56789, "1234.568")]
    public void Units_of_the_format(int unit, double number, string text) => Assert.Equal(text, NumberText.Read(TestWorkbook.Node($$"""{"unit": {{unit}}}""")).Of(number));

    [Theory]
    [InlineData("""{"unit":0,"options":{"style":"decimal"}}""", 1234567.891, "1,234,567.891")]
    [InlineData("""{"unit":0,"options":{"style":"decimal","useGrouping":false,"maximumFractionDigits":1}}""", 1234.56, "1234.6")]
    [InlineData("""{"unit":0,"options":{"style":"decimal","minimumFractionDigits":2}}""", 3, "3.00")]
    [InlineData("""{"unit":0,"options":{"style":"percent"}}""", 0.256, "26%")]
    [InlineData("""{"unit":0,"options":{"style":"percent","maximumFractionDigits":1}}""", 0.2565, "25.7%")]
    [InlineData("""{"unit":0,"options":{"style":"currency","currency":"EUR"}}""", -12.5, "-€12.50")]
    [InlineData("""{"unit":0,"options":{"maximumSignificantDigits":3}}""", 12345, "12,300")]
    [InlineData("""{"unit":0,"options":{"maximumSignificantDigits":3}}""", 0.0012345, "0.00123")]
    [InlineData("""{"unit":17,"options":{"maximumFractionDigits":1}}""", 12345, "12.3K")]
    [InlineData("""{"unit":1,"options":{"style":"decimal","maximumFractionDigits":99}}""", 2.5, "2.5%")]
    public void Options_of_numbers(string format, double number, string text) => Assert.Equal(text, NumberText.Read(TestWorkbook.Node(format)).Of(number));

    [Fact]
    public void Every_number_has_a_text_and_none_throws()
    {
        foreach (var number in new[] { 0, double.MaxValue, -double.MaxValue, double.Epsilon, double.NaN, double.PositiveInfinity, 1e28, 7.9e14, 0.1 + 0.2 })
        {
            for (var unit = 0; unit < 60; unit++)
                Assert.NotEqual("", NumberText.Read(TestWorkbook.Node($$"""{"unit": {{unit}}, "options": {"maximumSignificantDigits": 2} }""")).Of(number));
            Assert.NotEqual("", NumberText.Plain(number));
        }

        Assert.Equal("0.3", NumberText.Plain(0.1 + 0.2));
    }

    [Theory]
    [InlineData("shortDatePattern", "2026-03-01")]
    [InlineData("fullDateTimePattern", "Sunday, 1 March 2026 08:05:09")]
    [InlineData("universalSortableDateTimePattern", "2026-03-01 08:05:09Z")]
    [InlineData("unknownPattern", "2026-03-01 08:05:09")]
    public void Times_have_the_pattern_that_is_named(string name, string text) =>
        Assert.Equal(text, DateText.Of(new DateTime(2026, 3, 1, 8, 5, 9, DateTimeKind.Utc), TestWorkbook.Node($$"""{"formatName": "{{name}}"}""")));

    [Theory]
    [InlineData("High", "redBright")]
    [InlineData("high", "redBright")]
    [InlineData("Medium", "orange")]
    [InlineData("", "gray")]
    [InlineData(null, "gray")]
    [InlineData(12L, "green")]
    [InlineData("nothing known", "blue")]
    public void The_first_threshold_that_holds_counts_and_Default_is_last_wherever_it_stands(object? value, string representation)
    {
        var lines = Threshold.Read(TestWorkbook.Node("""
            [{"operator":"Default","representation":"blue"},{"operator":"==","thresholdValue":"High","representation":"redBright"},{"operator":"contains","thresholdValue":"edi","representation":"orange"},
             {"operator":"is Empty","representation":"gray"},{"operator":">=","thresholdValue":"10","representation":"green"},{"operator":"regex","thresholdValue":"((","representation":"red"}]
            """).Items, text => text);
        Assert.Equal(representation, Threshold.Find(lines, value)?.Representation);
    }

    [Fact]
    public void A_pattern_that_takes_for_ever_matches_nothing()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.False(Threshold.Matches("^(a+)+$", new string('a', 40) + "!"));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Palettes_run_from_low_to_high_and_back_by_their_name()
    {
        Assert.Equal(Palette.At("greenRed", 0, 0, 10), Palette.At("redGreen", 10, 0, 10));
        Assert.NotEqual(Palette.At("blue", 0, 0, 10), Palette.At("blue", 10, 0, 10));
        Assert.Equal(Palette.At("blue", 10, 0, 10), Palette.At("blue", 99, 0, 10));
        Assert.Equal(Palette.At("noSuchPalette", 4, 0, 10), Palette.At("blue", 4, 0, 10));
        Assert.Equal(Palette.At("yellowOrangeRed", 0, 0, 1), Palette.At("redOrangeYellow", 1, 0, 1));
    }

    [Theory]
    [InlineData("#ffffff", false)]
    [InlineData("#000", true)]
    [InlineData("#e9c62c", false)]
    [InlineData("#12508f", true)]
    public void Text_on_a_colour_is_black_or_white_as_can_be_read(string color, bool isDark) => Assert.Equal(isDark, Color.Parse(color)!.Value.IsDark);

    [Theory]
    [InlineData(0, 97, 4, "0 50 100")]
    [InlineData(0, 0.3, 3, "0 0.1 0.2 0.3")]
    [InlineData(-5, 12, 4, "-5 0 5 10 15")]
    public void Axes_have_round_ticks(double low, double high, int count, string ticks)
    {
        var scale = Scale.Round(low, high, count, 0, 100);
        Assert.Equal(ticks, string.Join(' ', scale.Ticks(count).Select(NumberText.Plain)));
    }

    [Fact]
    public void An_axis_of_a_day_has_ticks_at_full_hours()
    {
        var start = new DateTime(2026, 3, 1, 0, 20, 0, DateTimeKind.Utc);
        var (times, pattern) = new Scale(start.Ticks, start.AddDays(1).Ticks, 0, 600).TimeTicks(6);
        Assert.Equal("HH:mm", pattern);
        Assert.Equal([4, 8, 12, 16, 20, 0], times.Select(time => time.Hour));
        Assert.All(times, time => Assert.Equal(0, time.Minute));
    }

    [Theory]
    [InlineData("Total", 8)]
    [InlineData("TotalFailed", 18)]
    [InlineData("Other", 0)]
    [InlineData("A", 3)]
    [InlineData("B", 3)]
    public void A_formatter_is_found_by_name_before_pattern(string column, int formatter)
    {
        ColumnFormat[] formats = [.. TestWorkbook.Node("""[{"columnMatch":"Total.*","formatter":18},{"columnMatch":"Total","formatter":8},{"columnMatch":"A|B","formatter":3},{"columnMatch":"((","formatter":5}]""").Items.Select(node => ColumnFormat.Read(node, text => text))];
        Assert.Equal((Formatter)formatter, ColumnFormat.Of([.. formats], column).Formatter);
    }

    [Theory]
    [InlineData(Formatter.Resource, "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1", "vm1")]
    [InlineData(Formatter.ResourceGroup, "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1", "rg")]
    [InlineData(Formatter.ResourceType, "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1", "Microsoft.Compute/virtualMachines")]
    [InlineData(Formatter.Resource, "plain", "plain")]
    public void Ids_of_resources_are_shown_by_name(Formatter formatter, string id, string text) => Assert.Equal(text, ResourceText.Of(formatter, id));

    [Theory]
    [InlineData("200px", 200)]
    [InlineData("30ch", 240)]
    [InlineData("12.5", 100)]
    [InlineData("25%", null)]
    [InlineData("2fr", null)]
    [InlineData("-3px", null)]
    [InlineData("1px; background: url(x)", null)]
    [InlineData("", null)]
    public void Widths_of_columns(string written, int? width) =>
        Assert.Equal(width, ColumnFormat.Read(TestWorkbook.Node($$"""{"columnMatch": "A", "formatter": 1, "formatOptions": {"customColumnWidthSetting": "{{written}}"} }"""), text => text).Width);
}
