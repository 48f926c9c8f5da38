namespace Content.Kql.Engine.Tests.Functions;

/// <summary>Series: arithmetic, filling, filters, fits, decomposition.</summary>
public sealed class SeriesFunctionTests
{
    [Theory]
    [InlineData("series_abs(dynamic([-1, 2.5, null]))", "[1,2.5,null]")]
    [InlineData("series_acos(dynamic([1]))", "[0.0]")]
    [InlineData("series_asin(dynamic([0, 'x']))", "[0.0,null]")]
    [InlineData("series_atan(dynamic([0]))", "[0.0]")]
    [InlineData("series_ceiling(dynamic([-1.5, 1, 2.5]))", "[-1.0,1.0,3.0]")]
    [InlineData("series_floor(dynamic([-1.5, 1, 2.5]))", "[-2.0,1.0,2.0]")]
    [InlineData("series_cos(dynamic([0]))", "[1.0]")]
    [InlineData("series_sin(dynamic([0]))", "[0.0]")]
    [InlineData("series_tan(dynamic([0]))", "[0.0]")]
    [InlineData("series_exp(dynamic([0]))", "[1.0]")]
    [InlineData("series_log(dynamic([1]))", "[0.0]")]
    [InlineData("series_sign(dynamic([-6, 0, 8.5, null]))", "[-1,0,1,null]")]
    [InlineData("series_add(dynamic([1,2,4]), dynamic([4,2,1]))", "[5,4,5]")]
    [InlineData("series_add(dynamic([1,2]), dynamic([1.5]))", "[2.5,null]")]
    [InlineData("series_add(dynamic([1,2]), 10)", "[11,12]")]
    [InlineData("series_subtract(10, dynamic([1,2]))", "[9,8]")]
    [InlineData("series_multiply(dynamic([1,null,3]), dynamic([4,2,1]))", "[4,null,3]")]
    [InlineData("series_divide(dynamic([1,2,4]), dynamic([4,2,1]))", "[0.25,1.0,4.0]")]
    [InlineData("series_pow(dynamic([1,2,3]), 2)", "[1.0,4.0,9.0]")]
    [InlineData("series_add(parse_json('{}'), dynamic([1]))", "null")]
    [InlineData("series_equals(dynamic([1,2,4]), dynamic([4,2,1]))", "[false,true,false]")]
    [InlineData("series_not_equals(dynamic([1,2]), dynamic([1,3]))", "[false,true]")]
    [InlineData("series_greater(dynamic([1,2,null]), dynamic([0,2,1]))", "[true,false,null]")]
    [InlineData("series_greater_equals(dynamic([1,2]), 2)", "[false,true]")]
    [InlineData("series_less(dynamic([1,2]), 2)", "[true,false]")]
    [InlineData("series_less_equals(dynamic([1,2,3]), 2)", "[true,true,false]")]
    [InlineData("series_dot_product(dynamic([1,2,4]), dynamic([4,2,1]))", "12")]
    [InlineData("series_dot_product(dynamic([1,2,4]), 2)", "14")]
    [InlineData("series_dot_product(dynamic([1,2,4]), dynamic([1]))", "null")]
    [InlineData("series_magnitude(dynamic([3,4]))", "5")]
    [InlineData("series_sum(dynamic([1,2.5,null]))", "3.5")]
    [InlineData("series_product(dynamic([1,2.5,4]))", "10")]
    [InlineData("series_sum(dynamic([]))", "0")]
    [InlineData("series_fill_forward(dynamic([null,1,null,3]))", "[null,1,1,3]")]
    [InlineData("series_fill_forward(dynamic([1,-1,3]), -1)", "[1,1,3]")]
    [InlineData("series_fill_backward(dynamic([null,1,null,3,null]))", "[1,1,3,3,null]")]
    [InlineData("series_fill_const(dynamic([1,null]), 0.0)", "[1,0.0]")]
    [InlineData("series_fill_const(dynamic([1,null,-1]), 7, -1)", "[1,7,7]")]
    [InlineData("series_fill_linear(dynamic([null, 111.0, null, 36.0, 41.0, null, null, 17.0, null]))", "[111.0,111.0,73.5,36.0,41.0,33.0,25.0,17.0,17.0]")]
    [InlineData("series_fill_linear(dynamic([null,111,null,36]))", "[111,111,73,36]")]
    [InlineData("series_fill_linear(dynamic([null,111.0,null,36.0]), double(null), false)", "[null,111.0,73.5,36.0]")]
    [InlineData("series_fill_linear(dynamic([null,null]), double(null), true, 3.5)", "[3.5,3.5]")]
    [InlineData("series_fir(dynamic([0,0,10,0,0]), dynamic([1,1]))", "[0.0,0.0,5.0,5.0,0.0]")]
    [InlineData("series_fir(dynamic([0,0,9,0,0]), dynamic([1,1,1]), true, true)", "[0.0,3.0,3.0,3.0,0.0]")]
    [InlineData("series_fir(dynamic([0,2,2,3]), dynamic([1,-1]), false, false)", "[0.0,2.0,0.0,1.0]")]
    [InlineData("series_fir(dynamic([0,2]), dynamic([1,-1]), true)", "null")]
    [InlineData("series_iir(dynamic([1,2,3,4]), dynamic([1]), dynamic([1,-1]))", "[1.0,3.0,6.0,10.0]")]
    [InlineData("series_iir(dynamic([1,2]), dynamic([1]), dynamic([0]))", "null")]
    [InlineData("series_pearson_correlation(dynamic([1,2,3]), dynamic([2,4,6]))", "1")]
    [InlineData("series_pearson_correlation(dynamic([1,2,3]), dynamic([1]))", "null")]
    [InlineData("series_cosine_similarity(dynamic([1,0]), dynamic([0,1]))", "0")]
    [InlineData("series_cosine_similarity(dynamic([3,4]), dynamic([3,4]), 5.0, 5.0)", "1")]
    [InlineData("series_stats_dynamic(dynamic([3,1,2])).min_idx", "1")]
    [InlineData("series_stats_dynamic(dynamic([3,1,2])).avg", "2.0")]
    [InlineData("series_stats_dynamic(dynamic([3,1,null,2]), true).len", "3")]
    [InlineData("series_outliers(dynamic([1,1,1,1,100,1,1,1,1,1]), 'tukey')[0]", "0.0")]
    [InlineData("array_length(series_outliers(dynamic([1,2,3,4])))", "4")]
    [InlineData("series_fit_line_dynamic(dynamic([1,3,5,7])).slope", "2.0")]
    [InlineData("series_fit_line_dynamic(dynamic([1,3,5,7])).rsquare", "1.0")]
    [InlineData("series_fit_line_dynamic(dynamic(['x']))", "null")]
    [InlineData("series_fit_2lines_dynamic(dynamic([1,2,3,4,10,8,6,4])).split_idx", "4")]
    [InlineData("series_fit_2lines_dynamic(dynamic([1,2,3,4,10,8,6,4])).right.slope", "-2.0")]
    [InlineData("series_seasonal(dynamic([1,3,5,2,4,6,1,3,5,2,4,6]), 3)", "[1.5,3.5,5.5,1.5,3.5,5.5,1.5,3.5,5.5,1.5,3.5,5.5]")]
    [InlineData("series_seasonal(dynamic([8,12,14,12,10,10,12,14,12,10,10,12,14,12,10,10,12,14,12,10]))[0]", "10.0")]
    [InlineData("series_seasonal(dynamic([1,3,5,2,4,6,1,3,5,2,4,6]))[0]", "0.0")]
    public void Value(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));

    [Theory]
    [InlineData("(a, b) = series_fft(dynamic([1,2,3,4]))", "[10.0,-2.0,-2.0,-2.0]|[0.0,2.0,0.0,-2.0]")]
    [InlineData("(a, b) = series_ifft(dynamic([10,-2,-2,-2]), dynamic([0,2,0,-2]))", "[1.0,2.0,3.0,4.0]|[0.0,0.0,0.0,0.0]")]
    [InlineData("(a, b) = series_periods_validate(dynamic([1,5,2,9,1,5,2,9,1,5,2,9,1,5,2,9]), 4.0, 5.0)", "[4.0,5.0]|[0.866025404,0.0]")]
    [InlineData("(a, b) = series_stats(dynamic([3,1,2]))", "1|1")]
    [InlineData("(a, b) = series_fit_poly(dynamic([1,2,5,10,17]), dynamic([0,1,2,3,4]), toint(2))", "1|[1.0,0.0,1.0]")]
    [InlineData("(a, b) = series_fit_poly(dynamic([3,5,7]))", "1|[2.0,1.0]")]
    [InlineData("(a, b, c) = series_decompose(dynamic([1,2,3,1,2,3]), 3)", "[1.0,2.0,3.0,1.0,2.0,3.0]|[1.0,2.0,3.0,1.0,2.0,3.0]|[0.0,0.0,0.0,0.0,0.0,0.0]")]
    [InlineData("(a, b) = series_decompose_forecast(dynamic([1,2,3,4,0,0]), 2, 0, 'linefit')", "[1.0,2.0,3.0,4.0,5.0,6.0]|[0.0,0.0,0.0,0.0,0.0,0.0]")]
    [InlineData("(a) = series_decompose_anomalies(dynamic([1,2,1,2,1,2,50,1,2,1,2,1]), 1.5, 0)", "[0,0,0,0,0,0,1,0,0,0,0,0]")]
    public void Tuple(string assignment, string expected)
    {
        var names = assignment[1..assignment.IndexOf(')', StringComparison.Ordinal)];
        var values = Assert.Single(KqlRun.Rows($"print y = 1 | extend {assignment} | project {names}")).Split('|');
        var wanted = expected.Split('|');
        for (var i = 0; i < wanted.Length; i++)
            Assert.Equal(Rounded(wanted[i]), Rounded(values[i]));
    }

    [Fact]
    public void A_line_is_fitted() => Assert.Equal(["0.983|2.731|98.629|1.686|-1.667|1.064"],
        KqlRun.Rows("""
            print y = dynamic([2, 5, 6, 8, 11, 15, 17, 18, 25, 26, 30, 30])
            | extend (RSquare, Slope, Variance, RVariance, Interception, LineFit) = series_fit_line(y)
            | project round(RSquare, 3), round(Slope, 3), round(Variance, 3), round(RVariance, 3), round(Interception, 3), round(toreal(LineFit[0]), 3)
            """));

    [Fact]
    public void A_weekly_period_is_found() => Assert.Equal("14",
        Assert.Single(KqlRun.Rows("""
            print y = dynamic([80,139,87,110,68,54,50,51,53,133,86,141,97,156,94,149,95,140,77,61,50,54,47,133,72,152,94,148,105,162,101,160,87,63,53,55,54,151,103,189,108,183,113,175,113,178,90,71,62,62,65,165,109,181,115,182,121,178,114,170])
            | extend (p, s) = series_periods_detect(y, 0.0, 50.0, 2) | project toint(p[0])
            """)));

    [Fact]
    public void An_unknown_trend_fails() => Assert.Contains("trend", Print.Run("print series_decompose(dynamic([1,2,3,4]), 0, 'curve')", null).Error!.Message, StringComparison.Ordinal);

    // Sums of sines leave traces in the last digits.
    private static string Rounded(string text) => string.Join(',', text.Trim('[', ']').Split(',').Select(part =>
        double.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? (Math.Round(value, 9) + 0.0).ToString(System.Globalization.CultureInfo.InvariantCulture) : part));
}
