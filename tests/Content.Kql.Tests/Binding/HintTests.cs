using Content.Diagnostics;
using Content.Kql.Symbols;

namespace Content.Kql.Tests.Binding;

/// <summary>What is said beside errors: old names and costly conditions, and the name that was probably meant.</summary>
public sealed class HintTests
{
    private static readonly TestSchema Schema = new TestSchema()
        .Table("SigninLogs", "UserPrincipalName:string Count:long TimeGenerated:datetime Details:dynamic")
        .Table("AuditLogs", "UserPrincipalName:string")
        .Function(new WorkspaceFunction("KnownUsers", []) { Body = "AuditLogs" });

    private static Diagnostic Only(string query) => Assert.Single(Compilation.Bind(query, Schema).Diagnostics);

    [Theory]
    [InlineData("SigninLog | count", "SigninLogs")]
    [InlineData("KnownUser | count", "KnownUsers")]
    [InlineData("SigninLogs | where UserPrincipelName == 'a'", "UserPrincipalName")]
    [InlineData("SigninLogs | summarize coutn() by UserPrincipalName", "count")]
    [InlineData("SigninLogs | extend x = tolowr(UserPrincipalName)", "tolower")]
    [InlineData("SigninLogs | sumarize count()", "summarize")]
    [InlineData("SigninLogs | join kind=lefouter AuditLogs on UserPrincipalName", "leftouter")]
    [InlineData("SigninLogs | evaluate bag_unpak(Details)", "bag_unpack")]
    [InlineData("datatable(a:sting)['x']", "string")]
    [InlineData("SigninLogs | extend x = datetime_part('yaer', TimeGenerated)", "year")]
    [InlineData("SigninLogs | summarize n = count() by UserPrincipalName | render timechrt", "timechart")]
    [InlineData("let f = (limit:long) { limit }; print f(limt=1)", "limit")]
    [InlineData("SigninLogs | join AuditLogs on $left.UserPrincipalName == $right.UserPrincipelName", "UserPrincipalName")]
    [InlineData("let threshold = 5; SigninLogs | where Count > treshold", "threshold")]
    public void A_misspelt_name_comes_with_the_one_that_was_meant(string query, string meant)
    {
        var found = Compilation.Bind(query, Schema).Diagnostics;
        Assert.Contains($"Did you mean '{meant}'?", string.Join("\n", found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SigninLogs | summarize makeset(UserPrincipalName)", "makeset", "make_set")]
    [InlineData("SigninLogs | summarize any(UserPrincipalName)", "any", "take_any")]
    [InlineData("print parsejson('{}')", "parsejson", "parse_json")]
    [InlineData("print toobject('{}')", "toobject", "todynamic")]
    [InlineData("SigninLogs | extend x = columnifexists('Count', 1)", "columnifexists", "column_ifexists")]
    public void An_obsolete_name_is_a_warning_with_a_fix(string query, string old, string current)
    {
        var found = Only(query);
        Assert.Equal((KqlCodes.ObsoleteName, DiagnosticSeverity.Warning), (found.Code, found.Severity));
        Assert.Equal($"'{old}' is obsolete. Use '{current}'.", found.Message);
        var edit = Assert.Single(found.Fix!.Edits);
        Assert.Equal((old, current), (query.Substring(edit.Span.Start, edit.Span.Length), edit.NewText));
    }

    [Fact]
    public void An_obsolete_name_with_two_successors_has_no_fix()
    {
        var found = Only("print replace('a', 'b', 'c')");
        Assert.Equal("'replace' is obsolete. Use 'replace_regex' or 'replace_string'.", found.Message);
        Assert.Null(found.Fix);
    }

    [Theory]
    [InlineData("SigninLogs | mvexpand Details", "mvexpand", "mv-expand")]
    [InlineData("SigninLogs | mvapply Details on (take 1)", "mvapply", "mv-apply")]
    [InlineData("SigninLogs | where UserPrincipalName containscs 'x'", "containscs", "contains_cs")]
    [InlineData("SigninLogs | where UserPrincipalName notcontains 'x'", "notcontains", "!contains")]
    [InlineData("SigninLogs | where UserPrincipalName notcontainscs 'x'", "notcontainscs", "!contains_cs")]
    public void An_old_spelling_is_a_warning_with_a_fix(string query, string old, string current)
    {
        var found = Only(query);
        Assert.Equal((KqlCodes.OldSpelling, DiagnosticSeverity.Warning), (found.Code, found.Severity));
        var edit = Assert.Single(found.Fix!.Edits);
        Assert.Equal((old, current), (query.Substring(edit.Span.Start, edit.Span.Length), edit.NewText));
        Assert.DoesNotContain(Compilation.Bind(query.Replace(old, current, StringComparison.Ordinal), Schema).Diagnostics, static d => d.Code == KqlCodes.OldSpelling);
    }

    [Theory]
    [InlineData("SigninLogs | where tolower(UserPrincipalName) == 'a'", KqlCodes.FoldedComparison, "=~")]
    [InlineData("SigninLogs | where toupper(UserPrincipalName) != 'A'", KqlCodes.FoldedComparison, "!~")]
    [InlineData("SigninLogs | where UserPrincipalName matches regex 'admin'", KqlCodes.PlainRegex, "contains_cs")]
    public void A_costly_condition_is_a_hint(string query, string code, string advice)
    {
        var found = Only(query);
        Assert.Equal((code, DiagnosticSeverity.Info), (found.Code, found.Severity));
        Assert.Contains(advice, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SigninLogs | where tolower(UserPrincipalName) == UserPrincipalName")]
    [InlineData("SigninLogs | where UserPrincipalName =~ 'a'")]
    [InlineData("SigninLogs | where UserPrincipalName matches regex '^admin'")]
    [InlineData("SigninLogs | where UserPrincipalName matches regex @'a\\.b'")]
    [InlineData("SigninLogs | summarize make_set(UserPrincipalName)")]
    [InlineData("SigninLogs | mv-expand Details")]
    public void Nothing_is_said_where_nothing_is_to_gain(string query) => Assert.Empty(Compilation.Bind(query, Schema).Diagnostics);

    [Fact]
    public void A_hint_in_a_function_that_is_called_often_is_said_once() =>
        Assert.Equal(KqlCodes.ObsoleteName, Only("let f = (x:string) { parsejson(x) }; print a = f('1'), b = f('2'), c = f('3')").Code);

    [Theory]
    [InlineData("SigninLogs | where Foo == 1 | extend x = bar(Count) | summarize baz = max(Qux) by UserPrincipalName | take 'a'", 4)]
    [InlineData("let a = Missing1 | where x == 1 | project x; let b = Missing2 | summarize count() by y; union a, b | where z > 1", 2)]
    [InlineData("SigninLogs | where Count > and UserPrincipalName == 'a' | extend y = Cnt | take 5", 2)]
    [InlineData("SigninLogs | extend a = Nope | where a == 1 and a has 'x' | summarize sum(a) by b = a | join (AuditLogs) on $left.b == $right.UserPrincipalName", 1)]
    [InlineData("NoTable | where A == 1 | project B | join (AuditLogs) on UserPrincipalName | sort by C | extend D = E[0].F", 1)]
    public void Independent_errors_are_all_said_and_none_breeds_another(string query, int errors)
    {
        var found = Compilation.Bind(query, Schema).Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(found.Count == errors, string.Join("\n", found));
    }
}
