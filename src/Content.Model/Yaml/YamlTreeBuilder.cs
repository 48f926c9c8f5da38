using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Content.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Content.Model.Yaml;

/// <summary>Makes a tree of the parser's events.</summary>
internal sealed class YamlTreeBuilder
{
    private const int MaximumDepth = 64;

    // With each alias counted as what it stands for: small files can otherwise stand for billions of nodes.
    private const int MaximumWeight = 1_000_000;

    private readonly SourceText _source;
    private readonly string _text;
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, YamlNode> _anchors = [];
    private readonly List<YamlEntry> _entries = [];
    private readonly List<YamlNode> _items = [];
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    public YamlTreeBuilder(SourceText source)
    {
        _source = source;
        _text = source.Content;
        _parser = new Parser(new Scanner(new StringReader(_text), skipComments: true));
    }

    public YamlDocument Build()
    {
        YamlNode? root = null;
        try
        {
            root = ReadStream();
        }
        catch (TooComplexException exception)
        {
            Report(DiagnosticCodes.TooComplex, exception.Span, exception.Message, "Write the content with less nesting and fewer aliases.");
        }
        catch (YamlException exception)
        {
            ReportSyntax(exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The parser fails this way on some malformed escapes and directives; where it stands is the best place known.
            var place = _parser.Current is { } current ? (int)current.End.Index : 0;
            Report(DiagnosticCodes.BadYaml, SpanAt(place), "This is not valid YAML from here on.", "Check that each bracket, brace and quote is closed.");
        }

        return new YamlDocument(_source, root, _diagnostics.ToImmutable());
    }

    private YamlNode? ReadStream()
    {
        YamlNode? root = null;
        var documents = 0;
        while (_parser.MoveNext())
        {
            switch (_parser.Current)
            {
                case StreamStart or StreamEnd or DocumentEnd:
                    break;
                case DocumentStart start when documents++ > 0:
                    Report(DiagnosticCodes.SeveralDocuments, SpanAt((int)start.Start.Index), "Only the first document of a file is read.", "Put this document into a file of its own.", DiagnosticSeverity.Warning);
                    return root;
                case DocumentStart:
                    break;
                case { } next:
                    root = ReadNode(next, parentIndent: -1, depth: 0);
                    break;
            }
        }

        return root;
    }

    private YamlNode ReadNode(ParsingEvent current, int parentIndent, int depth)
    {
        if (depth > MaximumDepth)
            throw new TooComplexException(SpanAt((int)current.Start.Index), $"Nesting is deeper than {MaximumDepth} levels.");
        switch (current)
        {
            case Scalar scalar:
                return Register(scalar, ReadScalar(scalar, parentIndent));
            case SequenceStart sequence:
                return Register(sequence, ReadSequence(sequence, parentIndent, depth));
            case MappingStart mapping:
                return Register(mapping, ReadMapping(mapping, parentIndent, depth));
            case AnchorAlias alias:
                if (_anchors.TryGetValue(alias.Value, out var target))
                    return target;
                var place = SpanOf(alias.Start, alias.End);
                Report(DiagnosticCodes.UnknownAlias, place, $"There is no anchor '&{alias.Value}' before this alias.", "Name an anchor that stands earlier in the file, or quote the text if it is none.");
                return new YamlScalar(_source, place, place, null, "", YamlScalarStyle.Plain, parentIndent);
            default:
                throw new TooComplexException(SpanAt((int)current.Start.Index), "A value was expected here.");
        }
    }

    private YamlNode Register(NodeEvent start, YamlNode node)
    {
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor] = node;
        return node;
    }

