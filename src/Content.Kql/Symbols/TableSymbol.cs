namespace Content.Kql.Symbols;

/// <summary>A table of a workspace.</summary>
/// <param name="Name">Name; case matters.</param>
/// <param name="Row">Columns.</param>
public sealed record TableSymbol(string Name, RowType Row)
{
    /// <summary>What the table holds; null when not known.</summary>
    public string? Description { get; init; }
}
