namespace Content.Kql.Functions;

/// <summary>Declarations of the series arithmetic.</summary>
internal static class SeriesArithmetic
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        series_abs(series: array) -> 1st
            @not-constant
            Gives the absolute value of each element.

        series_acos(series: array) -> array<real>
            @not-constant
            Gives the arc cosine of each element.

        series_add(series1: array, series2: array) -> array
        series_add(series1: array, series2: number) -> array
        series_add(series1: number, series2: array) -> array
            @not-constant
            Adds two series, element by element.

        series_asin(series: array) -> array<real>
            @not-constant
            Gives the arc sine of each element.

        series_atan(series: array) -> array<real>
            @not-constant
            Gives the arc tangent of each element.

        series_ceiling(series: array) -> 1st
            @not-constant
            Rounds each element up.

        series_cos(series: array) -> array<real>
            @not-constant
            Gives the cosine of each element.

        series_divide(series1: array, series2: array) -> array<real>
        series_divide(series1: array, series2: number) -> array<real>
        series_divide(series1: number, series2: array) -> array<real>
            @not-constant
            Divides two series, element by element.

        series_dot_product(series1: array, series2: array) -> real
        series_dot_product(series1: array, series2: number) -> real
        series_dot_product(series1: number, series2: array) -> real
            @not-constant
            Gives the dot product of two series.

        series_equals(series1: array, series2: array) -> array<bool>
        series_equals(series1: array, series2: number) -> array<bool>
        series_equals(series1: number, series2: array) -> array<bool>
            @not-constant
            Compares two series for equality, element by element.

        series_exp(series: array) -> array<real>
            @not-constant
            Gives e to the power of each element.

        series_floor(series: array) -> array
            @not-constant
            Rounds each element down.

        series_greater(series1: array, series2: array) -> array<bool>
        series_greater(series1: array, series2: number) -> array<bool>
        series_greater(series1: number, series2: array) -> array<bool>
            @not-constant
            Compares two series by >, element by element.

        series_greater_equals(series1: array, series2: array) -> array<bool>
        series_greater_equals(series1: array, series2: number) -> array<bool>
        series_greater_equals(series1: number, series2: array) -> array<bool>
            @not-constant
            Compares two series by >=, element by element.

        series_less(series1: array, series2: array) -> array<bool>
        series_less(series1: array, series2: number) -> array<bool>
        series_less(series1: number, series2: array) -> array<bool>
            @not-constant
            Compares two series by <, element by element.

        series_less_equals(series1: array, series2: array) -> array<bool>
        series_less_equals(series1: array, series2: number) -> array<bool>
        series_less_equals(series1: number, series2: array) -> array<bool>
            @not-constant
            Compares two series by <=, element by element.

        series_log(series: array) -> array<real>
            @not-constant
            Gives the natural logarithm of each element.

        series_magnitude(series: array) -> real
            @not-constant
            Gives the square root of the dot product of a series with itself.

        series_multiply(series1: array, series2: array) -> array
        series_multiply(series1: array, series2: number) -> array
        series_multiply(series1: number, series2: array) -> array
            @not-constant
            Multiplies two series, element by element.

        series_not_equals(series1: array, series2: array) -> array<bool>
        series_not_equals(series1: array, series2: number) -> array<bool>
        series_not_equals(series1: number, series2: array) -> array<bool>
            @not-constant
            Compares two series for inequality, element by element.

        series_pow(series1: array, series2: array) -> array<real>
        series_pow(series1: array, series2: number) -> array<real>
        series_pow(series1: number, series2: array) -> array<real>
            @not-constant
            Raises a series to the powers of another, element by element.

        series_product(series: array) -> real
            @not-constant
            Multiplies all elements of a series.

        series_sign(series: array) -> array<long>
            @not-constant
            Gives the sign of each element.

        series_sin(series: array) -> array<real>
            @not-constant
            Gives the sine of each element.

        series_subtract(series1: array, series2: array) -> array
        series_subtract(series1: array, series2: number) -> array
        series_subtract(series1: number, series2: array) -> array
            @not-constant
            Subtracts two series, element by element.

        series_sum(series: array) -> real
            @not-constant
            Adds up all elements of a series.

        series_tan(series: array) -> array<real>
            @not-constant
            Gives the tangent of each element.
        """;
}
