using System.Text;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Plugins;

/// <summary>Plugins that take bags apart or columns to rows: bag_unpack, narrow.</summary>
internal static class BagPlugins
{
    public static void Register(Dictionary<string, Plugin> plugins)
    {
        plugins.Add("bag_unpack", BagUnpack);
        plugins.Add("narrow", Narrow);
    }

    // With an open result (no schema given) the columns come from the data: those that the bags have, in order of first sight.
    private static Batch BagUnpack(PluginCall call)
    {
        var bagOrdinal = call.ColumnOrdinal(0);
        var bags = call.Values(0).AsDynamic();
        var prefix = "";
        // Arguments after the first may be named, and so come in any order: they are told apart by what they hold.
        for (var i = 1; i < call.Count; i++)
        {
            if (call.Bound(i).Type.Kind == TypeKind.String && !IsConflict(call.Text(i)))
                prefix = call.Text(i) ?? "";
        }

        if (call.Row.IsOpen)
            call.Row = Discover(call, bags, bagOrdinal, prefix);
        var columns = new Vector?[call.Row.Columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var column = call.Row.Columns[i];
            var source = call.InputRow.IndexOf(column.Name);
            if (source >= 0 && source != bagOrdinal && (call.InputRow.Columns[source] == column || !Replaces(call)))
            {
                columns[i] = Conversions.To(call.Rows.Column(source), column.Type.Kind);
                continue;
            }

            var name = column.Name.StartsWith(prefix, StringComparison.Ordinal) ? column.Name[prefix.Length..] : column.Name;
            var key = Encoding.UTF8.GetBytes(name);
            var builder = new DynamicBuilder(bags.Length);
            for (var row = 0; row < bags.Length; row++)
            {
                builder.Writer.Value(bags[row].Get(key));
                builder.EndRow();
            }

            columns[i] = Conversions.To(builder.Build(), column.Type.Kind);
        }

        return new Batch(columns, call.Rows.Length);
    }

    private static bool Replaces(PluginCall call) => Conflict(call) == "replace_source";

    private static bool IsConflict(string? text) => text is "error" or "replace_source" or "keep_source";

    private static string Conflict(PluginCall call)
    {
        for (var i = 1; i < call.Count; i++)
        {
            if (call.Bound(i).Type.Kind == TypeKind.String && IsConflict(call.Text(i)))
                return call.Text(i)!;
        }

        return "error";
    }

    // The source columns without the bag, then the bags' keys in the order of their names.
    private static RowType Discover(PluginCall call, DynamicVector bags, int bagOrdinal, string prefix)
    {
        var conflict = Conflict(call);
        DynamicVector? ignored = null;
        for (var i = 1; i < call.Count; i++)
        {
            if (call.Bound(i).Type.Kind == TypeKind.Dynamic)
                ignored = call.Constant(i)!.AsDynamic();
        }

        var kinds = new SortedDictionary<string, KqlType>(StringComparer.Ordinal);
        for (var row = 0; row < bags.Length; row++)
        {
            foreach (var property in bags[row].Properties)
            {
                var name = Encoding.UTF8.GetString(property.Key);
                if (ignored is not null && Lists(ignored[0], property.Key))
                    continue;
                var type = TypeOf(property.Value);
                if (!kinds.TryGetValue(name, out var known) || known.IsUnknown)
                    kinds[name] = type;
                else if (!type.IsUnknown && !ReferenceEquals(type, known))
                    kinds[name] = KqlType.Dynamic;
            }
        }

        var columns = System.Collections.Immutable.ImmutableArray.CreateBuilder<ColumnSymbol>();
        for (var i = 0; i < call.InputRow.Columns.Length; i++)
        {
            if (i != bagOrdinal)
                columns.Add(call.InputRow.Columns[i]);
        }

        foreach (var (key, type) in kinds)
        {
            var name = prefix + key;
            var existing = -1;
            for (var i = 0; i < columns.Count && existing < 0; i++)
            {
                if (columns[i].Name == name)
                    existing = i;
            }

            if (existing >= 0)
            {
                if (conflict == "error")
                    throw new QueryFailedException($"'bag_unpack': the column '{name}' is already there.");
                if (conflict == "keep_source")
                    continue;
                columns.RemoveAt(existing);
            }

            columns.Add(new ColumnSymbol(name, type.IsUnknown ? KqlType.Dynamic : type));
        }

        return new RowType(columns.ToImmutable());
    }

    private static bool Lists(DynamicValue list, ReadOnlySpan<byte> key)
    {
        foreach (var item in list.Elements)
        {
            if (item.Text.SequenceEqual(key))
                return true;
        }

        return false;
    }

    private static KqlType TypeOf(DynamicValue value) => value.Tag switch
    {
        DynamicTag.Null => KqlType.Unknown,
        DynamicTag.True or DynamicTag.False => KqlType.Bool,
        DynamicTag.Int or DynamicTag.Long => KqlType.Long,
        DynamicTag.Real => KqlType.Real,
        DynamicTag.Decimal => KqlType.Decimal,
        DynamicTag.DateTime => KqlType.DateTime,
        DynamicTag.TimeSpan => KqlType.TimeSpan,
        DynamicTag.Guid => KqlType.Guid,
        DynamicTag.String => KqlType.String,
        _ => KqlType.Dynamic,
    };

    private static Batch Narrow(PluginCall call)
    {
        var rows = new FixedBuilder<long>(TypeKind.Long);
        var names = new StringBuilderVector();
        var values = new StringBuilderVector();
        for (var row = 0; row < call.Rows.Length; row++)
        {
            for (var c = 0; c < call.InputRow.Columns.Length; c++)
            {
                rows.Add(row);
                names.Add(call.InputRow.Columns[c].Name);
                ValueText.Append(values, call.Rows.Column(c), row);
                values.EndRow();
            }
        }

        return new Batch([Conversions.To(rows.Build(), call.Row.Columns[0].Type.Kind), names.Build(), values.Build()], rows.Count);
    }
}
