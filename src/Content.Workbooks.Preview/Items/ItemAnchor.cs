namespace Content.Workbooks.Preview.Items;

/// <summary>The ids of items within the page.</summary>
internal static class ItemAnchor
{
    /// <summary>The id of an item.</summary>
    public static string Of(EvaluatedItem item) => "item-" + item.Id;

    /// <summary>The id of the first item of a name, groups looked through; null when there is none.</summary>
    public static string? Find(ImmutableArray<EvaluatedItem> items, string name)
    {
        foreach (var item in items)
        {
            if (item.Item.Name == name)
                return Of(item);
            if (item is EvaluatedGroup group && Find(group.Items, name) is { } nested)
                return nested;
        }

        return null;
    }
}
