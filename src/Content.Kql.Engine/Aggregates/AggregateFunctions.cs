using Content.Kql.Engine.Kernels;

namespace Content.Kql.Engine.Aggregates;

/// <summary>Registers the aggregates of all families.</summary>
internal static class AggregateFunctions
{
    public static void Register(KernelTable table)
    {
        Both(table, "count", null, static binding => binding.Count == 0 ? new CountAggregate() : new CountIfAggregate());
        table.Aggregate("cnt", static _ => new CountAggregate());
        table.Aggregate("countif", static _ => new CountIfAggregate());
        Both(table, "sum", "sumif", SumAggregates.Sum);
        Both(table, "avg", "avgif", SumAggregates.Average);
        Both(table, "min", "minif", static binding => ExtremeAggregates.Create(binding, max: false));
        Both(table, "max", "maxif", static binding => ExtremeAggregates.Create(binding, max: true));
        Both(table, "take_any", "take_anyif", TakeAnyAggregate.Create);
        Both(table, "any", "anyif", TakeAnyAggregate.Create);
        Both(table, "passthrough", null, TakeAnyAggregate.First);
        Both(table, "arg_max", null, static binding => ArgAggregates.Create(binding, max: true));
        Both(table, "arg_min", null, static binding => ArgAggregates.Create(binding, max: false));
        Both(table, "argmax", null, static binding => ArgAggregates.Create(binding, max: true));
        Both(table, "argmin", null, static binding => ArgAggregates.Create(binding, max: false));
        Both(table, "dcount", "dcountif", static binding => new DistinctCountAggregate(binding));
        Both(table, "count_distinct", "count_distinctif", static binding => new DistinctCountAggregate(binding));
        Both(table, "make_list", "make_list_if", static binding => new ListAggregate(binding, withNulls: false));
        Both(table, "makelist", null, static binding => new ListAggregate(binding, withNulls: false));
        Both(table, "make_list_with_nulls", null, static binding => new ListAggregate(binding, withNulls: true));
        Both(table, "make_set", "make_set_if", static binding => new SetAggregate(binding));
        Both(table, "makeset", null, static binding => new SetAggregate(binding));
        Both(table, "make_bag", "make_bag_if", static binding => new BagAggregate(binding));
        Both(table, "make_dictionary", null, static binding => new BagAggregate(binding));
        Both(table, "percentile", null, PercentileAggregate.Columns);
        Both(table, "percentiles", null, PercentileAggregate.Columns);
        Both(table, "percentilew", null, PercentileAggregate.WeightedColumns);
        Both(table, "percentilesw", null, PercentileAggregate.WeightedColumns);
        Both(table, "percentiles_array", null, PercentileAggregate.Array);
        Both(table, "percentilesw_array", null, PercentileAggregate.WeightedArray);
        Both(table, "stdev", "stdevif", static _ => new VarianceAggregate(sample: true, root: true));
        Both(table, "stdevp", null, static _ => new VarianceAggregate(sample: false, root: true));
        Both(table, "variance", "varianceif", static _ => new VarianceAggregate(sample: true, root: false));
        Both(table, "variancep", "variancepif", static _ => new VarianceAggregate(sample: false, root: false));
        Both(table, "covariance", "covarianceif", static _ => new CovarianceAggregate(sample: true));
        Both(table, "covariancep", "covariancepif", static _ => new CovarianceAggregate(sample: false));
        Both(table, "binary_all_and", null, static binding => new BitsAggregate(binding, BitsOperation.And));
        Both(table, "binary_all_or", null, static binding => new BitsAggregate(binding, BitsOperation.Or));
        Both(table, "binary_all_xor", null, static binding => new BitsAggregate(binding, BitsOperation.Xor));
        Both(table, "buildschema", null, static _ => new SchemaAggregate());
        Both(table, "hll", "hll_if", static binding => new HllAggregate(binding));
        Both(table, "hll_merge", null, static binding => new HllMergeAggregate(binding));
        Both(table, "tdigest", null, static binding => new DigestAggregate(binding));
        Both(table, "tdigest_merge", null, static binding => new DigestMergeAggregate(binding));
        Both(table, "merge_tdigest", null, static binding => new DigestMergeAggregate(binding));
    }

    /// <summary>Registers an aggregate and, under its own name, the form whose second argument (third for two values) is a condition.</summary>
    private static void Both(KernelTable table, string name, string? conditional, AggregateKernelFactory factory)
    {
        table.Aggregate(name, factory);
        if (conditional is not null)
        {
            var predicate = name.StartsWith("covariance", StringComparison.Ordinal) ? 2 : 1;
            table.Aggregate(conditional, binding => new FilteredAggregate(factory(FilteredAggregate.WithoutPredicate(binding, predicate)), predicate));
        }
    }
}
