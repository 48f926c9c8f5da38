using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

/// <summary>Numbers the distinct keys of rows from 0 in the order first seen. Nulls are equal to nulls here.</summary>
internal sealed class GroupTable
{
    private KeyColumn[] _keys;
    private int[] _slots = new int[64];
    private int[] _hashes = new int[32];
    private int[] _rowHashes = [];

    public GroupTable(IReadOnlyList<TypeKind> kinds)
    {
        _keys = new KeyColumn[kinds.Count];
        for (var i = 0; i < _keys.Length; i++)
            _keys[i] = KeyColumn.Create(kinds[i]);
    }

    /// <summary>The same groups with scratch memory of its own, for look-ups on another thread.</summary>
    public GroupTable CloneForRead()
    {
        var clone = (GroupTable)MemberwiseClone();
        clone._keys = Array.ConvertAll(_keys, key => key.CloneForRead());
        clone._rowHashes = [];
        return clone;
    }

    /// <summary>Number of groups.</summary>
    public int Count { get; private set; }

    /// <summary>Key values of all groups.</summary>
    public Vector[] BuildKeys() => Array.ConvertAll(_keys, key => key.Build());

    /// <summary>The group of each row; new keys make new groups when <paramref name="add"/>, otherwise give -1.</summary>
    public void Find(Vector[] keys, int length, Span<int> groups, bool add)
    {
        if (_keys.Length == 0)
        {
            if (add && Count == 0 && length > 0)
                Count = 1;
            groups[..length].Fill(Count > 0 ? 0 : -1);
            return;
        }

        if (_rowHashes.Length < length)
            _rowHashes = new int[Math.Max(length, Math.Max(16, _rowHashes.Length * 2))];
        var hashes = _rowHashes.AsSpan(0, length);
        for (var k = 0; k < keys.Length; k++)
            _keys[k].Hash(keys[k], hashes, k == 0);
        var previous = -1;
        for (var row = 0; row < length; row++)
        {
            var hash = hashes[row];
            // Logs repeat themselves: the row before often has the same key.
            if (previous >= 0 && _hashes[previous] == hash && Same(keys, row, previous))
            {
                groups[row] = previous;
                continue;
            }

            groups[row] = previous = FindOne(keys, row, hash, add);
        }
    }

    private int FindOne(Vector[] keys, int row, int hash, bool add)
    {
        var mask = _slots.Length - 1;
        var slot = hash & mask;
        while (true)
        {
            var group = _slots[slot] - 1;
            if (group < 0)
                break;
            if (_hashes[group] == hash && Same(keys, row, group))
                return group;
            slot = (slot + 1) & mask;
        }

        if (!add)
            return -1;
        if (Count == _hashes.Length)
        {
            Array.Resize(ref _hashes, Count * 2);
            _slots = new int[_hashes.Length * 2];
            mask = _slots.Length - 1;
            for (var i = 0; i < Count; i++)
            {
                var s = _hashes[i] & mask;
                while (_slots[s] != 0)
                    s = (s + 1) & mask;
                _slots[s] = i + 1;
            }

            slot = hash & mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
        }

        for (var k = 0; k < _keys.Length; k++)
            _keys[k].Add(keys[k], row);
        _hashes[Count] = hash;
        _slots[slot] = ++Count;
        return Count - 1;
    }

    private bool Same(Vector[] keys, int row, int group)
    {
        for (var k = 0; k < _keys.Length; k++)
        {
            if (!_keys[k].Same(keys[k], row, group))
                return false;
        }

        return true;
    }
}

/// <summary>Values of one key, by group.</summary>
internal abstract class KeyColumn
{
    public abstract void Hash(Vector vector, Span<int> hashes, bool first);
    public abstract bool Same(Vector vector, int row, int group);
    public abstract void Add(Vector vector, int row);
    public abstract Vector Build();

    public virtual KeyColumn CloneForRead() => this;

    public static KeyColumn Create(TypeKind kind) => kind switch
    {
        TypeKind.Bool => new FixedKey<bool>(kind, static x => x ? 1 : 2),
        TypeKind.Int => new FixedKey<int>(kind, static x => Hashing.Mix(x)),
        TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => new FixedKey<long>(kind, static x => Hashing.Long(x)),
        TypeKind.Real => new RealKey(),
        TypeKind.Decimal => new FixedKey<decimal>(kind, static x => x.GetHashCode()),
        TypeKind.Guid => new FixedKey<Guid>(kind, static x => x.GetHashCode()),
        TypeKind.String => new StringKey(),
        _ => new DynamicKey(),
    };

    protected static int Combine(int hash, int next) => (int)(System.Numerics.BitOperations.RotateLeft((uint)hash, 5) * 0x9E3779B1u) ^ next;

    private sealed class FixedKey<T>(TypeKind kind, Func<T, int> hash) : KeyColumn where T : unmanaged, IEquatable<T>
    {
        private readonly FixedBuilder<T> _builder = new(kind);
        private T[] _values = new T[16];
        private bool[] _nulls = new bool[16];

