using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Short ways to write geospatial kernels: row by row, null (or an empty text) where the arguments are not valid.</summary>
internal static class GeoKernels
{
    /// <summary>Tolerance in metres where none is given.</summary>
    public const double DefaultTolerance = 10;

    public static ScalarKernelFactory Real(Func<RowArguments, double?> function) => SeriesOutput.RealKernel(function);

    public static ScalarKernelFactory Bool(Func<RowArguments, bool?> function) => Fixed(TypeKind.Bool, function);

    public static ScalarKernelFactory Int(Func<RowArguments, int?> function) => Fixed(TypeKind.Int, function);

    private static ScalarKernelFactory Fixed<T>(TypeKind kind, Func<RowArguments, T?> function) where T : unmanaged => binding => (arguments, length) =>
    {
        var row = new RowArguments(arguments, binding);
        var builder = new FixedBuilder<T>(kind, length);
        for (var i = 0; i < length; i++)
        {
            Tick(binding, i);
            row.Row = i;
            builder.Add(function(row));
        }

        return builder.Build();
    };

    public static ScalarKernelFactory Text(Func<RowArguments, string?> function) => binding => (arguments, length) =>
    {
        var row = new RowArguments(arguments, binding);
        var builder = new StringBuilderVector(length);
        for (var i = 0; i < length; i++)
        {
            Tick(binding, i);
            row.Row = i;
            builder.Add(function(row));
        }

        return builder.Build();
    };

    /// <summary>Writing nothing gives null.</summary>
    public static ScalarKernelFactory Shape(Action<RowArguments, DynamicWriter> function) => binding => (arguments, length) =>
    {
        var row = new RowArguments(arguments, binding);
        var builder = new DynamicBuilder(length);
        for (var i = 0; i < length; i++)
        {
            Tick(binding, i);
            row.Row = i;
            function(row, builder.Writer);
            builder.EndRow();
        }

        return builder.Build();
    };

    /// <summary>An array of texts; null gives null.</summary>
    public static ScalarKernelFactory Texts(Func<RowArguments, IReadOnlyList<string>?> function) => Shape((row, writer) =>
    {
        if (function(row) is not { } texts)
            return;
        var start = writer.BeginArray();
        foreach (var text in texts)
            writer.String(text);
        writer.EndArray(start, texts.Count);
    });

    /// <summary>The place that two arguments give.</summary>
    public static GeoPoint? Place(this RowArguments row, int longitude) => GeoPoint.Checked(row.Real(longitude), row.Real(longitude + 1));

    public static GeoLines? Lines(this RowArguments row, int argument) => GeoJson.ReadLines(row.Array(argument));

    public static GeoPolygons? Polygons(this RowArguments row, int argument) => GeoJson.ReadPolygons(row.Array(argument));

    /// <summary>A tolerance in metres: 10 when there is none, null when it is out of range.</summary>
    public static double? Tolerance(this RowArguments row, int argument, bool zero)
    {
        if (row.Count <= argument)
            return DefaultTolerance;
        return row.Real(argument) is { } value && value <= 100_000 && (zero ? value >= 0 : value > 0) ? value : null;
    }

    private static void Tick(KernelBinding binding, int row)
    {
        if ((row & 63) == 0)
            binding.Context.ThrowIfCancelled();
    }
}
