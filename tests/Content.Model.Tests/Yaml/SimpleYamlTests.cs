using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model.Tests.Yaml;

/// <summary>The reader of everyday YAML gives the trees of the general parser, or leaves a file to it.</summary>
public sealed class SimpleYamlTests
{
    private static readonly string[] Pieces =
    [
        " ", "  ", "\n", "\r\n", "\n\n", "#", " # x", "- ", "-", ": ", ":", "'", "''", "\"", "\\n", "\\x41", "\\", "|", "|-", ">", "|+", "[", "]", "{", "}", ", ", "a", "key: value\n", "{a: b}", "[a, 'b', \"c\"]",
        "&a ", "*a", "!t ", "? ", "---\n", "...", "%", "\t", "~", "<<: x", "a:b", "- - x", "- a: b\n  c: d\n", "|\n    text\n", "'two\n   lines'", "\u00e9", "\u2028", "[]", "{}", "x#y", "@",
    ];

    public static TheoryData<string> Documents =>
    [
        "a: b", "a:\n", "a: \nb: c\n", "a:\n- b\n- c: d\n  e: f\n-  g:\n     h\n", "a:\n  - 'it''s'\n  - \"q\\\"\\n\"\n", "a: |\n  x\n\n   y\n\n\nb: >-\n  x\n  y\n", "a: |+\n  x\n\nb: 1\n", "a: text\n  that goes on\n\n  below\nb: c # d\n",
        "a: 'text\n  that goes on'\nb: \"x\n\n  y\"\n", "a: []\nb: {}\nc: [1, two, 'three', {d: e, 'f': [g]}]\n", "# x\n\na: b#c\n # y\nb: c\n", "'a': b\n\"c\": d\n", "a: http://x.y/z?q=1\nb: -1\nc: -x\n", "a:\r\n  b: |\r\n    x\r\n    y\r\n", "- a\n- b: c\n",
        "a: {b: c}\nd: [e]  # f\n", "a:\n    b:\n      - c\n    d: e\n", "a: |\n\n  x\nb: c", "a: >\n  x\n    y\n  z\n", "a: b:c\nd: e : f\n", "? a\n: b\n", "a: &x b\nc: *x\n", "a: b\na: c\n", "a: |\n  x\n # y\nb: c\n", "a: b\n  # c\n  d\n", "a: |2\n   x\n",
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Reads_what_the_general_parser_reads(string text) => AssertSame(text);

    [Fact]
    public void Reads_most_content_itself_and_as_the_general_parser_does()
    {
        var texts = Files().ToList();
        Assert.True(texts.Count > 40, "There is no content to read.");
        var own = texts.Count(AssertSame);
        Assert.True(own > 0.9 * texts.Count, $"Only {own} of {texts.Count} files are everyday YAML.");
    }

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(2, 10_000)]
    public void Is_never_misled(int seed, int count)
    {
        var random = new Random(seed);
        var texts = Examples.ByKind.Values.Concat(Documents.Select(row => row.Data)).ToArray();
        var own = 0;
        for (var i = 0; i < count; i++)
        {
            var text = texts[random.Next(texts.Length)];
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(text.Length + 1);
                text = text.Remove(at, Math.Min(random.Next(4), text.Length - at)).Insert(at, Pieces[random.Next(Pieces.Length)]);
            }

            own += AssertSame(text) ? 1 : 0;
        }

        Assert.InRange(own, count / 10, count);
    }

    private static IEnumerable<string> Files()
    {
        string?[] folders = [Path.Combine(RepositoryFolder.Path, "detections"), Path.Combine(RepositoryFolder.Path, "workbooks"), ReferenceFolder.Find("corpus")];
        return folders.OfType<string>().SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)).Select(File.ReadAllText);
    }

    // True when the text is everyday YAML.
    private static bool AssertSame(string text)
    {
        var source = new SourceText(text, "a.yaml");
        if (SimpleYamlReader.Read(source) is not { } root)
            return false;
        var general = YamlDocument.ParseGeneral(source);
        Assert.True(general.Diagnostics.IsEmpty, $"{general.Diagnostics.FirstOrDefault()}\n{text}");
        Assert.True(Describe(general.Root!) == Describe(root), $"{Describe(general.Root!)}\n---\n{Describe(root)}\n---\n{text}");
        return true;
    }

    private static string Describe(YamlNode node) => $"{node.Span.Start}+{node.Span.Length} w{node.Weight} {node.Tag}" + node switch
    {
        YamlScalar scalar => $" {scalar.Style} {scalar.Kind} '{scalar.Value}' {string.Join(';', scalar.Map.Segments)}",
        YamlMapping mapping => " {\n" + string.Concat(mapping.Entries.Select(entry => Describe(entry.Key) + " -> " + Describe(entry.Value) + "\n")) + "}",
        YamlSequence sequence => " [\n" + string.Concat(sequence.Items.Select(item => Describe(item) + "\n")) + "]",
        _ => throw new NotSupportedException(),
    };
}
