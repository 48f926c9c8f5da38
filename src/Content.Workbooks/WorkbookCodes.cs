using System.Collections.Immutable;

namespace Content.Workbooks;

/// <summary>Codes of what reading a workbook can find, with a line on each.</summary>
public static class WorkbookCodes
{
    /// <summary>The file is no JSON object.</summary>
    public const string NotJson = "WORKBOOK001";
    /// <summary>It is JSON but no workbook.</summary>
    public const string NotAWorkbook = "WORKBOOK002";
    /// <summary>An item is of a type that workbooks do not have.</summary>
    public const string UnknownItemType = "WORKBOOK003";
    /// <summary>An item lacks what its type needs.</summary>
    public const string IncompleteItem = "WORKBOOK004";
    /// <summary>A parameter has no usable name.</summary>
    public const string BadParameterName = "WORKBOOK005";
    /// <summary>A parameter is declared twice.</summary>
    public const string DuplicateParameter = "WORKBOOK006";
    /// <summary>A parameter is used and declared nowhere.</summary>
    public const string UnknownParameter = "WORKBOOK007";
    /// <summary>A text that has to be JSON is none.</summary>
    public const string BadEmbeddedJson = "WORKBOOK008";
    /// <summary>JSON that cannot be written as YAML without a loss.</summary>
    public const string CannotUnpack = "WORKBOOK009";

    /// <summary>A summary of each code, in order of the codes.</summary>
    public static ImmutableSortedDictionary<string, string> Summaries { get; } = new Dictionary<string, string>
    {
        [NotJson] = "A workbook's file is no JSON object.",
        [NotAWorkbook] = "A JSON file lacks what makes it a workbook: version Notebook/1.0 and a list of items.",
        [UnknownItemType] = "An item is of a type that workbooks do not have.",
        [IncompleteItem] = "An item lacks what its type needs: its content, text, query or items.",
        [BadParameterName] = "A parameter has no name, or one that cannot be referred to.",
        [DuplicateParameter] = "A parameter is declared twice in the same group of parameters.",
        [UnknownParameter] = "A time range refers to a parameter that the workbook does not declare.",
        [BadEmbeddedJson] = "The values of a parameter are given as text that is no JSON.",
        [CannotUnpack] = "JSON cannot be unpacked without a loss: it has a member twice or is nested too deeply.",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
