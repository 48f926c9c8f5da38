using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>
/// <c>array_sort_asc</c> and <c>array_sort_desc</c>: the first array is sorted, the others follow it. With several arrays the kernel gives
/// an array of the sorted arrays, from which the engine takes the columns.
/// </summary>
internal static class ArraySorting
{
    public static void Register(KernelTable table)
    {
        table.Scalar("array_sort_asc", binding => Sort(binding, descending: false));
        table.Scalar("array_sort_desc", binding => Sort(binding, descending: true));
    }

    private static ScalarKernel Sort(KernelBinding binding, bool descending)
    {
        var hasFlag = binding.Count > 1 && binding.KindOf(binding.Count - 1) == TypeKind.Bool;
        var nullsLast = !hasFlag || (binding.ConstantBool(binding.Count - 1) ?? true);
        var count = hasFlag ? binding.Count - 1 : binding.Count;
        if (binding.KindOf(0) != TypeKind.Dynamic)
            throw new QueryFailedException($"{binding.Name}(): the first argument must be an array.");
        return (arguments, length) =>
        {
            var arrays = new DynamicVector[count];
            for (var k = 0; k < count; k++)
                arrays[k] = arguments[k].AsDynamic();
            var output = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                binding.Context.ThrowIfCancelled();
                WriteRow(arrays, i, output.Writer, descending, nullsLast);
                output.EndRow();
            }

            return output.Build();
        };
    }

    private static void WriteRow(DynamicVector[] arrays, int row, DynamicWriter writer, bool descending, bool nullsLast)
    {
        var key = arrays[0];
        var order = key[row].Tag == DynamicTag.Array ? Order(key, row, descending, nullsLast) : null;
        var all = arrays.Length > 1 ? writer.BeginArray() : -1;
        foreach (var array in arrays)
        {
            var value = array[row];
            if (order is null || value.Tag != DynamicTag.Array || value.Count != order.Length)
            {
                writer.Null();
                continue;
            }

            var places = new List<BytesRef>(order.Length);
            ArrayFunctions.Places(value, places);
            var start = writer.BeginArray();
            foreach (var index in order)
                writer.Value(ArrayFunctions.Element(value, places[index]));
            writer.EndArray(start, order.Length);
        }

        if (all >= 0)
            writer.EndArray(all, arrays.Length);
    }

    private static int[] Order(DynamicVector key, int row, bool descending, bool nullsLast)
    {
        var pieces = new List<TapePiece>();
        var offset = key.Ref(row).Offset;
        var elements = key[row].Elements;
        while (elements.MoveNext())
            pieces.Add(new TapePiece(key.Tape, offset + elements.Place.Offset, elements.Place.Length));
        var order = new int[pieces.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (a, b) =>
        {
            var x = pieces[a].Value;
            var y = pieces[b].Value;
            int result;
            if (x.IsNull || y.IsNull)
                result = x.IsNull == y.IsNull ? 0 : x.IsNull == nullsLast ? 1 : -1;
            else
                result = descending ? Compare(y, x) : Compare(x, y);
            return result != 0 ? result : a.CompareTo(b);
        });
        return order;
    }

    private static int Compare(DynamicValue a, DynamicValue b)
    {
        var rank = Rank(a).CompareTo(Rank(b));
        if (rank != 0)
            return rank;
        if (DynamicCompare.Compare(a, b) is { } order)
            return order;
        return Rank(a) == 0 ? a.AsReal.CompareTo(b.AsReal) : DynamicCompare.TotalOrder(a, b);
    }

    // Numbers, datetimes and timespans; texts; guids; the rest.
    private static int Rank(DynamicValue value) => value.Tag switch
    {
        _ when value.IsNumber => 0,
        DynamicTag.DateTime or DynamicTag.TimeSpan => 0,
        DynamicTag.String => 1,
        DynamicTag.Guid => 2,
        _ => 3,
    };
}
