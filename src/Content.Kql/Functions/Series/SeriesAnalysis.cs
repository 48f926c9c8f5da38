namespace Content.Kql.Functions;

/// <summary>Declarations of the series analysis.</summary>
internal static class SeriesAnalysis
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        series_cosine_similarity(series1: array, series2: array, series1_magnitude?: real, series2_magnitude?: real) -> real
            @not-constant
            Gives the cosine of the angle between two numeric vectors.

        series_decompose(series: array, period?: integer, trend?: string, test_points?: integer, seasonality_threshold?: number) -> columns series (baseline: array, seasonal: array, trend: array, residual: array)
            @not-constant
            Splits a series into baseline, seasonal part, trend and residual.

        series_decompose_anomalies(series: array, threshold?: number, period?: integer, trend?: string, test_points?: integer, method?: string, seasonality_threshold?: number) -> columns series (ad_flag: array, ad_score: array, baseline: array)
            @not-constant
            Finds anomalies in a series by splitting off its seasonal part and trend.

        series_decompose_forecast(series: array, test_points: integer, period?: integer, trend?: string, seasonality_threshold?: number) -> columns series (baseline: array, seasonal: array, trend: array, residual: array)
            @not-constant
            Forecasts the end of a series from its seasonal part and trend.

        series_fft(series: array, series_imaginary?: array) -> columns series (real: array<real>, imag: array<real>)
            @not-constant
            Gives the fast Fourier transform of a series.

        series_fill_backward(series: array, missing_value_placeholder?: number) -> 1st
            @named *  @not-constant
            Fills missing elements with the next one present.

        series_fill_const(series: array, constant_value?: number, missing_value_placeholder?: number) -> 1st
            @named *  @not-constant
            Fills missing elements with a constant.

        series_fill_forward(series: array, missing_value_placeholder?: number) -> 1st
            @named *  @not-constant
            Fills missing elements with the last one present.

        series_fill_linear(series: array, missing_value_placeholder?: number, fill_edges?: bool, constant_value?: number) -> 1st
            @named *  @not-constant
            Fills missing elements on a line between their neighbours.

        series_fir(series: array, filter: array, normalize?: bool, center?: bool) -> array<real>
            @named *  @not-constant
            Applies a finite impulse response filter to a series.

        series_fit_2lines(array: array) -> columns array (rsquare: real, split_idx: long, variance: real, rvariance: real, line_fit: array<real>, right_rsquare: real, right_slope: real, right_interception: real, right_variance: real, right_rvariance: real, left_rsquare: real, left_slope: real, left_interception: real, left_variance: real, left_rvariance: real)
            @not-constant
            Fits two line segments to a series and gives the figures as columns.

        series_fit_2lines_dynamic(series: array) -> bag(rsquare: real, split_idx: long, variance: real, rvariance: real, line_fit: array<real>, right_rsquare: real, right_slope: real, right_interception: real, right_variance: real, right_rvariance: real, left_rsquare: real, left_slope: real, left_interception: real, left_variance: real, left_rvariance: real)
            @not-constant
            Fits two line segments to a series and gives the figures as a property bag.

        series_fit_line(series: array) -> columns series (rsquare: real, slope: real, variance: real, rvariance: real, interception: real, line_fit: array<real>)
            @not-constant
            Fits a line to a series and gives the figures as columns.

        series_fit_line_dynamic(series: array) -> bag(rsquare: real, slope: real, variance: real, rvariance: real, interception: real, line_fit: array<real>)
            @not-constant
            Fits a line to a series and gives the figures as a property bag.

        series_fit_poly(y_series: array, x_series?: array, degree?: int) -> columns y_series (rsquare: real, coefficients: array<real>, variance: real, rvariance: real, poly_fit: array<real>)
            @not-constant
            Fits a polynomial to a series and gives the figures as columns.

        series_ifft(series: array, series_imaginary?: array) -> columns series (real: array<real>, imag: array<real>)
            @not-constant
            Gives the inverse of the fast Fourier transform.

        series_iir(series: array, numerators: array, denominators: array) -> array<real>
            @named *  @not-constant
            Applies an infinite impulse response filter to a series.

        series_outliers(series: array, kind?: string, ignore_val?: number) -> 1st
        series_outliers(series: array, kind: string, ignore_val: real, min_percentile: real, max_percentile?: real, test_points?: integer) -> 1st
            @named *  @not-constant
            Scores how far each element is out of the ordinary.

        series_pearson_correlation(series1: array, series2: array) -> real
            @not-constant
            Gives the Pearson correlation of two series.

        series_periods_detect(series: array, min_period: number, max_period: number, num_periods: long) -> columns series (periods: array<real>, scores: array<real>)
            @not-constant
            Finds the most significant periods of a series.

        series_periods_validate(series: array, period{1,16}: number) -> columns series (periods: array<real>, scores: array<real>)
            @not-constant
            Scores whether a series has certain periods.

        series_seasonal(series: array) -> array<real>
        series_seasonal(series: array, period: integer) -> array<real>
        series_seasonal(series: array, period: integer, test_points: integer) -> array<real>
            @not-constant
            Gives the seasonal part of a series for a period.

        series_stats(series: array, ignore_nonfinite?: bool constant) -> columns series (min: real, min_idx: long, max: real, max_idx: long, avg: real, stdev: real, variance: real)
            @not-constant
            Gives minimum, maximum, average and spread of a series as columns.

        series_stats_dynamic(series: array, ignore_nonfinite?: bool constant) -> bag(min: real, min_idx: long, max: real, max_idx: long, avg: real, stdev: real, variance: real)
            @not-constant
            Gives minimum, maximum, average and spread of a series as a property bag.
        """;
}
