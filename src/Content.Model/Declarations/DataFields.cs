using Content.Kql.Symbols;

namespace Content.Model.Declarations;

/// <summary>Keys of watchlists.</summary>
internal static class WatchlistFields
{
    private static readonly TextShape NameShape = new() { MinLength = Limits.WatchlistNameMinimum, MaxLength = Limits.WatchlistNameMaximum };

    public static readonly TextField Alias = new("alias", "Name that _GetWatchlist takes.",
        new TextShape { MinLength = Limits.WatchlistNameMinimum, MaxLength = Limits.WatchlistNameMaximum, Pattern = "^[A-Za-z0-9].*[A-Za-z0-9]$" }) { Need = Need.Required };
    public static readonly TextField DisplayName = new("displayName", "Display name.", NameShape) { Default = "the alias" };
    public static readonly TextField Description = new("description", "What the list holds.");
    public static readonly TextField Provider = new("provider", "Who keeps the list.") { Default = "Custom" };
    public static readonly TextField ItemsSearchKey = new("itemsSearchKey", "Header of the column that queries join on, exactly as in the CSV file.") { Need = Need.Required };
    public static readonly TextField Source = new("source", "CSV file, relative to this one.", TextShape.File) { Need = Need.Required };
    public static readonly DurationField DefaultDuration = new("defaultDuration", "How long an item lives.") { Default = "for ever" };
    public static readonly TextsField Labels = new("labels", "Words to find the list by.");

    public static readonly RecordShape Shape = new("a watchlist", Alias, DisplayName, Description, Provider, ItemsSearchKey, Source, DefaultDuration, Labels, SharedFields.Owner, SharedFields.Status, SharedFields.ReviewDate);
}

/// <summary>Keys of custom tables.</summary>
internal static class TableFields
{
    private static readonly Choices<KqlType> Types = new(
        ["string", "int", "long", "real", "bool", "datetime", "dynamic", "guid", "timespan", "decimal", "boolean", "double"],
        [KqlType.String, KqlType.Int, KqlType.Long, KqlType.Real, KqlType.Bool, KqlType.DateTime, KqlType.Dynamic, KqlType.Guid, KqlType.TimeSpan, KqlType.Decimal, KqlType.Bool, KqlType.Real]);

    public static readonly TextField Table = new("table", "Name of the table; that of a custom table ends in _CL.", new TextShape { Pattern = "^[A-Za-z0-9_-]{4,63}$" }) { Need = Need.Required };
    public static readonly TextField Description = new("description", "What the table holds.");
    public static readonly ChoiceField<string> Plan = new("plan", "Table plan.", Names.Of("Analytics", "Basic", "Auxiliary")) { Default = "Analytics" };
    public static readonly IntegerField RetentionInDays = new("retentionInDays", "Days that rows can be queried for.", new IntegerShape { Minimum = -1, Maximum = 730 }) { Default = "that of the workspace" };
    public static readonly IntegerField TotalRetentionInDays = new("totalRetentionInDays", "Days that rows are kept in all.", new IntegerShape { Minimum = -1, Maximum = 4383 }) { Default = "retentionInDays" };
    public static readonly TextField ColumnName = new("name", "Name of the column.", new TextShape { MinLength = 1, MaxLength = Limits.TableColumnNameLength }) { Need = Need.Required };
    public static readonly ChoiceField<KqlType> ColumnType = new("type", "Type of the column.", Types) { Need = Need.Required };
    public static readonly TextField ColumnDescription = new("description", "What the column holds.");
    public static readonly RecordsField Columns = new("columns", "Its columns; TimeGenerated (datetime) is one of them.", new RecordShape("a column", ColumnName, ColumnType, ColumnDescription), 1, Limits.TableColumns)
    { Need = Need.Required };

    public static readonly RecordShape Shape = new("a custom table", Table, Description, Plan, RetentionInDays, TotalRetentionInDays, Columns, SharedFields.Owner, SharedFields.Status, SharedFields.ReviewDate);
}

