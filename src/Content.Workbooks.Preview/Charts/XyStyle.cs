namespace Content.Workbooks.Preview.Charts;

/// <summary>Ways to draw series over two axes.</summary>
public enum XyStyle : byte
{
    /// <summary>Lines.</summary>
    Line,
    /// <summary>Areas upon each other.</summary>
    Area,
    /// <summary>Bars upon each other.</summary>
    StackedBar,
    /// <summary>Bars beside each other.</summary>
    GroupedBar,
    /// <summary>Points.</summary>
    Scatter,
}
