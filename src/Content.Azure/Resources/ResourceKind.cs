namespace Content.Azure.Resources;

/// <summary>Kinds of resources that are deployed, in the order of deployment: each may use those before it.</summary>
public enum ResourceKind : byte
{
    /// <summary>A custom table.</summary>
    Table,
    /// <summary>A watchlist with its rows.</summary>
    Watchlist,
    /// <summary>A function that queries call: a saved search with an alias.</summary>
    Function,
    /// <summary>A summary rule, which fills a table from a query.</summary>
    SummaryRule,
    /// <summary>A hunting query: a saved search of the category Sentinel shows under Hunting.</summary>
    HuntingQuery,
    /// <summary>An analytics rule.</summary>
    AnalyticsRule,
    /// <summary>An automation rule.</summary>
    AutomationRule,
    /// <summary>A workbook.</summary>
    Workbook,
    /// <summary>What Sentinel shows about the origin and support of another resource.</summary>
    Metadata,
}

/// <summary>Names of <see cref="ResourceKind"/>.</summary>
public static class ResourceKinds
{
    /// <summary>All kinds in order of deployment.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = Enum.GetValues<ResourceKind>();

    /// <summary>The word for it in plans and state: <c>table</c>, <c>watchlist</c>, <c>function</c>, <c>summaryRule</c>, <c>huntingQuery</c>, <c>analyticsRule</c>, <c>automationRule</c>, <c>workbook</c>, <c>metadata</c>.</summary>
    public static string Word(this ResourceKind kind) => kind switch
    {
        ResourceKind.Table => "table",
        ResourceKind.Watchlist => "watchlist",
        ResourceKind.Function => "function",
        ResourceKind.SummaryRule => "summaryRule",
        ResourceKind.HuntingQuery => "huntingQuery",
        ResourceKind.AnalyticsRule => "analyticsRule",
        ResourceKind.AutomationRule => "automationRule",
        ResourceKind.Workbook => "workbook",
        _ => "metadata",
    };

    /// <summary>The word for people: <c>analytics rule</c>.</summary>
    public static string Title(this ResourceKind kind) => kind switch
    {
        ResourceKind.SummaryRule => "summary rule",
        ResourceKind.HuntingQuery => "hunting query",
        ResourceKind.AnalyticsRule => "analytics rule",
        ResourceKind.AutomationRule => "automation rule",
        _ => kind.Word(),
    };

    /// <summary>The kind of a word; null for an unknown one.</summary>
    public static ResourceKind? FromWord(string? word)
    {
        foreach (var kind in All)
        {
            if (kind.Word() == word)
                return kind;
        }

        return null;
    }
}

/// <summary>Identity of a resource in its workspace. Names do not differ by case: the service changes it.</summary>
public readonly struct ResourceKey : IEquatable<ResourceKey>, IComparable<ResourceKey>
{
    /// <summary>Creates a key.</summary>
    public ResourceKey(ResourceKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>Kind of the resource.</summary>
    public ResourceKind Kind { get; }

    /// <summary>Name of the resource: a GUID, an alias or a table's name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public bool Equals(ResourceKey other) => Kind == other.Kind && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ResourceKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, StringComparer.OrdinalIgnoreCase.GetHashCode(Name));

    /// <inheritdoc/>
    public int CompareTo(ResourceKey other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : StringComparer.OrdinalIgnoreCase.Compare(Name, other.Name);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind.Word()}/{Name}";

    /// <summary>Equality.</summary>
    public static bool operator ==(ResourceKey left, ResourceKey right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(ResourceKey left, ResourceKey right) => !left.Equals(right);

    /// <summary>Order of deployment.</summary>
    public static bool operator <(ResourceKey left, ResourceKey right) => left.CompareTo(right) < 0;

    /// <summary>Order of deployment.</summary>
    public static bool operator <=(ResourceKey left, ResourceKey right) => left.CompareTo(right) <= 0;

    /// <summary>Order of deployment.</summary>
    public static bool operator >(ResourceKey left, ResourceKey right) => left.CompareTo(right) > 0;

    /// <summary>Order of deployment.</summary>
    public static bool operator >=(ResourceKey left, ResourceKey right) => left.CompareTo(right) >= 0;
}
