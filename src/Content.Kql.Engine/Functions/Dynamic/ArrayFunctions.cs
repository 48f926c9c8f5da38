using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Arrays: length, search, parts, order of elements, joining.</summary>
internal static class ArrayFunctions
{
    public static void Register(KernelTable table)
    {
        foreach (var name in (ReadOnlySpan<string>)["array_length", "arraylength"])
            table.Scalar(name, Kernel.Dynamic<long>(TypeKind.Long, value => value.Tag == DynamicTag.Array ? value.Count : null));
        table.Scalar("array_index_of", _ => IndexOf);
        table.Scalar("array_sum", Kernel.Dynamic<double>(TypeKind.Real, Sum));
        table.Scalar("array_concat", _ => Concatenate);
        foreach (var name in (ReadOnlySpan<string>)["array_iff", "array_iif"])
            table.Scalar(name, _ => Choose);
        table.Scalar("array_reverse", _ => Reorder((count, _) => (count - 1, -1)));
        table.Scalar("array_rotate_left", _ => Reorder((count, by) => (Modulo(by, count), 1)));
        table.Scalar("array_rotate_right", _ => Reorder((count, by) => (Modulo(-by, count), 1)));
        table.Scalar("array_shift_left", _ => Shift(1));
        table.Scalar("array_shift_right", _ => Shift(-1));
        table.Scalar("array_slice", _ => Slice);
        table.Scalar("array_split", _ => Split);
        table.Scalar("zip", _ => Zip);
    }

    private static Vector IndexOf(ReadOnlySpan<Vector> arguments, int length)
    {
        var arrays = arguments[0].AsDynamic();
        var wanted = arguments[1].AsDynamic();
        var range = new SearchRange(arguments, 2);
        var output = new FixedBuilder<long>(TypeKind.Long, length);
        for (var i = 0; i < length; i++)
        {
            if (arrays[i].Tag != DynamicTag.Array || !range.Read(i, out var start, out var count, out var occurrence))
                output.AddNull();
            else
                output.Add(Find(arrays[i], wanted[i], start, count, occurrence));
        }

        return output.Build();
    }

    private static long Find(DynamicValue array, DynamicValue wanted, long start, long count, long occurrence)
    {
        if (start < 0)
            start = Math.Max(0, start + array.Count);
        var end = count < 0 || count > array.Count - start ? array.Count : start + count;
        var index = 0L;
        foreach (var element in array.Elements)
        {
            if (index >= start && index < end && element.DeepEquals(wanted) && --occurrence == 0)
                return index;
            index++;
        }

        return -1;
    }

    private static double? Sum(DynamicValue value)
    {
        if (value.Tag != DynamicTag.Array)
            return null;
        var sum = 0d;
        foreach (var element in value.Elements)
        {
            if (!element.IsNumber)
                return null;
            sum += element.AsReal;
        }

        return sum;
    }

    private static Vector Concatenate(ReadOnlySpan<Vector> arguments, int length)
    {
        var arrays = Arrays(arguments);
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            var known = false;
            var count = 0;
            var start = output.Writer.BeginArray();
            foreach (var array in arrays)
            {
                known |= array[i].Tag == DynamicTag.Array;
                foreach (var element in array[i].Elements)
                {
                    output.Writer.Value(element);
                    count++;
                }
            }

            output.Writer.EndArray(start, count);
            if (!known)
                output.CancelRow();
            output.EndRow();
        }

