using System.Text;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Property bags: keys, merging, changing, and the paths of a dynamic value.</summary>
internal static class BagFunctions
{
    public static void Register(KernelTable table)
    {
        table.Scalar("bag_keys", Kernel.DynamicToDynamic(WriteKeys));
        table.Scalar("bag_has_key", _ => HasKey);
        table.Scalar("bag_merge", _ => Merge);
        table.Scalar("bag_remove_keys", _ => RemoveKeys);
        table.Scalar("bag_set_key", _ => SetKey);
        table.Scalar("bag_zip", _ => Zip);
        table.Scalar("treepath", Kernel.DynamicToDynamic(WritePaths));
    }

    private static void WriteKeys(DynamicValue value, DynamicWriter writer)
    {
        if (value.Tag != DynamicTag.Bag)
            return;
        var array = writer.BeginArray();
        foreach (var property in value.Properties)
            writer.String(property.Key);
        writer.EndArray(array, value.Count);
    }

    private static Vector HasKey(ReadOnlySpan<Vector> arguments, int length)
    {
        var bags = arguments[0].AsDynamic();
        var keys = arguments[1].AsString();
        var output = new FixedBuilder<bool>(TypeKind.Bool, length);
        for (var i = 0; i < length; i++)
        {
            var bag = bags[i];
            if (bag.IsNull)
            {
                output.AddNull();
                continue;
            }

            var found = bag.Has(keys[i]);
            if (!found && PathOf(keys.GetString(i)) is { } path)
                found = path.Exists(bag);
            output.Add(found);
        }

        return output.Build();
    }

    private static JsonPath? PathOf(string key) => JsonPath.IsPath(key) && JsonPath.Parse(key) is { HasKeysOnly: true, Length: > 0 } path ? path : null;

    private static Vector Merge(ReadOnlySpan<Vector> arguments, int length)
    {
        var bags = new DynamicVector[arguments.Length];
        for (var k = 0; k < bags.Length; k++)
            bags[k] = arguments[k].AsDynamic();
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            var known = false;
            var count = 0;
            var start = output.Writer.BeginBag();
            for (var k = 0; k < bags.Length; k++)
            {
                known |= bags[k][i].Tag == DynamicTag.Bag;
                foreach (var property in bags[k][i].Properties)
                {
                    if (IsIn(bags.AsSpan(0, k), i, property.Key))
                        continue;
                    output.Writer.Key(property.Key);
                    output.Writer.Value(property.Value);
                    count++;
                }
            }

            output.Writer.EndBag(start, count);
            if (!known)
                output.CancelRow();
            output.EndRow();
        }

