namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    private JoinSyntax ParseJoin()
    {
        var keyword = Take();
        var isLookup = keyword.Kind == SyntaxKind.LookupKeyword;
        var parameters = ParseParameters(isLookup ? OperatorParameters.Lookup : OperatorParameters.Join, equalsNeeded: true);
        var right = ParseUnnamed() ?? MissingExpression();
        ExpressionSyntax[]? on = null;
        ExpressionSyntax? where = null;
        if (TryTake(SyntaxKind.OnKeyword))
            on = CommaList(static p => p.ParseUnnamed(), static p => p.MissingExpression(), ListEnd.None, oneOrMore: true);
        else if (isLookup)
            ReportMissing("The 'on' clause with the columns to match");
        else if (TryTake(SyntaxKind.WhereKeyword))
            where = ParseUnnamed() ?? MissingExpression();
        return new JoinSyntax(keyword.Start, PreviousEnd, keyword, parameters, right, on, where);
    }

    private ListOperatorSyntax ParseUnion()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Union, equalsNeeded: true);
        var tables = CommaList(static p => p.ParseTableOperand(), static p => p.MissingExpression(), ListEnd.Common, oneOrMore: true);
        return new ListOperatorSyntax(keyword.Start, PreviousEnd, keyword, parameters, tables);
    }

    // A table of union, find and search: in parentheses, a name with stars, or a path.
    private ExpressionSyntax? ParseTableOperand()
    {
        if (Kind == SyntaxKind.OpenParen)
            return ParseParenthesized();
        if (ScanWildcardName(0) > 0)
            return ParseWildcardName();
        var start = _position;
        var expression = StartsCall(0) ? ParseCall() : ParsePathElement();
        for (var length = 0; expression is not null && Kind is SyntaxKind.Dot or SyntaxKind.OpenBracket && !ChainIsTooLong(length, MaxPath); length++)
        {
            if (Kind == SyntaxKind.OpenBracket)
            {
                var open = Take();
                var index = ParseUnnamed() ?? MissingNameReported();
                Require(SyntaxKind.CloseBracket, "]");
                expression = new ElementSyntax(expression!, index, open.Start, PreviousEnd);
                continue;
            }

            Take();
            if (ScanWildcardName(0) > 0)
                return new PathSyntax(expression!, ParseWildcardName()!);
            expression = new PathSyntax(expression!, ParseMember() ?? MissingNameReported());
        }

        // Anything else (a datatable, toscalar, …) is read as an expression.
        return expression ?? (_position == start ? ParseUnnamed() : null);
    }

    private ExpressionSyntax[]? ParseTableList()
    {
        if (!TryTake(SyntaxKind.InKeyword))
            return null;
        Require(SyntaxKind.OpenParen, "(");
        var tables = CommaList(static p => p.ParseFindOperand(), static p => p.MissingExpression(), ListEnd.Common, oneOrMore: true);
        Require(SyntaxKind.CloseParen, ")");
        return tables;
    }

    private ExpressionSyntax? ParseFindOperand()
    {
        var operand = ParseTableOperand();
        if (operand is not null && Kind == SyntaxKind.Bar && PeekKind(1) == SyntaxKind.AsKeyword)
        {
            Take();
            return new PipeSyntax(operand, ParseAs());
        }

        return operand;
    }

    private FindSyntax ParseFind()
    {
        var keyword = Take();
        SkipDataScope();
        var parameters = ParseParameters(OperatorParameters.Find, equalsNeeded: false);
        var tables = ParseTableList();
        if (parameters.Length > 0 || tables is not null)
            Require(SyntaxKind.WhereKeyword, "where");
        else
            TryTake(SyntaxKind.WhereKeyword);
        var condition = ParseUnnamed() ?? MissingExpression();
        ExpressionSyntax[]? project = null, away = null;
        if (TryTake(SyntaxKind.ProjectKeyword))
            project = CommaList(static p => p.ParseFindColumn(), static p => p.MissingExpression(), ListEnd.None, oneOrMore: true);
        else if (TryTake(SyntaxKind.ProjectSmartKeyword))
            project = [];
        if (TryTake(SyntaxKind.HiddenProjectAwayKeyword))
            away = CommaList(static p => p.ParseFindColumn(), static p => p.MissingExpression(), ListEnd.None, oneOrMore: true);
        return new FindSyntax(keyword.Start, PreviousEnd, keyword, parameters, tables, condition, project, away);
    }

    private void SkipDataScope()
    {
        if (Kind != SyntaxKind.DatascopeKeyword)
            return;
        Take();
        Require(SyntaxKind.Equal, "=");
        if (TextOf(Current) is "all" or "hotcache")
            Take();
        else
            ReportMissingToken("all or hotcache");
    }

    private ExpressionSyntax? ParseFindColumn()
    {
        var start = Current.Start;
        if (TryTake(SyntaxKind.PackKeyword))
        {
            Require(SyntaxKind.OpenParen, "(");
            Require(SyntaxKind.Asterisk, "*");
            Require(SyntaxKind.CloseParen, ")");
            return new PackAllSyntax(start, PreviousEnd);
        }

        if (ParseStar() is { } star)
            return star;
        if (ParseName() is not { } name)
            return null;
        if (!TryTake(SyntaxKind.Colon))
            return name;
        var type = IsExtendedTypeKeyword(Kind) ? TakeType() : RequireType();
        return new ColumnDeclarationSyntax(start, Math.Max(type.End, name.End), name, type);
    }

    private SearchSyntax ParseSearch()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Search, equalsNeeded: true);
        SkipDataScope();
        var tables = ParseTableList();
        var condition = ParseUnnamed();
        if (condition is null && ParseStar() is { } star)
        {
            condition = star;
            if (Kind == SyntaxKind.AndKeyword)
                condition = new BinarySyntax(star, Take(), ParseUnnamed() ?? MissingExpression());
        }

        return new SearchSyntax(keyword.Start, PreviousEnd, keyword, parameters, tables, condition ?? MissingExpression());
    }
}
