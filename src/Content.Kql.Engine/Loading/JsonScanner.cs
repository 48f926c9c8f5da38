using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Content.Kql.Engine.Loading;

/// <summary>
/// Finds the cells of JSON objects. Objects of one file nearly always have the same keys in the same order and the same spacing: what
/// stands between two values is compared whole with what stood there before, and only read where it differs.
/// </summary>
/// <remarks>
/// The text must be followed by <see cref="Slack"/> bytes that are 0: they end every loop, so that none looks for the end of the text.
/// All of JSON's grammar is checked, but for what lies within containers and escapes: that is checked where it is converted.
/// </remarks>
internal sealed class JsonScanner(RowBlock rows)
{
    /// <summary>Zero bytes that must follow the text.</summary>
    public const int Slack = 64;

    private const string Incomplete = "This is not JSON: the text ends within an object.";

    private readonly KeyTable _keys = new();
    private byte[] _text = [];
    private int _length;
    private bool _lines;
    private int _at;
    private int _failedAt;
    private string _failure = "";
    private bool _isCut;

    /// <summary>Reads objects that each stand on a line of their own.</summary>
    public void ReadLines(byte[] text, int length)
    {
        _text = text;
        _length = length;
        _lines = true;
        var at = 0;
        while (at < length)
        {
            var c = text[at];
            if (c is (byte)'\n' or (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                at++;
                continue;
            }

            if (c != '{')
            {
                rows.Report(at, "A line must hold one JSON object.");
                at = LineEnd(at, length);
                continue;
            }

            if (!ReadObject(at))
            {
                rows.DropRow();
                rows.Report(Math.Min(_failedAt, length), _failure);
                at = LineEnd(at, length);
                continue;
            }

            rows.EndRow();
            at = _at;
            while (text[at] is (byte)' ' or (byte)'\t' or (byte)'\r')
                at++;
            if (at < length && text[at] != '\n')
            {
                rows.Report(at, "There is text after the object.");
                at = LineEnd(at, length);
            }
        }
    }

    /// <summary>Where a document stands between two blocks.</summary>
    public enum DocumentState : byte { Start, First, Element, Separator, Sequence, End, Stopped }

    /// <summary>State of the document that is read.</summary>
    public DocumentState State { get; private set; }

    /// <summary>
    /// Reads the objects of an array, or objects one after another. Gives the number of bytes that were read; what is left over must come
    /// again, with more behind it.
    /// </summary>
    /// <exception cref="LoadFailedException">It is not JSON from some place on: nothing after it can be read.</exception>
    public int ReadDocument(byte[] text, int length, bool isLast)
    {
        _text = text;
        _length = length;
        _lines = false;
        var at = 0;
        while (true)
        {
            while (at < length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                at++;
            if (at >= length)
                return at;
            var c = text[at];
            switch (State)
            {
                case DocumentState.Start:
                    if (c == '[')
                    {
                        State = DocumentState.First;
                        at++;
                        continue;
                    }

                    State = DocumentState.Sequence;
                    continue;
                case DocumentState.First when c == ']':
                case DocumentState.Separator when c == ']':
                    State = DocumentState.End;
                    at++;
                    continue;
                case DocumentState.Separator when c == ',':
                    State = DocumentState.Element;
                    at++;
                    continue;
                case DocumentState.Separator:
                    rows.Report(at, "This is not JSON: ',' or ']' is expected. What follows is not read.");
                    State = DocumentState.Stopped;
                    return length;
                case DocumentState.End:
                    rows.Report(at, "There is text after the end of the array.");
                    State = DocumentState.Stopped;
                    return length;
                case DocumentState.Stopped:
                    return length;
            }

            if (c != '{')
            {
                // Another value in the place of an object.
                _failure = "";
                _isCut = false;
                var end = c is (byte)'[' ? SkipContainer(at) : c == '"' ? SkipString(at + 1) : SkipLiteral(at);
                if (end < 0 && _isCut && !isLast)
                    return at;
                rows.Report(at, State == DocumentState.Sequence ? "The file must hold an array of objects." : end < 0 ? "This is not JSON: a value is expected. What follows is not read." : "An element of the array is no object.");
                if (end < 0 || State == DocumentState.Sequence)
                {
                    State = DocumentState.Stopped;
                    return length;
                }

                at = end;
            }
            else if (ReadObject(at))
            {
                rows.EndRow();
                at = _at;
            }
            else
            {
                rows.DropRow();
                if (_isCut && !isLast)
                    return at;
                rows.Report(Math.Min(_failedAt, length), _failure + " What follows is not read.");
                State = DocumentState.Stopped;
                return length;
            }

            if (State is DocumentState.First or DocumentState.Element)
                State = DocumentState.Separator;
        }
    }

    private int LineEnd(int at, int length)
    {
        var end = _text.AsSpan(at, length - at).IndexOf((byte)'\n');
        return end < 0 ? length : at + end + 1;
    }

    /// <summary>Reads an object; <see cref="_at"/> is behind it then. False where it is broken or not complete.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadObject(int at)
    {
        ref var text = ref MemoryMarshal.GetArrayDataReference(_text);
        _isCut = false;
        var previous = 0;
        while (true)
        {
            // What leads to the next value.
            var key = _keys.Predict(previous, ref Unsafe.Add(ref text, at));
            if (key > 0)
            {
                at += _keys.Length(key);
            }
            else
            {
                key = ReadKey(ref at, previous);
                if (key < 0)
                {
                    _at = at;
                    return key == ObjectEnds;
                }
            }

            var slot = _keys.Slot(key);
            previous = key;
        again:
            var c = Unsafe.Add(ref text, at);
            Cell cell;
            if (c == '"')
            {
                var start = ++at;
                var escaped = false;
                while (true)
                {
                    var stop = StringStop(ref Unsafe.Add(ref text, at));
                    at += stop;
                    if (stop == Vector256<byte>.Count)
                        continue;
                    var found = Unsafe.Add(ref text, at);
                    if (found == '"')
                        break;
                    if (found == '\\')
                    {
                        escaped = true;
                        at++;
                        if (Unsafe.Add(ref text, at) >= ' ')
                            at++;
                        continue;
                    }

                    return Fail(at, "a control character stands in a string, or it has no end");
                }

                cell = new Cell(start, at - start, escaped ? CellKind.Escaped : CellKind.Text);
                at++;
            }
            else if (c is >= (byte)'0' and <= (byte)'9' or (byte)'-')
            {
                var end = SkipNumber(ref text, at);
                if (end < 0)
                    return Fail(~end, "a digit is expected");
                cell = new Cell(at, end - at, CellKind.Literal);
                at = end;
            }
            else if (c is (byte)'{' or (byte)'[')
            {
                var end = SkipContainer(at);
                if (end < 0)
                    return Fail(~end, "brackets do not fit together, or a control character stands in a string");
                cell = new Cell(at, end - at, CellKind.Container);
                at = end;
            }
            else if (c is (byte)' ' or (byte)'\t' or (byte)'\r' || c == '\n' && !_lines)
            {
                at++;
                goto again;
            }
            else
            {
                var end = SkipLiteral(at);
                if (end < 0)
                    return Fail(at, "a value is expected");
                cell = new Cell(at, end - at, c == 'n' ? CellKind.Null : CellKind.Literal);
                at = end;
            }

            if (slot >= 0 && !rows.Set(slot, cell))
                rows.Report(cell, slot, "The name comes twice in one object; the first value stands.");
        }
    }

    private const int ObjectEnds = -1;
    private const int Broken = -2;

    // Reads: spaces, a comma unless it is the first, spaces, a name, a colon, spaces. Behind the name stands its value.
    private int ReadKey(ref int at, int previous)
    {
        var text = _text;
        var start = at;
        if (previous == 0)
            at++;
        Space(ref at);
        if (text[at] == '}')
        {
            at++;
            return ObjectEnds;
        }

        if (previous != 0)
        {
            if (text[at] != ',')
                return FailKey(at, "',' or '}' is expected");
            at++;
            Space(ref at);
        }

        if (text[at] != '"')
            return FailKey(at, "a name in quotation marks is expected");
        var name = at + 1;
        var end = SkipString(name);
        if (end < 0)
            return FailKey(~end, "a name has no end");
        at = end;
        Space(ref at);
        if (text[at] != ':')
            return FailKey(at, "':' is expected");
        at++;
        Space(ref at);
        return _keys.Learn(previous, text.AsSpan(start, at - start), NameSlot(text.AsSpan(name, end - 1 - name)));
    }

    private int NameSlot(ReadOnlySpan<byte> raw)
    {
        if (raw.IndexOf((byte)'\\') < 0)
            return rows.SlotOf(Encoding.UTF8.GetString(raw));
        var unescaped = new byte[raw.Length];
        JsonText.Unescape(raw, unescaped, out var length);
        return rows.SlotOf(Encoding.UTF8.GetString(unescaped.AsSpan(0, length)));
    }

    private void Space(ref int at)
    {
        while (_text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' || _text[at] == '\n' && !_lines)
            at++;
    }

    private bool Fail(int at, string what)
    {
        _failedAt = at;
        _isCut |= at >= _length;
        _failure = at >= _length || _lines && _text[at] == '\n' ? Incomplete : "This is not JSON: " + what + ".";
        return false;
    }

    private int FailKey(int at, string what)
    {
        Fail(at, what);
        return Broken;
    }

    /// <summary>Bytes up to the first quotation mark, backslash or control character; the length of a vector when there is none in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int StringStop(ref byte text)
    {
        var bytes = Vector256.LoadUnsafe(ref text);
        var stops = Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
            | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes);
        var mask = stops.ExtractMostSignificantBits();
        return mask == 0 ? Vector256<byte>.Count : BitOperations.TrailingZeroCount(mask);
    }

    /// <summary>The place behind the closing quotation mark; the complement of where it fails.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int SkipString(int at)
    {
        ref var text = ref MemoryMarshal.GetArrayDataReference(_text);
        while (true)
        {
            var stop = StringStop(ref Unsafe.Add(ref text, at));
            at += stop;
            if (stop == Vector256<byte>.Count)
                continue;
            var found = Unsafe.Add(ref text, at);
            if (found == '"')
                return at + 1;
            if (found != '\\')
            {
                _isCut |= at >= _length;
                return ~at;
            }

            at++;
            if (Unsafe.Add(ref text, at) >= ' ')
                at++;
        }
    }

    /// <summary>The place behind a container, brackets and strings of which fit together; the complement of where they do not.</summary>
    private int SkipContainer(int at)
    {
        var text = _text;
        // One bit a level: 1 for an object. Deeper levels are counted only; converting them fails anyway.
        Span<ulong> objects = stackalloc ulong[JsonText.MaxDepth / 64 + 1];
        var depth = 0;
        while (true)
        {
            switch (text[at])
            {
                case (byte)'"':
                    at = SkipString(at + 1);
                    if (at < 0)
                        return at;
                    continue;
                case (byte)'{' or (byte)'[':
                    if (depth < JsonText.MaxDepth)
                    {
                        var bit = 1UL << (depth & 63);
                        objects[depth >> 6] = text[at] == '{' ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
                    }

                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    if (depth < JsonText.MaxDepth && (objects[depth >> 6] >> (depth & 63) & 1) != (text[at] == '}' ? 1UL : 0))
                        return ~at;
                    if (depth == 0)
                        return at + 1;
                    break;
                case (byte)'\n' when _lines:
                    return ~at;
                case 0:
                    _isCut |= at >= _length;
                    return ~at;
            }

            at++;
        }
    }

    // -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipNumber(ref byte text, int at)
    {
        if (Unsafe.Add(ref text, at) == '-')
            at++;
        if (!IsDigit(Unsafe.Add(ref text, at)))
            return ~at;
        if (Unsafe.Add(ref text, at) == '0')
        {
            at++;
            if (IsDigit(Unsafe.Add(ref text, at)))
                return ~at;
        }

        while (IsDigit(Unsafe.Add(ref text, at)))
            at++;
        if (Unsafe.Add(ref text, at) == '.')
        {
            at++;
            if (!IsDigit(Unsafe.Add(ref text, at)))
                return ~at;
            while (IsDigit(Unsafe.Add(ref text, at)))
                at++;
        }

        if ((Unsafe.Add(ref text, at) | 0x20) == 'e')
        {
            at++;
            if (Unsafe.Add(ref text, at) is (byte)'+' or (byte)'-')
                at++;
            if (!IsDigit(Unsafe.Add(ref text, at)))
                return ~at;
            while (IsDigit(Unsafe.Add(ref text, at)))
                at++;
        }

        return at;
    }

    private static bool IsDigit(byte c) => (uint)(c - '0') <= 9;

    /// <summary>The place behind true, false, null or a number; negative where there is none.</summary>
    private int SkipLiteral(int at)
    {
        var text = _text.AsSpan(at);
        if (text.StartsWith("true"u8) || text.StartsWith("null"u8))
            return at + 4;
        if (text.StartsWith("false"u8))
            return at + 5;
        if (IsDigit(text[0]) || text[0] == '-')
        {
            var end = SkipNumber(ref MemoryMarshal.GetArrayDataReference(_text), at);
            // A number at the end of the text may go on.
            _isCut |= (end < 0 ? ~end : end) >= _length;
            return end < 0 || _isCut ? -1 : end;
        }

        // A word that the end of the text cuts.
        var left = text[..Math.Min(5, Math.Max(0, _length - at))];
        _isCut |= left.Length < 5 && ("true"u8.StartsWith(left) || "false"u8.StartsWith(left) || "null"u8.StartsWith(left));
        return -1;
    }
}