        public override void Hash(Vector vector, Span<int> hashes, bool first)
        {
            var typed = (FixedVector<T>)vector;
            var span = typed.Span;
            var mask = typed.Mask;
            var nulls = typed.MayBeNull;
            for (var i = 0; i < hashes.Length; i++)
            {
                var value = nulls && typed.IsNull(i) ? 0x5bd1e995 : hash(span[i & mask]);
                hashes[i] = first ? value : Combine(hashes[i], value);
            }
        }

        public override bool Same(Vector vector, int row, int group)
        {
            var typed = (FixedVector<T>)vector;
            return typed.IsNull(row) ? _nulls[group] : !_nulls[group] && typed[row].Equals(_values[group]);
        }

        public override void Add(Vector vector, int row)
        {
            var at = _builder.Count;
            _builder.AddFrom(vector, row);
            if (at == _values.Length)
            {
                Array.Resize(ref _values, at * 2);
                Array.Resize(ref _nulls, at * 2);
            }

            _nulls[at] = vector.IsNull(row);
            _values[at] = ((FixedVector<T>)vector)[row];
        }

        public override Vector Build() => _builder.Build();
    }

    private sealed class RealKey : KeyColumn
    {
        private readonly FixedBuilder<double> _builder = new(TypeKind.Real);
        private readonly List<double?> _values = [];

        public override void Hash(Vector vector, Span<int> hashes, bool first)
        {
            var typed = (FixedVector<double>)vector;
            for (var i = 0; i < hashes.Length; i++)
            {
                var value = typed.IsNull(i) ? 0x5bd1e995 : Hashing.Real(typed[i]);
                hashes[i] = first ? value : Combine(hashes[i], value);
            }
        }

        // Equals, not ==: every NaN is one group.
        public override bool Same(Vector vector, int row, int group) =>
            vector.IsNull(row) ? _values[group] is null : _values[group] is { } value && value.Equals(((FixedVector<double>)vector)[row]);

        public override void Add(Vector vector, int row)
        {
            _values.Add(vector.IsNull(row) ? null : ((FixedVector<double>)vector)[row]);
            _builder.AddFrom(vector, row);
        }

        public override Vector Build() => _builder.Build();
    }

    private sealed class StringKey : KeyColumn
    {
        private readonly ByteArena _arena = new();
        private BytesRef[] _refs = new BytesRef[16];
        private int _count;
        private BytesRef[]? _dictionary;
        private int[] _entryHashes = [];
        private bool _ascii = true;

        // The hashes of a dictionary's entries are kept from batch to batch: not to be shared.
        public override KeyColumn CloneForRead()
        {
            var clone = (StringKey)MemberwiseClone();
            clone._dictionary = null;
            clone._entryHashes = [];
            return clone;
        }

        public override void Hash(Vector vector, Span<int> hashes, bool first)
        {
            var typed = (StringVector)vector;
            if (typed.Codes is { } codes && typed.Refs.Length <= 65_536)
            {
                if (!ReferenceEquals(_dictionary, typed.Refs))
                {
                    _dictionary = typed.Refs;
                    _entryHashes = new int[_dictionary.Length];
                }

                for (var i = 0; i < hashes.Length; i++)
                {
                    var code = codes[typed.Start + (typed.IsConstant ? 0 : i)];
                    var value = _entryHashes[code];
                    if (value == 0)
                    {
                        value = Hashing.Bytes(typed[i]) | 1;
                        _entryHashes[code] = value;
                    }

                    hashes[i] = first ? value : Combine(hashes[i], value);
                }

                return;
            }

            for (var i = 0; i < hashes.Length; i++)
            {
                var value = Hashing.Bytes(typed[i]) | 1;
                hashes[i] = first ? value : Combine(hashes[i], value);
            }
        }

        public override bool Same(Vector vector, int row, int group)
        {
            var place = _refs[group];
            var text = ((StringVector)vector)[row];
            return text.Length == place.Length && text.SequenceEqual(_arena.Buffer.AsSpan(place.Offset, place.Length));
        }

        public override void Add(Vector vector, int row)
        {
            var typed = (StringVector)vector;
            if (_count == _refs.Length)
                Array.Resize(ref _refs, _count * 2);
            _refs[_count++] = _arena.Add(typed[row]);
            _ascii &= typed.IsAscii;
        }

        public override Vector Build() => new StringVector(_arena.Buffer, _refs, null, 0, _count, _ascii);
    }

    private sealed class DynamicKey : KeyColumn
    {
        private readonly ByteArena _arena = new();
        private readonly List<BytesRef> _refs = [];

        public override void Hash(Vector vector, Span<int> hashes, bool first)
        {
            var typed = (DynamicVector)vector;
            for (var i = 0; i < hashes.Length; i++)
            {
                var value = typed[i].DeepHash();
                hashes[i] = first ? value : Combine(hashes[i], value);
            }
        }

        public override bool Same(Vector vector, int row, int group)
        {
            var place = _refs[group];
            return ((DynamicVector)vector)[row].DeepEquals(new DynamicValue(_arena.Buffer.AsSpan(place.Offset, place.Length)));
        }

        public override void Add(Vector vector, int row)
        {
            var tape = ((DynamicVector)vector)[row].Tape;
            _refs.Add(tape.IsEmpty ? default : _arena.Add(tape));
        }

        public override Vector Build() => new DynamicVector(_arena.Buffer, _refs.ToArray(), 0, _refs.Count);
    }
}
