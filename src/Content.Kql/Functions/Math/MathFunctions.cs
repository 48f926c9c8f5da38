namespace Content.Kql.Functions;

/// <summary>Declarations of the math functions.</summary>
internal static class MathFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        abs(number: integer) -> long
        abs(number: number) -> 1st
        abs(number: timespan) -> timespan
            @named *
            Gives the absolute value.

        acos(number: number) -> real
            @named *
            Gives the angle whose cosine is the number.

        around(value: scalar, center: scalar, delta: scalar) -> bool
            @not-constant
            Tells whether a value is within a distance of another one.

        asin(number: number) -> real
            @named *
            Gives the angle whose sine is the number.

        atan(number: number) -> real
            @named *
            Gives the angle whose tangent is the number.

        atan2(y: number, x: number) -> real
            @named *
            Gives the angle between the x axis and a point (y, x).

        beta_cdf(x: number, alpha: number, beta: number) -> real
            Gives the cumulative distribution of the beta distribution.

        beta_inv(probability: number, alpha: number, beta: number) -> real
            Gives the inverse of the cumulative beta distribution.

        beta_pdf(x: number, alpha: number, beta: number) -> real
            Gives the density of the beta distribution.

        bin(value: number, roundTo: number) -> widest
        bin(value: timespan, roundTo: timespan) -> timespan
        bin(value: datetime, roundTo: datetime) -> datetime
        bin(value: datetime, roundTo: timespan) -> datetime
            @named *
            Rounds down to a multiple of a bin size.

        bin_at(value: number, bin_size: number, fixed_point: number) -> widest
        bin_at(value: timespan, bin_size: number, fixed_point: timespan) -> timespan
        bin_at(value: timespan, bin_size: timespan, fixed_point: timespan) -> timespan
        bin_at(value: datetime, bin_size: summable, fixed_point: datetime) -> datetime
            @named *
            Rounds down to a multiple of a bin size, with the bins aligned to a fixed point.

        bin_auto(value: summable) -> rule bin-auto
            @named *  @hidden
            Rounds down to bins whose size and start the query options give.

        ceiling(number: number) -> 1st
            @named *
            Rounds up to a whole number.

        cos(number: number) -> real
            @named *
            Gives the cosine.

        cot(number: number) -> real
            Gives the cotangent.

        degrees(radians: number) -> real
            Converts radians to degrees.

        erf(number: number) -> real
            @named *
            Gives the error function.

        erfc(number: number) -> real
            @named *
            Gives the complementary error function.

        exp(number: number) -> real
            @named *
            Gives e to a power.

        exp10(number: number) -> real
            @named *
            Gives 10 to a power.

        exp2(number: number) -> real
            @named *
            Gives 2 to a power.

        floor(value: number, roundTo: number) -> widest
        floor(value: timespan, roundTo: timespan) -> timespan
        floor(value: datetime, roundTo: datetime) -> datetime
        floor(value: datetime, roundTo: timespan) -> datetime
            @named *
            Other name of bin.

        gamma(number: number) -> real
            @named *
            Gives the gamma function.

        isfinite(number: real) -> bool
            Tells whether a number is neither infinite nor NaN.

        isinf(number: real) -> bool
            Tells whether a number is infinite.

        isnan(number: real) -> bool
            Tells whether a number is NaN.

        log(number: number) -> real
            @named *
            Gives the natural logarithm.

        log10(number: number) -> real
            @named *
            Gives the logarithm to base 10.

        log2(number: number) -> real
            @named *
            Gives the logarithm to base 2.

        loggamma(number: number) -> real
            @named *
            Gives the logarithm of the absolute value of the gamma function.

        max_of(arg{2,64}: common-orderable) -> common
            Gives the greatest of its arguments.

        min_of(arg{2,64}: common-orderable) -> common
            Gives the least of its arguments.

        not(expression: bool) -> bool
            @not-constant
            Negates a truth value.

        pi() -> real
            Gives the number pi.

        pow(base: number, exponent: number) -> real
            @named *
            Raises a number to a power.

        radians(degrees: number) -> real
            Converts degrees to radians.

        rand(number?: integer) -> real
            @named *
            Gives a random number: from 0 to 1, or a whole number below a limit.

        round(number: number, precision?: long constant) -> 1st
            @named *
            Rounds to a number of decimal places.

        sign(number: number) -> real
            Gives the sign of a number: -1, 0 or 1.

        sin(number: number) -> real
            @named *
            Gives the sine.

        sqrt(number: number) -> real
            @named *
            Gives the square root.

        tan(number: number) -> real
            @named *
            Gives the tangent.

        welch_test(mean1: number, variance1: number, count1: number, mean2: number, variance2: number, count2: number) -> real
            @not-constant
            Gives the p-value of Welch's test on two samples' means, variances and counts.
        """;
}
