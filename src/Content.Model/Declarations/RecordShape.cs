namespace Content.Model.Declarations;

/// <summary>A mapping with fixed keys.</summary>
/// <param name="what">What it is, for messages: <c>an analytics rule</c>.</param>
/// <param name="fields">Its keys, in the order in which they are best written.</param>
internal sealed class RecordShape(string what, params Field[] fields) : ValueShape
{
    public string What => what;
    public Field[] Fields => fields;
    /// <summary>Name under which a schema defines it once; null to write it out where it stands.</summary>
    public string? Definition { get; init; }
    /// <summary>Keys that files of the Azure-Sentinel repository have here and that nothing reads.</summary>
    public StrayKey[] StrayKeys { get; init; } = [];
    /// <summary>What holds for certain values of a key.</summary>
    public Variant[] Variants { get; init; } = [];
    /// <summary>Fields of which one at least is needed; empty when that does not matter.</summary>
    public Field[] NeedsOneOf { get; init; } = [];
    /// <summary>Further fields of which one at least is needed; empty when that does not matter.</summary>
    public Field[] AlsoNeedsOneOf { get; init; } = [];

    /// <summary>The field of a key, in any case; null when there is none.</summary>
    public Field? Find(string key)
    {
        foreach (var field in fields)
        {
            if (string.Equals(field.Key, key, StringComparison.OrdinalIgnoreCase))
                return field;
        }

        return null;
    }

    /// <summary>The stray key of a name, in any case; null when it is none.</summary>
    public StrayKey? FindStray(string key)
    {
        foreach (var stray in StrayKeys)
        {
            if (string.Equals(stray.Key, key, StringComparison.OrdinalIgnoreCase))
                return stray;
        }

        return null;
    }
}

/// <summary>A key that has no effect where it stands.</summary>
/// <param name="Key">The key.</param>
/// <param name="Instead">The key beside it that was meant; null when it is another place.</param>
/// <param name="Help">What to do.</param>
internal sealed record StrayKey(string Key, string? Instead, string Help);

/// <summary>What holds when a key has one of some values.</summary>
/// <param name="Key">The key.</param>
/// <param name="Values">Its values.</param>
internal sealed record Variant(Field Key, params string[] Values)
{
    /// <summary>Fields that are needed then.</summary>
    public Field[] Required { get; init; } = [];
    /// <summary>The field whose shape depends on the key; null when none does.</summary>
    public Field? Child { get; init; }
    /// <summary>The shape of <see cref="Child"/> then. A function, since a shape may hold itself.</summary>
    public Func<RecordShape>? ChildShape { get; init; }
}
