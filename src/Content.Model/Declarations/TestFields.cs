using Content.Diagnostics;

namespace Content.Model.Declarations;

/// <summary>Keys of tests files.</summary>
internal static class TestFields
{
    private static readonly MapShape Row = new("COLUMN", AnyShape.Instance);
    private static readonly ListShape Rows = new(Row);

    public static readonly TextField File = new("file", "NDJSON, JSON array or CSV, relative to this file.", TextShape.File);
    public static readonly ListField InlineRows = new("rows", "Rows after those of the file.", Rows);
    public static readonly RecordShape Data = new("the data of a table", ScenarioFields.Inherit, File, InlineRows, ScenarioFields.Generate, ScenarioFields.Set)
    { NeedsOneOf = [ScenarioFields.Inherit, File, InlineRows, ScenarioFields.Generate] };
    private static readonly EitherShape DataSet = new(Rows, TextShape.File, Data);


    public static readonly TextField Title = new("title", "Title of the alert.");
    public static readonly TextField AlertDescription = new("description", "Description of the alert.");
    public static readonly ChoiceField<AlertSeverity> Severity = new("severity", "Severity of the alert.", RuleFields.Severities);
    public static readonly TextsField Tactics = new("tactics", "Tactics of the alert.", SharedFields.Tactic);
    public static readonly MapField CustomDetails = new("customDetails", "Custom details of the alert.", new MapShape("NAME", AnyShape.Instance));
    public static readonly RecordShape Alert = new("an expected alert",
        Title, AlertDescription, Severity, Tactics, ScenarioFields.Techniques, ScenarioFields.Entities, ScenarioFields.EntityCount, CustomDetails, ScenarioFields.Properties, ScenarioFields.AlertRule, ScenarioFields.AlertRun,
        ScenarioFields.Raised, ScenarioFields.StartTime, ScenarioFields.EndTime, ScenarioFields.Events, ScenarioFields.Notes);

    public static readonly NodeField Alerts = new("alerts", "How many alerts, or one item an alert.", new EitherShape(new IntegerShape { Minimum = 0 }, new ListShape(Alert)));
    public static readonly NodeField ExpectedRows = new("rows", "How many rows, or exactly these rows in any order, compared on the columns given.", new EitherShape(new IntegerShape { Minimum = 0 }, Rows));
    public static readonly ListField RowsInclude = new("rowsInclude", "Rows that are in the result.", Rows);
    public static readonly ListField RowsExclude = new("rowsExclude", "Rows that are not in the result.", Rows);
    public static readonly TextsField Columns = new("columns", "Columns of the result.");
    public static readonly ListField RowsInOrder = new("rowsInOrder", "Exactly these rows in this order, compared on the columns given.", Rows);
    private static readonly Field[] Expected =
    [
        Alerts, ScenarioFields.FirstRun, ScenarioFields.LastRun, ScenarioFields.Incidents, ScenarioFields.Silence, ScenarioFields.Entities, ScenarioFields.Runs, ExpectedRows, RowsInOrder, RowsInclude, RowsExclude, Columns,
        ScenarioFields.Snapshot,
    ];
    public static readonly RecordShape Expectations = new("what a case expects", Expected) { NeedsOneOf = Expected };