        return output.Build();
    }

    private static bool IsIn(ReadOnlySpan<DynamicVector> bags, int row, ReadOnlySpan<byte> key)
    {
        foreach (var bag in bags)
        {
            if (bag[row].Has(key))
                return true;
        }

        return false;
    }

    private static Vector RemoveKeys(ReadOnlySpan<Vector> arguments, int length)
    {
        var bags = arguments[0].AsDynamic();
        var keys = arguments[1].AsDynamic();
        var output = new DynamicBuilder(length);
        var plain = new List<byte[]>();
        var paths = new List<JsonPath>();
        for (var i = 0; i < length; i++)
        {
            var bag = bags[i];
            if (bag.Tag == DynamicTag.Bag)
            {
                if (i == 0 || !keys.IsConstant)
                    ReadKeys(keys[i], plain, paths);
                WriteWithout(bag, output.Writer, plain, paths, 0);
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static void ReadKeys(DynamicValue keys, List<byte[]> plain, List<JsonPath> paths)
    {
        plain.Clear();
        paths.Clear();
        foreach (var key in keys.Elements)
        {
            if (key.Tag != DynamicTag.String)
                continue;
            plain.Add(key.Text.ToArray());
            if (PathOf(Encoding.UTF8.GetString(key.Text)) is { } path)
                paths.Add(path);
        }
    }

    private static void WriteWithout(DynamicValue bag, DynamicWriter writer, List<byte[]> plain, List<JsonPath> paths, int depth)
    {
        var start = writer.BeginBag();
        var count = 0;
        foreach (var property in bag.Properties)
        {
            if (depth == 0 && Contains(plain, property.Key))
                continue;
            var removed = false;
            List<JsonPath>? below = null;
            foreach (var path in paths)
            {
                if (!path.Key(depth).AsSpan().SequenceEqual(property.Key))
                    continue;
                if (path.Length == depth + 1)
                    removed = true;
                else
                    (below ??= []).Add(path);
            }

            if (removed)
                continue;
            writer.Key(property.Key);
            if (below is not null && property.Value.Tag == DynamicTag.Bag)
                WriteWithout(property.Value, writer, [], below, depth + 1);
            else
                writer.Value(property.Value);
            count++;
        }

        writer.EndBag(start, count);
    }

    private static bool Contains(List<byte[]> keys, ReadOnlySpan<byte> key)
    {
        foreach (var candidate in keys)
        {
            if (key.SequenceEqual(candidate))
                return true;
        }

        return false;
    }

    private static Vector SetKey(ReadOnlySpan<Vector> arguments, int length)
    {
        var bags = arguments[0].AsDynamic();
        var keys = arguments[1].AsString();
        var output = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            if (bags[i].Tag == DynamicTag.Bag)
            {
                var path = PathOf(keys.GetString(i));
                var steps = new byte[path?.Length ?? 1][];
                for (var k = 0; k < steps.Length; k++)
                    steps[k] = path?.Key(k) ?? keys[i].ToArray();
                WriteWith(bags[i], output.Writer, steps, arguments[2], i);
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static void WriteWith(DynamicValue bag, DynamicWriter writer, ReadOnlySpan<byte[]> steps, Vector value, int row)
    {
        var start = writer.BeginBag();
        var count = 0;
        var written = false;
        foreach (var property in bag.Properties)
        {
            writer.Key(property.Key);
            count++;
            if (!property.Key.SequenceEqual(steps[0]))
            {
                writer.Value(property.Value);
                continue;
            }

            WriteBelow(property.Value, writer, steps, value, row);
            written = true;
        }

        if (!written)
        {
            writer.Key(steps[0]);
            WriteBelow(default, writer, steps, value, row);
            count++;
        }

        writer.EndBag(start, count);
    }

    private static void WriteBelow(DynamicValue current, DynamicWriter writer, ReadOnlySpan<byte[]> steps, Vector value, int row)
    {
        if (steps.Length == 1)
            writer.From(value, row);
        else
            WriteWith(current, writer, steps[1..], value, row);
    }

    // Keys that are no texts are left out with their values; values that are missing are null.
    private static Vector Zip(ReadOnlySpan<Vector> arguments, int length)
    {
        var keys = arguments[0].AsDynamic();
        var values = arguments[1].AsDynamic();
        var output = new DynamicBuilder(length);
        var seen = new DynamicSet();
        for (var i = 0; i < length; i++)
        {
            if (keys[i].Tag == DynamicTag.Array)
            {
                seen.Clear();
                var bag = output.Writer.BeginBag();
                var index = 0;
                var offset = keys.Ref(i).Offset;
                var elements = keys[i].Elements;
                while (elements.MoveNext())
                {
                    var key = elements.Current;
                    if (key.Tag == DynamicTag.String && seen.Add(new TapePiece(keys.Tape, offset + elements.Place.Offset, elements.Place.Length)))
                    {
                        output.Writer.Key(key.Text);
                        output.Writer.Value(values[i].At(index));
                    }

                    index++;
                }

                output.Writer.EndBag(bag, seen.Items.Count);
            }

            output.EndRow();
        }

        return output.Build();
    }

    private static void WritePaths(DynamicValue value, DynamicWriter writer)
    {
        var paths = new List<string>();
        CollectPaths(value, "", paths, new HashSet<string>(StringComparer.Ordinal));
        var array = writer.BeginArray();
        foreach (var path in paths)
            writer.String(path);
        writer.EndArray(array, paths.Count);
    }

    // All elements of an array share the path of its first one.
    private static void CollectPaths(DynamicValue value, string prefix, List<string> paths, HashSet<string> seen)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var property in value.Properties)
        {
            var path = prefix + "['" + Encoding.UTF8.GetString(property.Key) + "']";
            if (seen.Add(path))
                paths.Add(path);
            CollectPaths(property.Value, path, paths, seen);
        }

        foreach (var element in value.Elements)
        {
            var path = prefix + "[0]";
            if (seen.Add(path))
                paths.Add(path);
            CollectPaths(element, path, paths, seen);
        }
    }
}
