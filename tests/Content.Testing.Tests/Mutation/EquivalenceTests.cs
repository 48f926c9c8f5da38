using Content.Kql;
using Content.Kql.Symbols;
using Content.Testing.Mutation.Equivalence;

namespace Content.Testing.Tests.Mutation;

public sealed class EquivalenceTests
{
    private static readonly ISchema Schema = new TestRepository().Load().Schema;

    private static bool AreSame(string one, string other)
    {
        var terms = new TermTable();
        var forms = new[] { one, other }.Select(text =>
        {
            var query = Compilation.Bind(text, Schema);
            Assert.False(query.HasErrors, text + "\n" + string.Join('\n', query.Diagnostics));
            return PlanNormalizer.Normalize(query, terms);
        }).ToArray();
        return forms[0] is not null && forms[0] == forms[1];
    }

    private const string Platform = "SigninLogs | extend P = case(AppId has 'droid', 'Android', AppId has 'ios', 'iOS', '') | project P, UserId";

    [Theory]
    [InlineData("let Strict = true; SigninLogs | where iff(Strict, IsInteractive, true)", "let Strict = true; SigninLogs | where iff(Strict, IsInteractive, false)")]
    [InlineData("let Strict = true; SigninLogs | where iff(Strict, IsInteractive, true)", "SigninLogs | where IsInteractive")]
    [InlineData("SigninLogs | where DurationMs > 60 * 1000", "SigninLogs | where DurationMs >= 60001")]
    [InlineData("SigninLogs | where IsInteractive | where ResultType == '0'", "SigninLogs | where '0' == ResultType and IsInteractive")]
    [InlineData("SigninLogs | where IsInteractive and 1 < 2", "SigninLogs | where IsInteractive")]
    [InlineData("SigninLogs | where ResultType == '0'", "SigninLogs | where ResultType =~ '0'")]
    [InlineData("SigninLogs | where ResultType in ('1', '2')", "SigninLogs | where ResultType in~ ('2', '1', '1')")]
    [InlineData(Platform + " | where P == 'Android'", Platform + " | where P =~ 'android'")]
    [InlineData(Platform + " | where P in ('Android', 'iOS')", Platform + " | where isnotempty(P)")]
    [InlineData(Platform + " | where P == 'Android'", Platform + " | where P startswith 'A'")]
    [InlineData("SigninLogs | extend X = tolower(UserId) | summarize N = count(), M = max(X) by AppId | project AppId, N", "SigninLogs | summarize N = count() by AppId")]
    [InlineData("SigninLogs | summarize N = count() by AppId | where N >= 1", "SigninLogs | summarize N = count() by AppId")]
    [InlineData("SigninLogs | summarize N = dcount(UserId) by AppId | where N != 0", "SigninLogs | summarize N = dcount(UserId) by AppId | where N > 0")]
    [InlineData("SigninLogs | distinct AppId, UserId", "SigninLogs | summarize by AppId, UserId")]
    [InlineData("SigninLogs | join kind=leftsemi (SigninLogs | distinct UserId) on UserId", "SigninLogs | join kind=leftsemi SigninLogs on UserId")]
    [InlineData("SigninLogs | where UserId in ((AuditLogs | distinct Id))", "SigninLogs | where UserId in ((AuditLogs | project Id))")]
    [InlineData("SigninLogs | project A = TimeGenerated, UserId | join kind=leftouter (AuditLogs | project B = TimeGenerated, UserId = Id) on UserId | project A, B | where B <= A",
        "SigninLogs | project A = TimeGenerated, UserId | join kind=inner (AuditLogs | project B = TimeGenerated, UserId = Id) on UserId | project A, B | where B <= A")]
    [InlineData("SigninLogs | summarize N = count() by UserId | join (AuditLogs | project UserId = Id, Result) on UserId", "SigninLogs | summarize N = count() by UserId | join kind=inner (AuditLogs | project UserId = Id, Result) on UserId")]
    [InlineData("SigninLogs | parse-kv UserAgent as (os: string, v: string) with (pair_delimiter=';', kv_delimiter='=') | where os == '7'", "SigninLogs | parse-kv UserAgent as (os: string, v: string) with (pair_delimiter=';', kv_delimiter='=') | where os =~ '7'")]
    [InlineData("let F = (x: long) { x * 2 }; SigninLogs | extend A = F(DurationMs)", "SigninLogs | extend A = 2 * DurationMs")]
    [InlineData("union (datatable(P: string, UserId: string)[]), (" + Platform + ") | where P == 'Android' | project UserId", Platform + " | where P =~ 'android' | project UserId")]
    [InlineData("union (datatable(P: string, UserId: string)[]), (" + Platform + "), (AuditLogs | project P = '', UserId = Id) | where P == 'Android'",
        "union (datatable(P: string, UserId: string)[]), (" + Platform + "), (AuditLogs | project P = '', UserId = Id) | where P =~ 'android'")]
    [InlineData("union (datatable(UserId: string)[]), (SigninLogs | project UserId)", "SigninLogs | project UserId")]
    public void What_means_the_same_is_proved(string one, string other) => Assert.True(AreSame(one, other));