/// <summary>Keys of the header of a workbook.</summary>
internal static class WorkbookFields
{
    public static readonly TextField Id = new("id", "GUID; the name of the deployed workbook.", TextShape.Guid) { Need = Need.Required };
    public static readonly TextField Name = new("name", "Display name.") { Need = Need.Required };
    public static readonly TextField Description = new("description", "What the workbook shows.");
    public static readonly TextField Category = new("category", "Gallery that it is in.") { Default = "sentinel" };
    public static readonly TextField Version = new("version", "Version, a.b.c.");
    public static readonly TextField File = new("file", "Gallery JSON of the workbook (.workbook, .json), or an ARM template around it, relative to this file; this or content.", TextShape.File);
    public static readonly NodeField Content = new("content", "The workbook written as code: its gallery JSON as YAML, with texts and queries in files of their own where {$file: PATH} stands; this or file.",
        new MapShape("Property of the workbook", AnyShape.Instance));

    public static readonly IntegerField Indent = new("indent", "Blanks a level; 0 for one line.", new IntegerShape { Minimum = 0, Maximum = 16 }) { Default = "2" };
    public static readonly BooleanField Ascii = new("ascii", "Whether characters outside ASCII are escaped.") { Default = "false" };
    public static readonly BooleanField Crlf = new("crlf", "Whether lines end in CRLF.") { Default = "false" };
    public static readonly BooleanField LastLineEnd = new("lastLineEnd", "Whether the last line has an end.") { Default = "true" };
    public static readonly BooleanField ByteOrderMark = new("byteOrderMark", "Whether the file begins with a byte order mark.") { Default = "false" };
    public static readonly RecordField Layout = new("layout", "How the packed JSON is laid out. 'workbook unpack' writes down what the JSON had.", new RecordShape("the layout of JSON", Indent, Ascii, Crlf, LastLineEnd, ByteOrderMark));

    public static readonly RecordShape Shape = new("a workbook", Id, Name, Description, Category, Version, File, Content, Layout, SharedFields.Owner, SharedFields.Status, SharedFields.ReviewDate) { NeedsOneOf = [File, Content] };
}

