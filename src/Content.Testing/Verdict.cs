namespace Content.Testing;

/// <summary>Outcome of a test case.</summary>
public enum Verdict : byte
{
    /// <summary>Everything that was expected holds.</summary>
    Passed,
    /// <summary>Something that was expected does not hold.</summary>
    Failed,
    /// <summary>It cannot be decided here: the query needs something that the local engine or the data do not have. Never a pass.</summary>
    Inconclusive,
    /// <summary>The case could not run: the rule or the case's data are wrong, or the query fails.</summary>
    Error,
}
