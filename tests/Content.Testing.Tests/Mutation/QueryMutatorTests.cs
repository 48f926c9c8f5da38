using Content.Kql;
using Content.Kql.Symbols;
using Content.Testing.Mutation;

namespace Content.Testing.Tests.Mutation;

public sealed class QueryMutatorTests
{
    private static readonly ISchema Schema = new TestRepository().Load().Schema;

    private static string[] Mutants(string id, string query)
    {
        var bound = Compilation.Bind(query, Schema);
        Assert.False(bound.HasErrors, string.Join('\n', bound.Diagnostics));
        return [.. QueryMutator.Mutate(bound.Syntax, query).Where(mutation => mutation.Operator.Id == id).Select(mutation => mutation.Apply(query).Trim())];
    }

    [Theory]
    [InlineData("drop-predicate", "SigninLogs | where ResultType == '0'", "SigninLogs")]
    [InlineData("drop-predicate", "SigninLogs | where IsInteractive and (ResultType == '0' or ResultType == '1')",
        "SigninLogs | where (ResultType == '0' or ResultType == '1')|SigninLogs | where IsInteractive|SigninLogs | where IsInteractive and (ResultType == '1')|SigninLogs | where IsInteractive and (ResultType == '0')")]
    [InlineData("negate-predicate", "SigninLogs | where ResultType == '0'", "SigninLogs | where ResultType != '0'")]
    [InlineData("negate-predicate", "SigninLogs | where ResultType !in ('0')", "SigninLogs | where ResultType in ('0')")]
    [InlineData("negate-predicate", "SigninLogs | where isnotempty(ResultType)", "SigninLogs | where isempty(ResultType)")]
    [InlineData("negate-predicate", "SigninLogs | where not(IsInteractive)", "SigninLogs | where (IsInteractive)")]
    [InlineData("negate-predicate", "SigninLogs | where IsInteractive", "SigninLogs | where not(IsInteractive)")]
    [InlineData("negate-predicate", "SigninLogs | extend X = iff(IsInteractive, 1, 2)", "SigninLogs | extend X = iff(not(IsInteractive), 1, 2)")]
    [InlineData("swap-logic", "SigninLogs | where IsInteractive and ResultType == '0'", "SigninLogs | where IsInteractive or ResultType == '0'")]
    [InlineData("move-boundary", "SigninLogs | where DurationMs >= 5", "SigninLogs | where DurationMs > 5")]
    [InlineData("move-threshold", "SigninLogs | where DurationMs >= 5", "SigninLogs | where DurationMs >= 4")]
    [InlineData("move-threshold", "SigninLogs | where DurationMs == 5", "SigninLogs | where DurationMs == 4|SigninLogs | where DurationMs == 6")]
    [InlineData("move-threshold", "let Least = 0; SigninLogs | where DurationMs > Least", "let Least = (-1); SigninLogs | where DurationMs > Least|let Least = 1; SigninLogs | where DurationMs > Least")]
    [InlineData("move-threshold", "SigninLogs | extend X = split(ResultType, ',')[0]", "SigninLogs | extend X = split(ResultType, ',')[1]")]
    [InlineData("move-threshold", "print x = 0.5 > 0.25 * 2", "print x = real(0.45) > 0.25 * 2|print x = real(0.55) > 0.25 * 2|print x = 0.5 > real(0.225) * 2|print x = 0.5 > real(0.275) * 2|print x = 0.5 > 0.25 * 1|print x = 0.5 > 0.25 * 3")]
    [InlineData("move-window", "SigninLogs | where TimeGenerated > ago(1h)", "SigninLogs | where TimeGenerated > ago(30m)|SigninLogs | where TimeGenerated > ago(2h)")]
    [InlineData("move-window", "SigninLogs | where TimeGenerated > datetime(2026-03-02)", "SigninLogs | where TimeGenerated > datetime(2026-03-01T00:00:00Z)|SigninLogs | where TimeGenerated > datetime(2026-03-03T00:00:00Z)")]
    [InlineData("flip-boolean", "let Strict = true; SigninLogs | where IsInteractive == Strict", "let Strict = false; SigninLogs | where IsInteractive == Strict")]
    [InlineData("swap-match", "SigninLogs | where ResultType has 'ab'", "SigninLogs | where ResultType contains 'ab'")]
    [InlineData("swap-match", "SigninLogs | where ResultType has_any ('ab', 'cd')", "SigninLogs | where ResultType has_all ('ab', 'cd')")]
    [InlineData("widen-match", "SigninLogs | where ResultType == 'ab'", "SigninLogs | where ResultType =~ 'ab'")]
    [InlineData("widen-match", "SigninLogs | where ResultType has_cs 'abc'", "SigninLogs | where ResultType has 'abc'|SigninLogs | where ResultType has_cs 'ab'")]
    [InlineData("widen-match", "SigninLogs | where ResultType !endswith @'\\abc'", "SigninLogs | where ResultType !endswith @'abc'")]
    [InlineData("narrow-match", "SigninLogs | where ResultType in~ ('ab')", "SigninLogs | where ResultType in ('ab')")]
    [InlineData("drop-list-member", "SigninLogs | where ResultType in ('a', 'b', 'c')", "SigninLogs | where ResultType in ('b', 'c')|SigninLogs | where ResultType in ('a', 'c')|SigninLogs | where ResultType in ('a', 'b')")]
    [InlineData("drop-list-member", "let L = dynamic(['a', 'b']); print L", "let L = dynamic(['b']); print L|let L = dynamic(['a']); print L")]
    [InlineData("drop-list-member", "datatable(a: long, b: long)[1, 2, 3, 4]", "datatable(a: long, b: long)[3, 4]|datatable(a: long, b: long)[1, 2]")]
    [InlineData("join-kind", "SigninLogs | join (SigninLogs) on UserId", "SigninLogs | join kind=inner (SigninLogs) on UserId|SigninLogs | join kind=leftouter (SigninLogs) on UserId")]
    [InlineData("join-kind", "SigninLogs | join kind=leftanti (SigninLogs) on UserId", "SigninLogs | join kind=leftsemi (SigninLogs) on UserId")]
    [InlineData("drop-join-key", "SigninLogs | join kind=inner (SigninLogs) on UserId, $left.AppId == $right.AppId",
        "SigninLogs | join kind=inner (SigninLogs) on $left.AppId == $right.AppId|SigninLogs | join kind=inner (SigninLogs) on UserId")]
    [InlineData("drop-operator", "SigninLogs | distinct UserId | take 5", "SigninLogs  | take 5|SigninLogs | distinct UserId")]
    [InlineData("drop-key", "SigninLogs | summarize count() by UserId, AppId", "SigninLogs | summarize count() by AppId|SigninLogs | summarize count() by UserId")]
    [InlineData("drop-key", "SigninLogs | summarize count() by UserId", "SigninLogs | summarize count()")]
    [InlineData("swap-aggregate", "SigninLogs | summarize min(TimeGenerated)", "SigninLogs | summarize max(TimeGenerated)")]
    [InlineData("swap-aggregate", "SigninLogs | summarize dcount(UserId)", "SigninLogs | summarize count()")]
    [InlineData("swap-aggregate", "SigninLogs | summarize N = count()", "SigninLogs | summarize N = max(1)")]
    [InlineData("swap-aggregate", "SigninLogs | summarize dcountif(UserId, IsInteractive)", "SigninLogs | summarize dcount(UserId)")]
    [InlineData("swap-branches", "print x = iff(1 == 2, 'a', 'b')", "print x = iff(1 == 2, 'b', 'a')")]
    [InlineData("drop-branch", "print x = iff(1 == 2, 'a', 'b')", "print x = ('a')|print x = ('b')")]
    [InlineData("drop-branch", "print x = case(1 == 2, 'a', 1 == 3, 'b', 'c')", "print x = case(1 == 3, 'b', 'c')|print x = case(1 == 2, 'a', 'c')")]
    [InlineData("change-default", "print x = case(1 == 2, 'a', 1 == 3, 'b', 'c')", "print x = case(1 == 2, 'a', 1 == 3, 'b', 'b')")]
    [InlineData("drop-union-leg", "union SigninLogs, AuditLogs", "union AuditLogs|union SigninLogs")]
    [InlineData("drop-union-leg", "SigninLogs | union AuditLogs", "SigninLogs")]
    [InlineData("drop-fallback", "SigninLogs | extend X = coalesce(UserId, AppId)", "SigninLogs | extend X = (UserId)|SigninLogs | extend X = (AppId)")]
    [InlineData("drop-normalisation", "SigninLogs | extend X = tolower(UserId)", "SigninLogs | extend X = (UserId)")]
    [InlineData("swap-arithmetic", "SigninLogs | extend X = DurationMs * 2", "SigninLogs | extend X = DurationMs / 2")]
    [InlineData("swap-order", "SigninLogs | sort by UserId asc, AppId", "SigninLogs | sort by UserId desc, AppId|SigninLogs | sort by UserId asc, AppId asc")]
    [InlineData("swap-order", "SigninLogs | top 5 by UserId", "SigninLogs | top 5 by UserId asc")]
    [InlineData("blank-text", "SigninLogs | extend X = iff(ResultType == 'b', 'a', UserId)", "SigninLogs | extend X = iff(ResultType == 'b', \"\", UserId)")]
    public void Each_operator_changes_one_place(string id, string query, string expected) => Assert.Equal(Split(expected), Mutants(id, query));

