using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Aggregates;

/// <summary>One value a group, of any type, that can be replaced.</summary>
internal abstract class GroupStore
{
    public static GroupStore Create(TypeKind kind) => kind switch
    {
        TypeKind.Bool => new FixedStore<bool>(kind),
        TypeKind.Int => new FixedStore<int>(kind),
        TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => new FixedStore<long>(kind),
        TypeKind.Real => new FixedStore<double>(kind),
        TypeKind.Decimal => new FixedStore<decimal>(kind),
        TypeKind.Guid => new FixedStore<Guid>(kind),
        TypeKind.String => new BytesStore(isText: true),
        _ => new BytesStore(isText: false),
    };

    public abstract void EnsureGroups(int count);

    /// <summary>Takes the value of a row of a vector of the store's kind.</summary>
    public abstract void Set(int group, Vector vector, int row);

    /// <summary>Takes the value of another store's group.</summary>
    public abstract void SetFrom(int group, GroupStore other, int otherGroup);

    /// <summary>The values; null (an empty text) for groups without one.</summary>
    public abstract Vector Build(int count);

    private sealed class FixedStore<T>(TypeKind kind) : GroupStore where T : unmanaged
    {
        private T[] _values = [];
        private bool[] _valid = [];

        public override void EnsureGroups(int count)
        {
            if (_values.Length >= count)
                return;
            var size = Math.Max(count, Math.Max(_values.Length * 2, 16));
            Array.Resize(ref _values, size);
            Array.Resize(ref _valid, size);
        }

        public override void Set(int group, Vector vector, int row)
        {
            var typed = (FixedVector<T>)vector;
            _valid[group] = !typed.IsNull(row);
            _values[group] = typed[row];
        }

        public override void SetFrom(int group, GroupStore other, int otherGroup)
        {
            var typed = (FixedStore<T>)other;
            _valid[group] = typed._valid[otherGroup];
            _values[group] = typed._values[otherGroup];
        }

        public override Vector Build(int count)
        {
            EnsureGroups(count);
            ulong[]? validity = null;
            for (var i = 0; i < count; i++)
            {
                if (!_valid[i])
                    Bits.Clear(validity ??= Bits.AllSet(count), i);
            }

            return new FixedVector<T>(kind, _values, count, validity);
        }
    }
}

/// <summary>Texts or dynamic values by group, in an arena that is tidied when most of it is no longer referred to.</summary>
internal sealed class BytesStore(bool isText) : GroupStore
{
    private byte[] _arena = new byte[256];
    private BytesRef[] _places = [];
    private int _used;
    private long _live;

    public override void EnsureGroups(int count)
    {
        if (_places.Length < count)
            Array.Resize(ref _places, Math.Max(count, Math.Max(_places.Length * 2, 16)));
    }

    /// <summary>The bytes of a group.</summary>
    public ReadOnlySpan<byte> this[int group] => _arena.AsSpan(_places[group].Offset, _places[group].Length);

    public void Set(int group, ReadOnlySpan<byte> bytes)
    {
        var old = _places[group];
        _live += bytes.Length - old.Length;
        if (bytes.Length <= old.Length)
        {
            bytes.CopyTo(_arena.AsSpan(old.Offset));
            _places[group] = new BytesRef(old.Offset, bytes.Length);
            return;
        }

        _places[group] = default;
        if (_arena.Length - _used < bytes.Length)
            MakeRoom(bytes.Length);
        bytes.CopyTo(_arena.AsSpan(_used));
        _places[group] = new BytesRef(_used, bytes.Length);
        _used += bytes.Length;
    }

    public override void Set(int group, Vector vector, int row) =>
        Set(group, isText ? ((StringVector)vector)[row] : ((DynamicVector)vector)[row].Tape);

    public override void SetFrom(int group, GroupStore other, int otherGroup) => Set(group, ((BytesStore)other)[otherGroup]);

    public override Vector Build(int count)
    {
        EnsureGroups(count);
        return isText
            ? new StringVector(_arena, _places, null, 0, count, System.Text.Ascii.IsValid(_arena.AsSpan(0, _used)))
            : new DynamicVector(_arena, _places, 0, count);
    }

    private void MakeRoom(int size)
    {
        var needed = Math.Max(_live * 2, _live + size);
        if (needed > Array.MaxLength)
            throw new LimitExceededException("bytes", "An aggregate holds more than 2 GB of text.");
        // Only live values move over, so garbage never outgrows them.
        var arena = new byte[Math.Max(needed, 256)];
        var used = 0;
        for (var i = 0; i < _places.Length; i++)
        {
            var place = _places[i];
            _arena.AsSpan(place.Offset, place.Length).CopyTo(arena.AsSpan(used));
            _places[i] = new BytesRef(used, place.Length);
            used += place.Length;
        }

        _arena = arena;
        _used = used;
    }
}
