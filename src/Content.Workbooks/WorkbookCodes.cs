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
    /// <summary>A number or name that the viewer does not know: a visualization, formatter, kind of query or parameter.</summary>
    public const string UnknownValue = "WORKBOOK010";
    /// <summary>A merge of a step that does not exist.</summary>
    public const string UnknownStep = "WORKBOOK011";
    /// <summary>A reference to a parameter that nothing declares.</summary>
    public const string UndefinedParameter = "WORKBOOK012";
    /// <summary>A reference to a parameter that is declared further down.</summary>
    public const string UsedBeforeDeclared = "WORKBOOK013";
    /// <summary>Parameters that wait for each other.</summary>
    public const string ParameterCycle = "WORKBOOK014";
    /// <summary>A parameter that nothing uses.</summary>
    public const string UnusedParameter = "WORKBOOK015";
    /// <summary>A condition that cannot hold.</summary>
    public const string NeverVisible = "WORKBOOK016";
    /// <summary>A setting for a column that the query does not have.</summary>
    public const string UnknownColumn = "WORKBOOK017";
    /// <summary>What must not leave the workspace.</summary>
    public const string Leak = "WORKBOOK018";
    /// <summary>More than is taken or advisable.</summary>
    public const string BeyondLimit = "WORKBOOK019";
    /// <summary>What Microsoft's templates must not have.</summary>
    public const string TemplateLint = "WORKBOOK020";
    /// <summary>A file of recorded responses that cannot be used as it is.</summary>
    public const string BadRecording = "WORKBOOK021";

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
        [UnknownValue] = "A visualization, formatter, kind of query or of parameter is none that workbooks have.",
        [UnknownStep] = "A merge names a step that the workbook does not have.",
        [UndefinedParameter] = "A text or query refers to a parameter that nothing declares.",
        [UsedBeforeDeclared] = "A step uses a parameter that is declared further down.",
        [ParameterCycle] = "Parameters depend on each other in a circle.",
        [UnusedParameter] = "Nothing uses a parameter.",
        [NeverVisible] = "A step is shown under a condition that can never hold.",
        [UnknownColumn] = "A formatter, setting, export or link names a column that the query does not have.",
        [Leak] = "A workbook holds the id of a subscription, a key or a token.",
        [BeyondLimit] = "A workbook is beyond a limit of the service or of its templates.",
        [TemplateLint] = "A workbook has what Microsoft refuses in its templates.",
        [BadRecording] = "A file of recorded responses is not written as it has to be.",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
