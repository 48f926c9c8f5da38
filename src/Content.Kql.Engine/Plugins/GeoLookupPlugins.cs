using Content.Kql.Binding;
using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Plugins;

/// <summary>Plugins that join points to shapes of a look-up table: geo_polygon_lookup, geo_line_lookup.</summary>
internal static class GeoLookupPlugins
{
    public static void Register(Dictionary<string, Plugin> plugins)
    {
        plugins.Add("geo_polygon_lookup", call => Lookup(call, "geo_point_in_polygon", "geo_distance_point_to_polygon"));
        plugins.Add("geo_line_lookup", call => Lookup(call, null, "geo_distance_point_to_line"));
    }

    // (table, key, longitude, latitude, radius, return_unmatched, lookup_area_radius, return_lookup_key). Options may be named: they are
    // told apart by their types.
    private static Batch Lookup(PluginCall call, string? inside, string distance)
    {
        var (table, tableRow) = call.Table(0);
        var keyName = (call.Bound(1) as BoundColumn)?.Column.Name ?? throw new QueryFailedException($"The key of '{call.Name}' must be a column of its table.");
        var shapes = table.Column(tableRow.IndexOf(keyName));
        var longitude = call.Values(2);
        var latitude = call.Values(3);
        double? radius = null;
        bool? unmatched = null;
        for (var i = 4; i < call.Count; i++)
        {
            if (call.Bound(i).Type.Kind == TypeKind.Bool)
                unmatched ??= call.Constant(i) is { } flag && !flag.IsNull(0) && flag.AsBool()[0];
            else
                radius ??= call.Real(i);
        }

        var rows = call.Rows.Length;
        var matched = new List<int>[rows];
        for (var row = 0; row < rows; row++)
            matched[row] = [];
        for (var shape = 0; shape < shapes.Length; shape++)
        {
            call.Context.Step(rows);
            var key = shapes.AsConstant(shape, rows);
            Vector[] arguments = [longitude, latitude, key];
            if (radius is > 0 || inside is null)
            {
                var meters = call.Function(distance, [2, 3, 1], [null, null, key.AsConstant(0, 1)], KqlType.Real)(arguments, rows).AsReal();
                for (var row = 0; row < rows; row++)
                {
                    if (!meters.IsNull(row) && meters[row] <= (radius ?? 0))
                        matched[row].Add(shape);
                }
            }
            else
            {
                var within = call.Function(inside, [2, 3, 1], [null, null, key.AsConstant(0, 1)], KqlType.Bool)(arguments, rows).AsBool();
                for (var row = 0; row < rows; row++)
                {
                    if (!within.IsNull(row) && within[row])
                        matched[row].Add(shape);
                }
            }
        }

        var left = new List<int>();
        var right = new List<int>();
        for (var row = 0; row < rows; row++)
        {
            foreach (var shape in matched[row])
            {
                left.Add(row);
                right.Add(shape);
            }

            if (matched[row].Count == 0 && unmatched == true)
            {
                left.Add(row);
                right.Add(-1);
            }
        }

        return PivotPlugins.Joined(call, table, tableRow, [.. left], [.. right]);
    }
}
