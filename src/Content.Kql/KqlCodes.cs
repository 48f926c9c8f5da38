namespace Content.Kql;

/// <summary>
/// Codes of the front end's errors. The number is that of the finding of Kusto.Language that means the same, so that both can be
/// looked up side by side; codes from KQL900 are our own.
/// </summary>
public static partial class KqlCodes
{
    /// <summary>A closing quote or parenthesis is missing.</summary>
    public const string MissingText = "KQL001";
    /// <summary>A character without meaning.</summary>
    public const string UnexpectedCharacter = "KQL002";
    /// <summary>Another token is needed here.</summary>
    public const string TokenExpected = "KQL005";
    /// <summary>An expression, name, value or clause is needed here.</summary>
    public const string MissingElement = "KQL006";
    /// <summary>What is left over does not continue the query.</summary>
    public const string IncompleteFragment = "KQL198";
    /// <summary>An operator is needed after the bar.</summary>
    public const string QueryOperatorExpected = "KQL176";
    /// <summary>A GUID without guid(…).</summary>
    public const string RawGuid = "KQL214";
    /// <summary>The name of a type that cannot be used here.</summary>
    public const string InvalidTypeName = "KQL160";
    /// <summary>A fuzzy union goes without something that does not exist.</summary>
    public const string MissingInFuzzyUnion = "KQL205";
    /// <summary>The name needs brackets.</summary>
    public const string NameRequiresBrackets = "KQL228";
    /// <summary>The query is longer than what is looked at.</summary>
    public const string TextTooLong = "KQL244";
    /// <summary>The query is nested deeper than what is looked at.</summary>
    public const string TooDeep = "KQL245";
    /// <summary>A function, aggregate or plugin has a newer name.</summary>
    public const string ObsoleteName = "KQL901";
    /// <summary>The columns of a watchlist are not known.</summary>
    public const string UnknownWatchlist = "KQL902";
    /// <summary>An operator is spelt as it was long ago.</summary>
    public const string OldSpelling = "KQL903";
    /// <summary>A column is folded to one case only to be compared.</summary>
    public const string FoldedComparison = "KQL904";
    /// <summary>A regular expression without anything that only a regular expression can do.</summary>
    public const string PlainRegex = "KQL905";
}
