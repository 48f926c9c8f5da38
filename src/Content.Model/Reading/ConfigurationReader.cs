using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads <c>sentinel-content.yaml</c>.</summary>
internal static class ConfigurationReader
{
    public static RepositoryConfiguration Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, ConfigurationFields.Shape, diagnostics);
        if (reader.Integer(ConfigurationFields.Version) is { Value: not 1 } version)
            diagnostics.Error(DiagnosticCodes.Configuration, version, $"Version {version.Value} of the configuration is not known.", "Use version: 1, or a newer build of the tool.");
        var folders = reader.Texts(ConfigurationFields.Content);
        ImmutableArray<Located<string>>? content = reader.Node(ConfigurationFields.Content) is YamlSequence ? folders : null;
        var analysis = reader.Child(ConfigurationFields.Analysis) is { } settings ? Analysis(settings) : new AnalysisSettings();
        // Reserved: accepted so that repositories can already say it.
        reader.Map(ConfigurationFields.Defaults);
        var tunables = TunableReader.Declarations(reader);
        var environments = ImmutableArray.CreateBuilder<DeploymentEnvironment>();
        foreach (var entry in reader.Map(ConfigurationFields.Environments)?.Entries ?? [])
        {
            if (entry.Value is YamlMapping mapping)
                environments.Add(Environment(new Located<string>(entry.Key.Value, entry.Key), new MappingReader(mapping, ConfigurationFields.Environment, diagnostics), tunables));
            else
                reader.WrongType(entry.Key.Value, entry.Value, "a mapping");
        }

        return new RepositoryConfiguration
        {
            Source = source, Content = content, Analysis = analysis, Connectors = reader.Texts(ConfigurationFields.Connectors), TablePlans = Plans(reader, ConfigurationFields.TablePlans), Tunables = tunables,
            WorkspaceSchemaFile = reader.Text(ConfigurationFields.WorkspaceSchema), Environments = environments.ToImmutable(), DataExplorer = DataExplorer(reader),
            DriftSuppressions = Drift(reader, environments), Simulation = SimulationReader.Read(reader),
        };
    }

    private static DataExplorerDatabase? DataExplorer(MappingReader reader)
    {
        if (reader.Child(ConfigurationFields.DataExplorer) is not { } node)
            return null;
        var (cluster, database, credential) = (Address(node, ConfigurationFields.Cluster), node.Text(ConfigurationFields.Database), node.Choice(ConfigurationFields.Credential));
        var (client, tenant) = (node.Text(ConfigurationFields.ClientId), node.Text(ConfigurationFields.TenantId));
        if (cluster is null || database is null)
            return null;
        if (credential is { Value: CredentialKind.None } && !cluster.Value.IsLoopback)
            reader.Diagnostics.Error(DiagnosticCodes.Configuration, credential, "'credential: none' is only for endpoints on this machine.", "Use credential: default, or a cluster on this machine.");
        else if (cluster.Value is { IsLoopback: true, Scheme: "http" } && credential is not { Value: CredentialKind.None })
            reader.Diagnostics.Error(DiagnosticCodes.Configuration, cluster, "A token is never sent over plain http.", "Use https, or credential: none for a local cluster that asks for no token.");
        return new DataExplorerDatabase(cluster, database) { Credential = credential, ClientId = client, TenantId = tenant };
    }

    private static AnalysisSettings Analysis(MappingReader reader)
    {
        var severities = ImmutableArray.CreateBuilder<SeveritySetting>();
        foreach (var entry in reader.Map(ConfigurationFields.Severity)?.Entries ?? [])
        {
            if (reader.Choice(entry, ConfigurationFields.Severities) is { } severity)
                severities.Add(new SeveritySetting(new Located<string>(entry.Key.Value, entry.Key), severity));
        }

        var suppressions = ImmutableArray.CreateBuilder<Suppression>();
        foreach (var item in reader.Maps(ConfigurationFields.Suppressions))
        {
            if (item.Text(ConfigurationFields.Code) is { } code)
            {
                suppressions.Add(new Suppression(code, item.Text(ConfigurationFields.Reason))
                {
                    Path = item.Text(ConfigurationFields.SuppressionPath),
                    Until = item.Date(ConfigurationFields.Until),
                });
            }
        }

        return new AnalysisSettings { Severities = severities.ToImmutable(), Suppressions = suppressions.ToImmutable() };
    }

    private static ImmutableArray<DriftSuppression> Drift(MappingReader reader, IReadOnlyList<DeploymentEnvironment> environments)
    {
        var suppressions = ImmutableArray.CreateBuilder<DriftSuppression>();
        foreach (var item in reader.Child(ConfigurationFields.Drift)?.Maps(ConfigurationFields.DriftSuppressions) ?? [])
        {
            var (resource, reason, until) = (item.Text(ConfigurationFields.DriftResource), item.Text(ConfigurationFields.DriftReason), item.Date(ConfigurationFields.DriftUntil));
            var names = item.Texts(ConfigurationFields.DriftEnvironments);
            foreach (var name in names.Where(name => environments.All(environment => environment.Name.Value != name.Value)))
                UnknownEnvironment(reader, name, environments);
            if (resource is not null && reason is not null && until is not null)
                suppressions.Add(new DriftSuppression(resource, reason, until) { Fields = item.Texts(ConfigurationFields.DriftFields), Environments = names });
        }

        return suppressions.ToImmutable();
    }

    private static void UnknownEnvironment(MappingReader reader, Located<string> name, IReadOnlyList<DeploymentEnvironment> environments)
    {
        var meant = NameSuggestion.Find(name.Value, environments.Select(environment => environment.Name.Value));
        reader.Diagnostics.Error(DiagnosticCodes.Configuration, name, $"There is no environment '{name.Value}'.{(meant is null ? "" : $" Did you mean '{meant}'?")}", "Name one of 'environments'.");
    }

    private static DeploymentEnvironment Environment(Located<string> name, MappingReader reader, ImmutableArray<Tunable> tunables)
    {
        var subscription = reader.Text(ConfigurationFields.Subscription);
        var resourceGroup = reader.Text(ConfigurationFields.ResourceGroup);
        var workspace = reader.Text(ConfigurationFields.Workspace);
        var cloud = reader.Choice(ConfigurationFields.Cloud);
        Located<Uri>? resourceManager = null;
        Located<Uri>? logAnalytics = null;
        if (reader.Child(ConfigurationFields.Endpoints) is { } endpoints)
        {
            resourceManager = Address(endpoints, ConfigurationFields.ResourceManager);
            logAnalytics = Address(endpoints, ConfigurationFields.LogAnalytics);
        }

        var credential = reader.Choice(ConfigurationFields.Credential);
        if (credential is { Value: CredentialKind.None } && (resourceManager is null || !resourceManager.Value.IsLoopback || (logAnalytics is not null && !logAnalytics.Value.IsLoopback)))
            reader.Diagnostics.Error(DiagnosticCodes.Configuration, credential, "'credential: none' is only for endpoints on this machine.", "Use credential: default, or loopback addresses under 'endpoints'.");
        var location = reader.Text(ConfigurationFields.Location);
        return new DeploymentEnvironment(name)
        {
            Subscription = subscription,
            ResourceGroup = resourceGroup,
            Workspace = workspace,
            Cloud = cloud,
            ResourceManager = resourceManager,
            LogAnalytics = logAnalytics,
            Credential = credential,
            Location = location,
            DefenderPortal = reader.Boolean(ConfigurationFields.DefenderPortal),
            TablePlans = Plans(reader, ConfigurationFields.TablePlansThere),
            Tunables = TunableReader.Settings(reader, tunables),
            ClientId = reader.Text(ConfigurationFields.ClientId),
            TenantId = reader.Text(ConfigurationFields.TenantId),
            Select = OverlayReader.Selection(reader),
            Overlays = OverlayReader.Overlays(reader),
            Waves = OverlayReader.Waves(reader),
        };
    }

    private static ImmutableArray<TablePlanSetting> Plans(MappingReader reader, MapField field)
    {
        var plans = ImmutableArray.CreateBuilder<TablePlanSetting>();
        foreach (var entry in reader.Map(field)?.Entries ?? [])
        {
            if (reader.Choice(entry, ConfigurationFields.Plans) is { } plan)
                plans.Add(new TablePlanSetting(new Located<string>(entry.Key.Value, entry.Key), plan));
        }

        return plans.ToImmutable();
    }

    private static Located<Uri>? Address(MappingReader reader, TextField field)
    {
        if (reader.Text(field) is not { } text)
            return null;
        if (!Uri.TryCreate(text.Value, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
        {
            reader.Diagnostics.Error(DiagnosticCodes.Configuration, text, $"'{text.Value}' is no address.", "Write an absolute https address.");
            return null;
        }

        // A token sent over plain http can be read on the way.
        if (uri.Scheme == "http" && !uri.IsLoopback)
            reader.Diagnostics.Error(DiagnosticCodes.Configuration, text, "Plain http is only for endpoints on this machine.", "Use https.");
        return new Located<Uri>(uri, text.Scalar!);
    }
}
