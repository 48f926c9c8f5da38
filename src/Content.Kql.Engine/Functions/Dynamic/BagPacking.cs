using System.Text;
using Content.Kql.Binding;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Functions;

/// <summary>Bags made of values: <c>bag_pack</c>, <c>bag_pack_columns</c>, <c>pack_all</c>.</summary>
internal static class BagPacking
{
    public static void Register(KernelTable table)
    {
        foreach (var name in (ReadOnlySpan<string>)["bag_pack", "pack", "pack_dictionary"])
            table.Scalar(name, Pack);
        table.Scalar("bag_pack_columns", binding => PackColumns(binding, skipEmpty: false));
        table.Scalar("pack_all", binding => PackColumns(binding, SkipsEmpty(binding)));
    }

    private static ScalarKernel Pack(KernelBinding binding)
    {
        var constantKeys = new byte[binding.Count / 2][];
        var allConstant = true;
        for (var k = 0; k < constantKeys.Length; k++)
        {
            if (binding.ConstantString(k * 2) is { } key)
                constantKeys[k] = Encoding.UTF8.GetBytes(key);
            else
                allConstant = false;
        }

        return (arguments, length) =>
        {
            var keys = new StringVector[arguments.Length / 2];
            for (var k = 0; k < keys.Length; k++)
                keys[k] = arguments[k * 2].AsString();
            var last = new int[keys.Length];
            if (allConstant && length > 0)
                FindLast(keys, 0, last);
            var output = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                if (!allConstant)
                    FindLast(keys, i, last);
                var bag = output.Writer.BeginBag();
                var count = 0;
                for (var k = 0; k < keys.Length; k++)
                {
                    if (last[k] < 0)
                        continue;
                    output.Writer.Key(keys[k][i]);
                    output.Writer.From(arguments[last[k] * 2 + 1], i);
                    count++;
                }

                output.Writer.EndBag(bag, count);
                output.EndRow();
            }

            return output.Build();
        };
    }

    // For each pair whose key is seen first, the last pair of that key: it gives the value. -1 for the others.
    private static void FindLast(StringVector[] keys, int row, int[] last)
    {
        for (var k = 0; k < keys.Length; k++)
        {
            last[k] = k;
            for (var earlier = 0; earlier < k; earlier++)
            {
                if (!keys[earlier][row].SequenceEqual(keys[k][row]))
                    continue;
                if (last[earlier] >= 0)
                    last[earlier] = k;
                last[k] = -1;
                break;
            }
        }
    }

    private static bool SkipsEmpty(KernelBinding binding)
    {
        for (var k = 0; k < binding.Count; k++)
        {
            if (binding.Arguments[k] is not (BoundColumn or BoundStar))
                return binding.ConstantBool(k) ?? false;
        }

        return false;
    }

    private static ScalarKernel PackColumns(KernelBinding binding, bool skipEmpty)
    {
        var names = new List<(int Argument, byte[] Name)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var k = 0; k < binding.Count; k++)
        {
            if (binding.Arguments[k] is BoundColumn column && seen.Add(column.Column.Name))
                names.Add((k, Encoding.UTF8.GetBytes(column.Column.Name)));
        }

        return (arguments, length) =>
        {
            var output = new DynamicBuilder(length);
            for (var i = 0; i < length; i++)
            {
                var bag = output.Writer.BeginBag();
                var count = 0;
                foreach (var (argument, name) in names)
                {
                    var vector = arguments[argument];
                    if (skipEmpty && (vector.IsNull(i) || (vector is StringVector text && text.Ref(i).Length == 0)))
                        continue;
                    output.Writer.Key(name);
                    output.Writer.From(vector, i);
                    count++;
                }

                output.Writer.EndBag(bag, count);
                output.EndRow();
            }

            return output.Build();
        };
    }
}
