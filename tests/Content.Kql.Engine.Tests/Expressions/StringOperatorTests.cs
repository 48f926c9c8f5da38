
namespace Content.Kql.Engine.Tests.Expressions;

public sealed class StringOperatorTests
{
    [Theory]
    [InlineData("'the quick-brown fox' has 'quick'", true)]
    [InlineData("'the quick-brown fox' has 'QUICK'", true)]
    [InlineData("'the quick-brown fox' has_cs 'QUICK'", false)]
    [InlineData("'the quickbrown fox' has 'quick'", false)]
    [InlineData("'the quickbrown fox' !has 'quick'", true)]
    [InlineData("'a_b' has 'a'", true)]
    [InlineData("'10.0.0.1' has '10.0'", true)]
    [InlineData("'110.0.0.1' has '10.0'", false)]
    [InlineData("'größe x' has 'größ'", false)]
    [InlineData("'größe x' has 'GRÖSSE'", false)]
    [InlineData("'größe x' has 'GRÖßE'", true)]
    [InlineData("'anything' has ''", true)]
    [InlineData("'' has 'x'", false)]
    [InlineData("'quickbrown fox' hasprefix 'quick'", true)]
    [InlineData("'xquickbrown' hasprefix 'quick'", false)]
    [InlineData("'xquick brown' hassuffix 'quick'", true)]
    [InlineData("'quickbrown' hassuffix 'quick'", false)]
    [InlineData("'FabriKam' contains 'BRik'", true)]
    [InlineData("'FabriKam' contains_cs 'BRik'", false)]
    [InlineData("'FabriKam' !contains 'x'", true)]
    [InlineData("'Fabrikam' startswith 'fab'", true)]
    [InlineData("'Fabrikam' startswith_cs 'fab'", false)]
    [InlineData("'Fabrikam' endswith 'KAM'", true)]
    [InlineData("'Fabrikam' !endswith_cs 'KAM'", true)]
    [InlineData("'Fabrikam' matches regex 'b.*k'", true)]
    [InlineData("'a\\nb' matches regex 'a$'", false)]
    [InlineData("'x٣' matches regex '\\\\d'", false)]
    [InlineData("'a' in ('b', 'a')", true)]
    [InlineData("'A' in ('b', 'a')", false)]
    [InlineData("'A' in~ ('b', 'a')", true)]
    [InlineData("'A' !in~ ('b', 'a')", false)]
    [InlineData("3 in (1, 2, 3)", true)]
    [InlineData("'b' in (dynamic(['a','b']))", true)]
    [InlineData("2 in (dynamic([1, 2]), 7)", true)]
    [InlineData("'run powershell now' has_any ('cmd', 'PowerShell')", true)]
    [InlineData("'run powershells now' has_any ('cmd', 'PowerShell', 'bash')", false)]
    [InlineData("'run powershell now' has_any (dynamic(['now']))", true)]
    [InlineData("'run powershell now' has_all ('run', 'now')", true)]
    [InlineData("'run powershell now' has_all ('run', 'then')", false)]
    public void Gives(string expression, bool expected) => Assert.Equal(expected ? "true" : "false", KqlRun.Value(expression));

    [Theory]
    [InlineData("has 'beta'")]
    [InlineData("!has 'beta'")]
    [InlineData("contains 'eta'")]
    [InlineData("hasprefix 'bet'")]
    [InlineData("hassuffix 'ta'")]
    [InlineData("contains 'x y'")]
    public void ASearchOverManyRowsEqualsASearchOfEach(string predicate)
    {
        // Rows lie one after another in memory: a match must not reach over the border of two rows.
        string[] words = ["be", "ta", "beta", "alpha beta", "betas", "", "x", "y", "x y", "BETA!", "ünbeta", "beta beta"];
        var rows = Enumerable.Range(0, 100).Select(i => new object?[] { words[i % words.Length], words[i * 7 % words.Length] }).ToArray();
        var schema = new TestSchema().Table("T", "s:string, other:string", rows);
        var fast = KqlRun.Rows($"T | where s {predicate} | project s", schema);
        var slow = KqlRun.Rows($"T | extend p = '{predicate.Split('\'')[1]}' | extend p = iff(other == 'never', 'q', p) | where s {predicate.Split(' ')[0]} p | project s", schema);
        Assert.Equal(slow, fast);
        Assert.NotEmpty(fast);
    }

    [Theory]
    [InlineData("[\\w\\d\\-\\_]+,", "a_b-1,", true)]
    [InlineData("(?P<n>\\d+)\\b", "x12", true)]
    [InlineData("^[[:alpha:]]+$", "abc", true)]
    [InlineData("^[[:alpha:]]+$", "abc1", false)]
    [InlineData("\\x{41}\\pL", "AB", true)]
    [InlineData("(?i)ABC", "xabcx", true)]
    [InlineData("(?m)^b$", "a\nb\nc", true)]
    [InlineData("^b$", "a\nb\nc", false)]
    [InlineData("[a[b]", "[", true)]
    [InlineData("\\Qa.b\\E", "axb", false)]
    public void RegularExpressionsHaveTheSyntaxOfRe2(string pattern, string text, bool expected) =>
        Assert.Equal(expected, Content.Kql.Engine.Kernels.KustoRegex.Create(pattern).IsMatch(System.Text.Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("a(b", "not valid")]
    [InlineData("(?=a)", "look-around")]
    [InlineData("(a)\\1", "back-reference")]
    public void BadPatternsFailTheQuery(string pattern, string why)
    {
        var error = KqlRun.Error($"print 'x' matches regex @'{pattern}'");
        Assert.Equal(QueryErrorKind.Failed, error.Kind);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APatternThatWouldBacktrackForeverEnds()
    {
        var text = new string('a', 3_000) + "!";
        Assert.Equal("false", KqlRun.Value($"'{text}' matches regex '^(a+)+$'"));
        Assert.Equal("false", KqlRun.Value($"'{text}' matches regex @'\\b(a+)+\\b$'"));
    }

    [Fact]
    public void AListThatVariesByRow() =>
        Assert.Equal(["a|true", "b|false"], KqlRun.Rows("datatable(x:string, y:string)['a', 'a', 'b', 'c'] | project x, x in (y, 'z')"));

    [Fact]
    public void ATableAsList() =>
        Assert.Equal(["2", "3"], KqlRun.Rows("let allowed = datatable(v:long)[2, 3, 9]; range x from 1 to 4 step 1 | where x in (allowed)"));
}
