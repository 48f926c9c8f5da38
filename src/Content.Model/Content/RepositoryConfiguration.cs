using System.Collections.Immutable;
using Content.Diagnostics;

namespace Content.Model;

/// <summary>Azure clouds.</summary>
public enum AzureCloud : byte
{
    /// <summary>The public cloud.</summary>
    Public,
    /// <summary>Azure Government.</summary>
    UsGovernment,
}

/// <summary>How the tool logs in.</summary>
public enum CredentialKind : byte
{
    /// <summary>What the machine offers: environment, managed identity, developer tools.</summary>
    Default,
    /// <summary>Not at all; only for an endpoint on this machine.</summary>
    None,
    /// <summary>The workload identity of a CI job or a pod.</summary>
    WorkloadIdentity,
    /// <summary>The managed identity of the machine.</summary>
    ManagedIdentity,
    /// <summary>Whoever is logged in with the Azure CLI.</summary>
    AzureCli,
    /// <summary>A service principal or user in environment variables.</summary>
    Environment,
}

/// <summary>The plan that a table has in workspaces.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Plan"><c>Analytics</c>, <c>Basic</c>, <c>Auxiliary</c> or <c>Lake</c>.</param>
public sealed record TablePlanSetting(Located<string> Table, Located<string> Plan);

/// <summary>A workspace that content is deployed to.</summary>
/// <param name="Name">Its name in the configuration.</param>
public sealed record DeploymentEnvironment(Located<string> Name)
{
    /// <summary>Subscription, a GUID.</summary>
    public Located<string>? Subscription { get; init; }
    /// <summary>Resource group.</summary>
    public Located<string>? ResourceGroup { get; init; }
    /// <summary>Name of the workspace.</summary>
    public Located<string>? Workspace { get; init; }
    /// <summary>The cloud; null means public unless endpoints are given.</summary>
    public Located<AzureCloud>? Cloud { get; init; }
    /// <summary>Address of Azure Resource Manager; null means the cloud's.</summary>
    public Located<Uri>? ResourceManager { get; init; }
    /// <summary>Address of the Log Analytics query API; null means the cloud's.</summary>
    public Located<Uri>? LogAnalytics { get; init; }
    /// <summary>How to log in; null means <see cref="CredentialKind.Default"/>.</summary>
    public Located<CredentialKind>? Credential { get; init; }
    /// <summary>Client of the identity, a GUID; null where the kind of the credential needs none.</summary>
    public Located<string>? ClientId { get; init; }
    /// <summary>Tenant to log in to, a GUID; null for the one that is logged in to.</summary>
    public Located<string>? TenantId { get; init; }
    /// <summary>Azure region of resources that need one.</summary>
    public Located<string>? Location { get; init; }
    /// <summary>Whether the workspace is onboarded to the Defender portal; null means no.</summary>
    public Located<bool>? DefenderPortal { get; init; }
    /// <summary>Plans of tables that are other ones here.</summary>
    public ImmutableArray<TablePlanSetting> TablePlans { get; init; } = [];
    /// <summary>Tunables that have another value here.</summary>
    public ImmutableArray<TunableSetting> Tunables { get; init; } = [];
    /// <summary>What is otherwise here than in the files, in order.</summary>
    public ImmutableArray<Overlay> Overlays { get; init; } = [];
    /// <summary>The content that it gets; null for all.</summary>
    public ContentSelection? Select { get; init; }
    /// <summary>The order in which content is deployed; content in none of them comes last.</summary>
    public ImmutableArray<ContentSelection> Waves { get; init; } = [];
}

/// <summary>A database of Azure Data Explorer on which queries can run.</summary>
/// <param name="Cluster">Address of the cluster.</param>
/// <param name="Database">Name of the database.</param>
public sealed record DataExplorerDatabase(Located<Uri> Cluster, Located<string> Database)
{
    /// <summary>How to log in; null means <see cref="CredentialKind.Default"/>.</summary>
    public Located<CredentialKind>? Credential { get; init; }
    /// <summary>Client of the identity, a GUID; null where the kind of the credential needs none.</summary>
    public Located<string>? ClientId { get; init; }
    /// <summary>Tenant to log in to, a GUID; null for the one that is logged in to.</summary>
    public Located<string>? TenantId { get; init; }
}

