using System.Text.Json.Nodes;

namespace Content.Azure.Stub.Service;

/// <summary>Summary rules: written by a long-running operation; the start of the bins is filled in.</summary>
internal sealed class SummaryRules : Collection
{
    private static readonly int[] BinSizes = [20, 30, 60, 120, 180, 360, 720, 1440];

    public override string Type => "Microsoft.OperationalInsights/workspaces/summaryLogs";

    public override StubResponse Put(CallContext call, string name, JsonObject body)
    {
        var properties = PropertiesOf(body);
        if (properties["ruleDefinition"] is not JsonObject definition || string.IsNullOrEmpty(Json.Text(definition["query"])))
            throw new RefusedException(400, "InvalidParameter", "The rule has no query.");
        if (Json.Text(definition["destinationTable"])?.EndsWith("_CL", StringComparison.Ordinal) != true)
            throw new RefusedException(400, "InvalidParameter", "The name of the destination table ends in _CL.");
        if (!BinSizes.Contains((int)(definition["binSize"]?.GetValue<long>() ?? 0)))
            throw new RefusedException(400, "InvalidParameter", "The size of the bin is not valid.");
        if (Items.TryGetValue(name, out var old) && Json.Text(old["properties"]!["ruleDefinition"]!["destinationTable"]) != Json.Text(definition["destinationTable"]))
            throw new RefusedException(400, "InvalidParameter", "The destination table cannot be changed.");
        var copy = (JsonObject)properties.DeepClone();
        copy["ruleDefinition"]!["binStartTime"] ??= "2026-01-01T00:00:00Z";
        copy["ruleDefinition"]!["binDelay"] ??= 10;
        copy["isActive"] = true;
        copy["statusCode"] = "UserAction";
        copy["provisioningState"] = "Succeeded";
        var operation = call.Service.StartOperation($"{call.Scope}/operations", () => Store(call, name, new JsonObject { ["properties"] = copy }).Remove("etag"));
        return new StubResponse(202).With("Azure-AsyncOperation", operation).With("Retry-After", "0");
    }
}
