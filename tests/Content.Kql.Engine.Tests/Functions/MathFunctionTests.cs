namespace Content.Kql.Engine.Tests.Functions;

/// <summary>Numbers, bins, units and statistics.</summary>
public sealed class MathFunctionTests
{
    [Theory]
    [InlineData("abs(-5)", "5")]
    [InlineData("abs(-5.5)", "5.5")]
    [InlineData("abs(-1h)", "01:00:00")]
    [InlineData("abs(long(null))", "null")]
    [InlineData("acos(1.0)", "0")]
    [InlineData("acos(2.0)", "null")]
    [InlineData("asin(2.0)", "null")]
    [InlineData("asin(0.0)", "0")]
    [InlineData("atan(0.0)", "0")]
    [InlineData("atan2(0.0, 1.0)", "0")]
    [InlineData("around(5, 6, 1)", "true")]
    [InlineData("around(5, 6, 0)", "false")]
    [InlineData("around(datetime(2020-01-01 00:30), datetime(2020-01-01), 1h)", "true")]
    [InlineData("bin(4.5, 1)", "4")]
    [InlineData("bin(-7, 5)", "-10")]
    [InlineData("bin(-0.5, 1)", "-1")]
    [InlineData("bin(7, 0)", "null")]
    [InlineData("bin(7, -2)", "null")]
    [InlineData("bin(long(null), 2)", "null")]
    [InlineData("bin(time(16d), 7d)", "14.00:00:00")]
    [InlineData("bin(datetime(1970-05-11 13:45:07), 1d)", "1970-05-11T00:00:00.0000000Z")]
    [InlineData("floor(-1.5, 1.0)", "-2")]
    [InlineData("bin_at(6.5, 2.5, 7)", "4.5")]
    [InlineData("bin_at(time(1h), 1d, 12h)", "-12:00:00")]
    [InlineData("bin_at(6, -1, 7)", "null")]
    [InlineData("ceiling(-1.1)", "-1")]
    [InlineData("ceiling(4)", "4")]
    [InlineData("ceiling(0.9)", "1")]
    [InlineData("cos(0.0)", "1")]
    [InlineData("sin(0.0)", "0")]
    [InlineData("tan(0.0)", "0")]
    [InlineData("degrees(pi())", "180")]
    [InlineData("radians(180.0) == pi()", "true")]
    [InlineData("exp(0)", "1")]
    [InlineData("exp2(10)", "1024")]
    [InlineData("exp10(3)", "1000")]
    [InlineData("gamma(5)", "24")]
    [InlineData("gamma(0.5) - sqrt(pi()) < 1e-14", "true")]
    [InlineData("loggamma(1)", "0")]
    [InlineData("abs(erf(1.0) - 0.842700792949715) < 1e-14", "true")]
    [InlineData("abs(erfc(3.0) - 2.209049699858544e-05) < 1e-18", "true")]
    [InlineData("isfinite(1.0)", "true")]
    [InlineData("isinf(1.0/0.0)", "true")]
    [InlineData("isnan(0.0/0.0)", "true")]
    [InlineData("log(1)", "0")]
    [InlineData("log(-1)", "null")]
    [InlineData("log2(8)", "3")]
    [InlineData("log10(1000)", "3")]
    [InlineData("max_of(10, 1, -3, 17)", "17")]
    [InlineData("max_of(int(null), int(2))", "2")]
    [InlineData("max_of('b', 'a')", "b")]
    [InlineData("min_of(10, 1, -3, 17)", "-3")]
    [InlineData("min_of(datetime(2020-01-01), datetime(2019-01-01))", "2019-01-01T00:00:00.0000000Z")]
    [InlineData("min_of(long(null), long(null))", "null")]
    [InlineData("not(true)", "false")]
    [InlineData("pow(2, 10)", "1024")]
    [InlineData("pow(2.0, real(null))", "null")]
    [InlineData("rand() < 1.0", "true")]
    [InlineData("round(2.98765, 3)", "2.988")]
    [InlineData("round(2.15, 1)", "2.2")]
    [InlineData("round(21.5, -1)", "20")]
    [InlineData("round(-50.55, -2)", "-100")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("round(1234.5, -2)", "1200")]
    [InlineData("round(1250, -2)", "1300")]
    [InlineData("sign(-42)", "-1")]
    [InlineData("sign(0)", "0")]
    [InlineData("sqrt(16)", "4")]
    [InlineData("sqrt(-1)", "null")]
    [InlineData("abs(beta_cdf(0.2, 10.0, 50.0) - 0.74166) < 1", "true")]
    [InlineData("beta_cdf(1.5, 10.0, 50.0)", "NaN")]
    [InlineData("round(beta_inv(0.1, 10.0, 20.0), 12)", "0.226415022389")]
    [InlineData("beta_inv(1.5, 10.0, 20.0)", "null")]
    [InlineData("round(beta_pdf(0.5, 10.0, 20.0), 12)", "0.746176019311")]
    [InlineData("welch_test(1.0, 0.0, 2, 1.0, 0.0, 2)", "NaN")]
    [InlineData("convert_length(1.0, 'Mile', 'Kilometer')", "1.609344")]
    [InlineData("convert_temperature(32.0, 'DegreeFahrenheit', 'DegreeCelsius')", "0")]
    [InlineData("convert_angle(180.0, 'Degree', 'Revolution')", "0.5")]
    [InlineData("convert_speed(36.0, 'KilometerPerHour', 'MeterPerSecond')", "10")]
    [InlineData("convert_mass(1.0, 'Kilogram', 'Gram')", "1000")]
    [InlineData("convert_energy(1.0, 'KilowattHour', 'Megajoule')", "3.6")]
    [InlineData("convert_force(1.0, 'Kilonewton', 'Newton')", "1000")]
    [InlineData("convert_volume(1.0, 'CubicMeter', 'Liter')", "1000")]
    [InlineData("convert_volume(real(null), 'CubicMeter', 'Liter')", "null")]
    [InlineData("format_bytes(564)", "564 Bytes")]
    [InlineData("format_bytes(10332, 1)", "10.1 KB")]
    [InlineData("format_bytes(20010332, 0, 'KB')", "19541 KB")]
    [InlineData("format_bytes(long(null))", "")]
    public void Value(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));

    [Fact]
    public void Automatic_bins_come_from_options()
    {
        Assert.Equal(["3|4", "8|5"], KqlRun.Rows("set query_bin_auto_size = 5; set query_bin_auto_at = 3; range x from 4 to 12 step 1 | summarize count() by bin_auto(x)"));
        Assert.Equal(["0|1", "5|5", "10|3"], KqlRun.Rows("set query_bin_auto_size = 5; range x from 4 to 12 step 1 | summarize count() by bin_auto(x)"));
        Assert.Contains("query_bin_auto_size", KqlRun.Error("print bin_auto(5)").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Welch_of_two_samples() => Assert.Equal(["0.021"], KqlRun.Rows("""
        print s1 = dynamic([27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4]),
            s2 = dynamic([27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4])
        | mv-expand s1 to typeof(double), s2 to typeof(double)
        | summarize m1 = avg(s1), v1 = variance(s1), c1 = count(), m2 = avg(s2), v2 = variance(s2), c2 = count()
        | project round(welch_test(m1, v1, c1, m2, v2, c2), 3)
        """));

    [Fact]
    public void A_bin_of_a_column_floors_below_zero() => Assert.Equal(["-10|2", "0|1", "null|1"],
        KqlRun.Rows("datatable(x:long)[-7, -1, 3, long(null)] | summarize count() by bin(x, 10)"));

    [Fact]
    public void Bins_of_durations_around_zero() => Assert.Equal("-01:00:00", Print.ValueOverRows("bin(x, 1h)", "x:timespan", "-1m"));
}
