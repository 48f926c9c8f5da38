using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Operators;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

/// <summary>
/// Numbers the distinct keys of rows from 0 in the order first seen. Nulls are equal to nulls here. A batch is looked up column by column:
/// first the hashes, then the slot of every row (loads that do not wait for each other), then each key column against the groups found;
/// only rows that are new or collide are looked up one by one.
/// </summary>
internal sealed class GroupTable
{
    private KeyColumn[] _keys;
    // The hash in the upper half, the group + 1 in the lower; 0 is free.
    private ulong[] _slots = new ulong[64];
    private int[] _hashes = new int[32];
    private int _indexed;
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
        Index();
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
        groups = groups[..length];
        if (_keys.Length == 0)
        {
            if (add && Count == 0 && length > 0)
                Count = 1;
            groups.Fill(Count > 0 ? 0 : -1);
            return;
        }

        if (length == 0)
            return;
        Index();
        if (_keys.Length == 1 && keys[0] is StringVector { IsDictionary: true } texts && _keys[0].CodeGroups(texts) is { } codeGroups)
        {
            FindByCode(texts, codeGroups, groups, add);
            return;
        }

        if (_rowHashes.Length < length)
            _rowHashes = new int[Math.Max(length, Math.Max(16, _rowHashes.Length * 2))];
        var hashes = _rowHashes.AsSpan(0, length);
        for (var k = 0; k < keys.Length; k++)
            _keys[k].Hash(keys[k], hashes, k == 0);
        Find(keys, 0, hashes, groups, add);
    }

    /// <summary>
    /// Takes over the groups of another table over keys of the same kinds, whose rows all come after this one's. Gives for each of its groups
    /// the group here. Large tables are looked up on as many threads as the options allow.
    /// </summary>
    public int[] Merge(GroupTable other, KernelContext context)
    {
        var map = new int[other.Count];
        if (_keys.Length == 0)
        {
            Count = Math.Max(Count, other.Count);
            return map;
        }

        var keys = other.BuildKeys();
        Index();
        const int Piece = 16_384;
        var pieces = (other.Count + Piece - 1) / Piece;
        if (pieces <= 1)
        {
            Find(keys, 0, other._hashes.AsSpan(0, other.Count), map, add: true);
            return map;
        }

        var threads = Math.Min(pieces, Math.Max(1, context.Options.Threads));
        ParallelPlan.Each(threads, context, thread =>
        {
            var reader = CloneForRead();
            for (var piece = thread; piece < pieces; piece += threads)
            {
                context.ThrowIfCancelled();
                var start = piece * Piece;
                var length = Math.Min(Piece, other.Count - start);
                reader.Find(keys, start, other._hashes.AsSpan(start, length), map.AsSpan(start, length), add: false);
            }
        });

        // What is new here is new in the order of the other: its keys are distinct, so none has to be looked for again.
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] < 0)
                map[i] = Append(keys, i, other._hashes[i]);
        }

        return map;
    }

    private void FindByCode(StringVector texts, int[] codeGroups, Span<int> groups, bool add)
    {
        var codes = texts.Codes!.AsSpan(texts.Start, texts.IsConstant ? 1 : groups.Length);
        if (texts.IsConstant)
        {
            groups.Fill(FindCode(texts, 0, codes[0], codeGroups, add));
            return;
        }

        for (var i = 0; i < codes.Length; i++)
        {
            var group = codeGroups[codes[i]] - 1;
            groups[i] = group >= 0 ? group : FindCode(texts, i, codes[i], codeGroups, add);
        }
    }

    private int FindCode(StringVector texts, int row, int code, int[] codeGroups, bool add)
    {
        if (codeGroups[code] is var known && known > 0)
            return known - 1;
        if (known < 0 && !add && known == -1 - Count)
            return -1;
        var group = FindOne([texts], row, Hashing.Bytes(texts[row]) | 1, add);
        // A miss holds as long as no group is added.
        codeGroups[code] = group >= 0 ? group + 1 : -1 - Count;
        return group;
    }

    private void Find(Vector[] keys, int start, ReadOnlySpan<int> hashes, Span<int> groups, bool add)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var i = 0; i < groups.Length && i < hashes.Length; i++)
        {
            var hash = hashes[i];
            var slot = slots[hash & mask];
            groups[i] = (int)(slot >> 32) == hash ? (int)(uint)slot - 1 : -1;
        }

        for (var k = 0; k < keys.Length; k++)
            _keys[k].Verify(keys[k], start, groups);
        for (var i = 0; i < groups.Length; i++)
        {
            if (groups[i] < 0)
                groups[i] = FindOne(keys, start + i, hashes[i], add);
        }
    }

    private int FindOne(ReadOnlySpan<Vector> keys, int row, int hash, bool add)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var at = hash & mask;
        while (true)
        {
            var slot = slots[at];
            if (slot == 0)
                break;
            if ((int)(slot >> 32) == hash && Same(keys, row, (int)(uint)slot - 1))
                return (int)(uint)slot - 1;
            at = (at + 1) & mask;
        }

        if (!add)
            return -1;
        var group = Append(keys, row, hash);
        Index();
        return group;
    }

    // The group is not yet in the slots.
    private int Append(ReadOnlySpan<Vector> keys, int row, int hash)
    {
        if (Count == _hashes.Length)
            Array.Resize(ref _hashes, Count * 2);
        for (var k = 0; k < _keys.Length; k++)
            _keys[k].Add(keys[k], row);
        _hashes[Count] = hash;
        return Count++;
    }

    private void Index()
    {
        if (_keys.Length == 0 || _indexed == Count)
            return;
        if (Count * 2L > _slots.Length)
        {
            // Small tables grow faster: each growth moves all.
            var size = _slots.Length;
            while (size < Count * 2L)
                size *= size < 1 << 18 ? 4 : 2;
            _slots = new ulong[size];
            _indexed = 0;
        }

        var slots = _slots;
        var mask = slots.Length - 1;
        for (var i = _indexed; i < Count; i++)
        {
            var hash = _hashes[i];
            var at = hash & mask;
            while (slots[at] != 0)
                at = (at + 1) & mask;
            slots[at] = (ulong)(uint)hash << 32 | (uint)(i + 1);
        }

        _indexed = Count;
    }

    private bool Same(ReadOnlySpan<Vector> keys, int row, int group)
    {
        for (var k = 0; k < keys.Length; k++)
        {
            if (!_keys[k].Same(keys[k], row, group))
                return false;
        }

        return true;
    }
}
