using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Kernels that fill missing elements of series: nulls, or elements equal to a placeholder.</summary>
internal static class SeriesFilling
{
    public static void Register(KernelTable table)
    {
        table.Scalar("series_fill_forward", SeriesOutput.Kernel(static (call, writer) => Carry(call, writer, forward: true)));
        table.Scalar("series_fill_backward", SeriesOutput.Kernel(static (call, writer) => Carry(call, writer, forward: false)));
        table.Scalar("series_fill_const", SeriesOutput.Kernel(Constant));
        table.Scalar("series_fill_linear", SeriesOutput.Kernel(Linear));
    }

    private static bool[] Gaps(DynamicValue array, double? placeholder)
    {
        var gaps = new bool[array.Count];
        var i = 0;
        foreach (var element in array.Elements)
            gaps[i++] = element.IsNull || placeholder is { } mark && element.IsNumber && element.AsReal.Equals(mark);
        return gaps;
    }

    private static void Carry(RowArguments call, DynamicWriter writer, bool forward)
    {
        var array = call.Array(0);
        var gaps = Gaps(array, call.Real(1));
        var places = Places(array);
        var source = new int[gaps.Length];
        var last = -1;
        for (var k = 0; k < gaps.Length; k++)
        {
            var i = forward ? k : gaps.Length - 1 - k;
            if (!gaps[i])
                last = i;
            source[i] = last < 0 ? i : last;
        }

        var start = writer.BeginArray();
        foreach (var i in source)
            writer.Value(At(array, places[i]));
        writer.EndArray(start, source.Length);
    }

    private static BytesRef[] Places(DynamicValue array)
    {
        var places = new BytesRef[array.Count];
        var elements = array.Elements;
        for (var i = 0; elements.MoveNext(); i++)
            places[i] = elements.Place;
        return places;
    }

    private static DynamicValue At(DynamicValue array, BytesRef place) => new(array.Tape.Slice(place.Offset, place.Length));

    private static void Constant(RowArguments call, DynamicWriter writer)
    {
        var array = call.Array(0);
        var constant = call.Array(1);
        var gaps = Gaps(array, call.Real(2));
        var start = writer.BeginArray();
        var i = 0;
        foreach (var element in array.Elements)
        {
            if (!gaps[i++])
                writer.Value(element);
            else if (call.Count < 2)
                writer.Long(0);
            else
                writer.Value(constant);
        }

        writer.EndArray(start, gaps.Length);
    }

    private static void Linear(RowArguments call, DynamicWriter writer)
    {
        var array = call.Array(0);
        var gaps = Gaps(array, call.Real(1));
        var fillEdges = call.Bool(2) ?? true;
        var constant = call.Count > 3 ? call.Real(3) : 0;
        var series = Series.Read(array)!;
        var integers = true;
        var present = 0;
        var k = 0;
        foreach (var element in array.Elements)
        {
            if (gaps[k++])
                continue;
            present++;
            integers &= element.Tag is DynamicTag.Int or DynamicTag.Long;
        }

        var start = writer.BeginArray();
        var i = 0;
        var before = -1;
        var after = -1;
        foreach (var element in array.Elements)
        {
            if (!gaps[i])
            {
                before = i;
                writer.Value(element);
            }
            else if (present == 0)
            {
                if (constant is { } value)
                    writer.Real(value);
                else
                    writer.Value(element);
            }
            else
            {
                if (after < i)
                    after = Array.FindIndex(gaps, i, static gap => !gap);
                if (after < 0)
                    after = int.MaxValue;
                if ((before < 0 || after == int.MaxValue) && !fillEdges)
                    writer.Value(element);
                else
                    Number(writer, Between(series.Values, before, after, i), integers);
            }

            i++;
        }

        writer.EndArray(start, gaps.Length);
    }

    private static double Between(double[] values, int before, int after, int at) =>
        before < 0 ? values[after]
        : after == int.MaxValue ? values[before]
        : values[before] + (values[after] - values[before]) * (at - before) / (after - before);

    private static void Number(DynamicWriter writer, double value, bool integer)
    {
        if (integer)
            writer.Long((long)value);
        else
            writer.Real(value);
    }
}
