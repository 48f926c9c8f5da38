namespace Content.Kql.Functions;

/// <summary>Declarations of the aggregate functions.</summary>
internal static class AggregateFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        any(expr: scalar) -> 1st
        any(expr{2,32767}: scalar) -> rule any-columns
        any(expr: scalar star) -> rule any-columns
            @named any_*  @hidden  @obsolete take_any
            Old name of take_any.

        anyif(expr: scalar, predicate: bool) -> 1st
            @named anyif_*  @hidden  @obsolete take_anyif
            Old name of take_anyif.

        arg_max(maximized: orderable, returned*: scalar or-star) -> rule arg-columns
            Gives the values of the row in which an expression is greatest.

        arg_min(minimized: orderable, returned*: scalar or-star) -> rule arg-columns
            Gives the values of the row in which an expression is least.

        argmax(maximized: orderable, returned*: scalar or-star) -> rule old-arg-columns
            @prefix max  @hidden  @obsolete arg_max
            Old name of arg_max.

        argmin(minimized: orderable, returned*: scalar or-star) -> rule old-arg-columns
            @prefix min  @hidden  @obsolete arg_min
            Old name of arg_min.

        avg(expr: integer) -> real
        avg(expr: real) -> real
        avg(expr: decimal) -> decimal
        avg(expr: timespan) -> timespan
        avg(expr: datetime) -> datetime
            @named avg_*
            Averages a value.

        avgif(expr: integer, predicate: bool) -> real
        avgif(expr: real, predicate: bool) -> real
        avgif(expr: decimal, predicate: bool) -> decimal
        avgif(expr: timespan, predicate: bool) -> timespan
        avgif(expr: datetime, predicate: bool) -> datetime
            @named avgif_*
            Averages a value over the rows that fulfil a condition.

        binary_all_and(expr: summable) -> 1st
            @named *
            Gives the bitwise and of all values.

        binary_all_or(expr: summable) -> 1st
            @named *
            Gives the bitwise or of all values.

        binary_all_xor(expr: summable) -> 1st
            @named *
            Gives the bitwise exclusive or of all values.

        buildschema(expr: bag) -> bag
            @named schema_*
            Gives the least schema that admits all values.

        cnt() -> long
            @named cnt_*  @hidden  @obsolete count
            Other name of count.

        count() -> long
        count(predicate: bool) -> long
            @named count_*
            Counts the rows.

        count_distinct(expr: not-dynamic) -> long
            @named count_distinct_*
            Counts distinct values exactly.

        count_distinctif(expr: not-dynamic, predicate: bool) -> long
            @named count_distinctif_*
            Counts distinct values exactly, over the rows that fulfil a condition.

        countif(predicate: bool) -> long
            @named countif_*
            Counts the rows that fulfil a condition.

        covariance(expr: summable, expr: summable) -> real
            @named covariance_*
            Gives the sample covariance of two values.

        covarianceif(expr: summable, expr: summable, predicate: bool) -> real
            @named covarianceif_*
            Gives the sample covariance of two values over the rows that fulfil a condition.

        covariancep(expr: summable, expr: summable) -> real
            @named covariancep_*
            Gives the population covariance of two values.

        covariancepif(expr: summable, expr: summable, predicate: bool) -> real
            @named covariancepif_*
            Gives the population covariance of two values over the rows that fulfil a condition.

        dcount(expr: scalar, accuracy?: not-dynamic) -> long
            @named dcount_*
            Estimates the number of distinct values.

        dcountif(expr: scalar, predicate: bool, accuracy?: not-dynamic) -> long
            @named dcountif_*
            Estimates the number of distinct values over the rows that fulfil a condition.

        hll(expr: not-real-or-bool, accuracy?: integer) -> array
            @named hll_*
            Makes a sketch from which distinct values can be counted later.

        hll_if(expr: not-real-or-bool, predicate: bool, accuracy?: integer) -> array
            @named hll_if_*
            Makes a distinct-count sketch over the rows that fulfil a condition.

        hll_merge(hll: array) -> array
            @named hll_merge_*
            Merges distinct-count sketches.

        make_bag(expr: bag, maxSize?: integer) -> bag
            @named bag_*
            Merges property bags into one.

        make_bag_if(expr: bag, predicate: bool, maxSize?: integer) -> bag
            @named bag_*
            Merges property bags of the rows that fulfil a condition into one.

        make_dictionary(expr: bag, maxSize?: integer) -> bag
            @named dictionary_*  @hidden
            Old name of make_bag.

        make_list(expr: scalar, maxSize?: integer) -> array-of-1st
            @named list_*
            Collects all values in an array.

        make_list_if(expr: scalar, predicate: bool, maxSize?: integer) -> array-of-1st
            @named list_*
            Collects the values of the rows that fulfil a condition in an array.

        make_list_with_nulls(expr: scalar) -> array-of-1st
            @named list_*
            Collects all values in an array, nulls too.

        make_set(expr: scalar, maxSize?: integer) -> array-of-1st
            @named set_*
            Collects the distinct values in an array.

        make_set_if(expr: scalar, predicate: bool, maxSize?: integer) -> array-of-1st
            @named set_*
            Collects the distinct values of the rows that fulfil a condition in an array.

        makelist(expr: scalar, maxSize?: integer) -> array-of-1st
            @named list_*  @hidden  @obsolete make_list
            Old name of make_list.

        makeset(expr: scalar, maxSize?: integer) -> array-of-1st
            @named set_*  @hidden  @obsolete make_set
            Old name of make_set.

        max(expr: orderable) -> 1st
            @named max_*
            Gives the greatest value.

        maxif(expr: orderable, predicate: bool) -> 1st
            @named maxif_*
            Gives the greatest value of the rows that fulfil a condition.

        merge_tdigest(tdigest: array) -> array
            @named merge_tdigests_*
            Other name of tdigest_merge.

        min(expr: orderable) -> 1st
            @named min_*
            Gives the least value.

        minif(expr: orderable, predicate: bool) -> 1st
            @named minif_*
            Gives the least value of the rows that fulfil a condition.

        passthrough(expr: scalar) -> 1st
            @named *  @hidden
            Hands a value on.

        percentile(expr: scalar, percentile: number) -> rule percentile-columns
            Estimates a percentile.

        percentiles(expr: scalar, percentile+: number) -> rule percentile-columns
            Estimates several percentiles, each in a column.

        percentiles_array(expr: scalar, percentile+: number) -> rule percentile-array
        percentiles_array(expr: scalar, percentiles: array) -> rule percentile-array
            Estimates several percentiles and gives them in one array.

        percentilesw(expr: scalar, weight: integer, percentile+: number) -> rule percentile-columns
            Estimates several percentiles of weighted values, each in a column.

        percentilesw_array(expr: scalar, weight: integer, percentile+: number) -> rule percentile-array
        percentilesw_array(expr: scalar, weight: integer, percentiles: array) -> rule percentile-array
            Estimates several percentiles of weighted values and gives them in one array.

        percentilew(expr: scalar, weight: integer, percentile: number) -> rule percentile-columns
            Estimates a percentile of weighted values.

        stdev(expr: summable) -> real
            @named stdev_*
            Gives the sample standard deviation.

        stdevif(expr: summable, predicate: bool) -> real
            @named stdevif_*
            Gives the sample standard deviation over the rows that fulfil a condition.

        stdevp(expr: summable) -> real
            @named stdevp_*
            Gives the population standard deviation.

        sum(expr: summable) -> promoted-1st
            @named sum_*
            Adds up a value.

        sumif(expr: summable, predicate: bool) -> promoted-1st
            @named sumif_*
            Adds up a value over the rows that fulfil a condition.

        take_any(expr+: scalar or-star) -> rule any-columns
            Gives the values of any one row, of those that are not null where it can.

        take_anyif(expr: scalar, predicate: bool) -> 1st
            @named *
            Gives the value of any one row that fulfils a condition.

        tdigest(expr: summable, weight?: integer) -> array
            @named tdigest_*
            Makes a digest from which percentiles can be computed later.

        tdigest_merge(tdigest: array) -> array
            @named merge_tdigests_*
            Merges digests of tdigest().

        variance(expr: summable) -> real
            @named variance_*
            Gives the sample variance.

        varianceif(expr: summable, predicate: bool) -> real
            @named varianceif_*
            Gives the sample variance over the rows that fulfil a condition.

        variancep(expr: summable) -> real
            @named variancep_*
            Gives the population variance.

        variancepif(expr: summable, predicate: bool) -> real
            @named variancepif_*
            Gives the population variance over the rows that fulfil a condition.
        """;
}
