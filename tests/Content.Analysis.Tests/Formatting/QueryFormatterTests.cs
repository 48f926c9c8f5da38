using Content.Analysis.Formatting;

namespace Content.Analysis.Tests.Formatting;

public sealed class QueryFormatterTests
{
    private static string Format(string query)
    {
        var formatted = QueryFormatter.Format(query);
        Assert.Null(formatted.Problem);
        Assert.Equal(formatted.Text, QueryFormatter.Format(formatted.Text).Text);
        return formatted.Text;
    }

    [Theory]
    [InlineData("T | where a==1|take 5", "T\n| where a == 1\n| take 5")]
    [InlineData("T |\n  where a == 1", "T\n| where a == 1")]
    [InlineData("T | count", "T | count")]
    [InlineData("T\n    | count", "T\n| count")]
    [InlineData("let x=1;let y=2;print x+y", "let x = 1;\nlet y = 2;\nprint x + y")]
    [InlineData("let a = T | where x==1 | project y;\na", "let a = T\n    | where x == 1\n    | project y;\na")]
    [InlineData("T\n| join kind = inner (U\n| where a == 1) on b", "T\n| join kind=inner (\n    U\n    | where a == 1\n) on b")]
    [InlineData("T | join kind=inner (U | project a) on a", "T | join kind=inner (U | project a) on a")]
    [InlineData("T\n| project\na,\nb=c", "T\n| project\n    a,\n    b = c")]
    [InlineData("T | extend x = - 1, y = a -1 | take 1", "T\n| extend x = -1, y = a - 1\n| take 1")]
    [InlineData("let f = (x:long) { T | where a == x | take 1 };\nf(1)", "let f = (x:long) {\n    T\n    | where a == x\n    | take 1\n};\nf(1)")]
    [InlineData("T | where a in('x' ,'y') and b between(1..2) | take 1", "T\n| where a in ('x', 'y') and b between (1 .. 2)\n| take 1")]
    [InlineData("f(start=ago(1d)) | take 1 | count", "f(start=ago(1d))\n| take 1\n| count")]
    public void A_query_gets_the_layout_of_the_house(string query, string expected) => Assert.Equal(expected, Format(query));

    [Fact]
    public void Comments_stay_where_they_belong() => Assert.Equal(
        "// what it is\nT // the table\n// the filter\n| where a == 1 // one\n// | where never\n| take 5\n// the end",
        Format("  // what it is\n  T    // the table\n   // the filter\n  | where a==1  // one\n // | where never\n| take 5\n  // the end"));

    [Fact]
    public void A_bar_behind_which_a_comment_stands_keeps_it() => Assert.Equal("T\n| // why\n    where a == 1\n| take 1", Format("T | // why\nwhere a == 1 | take 1"));

    [Fact]
    public void Long_lists_are_filled_and_long_conditions_broken_at_their_words()
    {
        var list = string.Join(",", Enumerable.Range(1, 60).Select(i => $"\"value{i}\""));
        foreach (var line in Format($"T | where a in ({list}) | take 1").Split('\n'))
            Assert.True(line.Length <= QueryFormatter.Width, line);
        var condition = string.Join(" and ", Enumerable.Range(1, 12).Select(i => $"Column{i} == \"value{i}\""));
        var lines = Format($"T | where {condition} | take 1").Split('\n');
        Assert.Equal("| where Column1 == \"value1\"", lines[1]);
        Assert.Equal("    and Column2 == \"value2\"", lines[2]);
    }

    [Fact]
    public void A_string_over_several_lines_keeps_its_blanks() =>
        Assert.Equal("T\n| extend x = ```\n   a\n b  \n```\n| take 1", Format("T\n  | extend x=```\n   a\n b  \n```\n  | take 1"));

    [Fact]
    public void Empty_lines_between_statements_stay_one_at_a_time() => Assert.Equal("let x = 1;\n\nprint x", Format("\n\nlet x = 1;\n\n\n\nprint x\n\n"));

    [Fact]
    public void A_query_with_syntax_errors_is_left_alone()
    {
        const string Query = "T   | where (a == ";
        var formatted = QueryFormatter.Format(Query);
        Assert.Equal((Query, "the query has syntax errors"), (formatted.Text, formatted.Problem));
    }

    [Theory]
    [InlineData("T | take 1", "T\n|  take 1 // c", true)]
    [InlineData("T | take 1", "T | take 2", false)]
    [InlineData("T | where a == 'x y'", "T | where a == 'x  y'", false)]
    public void Queries_are_the_same_when_white_space_and_comments_differ_alone(string left, string right, bool same) => Assert.Equal(same, QueryComparison.AreSame(left, right));

    [Fact]
    public void A_long_query_takes_no_longer_than_its_length_asks_for()
    {
        var list = string.Join(",", Enumerable.Range(1, 40_000).Select(i => $"\"value{i}\""));
        var text = Format($"T | where a in ({list}) | take 1");
        Assert.True(text.Split('\n').Length > 3_000);
    }
}
