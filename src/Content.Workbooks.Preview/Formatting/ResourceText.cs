namespace Content.Workbooks.Preview.Formatting;

/// <summary>Names of Azure things as people know them.</summary>
internal static class ResourceText
{
    /// <summary>The short name of what an id names.</summary>
    /// <param name="formatter">What it is the id of.</param>
    /// <param name="id">The id, or already a name.</param>
    public static string Of(Formatter formatter, string id)
    {
        var parts = id.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return formatter switch
        {
            Formatter.Resource when id.StartsWith('/') && parts.Length > 0 => parts[^1],
            Formatter.ResourceGroup => After(parts, "resourceGroups") ?? id,
            Formatter.Subscription => After(parts, "subscriptions") ?? id,
            Formatter.ResourceType when After(parts, "providers") is { } provider => string.Join('/', parts.SkipWhile(part => part != provider).Where((_, i) => i == 0 || i % 2 == 1)),
            _ => id,
        };
    }

    private static string? After(string[] parts, string name)
    {
        var at = Array.FindIndex(parts, part => part.Equals(name, StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 1 < parts.Length ? parts[at + 1] : null;
    }
}
