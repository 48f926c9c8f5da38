using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Resources;

namespace Content.Azure.Import;

/// <summary>A solution, or a single piece of content, that the Content Hub installed.</summary>
/// <param name="Id">Its id: publisher and offer.</param>
/// <param name="DisplayName">Its name for people.</param>
public sealed record InstalledPackage(string Id, string DisplayName);

/// <summary>An installed template without its content.</summary>
/// <param name="Name">Name of the resource.</param>
/// <param name="ContentId">Id of the content.</param>
/// <param name="ContentKind">Kind of the content, as the service has it.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="Version">Version of the content.</param>
/// <param name="Package">The package that it came with.</param>
public sealed record InstalledTemplate(string Name, string ContentId, string ContentKind, string DisplayName, string Version, InstalledPackage Package);

/// <summary>What a workspace has of the Content Hub.</summary>
/// <param name="Packages">By name.</param>
/// <param name="Templates">In the order of the service.</param>
public sealed record InstalledContent(ImmutableArray<InstalledPackage> Packages, ImmutableArray<InstalledTemplate> Templates)
{
    /// <summary>Reads what is installed, without the contents of the templates, which are large.</summary>
    /// <exception cref="ArmException">The workspace cannot be read.</exception>
    public static async Task<InstalledContent> ReadAsync(ArmClient client, CancellationToken cancellationToken)
    {
        var packages = new Dictionary<string, InstalledPackage>(StringComparer.OrdinalIgnoreCase);
        await foreach (var package in client.ListAsync(client.Target.SentinelId + "/contentPackages", ApiVersions.ContentHub, cancellationToken).ConfigureAwait(false))
        {
            var properties = package.Body["properties"];
            var id = First(properties?["contentId"], package.Body["name"]);
            packages[id] = new InstalledPackage(id, First(properties?["displayName"], id));
        }

        var templates = ImmutableArray.CreateBuilder<InstalledTemplate>();
        await foreach (var template in client.ListAsync(client.Target.SentinelId + "/contentTemplates", ApiVersions.ContentHub, cancellationToken).ConfigureAwait(false))
        {
            var properties = template.Body["properties"];
            var name = Normal.Text(template.Body["name"]);
            var id = First(properties?["contentId"], name);
            var packageId = Normal.Text(properties?["packageId"]);
            // A template may outlive its package.
            if (!packages.TryGetValue(packageId, out var package))
                packages[packageId] = package = new InstalledPackage(packageId, First(properties?["packageName"], properties?["source"]?["name"], packageId));
            templates.Add(new InstalledTemplate(name, id, Normal.Text(properties?["contentKind"]), First(properties?["displayName"], id), First(properties?["version"], "1.0.0"), package));
        }

        return new InstalledContent([.. packages.Values.Where(package => package.DisplayName.Length > 0).OrderBy(package => package.DisplayName, StringComparer.OrdinalIgnoreCase)], templates.ToImmutable());
    }

    /// <summary>The package of a name or id, whatever its case; null when none is installed.</summary>
    public InstalledPackage? Find(string name) =>
        Packages.FirstOrDefault(package => string.Equals(package.DisplayName, name.Trim(), StringComparison.OrdinalIgnoreCase)) ??
        Packages.FirstOrDefault(package => string.Equals(package.Id, name.Trim(), StringComparison.OrdinalIgnoreCase));

    private static string First(params ReadOnlySpan<JsonNode?> texts)
    {
        foreach (var text in texts)
        {
            if (Normal.Text(text) is { Length: > 0 } found)
                return found;
        }

        return "";
    }
}
