namespace Content.Workbooks.Preview.Grids;

/// <summary>A line of a grid.</summary>
/// <param name="Key">Tells it from all others; the same over evaluations.</param>
/// <param name="Level">How deep it stands in a tree.</param>
/// <param name="Row">Position of its row in the table; -1 for the line of a group.</param>
/// <param name="Values">Its values, a column of the table each; those of a group are totals.</param>
/// <param name="Group">What the group is called; null for a row.</param>
/// <param name="Children">Lines below it.</param>
internal sealed record GridRow(string Key, int Level, int Row, object?[] Values, string? Group, ImmutableArray<GridRow> Children);
