using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Plugins;

/// <summary>Plugins over keys: pivot, ipv4_lookup, ipv6_lookup.</summary>
internal static class PivotPlugins
{
    public static void Register(Dictionary<string, Plugin> plugins)
    {
        plugins.Add("pivot", Pivot);
        plugins.Add("ipv4_lookup", IpLookup);
        plugins.Add("ipv6_lookup", IpLookup);
    }

    // pivot(column[, aggregate][, column…]): a row for each combination of the other columns, a column for each value of the first.
    private static Batch Pivot(PluginCall call)
    {
        var pivot = call.Values(0);
        var rows = call.Rows.Length;
        var hasAggregate = !call.Aggregates.IsEmpty;
        var used = new HashSet<int> { call.ColumnOrdinal(0) };
        var groupColumns = new List<int>();
        for (var i = hasAggregate ? 2 : 1; i < call.Count; i++)
        {
            if (call.Bound(i) is BoundColumn column)
                groupColumns.Add(column.Ordinal);
        }

        if (hasAggregate)
        {
            foreach (var argument in call.Aggregates[0].Arguments)
            {
                if (argument is BoundColumn column)
                    used.Add(column.Ordinal);
            }
        }

        if (groupColumns.Count == 0)
        {
            for (var i = 0; i < call.InputRow.Columns.Length; i++)
            {
                if (!used.Contains(i))
                    groupColumns.Add(i);
            }
        }

        var keys = new GroupTable([.. groupColumns.Select(i => call.InputRow.Columns[i].Type.Kind)]);
        var keyOf = new int[rows];
        keys.Find([.. groupColumns.Select(i => call.Rows.Column(i))], rows, keyOf, add: true);
        var names = new GroupTable([TypeKind.String]);
        var nameOf = new int[rows];
        names.Find([pivot.AsString()], rows, nameOf, add: true);
        var cells = new GroupTable([TypeKind.Long]);
        var cellKeys = new long[rows];
        for (var i = 0; i < rows; i++)
            cellKeys[i] = (long)keyOf[i] * names.Count + nameOf[i];
        var cellOf = new int[rows];
        cells.Find([new FixedVector<long>(TypeKind.Long, cellKeys, rows)], rows, cellOf, add: true);
        Vector values;
        if (hasAggregate)
        {
            values = call.AggregateArgument(0, cellOf, cells.Count);
        }
        else
        {
            var counts = new long[cells.Count];
            foreach (var cell in cellOf)
                counts[cell]++;
            values = new FixedVector<long>(TypeKind.Long, counts, counts.Length);
        }

        var nameTexts = names.Count == 0 ? StringVector.Constant("", 0) : (StringVector)names.BuildKeys()[0];
        var order = Enumerable.Range(0, names.Count).OrderBy(i => nameTexts.GetString(i), StringComparer.Ordinal).ToArray();
        var symbols = System.Collections.Immutable.ImmutableArray.CreateBuilder<ColumnSymbol>();
        var columns = new List<Vector?>();
        var keyValues = keys.BuildKeys();
        var groups = groupColumns.Count == 0 ? Math.Min(rows, 1) : keys.Count;
        for (var k = 0; k < groupColumns.Count; k++)
        {
            symbols.Add(call.InputRow.Columns[groupColumns[k]]);
            columns.Add(keyValues[k]);
        }

        var where = new Dictionary<long, int>();
        for (var i = 0; i < rows; i++)
            where[cellKeys[i]] = cellOf[i];
        var countLike = !hasAggregate || call.Aggregates[0].Function.Name is "count" or "countif" or "dcount" or "dcountif" or "sum" or "sumif";
        foreach (var name in order)
        {
            var builder = VectorBuilder.Create(values.Kind, groups);
            for (var group = 0; group < groups; group++)
            {
                if (where.TryGetValue((long)group * names.Count + name, out var cell))
                    builder.AddFrom(values, cell);
                else
                    builder.AddObject(countLike ? 0L : null);
            }

            symbols.Add(new ColumnSymbol(nameTexts.GetString(name), KqlType.FromKind(values.Kind)));
            columns.Add(builder.Build());
        }

        if (call.Row.IsOpen)
        {
            call.Row = new RowType(symbols.ToImmutable());
            return new Batch([.. columns], groups);
        }

        // A schema was given: its columns, by name.
        var row = new RowType(symbols.ToImmutable());
        var chosen = new Vector?[call.Row.Columns.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            var kind = call.Row.Columns[i].Type.Kind;
            chosen[i] = row.IndexOf(call.Row.Columns[i].Name) is var at and >= 0 ? Conversions.To(columns[at]!, kind) : Vector.Null(kind, groups);
        }

        return new Batch(chosen, groups);
    }

