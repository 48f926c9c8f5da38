using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tests.Expressions;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData("int(null) == int(null)", "null")]
    [InlineData("1 == int(null)", "false")]
    [InlineData("1 != int(null)", "true")]
    [InlineData("int(null) != int(null)", "null")]
    [InlineData("1 < int(null)", "null")]
    [InlineData("1 == 1.0", "true")]
    [InlineData("1 < 1.5", "true")]
    [InlineData("'a' == 'A'", "false")]
    [InlineData("'a' =~ 'A'", "true")]
    [InlineData("'a' !~ 'A'", "false")]
    [InlineData("'É' =~ 'é'", "true")]
    [InlineData("datetime(2026-01-01) < datetime(2026-01-02)", "true")]
    [InlineData("1h == 60m", "true")]
    [InlineData("true == false", "false")]
    [InlineData("dynamic({'a':1}).a == 1", "true")]
    [InlineData("dynamic({'a':'x'}).a == 'x'", "true")]
    [InlineData("tostring(dynamic({'a':1,'b':2})) == tostring(dynamic({'b':2,'a':1}))", "false")]
    [InlineData("5 between (1 .. 5)", "true")]
    [InlineData("6 between (1 .. 5)", "false")]
    [InlineData("6 !between (1 .. 5)", "true")]
    [InlineData("datetime(2026-01-02) between (datetime(2026-01-01) .. 1d)", "true")]
    [InlineData("datetime(2026-01-03) between (datetime(2026-01-01) .. 1d)", "false")]
    [InlineData("true and bool(null)", "null")]
    [InlineData("false and bool(null)", "false")]
    [InlineData("true or bool(null)", "true")]
    [InlineData("false or bool(null)", "null")]
    public void Gives(string expression, string expected) => Assert.Equal(expected, KqlRun.Value(expression));

    [Fact]
    public void NullsNeverPassAFilter()
    {
        const string Data = "datatable(x:long)[1, long(null), 3] | where ";
        Assert.Equal(["3"], KqlRun.Rows(Data + "x > 2"));
        Assert.Equal(["1"], KqlRun.Rows(Data + "not(x > 2)"));
        Assert.Equal(["1", "null"], KqlRun.Rows(Data + "x != 3"));
        Assert.Equal(["null"], KqlRun.Rows(Data + "isnull(x)"));
    }

    [Theory]
    [InlineData(OperatorKind.Or, "true")]
    [InlineData(OperatorKind.And, "false")]
    public void AChainOfManyThousandOperandsRuns(OperatorKind op, string expected)
    {
        // Built by hand: the parser has a bound of its own.
        BoundExpression chain = new BoundLiteral(KqlType.Bool, true);
        for (var i = 0; i < 50_000; i++)
            chain = new BoundBinary(op, chain, new BoundLiteral(KqlType.Bool, i % 2 == 0), KqlType.Bool);
        var row = TestSchema.Row("x:bool");
        var body = new BoundBody([], new BoundPrint(row, [new BoundAssignment(row.Columns[0], chain)]), null);
        var result = QueryEngine.Execute(body, Tables.EmptyTableSource.Instance, new ExecutionOptions { Now = KqlRun.Now });
        Assert.True(result.Success, result.Error?.Message);
        Assert.Equal([expected], KqlRun.Text(result));
    }

    [Fact]
    public void ADeeplyNestedExpressionIsAnErrorAndNoCrash()
    {
        BoundExpression nested = new BoundLiteral(KqlType.Long, 1L);
        for (var i = 0; i < 200_000; i++)
            nested = new BoundUnary(OperatorKind.UnaryMinus, nested, KqlType.Long);
        var row = TestSchema.Row("x:long");
        var body = new BoundBody([], new BoundPrint(row, [new BoundAssignment(row.Columns[0], nested)]), null);
        var result = QueryEngine.Execute(body, Tables.EmptyTableSource.Instance, new ExecutionOptions { Now = KqlRun.Now });
        Assert.Equal("depth", result.Error?.Name);
    }

    [Fact]
    public void LogicOnFewUndecidedRowsGivesTheSame()
    {
        // The second operand sees only the rows that the first leaves open.
        const string Query = "range i from 1 to 5000 step 1 | where i % 10 == 0 or (i % 7 == 0 and i > 4000) | summarize count(), sum(i)";
        var expected = Enumerable.Range(1, 5000).Where(i => i % 10 == 0 || (i % 7 == 0 && i > 4000)).ToArray();
        Assert.Equal([$"{expected.Length}|{expected.Sum()}"], KqlRun.Rows(Query));
    }
}
