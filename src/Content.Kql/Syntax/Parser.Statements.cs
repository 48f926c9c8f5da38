using Content.Diagnostics;

namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    private QuerySyntax ParseQuery()
    {
        while (Kind == SyntaxKind.Directive)
            Take();
        var statements = ParseStatements();
        if (Kind != SyntaxKind.EndOfText)
        {
            // Only the first of the left-over tokens is marked: a whole query underlined helps nobody.
            _diagnostics.Add(new Diagnostic(KqlCodes.IncompleteFragment, DiagnosticSeverity.Error, $"'{TextOf(Current)}' does not continue the query.", Current.Span));
        }

        return new QuerySyntax(_text.Length, statements, _tokens);
    }

    private StatementSyntax[] ParseStatements()
    {
        var statements = new List<StatementSyntax>();
        var statement = ParseStatement();
        while (statement is not null)
        {
            statements.Add(statement);
            if (TryTake(SyntaxKind.Semicolon))
            {
                statement = ParseStatement();
                continue;
            }

            var span = MissingTokenSpan();
            var count = _diagnostics.Count;
            var before = _position;
            statement = ParseStatement();
            if (statement is not null)
            {
                if (before == _position)
                    break;
                _diagnostics.Insert(count, new Diagnostic(KqlCodes.TokenExpected, DiagnosticSeverity.Error, "';' is expected between statements.", span));
            }
        }

        return [.. statements];
    }

    private StatementSyntax? ParseStatement()
    {
        switch (Kind)
        {
            case SyntaxKind.AliasKeyword when PeekKind(1) == SyntaxKind.DatabaseKeyword:
                return ParseAlias();
            case SyntaxKind.LetKeyword when ScanName(1) > 0:
                return ParseLet();
            case SyntaxKind.SetKeyword:
                return ParseSet();
            case SyntaxKind.DeclareKeyword when PeekKind(1) == SyntaxKind.PatternKeyword:
                return ParsePattern();
            case SyntaxKind.DeclareKeyword when PeekKind(1) == SyntaxKind.QueryParametersKeyword:
                return ParseQueryParameters();
            case SyntaxKind.RestrictKeyword when PeekKind(1) == SyntaxKind.AccessKeyword:
                return ParseRestrict();
            default:
                return ParseExpression() is { } expression ? new ExpressionStatementSyntax(expression) : null;
        }
    }

    private LetSyntax ParseLet()
    {
        var keyword = Take();
        var name = RequireName();
        Require(SyntaxKind.Equal, "=");
        ExpressionSyntax value;
        if (Kind == SyntaxKind.MaterializeKeyword)
            value = ParseMaterialize();
        else if (Kind == SyntaxKind.EntityGroupKeyword)
            value = ParseEntityGroup() ?? MissingExpression();
        else if (StartsFunctionDeclaration())
            value = ParseFunctionDeclaration();
        else
            value = ParseExpression() ?? MissingExpression();
        return new LetSyntax(keyword.Start, Math.Max(PreviousEnd, name.End), name, value);
    }

    private bool StartsFunctionDeclaration()
    {
        var offset = Kind == SyntaxKind.ViewKeyword ? 1 : 0;
        if (PeekKind(offset) != SyntaxKind.OpenParen)
            return false;
        if (PeekKind(offset + 1) is SyntaxKind.CloseParen or SyntaxKind.Asterisk)
            return true;
        return ScanExtendedName(offset + 1) is var length and > 0 && PeekKind(offset + 1 + length) == SyntaxKind.Colon;
    }

    private FunctionDeclarationSyntax ParseFunctionDeclaration()
    {
        var start = Current.Start;
        var view = TryTake(SyntaxKind.ViewKeyword);
        Require(SyntaxKind.OpenParen, "(");
        var parameters = CommaList(static p => p.ParseFunctionParameter(), static p => p.MissingFunctionParameter(), ListEnd.Common);
        Require(SyntaxKind.CloseParen, ")");
        var body = Guarded(static p => p.ParseFunctionBody()) ?? new FunctionBodySyntax(PreviousEnd, PreviousEnd, [], null);
        return new FunctionDeclarationSyntax(start, PreviousEnd, view, parameters, body);
    }

    private FunctionParameterSyntax? ParseFunctionParameter()
    {
        if (ParseColumnDeclaration() is not { } declaration)
            return null;
        ExpressionSyntax? value = null;
        if (TryTake(SyntaxKind.Equal))
        {
            value = ParseLiteral();
            if (value is null && (Kind == SyntaxKind.Identifier || SyntaxFacts.IsKeyword(Kind)))
                value = TakeWord();
            value ??= MissingExpression();
        }

        return new FunctionParameterSyntax(declaration, value, PreviousEnd);
    }

    private FunctionParameterSyntax MissingFunctionParameter()
    {
        ReportMissing("A parameter");
        var name = MissingName(PreviousEnd);
        return new FunctionParameterSyntax(new ColumnDeclarationSyntax(name.Start, name.End, name, new TypeSyntax(name.End, name.End, "")), null, name.End);
    }

    private FunctionBodySyntax ParseFunctionBody()
    {
        var open = Require(SyntaxKind.OpenBrace, "{");
        if (open.Length == 0)
            return new FunctionBodySyntax(open.Start, open.Start, [], null);
        var mark = _scratch.Count;
        while (!AtListEnd(ListEnd.Common))
        {
            StatementSyntax statement;
            if (Kind == SyntaxKind.LetKeyword)
                statement = ParseLet();
            else if (Kind == SyntaxKind.DeclareKeyword)
                statement = ParseQueryParameters();
            else
                break;
            _scratch.Add(statement);
            Require(SyntaxKind.Semicolon, ";");
        }

        var statements = TakeScratch<StatementSyntax>(mark);
        var expression = ParseExpression();
        TryTake(SyntaxKind.Semicolon);
        Require(SyntaxKind.CloseBrace, "}");
        return new FunctionBodySyntax(open.Start, PreviousEnd, statements, expression);
    }

    private SetOptionSyntax ParseSet()
    {
        var keyword = Take();
        var name = RequireName();
        var value = TryTake(SyntaxKind.Equal) ? ParseUnnamed() ?? MissingExpression() : null;
        return new SetOptionSyntax(keyword.Start, PreviousEnd, name, value);
    }

    private AliasSyntax ParseAlias()
    {
        var keyword = Take();
        Require(SyntaxKind.DatabaseKeyword, "database");
        var name = RequireName();
        Require(SyntaxKind.Equal, "=");
        var value = ParseUnnamed() ?? MissingExpression();
        return new AliasSyntax(keyword.Start, PreviousEnd, name, value);
    }

    private QueryParametersSyntax ParseQueryParameters()
    {
        var keyword = Take();
        Require(SyntaxKind.QueryParametersKeyword, "query_parameters");
        Require(SyntaxKind.OpenParen, "(");
        var parameters = CommaList(static p => p.ParseFunctionParameter(), static p => p.MissingFunctionParameter(), ListEnd.Common, oneOrMore: true);
        Require(SyntaxKind.CloseParen, ")");
        return new QueryParametersSyntax(keyword.Start, PreviousEnd, parameters);
    }

    private RestrictSyntax ParseRestrict()
    {
        var keyword = Take();
        Require(SyntaxKind.AccessKeyword, "access");
        Require(SyntaxKind.ToKeyword, "to");
        Require(SyntaxKind.OpenParen, "(");
        var entities = CommaList(static p => p.ParseTableOperand(), static p => p.MissingExpression(), ListEnd.Common, oneOrMore: true);
        Require(SyntaxKind.CloseParen, ")");
        if (Kind == SyntaxKind.WithKeyword)
            ParseProperties();
        return new RestrictSyntax(keyword.Start, PreviousEnd, entities);
    }

    private PatternSyntax ParsePattern()
    {
        var keyword = Take();
        Take();
        var name = RequireName();
        ColumnDeclarationSyntax[] parameters = [];
        ColumnDeclarationSyntax? path = null;
        PatternMatchSyntax[] matches = [];
        if (TryTake(SyntaxKind.Equal))
        {
            Require(SyntaxKind.OpenParen, "(");
            parameters = CommaList(static p => p.ParseColumnDeclaration(), static p => p.MissingColumnDeclaration(), ListEnd.Common);
            Require(SyntaxKind.CloseParen, ")");
            if (TryTake(SyntaxKind.OpenBracket))
            {
                path = ParseColumnDeclaration() ?? MissingColumnDeclaration();
                Require(SyntaxKind.CloseBracket, "]");
            }

            Require(SyntaxKind.OpenBrace, "{");
            matches = List(static p => p.ParsePatternMatch(), ListEnd.Common);
            if (matches.Length == 0)
                ReportMissing("A pattern match such as (\"a\") = { … };");
            Require(SyntaxKind.CloseBrace, "}");
        }

        return new PatternSyntax(keyword.Start, PreviousEnd, name, parameters, path, matches);
    }

    private PatternMatchSyntax? ParsePatternMatch()
    {
        if (Kind != SyntaxKind.OpenParen)
            return null;
        var open = Take();
        var values = CommaList(static p => p.ParseUnnamed(), static p => p.MissingLiteral("A string", SyntaxKind.StringLiteral), ListEnd.Common, oneOrMore: true);
        Require(SyntaxKind.CloseParen, ")");
        ExpressionSyntax? path = null;
        if (TryTake(SyntaxKind.Dot))
        {
            Require(SyntaxKind.OpenBracket, "[");
            path = ParseLiteral() ?? MissingLiteral("A string", SyntaxKind.StringLiteral);
            Require(SyntaxKind.CloseBracket, "]");
        }

        Require(SyntaxKind.Equal, "=");
        var body = Guarded(static p => p.ParseFunctionBody()) ?? new FunctionBodySyntax(PreviousEnd, PreviousEnd, [], null);
        Require(SyntaxKind.Semicolon, ";");
        return new PatternMatchSyntax(open.Start, PreviousEnd, values, path, body);
    }
}
