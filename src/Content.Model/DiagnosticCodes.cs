using System.Collections.Immutable;

namespace Content.Model;

/// <summary>Codes of everything that reading content can find, with a line on each.</summary>
public static class DiagnosticCodes
{
    /// <summary>The file is no valid YAML.</summary>
    public const string BadYaml = "YAML001";
    /// <summary>A tab indents a line.</summary>
    public const string Tab = "YAML002";
    /// <summary>A key is given twice.</summary>
    public const string DuplicateKey = "YAML003";
    /// <summary>An alias names no anchor.</summary>
    public const string UnknownAlias = "YAML004";
    /// <summary>A YAML feature that content cannot use.</summary>
    public const string Unsupported = "YAML005";
    /// <summary>More than one document in a file.</summary>
    public const string SeveralDocuments = "YAML006";
    /// <summary>Too deep or too large.</summary>
    public const string TooComplex = "YAML007";

    /// <summary>A file cannot be read.</summary>
    public const string UnreadableFile = "CONTENT001";
    /// <summary>A file is not UTF-8.</summary>
    public const string BadEncoding = "CONTENT002";
    /// <summary>A file is no known kind of content.</summary>
    public const string NotRecognised = "CONTENT003";
    /// <summary>A required field is missing.</summary>
    public const string MissingField = "CONTENT004";
    /// <summary>A recommended field is missing.</summary>
    public const string RecommendedField = "CONTENT005";
    /// <summary>A key that nothing reads.</summary>
    public const string UnknownKey = "CONTENT006";
    /// <summary>A key is spelled in another case.</summary>
    public const string KeyCase = "CONTENT007";
    /// <summary>A value is of the wrong type.</summary>
    public const string WrongType = "CONTENT008";
    /// <summary>A text is no duration.</summary>
    public const string BadDuration = "CONTENT009";
    /// <summary>A text is no GUID.</summary>
    public const string BadGuid = "CONTENT010";
    /// <summary>A value is none of the allowed ones.</summary>
    public const string BadEnum = "CONTENT011";
    /// <summary>A text is no point in time.</summary>
    public const string BadDateTime = "CONTENT012";
    /// <summary>An identifier or name is used twice.</summary>
    public const string DuplicateIdentifier = "CONTENT013";
    /// <summary>A key does not go with the kind of the rule.</summary>
    public const string KeyNotForKind = "CONTENT014";
    /// <summary>A file that is referred to does not exist.</summary>
    public const string MissingFile = "CONTENT015";
    /// <summary>A CSV file is malformed.</summary>
    public const string BadCsv = "CONTENT016";
    /// <summary>A column is not in the CSV file.</summary>
    public const string UnknownCsvColumn = "CONTENT017";
    /// <summary>A parameter list of a function is malformed.</summary>
    public const string BadParameters = "CONTENT018";
    /// <summary>A JSON file is malformed.</summary>
    public const string BadJson = "CONTENT019";
    /// <summary>A value is empty or outside of what it can be.</summary>
    public const string BadValue = "CONTENT020";
    /// <summary>The configuration of the repository is missing or wrong.</summary>
    public const string Configuration = "CONTENT021";
    /// <summary>A tests file belongs to no rule.</summary>
    public const string TestsWithoutRule = "CONTENT022";

    /// <summary>An environment sets a tunable that is not declared.</summary>
    public const string UnknownTunable = "CONTENT023";
    /// <summary>A value of a tunable is not of its type.</summary>
    public const string BadTunable = "CONTENT024";

    /// <summary>A test case refers to a case, or to a value of a matrix, that is not there.</summary>
    public const string UnknownCase = "CONTENT025";

    /// <summary>An overlay or selection of an environment is wrong.</summary>
    public const string BadOverlay = "CONTENT026";
    /// <summary>An overlay or selection names something that is not there.</summary>
    public const string UnknownOverlayTarget = "CONTENT027";
    /// <summary>An overlay changes nothing.</summary>
    public const string IdleOverlay = "CONTENT028";

    /// <summary>A summary of each code, in order of the codes.</summary>
    public static ImmutableSortedDictionary<string, string> Summaries { get; } = new Dictionary<string, string>
    {
        [BadYaml] = "The file is not valid YAML.",
        [Tab] = "A tab indents a line; YAML is indented with blanks.",
        [DuplicateKey] = "A mapping has a key twice.",
        [UnknownAlias] = "An alias names an anchor that does not stand before it.",
        [Unsupported] = "A YAML feature that content cannot use: merge keys and keys that are no text.",
        [SeveralDocuments] = "A file has several YAML documents; only the first is read.",
        [TooComplex] = "A file is nested too deeply or grows too large with its aliases written out.",
        [UnreadableFile] = "A file or folder cannot be read.",
        [BadEncoding] = "A file is not valid UTF-8.",
        [NotRecognised] = "A YAML file is no kind of content that is known.",
        [MissingField] = "A required field is missing or empty.",
        [RecommendedField] = "A field is missing that Sentinel does not insist on but its users need.",
        [UnknownKey] = "A key that nothing reads; its value has no effect.",
        [KeyCase] = "A key is spelled in another case than the format has it.",
        [WrongType] = "A value is of another type than its key needs.",
        [BadDuration] = "A text is no duration such as 5m, 01:00:00 or PT1H.",
        [BadGuid] = "An identifier is no GUID.",
        [BadEnum] = "A value is none of those that its key allows.",
        [BadDateTime] = "A text is no ISO 8601 point in time.",
        [DuplicateIdentifier] = "Two items have the same identifier or name.",
        [KeyNotForKind] = "A key does not go with the kind of the rule.",
        [MissingFile] = "A file that is referred to does not exist.",
        [BadCsv] = "A CSV file breaks RFC 4180 or its rows do not fit its header.",
        [UnknownCsvColumn] = "A column is named that the CSV file does not have.",
        [BadParameters] = "The parameters of a function cannot be read.",
        [BadJson] = "A file is not valid JSON.",
        [BadValue] = "A value is empty or outside of what it can be.",
        [Configuration] = "The repository's configuration is missing or wrong.",
        [TestsWithoutRule] = "A tests file belongs to no rule.",
        [UnknownTunable] = "An environment sets a tunable that is not declared.",
        [BadTunable] = "A value of a tunable is not of its type.",
        [UnknownCase] = "A test case refers to a case or to a value of its matrix that is not there.",
        [BadOverlay] = "An overlay or a selection of an environment says not what it is about, or sets what cannot be set.",
        [UnknownOverlayTarget] = "An overlay or a selection of an environment names a rule, watchlist, path or tag that is not there.",
        [IdleOverlay] = "An overlay of an environment changes nothing: the files say the same.",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
