using System.Collections.Immutable;
using System.Text;
using Content.Diagnostics;

namespace Content.Model.Yaml;

/// <summary>
/// Reads a scalar from the raw text by the rules of YAML 1.2 (chapters 7.3 and 8.1) and notes where each piece of the value comes
/// from. The event parser says where a scalar starts and ends; this says where inside of it a character of the value stands.
/// </summary>
internal static class ScalarDecoder
{
    /// <summary>The runs that make up a value. A value that does not come out as expected is mapped as a whole.</summary>
    /// <param name="text">The file.</param>
    /// <param name="raw">The scalar without anchor and tag, with its quotes or its block header.</param>
    /// <param name="style">How it is written.</param>
    /// <param name="parentIndent">Column, from 0, of the collection that a block scalar stands in; -1 at the root.</param>
    /// <param name="value">The value that the parser found.</param>
    public static ImmutableArray<SourceSegment> MapOf(string text, TextSpan raw, YamlScalarStyle style, int parentIndent, string value)
    {
        var writer = Decode(text, raw, style, parentIndent, value.Length);
        return writer.Matches(value) ? writer.ToImmutable() : [new SourceSegment(0, raw.Start, value.Length, raw.Length)];
    }

    /// <summary>The value as this class reads it.</summary>
    internal static string ValueOf(string text, TextSpan raw, YamlScalarStyle style, int parentIndent) => Decode(text, raw, style, parentIndent, raw.Length).ToString();

    /// <summary>The value as this class reads it, with the runs that make it up.</summary>
    internal static (string Value, ImmutableArray<SourceSegment> Segments) Read(string text, TextSpan raw, YamlScalarStyle style, int parentIndent)
    {
        var writer = Decode(text, raw, style, parentIndent, raw.Length);
        return (writer.ToString(), writer.ToImmutable());
    }

    private static SegmentWriter Decode(string text, TextSpan raw, YamlScalarStyle style, int parentIndent, int capacity)
    {
        var writer = new SegmentWriter(text, raw.Start, capacity);
        switch (style)
        {
            case YamlScalarStyle.Literal or YamlScalarStyle.Folded:
                BlockScalarDecoder.Decode(text, raw, style == YamlScalarStyle.Folded, parentIndent, writer);
                break;
            case YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted when raw.Length >= 2:
                DecodeFlow(text, raw.Start + 1, raw.End - 1, style, writer);
                break;
            default:
                DecodeFlow(text, raw.Start, raw.End, style, writer);
                break;
        }

        return writer;
    }

    // Plain and quoted scalars fold alike: blanks around a line break go, one break becomes a blank, each further one stays a break.
    private static void DecodeFlow(string text, int position, int end, YamlScalarStyle style, SegmentWriter writer)
    {
        while (position < end)
        {
            var c = text[position];
            if (IsBreak(c) || (IsBlank(c) && BreaksAfterBlanks(text, position, end)))
                position = Fold(text, position, end, escaped: false, writer);
            else if (c == '\'' && style == YamlScalarStyle.SingleQuoted)
            {
                writer.Produce('\'', position, 2);
                position += 2;
            }
            else if (c == '\\' && style == YamlScalarStyle.DoubleQuoted && position + 1 < end)
            {
                if (IsBreak(text[position + 1]))
                    position = Fold(text, position + 1, end, escaped: true, writer);
                else
                    position = Escape(text, position, end, writer);
            }
            else
                writer.Copy(position++);
        }
    }

    private static bool BreaksAfterBlanks(string text, int position, int end)
    {
        while (position < end && IsBlank(text[position]))
            position++;
        return position < end && IsBreak(text[position]);
    }

    private static int Fold(string text, int position, int end, bool escaped, SegmentWriter writer)
    {
        while (position < end && IsBlank(text[position]))
            position++;
        var first = position;
        position += BreakLength(text, position, end);
        var more = 0;
        while (position < end && (IsBlank(text[position]) || IsBreak(text[position])))
        {
            if (IsBlank(text[position]))
            {
                position++;
                continue;
            }

            var length = BreakLength(text, position, end);
            writer.Break(text, position, length);
            more++;
            position += length;
        }

        if (!escaped && IsSpecialBreak(text[first]))
            writer.InsertBefore(text[first], first, more);
        else if (!escaped && more == 0)
            writer.Produce(' ', first, position - first);
        return position;
    }