/// <summary>A change in the workspace that is accepted for a while.</summary>
/// <param name="Resource">Name, display name or file of the resource.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">The last day on which it holds.</param>
public sealed record DriftSuppression(Located<string> Resource, Located<string> Reason, Located<DateOnly> Until)
{
    /// <summary>Fields that may differ, with those below them; empty for all.</summary>
    public ImmutableArray<Located<string>> Fields { get; init; } = [];
    /// <summary>Environments that it is about; empty for all.</summary>
    public ImmutableArray<Located<string>> Environments { get; init; } = [];
}

/// <summary>The repository's configuration, <c>sentinel-content.yaml</c>.</summary>
public sealed record RepositoryConfiguration
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "sentinel-content.yaml";

    /// <summary>The file; null when there is none.</summary>
    public SourceText? Source { get; init; }
    /// <summary>Folders that are searched for content; null when the configuration names none, which means all.</summary>
    public ImmutableArray<Located<string>>? Content { get; init; }
    /// <summary>Severities and accepted findings.</summary>
    public AnalysisSettings Analysis { get; init; } = new();
    /// <summary>Data connectors beside the published ones that content may require.</summary>
    public ImmutableArray<Located<string>> Connectors { get; init; } = [];

    /// <summary>File with the tables of a workspace; null for none.</summary>
    public Located<string>? WorkspaceSchemaFile { get; init; }

    /// <summary>Text of that file; null when there is none or it cannot be read.</summary>
    public string? WorkspaceSchemaText { get; init; }

    /// <summary>The tables of that file; null when there is none or it cannot be read.</summary>
    public Content.Catalog.JsonSchemaFile? WorkspaceSchema { get; init; }
    /// <summary>Plans that tables have in all environments that do not say otherwise.</summary>
    public ImmutableArray<TablePlanSetting> TablePlans { get; init; } = [];
    /// <summary>Named values of queries, in order of the file.</summary>
    public ImmutableArray<Tunable> Tunables { get; init; } = [];
    /// <summary>Changes in workspaces that are accepted for a while.</summary>
    public ImmutableArray<DriftSuppression> DriftSuppressions { get; init; } = [];
    /// <summary>Settings of simulations; null when there are none.</summary>
    public SimulationSettings? Simulation { get; init; }
    /// <summary>Workspaces, in order of the file.</summary>
    public ImmutableArray<DeploymentEnvironment> Environments { get; init; } = [];

    /// <summary>The database of Data Explorer on which tests can run; null for none.</summary>
    public DataExplorerDatabase? DataExplorer { get; init; }

    /// <summary>The environment of a name (case matters); null when there is none.</summary>
    public DeploymentEnvironment? FindEnvironment(string name) => Environments.FirstOrDefault(environment => environment.Name.Value == name);

    /// <summary>The tunable of a name (case matters); null when there is none.</summary>
    public Tunable? FindTunable(string name) => Tunables.FirstOrDefault(tunable => tunable.Name.Value == name);

    /// <summary>The values of all tunables by name: the defaults, and in their place what an environment sets.</summary>
    /// <param name="environment">The environment; null for the defaults.</param>
    public ImmutableDictionary<string, TunableValue> TunableValues(DeploymentEnvironment? environment)
    {
        var values = ImmutableDictionary.CreateBuilder<string, TunableValue>(StringComparer.Ordinal);
        foreach (var tunable in Tunables)
        {
            if (tunable.Default is { } value)
                values[tunable.Name.Value] = value;
        }

        foreach (var setting in environment?.Tunables ?? [])
        {
            if (setting.Value is { } value)
                values[setting.Name.Value] = value;
        }

        return values.ToImmutable();
    }
}
