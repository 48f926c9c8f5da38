
namespace Content.Kql.Engine.Tests.Operators;

public sealed class JoinTests
{
    private const string Data = "let L = datatable(k:string, a:long)['x', 1, 'x', 2, 'y', 3, 'z', 4]; let R = datatable(k:string, b:long)['y', 10, 'x', 20, 'x', 30, 'w', 40]; ";

    [Fact]
    public void InnerUniqueKeepsTheFirstLeftRowOfAKey() => Assert.Equal(["x|1|x|20", "x|1|x|30", "y|3|y|10"], KqlRun.Rows(Data + "L | join R on k"));

    [Fact]
    public void Inner() => Assert.Equal(["x|1|x|20", "x|1|x|30", "x|2|x|20", "x|2|x|30", "y|3|y|10"], KqlRun.Rows(Data + "L | join kind=inner R on k"));

    [Fact]
    public void LeftOuter() => Assert.Equal(["x|1|x|20", "x|1|x|30", "x|2|x|20", "x|2|x|30", "y|3|y|10", "z|4||null"], KqlRun.Rows(Data + "L | join kind=leftouter R on k"));

    [Fact]
    public void RightOuter() => Assert.Equal(["x|1|x|20", "x|1|x|30", "x|2|x|20", "x|2|x|30", "y|3|y|10", "|null|w|40"], KqlRun.Rows(Data + "L | join kind=rightouter R on k"));

    [Fact]
    public void FullOuter() => Assert.Equal(["x|1|x|20", "x|1|x|30", "x|2|x|20", "x|2|x|30", "y|3|y|10", "z|4||null", "|null|w|40"], KqlRun.Rows(Data + "L | join kind=fullouter R on k"));

    [Fact]
    public void APredicateInsteadOfKeysKeepsThePairsItHoldsFor() =>
        Assert.Equal(["x|1|x|20", "x|2|x|20", "y|3|y|10"], KqlRun.Rows(Data + "L | join kind=inner R where $left.k == $right.k and b <= 20"));

    [Fact]
    public void APredicateWithAJoinInsideStillSeesBothSides() => Assert.Equal(
        ["y|3|y|10"],
        KqlRun.Rows(Data + "L | join kind=inner R where $right.b == toscalar(L | join kind=inner R where $left.k == $right.k | summarize min(b)) and $right.k == $left.k"));

    [Fact]
    public void APredicateInAnotherKindOfJoinIsUndecided()
    {
        var error = KqlRun.Execute(Data + "L | join kind=leftouter R where b > a").Error;
        Assert.True(error is { IsInconclusive: true } && error.Message.Contains("leftouter", StringComparison.Ordinal), error?.Message);
    }

    [Fact]
    public void SemiAndAnti()
    {
        Assert.Equal(["x|1", "x|2", "y|3"], KqlRun.Rows(Data + "L | join kind=leftsemi R on k"));
        Assert.Equal(["z|4"], KqlRun.Rows(Data + "L | join kind=leftanti R on k"));
        Assert.Equal(["y|10", "x|20", "x|30"], KqlRun.Rows(Data + "L | join kind=rightsemi R on k"));
        Assert.Equal(["w|40"], KqlRun.Rows(Data + "L | join kind=rightanti R on k"));
    }

    [Fact]
    public void KeysOfDifferentNamesAndTypes() =>
        Assert.Equal(["1|1|one"], KqlRun.Rows("datatable(a:int)[1, 2] | join kind=inner (datatable(b:long, t:string)[1, 'one']) on $left.a == $right.b"));

    [Fact]
    public void SeveralKeys() =>
        Assert.Equal(["p|2|p|2"], KqlRun.Rows("datatable(a:string, b:long)['p', 1, 'p', 2] | join kind=inner (datatable(a:string, b:long)['p', 2, 'q', 2]) on a, b"));

    [Fact]
    public void Lookup() => Assert.Equal(["x|1|20", "x|1|30", "x|2|20", "x|2|30", "y|3|10", "z|4|null"], KqlRun.Rows(Data + "L | lookup R on k"));

    [Fact]
    public void EmptySides()
    {
        Assert.Empty(KqlRun.Rows(Data + "L | join kind=inner (R | where b > 100) on k"));
        Assert.Equal(["4"], KqlRun.Rows(Data + "L | join kind=leftanti (R | where b > 100) on k | count"));
        Assert.Empty(KqlRun.Rows(Data + "L | where a > 100 | join kind=leftouter R on k"));
    }

    [Fact]
    public void NullKeysAreEqual()
    {
        const string Left = "datatable(a:long)[1, long(null)]";
        const string Right = "(datatable(a:long, b:long)[2, 20, long(null), 30]) on a";
        Assert.Equal(["null"], KqlRun.Rows($"{Left} | join kind=leftsemi {Right}"));
        Assert.Equal(["1"], KqlRun.Rows($"{Left} | join kind=leftanti {Right}"));
        Assert.Equal(["null|null|30"], KqlRun.Rows($"{Left} | join {Right}"));
        Assert.Equal(["null|null|30"], KqlRun.Rows($"{Left} | join kind=inner {Right}"));
        Assert.Equal(["1|null", "null|30"], KqlRun.Rows($"{Left} | lookup {Right}"));
    }

    [Fact]
    public void ManyMatches() =>
        Assert.Equal(["160000"], KqlRun.Rows("range i from 1 to 400 step 1 | extend k = 1 | join kind=inner (range j from 1 to 400 step 1 | extend k = 1) on k | count"));

    [Fact]
    public void Union()
    {
        Assert.Equal(["1|", "2|x"], KqlRun.Rows("union (print a = 1), (print a = 2, b = 'x')"));
        Assert.Equal(["A|1", "B|2"], KqlRun.Rows("let A = view () { print x = 1 }; let B = view () { print x = 2 }; union withsource=Source A, B"));
        Assert.Equal(["union_arg0|1", "union_arg1|2", "U|3"], KqlRun.Rows("let A = datatable(x:long)[1]; A | union withsource=Source (print x = 2), (print x = 3 | as U)"));
        var schema = new TestSchema().Table("T", "x:long", [1L]);
        Assert.Equal(["T|1", "union_arg1|1"], KqlRun.Rows("union withsource=Source T, (T | where x > 0)", schema));
    }
}
