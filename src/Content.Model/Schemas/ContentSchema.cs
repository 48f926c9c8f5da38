using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Content.Model.Declarations;
using Content.Model.Reading;
using Content.Model.Yaml;

namespace Content.Model.Schemas;

/// <summary>The JSON Schema (draft 2020-12) of a kind of file, written from the declarations that reading follows.</summary>
public sealed class ContentSchema
{
    /// <summary>Name of the page with the keys of all kinds.</summary>
    public const string ReferenceFileName = "README.md";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ContentSchema(string name, string title, string description, params Alternative[] alternatives)
    {
        Name = name;
        Title = title;
        Description = description;
        Alternatives = alternatives;
    }

    /// <summary>Schemas of all kinds of files.</summary>
    public static ImmutableArray<ContentSchema> All { get; } =
    [
        new("analytics-rule", "Analytics rule", "Kinds Scheduled and NRT, in the format of the Azure-Sentinel repository.",
            Alternative.Moved, new("Analytics rule", RuleFields.Shape)),
        new("service-rule", "Rule of the service", "Analytics rules without a query: MicrosoftSecurityIncidentCreation, Fusion, MLBehaviorAnalytics, ThreatIntelligence.",
            new Alternative("Rule of the service", ServiceRuleFields.Shape)),
        new("hunting-query", "Hunting query", "In the format of the Azure-Sentinel repository.",
            Alternative.Moved, new("Hunting query", HuntingFields.Shape)),
        new("parser", "Parser or function", "The ASIM format, the saved-function format and the short one.",
            Alternative.Moved,
            new("ASIM format", ParserFields.Asim) { Signs = ParserFields.AsimSigns },
            new("Saved-function format", ParserFields.Legacy) { Signs = ParserFields.LegacySigns },
            new("ASIM schema", ParserFields.AsimSchema) { Signs = [ParserFields.Fields.Key, ParserFields.EnumerationsKey] },
            new("Short format", ParserFields.Short)),
        new("watchlist", "Watchlist", "A header beside its CSV file.", new Alternative("Watchlist", WatchlistFields.Shape)),
        new("custom-table", "Custom table", "A table that the content brings along.", new Alternative("Custom table", TableFields.Shape)),
        new("automation-rule", "Automation rule", "Keys are those of the service's own body.", new Alternative("Automation rule", AutomationFields.Shape)),
        new("summary-rule", "Summary rule", "In the format of the Azure-Sentinel repository.", new Alternative("Summary rule", SummaryRuleFields.Shape)),
        new("workbook", "Workbook", "workbook.yaml: a header, and the workbook in it or as gallery JSON beside it.", new Alternative("Workbook", WorkbookFields.Shape)),
        new("blind-spots", "Blind-spot register", "What the detections of an ATT&CK detection strategy cannot see.", new Alternative("Blind-spot register", BlindSpotFields.Shape)),
        new("tests", "Tests", "NAME.tests.yaml: the tests of a rule.", new Alternative("Tests", TestFields.Shape)),
        new("sentinel-content", "Configuration", "sentinel-content.yaml: where content lies and where it is deployed to.", new Alternative("Configuration", ConfigurationFields.Shape)),
    ];

    /// <summary>Name of the kind: <c>analytics-rule</c>.</summary>
    public string Name { get; }

    /// <summary>Title for people.</summary>
    public string Title { get; }

    /// <summary>A sentence on the kind.</summary>
    public string Description { get; }

    /// <summary>Name of the file: <c>analytics-rule.schema.json</c>.</summary>
    public string FileName => Name + ".schema.json";

    /// <summary>Formats of the kind, told apart by their keys; the last one is what holds when no other does.</summary>
    internal Alternative[] Alternatives { get; }

    /// <summary>The schema as JSON.</summary>
    public JsonObject ToJson() => new SchemaWriter().Write(this);

    /// <summary>The schema as the text of a file, with a line break at its end.</summary>
    public string ToText() => ToJson().ToJsonString(Indented) + "\n";

    /// <summary>Markdown tables of the keys of all kinds.</summary>
    public static string ReferenceText() => KeyTables.Write(All);

    /// <summary>The schema of a kind; null when there is none of that name.</summary>
    public static ContentSchema? Find(string name) => All.FirstOrDefault(schema => schema.Name == name);

    /// <summary>The schema that a file of the repository follows.</summary>
    public static ContentSchema Of(ContentItem item) => Find(item switch
    {
        AnalyticsRule => "analytics-rule",
        ServiceRule => "service-rule",
        HuntingQuery or RedirectStub => "hunting-query",
        ParserFunction or AsimSchema => "parser",
        Watchlist => "watchlist",
        CustomTable => "custom-table",
        AutomationRule => "automation-rule",
        SummaryRule => "summary-rule",
        Workbook => "workbook",
        BlindSpotRegister => "blind-spots",
        RuleTests => "tests",
        _ => throw new ArgumentException($"There is no schema for {item.GetType().Name}.", nameof(item)),
    })!;

    /// <summary>The format of a file by its path and its keys; null when it is no kind of content.</summary>
    internal static Alternative? FormatOf(string path, YamlMapping root)
    {
        var kind = ContentKinds.Detect(path, root);
        var name = kind switch
        {
            ContentKind.AnalyticsRule => "analytics-rule",
            ContentKind.ServiceRule => "service-rule",
            ContentKind.HuntingQuery or ContentKind.Redirect => "hunting-query",
            ContentKind.Parser or ContentKind.AsimSchema => "parser",
            ContentKind.Watchlist => "watchlist",
            ContentKind.CustomTable => "custom-table",
            ContentKind.AutomationRule => "automation-rule",
            ContentKind.SummaryRule => "summary-rule",
            ContentKind.Workbook => "workbook",
            ContentKind.BlindSpots => "blind-spots",
            ContentKind.Tests => "tests",
            _ => null,
        };
        if (name is null)
            return null;
        var formats = Array.FindAll(Find(name)!.Alternatives, format => format.IsMoved == (kind == ContentKind.Redirect));
        return Array.Find(formats, format => Array.Exists(format.Signs, root.Has)) ?? formats[^1];
    }
}

/// <summary>One of the formats of a kind of file.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Shape">Its keys.</param>
internal sealed record Alternative(string Title, RecordShape Shape)
{
    /// <summary>A file that only says where its content has moved to.</summary>
    public static readonly Alternative Moved = new("Moved content", HuntingFields.Redirect) { IsMoved = true };

    /// <summary>Keys of which one makes a file be of this format.</summary>
    public string[] Signs { get; init; } = [];

    public bool IsMoved { get; private init; }
}
