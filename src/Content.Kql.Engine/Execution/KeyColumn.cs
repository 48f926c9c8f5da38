using System.Runtime.CompilerServices;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

/// <summary>Values of one key, by group.</summary>
internal abstract class KeyColumn
{
    private const int NullHash = 0x5bd1e995;

    /// <summary>Hashes of a vector's values: set for the first key, combined with what is there for the following.</summary>
    public abstract void Hash(Vector vector, Span<int> hashes, bool first);

    /// <summary>Sets the group of each row, from a row of the vector on, to -1 where the group has another value.</summary>
    public abstract void Verify(Vector vector, int start, Span<int> groups);

    /// <summary>Whether a row has the value of a group.</summary>
    public abstract bool Same(Vector vector, int row, int group);

    /// <summary>Takes the value of a row for the next group.</summary>
    public abstract void Add(Vector vector, int row);

    /// <summary>The values of all groups.</summary>
    public abstract Vector Build();

    /// <summary>The same values with scratch memory of its own.</summary>
    public virtual KeyColumn CloneForRead() => this;

    /// <summary>For the only key of a table: what is known of the entries of a dictionary (group + 1, or less than 0 for a miss). Null where that does not pay.</summary>
    public virtual int[]? CodeGroups(StringVector texts) => null;

    public static KeyColumn Create(TypeKind kind) => kind switch
    {
        TypeKind.Bool => new FixedKey<bool>(kind),
        TypeKind.Int => new FixedKey<int>(kind),
        TypeKind.Long or TypeKind.DateTime or TypeKind.TimeSpan => new FixedKey<long>(kind),
        TypeKind.Real => new FixedKey<double>(kind),
        TypeKind.Decimal => new FixedKey<decimal>(kind),
        TypeKind.Guid => new FixedKey<Guid>(kind),
        TypeKind.String => new StringKey(),
        _ => new DynamicKey(),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Combine(int hash, int next) => (int)(System.Numerics.BitOperations.RotateLeft((uint)hash, 5) * 0x9E3779B1u) ^ next;

    private sealed class FixedKey<T>(TypeKind kind) : KeyColumn where T : unmanaged, IEquatable<T>
    {
        private T[] _values = new T[16];
        private ulong[]? _validity;
        private int _count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int HashOf(T value)
        {
            if (typeof(T) == typeof(long))
                return Hashing.Long(Unsafe.BitCast<T, long>(value));
            if (typeof(T) == typeof(int))
                return Hashing.Mix(Unsafe.BitCast<T, int>(value));
            if (typeof(T) == typeof(double))
                return Hashing.Real(Unsafe.BitCast<T, double>(value));
            if (typeof(T) == typeof(bool))
                return Unsafe.BitCast<T, bool>(value) ? 1 : 2;
            return value.GetHashCode();
        }

        public override void Hash(Vector vector, Span<int> hashes, bool first)
        {
            var typed = (FixedVector<T>)vector;
            var span = typed.Span;
            if (typed.IsConstant || typed.MayBeNull)
            {
                for (var i = 0; i < hashes.Length; i++)
                {
                    var value = typed.IsNull(i) ? NullHash : HashOf(typed[i]);
                    hashes[i] = first ? value : Combine(hashes[i], value);
                }
            }
            else if (first)
            {
                for (var i = 0; i < hashes.Length && i < span.Length; i++)
                    hashes[i] = HashOf(span[i]);
            }
            else
            {
                for (var i = 0; i < hashes.Length && i < span.Length; i++)
                    hashes[i] = Combine(hashes[i], HashOf(span[i]));
            }
        }

        public override void Verify(Vector vector, int start, Span<int> groups)
        {
            var typed = (FixedVector<T>)vector;
            if (typed.IsConstant || typed.MayBeNull || _validity is not null)
            {
                for (var i = 0; i < groups.Length; i++)
                {
                    if (groups[i] >= 0 && !Same(typed, start + i, groups[i]))
                        groups[i] = -1;
                }

                return;
            }

            var span = typed.Span.Slice(start, groups.Length);
            var values = _values;
            for (var i = 0; i < span.Length && i < groups.Length; i++)
            {
                var group = groups[i];
                if (group >= 0 && !span[i].Equals(values[group]))
                    groups[i] = -1;
            }
        }

        // Equals, not ==: every NaN is one group.
        public override bool Same(Vector vector, int row, int group)
        {
            var typed = (FixedVector<T>)vector;
            var isNull = _validity is not null && !Bits.Get(_validity, group);
            return typed.IsNull(row) ? isNull : !isNull && typed[row].Equals(_values[group]);
        }

        public override void Add(Vector vector, int row)
        {
            var typed = (FixedVector<T>)vector;
            if (_count == _values.Length)
            {
                Array.Resize(ref _values, _count * 2);
                if (_validity is not null)
                {
                    var old = _validity.Length;
                    Array.Resize(ref _validity, Bits.WordCount(_values.Length));
                    _validity.AsSpan(old).Fill(ulong.MaxValue);
                }
            }

            if (typed.IsNull(row))
                Bits.Clear(_validity ??= Bits.AllSet(_values.Length), _count);
            else
                _values[_count] = typed[row];
            _count++;
        }

        // A bitmap that changes later must not change what was given out.
        public override Vector Build() => new FixedVector<T>(kind, _values, 0, _count, (ulong[]?)_validity?.Clone());
    }

    private sealed class StringKey : KeyColumn
    {
        private readonly ByteArena _arena = new();
        private BytesRef[] _refs = new BytesRef[16];
        private int _count;
        private BytesRef[]? _dictionary;
        private int[] _entryHashes = [];
        private BytesRef[]? _groupDictionary;
        private int[] _codeGroups = [];
        private bool _ascii = true;

        // What is kept from batch to batch is not to be shared.
        public override KeyColumn CloneForRead()
        {
            var clone = (StringKey)MemberwiseClone();
            clone._dictionary = null;
            clone._entryHashes = [];
            clone._groupDictionary = null;
            clone._codeGroups = [];
            return clone;
        }

        public override int[]? CodeGroups(StringVector texts)
        {
            if (!ReferenceEquals(_groupDictionary, texts.Refs))
            {
                // Dictionaries much larger than the vector come from few rows of many.
                if (texts.Refs.Length > 65_536 && texts.Refs.Length > texts.Length * 4L)
                    return null;
                _groupDictionary = texts.Refs;
                _codeGroups = new int[texts.Refs.Length];
            }

            return _codeGroups;
        }

        public override void Hash(Vector vector, Span<int> hashes, bool first)
        {
            var typed = (StringVector)vector;
            if (typed.Codes is { } allCodes && !typed.IsConstant && typed.Refs.Length <= 65_536)
            {
                if (!ReferenceEquals(_dictionary, typed.Refs))
                {
                    _dictionary = typed.Refs;
                    _entryHashes = new int[_dictionary.Length];
                }

                var codes = allCodes.AsSpan(typed.Start, hashes.Length);
                var known = _entryHashes;
                for (var i = 0; i < codes.Length && i < hashes.Length; i++)
                {
                    var value = known[codes[i]];
                    if (value == 0)
                        known[codes[i]] = value = Hashing.Bytes(typed[i]) | 1;
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

        public override void Verify(Vector vector, int start, Span<int> groups)
        {
            var typed = (StringVector)vector;
            var refs = _refs;
            var arena = _arena.Buffer;
            for (var i = 0; i < groups.Length; i++)
            {
                var group = groups[i];
                if (group < 0)
                    continue;
                var place = refs[group];
                var text = typed[start + i];
                if (text.Length != place.Length || !text.SequenceEqual(arena.AsSpan(place.Offset, place.Length)))
                    groups[i] = -1;
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
        private BytesRef[] _refs = new BytesRef[16];
        private int _count;

        public override void Hash(Vector vector, Span<int> hashes, bool first)
        {
            var typed = (DynamicVector)vector;
            for (var i = 0; i < hashes.Length; i++)
            {
                var value = typed[i].DeepHash();
                hashes[i] = first ? value : Combine(hashes[i], value);
            }
        }

        public override void Verify(Vector vector, int start, Span<int> groups)
        {
            for (var i = 0; i < groups.Length; i++)
            {
                if (groups[i] >= 0 && !Same(vector, start + i, groups[i]))
                    groups[i] = -1;
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
            if (_count == _refs.Length)
                Array.Resize(ref _refs, _count * 2);
            _refs[_count++] = tape.IsEmpty ? default : _arena.Add(tape);
        }

        public override Vector Build() => new DynamicVector(_arena.Buffer, _refs, 0, _count);
    }
}
