namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    private MvExpressionSyntax? ParseMvExpression()
    {
        var start = Current.Start;
        var expression = Kind == SyntaxKind.ToKeyword ? MissingExpression() : ParseNamed();
        if (expression is null)
            return null;
        var type = TryTake(SyntaxKind.ToKeyword) ? ParseTypeOf() ?? MissingTypeOf() : null;
        return new MvExpressionSyntax(start, PreviousEnd, expression, type);
    }

    private TypeOfSyntax MissingTypeOf()
    {
        ReportMissing("typeof(…)");
        return new TypeOfSyntax(PreviousEnd, PreviousEnd, []);
    }

    private MvExpressionSyntax MissingMvExpression() => new(PreviousEnd, PreviousEnd, MissingExpression(), null);

    private MvExpandSyntax ParseMvExpand()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.MvExpand, equalsNeeded: true);
        var expressions = CommaList(static p => p.ParseMvExpression(), static p => p.MissingMvExpression(), ListEnd.Limit, oneOrMore: true);
        var limit = TryTake(SyntaxKind.LimitKeyword) ? ParseUnnamed() ?? MissingExpression() : null;
        return new MvExpandSyntax(keyword.Start, PreviousEnd, keyword, parameters, expressions, limit);
    }

    private MvApplySyntax ParseMvApply()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.MvApply, equalsNeeded: true);
        MvExpressionSyntax[] expressions;
        if (Kind == SyntaxKind.ToKeyword)
        {
            var start = Take().Start;
            var type = ParseTypeOf() ?? MissingTypeOf();
            expressions = [new MvExpressionSyntax(start, PreviousEnd, null, type)];
        }
        else
        {
            expressions = CommaList(static p => p.ParseMvExpression(), static p => p.MissingMvExpression(), ListEnd.MvApply, oneOrMore: true);
        }

        var limit = TryTake(SyntaxKind.LimitKeyword) ? ParseUnnamed() ?? MissingExpression() : null;
        var id = TryTake(SyntaxKind.IdKeyword) ? ParseUnnamed() ?? MissingExpression() : null;
        Require(SyntaxKind.OnKeyword, "on");
        var subquery = RequireSubPipe();
        return new MvApplySyntax(keyword.Start, PreviousEnd, keyword, parameters, expressions, limit, id, subquery);
    }

    private ParseSyntax ParseParse()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Parse, equalsNeeded: true);
        var source = ParseUnnamed() ?? MissingExpression();
        Require(SyntaxKind.WithKeyword, "with");
        var patterns = List(static p => p.ParsePatternPart());
        return new ParseSyntax(keyword.Start, PreviousEnd, keyword, parameters, source, patterns);
    }

    private ExpressionSyntax? ParsePatternPart()
    {
        if (ParseStar() is { } star)
            return star;
        if (ParseString() is { } text)
            return text;
        var start = Current.Start;
        if (Kind == SyntaxKind.Colon)
        {
            var missing = MissingNameReported();
            Take();
            return new ColumnDeclarationSyntax(start, PreviousEnd, missing, RequireType());
        }

        if (ParseExtendedName() is not { } name)
            return null;
        if (Kind != SyntaxKind.Colon)
            return name;
        Take();
        var type = RequireType();
        return new ColumnDeclarationSyntax(start, Math.Max(type.End, name.End), name, type);
    }

    private ParseKvSyntax ParseParseKv()
    {
        var keyword = Take();
        var source = ParseUnnamed() ?? MissingExpression();
        Require(SyntaxKind.AsKeyword, "as");
        var keys = RequireRowSchema();
        NamedParameterSyntax[] properties = [];
        if (TryTake(SyntaxKind.WithKeyword))
        {
            Require(SyntaxKind.OpenParen, "(");
            properties = ParseParameterCommaList(OperatorParameters.ParseKv, declaredOnly: true);
            Require(SyntaxKind.CloseParen, ")");
        }

        return new ParseKvSyntax(keyword.Start, PreviousEnd, keyword, source, keys, properties);
    }
}
