namespace Content.Workbooks.Preview.Charts;

/// <summary>Ways to draw a chart within a cell.</summary>
public enum SparkKind : byte
{
    /// <summary>A line.</summary>
    Line,
    /// <summary>A line with the area below it.</summary>
    Area,
    /// <summary>Bars.</summary>
    Bars,
}
