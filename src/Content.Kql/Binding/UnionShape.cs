using System.Collections.Immutable;
using Content.Kql.Symbols;

namespace Content.Kql.Binding;

/// <summary>
/// The columns of a union: one a name; where types differ under one name, one a type with the type in its name, standing together at
/// the place of the first.
/// </summary>
/// <remarks>
/// A union of a whole workspace looks at tens of thousands of columns: they are kept in plain arrays and found by the hash that each
/// column has of its name.
/// </remarks>
internal sealed class UnionShape
{
    private readonly Entry[] _entries;
    private readonly int[] _slots;
    private readonly int _width;

    // A column that was put at the end; null for none.
    private ColumnSymbol? _last;

    private UnionShape(Entry[] entries, int[] slots, int width, RowType row)
    {
        _entries = entries;
        _slots = slots;
        _width = width;
        Row = row;
    }

    public static UnionShape Empty { get; } = new([], [0], 0, RowType.Empty);

    /// <summary>Columns of the union, that of the source first where there is one.</summary>
    public RowType Row { get; }

    public static UnionShape Of(List<BoundTabular> tables, string? sourceColumn) => new Builder(tables).Build(sourceColumn);

    /// <summary>Types of the columns into which later ones of their name and another type go; null when there are none.</summary>
    public IReadOnlyDictionary<string, KqlType>? Absorbing { get; private init; }

    /// <summary>The same with a column at the end that each input has under that very name.</summary>
    public UnionShape With(ColumnSymbol column) =>
        new(_entries, _slots, _width + 1, new RowType(Row.Columns.Add(column), Row.IsOpen)) { Absorbing = Absorbing, _last = column };

    /// <summary>The types that the columns of one name have among tables, as Kusto.Language tells them apart.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Types">Types in order of appearance.</param>
    /// <param name="HasAbsorbed">True when columns of yet other types go into the first.</param>
    internal readonly record struct NameTypes(string Name, ImmutableArray<KqlType> Types, bool HasAbsorbed);

    /// <summary>The names that columns of several types share.</summary>
    internal static IEnumerable<NameTypes> Conflicts(List<BoundTabular> tables) => new Builder(tables).Conflicts();

    /// <summary>For each column of the union its ordinal in an input; -1 for none.</summary>
    public ImmutableArray<int> Map(RowType input)
    {
        var map = new int[_width];
        Array.Fill(map, -1);
        for (var i = 0; i < input.Columns.Length; i++)
        {
            var column = input.Columns[i];
            if (_last is not null && column.Name == _last.Name && column.Type.Kind == _last.Type.Kind)
            {
                map[_width - 1] = i;
                continue;
            }

            for (var entry = FindName(_entries, _slots, column); entry >= 0; entry = _entries[entry].Next)
            {
                if (_entries[entry].Column.Type.Kind != column.Type.Kind)
                    continue;
                var position = _entries[entry].Position;
                if (position >= 0 && map[position] < 0)
                    map[position] = i;
                break;
            }
        }

        return ImmutableArray.Create(map);
    }

    // The first entry of the column's name; -1 when there is none.
    private static int FindName(Entry[] entries, int[] slots, ColumnSymbol column) => FindName(entries, slots, column.NameHash, column.Name);

    private static int FindName(Entry[] entries, int[] slots, int hash, string name)
    {
        var mask = slots.Length - 1;
        for (var slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var column = entries[slots[slot] - 1].Column;
            if (column.NameHash == hash && column.Name == name)
                return slots[slot] - 1;
        }

        return -1;
    }

    // A name and type among the inputs. The entries of one name form a chain.
    private struct Entry
    {
        public ColumnSymbol Column;
        public int Next;
        public int Position;

        // Of the first entry of a name: the chain's last one, and how many columns have the name.
        public int Last;
        public int Uses;

        // Kusto.Language counts types apart only where the second column of a name has another type than the first: where the first two
        // agree (closed), later ones of another type go into their column (absorbed).
        public bool IsClosed;
        public bool HasAbsorbed;
    }

    private sealed class Builder(List<BoundTabular> tables)
    {
        private Entry[] _entries = new Entry[32];
        private int[] _slots = new int[64];
        private int _count;
        private int _names;

        // Names that were made up of a name and a type, with the entry that each was made for; and all names that are not the inputs' own.
        private Dictionary<string, int>? _made;
        private HashSet<string>? _taken;
        private ImmutableArray<ColumnSymbol>.Builder _columns = ImmutableArray.CreateBuilder<ColumnSymbol>(0);

        public IEnumerable<NameTypes> Conflicts()
        {
            AddAll();
            for (var first = 0; first < _count; first++)
            {
                if (_entries[first].Uses == 0 || (_entries[first].Next < 0 && !_entries[first].HasAbsorbed))
                    continue;
                var types = ImmutableArray.CreateBuilder<KqlType>();
                for (var entry = first; entry >= 0; entry = _entries[entry].Next)
                    types.Add(_entries[entry].Column.Type);
                yield return new NameTypes(_entries[first].Column.Name, types.ToImmutable(), _entries[first].HasAbsorbed);
            }
        }

