using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Arrays as sets of distinct values. What is no array counts as an empty set.</summary>
internal static class SetFunctions
{
    private delegate void Combine(DynamicSet[] sets, List<TapePiece> result);

    public static void Register(KernelTable table)
    {
        table.Scalar("set_union", _ => Sets(Union));
        table.Scalar("set_intersect", _ => Sets(Intersect));
        table.Scalar("set_difference", _ => Sets(Subtract));
        table.Scalar("set_equals", _ => SetEquals);
        table.Scalar("set_has_element", _ => HasElement);
        table.Scalar("jaccard_index", Jaccard);
    }

    private static ScalarKernel Sets(Combine combine)
    {
        DynamicSet[]? sets = null;
        var result = new List<TapePiece>();
        return (arguments, length) =>
        {
            sets ??= NewSets(arguments.Length);
            var vectors = new DynamicVector[arguments.Length];
            for (var k = 0; k < vectors.Length; k++)
                vectors[k] = arguments[k].AsDynamic();
            var output = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                var known = false;
                for (var k = 0; k < vectors.Length; k++)
                {
                    sets[k].Clear();
                    sets[k].AddElements(vectors[k], i);
                    known |= vectors[k][i].Tag == DynamicTag.Array;
                }

                result.Clear();
                combine(sets, result);
                if (known)
                {
                    var array = output.Writer.BeginArray();
                    foreach (var piece in result)
                        output.Writer.Value(piece.Value);
                    output.Writer.EndArray(array, result.Count);
                }

                output.EndRow();
            }

            return output.Build();
        };
    }

    private static DynamicSet[] NewSets(int count)
    {
        var sets = new DynamicSet[count];
        for (var i = 0; i < count; i++)
            sets[i] = new DynamicSet();
        return sets;
    }

    private static void Union(DynamicSet[] sets, List<TapePiece> result)
    {
        foreach (var set in sets.AsSpan(1))
        {
            foreach (var piece in set.Items)
                sets[0].Add(piece);
        }

        result.AddRange(sets[0].Items);
    }

    private static void Intersect(DynamicSet[] sets, List<TapePiece> result)
    {
        foreach (var piece in sets[0].Items)
        {
            var everywhere = true;
            foreach (var set in sets.AsSpan(1))
                everywhere &= set.Contains(piece);
            if (everywhere)
                result.Add(piece);
        }
    }

    private static void Subtract(DynamicSet[] sets, List<TapePiece> result)
    {
        foreach (var piece in sets[0].Items)
        {
            var elsewhere = false;
            foreach (var set in sets.AsSpan(1))
                elsewhere |= set.Contains(piece);
            if (!elsewhere)
                result.Add(piece);
        }
    }

    private static Vector SetEquals(ReadOnlySpan<Vector> arguments, int length)
    {
        var a = arguments[0].AsDynamic();
        var b = arguments[1].AsDynamic();
        var first = new DynamicSet();
        var second = new DynamicSet();
        var values = new bool[length];
        for (var i = 0; i < length; i++)
        {
            if (a[i].Tag != DynamicTag.Array || b[i].Tag != DynamicTag.Array)
                continue;
            first.Clear();
            second.Clear();
            first.AddElements(a, i);
            second.AddElements(b, i);
            values[i] = first.Items.Count == second.Items.Count && first.Items.TrueForAll(second.Contains);
        }

        return new FixedVector<bool>(TypeKind.Bool, values, length);
    }

    private static Vector HasElement(ReadOnlySpan<Vector> arguments, int length)
    {
        var sets = arguments[0].AsDynamic();
        var wanted = arguments[1].AsDynamic();
        var output = new FixedBuilder<bool>(TypeKind.Bool, length);
        for (var i = 0; i < length; i++)
        {
            if (sets[i].Tag != DynamicTag.Array)
            {
                output.AddNull();
                continue;
            }

            var found = false;
            foreach (var element in sets[i].Elements)
            {
                if (element.DeepEquals(wanted[i]))
                {
                    found = true;
                    break;
                }
            }

            output.Add(found);
        }

        return output.Build();
    }

    private static ScalarKernel Jaccard(KernelBinding binding)
    {
        var kind = binding.ResultType.Kind;
        var first = new DynamicSet();
        var second = new DynamicSet();
        return (arguments, length) =>
        {
            var a = arguments[0].AsDynamic();
            var b = arguments[1].AsDynamic();
            var output = new FixedBuilder<double>(TypeKind.Real, length);
            for (var i = 0; i < length; i++)
            {
                if (a[i].Tag != DynamicTag.Array || b[i].Tag != DynamicTag.Array)
                {
                    output.AddNull();
                    continue;
                }

                first.Clear();
                second.Clear();
                first.AddElements(a, i);
                second.AddElements(b, i);
                var common = first.Items.FindAll(second.Contains).Count;
                output.Add((double)common / (first.Items.Count + second.Items.Count - common));
            }

            return Conversions.To(output.Build(), kind);
        };
    }
}
