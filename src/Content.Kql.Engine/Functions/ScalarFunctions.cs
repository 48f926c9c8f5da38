using Content.Kql.Engine.Kernels;

namespace Content.Kql.Engine.Functions;

/// <summary>Registers the scalar functions of all families.</summary>
internal static class ScalarFunctions
{
    public static void Register(KernelTable table)
    {
        ArrayFunctions.Register(table);
        ArrayMaking.Register(table);
        ArraySorting.Register(table);
        BagFunctions.Register(table);
        BagPacking.Register(table);
        BinaryFunctions.Register(table);
        ConditionalFunctions.Register(table);
        ConversionFunctions.Register(table);
        EncodingFunctions.Register(table);
        FixtureFunctions.Register(table);
        HashFunctions.Register(table);
        IpTextSearch.Register(table);
        Ipv4Functions.Register(table);
        Ipv6Functions.Register(table);
        JsonPathFunctions.Register(table);
        MetadataFunctions.Register(table);
        NotRunnable.Register(table);
        ParsingFunctions.Register(table);
        RegexFunctions.Register(table);
        ReplaceFunctions.Register(table);
        SearchFunctions.Register(table);
        SetFunctions.Register(table);
        SketchFunctions.Register(table);
        StringFunctions.Register(table);
        UnicodeFunctions.Register(table);
        MathFunctions.Register(table);
        UnitFunctions.Register(table);
        DateTimeFunctions.Register(table);
        SeriesArithmetic.Register(table);
        SeriesFilling.Register(table);
        SeriesFilters.Register(table);
        SeriesFitting.Register(table);
        SeriesStatistics.Register(table);
        SeriesDecomposition.Register(table);
        GeoCellFunctions.Register(table);
        GraphFunctions.Register(table);
        GeoPointFunctions.Register(table);
        GeoShapeFunctions.Register(table);
    }
}
