namespace Content.Cli.Kql;

/// <summary>What the kql commands were asked for.</summary>
/// <param name="Query">The query; null when it comes from elsewhere.</param>
/// <param name="File">A file with the query.</param>
/// <param name="Batch">A file with many queries.</param>
/// <param name="Data">Tables as <c>NAME=FILE</c>.</param>
/// <param name="Schema">A schema file; null for the built-in schema.</param>
/// <param name="Now">What <c>now()</c> is; null for the time of the call.</param>
/// <param name="Format">How results are written.</param>
/// <param name="Stats">Whether statistics are written.</param>
/// <param name="Repeat">How often it is done.</param>
internal sealed record KqlRequest(string? Query, string? File, string? Batch, string[] Data, string? Schema, string? Now, string Format, bool Stats, int Repeat)
{
    /// <summary>Whether Kusto.Language is asked for a second opinion.</summary>
    public bool CrossCheck { get; init; }

    /// <summary>How much a run may take.</summary>
    public KqlLimits Limits { get; init; } = new();
}
