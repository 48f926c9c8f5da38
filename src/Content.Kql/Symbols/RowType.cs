using System.Collections.Immutable;

namespace Content.Kql.Symbols;

/// <summary>The columns of a tabular value, in order.</summary>
public sealed class RowType
{
    private const int LinearLimit = 8;
    private int[]? _buckets;

    /// <summary>Creates a row type.</summary>
    /// <param name="columns">Columns in order. Names may repeat only where KQL lets them.</param>
    /// <param name="isOpen">True when columns are not all known (something failed to bind): unknown names are then no error.</param>
    public RowType(ImmutableArray<ColumnSymbol> columns, bool isOpen = false)
    {
        Columns = columns;
        IsOpen = isOpen;
    }

    /// <summary>No columns.</summary>
    public static RowType Empty { get; } = new([]);

    /// <summary>A row type in error: nothing is known of it.</summary>
    public static RowType Open { get; } = new([], isOpen: true);

    // A row in error of its own: columns that a query names are kept by the row that they must belong to.
    internal static RowType NewOpen() => new([], isOpen: true);

    /// <summary>Columns in order.</summary>
    public ImmutableArray<ColumnSymbol> Columns { get; }

    /// <summary>True when columns are not all known.</summary>
    public bool IsOpen { get; }

    // True when some name repeats: only rows that Kusto.Language gives that way (parse over an existing column).
    internal bool HasRepeatedNames => _repeats ??= FindRepeats();

    private bool? _repeats;

    private bool FindRepeats()
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (IndexOf(Columns[i].Name) != i)
                return true;
        }

        return false;
    }

    /// <summary>Ordinal of the first column of a name; -1 when there is none.</summary>
    public int IndexOf(ReadOnlySpan<char> name)
    {
        var columns = Columns.AsSpan();
        var hash = ColumnSymbol.HashName(name);
        if (columns.Length <= LinearLimit)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                if (columns[i].NameHash == hash && name.SequenceEqual(columns[i].Name))
                    return i;
            }

            return -1;
        }

        var buckets = _buckets ??= BuildBuckets(columns);
        var mask = buckets.Length - 1;
        for (var slot = hash & mask; buckets[slot] != 0; slot = (slot + 1) & mask)
        {
            var index = buckets[slot] - 1;
            if (columns[index].NameHash == hash && name.SequenceEqual(columns[index].Name))
                return index;
        }

        return -1;
    }

    /// <summary>The first column of a name; null when there is none.</summary>
    public ColumnSymbol? Find(ReadOnlySpan<char> name) => IndexOf(name) is var index and >= 0 ? Columns[index] : null;

    // Open addressing, ordinal + 1 in each slot; the first of equal names wins because it is inserted first.
    private static int[] BuildBuckets(ReadOnlySpan<ColumnSymbol> columns)
    {
        var size = 16;
        while (size < columns.Length * 2)
            size *= 2;
        var buckets = new int[size];
        for (var i = 0; i < columns.Length; i++)
        {
            var slot = columns[i].NameHash & (size - 1);
            while (buckets[slot] != 0)
                slot = (slot + 1) & (size - 1);
            buckets[slot] = i + 1;
        }

        return buckets;
    }

    /// <inheritdoc/>
    public override string ToString() => "(" + string.Join(", ", Columns) + (IsOpen ? ", …)" : ")");
}
