using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Kinds of YAML files.</summary>
internal enum ContentKind : byte
{
    Unknown,
    AnalyticsRule,
    HuntingQuery,
    Parser,
    Watchlist,
    CustomTable,
    Workbook,
    Tests,
    Redirect,
    ServiceRule,
    SummaryRule,
    AutomationRule,
    AsimSchema,
    BlindSpots,
}

/// <summary>Tells what kind of content a file is, by its keys first and its folder where they leave a doubt.</summary>
internal static class ContentKinds
{
    /// <summary>What makes each kind known, for messages.</summary>
    public const string Signs =
        "A rule has 'kind: Scheduled' or 'kind: NRT' and a 'query', a hunting query a 'query' alone, a parser 'FunctionName' or 'ParserName', "
        + "a watchlist 'itemsSearchKey', a custom table 'table' and 'columns', an automation rule 'triggeringLogic', a summary rule 'destinationTable', a blind-spot register 'blindSpots'; tests are in *.tests.yaml, a workbook's header in workbook.yaml.";

    private static readonly string[] ParserKeys = ["ParserName", "ParserQuery", "FunctionName", "FunctionQuery", "functionAlias"];

    private static readonly string[] SummaryRuleKeys = ["destinationTable", "binSize"];

    private static readonly string[] RuleKeys = ["query", "severity", "queryFrequency", "triggerOperator"];

    private static readonly string[] ScheduleKeys = ["queryFrequency", "queryPeriod", "triggerOperator", "triggerThreshold"];

    private static readonly HashSet<string> RedirectKeys = new(StringComparer.OrdinalIgnoreCase) { "id", "name", "description", "version", "kind", "tags" };

    /// <summary>Words of which one is in the description of a file that only points elsewhere.</summary>
    public static readonly string[] MovingWords = ["moved", "migrat", "new location", "find here", "relocated", "redirect"];

    public static ContentKind Detect(string path, YamlMapping root)
    {
        if (TestsReader.IsTestsFile(path))
            return ContentKind.Tests;
        if (path == WorkbookReader.FileName || path.EndsWith("/" + WorkbookReader.FileName, StringComparison.Ordinal))
            return ContentKind.Workbook;
        if (HasAny(root, ParserKeys))
            return ContentKind.Parser;
        if (!root.Has("query") && (root.FindAnyCase(ParserFields.Fields.Key)?.Value is YamlSequence || root.FindAnyCase(ParserFields.EnumerationsKey)?.Value is YamlMapping))
            return ContentKind.AsimSchema;
        if (root.Has("triggeringLogic"))
            return ContentKind.AutomationRule;
        if (root.Has("blindSpots"))
            return ContentKind.BlindSpots;
        if (root.Has("itemsSearchKey"))
            return ContentKind.Watchlist;
        if (root.Has("table") && root.Has("columns"))
            return ContentKind.CustomTable;
        if (root.Has("query") && HasAny(root, SummaryRuleKeys))
            return ContentKind.SummaryRule;
        var kind = (root.FindAnyCase("kind")?.Value as YamlScalar)?.Value;
        if (kind is not null && ServiceRuleFields.Kind.Choices.TryFind(kind.Trim(), out _))
            return ContentKind.ServiceRule;
        if (IsRedirect(root))
            return ContentKind.Redirect;
        if (kind is not null && HasAny(root, RuleKeys))
            return ContentKind.AnalyticsRule;
        if (root.Has("query") && (InFolder(path, "hunting") || !(InFolder(path, "rules") || HasAny(root, ScheduleKeys))))
            return ContentKind.HuntingQuery;
        if (root.Has("query"))
            return ContentKind.AnalyticsRule;
        return ByFolder(path);
    }

    /// <summary>Whether a file is a custom detection of the Defender portal, by the keys of its API.</summary>
    public static bool IsCustomDetection(YamlMapping root) => root.Has("queryCondition") && root.Has("detectionAction");

    // A file whose telling keys are missing is still meant as something when it lies where that is kept.
    private static ContentKind ByFolder(string path) => ParentOf(path) switch
    {
        "rules" => ContentKind.AnalyticsRule,
        "hunting" => ContentKind.HuntingQuery,
        "parsers" => ContentKind.Parser,
        "watchlists" => ContentKind.Watchlist,
        "tables" => ContentKind.CustomTable,
        "automation" or "automation-rules" => ContentKind.AutomationRule,
        "summary" or "summary-rules" => ContentKind.SummaryRule,
        _ => ContentKind.Unknown,
    };

    // What the Azure-Sentinel repository leaves behind where content has moved on.
    private static bool IsRedirect(YamlMapping root) =>
        root.Has("id") && root.Has("description") && !root.Has("query")
        && root.Entries.All(entry => RedirectKeys.Contains(entry.Key.Value))
        && root.FindAnyCase("description")!.Value is YamlScalar description
        && MovingWords.Any(word => description.Value.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool HasAny(YamlMapping root, string[] keys)
    {
        foreach (var key in keys)
        {
            if (root.Has(key))
                return true;
        }

        return false;
    }

    private static bool InFolder(string path, string start) => path.Split('/')[..^1].Any(part => part.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static string ParentOf(string path)
    {
        var parts = path.Split('/');
        return parts.Length < 2 ? "" : parts[^2].ToLowerInvariant();
    }
}
