namespace Content.Kql.Functions;

/// <summary>The declaration texts of all families of scalar functions.</summary>
internal static class FunctionFamilies
{
    public static ReadOnlySpan<string> All => new string[]
    {
        ArrayFunctions.Declarations,
        BagFunctions.Declarations,
        BinaryFunctions.Declarations,
        ConditionalFunctions.Declarations,
        ConversionFunctions.Declarations,
        DateTimeFunctions.Declarations,
        GeoCellFunctions.Declarations,
        GeoPointFunctions.Declarations,
        GeoShapeFunctions.Declarations,
        GraphFunctions.Declarations,
        HashFunctions.Declarations,
        IpFunctions.Declarations,
        MathFunctions.Declarations,
        MetadataFunctions.Declarations,
        ParsingFunctions.Declarations,
        ScopeFunctions.Declarations,
        SeriesAnalysis.Declarations,
        SeriesArithmetic.Declarations,
        SketchFunctions.Declarations,
        StringFunctions.Declarations,
        UnitFunctions.Declarations,
        WindowFunctions.Declarations,
    };
}
