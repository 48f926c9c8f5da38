using Content.Diagnostics;

namespace Content.Kql.Tests.Binding;

/// <summary>Errors stand where Kusto.Language puts its own; the number in the code is that of its finding.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("T | where zz == 1", "KQL142@10+2")]
    [InlineData("foo | take 1", "KQL204@0+3")]
    [InlineData("T | extend x=foo(a)", "KQL211@13+3")]
    [InlineData("T | extend count()", "KQL144@11+5")]
    [InlineData("T | summarize b + count() by a", "KQL236@14+1")]
    [InlineData("T | project b, a, b", "KQL171@18+1")]
    [InlineData("T | where b", "KQL141@10+1")]
    [InlineData("T | where b in~ (1,2)", "KQL107@10+1")]
    [InlineData("T | where c > \"2020\"", "KQL106@12+1")]
    [InlineData("T | extend x=a[0]", "KQL147@14+3")]
    [InlineData("T | mv-expand a", "KQL141@14+1")]
    [InlineData("T | take 1.5", "KQL134@9+3")]
    [InlineData("T | distinct *", "KQL116@13+1")]
    [InlineData("T | join U on zz", "KQL142@14+2")]
    [InlineData("T | join (U) on a, b", "KQL227@19+1")]
    [InlineData("T | join U on a == a", "KQL183@14+1 KQL183@19+1")]
    [InlineData("T | join U", "KQL006@4+6")]
    [InlineData("T | join kind=foo U on a", "KQL005@14+3")]
    [InlineData("T | render foo", "KQL005@11+3")]
    [InlineData("T | evaluate foo(a)", "KQL124@13+3")]
    [InlineData("T | where isnotempty(a, b)", "KQL119@10+10")]
    [InlineData("T | extend x = iff(b, 1, 2)", "KQL107@19+1")]
    [InlineData("let a = 5; let a = 6; print a", "KQL201@15+1")]
    [InlineData("T | where strlen(a, b)", "KQL141@10+12 KQL119@10+6")]
    [InlineData("T | where U.a == 1", "KQL142@12+1")]
    [InlineData("let f = (t:(*)) { t | project a }; f(T)", "KQL142@30+1")]
    [InlineData("set ['x'] = 1; T", "KQL105@4+5")]
    [InlineData("set x = strcat('a'); T", "KQL130@8+11")]
    [InlineData("set notruncation = 5; T", "KQL141@19+1")]
    [InlineData("cluster('x').T", "KQL142@13+1")]
    [InlineData("cluster('x').nosuch('y').T", "KQL211@13+6")]
    [InlineData("union cluster('x').database('y').*, T", "KQL142@33+1")]
    [InlineData("external_table('x')", "KQL209@15+3")]
    [InlineData("T | project-rename x = (a)", "KQL109@23+3")]
    [InlineData("T | sample-distinct 2 of x = a", "KQL109@25+5")]
    [InlineData("T | project-reorder a, a", "KQL171@23+1")]
    [InlineData("T | join U on a or b", "KQL182@14+6 KQL106@16+2")]
    [InlineData("T | join U on $left.j == $right.x", "KQL242@14+19")]
    [InlineData("T | parse a with 'x' a | join U on $left.a == $right.a", "KQL146@41+1")]
    [InlineData("T | scan declare (a:long) with (step s: true => a = s.a;)", "KQL146@54+1")]
    [InlineData("T | make-series count() on i step 1", "KQL178@34+1")]
    [InlineData("T | make-series count() on c in range(1,2)", "KQL118@38+3")]
    [InlineData("T | render barchart with kind=stacked", "KQL006@24+0")]
    [InlineData("T | render barchart with foo", "KQL222@25+3")]
    [InlineData("T | render barchart with title='x'", "KQL006@24+0")]
    [InlineData("T | where a in ((U | nosuch))", "KQL176@21+6")]
    [InlineData("T | mv-apply d on", "KQL176@17+0 KQL005@17+0")]
    [InlineData("datatable(a:string, b:long)['x', 1, 'y', ]", "KQL173@28+12")]
    [InlineData("let x = series_stats(dynamic([1])); T", "KQL139@8+26")]
    [InlineData("T | extend x = totable(U)", "KQL108@11+14")]
    [InlineData("find in (T, U) where a has 'x' project pack(*), a", "KQL185@39+7")]
    [InlineData("T | extend ['q'=] 1", "KQL142@12+3 KQL005@15+1 KQL198@15+1")]
    [InlineData("declare query_parameters (x:long = 'a'); T", "KQL141@35+3")]
    [InlineData("T | mv-expand x = strlen(a)", "KQL141@14+13")]
    [InlineData("T | extend datetime_diff('day', x = a, c)", "KQL107@36+1")]
    [InlineData("let p = dynamic([{Names}]); T", "KQL213@17+7")]
    [InlineData("T | extend split(a, ',')[0][1]", "KQL147@27+3")]
    [InlineData("T | extend dynamic('x')[0]", "KQL147@23+3")]
    [InlineData("union isfuzzy=true (T | extend q = nofunc(a)), U", "KQL108@31+13")]
    [InlineData("T | evaluate pivot(a, b)", "KQL236@22+1")]
    [InlineData("let f=(x:long){x+foo}; print f(1)", "KQL142@17+3")]
    [InlineData("let f=(T2:(a:string,q:long)){T2}; f(T)", "KQL249@36+1")]
    [InlineData("T | project-rename a", "KQL110@19+1")]
    [InlineData("T | make-series x=sum(b) on c from 1 to 2 step 1h", "KQL141@35+1 KQL141@40+1")]
    public void Stand_where_Kusto_puts_them(string query, string expected) => Assert.Equal(expected, TestSchema.Standard.Errors(query));

    [Fact]
    public void Several_independent_errors_are_all_reported_and_none_breeds_another()
    {
        Assert.Equal("KQL142@10+2 KQL142@29+2", TestSchema.Standard.Errors("T | where zz == 1 | extend q=yy | where q > 5"));
    }

    [Fact]
    public void A_misspelt_column_comes_with_the_name_that_was_meant_and_a_fix()
    {
        var schema = new TestSchema().Table("Log", "TimeGenerated:datetime DeviceVendor:string");
        var error = Assert.Single(Compilation.Bind("Log | where DeviceVender == 'x'", schema).Diagnostics);
        Assert.Contains("Did you mean 'DeviceVendor'?", error.Message, StringComparison.Ordinal);
        Assert.Equal(new TextEdit(new TextSpan(12, 12), "DeviceVendor"), Assert.Single(error.Fix!.Edits));
    }

    [Fact]
    public void What_is_wrong_in_a_workspace_function_is_said_at_its_call()
    {
        var schema = new TestSchema().Table("Log", "Host:string").Function(new Symbols.WorkspaceFunction("Broken", []) { Body = "Log | where Hots == 'x'" });
        Assert.Equal("KQL200@0+6", schema.Errors("Broken | count"));
    }

    [Fact]
    public void A_function_that_calls_itself_ends_in_an_error()
    {
        var schema = new TestSchema().Function(new Symbols.WorkspaceFunction("Loop", []) { Body = "Loop | take 1" });
        Assert.Contains("KQL200", schema.Errors("Loop | count"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_obsolete_function_is_a_warning_with_its_successor()
    {
        var bound = Compilation.Bind("T | summarize makeset(a)", TestSchema.Standard);
        Assert.False(bound.HasErrors);
        Assert.Contains("make_set", Assert.Single(bound.Diagnostics).Message, StringComparison.Ordinal);
    }
}
