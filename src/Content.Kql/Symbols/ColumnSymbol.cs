namespace Content.Kql.Symbols;

/// <summary>A named, typed column of a table or result.</summary>
public sealed class ColumnSymbol
{
    /// <summary>Creates a column.</summary>
    /// <param name="name">Name; case matters.</param>
    /// <param name="type">Type.</param>
    /// <param name="description">What the column holds, for hover texts.</param>
    public ColumnSymbol(string name, KqlType type, string? description = null)
    {
        Name = name;
        Type = type;
        Description = description;
        NameHash = HashName(name);
    }

    /// <summary>Name; case matters.</summary>
    public string Name { get; }
    /// <summary>Type.</summary>
    public KqlType Type { get; }
    /// <summary>What the column holds; null when not known.</summary>
    public string? Description { get; }

    // Row types index their columns by name, often a hundred of them an operator: hash each name once.
    internal int NameHash { get; }

    // A cache of the binder's (see BoundColumn.Of); whichever thread writes it last is as good as any.
    internal object? SharedReference { get; set; }

    internal static int HashName(ReadOnlySpan<char> name)
    {
        var hash = 5381u;
        foreach (var c in name)
            hash = (hash * 33) ^ c;

        // Tables take the low bits: names that differ in a number must not crowd together there.
        hash *= 0x9E3779B1;
        return (int)(hash ^ (hash >> 15));
    }

    /// <summary>The same column under another name.</summary>
    public ColumnSymbol Rename(string name) => name == Name ? this : new ColumnSymbol(name, Type, Description);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}:{Type.Name}";
}
