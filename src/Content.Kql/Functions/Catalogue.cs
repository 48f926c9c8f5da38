using System.Collections.Immutable;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>The functions, aggregates and plugins of the language.</summary>
/// <remarks>Names are indexed at first use (some tens of microseconds); a symbol is made from its declaration when it is first asked for.</remarks>
public static class Catalogue
{
    private static readonly CatalogueTable<FunctionSymbol> s_functions = new(FunctionFamilies.All, static d => new FunctionSymbol(d));
    private static readonly CatalogueTable<AggregateSymbol> s_aggregates = new([AggregateFunctions.Declarations], static d => new AggregateSymbol(d));
    private static readonly CatalogueTable<PluginSymbol> s_plugins = new([PluginFunctions.Declarations], static d => new PluginSymbol(d));

    /// <summary>The scalar function of a name (case matters); null when there is none.</summary>
    public static FunctionSymbol? FindFunction(ReadOnlySpan<char> name) => s_functions.Find(name);

    /// <summary>The aggregate of a name (case matters); null when there is none.</summary>
    public static AggregateSymbol? FindAggregate(ReadOnlySpan<char> name) => s_aggregates.Find(name);

    /// <summary>The plugin of a name (case matters); null when there is none.</summary>
    public static PluginSymbol? FindPlugin(ReadOnlySpan<char> name) => s_plugins.Find(name);

    /// <summary>Names of the scalar functions that are not hidden, in order of declaration. Makes no symbols.</summary>
    internal static IReadOnlyList<string> FunctionNames => s_functions.VisibleNames;

    /// <summary>Names of the aggregates that are not hidden, in order of declaration. Makes no symbols.</summary>
    internal static IReadOnlyList<string> AggregateNames => s_aggregates.VisibleNames;

    /// <summary>Names of the plugins that are not hidden, in order of declaration. Makes no symbols.</summary>
    internal static IReadOnlyList<string> PluginNames => s_plugins.VisibleNames;

    /// <summary>All scalar functions, hidden ones too, in ordinal order of their names.</summary>
    public static ImmutableArray<FunctionSymbol> Functions => s_functions.All();

    /// <summary>All aggregates in ordinal order of their names.</summary>
    public static ImmutableArray<AggregateSymbol> Aggregates => s_aggregates.All();

    /// <summary>All plugins in ordinal order of their names.</summary>
    public static ImmutableArray<PluginSymbol> Plugins => s_plugins.All();
}

// A hash table over the names in the declaration texts.
internal sealed class CatalogueTable<T> where T : CallableSymbol
{
    private readonly Func<Declaration, T> _make;
    private readonly int[] _slots;
    private readonly CatalogueEntry[] _entries;
    private readonly int _count;
    private readonly T?[] _symbols;
    private string[]? _visibleNames;

    public CatalogueTable(ReadOnlySpan<string> sources, Func<Declaration, T> make)
    {
        _make = make;
        var entries = new CatalogueEntry[512];
        var count = 0;
        foreach (var source in sources)
            AddEntries(source.Contains('\r') ? source.Replace("\r\n", "\n", StringComparison.Ordinal) : source, ref entries, ref count);
        _entries = entries;
        _count = count;

        var size = 64;
        while (size < count * 2)
            size *= 2;
        _slots = new int[size];
        for (var i = 0; i < count; i++)
        {
            var slot = _entries[i].Hash & (size - 1);
            while (_slots[slot] != 0)
                slot = (slot + 1) & (size - 1);
            _slots[slot] = i + 1;
        }

        _symbols = new T?[count];
    }

    public T? Find(ReadOnlySpan<char> name)
    {
        var hash = ColumnSymbol.HashName(name);
        var mask = _slots.Length - 1;
        for (var slot = hash & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var index = _slots[slot] - 1;
            if (_entries[index].Hash == hash && _entries[index].Name.SequenceEqual(name))
                return Get(index);
        }

        return null;
    }

    public ImmutableArray<T> All()
    {
        var all = ImmutableArray.CreateBuilder<T>(_count);
        for (var i = 0; i < _count; i++)
            all.Add(Get(i));
        all.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return all.MoveToImmutable();
    }

    // For suggestions. A misspelt name must not cost the symbols of the whole language.
    public IReadOnlyList<string> VisibleNames => _visibleNames ??= FindVisibleNames();

    private string[] FindVisibleNames()
    {
        var names = new List<string>(_count);
        for (var i = 0; i < _count; i++)
        {
            if (!_entries[i].IsHidden)
                names.Add(_entries[i].Name.ToString());
        }

        return [.. names];
    }

    // Two threads may both make a symbol; the first one stored is the one that everybody gets.
    private T Get(int index) => _symbols[index]
        ?? Interlocked.CompareExchange(ref _symbols[index], _make(_entries[index].Read()), null) ?? _symbols[index]!;

    private static void AddEntries(string source, ref CatalogueEntry[] entries, ref int count)
    {
        for (var start = 0; start < source.Length;)
        {
            var length = source.AsSpan(start).IndexOf("\n\n");
            var end = length < 0 ? source.Length : start + length;
            var nameLength = source.AsSpan(start, end - start).IndexOf('(');
            if (count == entries.Length)
                Array.Resize(ref entries, count * 2);
            entries[count++] = new CatalogueEntry(source, start, nameLength, end);
            start = end + 2;
        }
    }
}

// Where a declaration stands. Not nested: a generic outer type would keep its code from being compiled ahead of time.
internal readonly struct CatalogueEntry(string source, int start, int nameLength, int end)
{
    public int Hash { get; } = ColumnSymbol.HashName(source.AsSpan(start, nameLength));
    public ReadOnlySpan<char> Name => source.AsSpan(start, nameLength);
    public bool IsHidden => source.AsSpan(start, end - start).Contains(" @hidden", StringComparison.Ordinal);
    public Declaration Read() => new(source, start, end);
}