        private void AddAll()
        {
            foreach (var table in tables)
            {
                foreach (var column in table.Row.Columns)
                    Add(column);
            }
        }

        public UnionShape Build(string? sourceColumn)
        {
            AddAll();
            Dictionary<string, KqlType>? absorbing = null;
            _columns = ImmutableArray.CreateBuilder<ColumnSymbol>(_count + 1);
            if (sourceColumn is not null)
                _columns.Add(new ColumnSymbol(sourceColumn, KqlType.String));
            for (var first = 0; first < _count; first++)
            {
                // Entries stand in order of appearance; those behind the first of a name come with it.
                if (_entries[first].Uses == 0)
                    continue;
                if (_entries[first].HasAbsorbed)
                    (absorbing ??= new Dictionary<string, KqlType>(StringComparer.Ordinal)).Add(_entries[first].Column.Name, _entries[first].Column.Type);
                if (_entries[first].Next < 0)
                    PlaceOnly(first);
                else
                    PlaceChain(first);
            }

            return new UnionShape(_entries, _slots, _columns.Count, new RowType(_columns.DrainToImmutable(), tables.Exists(static table => table.Row.IsOpen))) { Absorbing = absorbing };
        }

        private void Add(ColumnSymbol column)
        {
            var first = FindName(_entries, _slots, column);
            if (first < 0)
            {
                if ((_names + 1) * 2 > _slots.Length)
                    GrowSlots();
                var slot = FreeSlot(_slots, column.NameHash);
                _slots[slot] = _count + 1;
                _names++;
                Append(new Entry { Column = column, Next = -1, Position = -1, Last = _count, Uses = 1 });
                return;
            }

            _entries[first].Uses++;
            for (var entry = first; entry >= 0; entry = _entries[entry].Next)
            {
                ref var same = ref _entries[entry];
                if (same.Column.Type.Kind != column.Type.Kind)
                    continue;

                _entries[first].IsClosed |= _entries[first].Uses == 2;

                // Shapes of dynamics need not agree.
                if (column.Type.IsDynamic && !ReferenceEquals(same.Column.Type, column.Type))
                    same.Column = new ColumnSymbol(column.Name, KqlType.Dynamic);
                return;
            }

            if (_entries[first].IsClosed)
            {
                _entries[first].HasAbsorbed = true;
                return;
            }

            _entries[_entries[first].Last].Next = _count;
            _entries[first].Last = _count;
            Append(new Entry { Column = column, Next = -1, Position = -1 });
        }

        private void Append(in Entry entry)
        {
            if (_count == _entries.Length)
            {
                var larger = new Entry[_count * 2];
                Array.Copy(_entries, larger, _count);
                _entries = larger;
            }

            _entries[_count++] = entry;
        }

        private void GrowSlots()
        {
            var larger = new int[_slots.Length * 2];
            foreach (var entry in _slots)
            {
                if (entry != 0)
                    larger[FreeSlot(larger, _entries[entry - 1].Column.NameHash)] = entry;
            }

            _slots = larger;
        }

        private static int FreeSlot(int[] slots, int hash)
        {
            var mask = slots.Length - 1;
            var slot = hash & mask;
            while (slots[slot] != 0)
                slot = (slot + 1) & mask;
            return slot;
        }

        // A name of one type keeps it, unless it was made up for another column before.
        private void PlaceOnly(int entry)
        {
            var column = _entries[entry].Column;
            var position = _columns.Count;
            if (_taken?.Contains(column.Name) != true)
            {
                _columns.Add(column);
                _entries[entry].Position = position;
                return;
            }

            var unique = Unique(column.Name);
            _columns.Add(column.Rename(unique));

            // A column that has a made-up name of its own keeps its data under it: the made-up one gets the number.
            if (_made!.TryGetValue(column.Name, out var other) && _columns[_entries[other].Position].Type.Kind == column.Type.Kind)
                (_entries[other].Position, position) = (position, _entries[other].Position);
            _entries[entry].Position = position;
            _taken.Add(unique);
        }

        private void PlaceChain(int first)
        {
            _made ??= new Dictionary<string, int>(StringComparer.Ordinal);
            _taken ??= new HashSet<string>(StringComparer.Ordinal);
            for (var entry = first; entry >= 0; entry = _entries[entry].Next)
            {
                var column = _entries[entry].Column;
                var name = $"{column.Name}_{column.Type.Name}";
                var unique = Unique(name);
                _entries[entry].Position = _columns.Count;
                _columns.Add(column.Rename(unique));
                _made.TryAdd(name, entry);
                _taken.Add(unique);
            }
        }

        private string Unique(string name)
        {
            var unique = name;
            for (var suffix = 1; IsTaken(unique); suffix++)
                unique = $"{name}{suffix}";
            return unique;
        }

        // True for a name that the result has by now: made up, or an input's own.
        private bool IsTaken(string name)
        {
            if (_taken?.Contains(name) == true)
                return true;
            var entry = FindName(_entries, _slots, ColumnSymbol.HashName(name), name);
            return entry >= 0 && _entries[entry].Position >= 0 && _entries[entry].Next < 0;
        }
    }
}
