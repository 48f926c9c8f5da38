using Content.Diagnostics;
using Content.Model.Yaml;
using CsCheck;

namespace Content.Model.Tests.Yaml;

/// <summary>A place in a value must be the place in the file, whatever the style, the line ends and the indentation.</summary>
public sealed class SourceMapTests
{
    private static readonly Gen<string> Word = OneOf("a", "where", "| x", "é", "😀", "'", "''", "\"", "\\", "#", "- b", "c:d", "==", "\t", "  ", "{{X}}", "0");

    private static readonly Gen<string> Line = Gen.Select(OneOf("", "", "", " ", "   "), Word.Array[0, 5], (lead, words) => lead + string.Join(' ', words));

    private static readonly Gen<string[]> Lines = Line.Array[1, 7];

    [Theory]
    [InlineData("k: plain text\n", "plain text")]
    [InlineData("k: plain\n  text\n\n  more\n", "plain text\nmore")]
    [InlineData("k: 'it''s'\n", "it's")]
    [InlineData("k: 'a  \n\n  b'\n", "a\nb")]
    [InlineData("k: \"a\\tb\\\n   c\\u00e9\"\n", "a\tbcé")]
    [InlineData("k: |\n  x\n   y\n\n  z\n\n", "x\n y\n\nz\n")]
    [InlineData("k: |-\r\n  x\r\n  y\r\n", "x\ny")]
    [InlineData("k: |+\n  x\n\n\nl: 1\n", "x\n\n\n")]
    [InlineData("k: |2\n   x\n  y\n", " x\ny\n")]
    [InlineData("k: >\n  a\n  b\n\n  c\n   d\n  e\n", "a b\nc\n d\ne\n")]
    [InlineData("k: >-\n\n  a\n  b", "\na b")]
    [InlineData("k: |  # comment\n  x\n", "x\n")]
    [InlineData("k: &anchor !!str x\n", "x")]
    public void Value_and_map_follow_the_style(string yaml, string expected)
    {
        var document = YamlDocument.Parse(new SourceText(yaml));
        var scalar = (YamlScalar)((YamlMapping)document.Root!).Entries[0].Value;
        Assert.Empty(document.Diagnostics);
        Assert.Equal(expected, scalar.Value);
        AssertMapped(scalar);
    }

    [Fact]
    public void Column_of_a_query_is_the_column_of_the_file()
    {
        var source = new SourceText("query: |\r\n    T\r\n    | where Nmae == 1\r\n", "rule.yaml");
        var query = (YamlScalar)((YamlMapping)YamlDocument.Parse(source).Root!).Find("query")!.Value;
        var start = query.Value.IndexOf("Nmae", StringComparison.Ordinal);
        var span = query.Map.MapSpan(new TextSpan(start, 4));
        Assert.Equal(new LinePosition(3, 13), source.GetPosition(span.Start));
        Assert.Equal("Nmae", source.Content.Substring(span.Start, span.Length));
    }

    [Fact]
    public void Block_scalars_map_back() => Gen.Select(Lines, OneOf("|", ">"), OneOf("", "-", "+"), Gen.Int[0, 4], OneOf("\n", "\r\n"), Gen.Int[0, 3])
        .Sample((lines, mark, chomping, indicator, lineEnd, shape) =>
        {
            var (prefix, parent) = shape switch { 0 => ("k: ", 0), 1 => ("- ", 0), 2 => ("o:" + lineEnd + "  k: ", 2), _ => ("o:" + lineEnd + "- ", 0) };
            var indent = new string(' ', parent + (indicator == 0 ? 3 : indicator));
            var header = mark + (indicator == 0 ? "" : indicator.ToString(System.Globalization.CultureInfo.InvariantCulture)) + chomping;
            AssertAllMapped(prefix + header + lineEnd + string.Join(lineEnd, lines.Select(line => line.Length == 0 ? line : indent + line)) + lineEnd);
        }, iter: 3000);

    [Fact]
    public void Flow_scalars_map_back() => Gen.Select(Lines, OneOf("", "'", "\""), OneOf("\n", "\r\n"), Gen.Bool)
        .Sample((lines, quote, lineEnd, inFlow) =>
        {
            var body = string.Join(lineEnd + "  ", lines);
            body = quote switch
            {
                "'" => body.Replace("'", "''", StringComparison.Ordinal),
                "\"" => body.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("é", "\\u00e9", StringComparison.Ordinal),
                _ => body,
            };
            AssertAllMapped(inFlow ? $"k: [{quote}{body}{quote}, x]{lineEnd}" : $"k: {quote}{body}{quote}{lineEnd}");
        }, iter: 3000);

    [Fact]
    public void Any_text_is_read_without_an_exception_and_mapped() => Gen.String[Gen.Char["ab:: --|>'\"\\\n\r\t#&*!{}[],?%@`<~1.é"], 0, 60]
        .Sample(text => AssertAllMapped("k: " + text), iter: 30000);

    private static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(index => choices[index]);

    private static void AssertAllMapped(string yaml)
    {
        var document = YamlDocument.Parse(new SourceText(yaml));
        // A file that is a single text is no content, and the parser reads unindented block scalars there in its own way.
        if (document.Root is YamlMapping or YamlSequence && !document.HasErrors)
            Visit(document.Root);
    }

    private static void Visit(YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    Visit(entry.Key);
                    Visit(entry.Value);
                }

                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                    Visit(item);
                break;
            case YamlScalar scalar:
                AssertMapped(scalar);
                break;
        }
    }

    private static void AssertMapped(YamlScalar scalar)
    {
        var text = scalar.Source.Content;
        var segments = scalar.Map.Segments;
        var covered = 0;
        foreach (var segment in segments)
        {
            Assert.Equal(covered, segment.Start);
            covered += segment.Length;
            if (segment is { Length: 1, SourceLength: 1 } && text[segment.SourceStart] is '\n' or '\r')
                Assert.True(scalar.Value[segment.Start] is ' ' or '\n', "a line break is folded or kept");
            else if (segment.Length == segment.SourceLength)
                Assert.Equal(scalar.Value.AsSpan(segment.Start, segment.Length), text.AsSpan(segment.SourceStart, segment.SourceLength));
            else
                Assert.True(segment.Length <= 2, $"{scalar.Value.Length} units of '{text}' are mapped as a whole");
        }

        Assert.Equal(scalar.Value.Length, covered);
        for (var i = 1; i < segments.Length; i++)
            Assert.True(segments[i - 1].SourceStart + segments[i - 1].SourceLength <= segments[i].SourceStart, "runs stand in the order of the file");
    }
}
