using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Content.Model;

namespace Content.Azure.Arm;

/// <summary>How to log in.</summary>
/// <param name="Credential">The way.</param>
/// <param name="AuthorityHost">Where tokens come from.</param>
/// <param name="ClientId">Client of the identity; null where none is named.</param>
/// <param name="TenantId">Tenant to log in to; null where none is named.</param>
public sealed record Login(CredentialKind Credential, Uri AuthorityHost, string? ClientId = null, string? TenantId = null);

/// <summary>Ways to log in.</summary>
internal static class Credentials
{
    /// <summary>The credential of a workspace; null for an endpoint on this machine that asks for none.</summary>
    /// <exception cref="ArgumentException">A token would travel unencrypted, or an endpoint elsewhere would be used without one.</exception>
    public static TokenCredential? Create(WorkspaceTarget target, Uri endpoint) => Create(new Login(target.Credential, target.AuthorityHost, target.ClientId, target.TenantId), endpoint);

    /// <summary>The credential for an endpoint; null for one on this machine that asks for none.</summary>
    /// <exception cref="ArgumentException">A token would travel unencrypted, or an endpoint elsewhere would be used without one.</exception>
    public static TokenCredential? Create(Login target, Uri endpoint)
    {
        // Targets report this as a diagnostic when they are made; one made in another way must not get past it.
        if (target.Credential == CredentialKind.None ? !endpoint.IsLoopback : endpoint.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException("Tokens are sent over https only, and only endpoints on this machine are used without one.", nameof(target));
        return target.Credential switch
        {
            CredentialKind.None => null,
            CredentialKind.WorkloadIdentity => new WorkloadIdentityCredential(With(target, new WorkloadIdentityCredentialOptions { ClientId = target.ClientId, TenantId = target.TenantId })),
            CredentialKind.ManagedIdentity => new ManagedIdentityCredential(With(target, new ManagedIdentityCredentialOptions(target.ClientId is { } id ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned))),
            CredentialKind.AzureCli => new AzureCliCredential(With(target, new AzureCliCredentialOptions { TenantId = target.TenantId })),
            CredentialKind.Environment => new EnvironmentCredential(With(target, new EnvironmentCredentialOptions())),
            _ => new DefaultAzureCredential(With(target, new DefaultAzureCredentialOptions { TenantId = target.TenantId, ManagedIdentityClientId = target.ClientId, WorkloadIdentityClientId = target.ClientId })),
        };
    }

    /// <summary>The policy that puts a token into requests; none where no token is asked for.</summary>
    public static HttpPipelinePolicy[] Policies(TokenCredential? credential, Uri audience) =>
        credential is null ? [] : [new BearerTokenAuthenticationPolicy(credential, Scope(audience))];

    /// <summary>What a token for an endpoint is asked for.</summary>
    public static string Scope(Uri audience) => audience.GetLeftPart(UriPartial.Authority) + "/.default";

    private static T With<T>(Login target, T options) where T : TokenCredentialOptions
    {
        options.AuthorityHost = target.AuthorityHost;
        return options;
    }
}
