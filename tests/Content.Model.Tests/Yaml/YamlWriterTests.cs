using System.Text;
using System.Text.Json.Nodes;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model.Tests.Yaml;

public sealed class YamlWriterTests
{
    // Pieces that mean something to YAML, or nearly do.
    private static readonly string[] Pieces =
    [
        "a", " ", "  ", "\n", "\n\n", "\t", ":", ": ", "#", " #", "-", "- ", "'", "\"", "\\", "|", ">", "{", "}", "[", "]", ",", "&", "*", "!", "%", "@", "`", "?", "---", "...", "é", "日",
        "\u0001", "\u0085", "\u2028", "\uFEFF", "\r\n", "1", "1.0", "0x1", "null", "~", "true", "yes", "<<",
    ];

    [Fact]
    public void Whatever_is_written_is_read_as_the_same()
    {
        var random = new Random(17);
        for (var i = 0; i < 3_000; i++)
        {
            var root = new JsonObject { ["k"] = Node(random, 0), [Text(random) + "x"] = Node(random, 0) };
            var text = YamlWriter.Write(root);
            var document = YamlDocument.Parse(new SourceText(text));
            Assert.True(!document.HasErrors, $"{string.Join("\n", document.Diagnostics)}\n{text}");
            Assert.True(JsonNode.DeepEquals(root, YamlJson.ToJson(document.Root!)), $"{root.ToJsonString()}\n{text}");
        }
    }

    [Fact]
    public void Texts_of_several_lines_are_literal_blocks() =>
        Assert.Equal("query: |\n  T\n  | take 1\nlist:\n  - a: 1\n    b: |-\n      x\n\n      y\n  - 'it''s: #1'\n", YamlWriter.Write(new JsonObject
        {
            ["query"] = "T\n| take 1\n", ["list"] = new JsonArray(new JsonObject { ["a"] = 1, ["b"] = "x\n\ny" }, "it's: #1"),
        }));

    private static JsonNode? Node(Random random, int depth) => random.Next(depth > 3 ? 5 : 8) switch
    {
        0 or 1 or 2 => Text(random),
        3 => random.Next(),
        4 => random.Next(2) == 0 ? null : random.Next(2) == 0,
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Node(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(3)).Select(i => KeyValuePair.Create(Text(random) + i, Node(random, depth + 1)))),
    };

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var n = random.Next(6); n > 0; n--)
            text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }
}
