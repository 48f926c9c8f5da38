namespace Content.Testing.Fixtures;

/// <summary>Codes of what can be wrong with the data of a test.</summary>
internal static class FixtureCodes
{
    /// <summary>A table that no schema knows.</summary>
    public const string UnknownTable = "FIXTURE001";
    /// <summary>A column that the table does not have.</summary>
    public const string UnknownColumn = "FIXTURE002";
    /// <summary>A value that does not fit the column's type.</summary>
    public const string WrongType = "FIXTURE003";
    /// <summary>A data file that cannot be read as what it is.</summary>
    public const string BadFile = "FIXTURE004";
    /// <summary>A row of a table without the time that decides whether a rule sees it.</summary>
    public const string NoTime = "FIXTURE005";
    /// <summary>A watchlist that the repository does not have.</summary>
    public const string UnknownWatchlist = "FIXTURE006";
    /// <summary>A function that no schema knows, or whose columns are not known.</summary>
    public const string UnknownFunction = "FIXTURE007";
}