    public static readonly TextField Name = new("name", "Name of the case, unique in the file.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly TextField Description = new("description", "What the case is about.");
    public static readonly TextField Now = new("now", "When the rule runs, once unless 'for' is given; ISO 8601 in UTC.", TextShape.DateTime);
    public static readonly MapField Tables = new("tables", "Rows of tables: inline, a file, or both.", new MapShape("TABLE", DataSet) { AllowsNull = true });
    public static readonly MapField Watchlists = new("watchlists", "Rows of watchlists; one that is not named has those it ships with.", new MapShape("ALIAS", DataSet) { AllowsNull = true });
    public static readonly MapField Functions = new("functions", "Functions that are replaced: by rows as for a table, or by a query.", new MapShape("FUNCTION", new EitherShape(DataSet, ScenarioFields.Stub)) { AllowsNull = true });
    public static readonly RecordField Expect = new("expect", "What the rule makes of it; at least one key. Needed unless the case extends another.", Expectations);
    public static readonly RecordShape Case = new("a test case",
        Name, Description, ScenarioFields.Extends, ScenarioFields.Matrix, Now, ScenarioFields.From, ScenarioFields.To, ScenarioFields.For, ScenarioFields.Rules, ScenarioFields.AutomationRules,
        SimulationFields.Simulation, Tables, Watchlists, Functions, ScenarioFields.Analyst, Expect, ScenarioFields.ExpectedFailure)
    { NeedsOneOf = [Now, ScenarioFields.From, ScenarioFields.Extends], AlsoNeedsOneOf = [Expect, ScenarioFields.Extends] };

    public static readonly TextField Rule = new("rule", "File of the rule, relative to this one.", TextShape.File) { Default = "NAME.yaml beside NAME.tests.yaml" };
    public static readonly RecordsField Cases = new("cases", "The cases.", Case, 1) { Need = Need.Required };

    public static readonly TextField MutationOperator = new("operator", "Id of the mutation operator, as test --mutate prints it.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly TextField Was = new("was", "What the rule says there, or the beginning of it.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly TextField Becomes = new("becomes", "What the mutant says in its place, or the beginning of it.") { Default = "left out" };
    public static readonly TextField SurvivorReason = new("reason", "Why no test needs to notice.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly RecordsField Survivors = new("survivors", "Mutants that may survive, each with its reason.", new RecordShape("a survivor", MutationOperator, Was, Becomes, SurvivorReason));

    public static readonly RecordShape Shape = new("a tests file", Rule, Cases, Survivors);
}

/// <summary>Keys of <c>sentinel-content.yaml</c>.</summary>
internal static class ConfigurationFields
{
    public static readonly IntegerField Version = new("version", "Version of the format.", new IntegerShape { Values = [1] }) { Need = Need.Required };
    public static readonly TextsField Content = new("content", "Folders that are searched for content, relative to this file.", TextShape.File) { Default = "all folders" };
    public static readonly Choices<DiagnosticSeverity?> Severities = new(
        ["off", "info", "warning", "error"],
        [null, DiagnosticSeverity.Info, DiagnosticSeverity.Warning, DiagnosticSeverity.Error]);
    public static readonly MapField Severity = new("severity", "Severities in place of the codes' own.", new MapShape("CODE", Severities));
    public static readonly TextField Code = new("code", "Code of the finding.") { Need = Need.Required };
    public static readonly TextField Reason = new("reason", "Why it is accepted.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly TextField SuppressionPath = new("path", "File or folder that it is about.", TextShape.File) { Default = "the whole repository" };
    public static readonly TextField Until = new("until", "The last day on which it is accepted, 2027-03-01.", new TextShape { Pattern = @"^\s*\d{4}-\d{2}-\d{2}\s*$" }) { Default = "no end" };
    public static readonly RecordsField Suppressions = new("suppressions", "Findings that are accepted.", new RecordShape("a suppression", Code, Reason, SuppressionPath, Until));
    public static readonly RecordField Analysis = new("analysis", "What the analysis makes of findings.", new RecordShape("the analysis settings", Severity, Suppressions));

    public static readonly TextsField Connectors = new("connectors", "Identifiers of data connectors of your own, which requiredDataConnectors may name beside the published ones.", new TextShape { MinLength = 1 });
    public static readonly Choices<string> Plans = Names.Of("Analytics", "Basic", "Auxiliary", "Lake");
    public static readonly MapField TablePlans = new("tablePlans", "Plans of tables that are not on Analytics in the workspaces: rules cannot read those.", new MapShape("TABLE", Plans));
    public static readonly MapField TablePlansThere = new("tablePlans", "Plans of tables that are other ones in this environment.", new MapShape("TABLE", Plans));

    public static readonly TextField WorkspaceSchema = new("workspaceSchema", "Tables and columns of a workspace, as schema pull writes them: {\"Table\": {\"Column\": \"type\"}}, relative to this file. They count before the built-in ones, and after the custom tables of the content.", TextShape.File);

    public static readonly MapField Defaults = new("defaults", "Reserved.", new MapShape("KEY", AnyShape.Instance));

    public static readonly ChoiceField<TunableType> TunableType = new("type", "Type of its values.", new Choices<TunableType>(
        ["bool", "long", "real", "string", "datetime", "timespan"],
        [Model.TunableType.Bool, Model.TunableType.Long, Model.TunableType.Real, Model.TunableType.String, Model.TunableType.DateTime, Model.TunableType.TimeSpan])) { Need = Need.Required };
    public static readonly TextField TunableDefault = new("default", "The value that the queries of the repository carry: 10m, 3, true.") { Need = Need.Required };
    public static readonly TextField TunableDescription = new("description", "What it tunes, and what more or less of it does.") { Need = Need.Recommended };
    public static readonly RecordShape Tunable = new("a tunable", TunableType, TunableDefault, TunableDescription);
    public static readonly MapField Tunables = new("tunables", "Named values that queries carry as let NAME = literal; and that environments may change.", new MapShape("NAME", Tunable) { KeyPattern = @"^[A-Za-z_]\w*$" });
    public static readonly MapField TunableSettings = new("tunables", "Values of tunables in this environment.", new MapShape("NAME", TextShape.Any));

    public static readonly TextField Subscription = new("subscription", "Subscription, a GUID.", TextShape.Guid) { Need = Need.Required };
    public static readonly TextField ResourceGroup = new("resourceGroup", "Resource group of the workspace.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly TextField Workspace = new("workspace", "Name of the workspace.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly ChoiceField<AzureCloud> Cloud = new("cloud", "The cloud.", new Choices<AzureCloud>(["public", "usGovernment"], [AzureCloud.Public, AzureCloud.UsGovernment])) { Default = "public" };
    public static readonly TextField ResourceManager = new("resourceManager", "Address of Azure Resource Manager.", TextShape.Address);
    public static readonly TextField LogAnalytics = new("logAnalytics", "Address of the Log Analytics query API.", TextShape.Address);
    public static readonly RecordField Endpoints = new("endpoints", "Addresses in place of the cloud's.", new RecordShape("the endpoints", ResourceManager, LogAnalytics));
    public static readonly ChoiceField<CredentialKind> Credential = new("credential", "How to log in: default tries what the machine offers, the others take just that; none only for endpoints on this machine, over http too.",
        new Choices<CredentialKind>(
            ["default", "workloadIdentity", "managedIdentity", "azureCli", "environment", "none"],
            [CredentialKind.Default, CredentialKind.WorkloadIdentity, CredentialKind.ManagedIdentity, CredentialKind.AzureCli, CredentialKind.Environment, CredentialKind.None])) { Default = "default" };
    public static readonly TextField ClientId = new("clientId", "Client of a workload identity or of a managed identity that a user assigned, a GUID.", TextShape.Guid) { Default = "that of the machine" };
    public static readonly TextField TenantId = new("tenantId", "Tenant to log in to, a GUID.", TextShape.Guid) { Default = "the one that is logged in to" };
    public static readonly TextField Location = new("location", "Azure region of resources that need one, such as workbooks.");
    public static readonly BooleanField DefenderPortal = new("defenderPortal", "Whether the workspace is onboarded to the Defender portal: simulations for this environment follow that portal.") { Default = "false" };
    public static readonly RecordShape Environment = new("an environment", Subscription, ResourceGroup, Workspace, Cloud, Endpoints, Credential, ClientId, TenantId, Location, TunableSettings,
        OverlayFields.Select, OverlayFields.Overlays, OverlayFields.Waves, DefenderPortal, TablePlansThere);
    public static readonly MapField Environments = new("environments", "Workspaces to deploy to.", new MapShape("NAME", Environment));

    public static readonly TextField Cluster = new("cluster", "Address of the cluster, https://CLUSTER.REGION.kusto.windows.net.", TextShape.Address) { Need = Need.Required };
    public static readonly TextField Database = new("database", "Name of the database.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly RecordField DataExplorer = new("dataExplorer", "A database of Azure Data Explorer for test --engine adx, which reads no table of it.",
        new RecordShape("the database", Cluster, Database, Credential, ClientId, TenantId));

    public static readonly TextField DriftResource = new("resource", "The resource: its id, its display name or its file.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly TextsField DriftFields = new("fields", "Fields that may differ, as drift names them; one covers those below it.") { Default = "all" };
    public static readonly TextsField DriftEnvironments = new("environments", "Environments that it is about.") { Default = "all" };
    public static readonly TextField DriftReason = new("reason", "Why the change is accepted.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly TextField DriftUntil = new("until", "The last day on which it is accepted, 2027-03-01.", Until.Text) { Need = Need.Required };
    public static readonly RecordsField DriftSuppressions = new("suppressions", "Changes in workspaces that are accepted for a while.",
        new RecordShape("an accepted change", DriftResource, DriftFields, DriftEnvironments, DriftReason, DriftUntil));
    public static readonly RecordField Drift = new("drift", "What drift makes of changes in workspaces.", new RecordShape("the drift settings", DriftSuppressions));

    public static readonly RecordShape Shape = new("the configuration", Version, Content, Analysis, Connectors, TablePlans, WorkspaceSchema, Defaults, Tunables, Environments, DataExplorer, Drift, SimulationFields.Simulation);
}
