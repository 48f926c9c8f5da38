namespace Content.Kql.Functions;

/// <summary>Declarations of the sketch functions.</summary>
internal static class SketchFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        dcount_hll(hll: array) -> long
            @named dcount_hll_*  @not-constant
            Estimates the number of distinct values from a sketch of hll().

        hll_isvalid(hll: array, value: scalar) -> bool
            @hidden  @not-constant
            Tells whether a value is a sketch of hll().

        hll_merge(hll{2,16}: array) -> array
            @named hll_merged_result  @not-constant
            Merges sketches of hll().

        __hll_normalize(hll{2,16}: dynamic) -> dynamic
            @named *  @hidden  @not-constant
            Brings a distinct-count sketch into its normal form.

        merge_tdigest(tdigest{2,16}: array) -> array
            @named tdigests_merge_result  @not-constant
            Other name of tdigest_merge.

        percentile_tdigest(tdigest: array, percentile1: real) -> dynamic
        percentile_tdigest(tdigest: array, percentile1: real, type: type literal) -> typeof-last
            @named percentile_tdigest_*  @not-constant
            Estimates a percentile from a digest of tdigest().

        percentiles_array_tdigest(tdigest: array, percentile+: real) -> array
        percentiles_array_tdigest(tdigest: array, percentiles: array) -> array
            @named percentile_tdigest_*  @not-constant
            Estimates several percentiles from a digest of tdigest().

        percentrank_tdigest(digest: array, value: scalar) -> real
            @not-constant
            Estimates which share of the values is below a value, from a digest.

        rank_tdigest(digest: array, value: scalar) -> real
            @not-constant
            Estimates how many values are below a value, from a digest.

        tdigest_isvalid(digest: array, value: scalar) -> bool
            @hidden  @not-constant
            Tells whether a value is a digest of tdigest().

        tdigest_merge(tdigest{2,16}: array) -> array
            @named tdigests_merge_result  @not-constant
            Merges digests of tdigest().
        """;
}
