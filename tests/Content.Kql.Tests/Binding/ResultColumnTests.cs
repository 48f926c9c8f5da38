namespace Content.Kql.Tests.Binding;

/// <summary>Result columns as Kusto.Language gives them (the ~ stands for the columns c to j of T).</summary>
public sealed class ResultColumnTests
{
    private const string Rest = "c:datetime d:dynamic e:real f:timespan g:guid h:bool i:int j:decimal";

    [Theory]
    [InlineData("T | extend b = 1, zz = b", "a:string b:long ~ zz:long")]
    [InlineData("T | extend a=5", "a:long b:long ~")]
    [InlineData("T | count | project Count", "Count:long")]
    [InlineData("T | summarize count(), sum(b), max(c) by bin(c,1h), a", "c:datetime a:string count_:long sum_b:long max_c:datetime")]
    [InlineData("T | summarize arg_max(c, *) by a", "a:string c:datetime b:long d:dynamic e:real f:timespan g:guid h:bool i:int j:decimal")]
    [InlineData("T | summarize count(), count(), sum(b), sum(b)", "count_:long count_1:long sum_b:long sum_b1:long")]
    [InlineData("T | summarize round(avg(b),2), max(b)*2 by a", "a:string avg_b:real Column1:long")]
    [InlineData("T | summarize (x,y)=arg_max(c,a)", "x:datetime y:string")]
    [InlineData("T | summarize percentiles(b, 5, 95), make_list(a), dcountif(a, h)", "percentile_b_5:long percentile_b_95:long list_a:dynamic dcountif_a:long")]
    [InlineData("T | join U on a", "a:string b:long ~ a1:string b1:int x:long")]
    [InlineData("T | join kind=leftanti U on a", "a:string b:long ~")]
    [InlineData("T | join kind=rightsemi (U) on a", "a:string b:int x:long")]
    [InlineData("T | lookup U on a", "a:string b:long ~ b1:int x:long")]
    [InlineData("union T, U", "a:string b_long:long b_int:int ~ x:long")]
    [InlineData("union withsource=src T,U", "src:string a:string b_long:long b_int:int ~ x:long")]
    [InlineData("union Device*", "a:string n:int m:int")]
    [InlineData("T | mv-expand d", "a:string b:long ~")]
    [InlineData("T | mv-expand x=d.y, z=d.q to typeof(long)", "a:string b:long ~ x:dynamic z:long")]
    [InlineData("T | mv-apply x=d on (summarize make_set(x) by a)", "a:string b:long ~ set_x:dynamic")]
    [InlineData("T | mv-apply d on (extend q=1)", "a:string b:long c:datetime e:real f:timespan g:guid h:bool i:int j:decimal d:dynamic q:long")]
    [InlineData("T | parse a with \"x\" p \"y\" q:long *", "a:string b:long ~ p:string q:long")]
    [InlineData("T | project d.x.y, tostring(d.x), strcat(a,\"x\"), b+1", "d_x_y:dynamic d_x:string Column1:string Column2:long")]
    [InlineData("T | extend Column1=1 | extend b+1, b+2 | extend b+3", "a:string b:long ~ Column1:long Column2:long Column3:long Column4:long")]
    [InlineData("T | project-away a*", "b:long ~")]
    [InlineData("T | project-rename zz=a", "zz:string b:long ~")]
    [InlineData("T | project-reorder c, a*, *", "c:datetime a:string b:long d:dynamic e:real f:timespan g:guid h:bool i:int j:decimal")]
    [InlineData("T | make-series count() on c from ago(1d) to now() step 1h by a", "a:string count_:dynamic c:dynamic")]
    [InlineData("T | getschema", "ColumnName:string ColumnOrdinal:long DataType:string ColumnType:string")]
    [InlineData("print a=dynamic({\"a\":1}), 2d, 1.5h", "a:dynamic print_1:timespan print_2:timespan")]
    [InlineData("range x from datetime(2020-01-01) to now() step 1d", "x:datetime")]
    [InlineData("search in (T,U) \"abc\" or a == \"x\"", "$table:string a:string b_long:long b_int:int ~ x:long")]
    [InlineData("find in (T,U) where a == \"x\" project a, b", "source_:string a:string b:long")]
    [InlineData("T | top-nested 3 of a by count(), top-nested 2 of b by sum(e)", "a:string aggregated_a:long b:long aggregated_b:real")]
    [InlineData("T | evaluate bag_unpack(d) : (x:string, y:long)", "x:string y:long")]
    [InlineData("T | evaluate bag_unpack(d) | summarize n = sum(zz), make_set(yy), arg_max(vv, ww) by kk", "kk:unknown n:unknown set_yy:dynamic vv:unknown ww:unknown")]
    [InlineData("T | evaluate narrow()", "Row:long Column:string Value:string")]
    [InlineData("T | scan declare(x:long=0) with (step s1: true => x = b; step s2: b > s1.x;)", "a:string b:long ~ x:long match_id:long")]
    [InlineData("T | extend series_fit_line(d) | project-keep series*", "series_fit_line_d_rsquare:real series_fit_line_d_slope:real series_fit_line_d_variance:real series_fit_line_d_rvariance:real series_fit_line_d_interception:real series_fit_line_d_line_fit:dynamic")]
    [InlineData("let f = (a:string, b:long=5) { strcat(a,b) }; print f(\"x\"), f(b=1,a=\"y\")", "print_0:string print_1:string")]
    [InlineData("let f = (t:(a:string)) { t | count }; f(T)", "Count:long")]
    [InlineData("U | join kind=inner Device1 where n == b and $right.a has $left.a", "a:string b:int x:long a1:string n:int")]
    [InlineData("U | summarize arg_max(x, *) by k = a", "k:string x:long b:int")]
    [InlineData("U | summarize arg_min(x, *), n = count() by k = a, b", "k:string b:int x:long n:long")]
    [InlineData("U | summarize take_any(*) by k = a", "k:string b:int x:long")]
    [InlineData("U | summarize arg_max(x, *) by k = tolower(a)", "k:string x:long a:string b:int")]
    [InlineData("let x = toscalar(T | summarize max(b)); print x", "print_0:long")]
    [InlineData("let v = view () { T | project a }; union v*, U", "a:string b:int x:long")]
    [InlineData("T | as Z | join Z on a | project a1", "a1:string")]
    [InlineData("union (T | project x = a), (T | project x = a), (T | project x = d)", "x:string")]
    [InlineData("union (T | project x = a), (T | project x = d), (T | project x = a)", "x_string:string x_dynamic:dynamic")]
    [InlineData("union kind=inner T, U", "a:string b_long:long b_int:int ~ x:long")]
    [InlineData("union isfuzzy=true (Missing | where q == 1 | project q, a), U", "q:unknown a_unknown:unknown a_string:string b:int x:long")]
    [InlineData("union isfuzzy=true (M1 | where p == 1 | join kind=inner (M2 | where q == 1) on r)", "p:unknown r:unknown q:unknown r1:unknown")]
    [InlineData("union isfuzzy=true nofunc(1), U | where zz == 1", "a:string b:int x:long zz:unknown")]
    [InlineData("U | evaluate bag_unpack(x) | extend q.z, q[0], tostring(q.w)", "a:string b:int q:unknown q_z:unknown q_0:unknown q_w:string")]
    [InlineData("T | summarize count() by bin(day=c, 1d)", "day:datetime count_:long")]
    [InlineData("U | extend y = column_ifexists(\"b\", \"\"), column_ifexists(\"x\", 1.5)", "a:string b:int x:real y:string")]
    [InlineData("U | project a, column_ifexists(\"a\", \"\")", "a:string a1:string")]
    [InlineData("U | parse a with * \"=\" b | lookup Device1 on a", "a:string b:int x:long b1:string n:int")]
    [InlineData("U | parse a with * \"=\" b | join kind=leftanti Device1 on a", "a:string b:int x:long b1:string")]
    [InlineData("U | parse-kv a as (b:string, y:long) | project b", "b:int")]
    [InlineData("U | evaluate pivot(a, sum(b))", "x:long")]
    [InlineData("U | evaluate pivot(a, round(avg(b), 1))", "b:int x:long")]
    [InlineData("U | extend Column1 = 1 | mv-expand dynamic([\"x\"])", "a:string b:int x:long Column1:dynamic")]
    [InlineData("U | reduce kind=source by a", "a:string b:int x:long Pattern:string Count:long Representative:string")]
    [InlineData("U | find in (Device1, Device2) where * has \"x\"", "source_:string a:string pack_:dynamic")]
    [InlineData("find in (Device1, Device2) where m == 1 and a has \"x\"", "source_:string a:string m:int pack_:dynamic")]
    [InlineData("U | parse a with * \"=\" b | project-away x", "a:string b:int b:string")]
    [InlineData("T | scan with (step s: b;) | project match_id", "match_id:long")]
    [InlineData("totable(U)", "a:string b:int x:long")]
    [InlineData("declare query_parameters (P:(q:string)); P | take 1", "q:string")]
    [InlineData("alias database d = cluster(\"x\").database(\"y\"); database(\"d\").Z | where q == 1", "q:unknown")]
    [InlineData("U | partition hint.strategy=any by a (take 1)", "a:string b:int x:long")]
    [InlineData("U | make-series n = count() default=\"x\" on x step 1", "n:dynamic x:dynamic")]
    [InlineData("restrict access to (*); U", "a:string b:int x:long")]
    [InlineData("U | extend cos(y = 1)", "a:string b:int x:long y:real")]
    [InlineData("U | serialize a, b = 1", "a:string b:int x:long b1:long")]
    [InlineData("T | evaluate pivot(a, any(b), i)", "i:int")]
    [InlineData("cluster('x').database('y').T | project q", "q:unknown")]
    [InlineData("let f = (n:long) { n + 1 }; print f(\"x\")", "print_0:long")]
    [InlineData("let f = (t:string) { table(t) | where c > ago(1d) | summarize min(c) by i }; f(\"T\")", "i:int min_c:datetime")]
    public void Match_those_of_Kusto(string query, string expected) =>
        Assert.Equal(expected.Replace("~", Rest, StringComparison.Ordinal), TestSchema.Standard.Columns(query));

    [Fact]
    public void A_workspace_function_is_expanded_with_its_body()
    {
        var schema = new TestSchema().Table("Log", "TimeGenerated:datetime Host:string").Function(new Symbols.WorkspaceFunction("Hosts", []) { Body = "let n = 2; Log | summarize Count=count() by Host | where Count > n" });
        Assert.Equal("Host:string Count:long", schema.Columns("Hosts | take 5"));
    }

    [Fact]
    public void A_watchlist_has_its_declared_columns()
    {
        var schema = new TestSchema().Watchlist("Apps", "SearchKey:string AppId:string");
        Assert.Equal("AppId:string", schema.Columns("_GetWatchlist('Apps') | project AppId"));
    }

    [Fact]
    public void Columns_that_only_run_time_knows_can_be_named()
    {
        Assert.Empty(TestSchema.Standard.Errors("T | evaluate bag_unpack(d) | where Signer startswith 'x' | project Signer"));
    }
}