    [Theory]
    [InlineData("SigninLogs | where ResultType == 'a'", "SigninLogs | where ResultType =~ 'a'")]
    [InlineData("SigninLogs | where DurationMs > 3", "SigninLogs | where DurationMs > 4")]
    [InlineData("SigninLogs | summarize N = count() by AppId | where N >= 2", "SigninLogs | summarize N = count() by AppId")]
    [InlineData("SigninLogs | summarize N = count() | where N >= 1", "SigninLogs | summarize N = count()")]
    [InlineData("SigninLogs | summarize N = max(DurationMs) by AppId | where N >= 0", "SigninLogs | summarize N = max(DurationMs) by AppId")]
    [InlineData(Platform + " | where P == 'Android'", Platform + " | where P has 'o'")]
    [InlineData(Platform + " | where P != 'Android'", Platform + " | where P == 'iOS'")]
    [InlineData("SigninLogs | join kind=inner (SigninLogs | distinct UserId) on UserId | project UserId", "SigninLogs | join kind=inner SigninLogs on UserId | project UserId")]
    [InlineData("SigninLogs | join kind=inner AuditLogs on $left.UserId == $right.Id | count", "SigninLogs | join kind=leftouter AuditLogs on $left.UserId == $right.Id | count")]
    [InlineData("SigninLogs | project A = TimeGenerated, UserId | join kind=leftouter (AuditLogs | project B = TimeGenerated, UserId = Id) on UserId | where B != A",
        "SigninLogs | project A = TimeGenerated, UserId | join kind=inner (AuditLogs | project B = TimeGenerated, UserId = Id) on UserId | where B != A")]
    [InlineData("SigninLogs | join kind=innerunique AuditLogs on $left.UserId == $right.Id | count", "SigninLogs | join kind=inner AuditLogs on $left.UserId == $right.Id | count")]
    [InlineData("SigninLogs | project UserId | distinct UserId", "SigninLogs | project UserId")]
    [InlineData("SigninLogs | sort by UserId asc | take 1", "SigninLogs | sort by UserId desc | take 1")]
    [InlineData("SigninLogs | extend X = coalesce(UserId, AppId)", "SigninLogs | extend X = UserId")]
    [InlineData("union SigninLogs, AuditLogs | count", "union AuditLogs, AuditLogs | count")]
    [InlineData("SigninLogs | extend X = UserId | project X, AppId", "SigninLogs | extend X = UserId | project AppId, X")]
    [InlineData("SigninLogs | where iff(IsInteractive, ResultType == '0', true)", "SigninLogs | where ResultType == '0'")]
    [InlineData("SigninLogs | parse-kv UserAgent as (os: string) with (pair_delimiter=';', kv_delimiter='=') | project os", "SigninLogs | parse-kv UserAgent as (os: string) with (pair_delimiter=',', kv_delimiter='=') | project os")]
    [InlineData("SigninLogs | scan declare (N: long = 0) with (step s: true => N = 1;)", "SigninLogs | scan declare (N: long = 0) with (step s: true => N = 1;)")]
    [InlineData("SigninLogs | extend X = rand()", "SigninLogs | extend X = rand()")]
    [InlineData("union (datatable(UserId: string)['x']), (SigninLogs | project UserId)", "SigninLogs | project UserId")]
    [InlineData("union (datatable(UserId: string, X: long)[]), (SigninLogs | project UserId)", "SigninLogs | project UserId")]
    [InlineData("union (datatable(P: string)['android']), (" + Platform + ") | where P == 'Android'", "union (datatable(P: string)['android']), (" + Platform + ") | where P =~ 'Android'")]
    public void What_may_differ_is_not_proved(string one, string other) => Assert.False(AreSame(one, other));
}
