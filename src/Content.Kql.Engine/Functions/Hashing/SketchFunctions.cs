using Content.Kql.Engine.Aggregates;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Reads and merges the sketches that <c>hll</c> and <c>tdigest</c> make. They hold all values here, so results are exact.</summary>
internal static class SketchFunctions
{
    public static void Register(KernelTable table)
    {
        table.Scalar("dcount_hll", Kernel.Dynamic<long>(TypeKind.Long, value => Sketches.IsHll(value) ? CountDistinct(value) : null));
        table.Scalar("hll_isvalid", Kernel.Dynamic<bool>(TypeKind.Bool, value => Sketches.IsHll(value)));
        table.Scalar("hll_merge", _ => MergeHll);
        table.Scalar("__hll_normalize", _ => MergeHll);
        table.Scalar("tdigest_isvalid", Kernel.Dynamic<bool>(TypeKind.Bool, value => Sketches.IsDigest(value)));
        foreach (var name in (ReadOnlySpan<string>)["tdigest_merge", "merge_tdigest"])
            table.Scalar(name, _ => MergeDigests);
        table.Scalar("percentile_tdigest", Percentile);
        table.Scalar("percentiles_array_tdigest", _ => PercentileArray);
        table.Scalar("rank_tdigest", _ => (arguments, length) => Ranks(arguments, length, asShare: false));
        table.Scalar("percentrank_tdigest", _ => (arguments, length) => Ranks(arguments, length, asShare: true));
    }

    private static long CountDistinct(DynamicValue sketch) => sketch.At(1).Count;

    private static Vector MergeHll(ReadOnlySpan<Vector> arguments, int length)
    {
        var sketches = Dynamics(arguments);
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            var hashes = new List<long>();
            var seen = new HashSet<long>();
            var bits = -1;
            foreach (var sketch in sketches)
            {
                if (!Sketches.IsHll(sketch[i]))
                    continue;
                bits = Math.Max(bits, (int)sketch[i].At(0).At(1).AsLong);
                foreach (var hash in sketch[i].At(1).Elements)
                {
                    if (Conversions.ToLong(hash) is { } value && seen.Add(value))
                        hashes.Add(value);
                }
            }

            if (bits >= 0)
                Sketches.WriteHll(output.Writer, bits, hashes);
            output.EndRow();
        }

        return output.Build();
    }

    private static DynamicVector[] Dynamics(ReadOnlySpan<Vector> arguments)
    {
        var result = new DynamicVector[arguments.Length];
        for (var k = 0; k < result.Length; k++)
            result[k] = arguments[k].AsDynamic();
        return result;
    }

    private static Vector MergeDigests(ReadOnlySpan<Vector> arguments, int length)
    {
        var digests = Dynamics(arguments);
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            var values = new DynamicBuilder();
            var weights = new List<double>();
            var known = false;
            foreach (var digest in digests)
            {
                if (!Sketches.IsDigest(digest[i]))
                    continue;
                known = true;
                foreach (var value in digest[i].At(1).Elements)
                    values.Add(value);
                foreach (var weight in digest[i].At(2).Elements)
                    weights.Add(weight.AsReal);
            }

            if (known)
            {
                var all = values.Build();
                var order = all.AsReal();
                var items = new int[weights.Count];
                for (var k = 0; k < items.Length; k++)
                    items[k] = k;
                Array.Sort(items, (x, y) => order[x].CompareTo(order[y]) is var byValue && byValue != 0 ? byValue : x.CompareTo(y));
                Sketches.WriteDigest(output.Writer, all, items, weights.ToArray());
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static ScalarKernel Percentile(KernelBinding binding)
    {
        var kind = binding.ResultType.Kind;
        return (arguments, length) =>
        {
            var digests = arguments[0].AsDynamic();
            var percents = arguments[1].AsReal();
            var output = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                if (!percents.IsNull(i))
                    WritePercentile(output.Writer, digests[i], percents[i]);
                output.EndRow();
            }

            return Conversions.To(output.Build(), kind);
        };
    }

    private static bool WritePercentile(DynamicWriter writer, DynamicValue digest, double percent)
    {
        if (!Sketches.IsDigest(digest) || digest.At(1).Count == 0)
            return false;
        var weights = new double[digest.At(2).Count];
        var k = 0;
        foreach (var weight in digest.At(2).Elements)
            weights[k++] = weight.AsReal;
        writer.Value(digest.At(1).At(Percentiles.Rank(percent, weights)));
        return true;
    }

    private static Vector PercentileArray(ReadOnlySpan<Vector> arguments, int length)
    {
        var digests = arguments[0].AsDynamic();
        var percents = Dynamics(arguments[1..]);
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            if (Sketches.IsDigest(digests[i]))
            {
                var array = output.Writer.BeginArray();
                var count = 0;
                foreach (var argument in percents)
                {
                    if (argument[i].Tag == DynamicTag.Array)
                    {
                        foreach (var element in argument[i].Elements)
                            count += WriteOrNull(output.Writer, digests[i], element);
                    }
                    else
                    {
                        count += WriteOrNull(output.Writer, digests[i], argument[i]);
                    }
                }

                output.Writer.EndArray(array, count);
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static int WriteOrNull(DynamicWriter writer, DynamicValue digest, DynamicValue percent)
    {
        if (Conversions.ToReal(percent) is not { } value || !WritePercentile(writer, digest, value))
            writer.Null();
        return 1;
    }

    // The rank of a value: how many members are not greater.
    private static Vector Ranks(ReadOnlySpan<Vector> arguments, int length, bool asShare)
    {
        var digests = arguments[0].AsDynamic();
        var values = arguments[1].AsDynamic();
        var output = new FixedBuilder<double>(TypeKind.Real, length);
        for (var i = 0; i < length; i++)
        {
            if (!Sketches.IsDigest(digests[i]) || values[i].IsNull)
            {
                output.AddNull();
                continue;
            }

            var below = 0d;
            var total = 0d;
            var weights = digests[i].At(2).Elements;
            foreach (var member in digests[i].At(1).Elements)
            {
                weights.MoveNext();
                total += weights.Current.AsReal;
                if ((DynamicCompare.Compare(member, values[i]) ?? member.AsReal.CompareTo(values[i].AsReal)) <= 0)
                    below += weights.Current.AsReal;
            }

            if (asShare && total == 0)
                output.AddNull();
            else
                output.Add(asShare ? below * 100 / total : below);
        }

        return output.Build();
    }
}
