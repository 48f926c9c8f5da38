using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Content.Kql.Engine.Kernels;

/// <summary>How a text is looked for in another.</summary>
internal enum TextMatch : byte { Equal, Contains, StartsWith, EndsWith, Has, HasPrefix, HasSuffix }

/// <summary>
/// Looks for one text in many: equality, substring, prefix, suffix and the term searches of <c>has</c>. A term is a maximal run of letters
/// and digits; <c>has</c> wants the text to begin and end at the edge of a term.
/// </summary>
internal sealed class TermSearch
{
    private readonly byte[] _needle;
    private readonly string? _wideNeedle;
    private readonly TextMatch _match;
    private readonly bool _ignoreCase;
    private readonly bool _edgeBefore;
    private readonly bool _edgeAfter;
    // Two places of the needle whose bytes are rare, the first before the second.
    private readonly int _firstAt;
    private readonly int _secondAt;

    /// <summary>Prepares a search.</summary>
    /// <param name="needle">What is looked for, UTF-8.</param>
    /// <param name="match">How.</param>
    /// <param name="ignoreCase">True when upper and lower case are the same.</param>
    public TermSearch(ReadOnlySpan<byte> needle, TextMatch match, bool ignoreCase)
    {
        _match = match;
        _needle = needle.ToArray();
        _ignoreCase = ignoreCase && (needle.IndexOfAnyExcept(Caseless) >= 0);
        var wantsBefore = match is TextMatch.Has or TextMatch.HasPrefix;
        var wantsAfter = match is TextMatch.Has or TextMatch.HasSuffix;
        _edgeBefore = wantsBefore && !needle.IsEmpty && IsTermAt(needle, 0);
        _edgeAfter = wantsAfter && !needle.IsEmpty && IsTermBefore(needle, needle.Length);
        if (!_ignoreCase)
            return;
        if (!Ascii.IsValid(needle))
        {
            _wideNeedle = Encoding.UTF8.GetString(needle);
            return;
        }

        for (var i = 0; i < _needle.Length; i++)
            _needle[i] = Lower(_needle[i]);
        for (var i = 1; i < _needle.Length; i++)
        {
            if (Rarity(_needle[i]) > Rarity(_needle[_firstAt]))
                _firstAt = i;
        }

        _secondAt = _firstAt == 0 && _needle.Length > 1 ? 1 : 0;
        for (var i = 0; i < _needle.Length; i++)
        {
            if (i != _firstAt && Rarity(_needle[i]) > Rarity(_needle[_secondAt]))
                _secondAt = i;
        }

        if (_firstAt > _secondAt)
            (_firstAt, _secondAt) = (_secondAt, _firstAt);
    }

    /// <summary>Whether a text matches.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (_wideNeedle is not null)
            return WideMatch(text);
        switch (_match)
        {
            case TextMatch.Equal: return text.Length == _needle.Length && SameAt(text, 0);
            case TextMatch.StartsWith: return text.Length >= _needle.Length && SameAt(text, 0);
            case TextMatch.EndsWith: return text.Length >= _needle.Length && SameAt(text, text.Length - _needle.Length);
        }