        return output.Build();
    }

    private static DynamicVector[] Arrays(ReadOnlySpan<Vector> arguments)
    {
        var arrays = new DynamicVector[arguments.Length];
        for (var k = 0; k < arrays.Length; k++)
            arrays[k] = arguments[k].AsDynamic();
        return arrays;
    }

    // A condition that is neither bool nor number gives null; a scalar stands for an array of it.
    private static Vector Choose(ReadOnlySpan<Vector> arguments, int length)
    {
        var conditions = arguments[0].AsDynamic();
        var whenTrue = arguments[1].AsDynamic();
        var whenFalse = arguments[2].AsDynamic();
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            if (conditions[i].Tag == DynamicTag.Array)
            {
                var array = output.Writer.BeginArray();
                var index = 0;
                foreach (var condition in conditions[i].Elements)
                {
                    var isBool = condition.Tag is DynamicTag.True or DynamicTag.False;
                    if (isBool || condition.IsNumber)
                    {
                        var source = condition.AsReal != 0 ? whenTrue[i] : whenFalse[i];
                        output.Writer.Value(source.Tag == DynamicTag.Array ? source.At(index) : source);
                    }
                    else
                    {
                        output.Writer.Null();
                    }

                    index++;
                }

                output.Writer.EndArray(array, index);
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static int Modulo(long value, int count) => count == 0 ? 0 : (int)((value % count + count) % count);

    // The order is given by the first index and the step to the next, both modulo the count.
    private static ScalarKernel Reorder(Func<int, long, (int First, int Step)> order)
    {
        var places = new List<BytesRef>();
        return (arguments, length) =>
        {
            var arrays = arguments[0].AsDynamic();
            var by = arguments.Length > 1 ? arguments[1].AsLong() : null;
            var output = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                var array = arrays[i];
                if (array.Tag == DynamicTag.Array && (by is null || !by.IsNull(i)))
                {
                    Places(array, places);
                    var (at, step) = order(places.Count, by is null ? 0 : by[i]);
                    var start = output.Writer.BeginArray();
                    for (var k = 0; k < places.Count; k++)
                    {
                        output.Writer.Value(Element(array, places[at]));
                        at = Modulo(at + step, places.Count);
                    }

                    output.Writer.EndArray(start, places.Count);
                }

                output.EndRow();
            }

            return output.Build();
        };
    }

    /// <summary>Collects where the elements of an array lie.</summary>
    public static void Places(DynamicValue array, List<BytesRef> places)
    {
        places.Clear();
        var elements = array.Elements;
        while (elements.MoveNext())
            places.Add(elements.Place);
    }

    /// <summary>The element at a place.</summary>
    public static DynamicValue Element(DynamicValue array, BytesRef place) => new(array.Tape.Slice(place.Offset, place.Length));

    private static ScalarKernel Shift(int direction)
    {
        var places = new List<BytesRef>();
        return (arguments, length) =>
        {
            var arrays = arguments[0].AsDynamic();
            var by = arguments[1].AsLong();
            var fill = arguments.Length > 2 ? arguments[2].AsDynamic() : null;
            var output = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                var array = arrays[i];
                if (array.Tag == DynamicTag.Array && !by.IsNull(i))
                {
                    Places(array, places);
                    var start = output.Writer.BeginArray();
                    for (var k = 0; k < places.Count; k++)
                    {
                        var from = k + direction * Math.Clamp(by[i], -places.Count, places.Count);
                        if (from >= 0 && from < places.Count)
                            output.Writer.Value(Element(array, places[(int)from]));
                        else if (fill is null)
                            output.Writer.Null();
                        else
                            output.Writer.Value(fill[i]);
                    }

                    output.Writer.EndArray(start, places.Count);
                }

                output.EndRow();
            }

            return output.Build();
        };
    }

    private static Vector Slice(ReadOnlySpan<Vector> arguments, int length)
    {
        var arrays = arguments[0].AsDynamic();
        var starts = arguments[1].AsLong();
        var ends = arguments[2].AsLong();
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            var array = arrays[i];
            if (array.Tag == DynamicTag.Array && !starts.IsNull(i) && !ends.IsNull(i))
            {
                var first = starts[i] < 0 ? starts[i] + array.Count : starts[i];
                var last = ends[i] < 0 ? ends[i] + array.Count : ends[i];
                WriteRange(output.Writer, array, first, last);
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static void WriteRange(DynamicWriter writer, DynamicValue array, long first, long last)
    {
        var start = writer.BeginArray();
        var count = 0;
        var index = 0L;
        foreach (var element in array.Elements)
        {
            if (index >= first && index <= last)
            {
                writer.Value(element);
                count++;
            }

            index++;
        }

        writer.EndArray(start, count);
    }

    private static Vector Split(ReadOnlySpan<Vector> arguments, int length)
    {
        var arrays = arguments[0].AsDynamic();
        var indexes = arguments[1].AsDynamic();
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            var array = arrays[i];
            var cuts = indexes[i];
            if (array.Tag == DynamicTag.Array && !cuts.IsNull)
            {
                var start = output.Writer.BeginArray();
                var pieces = 1;
                var from = 0L;
                if (cuts.Tag == DynamicTag.Array)
                {
                    foreach (var cut in cuts.Elements)
                    {
                        WriteUpTo(output.Writer, array, ref from, cut);
                        pieces++;
                    }
                }
                else
                {
                    WriteUpTo(output.Writer, array, ref from, cuts);
                    pieces++;
                }

                WriteRange(output.Writer, array, from, array.Count - 1);
                output.Writer.EndArray(start, pieces);
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static void WriteUpTo(DynamicWriter writer, DynamicValue array, ref long from, DynamicValue cut)
    {
        var index = Conversions.ToLong(cut) ?? 0;
        if (index < 0)
            index += array.Count;
        index = Math.Clamp(index, 0, array.Count);
        WriteRange(writer, array, from, index - 1);
        from = index;
    }

    private static Vector Zip(ReadOnlySpan<Vector> arguments, int length)
    {
        var arrays = Arrays(arguments);
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            var longest = -1;
            foreach (var array in arrays)
            {
                if (array[i].Tag == DynamicTag.Array)
                    longest = Math.Max(longest, array[i].Count);
            }

            if (longest >= 0)
            {
                var all = output.Writer.BeginArray();
                for (var k = 0; k < longest; k++)
                {
                    var one = output.Writer.BeginArray();
                    foreach (var array in arrays)
                        output.Writer.Value(array[i].At(k));
                    output.Writer.EndArray(one, arrays.Length);
                }

                output.Writer.EndArray(all, longest);
            }

            output.EndRow();
        }

        return output.Build();
    }
}