/// <summary>Keys of summary rules.</summary>
internal static class SummaryRuleFields
{
    public static readonly TextField Id = new("id", "GUID.", TextShape.Guid) { Need = Need.Required };
    public static readonly TextField DisplayName = new("displayName", "Display name.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly TextField Description = new("description", "What the summary is for.") { Need = Need.Recommended };
    public static readonly TextField DestinationTable = new("destinationTable", "Table that gets the rows; ends in _CL.", new TextShape { Pattern = "^[A-Za-z][A-Za-z0-9_]*_CL$" }) { Need = Need.Required };
    public static readonly TextField Query = new("query", "The KQL query over one bin.", TextShape.Query) { Need = Need.Required };
    public static readonly IntegerField BinSize = new("binSize", "Minutes that each run looks at.", new IntegerShape { Values = [20, 30, 60, 120, 180, 360, 720, 1440] }) { Need = Need.Required };
    public static readonly IntegerField BinDelay = new("binDelay", "Minutes to wait for late events before a bin is summarised.", new IntegerShape { Minimum = 0, Maximum = 1440 });
    public static readonly TextField BinStartTime = new("binStartTime", "When the first bin starts; ISO 8601 in UTC.", TextShape.DateTime);
    public static readonly ChoiceField<string> TimeSelector = new("timeSelector", "Column that bins are cut by.", Names.Of("TimeGenerated")) { Default = "TimeGenerated" };
    public static readonly TextField Version = new("version", "Version, a.b.c.", SharedFields.Version);

    public static readonly RecordShape Shape = new("a summary rule",
        Id, DisplayName, Description, RuleFields.RequiredDataConnectors, DestinationTable, Query, BinSize, BinDelay, BinStartTime, TimeSelector, Version, SharedFields.Tags, SharedFields.Metadata,
        SharedFields.Owner, SharedFields.Status, SharedFields.ReviewDate);
}

/// <summary>Keys of analytics rules whose detection is the service's own.</summary>
internal static class ServiceRuleFields
{
    public static readonly ChoiceField<ServiceRuleKind> Kind = new("kind", "Incidents from the alerts of a Microsoft product, or a built-in detection.", new Choices<ServiceRuleKind>(
        ["MicrosoftSecurityIncidentCreation", "Fusion", "MLBehaviorAnalytics", "ThreatIntelligence"],
        [ServiceRuleKind.MicrosoftSecurityIncidentCreation, ServiceRuleKind.Fusion, ServiceRuleKind.MLBehaviorAnalytics, ServiceRuleKind.ThreatIntelligence])) { Need = Need.Required };
    public static readonly TextField Id = new("id", "Name of the deployed rule; a GUID, or BuiltInFusion.") { Need = Need.Required };
    public static readonly TextField Name = new("name", "Display name. Fusion and MLBehaviorAnalytics have that of their template.", new TextShape { MaxLength = Limits.NameLength });
    public static readonly TextField Description = new("description", "What the rule is for.", new TextShape { MaxLength = Limits.DescriptionLength });
    public static readonly BooleanField Enabled = new("enabled", "Whether the rule runs once it is deployed.") { Default = "true" };
    public static readonly TextField Template = new("alertRuleTemplateName", "GUID of the template.", TextShape.Guid);
    public static readonly TextField ProductFilter = new("productFilter", "Product whose alerts become incidents, by its older name.", new TextShape
    {
        Suggestions =
        [
            "Microsoft Cloud App Security", "Azure Security Center", "Azure Advanced Threat Protection", "Azure Active Directory Identity Protection", "Azure Security Center for IoT",
            "Office 365 Advanced Threat Protection", "Microsoft Defender Advanced Threat Protection",
        ],
    });
    public static readonly ChoicesField<AlertSeverity> SeveritiesFilter = new("severitiesFilter", "Severities that become incidents.", RuleFields.Severities) { Default = "all" };
    public static readonly TextsField DisplayNamesFilter = new("displayNamesFilter", "Alert names that become incidents.") { Default = "all" };
    public static readonly TextsField DisplayNamesExcludeFilter = new("displayNamesExcludeFilter", "Alert names that do not.");
    public static readonly NodeField SourceSettings = new("sourceSettings", "Sources of Fusion and whether each takes part, as the API has them.", new ListShape(AnyShape.Instance));
    public static readonly NodeField ScenarioExclusionPatterns = new("scenarioExclusionPatterns", "Scenarios of Fusion that make no incident, as the API has them.", new ListShape(AnyShape.Instance));
    public static readonly ChoiceField<AlertSeverity> Severity = new("severity", "Severity of the template. Not deployed.", RuleFields.Severities);
    public static readonly TextsField Tactics = new("tactics", "Tactics of the template. Not deployed.", SharedFields.Tactic);
    public static readonly TextField Version = new("version", "Version, a.b.c.", SharedFields.Version);

    public static readonly RecordShape Shape = new("a rule of the service",
        Id, Name, Description, Kind, Enabled, Template, ProductFilter, SeveritiesFilter, DisplayNamesFilter, DisplayNamesExcludeFilter, SourceSettings, ScenarioExclusionPatterns,
        Severity, SharedFields.Status, HuntingFields.RequiredDataConnectors, Tactics, RuleFields.RelevantTechniques, Version, SharedFields.Tags, SharedFields.Metadata,
        SharedFields.Owner, SharedFields.ReviewDate)
    {
        Variants =
        [
            new Variant(Kind, "MicrosoftSecurityIncidentCreation") { Required = [Name, ProductFilter] },
            new Variant(Kind, "Fusion", "MLBehaviorAnalytics") { Required = [Template] },
            new Variant(Kind, "ThreatIntelligence") { Required = [Name] },
        ],
    };
}
