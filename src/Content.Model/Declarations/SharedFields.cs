namespace Content.Model.Declarations;

/// <summary>Keys that several kinds of content have.</summary>
internal static class SharedFields
{
    private const string ColumnPattern = @"^[a-zA-Z_]\w*$";

    private static readonly string[] Tactics =
    [
        "Reconnaissance", "ResourceDevelopment", "InitialAccess", "Execution", "Persistence", "PrivilegeEscalation", "DefenseEvasion", "CredentialAccess", "Discovery",
        "LateralMovement", "Collection", "Exfiltration", "CommandAndControl", "Impact", "PreAttack", "ImpairProcessControl", "InhibitResponseFunction",
    ];

    /// <summary>The tactics that Sentinel takes for a rule.</summary>
    public static readonly TextShape Tactic = new() { Suggestions = Tactics, IsClosed = true };

    /// <summary>Tactics where they are but words: tags of a hunting query. Files there have others.</summary>
    public static readonly TextShape TacticWord = new() { Suggestions = Tactics };

    public static readonly TextShape EntityType = new()
    {
        Suggestions =
        [
            "Account", "Host", "IP", "URL", "File", "FileHash", "Process", "DNS", "CloudApplication", "AzureResource", "Malware", "RegistryKey", "RegistryValue", "SecurityGroup",
            "Mailbox", "MailMessage", "MailCluster", "SubmissionMail", "IoTDevice",
        ],
        IsClosed = true,
    };

    public static readonly TextShape Technique = new() { Pattern = @"^\s*T\d{4}(\.\d{3})?\s*$" };
    public static readonly TextShape Column = new() { Pattern = ColumnPattern, MaxLength = Limits.ColumnNameLength };
    public static readonly TextShape Version = new() { MaxLength = Limits.VersionLength };

    public static readonly TextField ConnectorId = new("connectorId", "Identifier of the connector.") { Need = Need.Required };
    public static readonly TextsField DataTypes = new("dataTypes", "Tables that it has to fill.") { OtherCases = ["datatypes"] };
    public static readonly RecordShape Connector = new("a required data connector", ConnectorId, DataTypes);

    public static readonly TextField EntityTypeField = new("entityType", "Type of the entity.", EntityType) { Need = Need.Required };
    public static readonly TextField Identifier = new("identifier", "Property of the entity, such as HostName.") { Need = Need.Required };
    public static readonly TextField ColumnName = new("columnName", "Column of the query's result.", Column) { Need = Need.Required };
    public static readonly RecordShape FieldMapping = new("a field mapping", Identifier, ColumnName);
    public static readonly RecordsField FieldMappings = new("fieldMappings", "What identifies the entity.", FieldMapping, 1, Limits.FieldMappings) { Need = Need.Required };
    public static readonly RecordShape EntityMapping = new("an entity mapping", EntityTypeField, FieldMappings);
    public static readonly RecordsField EntityMappings = new("entityMappings", "Entities that are made of the result's columns.", EntityMapping, 0, Limits.EntityMappings);

    public static readonly MapField CustomDetails = new("customDetails", "Columns of the result that alerts carry, by the name they have there.",
        new MapShape("NAME", Column) { KeyPattern = @"^[a-zA-Z]\w*$", MaxKeyLength = Limits.CustomDetailKeyLength, MaxCount = Limits.CustomDetails });

    public static readonly ListField Tags = new("tags", "Words, or names with values. Not deployed.", new ListShape(new EitherShape(TextShape.Any, new MapShape("NAME", TextShape.Any) { AllowsNull = true })));

    public static readonly TextField Owner = new("owner", "Person or team that looks after the content. Not deployed.");
    public static readonly TextField Status = new("status", "Where the content is in its life: Available, Experimental, Deprecated. Not deployed.", new TextShape { Suggestions = ["Available", "Experimental", "Deprecated"] });
    public static readonly TextField ReviewDate = new("reviewDate", "Day by which somebody looks at it again, 2027-03-01. Not deployed.", new TextShape { Pattern = @"^\s*\d{4}-\d{2}-\d{2}\s*$" });

    public static readonly TextField SourceKind = new("kind", "Where the content comes from: Community, Solution, ….");
    public static readonly TextField Name = new("name", "A name.");
    public static readonly TextField Email = new("email", "An e-mail address.");
    public static readonly TextField Link = new("link", "A web page.");
    public static readonly TextField Tier = new("tier", "Who supports it: Microsoft, Partner, Community.");
    public static readonly TextsField Domains = new("domains", "What it is about: Identity, Security - Network, ….");
    public static readonly TextsField Verticals = new("verticals", "Industries that it is for.");
    public static readonly RecordField Source = new("source", "Where the content comes from.", new RecordShape("the source of content", SourceKind, Name));
    public static readonly RecordField Author = new("author", "Who wrote it.", new RecordShape("an author", Name, Email, Link));
    public static readonly RecordField Support = new("support", "Who supports it.", new RecordShape("the support of content", Tier, Name, Email, Link));
    public static readonly RecordField Categories = new("categories", "What it is about.", new RecordShape("the categories of content", Domains, Verticals));
    private static readonly RecordShape MetadataShape = new("the metadata",
        Source, Author, Support, Categories,
        new NodeField("providers", "Vendors whose products it needs.", new EitherShape(TextShape.Any, new ListShape(TextShape.Any))),
        new TextsField("threatAnalysisTactics", "Tactics.", TacticWord),
        new TextsField("threatAnalysisTechniques", "Techniques."));

    public static readonly RecordField Metadata = new("metadata", "Where standalone content comes from and who supports it. Deployed as a metadata resource.", MetadataShape);

    /// <summary>The keys of the metadata, for files in which they stand at the top because of a wrong indentation.</summary>
    public static readonly StrayKey[] MetadataAtTop = [.. MetadataShape.Fields.Select(field => new StrayKey(field.Key, null, "Indent it below 'metadata'."))];

    public static readonly TextField Strategy = new("strategy", "Detection strategy.", new TextShape { Pattern = @"^DET\d{4}$" });
    public static readonly TextField Analytic = new("analytic", "Analytic of the strategy.", new TextShape { Pattern = @"^AN\d{4}$" });
    public static readonly TextField AttackTechnique = new("technique", "Technique or sub-technique of any domain, also mobile.", Technique);
    public static readonly TextsField DataComponents = new("dataComponents", "Data components that the content looks at.");
    public static readonly TextsField LogSources = new("logSources", "Log sources of the analytic that the content reads.");

    public static readonly RecordField Attack = new("attack", "What the content is in terms of ATT&CK detection strategies; for ids that Sentinel's own fields cannot hold.",
        new RecordShape("an ATT&CK mapping", Strategy, Analytic, AttackTechnique, DataComponents, LogSources));
}