    // Mutants are separated by a bar that is followed by no blank: the bars of pipes are.
    private static string[] Split(string text) => System.Text.RegularExpressions.Regex.Split(text, @"\|(?! )");

    [Fact]
    public void Keys_of_a_join_are_no_conditions() =>
        Assert.Empty(Mutants("negate-predicate", "SigninLogs | join kind=inner (SigninLogs) on $left.AppId == $right.AppId and $left.UserId == $right.UserId"));

    [Fact]
    public void Mutants_stand_in_order_of_their_place_and_none_twice()
    {
        const string Query = "SigninLogs | where ResultType in ('1', '2') and DurationMs >= 3 | summarize N = dcount(UserId) by AppId | where N > 2";
        var mutations = QueryMutator.Mutate(Compilation.Bind(Query, Schema).Syntax, Query);
        Assert.Equal(mutations.OrderBy(mutation => mutation.Span.Start), mutations);
        Assert.Equal(mutations.Count, mutations.Select(mutation => mutation.Apply(Query)).Distinct().Count());
        Assert.All(mutations, mutation => Assert.NotEqual(Query, mutation.Apply(Query)));
    }

    [Fact]
    public void Of_a_long_list_twelve_members_are_left_out_one_by_one()
    {
        var items = string.Join(", ", Enumerable.Range(0, 200).Select(i => $"'{i}'"));
        Assert.Equal(12, Mutants("drop-list-member", $"SigninLogs | where ResultType in ({items})").Length);
    }

    [Fact]
    public void Every_operator_is_documented()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "mutation.md"));
        Assert.Equal(MutationOperators.All.Select(item => item.Id), page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]));
    }
}
