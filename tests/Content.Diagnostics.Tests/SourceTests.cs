namespace Content.Diagnostics.Tests;

public sealed class SourceTests
{
    [Theory]
    [InlineData("a\nbc\n", 3, 2, 2)]
    [InlineData("a\r\nbc", 4, 2, 2)]
    [InlineData("a\rbc", 2, 2, 1)]
    [InlineData("abc", 99, 1, 4)]
    [InlineData("", 0, 1, 1)]
    public void Positions_count_lines_of_all_line_ends_from_one(string text, int offset, int line, int column) =>
        Assert.Equal(new LinePosition(line, column), new SourceText(text).GetPosition(offset));

    [Fact]
    public void An_offset_survives_the_way_to_a_position_and_back()
    {
        var source = new SourceText("let x = 1;\r\nT\n| where a\r\n");
        for (var offset = 0; offset < source.Content.Length; offset++)
        {
            if (source.Content[offset] == '\n' && offset > 0 && source.Content[offset - 1] == '\r')
                continue;
            Assert.Equal(offset, source.GetOffset(source.GetPosition(offset)));
        }
    }

    [Fact]
    public void A_line_is_given_without_its_end() => Assert.Equal("bc", new SourceText("a\r\nbc\r\nd").GetLine(2).ToString());

    // query: |
    //   T
    //   | where a
    private static readonly SourceText File = new("query: |\n  T\n  | where a\n", "rules/x.yaml");
    private static readonly SourceMap Map = new(File, [new SourceSegment(0, 11, 2, 2), new SourceSegment(2, 15, 10, 10)]);

    [Fact]
    public void A_finding_of_a_query_is_shown_at_its_line_and_column_of_the_file()
    {
        var mapped = Map.Map(new Diagnostic("KQL142", DiagnosticSeverity.Error, "No column 'a'.", new TextSpan(10, 1)));
        Assert.Equal("rules/x.yaml:3:11: error KQL142: No column 'a'.", mapped.ToString());
        Assert.Equal(new LinePosition(3, 12), mapped.End);
    }

    [Fact]
    public void A_fix_is_an_edit_of_the_file()
    {
        var fix = new CodeFix("Change to 'b'", [new TextEdit(new TextSpan(10, 1), "b")]);
        var mapped = Map.Map(new Diagnostic("KQL142", DiagnosticSeverity.Error, "m", new TextSpan(10, 1)) { Fix = fix });
        var edit = Assert.Single(mapped.Fix!.Edits);
        Assert.Equal("a", File.Content.Substring(edit.Span.Start, edit.Span.Length));
    }

    [Fact]
    public void A_fix_that_spans_two_runs_is_dropped_rather_than_guessed()
    {
        var fix = new CodeFix("Join lines", [new TextEdit(new TextSpan(1, 3), " ")]);
        Assert.Null(Map.Map(new Diagnostic("X", DiagnosticSeverity.Info, "m", new TextSpan(1, 3)) { Fix = fix }).Fix);
    }

    [Theory]
    [InlineData("DeviceVender", "DeviceVendor")]
    [InlineData("devicevendor", "DeviceVendor")]
    [InlineData("DeviceVednor", "DeviceVendor")]
    [InlineData("Hots", "Host")]
    [InlineData("Completely", null)]
    public void The_name_that_was_meant_is_near_by_letters_swapped_lost_or_added(string typed, string? meant) =>
        Assert.Equal(meant, NameSuggestion.Find(typed, ["DeviceVendor", "DeviceProduct", "Host", "TimeGenerated"]));
}