    private static int Escape(string text, int position, int end, SegmentWriter writer)
    {
        var code = text[position + 1];
        var digits = code switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            var length = Math.Min(2 + digits, end - position);
            if (int.TryParse(text.AsSpan(position + 2, length - 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var scalar) && scalar is >= 0 and <= 0x10FFFF)
                writer.Produce(scalar > 0xFFFF ? char.ConvertFromUtf32(scalar) : ((char)scalar).ToString(), position, length);
            return position + length;
        }

        var value = code switch
        {
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            't' or '\t' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            'e' => '\x1B',
            'N' => '\x85',
            '_' => '\xA0',
            'L' => '\u2028',
            'P' => '\u2029',
            _ => code,
        };
        writer.Produce(value, position, 2);
        return position + 2;
    }

    internal static bool IsBlank(char c) => c is ' ' or '\t';

    internal static bool IsBreak(char c) => c is '\n' or '\r' or '\x85' or '\u2028' or '\u2029';

    // Line and paragraph separators are breaks that stay what they are.
    internal static bool IsSpecialBreak(char c) => c is '\u2028' or '\u2029';

    internal static int BreakLength(string text, int position, int end) =>
        position >= end ? 0 : text[position] == '\r' && position + 1 < end && text[position + 1] == '\n' ? 2 : 1;
}

/// <summary>Collects a value together with where its pieces come from.</summary>
internal sealed class SegmentWriter(string text, int origin, int capacity)
{
    private readonly ImmutableArray<SourceSegment>.Builder _segments = ImmutableArray.CreateBuilder<SourceSegment>();
    private readonly StringBuilder _value = new(capacity);

    // The run that is still growing: it starts at _runStart of the file and has not been added yet.
    private int _runStart = -1;
    private int _runLength;

    /// <summary>Takes one unit of the file as it is.</summary>
    public void Copy(int position)
    {
        if (_runStart < 0 || _runStart + _runLength != position)
        {
            Flush();
            _runStart = position;
        }

        _runLength++;
        _value.Append(text[position]);
    }

    /// <summary>Takes a piece of the file as it is.</summary>
    public void Copy(int position, int length)
    {
        if (length == 0)
            return;
        if (_runStart < 0 || _runStart + _runLength != position)
        {
            Flush();
            _runStart = position;
        }

        _runLength += length;
        _value.Append(text, position, length);
    }

    /// <summary>Takes a line break; LF, CRLF, CR and NEL become LF.</summary>
    public void Break(string text, int position, int length)
    {
        if (text[position] == '\n' || ScalarDecoder.IsSpecialBreak(text[position]))
            Copy(position);
        else
            Produce('\n', position, length);
    }

    /// <summary>Takes one unit that stands for a piece of the file.</summary>
    public void Produce(char value, int position, int length)
    {
        Flush();
        _segments.Add(new SourceSegment(_value.Length, position, 1, length));
        _value.Append(value);
    }

    /// <summary>Takes a few units that stand for a piece of the file.</summary>
    public void Produce(string value, int position, int length)
    {
        Flush();
        _segments.Add(new SourceSegment(_value.Length, position, value.Length, length));
        _value.Append(value);
    }

    /// <summary>Puts a unit of the file before the last few one-unit pieces.</summary>
    public void InsertBefore(char value, int position, int pieces)
    {
        Flush();
        var tail = _value.ToString(_value.Length - pieces, pieces);
        var moved = _segments.Skip(_segments.Count - pieces).ToList();
        _segments.Count -= moved.Count;
        _value.Length -= pieces;
        Produce(value, position, 1);
        foreach (var segment in moved)
            _segments.Add(segment with { Start = segment.Start + 1 });
        _value.Append(tail);
    }

    public bool Matches(string value)
    {
        Flush();
        return _value.Equals(value);
    }

    public ImmutableArray<SourceSegment> ToImmutable()
    {
        Flush();
        return _segments.Count == 0 ? [new SourceSegment(0, origin, 0, 0)] : _segments.ToImmutable();
    }

    public override string ToString() => _value.ToString();

    private void Flush()
    {
        if (_runStart >= 0)
            _segments.Add(new SourceSegment(_value.Length - _runLength, _runStart, _runLength, _runLength));
        _runStart = -1;
        _runLength = 0;
    }
}
