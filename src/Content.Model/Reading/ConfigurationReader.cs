using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads <c>sentinel-content.yaml</c>.</summary>
internal static class ConfigurationReader
{
    private static readonly Choices<AzureCloud> Clouds = new(
        ["public", "usGovernment"],
        [AzureCloud.Public, AzureCloud.UsGovernment]);

    private static readonly Choices<CredentialKind> Credentials = new(
        ["default", "none"],
        [CredentialKind.Default, CredentialKind.None]);

    private static readonly Choices<DiagnosticSeverity?> Severities = new(
        ["off", "info", "warning", "error"],
        [null, DiagnosticSeverity.Info, DiagnosticSeverity.Warning, DiagnosticSeverity.Error]);

    public static RepositoryConfiguration Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, "the configuration", diagnostics);
        if (reader.Integer("version", Need.Required) is { Value: not 1 } version)
            diagnostics.Error(DiagnosticCodes.Configuration, version, $"Version {version.Value} of the configuration is not known.", "Use version: 1, or a newer build of the tool.");
        var content = reader.Mapping.FindAnyCase("content")?.Value is YamlSequence ? reader.Texts("content") : (ImmutableArray<Located<string>>?)null;
        if (content is null)
            reader.Sequence("content");
        var analysis = reader.Child("analysis", "the analysis settings") is { } settings ? Analysis(settings) : new AnalysisSettings();
        // Reserved: accepted so that repositories can already say it.
        reader.Map("defaults");
        var environments = ImmutableArray.CreateBuilder<DeploymentEnvironment>();
        foreach (var entry in reader.Map("environments")?.Entries ?? [])
        {
            if (entry.Value is YamlMapping mapping)
                environments.Add(Environment(new Located<string>(entry.Key.Value, entry.Key), new MappingReader(mapping, "an environment", diagnostics)));
            else
                reader.WrongType(entry.Key.Value, entry.Value, "a mapping");
        }

        reader.Done();
        return new RepositoryConfiguration { Source = source, Content = content, Analysis = analysis, Environments = environments.ToImmutable() };
    }

    private static AnalysisSettings Analysis(MappingReader reader)
    {
        var severities = ImmutableArray.CreateBuilder<SeveritySetting>();
        if (reader.Map("severity") is { } map)
        {
            var codes = new MappingReader(map, "the severities", reader.Diagnostics);
            foreach (var entry in map.Entries)
            {
                if (codes.Choice(entry.Key.Value, Severities) is { } severity)
                    severities.Add(new SeveritySetting(new Located<string>(entry.Key.Value, entry.Key), severity));
            }
        }

        var suppressions = ImmutableArray.CreateBuilder<Suppression>();
        foreach (var item in reader.Maps("suppressions", "a suppression"))
        {
            if (item.Text("code", Need.Required) is { } code)
                suppressions.Add(new Suppression(code, item.Text("reason", Need.Required)) { Path = item.Text("path"), Until = item.Date("until") });
            item.Done();
        }

        reader.Done();
        return new AnalysisSettings { Severities = severities.ToImmutable(), Suppressions = suppressions.ToImmutable() };
    }

    private static DeploymentEnvironment Environment(Located<string> name, MappingReader reader)
    {
        var subscription = reader.Guid("subscription", Need.Required);
        var resourceGroup = reader.Text("resourceGroup", Need.Required);
        var workspace = reader.Text("workspace", Need.Required);
        var cloud = reader.Choice("cloud", Clouds);
        Located<Uri>? resourceManager = null;
        Located<Uri>? logAnalytics = null;
        if (reader.Child("endpoints", "the endpoints") is { } endpoints)
        {
            resourceManager = Address(endpoints, "resourceManager");
            logAnalytics = Address(endpoints, "logAnalytics");
            endpoints.Done();
        }

        var credential = reader.Choice("credential", Credentials);
        if (credential is { Value: CredentialKind.None } && (resourceManager is null || !resourceManager.Value.IsLoopback || (logAnalytics is not null && !logAnalytics.Value.IsLoopback)))
            reader.Diagnostics.Error(DiagnosticCodes.Configuration, credential, "'credential: none' is only for endpoints on this machine.", "Use credential: default, or loopback addresses under 'endpoints'.");
        var location = reader.Text("location");
        reader.Done();
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
        };
    }

    private static Located<Uri>? Address(MappingReader reader, string key)
    {
        if (reader.Text(key) is not { } text)
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
