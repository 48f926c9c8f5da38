namespace Content.Workbooks.Evaluation;

/// <summary>Where queries of workbooks run: the numbers of the format, and what they are called in messages and in recorded responses.</summary>
internal static class WorkbookQueryTypes
{
    /// <summary>Log Analytics.</summary>
    public const int Logs = 0;
    /// <summary>Azure Resource Graph.</summary>
    public const int ResourceGraph = 1;
    /// <summary>A merge of the rows of other steps.</summary>
    public const int Merge = 7;
    /// <summary>JSON that stands in the workbook.</summary>
    public const int Json = 8;
    /// <summary>Azure Resource Manager.</summary>
    public const int Arm = 12;
    /// <summary>Metrics of resources: an item of their own rather than a query, so the format has no number for them.</summary>
    public const int Metrics = -10;

    private static readonly (int Type, string Key, string Name)[] All =
    [
        (-1, "sample", "sample data of the portal"),
        (Logs, "logs", "Log Analytics"),
        (ResourceGraph, "resourceGraph", "Azure Resource Graph"),
        (2, "parameters", "a query of parameters"),
        (4, "health", "Azure health"),
        (6, "customProvider", "a custom resource provider"),
        (Merge, "merge", "merge"),
        (Json, "json", "JSON"),
        (9, "dataExplorer", "Azure Data Explorer"),
        (10, "endpoint", "a custom endpoint"),
        (11, "intune", "Intune"),
        (Arm, "arm", "Azure Resource Manager"),
        (13, "changeAnalysis", "change analysis"),
        (14, "graph", "Microsoft Graph"),
        (15, "rbac", "role-based access"),
        (16, "prometheus", "Prometheus"),
        (17, "gpt", "GPT"),
        (Metrics, "metrics", "metrics of resources"),
    ];

    /// <summary>What a type is called in messages.</summary>
    public static string NameOf(int type) => Array.Find(All, each => each.Type == type).Name ?? $"a query of type {type}";

    /// <summary>The type of a key of recorded responses; null when there is none.</summary>
    public static int? FromKey(string key) => Array.FindIndex(All, each => each.Key == key) is var index and >= 0 ? All[index].Type : null;

    /// <summary>The keys of what can be recorded, in order of the types.</summary>
    public static IEnumerable<string> RecordedKeys => All.Where(each => each.Type is not (Logs or Merge or Json)).Select(each => each.Key);
}
