using CsCheck;
using Content.Kql.Engine.Tables;

namespace Content.Kql.Engine.Tests.Semantics;

/// <summary>Laws that hold between queries, whatever the rows.</summary>
public sealed class MetamorphicTests
{
    private static readonly Gen<object?> Number = Gen.Frequency((1, Gen.Const((object?)null)), (6, Gen.Long[-3, 3].Select(n => (object?)n)));
    private static readonly Gen<object?> Text = OneOf<object?>("a", "b", "", "A", "b c");
    private static readonly Gen<object?[][]> Rows = Gen.Select(Number, Number, Text, (a, b, s) => new[] { a, b, s }).Array[0, 25];
    private static readonly Gen<string> Predicate = OneOf("a > 0", "a == b", "s == 'a'", "s has 'c'", "isnull(b)", "a != 1", "s =~ 'A'", "b between (-1 .. 1)", "s in ('a', 'b')", "not(a < b)");

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static TestSchema Table(object?[][] rows) => new TestSchema().Table("T", "a:long, b:long, s:string", rows);

    private static string[] Run(object?[][] rows, string query) => KqlTestFile.Run(query, Table(rows).Data, Table(rows)).Split(" ; ");

    private static string[] Sorted(string[] rows) => [.. rows.Order(StringComparer.Ordinal)];

    [Fact]
    public void Filters_may_be_split_and_swapped() => Gen.Select(Rows, Predicate, Predicate).Sample((rows, p, q) =>
    {
        var both = Run(rows, $"T | where ({p}) and ({q})");
        Assert.Equal(both, Run(rows, $"T | where {p} | where {q}"));
        Assert.Equal(both, Run(rows, $"T | where {q} | where {p}"));
    }, iter: 150);

    [Fact]
    public void A_predicate_its_negation_and_its_null_part_the_rows() => Gen.Select(Rows, Predicate).Sample((rows, p) =>
    {
        long Count(string condition) => long.Parse(Run(rows, $"T | where {condition} | count")[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(rows.Length, Count(p) + Count($"not({p})") + Count($"isnull({p})"));
        Assert.Equal(Count(p), long.Parse(Run(rows, $"T | summarize countif({p})")[0], System.Globalization.CultureInfo.InvariantCulture));
    }, iter: 150);

    [Fact]
    public void An_inner_join_commutes() => Gen.Select(Rows, Rows).Sample((left, right) =>
    {
        var schema = new TestSchema().Table("L", "k:long, x:long, s:string", left).Table("R", "k:long, y:long, u:string", right);
        string[] Ask(string query) => Sorted(KqlTestFile.Run(query, schema.Data, schema).Split(" ; "));
        Assert.Equal(Ask("L | join kind=inner R on k | project k, x, s, y, u"), Ask("R | join kind=inner L on k | project k, x, s, y, u"));
        Assert.Equal(Ask("L | join kind=leftouter R on k | project k, x, s, y, u"), Ask("R | join kind=rightouter L on k | project k = k1, x, s, y, u"));
        Assert.Equal(Ask("L | join kind=leftsemi R on k"), Ask("R | join kind=rightsemi L on k"));
    }, iter: 100);

    [Fact]
    public void Semi_and_anti_join_part_the_left_rows() => Gen.Select(Rows, Rows).Sample((left, right) =>
    {
        var schema = new TestSchema().Table("L", "k:long, x:long, s:string", left).Table("R", "k:long, y:long, u:string", right);
        string Ask(string query) => KqlTestFile.Run(query, schema.Data, schema);
        Assert.Equal(Ask("L | count"), Ask("union (L | join kind=leftsemi R on k), (L | join kind=leftanti R on k) | count"));
    }, iter: 100);

    [Fact]
    public void A_union_of_parts_is_the_whole() => Gen.Select(Rows, Predicate).Sample((rows, p) =>
        Assert.Equal(Sorted(Run(rows, "T")), Sorted(Run(rows, $"union (T | where {p}), (T | where not({p})), (T | where isnull({p}))"))), iter: 150);

    [Fact]
    public void Aggregates_of_parts_add_up() => Gen.Select(Rows, Predicate).Sample((rows, p) =>
    {
        var parts = $"union (T | where {p}), (T | where not({p})), (T | where isnull({p})) | summarize c = count(), n = sum(a), x = max(b), m = min(b) by s";
        Assert.Equal(
            Sorted(Run(rows, "T | summarize c = count(), n = sum(a), x = max(b), m = min(b) by s")),
            Sorted(Run(rows, parts)));
        Assert.Equal(
            Sorted(Run(rows, "T | summarize c = count(), n = sum(a) by s")),
            Sorted(Run(rows, "T | summarize c = count(), n = sum(a) by s, b | summarize c = sum(c), n = sum(n) by s")));
    }, iter: 150);

    [Fact]
    public void A_filter_and_a_sort_may_be_swapped() => Gen.Select(Rows, Predicate).Sample((rows, p) =>
        Assert.Equal(Run(rows, $"T | where {p} | sort by a asc, s desc, b asc"), Run(rows, $"T | sort by a asc, s desc, b asc | where {p}")), iter: 150);

    [Fact]
    public void Columns_that_are_dropped_do_not_matter() => Gen.Select(Rows, Predicate).Sample((rows, p) =>
    {
        Assert.Equal(Run(rows, $"T | where {p} | extend x = a + b, y = strcat(s, '!') | project x"), Run(rows, $"T | where {p} | project x = a + b"));
        Assert.Equal(Run(rows, "T | extend z = a | project-away z | sort by a asc, b asc, s asc"), Run(rows, "T | sort by a asc, b asc, s asc"));
    }, iter: 150);

    [Fact]
    public void Top_is_the_head_of_a_sort() => Gen.Select(Rows, Gen.Int[0, 5]).Sample((rows, n) =>
        Assert.Equal(Run(rows, $"T | sort by a desc | take {n}"), Run(rows, $"T | top {n} by a desc")), iter: 150);

    [Fact]
    public void Distinct_is_a_summary_without_aggregates() => Rows.Sample(rows =>
        Assert.Equal(Run(rows, "T | distinct s, a"), Run(rows, "T | summarize by s, a")), iter: 100);

    [Fact]
    public void A_list_expands_to_its_elements() => Rows.Sample(rows =>
        Assert.Equal(Run(rows, "T | where isnotnull(a) | project a"), Run(rows, "T | summarize l = make_list(a) | mv-expand a = l to typeof(long) | project a")), iter: 100);
}
