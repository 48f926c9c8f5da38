using System.Collections.Immutable;
using Azure.Identity;
using Content.Diagnostics;
using Content.Model;

namespace Content.Azure.Arm;

/// <summary>A workspace that content goes to and how it is reached.</summary>
/// <param name="Environment">Name of the environment in the configuration.</param>
/// <param name="ResourceManager">Address of Azure Resource Manager.</param>
/// <param name="Subscription">Subscription, a GUID.</param>
/// <param name="ResourceGroup">Resource group.</param>
/// <param name="Workspace">Name of the workspace.</param>
/// <param name="Credential">How to log in.</param>
public sealed record WorkspaceTarget(string Environment, Uri ResourceManager, string Subscription, string ResourceGroup, string Workspace, CredentialKind Credential)
{
    /// <summary>Where tokens come from.</summary>
    public Uri AuthorityHost { get; init; } = AzureAuthorityHosts.AzurePublicCloud;

    /// <summary>Address of the query API of Log Analytics.</summary>
    public Uri LogAnalytics { get; init; } = new("https://api.loganalytics.azure.com");

    /// <summary>What a token for queries is asked for.</summary>
    public Uri LogAnalyticsAudience { get; init; } = new("https://api.loganalytics.io");

    /// <summary>Client of the identity; null where none is named.</summary>
    public string? ClientId { get; init; }

    /// <summary>Tenant to log in to; null where none is named.</summary>
    public string? TenantId { get; init; }

    /// <summary>Azure region of resources that need one; null when the configuration names none.</summary>
    public string? Location { get; init; }

    /// <summary>Resource id of the group, with a leading slash and none at the end.</summary>
    public string ResourceGroupId => $"/subscriptions/{Uri.EscapeDataString(Subscription)}/resourceGroups/{Uri.EscapeDataString(ResourceGroup)}";

    /// <summary>Resource id of the workspace.</summary>
    public string WorkspaceId => $"{ResourceGroupId}/providers/Microsoft.OperationalInsights/workspaces/{Uri.EscapeDataString(Workspace)}";

    /// <summary>Path that Sentinel's own resources lie under.</summary>
    public string SentinelId => WorkspaceId + "/providers/Microsoft.SecurityInsights";

    /// <summary>Makes the target of an environment. It is null when something is wrong; the diagnostics say what.</summary>
    public static (WorkspaceTarget? Target, ImmutableArray<Diagnostic> Diagnostics) Create(DeploymentEnvironment environment)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var name = environment.Name.Value;
        Require(environment.Subscription, "subscription");
        Require(environment.ResourceGroup, "resourceGroup");
        Require(environment.Workspace, "workspace");
        var cloud = environment.Cloud?.Value ?? AzureCloud.Public;
        var endpoint = environment.ResourceManager?.Value ?? new Uri(cloud == AzureCloud.UsGovernment ? "https://management.usgovcloudapi.net" : "https://management.azure.com");
        var credential = environment.Credential?.Value ?? CredentialKind.Default;
        if (credential == CredentialKind.None && !endpoint.IsLoopback)
            Error(environment.Credential!, $"Environment '{name}': 'credential: none' is only for endpoints on this machine.", "Use credential: default.");
        if (endpoint.Scheme != Uri.UriSchemeHttps && !endpoint.IsLoopback)
            Error(environment.ResourceManager!, $"Environment '{name}': plain http is only for endpoints on this machine.", "Use https.");
        else if (endpoint.Scheme != Uri.UriSchemeHttps && credential != CredentialKind.None)
            Error(environment.ResourceManager!, $"Environment '{name}': a token is never sent over plain http.", "Use https, or credential: none for a local endpoint that asks for no token.");
        if (endpoint.PathAndQuery != "/" || endpoint.UserInfo.Length > 0)
            Error(environment.ResourceManager!, $"Environment '{name}': the address of the resource manager must be scheme, host and port only.", "Remove the path, query and user.");
        // Without an address of its own, an endpoint on this machine answers queries too.
        var queries = environment.LogAnalytics?.Value ?? (endpoint.IsLoopback ? endpoint : null);
        if (environment.LogAnalytics is { } given && given.Value.Scheme != Uri.UriSchemeHttps && (!given.Value.IsLoopback || credential != CredentialKind.None))
            Error(given, $"Environment '{name}': a token is never sent over plain http.", "Use https, or credential: none for a local endpoint that asks for no token.");
        if (diagnostics.Count > 0)
            return (null, diagnostics.ToImmutable());
        return (new WorkspaceTarget(name, endpoint, environment.Subscription!.Value, environment.ResourceGroup!.Value, environment.Workspace!.Value, credential)
        {
            AuthorityHost = cloud == AzureCloud.UsGovernment ? AzureAuthorityHosts.AzureGovernment : AzureAuthorityHosts.AzurePublicCloud,
            Location = environment.Location?.Value,
            LogAnalytics = queries ?? new Uri(cloud == AzureCloud.UsGovernment ? "https://api.loganalytics.us" : "https://api.loganalytics.azure.com"),
            LogAnalyticsAudience = cloud == AzureCloud.UsGovernment ? new Uri("https://api.loganalytics.us") : new Uri("https://api.loganalytics.io"),
            ClientId = environment.ClientId?.Value.Trim(),
            TenantId = environment.TenantId?.Value.Trim(),
        }, []);

        void Require(Located<string>? value, string key)
        {
            if (string.IsNullOrWhiteSpace(value?.Value))
                Error(environment.Name, $"Environment '{name}' has no '{key}'.", $"Add {key} to the environment.");
        }

        void Error<T>(Located<T> at, string message, string help) =>
            diagnostics.Add(at.Report(DeployCodes.Environment, DiagnosticSeverity.Error, message, help));
    }
}
