using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary>Items by group in order of arrival, as linked lists through shared arrays: no allocation a group.</summary>
internal sealed class Chains
{
    private int[] _heads = [];
    private int[] _tails = [];
    private int[] _counts = [];
    private int[] _next = new int[64];

    /// <summary>Items in all groups.</summary>
    public int Count { get; private set; }

    public void EnsureGroups(int count)
    {
        if (_heads.Length >= count)
            return;
        var size = Math.Max(count, Math.Max(_heads.Length * 2, 16));
        Array.Resize(ref _heads, size);
        Array.Resize(ref _tails, size);
        Array.Resize(ref _counts, size);
    }

    /// <summary>Items of a group.</summary>
    public int CountOf(int group) => _counts[group];

    /// <summary>Gives the next item, numbered <see cref="Count"/>, to a group.</summary>
    public void Add(int group)
    {
        if (Count == _next.Length)
            Array.Resize(ref _next, Count * 2);
        if (_counts[group]++ == 0)
            _heads[group] = Count;
        else
            _next[_tails[group]] = Count;
        _tails[group] = Count++;
    }

    /// <summary>First item of a group that has some; the following ones are <see cref="Next"/>.</summary>
    public int Head(int group) => _heads[group];

    /// <summary>The item after another one of the same group, as long as there are more.</summary>
    public int Next(int item) => _next[item];
}

/// <summary>The distinct pairs of group and value.</summary>
internal sealed class DistinctPairs(TypeKind kind, KernelContext context)
{
    private const int PairBytes = 48;

    private readonly GroupTable _table = new([TypeKind.Int, kind]);
    private int[] _groups = [];
    private int[] _rows = [];
    private int[] _ids = [];

    /// <summary>Values of all pairs in the order first seen.</summary>
    public Vector Values() => _table.BuildKeys()[1];

    /// <summary>Groups of all pairs in the order first seen.</summary>
    public FixedVector<int> Groups() => (FixedVector<int>)_table.BuildKeys()[0];

    /// <summary>Adds rows; nulls are left out. Reports each pair that was not there before, with the row it came from.</summary>
    public void Add(Vector vector, ReadOnlySpan<int> groups, Action<int, int> onNew)
    {
        if (_groups.Length < groups.Length)
        {
            _groups = new int[groups.Length];
            _rows = new int[groups.Length];
            _ids = new int[groups.Length];
        }

        var count = 0;
        if (vector.MayBeNull)
        {
            for (var i = 0; i < groups.Length; i++)
            {
                if (vector.IsNull(i))
                    continue;
                _rows[count] = i;
                _groups[count++] = groups[i];
            }

            if (count < groups.Length)
                vector = vector.IsConstant ? vector.Slice(0, count) : vector.Gather(_rows.AsSpan(0, count));
        }
        else
        {
            groups.CopyTo(_groups);
            count = groups.Length;
        }

        if (count == 0)
            return;
        var before = _table.Count;
        _table.Find([new FixedVector<int>(TypeKind.Int, _groups, 0, count, null), vector], count, _ids, add: true);
        var fresh = before;
        // New pairs are numbered in the order of their first rows.
        for (var i = 0; i < count && fresh < _table.Count; i++)
        {
            if (_ids[i] != fresh)
                continue;
            fresh++;
            onNew(_groups[i], i);
        }

        if (fresh > before)
            context.Charge((long)(fresh - before) * PairBytes);
    }
}