    // Arguments: lookup table, column of the source, key of the lookup table, further keys of the lookup table, return_unmatched.
    private static Batch IpLookup(PluginCall call)
    {
        var (table, tableRow) = call.Table(0);
        var source = call.Values(1).AsString();
        var keyName = call.Bound(2) is BoundColumn column ? column.Column.Name : call.Text(2) ?? "";
        var keyOrdinal = tableRow.IndexOf(keyName);
        if (keyOrdinal < 0)
            throw new QueryFailedException($"'{call.Name}': the lookup table has no column '{keyName}'.");
        var unmatched = false;
        var extra = new List<(Vector Left, int Right)>();
        for (var i = 3; i < call.Count; i++)
        {
            if (call.Bound(i) is BoundColumn more && tableRow.IndexOf(more.Column.Name) is var right and >= 0 && call.InputRow.IndexOf(more.Column.Name) is var left and >= 0)
                extra.Add((call.Rows.Column(left), right));
            else if (call.Bound(i).Type.Kind == TypeKind.Bool)
                unmatched = call.Constant(i) is { } flag && !flag.IsNull(0) && flag.AsBool()[0];
        }

        var keys = table.Column(keyOrdinal).AsString();
        var ranges = new List<(UInt128 Low, UInt128 High, int Row)>();
        for (var row = 0; row < keys.Length; row++)
        {
            if (IpRange.TryParse(keys.GetString(row), out var low, out var high))
                ranges.Add((low, high, row));
        }

        var leftRows = new List<int>();
        var rightRows = new List<int>();
        for (var row = 0; row < source.Length; row++)
        {
            if ((row & 255) == 0)
                call.Context.Step(256L * ranges.Count);
            var found = false;
            if (IpRange.TryParse(source.GetString(row), out var low, out var high))
            {
                foreach (var range in ranges)
                {
                    if (low < range.Low || high > range.High || !Same(extra, row, table, range.Row))
                        continue;
                    found = true;
                    leftRows.Add(row);
                    rightRows.Add(range.Row);
                }
            }

            if (!found && unmatched)
            {
                leftRows.Add(row);
                rightRows.Add(-1);
            }
        }

        return Joined(call, table, tableRow, [.. leftRows], [.. rightRows]);
    }

    /// <summary>Rows of the source beside rows of a look-up table (-1 for none), in the columns that were bound.</summary>
    public static Batch Joined(PluginCall call, Batch table, RowType tableRow, int[] leftIndex, int[] rightIndex)
    {
        var columns = new Vector?[call.Row.Columns.Length];
        var width = call.InputRow.Columns.Length;
        var used = new HashSet<int>();
        for (var i = 0; i < columns.Length; i++)
        {
            var name = call.Row.Columns[i].Name;
            if (i < width)
            {
                columns[i] = call.Rows.Column(i).Gather(leftIndex);
                continue;
            }

            var ordinal = tableRow.IndexOf(name);
            if (ordinal < 0 || !used.Add(ordinal))
                ordinal = Suffixed(tableRow, name, used);
            columns[i] = ordinal < 0 ? Vector.Null(call.Row.Columns[i].Type.Kind, leftIndex.Length)
                : Conversions.To(table.Column(ordinal).Gather(rightIndex), call.Row.Columns[i].Type.Kind);
        }

        return new Batch(columns, leftIndex.Length);
    }

    // A column of the lookup table whose name the source has too comes out with a digit after it.
    private static int Suffixed(RowType row, string name, HashSet<int> used)
    {
        var ordinal = row.IndexOf(name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
        return ordinal >= 0 && used.Add(ordinal) ? ordinal : -1;
    }

    private static bool Same(List<(Vector Left, int Right)> extra, int leftRow, Batch table, int rightRow)
    {
        foreach (var (left, right) in extra)
        {
            var a = left.AsConstant(leftRow, 1).AsString();
            var b = table.Column(right).AsConstant(rightRow, 1).AsString();
            if (!a[0].SequenceEqual(b[0]))
                return false;
        }

        return true;
    }
}

/// <summary>An address or a prefix such as 10.0.0.0/8, IPv4 or IPv6, as a range of 128-bit numbers.</summary>
internal static class IpRange
{
    public static bool TryParse(string text, out UInt128 low, out UInt128 high)
    {
        low = high = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        if (!System.Net.IPAddress.TryParse(address.Trim(), out var ip))
            return false;
        var v4 = ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        if (v4 && address.AsSpan().Count('.') != 3)
            return false;
        var bits = v4 ? 32 : 128;
        var prefix = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out prefix) || prefix > bits))
            return false;
        UInt128 value = 0;
        foreach (var b in ip.MapToIPv6().GetAddressBytes())
            value = value << 8 | b;
        var free = bits - prefix;
        var mask = free == 128 ? UInt128.MaxValue : ((UInt128)1 << free) - 1;
        low = value & ~mask;
        high = value | mask;
        return true;
    }
}
