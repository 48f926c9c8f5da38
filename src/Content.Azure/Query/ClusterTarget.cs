using Azure.Identity;
using Content.Azure.Arm;
using Content.Model;

namespace Content.Azure.Query;

/// <summary>A database of Azure Data Explorer and how it is reached.</summary>
/// <param name="Cluster">Address of the cluster.</param>
/// <param name="Database">Name of the database.</param>
/// <param name="Login">How to log in.</param>
public sealed record ClusterTarget(Uri Cluster, string Database, Login Login)
{
    /// <summary>A database that no configuration names, with the login of this machine.</summary>
    /// <param name="cluster">Address of the cluster.</param>
    /// <param name="database">Name of the database.</param>
    public static ClusterTarget Of(Uri cluster, string database) =>
        new(cluster, database, new Login(IsOpen(cluster) ? CredentialKind.None : CredentialKind.Default, AuthorityOf(cluster)));

    /// <summary>Makes the target of a configuration. It is null when there is none, or something is wrong; the message says what.</summary>
    /// <param name="configuration">The configuration.</param>
    public static (ClusterTarget? Target, string? Problem) Create(RepositoryConfiguration configuration)
    {
        if (configuration.DataExplorer is not { } database)
            return (null, $"{RepositoryConfiguration.FileName} names no database of Data Explorer: dataExplorer: {{cluster: https://CLUSTER.REGION.kusto.windows.net, database: NAME}}.");
        var cluster = database.Cluster.Value;
        var credential = database.Credential?.Value ?? CredentialKind.Default;
        if (credential == CredentialKind.None ? !cluster.IsLoopback : cluster.Scheme != Uri.UriSchemeHttps)
            return (null, $"{RepositoryConfiguration.FileName}: a token is sent over https only, and only a cluster on this machine is used without one (credential: none).");
        return (new ClusterTarget(cluster, database.Database.Value.Trim(), new Login(credential, AuthorityOf(cluster), database.ClientId?.Value.Trim(), database.TenantId?.Value.Trim())), null);
    }

    private static Uri AuthorityOf(Uri cluster) =>
        cluster.Host.EndsWith(".usgovcloudapi.net", StringComparison.OrdinalIgnoreCase) ? AzureAuthorityHosts.AzureGovernment : AzureAuthorityHosts.AzurePublicCloud;

    // Such as the emulator, which knows no logins.
    private static bool IsOpen(Uri cluster) => cluster.IsLoopback && cluster.Scheme == Uri.UriSchemeHttp;
}