        if (_needle.Length == 0)
            return true;
        var from = 0;
        while (true)
        {
            var at = Find(text, from);
            if (at < 0)
                return false;
            if (_match == TextMatch.Contains || EdgesFit(text, at))
                return true;
            from = at + 1;
        }
    }

    /// <summary>First place of the text at or after an offset; -1 when there is none. Only for <see cref="TextMatch.Contains"/> and the term searches.</summary>
    public int Find(ReadOnlySpan<byte> text, int from)
    {
        if (!_ignoreCase)
        {
            var found = text[from..].IndexOf(_needle);
            return found < 0 ? -1 : found + from;
        }

        return FindFolded(text, from);
    }

    // Compares 32 places at once by two of the needle's bytes, with the bit that tells upper from lower case set where the byte is a letter.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindFolded(ReadOnlySpan<byte> text, int from)
    {
        var last = text.Length - _needle.Length;
        if (from > last)
            return -1;
        var first = _needle[_firstAt];
        var second = _needle[_secondAt];
        var foldFirst = Fold(first);
        var foldSecond = Fold(second);
        var end = text.Length - _secondAt - Vector256<byte>.Count;
        if (Vector256.IsHardwareAccelerated && end >= from)
        {
            ref var start = ref MemoryMarshal.GetReference(text);
            var wantFirst = Vector256.Create(first);
            var wantSecond = Vector256.Create(second);
            var caseFirst = Vector256.Create(foldFirst);
            var caseSecond = Vector256.Create(foldSecond);
            while (from <= last)
            {
                // The last step looks once more at places that were already seen.
                var at = Math.Min(from, end);
                var one = Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)(at + _firstAt)) | caseFirst, wantFirst);
                var two = Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)(at + _secondAt)) | caseSecond, wantSecond);
                var found = (one & two).ExtractMostSignificantBits() & uint.MaxValue << (from - at);
                while (found != 0)
                {
                    var place = at + BitOperations.TrailingZeroCount(found);
                    if (place > last)
                        return -1;
                    if (SameAt(text, place))
                        return place;
                    found &= found - 1;
                }

                from = at + Vector256<byte>.Count;
            }

            return -1;
        }

        for (; from <= last; from++)
        {
            if ((text[from + _firstAt] | foldFirst) == first && (text[from + _secondAt] | foldSecond) == second && SameAt(text, from))
                return from;
        }

        return -1;
    }

    private static byte Fold(byte lower) => lower is >= (byte)'a' and <= (byte)'z' ? (byte)0x20 : (byte)0;

    /// <summary>True when the needle can be looked for in many texts that lie one after another.</summary>
    internal bool CanScan => _wideNeedle is null && _needle.Length > 0 && _match is TextMatch.Contains or TextMatch.Has or TextMatch.HasPrefix or TextMatch.HasSuffix;

    /// <summary>Length of the needle in bytes.</summary>
    internal int NeedleLength => _needle.Length;

    /// <summary>Whether a found place has the edges that the search wants.</summary>
    internal bool EdgesFit(ReadOnlySpan<byte> text, int at) =>
        (!_edgeBefore || at == 0 || !IsTermBefore(text, at)) && (!_edgeAfter || at + _needle.Length == text.Length || !IsTermAt(text, at + _needle.Length));

    private static readonly SearchValues<byte> Caseless = SearchValues.Create("0123456789 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"u8);

    private static byte Lower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;

    private static int Rarity(byte c)
    {
        var rank = "etaoinsrhldcumfpgwybvkxjqz"u8.IndexOf(c);
        return rank >= 0 ? rank : c is (byte)' ' or (byte)'.' or (byte)'/' or (byte)'-' ? 5 : 15;
    }

    private bool SameAt(ReadOnlySpan<byte> text, int at)
    {
        var piece = text.Slice(at, _needle.Length);
        if (!_ignoreCase)
            return piece.SequenceEqual(_needle);
        for (var i = 0; i < piece.Length; i++)
        {
            if (Lower(piece[i]) != _needle[i])
                return false;
        }

        return true;
    }

    private bool WideMatch(ReadOnlySpan<byte> utf8)
    {
        var needle = _wideNeedle!;
        var text = Encoding.UTF8.GetString(utf8);
        switch (_match)
        {
            case TextMatch.Equal: return text.Equals(needle, StringComparison.OrdinalIgnoreCase);
            case TextMatch.Contains: return text.Contains(needle, StringComparison.OrdinalIgnoreCase);
            case TextMatch.StartsWith: return text.StartsWith(needle, StringComparison.OrdinalIgnoreCase);
            case TextMatch.EndsWith: return text.EndsWith(needle, StringComparison.OrdinalIgnoreCase);
        }

        for (var from = 0; from <= text.Length;)
        {
            var at = text.IndexOf(needle, from, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return false;
            var before = !_edgeBefore || at == 0 || !char.IsLetterOrDigit(text[at - 1]);
            var end = at + needle.Length;
            if (before && (!_edgeAfter || end >= text.Length || !char.IsLetterOrDigit(text[end])))
                return true;
            from = at + 1;
        }

        return false;
    }

    /// <summary>Whether a letter or digit begins at an offset.</summary>
    public static bool IsTermAt(ReadOnlySpan<byte> text, int at)
    {
        var c = text[at];
        if (c < 0x80)
            return char.IsAsciiLetterOrDigit((char)c);
        return Rune.DecodeFromUtf8(text[at..], out var rune, out _) == OperationStatus.Done && Rune.IsLetterOrDigit(rune);
    }

    /// <summary>Whether a letter or digit ends at an offset.</summary>
    public static bool IsTermBefore(ReadOnlySpan<byte> text, int at)
    {
        var c = text[at - 1];
        if (c < 0x80)
            return char.IsAsciiLetterOrDigit((char)c);
        return Rune.DecodeLastFromUtf8(text[..at], out var rune, out _) == OperationStatus.Done && Rune.IsLetterOrDigit(rune);
    }
}
