namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    private MakeSeriesSyntax ParseMakeSeries()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.MakeSeries, equalsNeeded: true);
        var items = CommaList(
            static p => p.ParseMakeSeriesItem(),
            static p => new MakeSeriesItemSyntax(p.PreviousEnd, p.PreviousEnd, p.MissingExpression(), null),
            ListEnd.MakeSeries,
            oneOrMore: true);
        Require(SyntaxKind.OnKeyword, "on");
        var on = ParseNamed() ?? MissingExpression();
        ExpressionSyntax? from = null, to = null, step = null;
        ExpressionSyntax[]? range = null;
        if (Kind is SyntaxKind.FromKeyword or SyntaxKind.ToKeyword or SyntaxKind.StepKeyword)
        {
            if (TryTake(SyntaxKind.FromKeyword))
                from = ParseUnnamed() ?? MissingExpression();
            if (TryTake(SyntaxKind.ToKeyword))
                to = ParseUnnamed() ?? MissingExpression();
            Require(SyntaxKind.StepKeyword, "step");
            step = ParseUnnamed() ?? MissingExpression();
        }
        else
        {
            Require(SyntaxKind.InKeyword, "in");
            Require(SyntaxKind.RangeKeyword, "range");
            Require(SyntaxKind.OpenParen, "(");
            range = CommaList(static p => p.ParseNamed(), static p => p.MissingExpression(), ListEnd.Common);
            Require(SyntaxKind.CloseParen, ")");
        }

        var by = TryTake(SyntaxKind.ByKeyword) ? CommaList(static p => p.ParseNamed(), static p => p.MissingExpression(), ListEnd.None, oneOrMore: true) : null;
        return new MakeSeriesSyntax(keyword.Start, PreviousEnd, keyword, parameters, items, on, from, to, step, range, by);
    }

    private MakeSeriesItemSyntax? ParseMakeSeriesItem()
    {
        if (ParseNamed() is not { } expression)
            return null;
        ExpressionSyntax? value = null;
        if (TryTake(SyntaxKind.DefaultKeyword))
        {
            Require(SyntaxKind.Equal, "=");
            value = ParseNamed() ?? MissingExpression();
        }

        return new MakeSeriesItemSyntax(expression.Start, PreviousEnd, expression, value);
    }
}
