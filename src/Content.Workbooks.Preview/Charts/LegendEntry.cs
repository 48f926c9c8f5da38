namespace Content.Workbooks.Preview.Charts;

/// <summary>An entry of a legend.</summary>
/// <param name="Name">What is named.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Figure">Its total.</param>
/// <param name="Rows">Rows that choosing it selects; none when it cannot be chosen.</param>
public sealed record LegendEntry(string Name, string Color, string Figure, ImmutableArray<int> Rows);
