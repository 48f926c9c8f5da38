using System.Text.Json.Nodes;
using Content.Azure.Resources;

namespace Content.Azure.Import;

/// <summary>Saved searches as content files: functions and hunting queries.</summary>
internal static class SearchFile
{
    /// <summary>The keys of a function, in the short format, which takes any name of a saved search.</summary>
    public static JsonObject Function(JsonObject comparable, string name, MetadataPart? metadata) => new FileBody()
        .Text("id", name).Text("name", comparable["displayName"]).Block("description", Tag(comparable, "description")).Text("category", comparable["category"])
        .Text("functionAlias", comparable["functionAlias"]).Text("functionParameters", comparable["functionParameters"])
        .Block("query", Normal.Text(comparable["query"])).Text("version", metadata?.Version).Root;

    /// <summary>The keys of a hunting query.</summary>
    public static JsonObject Hunting(JsonObject comparable, string name, MetadataPart? metadata)
    {
        var file = new FileBody().Text("id", name).Text("name", comparable["displayName"]).Block("description", RuleFile.Description(Tag(comparable, "description")));
        file.Root["requiredDataConnectors"] = new JsonArray();
        file.Value("tactics", List(comparable, "tactics")).Value("relevantTechniques", List(comparable, "techniques"))
            .Block("query", Normal.Text(comparable["query"])).Text("version", metadata?.Version).Value("metadata", metadata?.Keys);
        return file.Root;
    }

    private static string Tag(JsonObject comparable, string name) => Normal.Text(comparable["tags"]?[name]);

    private static JsonArray List(JsonObject comparable, string name) =>
        new([.. Tag(comparable, name).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(word => (JsonNode)word)]);
}