    private YamlScalar ReadScalar(Scalar scalar, int parentIndent)
    {
        var style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
            ScalarStyle.Literal => YamlScalarStyle.Literal,
            ScalarStyle.Folded => YamlScalarStyle.Folded,
            _ => YamlScalarStyle.Plain,
        };
        var end = Math.Min((int)scalar.End.Index, _text.Length);
        var start = Math.Min((int)scalar.Start.Index, end);
        if (!scalar.Anchor.IsEmpty || !scalar.Tag.IsEmpty)
            start = SkipProperties(start, end);
        var shown = end;
        while (shown > start && (ScalarDecoder.IsBreak(_text[shown - 1]) || ScalarDecoder.IsBlank(_text[shown - 1])))
            shown--;
        return new YamlScalar(_source, TextSpan.FromBounds(start, shown), TextSpan.FromBounds(start, end), TagOf(scalar), scalar.Value, style, parentIndent);
    }

    private YamlSequence ReadSequence(SequenceStart start, int parentIndent, int depth)
    {
        var first = _items.Count;
        var weight = 1L;
        while (_parser.MoveNext() && _parser.Current is { } current and not SequenceEnd)
        {
            var item = ReadNode(current, start.Style == SequenceStyle.Flow ? parentIndent : DashColumn((int)current.Start.Index, parentIndent), depth + 1);
            weight += item.Weight;
            _items.Add(item);
        }

        var items = Take(_items, first);
        var from = SkipProperties(start, items.Length > 0 ? items[0].Span.Start : -1);
        var span = TextSpan.FromBounds(from, EndOf(start.Style == SequenceStyle.Flow, items.IsEmpty ? from : items[^1].Span.End));
        return new YamlSequence(_source, span, TagOf(start), items) { Weight = Weigh(weight, span) };
    }

    private YamlMapping ReadMapping(MappingStart start, int parentIndent, int depth)
    {
        var first = _entries.Count;
        HashSet<string>? keys = null;
        var indent = parentIndent;
        var weight = 1L;
        while (_parser.MoveNext() && _parser.Current is { } current and not MappingEnd)
        {
            if (start.Style != MappingStyle.Flow && _entries.Count == first)
                indent = (int)current.Start.Column - 1;
            CheckTabs(start, current);
            var key = ReadNode(current, indent, depth + 1);
            _parser.MoveNext();
            var value = ReadNode(_parser.Current!, indent, depth + 1);
            weight += key.Weight + value.Weight;
            if (key is not YamlScalar name)
                Report(DiagnosticCodes.Unsupported, key.Span, $"A key must be a text, not {key.Description}.");
            else if (name is { Value: "<<", Style: YamlScalarStyle.Plain })
                Report(DiagnosticCodes.Unsupported, key.Span, "Merge keys ('<<') are not supported.", "Write the keys out, or use an alias for each value.");
            else if (FindKey(first, name.Value, ref keys) is { } earlier)
                _diagnostics.Add(key.Report(DiagnosticCodes.DuplicateKey, DiagnosticSeverity.Error, $"The key '{name.Value}' is given twice.", "Remove one of the two.") with
                {
                    Related = [new RelatedLocation(_source, earlier.Key.Span, "The first one stands here.")],
                });
            else
                _entries.Add(new YamlEntry(name, value));
        }

        var entries = Take(_entries, first);
        var from = SkipProperties(start, entries.Length > 0 ? entries[0].Key.Span.Start : -1);
        var end = entries.IsEmpty ? from : Math.Max(entries[^1].Key.Span.End, entries[^1].Value.Span.End);
        var span = TextSpan.FromBounds(from, EndOf(start.Style == MappingStyle.Flow, end));
        return new YamlMapping(_source, span, TagOf(start), entries) { Weight = Weigh(weight, span) };
    }

    // Most mappings are rows of a few keys, for which comparing beats hashing; a set is kept from where it does not.
    private YamlEntry? FindKey(int first, string name, ref HashSet<string>? keys)
    {
        const int HashFrom = 16;
        if (_entries.Count - first >= HashFrom)
        {
            if (keys is null)
            {
                keys = new HashSet<string>(StringComparer.Ordinal);
                for (var i = first; i < _entries.Count; i++)
                    keys.Add(_entries[i].Key.Value);
            }

            if (keys.Add(name))
                return null;
        }

        for (var i = first; i < _entries.Count; i++)
        {
            if (_entries[i].Key.Value == name)
                return _entries[i];
        }

        return null;
    }

    // What a collection has put on a shared stack becomes its own array.
    private static ImmutableArray<T> Take<T>(List<T> stack, int first)
    {
        var count = stack.Count - first;
        if (count == 0)
            return [];
        var own = new T[count];
        stack.CopyTo(first, own, 0, count);
        stack.RemoveRange(first, count);
        return ImmutableCollectionsMarshal.AsImmutableArray(own);
    }

    private static int Weigh(long weight, TextSpan span) =>
        weight <= MaximumWeight ? (int)weight : throw new TooComplexException(span, $"With its aliases written out this has more than {MaximumWeight:N0} nodes.");

    // A collection's event starts at its anchor or tag; a block collection then begins with its first entry, a flow one at its bracket.
    private int SkipProperties(NodeEvent start, int firstEntry)
    {
        var from = Math.Min((int)start.Start.Index, _text.Length);
        if (start.Anchor.IsEmpty && start.Tag.IsEmpty)
            return from;
        return SkipProperties(from, firstEntry >= 0 ? firstEntry : _text.Length);
    }

    private int SkipProperties(int position, int end)
    {
        while (position < end)
        {
            var c = _text[position];
            if (c is '&' or '!')
            {
                while (position < end && !ScalarDecoder.IsBlank(_text[position]) && !ScalarDecoder.IsBreak(_text[position]))
                    position++;
            }
            else if (c == '#')
            {
                while (position < end && !ScalarDecoder.IsBreak(_text[position]))
                    position++;
            }
            else if (ScalarDecoder.IsBlank(c) || ScalarDecoder.IsBreak(c))
                position++;
            else
                break;
        }

        return position;
    }

    // The end event of a flow collection starts at its closing bracket; a block collection ends with its last entry.
    private int EndOf(bool flow, int lastEntry) =>
        flow && _parser.Current is { } end && end.Start.Index < _text.Length ? Math.Max(lastEntry, (int)end.Start.Index + 1) : lastEntry;

    // Block scalars with an indentation indicator count from the dash of the list that they are an item of.
    private int DashColumn(int itemStart, int parentIndent)
    {
        var position = Math.Min(itemStart, _text.Length) - 1;
        while (position >= 0 && _text[position] != '-')
            position--;
        if (position < 0)
            return parentIndent + 1;
        var column = 0;
        while (position - column > 0 && !ScalarDecoder.IsBreak(_text[position - column - 1]))
            column++;
        return column;
    }

    private void CheckTabs(MappingStart mapping, ParsingEvent key)
    {
        if (mapping.Style == MappingStyle.Flow)
            return;
        for (var position = (int)key.Start.Index - 1; position >= 0 && ScalarDecoder.IsBlank(_text[position]); position--)
        {
            if (_text[position] == '\t')
            {
                Report(DiagnosticCodes.Tab, new TextSpan(position, 1), "A tab cannot indent YAML.", "Use blanks.");
                return;
            }
        }
    }

    private static string? TagOf(NodeEvent node) => node.Tag.IsEmpty || node.Tag.IsNonSpecific ? null : node.Tag.Value;

    private void ReportSyntax(YamlException exception)
    {
        // The end of the parser's range is where it stopped. For what is not closed or cannot start, the start says more.
        var start = Math.Min((int)exception.Start.Index, _text.Length);
        var end = Math.Min((int)exception.End.Index, _text.Length);
        bool Says(string part) => exception.Message.Contains(part, StringComparison.Ordinal);
        if (Says("quoted scalar, found unexpected end"))
        {
            Report(DiagnosticCodes.BadYaml, SpanAt(start), "This quoted text is not closed.", "Close it with the same quote; double a single quote inside of it.");
            return;
        }

        if (Says("block scalar, did not find expected comment"))
        {
            Report(DiagnosticCodes.BadYaml, SpanAt(start), $"This is not valid YAML: '{_text[start]}' starts a block of text here.",
                "Indent the line like the text before it if it belongs there; otherwise quote it.");
            return;
        }

        var place = Says("cannot start any token") ? start : end;
        if ((place < _text.Length && _text[place] == '\t') || Says("tab character"))
        {
            Report(DiagnosticCodes.Tab, SpanAt(place), "A tab cannot indent YAML.", "Use blanks.");
            return;
        }

        var help = place < _text.Length && _text[place] is '@' or '`' or '%' or '*' or '&' or '!' or '{' or '['
            ? "Quote the text if it is meant to be one."
            : Says("invalid mapping")
                ? "Quote the text if the colon belongs to it (a colon followed by a blank starts a value), or check the indentation."
                : "Check the indentation, the quotes and the brackets up to here.";
        Report(DiagnosticCodes.BadYaml, SpanAt(place), "This is not valid YAML: " + Sentence(exception.Message), help);
    }

    private static string Sentence(string message)
    {
        var text = message.TrimEnd('.', ' ');
        return text.Length == 0 ? "it cannot be read." : char.ToLowerInvariant(text[0]) + text[1..] + ".";
    }

    private TextSpan SpanAt(int position)
    {
        position = Math.Clamp(position, 0, _text.Length);
        return new TextSpan(position, position < _text.Length && !ScalarDecoder.IsBreak(_text[position]) ? 1 : 0);
    }

    private TextSpan SpanOf(Mark start, Mark end) => TextSpan.FromBounds(Math.Min((int)start.Index, _text.Length), Math.Min((int)end.Index, _text.Length));

    private void Report(string code, TextSpan span, string message, string? help = null, DiagnosticSeverity severity = DiagnosticSeverity.Error) =>
        _diagnostics.Add(new Diagnostic(code, severity, message, span) { Source = _source, Help = help });

    private sealed class TooComplexException(TextSpan span, string message) : Exception(message)
    {
        public TextSpan Span { get; } = span;
    }
}
