using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Content.Kql.Engine.Loading;

/// <summary>
/// Remembers what stood between two values of an object: separator, name, colon and spaces, to the byte. Each key knows the two that
/// followed it last, so that names that are sometimes left out are found as fast.
/// </summary>
internal sealed class KeyTable
{
    private struct Key
    {
        /// <summary>The first bytes of the pattern.</summary>
        public Vector256<byte> Head;
        /// <summary>Bits of the bytes of <see cref="Head"/> that count.</summary>
        public uint Mask;
        public int Length;
        public int Slot;
        public int Next;
        public int Second;
        /// <summary>The rest of a pattern longer than a vector.</summary>
        public byte[]? Rest;
    }

    private const int MaxKeys = 2_048;
    private const int MaxAlike = 64;
    private const int Scratch = 1;

    private Key[] _keys = new Key[64];
    private int _count = Scratch + 1;
    private readonly Dictionary<(int Previous, int Slot), List<int>> _known = [];

    /// <summary>The key that follows another and whose pattern stands in the text; 0 when none of the known ones does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Predict(int previous, ref byte text)
    {
        ref var from = ref _keys[previous];
        var key = from.Next;
        if (Matches(key, ref text))
            return key;
        key = from.Second;
        if (!Matches(key, ref text))
            return 0;
        from.Second = from.Next;
        from.Next = key;
        return key;
    }

    public int Length(int key) => _keys[key].Length;
    public int Slot(int key) => _keys[key].Slot;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Matches(int key, ref byte text)
    {
        ref var pattern = ref _keys[key];
        if (key == 0 || (~Vector256.Equals(Vector256.LoadUnsafe(ref text), pattern.Head).ExtractMostSignificantBits() & pattern.Mask) != 0)
            return false;
        return pattern.Rest is null || Rest(pattern.Rest, ref text);
    }

    private static bool Rest(byte[] rest, ref byte text)
    {
        // The pattern has no zero byte, and the text ends with more zeros than a vector has bytes: the comparison stops there.
        for (var i = 0; i < rest.Length; i++)
        {
            if (Unsafe.Add(ref text, Vector256<byte>.Count + i) != rest[i])
                return false;
        }

        return true;
    }

    /// <summary>Notes the pattern that follows a key, and gives its number.</summary>
    public int Learn(int previous, ReadOnlySpan<byte> pattern, int slot)
    {
        // A file with endless new names: one key serves for all that come too late.
        var key = Find(pattern, slot);
        if (key == 0)
        {
            if (!_known.TryGetValue((pattern.Length, slot), out var list))
                _known[(pattern.Length, slot)] = list = [];
            if (_count < MaxKeys && list.Count < MaxAlike)
            {
                key = _count++;
                if (key == _keys.Length)
                    Array.Resize(ref _keys, key * 2);
                list.Add(key);
            }
            else
            {
                key = Scratch;
            }

            ref var made = ref _keys[key];
            var rest = pattern.Length > Vector256<byte>.Count;
            Span<byte> head = stackalloc byte[Vector256<byte>.Count];
            head.Clear();
            (rest ? pattern[..head.Length] : pattern).CopyTo(head);
            made.Head = Vector256.Create((ReadOnlySpan<byte>)head);
            made.Mask = rest ? uint.MaxValue : (uint)((1UL << pattern.Length) - 1);
            made.Length = pattern.Length;
            made.Slot = slot;
            made.Rest = rest ? pattern[head.Length..].ToArray() : null;
            made.Next = made.Second = 0;
        }

        ref var from = ref _keys[previous];
        from.Second = from.Next;
        from.Next = key;
        return key;
    }

    private int Find(ReadOnlySpan<byte> pattern, int slot)
    {
        if (!_known.TryGetValue((pattern.Length, slot), out var list))
            return 0;
        Span<byte> head = stackalloc byte[Vector256<byte>.Count];
        foreach (var key in list)
        {
            ref var known = ref _keys[key];
            known.Head.CopyTo(head);
            var same = known.Rest is null ? pattern.SequenceEqual(head[..pattern.Length]) : pattern[..head.Length].SequenceEqual(head) && pattern[head.Length..].SequenceEqual(known.Rest);
            if (known.Length == pattern.Length && same)
                return key;
        }

        return 0;
    }
}
