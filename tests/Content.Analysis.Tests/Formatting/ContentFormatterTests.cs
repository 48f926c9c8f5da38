using Content.Analysis.Formatting;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Analysis.Tests.Formatting;

public sealed class ContentFormatterTests
{
    private const string Hunting = "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: N\ndescription: D\n";

    private static FormattedContent Format(string text, string path = "hunting/Q.yaml")
    {
        var formatted = ContentFormatter.Format(new SourceText(text, path));
        var again = ContentFormatter.Format(new SourceText(formatted.Text, path));
        Assert.Equal(formatted.Text, again.Text);
        return formatted;
    }

    [Fact]
    public void A_query_in_a_block_is_laid_out_and_the_rest_stays() => Assert.Equal(
        Hunting + "query: |  # kept\n  T\n  | where a == 1\n  | take 5\nversion: 1.0.0 # kept\n",
        Format(Hunting + "query: |  # kept\n  T | where a==1\n     | take 5   \nversion: 1.0.0 # kept\n").Text);

    [Fact]
    public void Keys_go_into_the_order_of_the_declarations_with_their_comments() => Assert.Equal(
        "# about the file\n" + Hunting + "tactics: [Impact]\n# about the query\nquery: T | count\nversion: 1.0.0\n# the end\n",
        Format("# about the file\nid: 0f8fad5b-d9cb-469f-a165-70867728950e\nversion: 1.0.0\n# about the query\nquery: T | count\nname: N\ndescription: D\ntactics: [Impact]\n# the end\n").Text);

    [Fact]
    public void Keys_of_items_of_a_list_keep_their_dash() => Assert.Equal(
        Hunting + "query: T | count\nentityMappings:\n  - entityType: IP\n    fieldMappings:\n      - identifier: Address\n        columnName: A\n",
        Format(Hunting + "query: T | count\nentityMappings:\n  - fieldMappings:\n      - columnName: A\n        identifier: Address\n    entityType: IP\n").Text);

    [Fact]
    public void A_key_that_nothing_knows_stays_behind_the_one_before_it() => Assert.Equal(
        "id: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: N\nown: 1\ndescription: D\nquery: T | count\n",
        Format("id: 0f8fad5b-d9cb-469f-a165-70867728950e\ndescription: D\nname: N\nown: 1\nquery: T | count\n").Text);

    [Fact]
    public void A_query_in_quotes_or_folded_becomes_a_block()
    {
        Assert.Equal(Hunting + "query: |- # c\n  T\n  | where a == 1\n  | take 5\nversion: 1.0.0\n", Format(Hunting + "query: 'T | where a==1 | take 5' # c\nversion: 1.0.0\n").Text);
        Assert.Equal(Hunting + "query: |-\n  T\n  | where a == 1\n  | take 5\n", Format(Hunting + "query: >-\n  T | where a==1\n  | take 5\n").Text);
        Assert.Equal(Hunting + "query: 'T | count'\n", Format(Hunting + "query: 'T | count'\n").Text);
    }

    [Fact]
    public void Line_ends_stay()
    {
        var text = Format((Hunting + "query: |\n  T | where a==1\n  | take 5\n").ReplaceLineEndings("\r\n")).Text;
        Assert.Equal((Hunting + "query: |\n  T\n  | where a == 1\n  | take 5\n").ReplaceLineEndings("\r\n"), text);
    }

    [Theory]
    [InlineData("query: T\nid: &a 1\nname: *a\n", "aliases")]
    [InlineData("query: |2\n   T | where a==1 | take 5\n", "indentation indicator")]
    [InlineData("{query: T, id: 1}\n", "lines cannot be moved")]
    [InlineData("query: 'T | where a==1 | take 5'\nid: 1\n---\nid: 2\n", "no single valid YAML")]
    [InlineData("query: [\n", "no single valid YAML")]
    [InlineData("query: \"T | where (\"\n", "syntax errors")]
    public void What_is_odd_is_left_alone_by_name(string text, string reason)
    {
        var formatted = Format(text);
        Assert.Equal(text, formatted.Text);
        var note = Assert.Single(formatted.Diagnostics);
        Assert.Equal(FormatCodes.LeftAlone, note.Code);
        Assert.Contains(reason, note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_last_line_is_a_block_without_a_line_break_keeps_its_values()
    {
        const string Text = "query: T | count\nid: 0f8fad5b-d9cb-469f-a165-70867728950e\nname: N\ndescription: |\n  text";
        var formatted = Format(Text);
        Assert.Equal("text", ((YamlMapping)YamlDocument.Parse(new SourceText(formatted.Text)).Root!).Find("description")!.Value.ToString());
    }

    [Fact]
    public void The_shipped_content_reads_the_same_laid_out() => Prove(Path.Combine(RepositoryFolder.Path, "detections"));

    [Fact]
    public void The_corpus_reads_the_same_laid_out()
    {
        var folder = ReferenceFolder.Find("corpus");
        Assert.SkipWhen(folder is null, "The corpus is not beside the checkout.");
        Assert.True(Prove(folder!) > 600);
    }

    // What the formatter proves itself is proved here by other means: by the values as YAML, and by the tokens of queries.
    private static int Prove(string folder)
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var source = new SourceText(File.ReadAllText(file), Path.GetRelativePath(folder, file).Replace('\\', '/'));
            var formatted = Format(source.Content, source.Path!);
            Assert.DoesNotContain(formatted.Diagnostics, diagnostic => diagnostic.Code == FormatCodes.NotProved || diagnostic.Message.Contains("would change", StringComparison.Ordinal));
            if (formatted.IsChanged)
                Assert.Equal(Values(source.Content), Values(formatted.Text));
            count++;
        }

        return count;
    }

    private static List<string> Values(string text)
    {
        var values = new List<string>();
        Collect(YamlDocument.Parse(new SourceText(text)).Root!, "");
        values.Sort(StringComparer.Ordinal);
        return values;

        void Collect(YamlNode node, string path)
        {
            switch (node)
            {
                case YamlMapping mapping:
                    foreach (var entry in mapping.Entries)
                        Collect(entry.Value, $"{path}/{entry.Key.Value}");
                    break;
                case YamlSequence sequence:
                    for (var i = 0; i < sequence.Items.Length; i++)
                        Collect(sequence.Items[i], $"{path}/{i}");
                    break;
                case YamlScalar scalar:
                    values.Add(path.EndsWith("query", StringComparison.OrdinalIgnoreCase) ? $"{path}={QueryShape.Of(scalar.Value).Exact}" : $"{path}={scalar.Kind}:{scalar.Value}");
                    break;
            }
        }
    }
}
