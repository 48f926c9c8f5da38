using System.Text.Json.Nodes;
using Content.Azure.Resources;

namespace Content.Azure.Import;

/// <summary>Metadata of a resource as the keys of its file.</summary>
/// <param name="Keys">What stands under <c>metadata</c>; null for nothing.</param>
/// <param name="Version">Version of the content; null when it says none.</param>
internal sealed record MetadataPart(JsonObject? Keys, string? Version)
{
    /// <summary>The keys of metadata that the tool deployed; null for metadata of others, such as solutions, which a deployment would change.</summary>
    public static MetadataPart? Create(JsonObject comparable)
    {
        if (JsonText.Text(comparable["sourceName"]) != MetadataHandler.SourceName)
            return null;
        var keys = new JsonObject();
        Part("source", new FileBody().Text("kind", comparable["sourceKind"]));
        Part("author", new FileBody().Text("name", comparable["author"]));
        Part("support", new FileBody().Text("name", comparable["supportName"]).Text("tier", comparable["supportTier"]));
        Part("categories", new FileBody().Tree("domains", comparable["domains"]).Tree("verticals", comparable["verticals"]));
        return new MetadataPart(keys, JsonText.Text(comparable["version"]) is { Length: > 0 } version ? version : null);

        void Part(string key, FileBody body)
        {
            if (body.Root.Count > 0)
                keys[key] = body.Root;
        }
    }
}
