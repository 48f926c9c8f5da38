using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Loading;

/// <summary>Texts: as a dictionary while few distinct ones come, one by one otherwise.</summary>
internal sealed class TextLoader : ColumnLoader
{
    /// <summary>After so many rows it shows whether texts repeat.</summary>
    private const int Trial = 4_096;

    /// <summary>A dictionary of more entries costs more to keep in reach than it saves.</summary>
    private const int MaxEntries = 16_384;

    private byte[] _arena = new byte[4_096];
    private int _used;
    private BytesRef[] _refs = new BytesRef[256];
    private int[] _codes = new int[256];
    private ulong[] _slots = new ulong[512];
    private int _entries;
    private bool _isDictionary = true;

    public override void PadTo(int count)
    {
        while (Count < count)
            Take(default);
    }

    public override void Add(byte[] text, ReadOnlySpan<Cell> cells, int slot, RowBlock rows, bool isUtf8)
    {
        foreach (var cell in cells)
        {
            switch (cell.Kind)
            {
                case CellKind.Missing or CellKind.Null:
                    Take(default);
                    continue;
                case CellKind.Text or CellKind.Field or CellKind.Literal when isUtf8:
                    Take(text.AsSpan(cell.Start, cell.Length));
                    continue;
            }

            if (!Read(text, cell, out var value))
                rows.Report(cell, slot, "the text has a bad escape.");
            if (!isUtf8 && !Utf8.IsValid(value))
            {
                rows.Report(cell, slot, "the text is not UTF-8.");
                value = Repair(value);
            }

            if (cell.Kind == CellKind.Container)
            {
                var writer = new DynamicWriter();
                if (DynamicLoader.WriteJson(value, writer) is { } problem)
                {
                    rows.Report(cell, slot, problem);
                    Take(default);
                    continue;
                }

                var json = new StringBuilderVector(1);
                ValueText.AppendJson(json, writer.ValueAt(0));
                Take(json.OpenRow);
                continue;
            }

            Take(value);
        }
    }

    public override Vector Build()
    {
        // A dictionary in which most texts occur once is a detour.
        if (_isDictionary && _entries > 64 && _entries * 2 > Count)
            GoPlain();
        var arena = GC.AllocateUninitializedArray<byte>(_used);
        _arena.AsSpan(0, _used).CopyTo(arena);
        var refs = _refs.AsSpan(0, _isDictionary ? _entries : Count).ToArray();
        var codes = _isDictionary ? _codes.AsSpan(0, Count).ToArray() : null;
        BuiltBytes = arena.Length + 8L * refs.Length + 4L * (codes?.Length ?? 0);
        var vector = new StringVector(arena, refs, codes, 0, Count, Ascii.IsValid(arena));
        Count = 0;
        _used = 0;
        _entries = 0;
        _isDictionary = true;
        Array.Clear(_slots);
        return vector;
    }

    /// <summary>Adds a text.</summary>
    public void Take(ReadOnlySpan<byte> text)
    {
        if (!_isDictionary)
        {
            if (Count == _refs.Length)
                Array.Resize(ref _refs, Count * 2);
            _refs[Count++] = Append(text);
            return;
        }

        if (Count == _codes.Length)
            Array.Resize(ref _codes, Count * 2);
        var hash = Hash(text);
        var mask = (uint)_slots.Length - 1;
        var at = hash & mask;
        while (_slots[at] is not 0 and var slot)
        {
            if ((uint)(slot >> 32) == hash)
            {
                var entry = (int)(uint)slot - 1;
                var place = _refs[entry];
                if (place.Length == text.Length && text.SequenceEqual(_arena.AsSpan(place.Offset, place.Length)))
                {
                    _codes[Count++] = entry;
                    return;
                }
            }

            at = at + 1 & mask;
        }

        if (_entries == MaxEntries || Count >= Trial && _entries * 10 > Count * 9)
        {
            GoPlain();
            Take(text);
            return;
        }

        if (_entries == _refs.Length)
            Array.Resize(ref _refs, _entries * 2);
        _refs[_entries] = Append(text);
        _codes[Count++] = _entries;
        _slots[at] = (ulong)hash << 32 | (uint)++_entries;
        if (_entries * 2 > _slots.Length)
            Rehash();
    }

    // Eight bytes at a time; the last eight may overlap those before.
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        ref var bytes = ref MemoryMarshal.GetReference(text);
        var hash = (ulong)text.Length * 0x9E3779B97F4A7C15;
        if (text.Length >= 8)
        {
            for (var at = 0; at < text.Length - 8; at += 8)
            {
                hash = (hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at))) * 0xff51afd7ed558ccd;
                hash ^= hash >> 32;
            }

            hash = (hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, text.Length - 8))) * 0xff51afd7ed558ccd;
        }
        else if (text.Length >= 4)
        {
            hash = (hash ^ ((ulong)Unsafe.ReadUnaligned<uint>(ref bytes) << 32 | Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, text.Length - 4)))) * 0xff51afd7ed558ccd;
        }
        else if (text.Length > 0)
        {
            hash = (hash ^ ((ulong)bytes << 16 | (ulong)Unsafe.Add(ref bytes, text.Length >> 1) << 8 | Unsafe.Add(ref bytes, text.Length - 1))) * 0xff51afd7ed558ccd;
        }

        hash ^= hash >> 32;
        return (uint)(hash * 0xc4ceb9fe1a85ec53 >> 32);
    }

    private BytesRef Append(ReadOnlySpan<byte> text)
    {
        if (_arena.Length - _used < text.Length)
        {
            var wanted = (long)_used + text.Length;
            if (wanted > Array.MaxLength)
                throw new LimitExceededException("bytes", "A column of text passes 2 GB.");
            Array.Resize(ref _arena, (int)Math.Min(Math.Max((long)_arena.Length * 2, wanted), Array.MaxLength));
        }

        text.CopyTo(_arena.AsSpan(_used));
        var place = new BytesRef(_used, text.Length);
        _used += text.Length;
        return place;
    }

    private void Rehash()
    {
        var old = _slots;
        _slots = new ulong[old.Length * 2];
        var mask = (uint)_slots.Length - 1;
        foreach (var slot in old)
        {
            if (slot == 0)
                continue;
            var at = (uint)(slot >> 32) & mask;
            while (_slots[at] != 0)
                at = at + 1 & mask;
            _slots[at] = slot;
        }
    }

    private void GoPlain()
    {
        var refs = new BytesRef[Math.Max(_codes.Length, Count + 1)];
        for (var i = 0; i < Count; i++)
            refs[i] = _refs[_codes[i]];
        _refs = refs;
        _isDictionary = false;
    }
}
