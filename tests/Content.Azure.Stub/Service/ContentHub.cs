using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Content.Azure.Stub.Service;

/// <summary>What packages and templates of the Content Hub have in common: lists that are filtered and show large properties only when asked.</summary>
internal abstract partial class HubCollection : Collection
{
    public override int PageSize => 2;

    /// <summary>Properties that every resource needs.</summary>
    protected abstract IReadOnlyList<string> Required { get; }

    /// <summary>Properties that an answer has only when it is asked to expand them.</summary>
    protected abstract IReadOnlyList<string> Expandable { get; }

    public override StubResponse Put(CallContext call, string name, JsonObject body)
    {
        CheckETag(call, name, body);
        var properties = PropertiesOf(body);
        foreach (var required in Required)
        {
            if (properties[required] is null)
                throw new RefusedException(400, "BadRequest", $"Required property '{required}' not found in JSON. Path 'properties'.");
        }

        var isNew = !Items.ContainsKey(name);
        return new StubResponse(isNew ? 201 : 200, Store(call, name, new JsonObject { ["properties"] = properties.DeepClone() }).DeepClone());
    }

    protected override bool IsListed(CallContext call, JsonObject item)
    {
        if (!call.Request.Query.TryGetValue("$filter", out var filter))
            return true;
        var match = Comparison().Match(filter);
        if (!match.Success)
            throw new RefusedException(400, "BadRequest", $"The filter '{filter}' is not valid.");
        return string.Equals(Json.Text(item["properties"]![match.Groups["property"].Value]), match.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    protected override JsonNode Shown(CallContext call, JsonObject item)
    {
        var shown = item.DeepClone();
        var expanded = call.Request.Query.TryGetValue("$expand", out var paths) ? paths.Split(',', StringSplitOptions.TrimEntries) : [];
        foreach (var property in Expandable.Where(property => !expanded.Contains("properties/" + property)))
            shown["properties"]!.AsObject().Remove(property);
        return shown;
    }

    [GeneratedRegex(@"^\(?\s*properties/(?<property>\w+) eq '(?<text>(?:[^']|'')*)'\s*\)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();
}

/// <summary>Installed packages.</summary>
internal sealed class ContentPackages : HubCollection
{
    public override string Type => "Microsoft.SecurityInsights/contentpackages";

    protected override IReadOnlyList<string> Required { get; } = ["contentId", "contentProductId", "contentKind", "version", "displayName"];

    protected override IReadOnlyList<string> Expandable { get; } = [];
}

/// <summary>Installed templates.</summary>
internal sealed class ContentTemplates : HubCollection
{
    public override string Type => "Microsoft.SecurityInsights/contenttemplates";

    protected override IReadOnlyList<string> Required { get; } = ["contentId", "contentProductId", "packageVersion", "version", "displayName", "contentKind", "source", "packageId"];

    protected override IReadOnlyList<string> Expandable { get; } = ["mainTemplate", "dependantTemplates"];
}

/// <summary>Templates of rules that the service brings.</summary>
internal sealed class AlertRuleTemplates(IList<JsonObject> templates) : Collection
{
    public override string Type => "Microsoft.SecurityInsights/AlertRuleTemplates";

    public override int PageSize => 2;

    public override StubResponse List(CallContext call)
    {
        Items.Clear();
        foreach (var template in templates)
            Store(call, Json.Text(template["name"])!, template);
        return base.List(call);
    }

    public override StubResponse Put(CallContext call, string name, JsonObject body) => throw new RefusedException(405, "MethodNotAllowed", "Templates are read-only.");

    public override StubResponse Delete(CallContext call, string name) => throw new RefusedException(405, "MethodNotAllowed", "Templates are read-only.");
}
