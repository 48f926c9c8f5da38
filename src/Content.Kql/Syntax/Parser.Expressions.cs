using Content.Diagnostics;

namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    // Strength of a binary operator: or 1, and 2, equality 3, relation 4, sum 5, product 6, string match 7. 0 for anything else.
    private static readonly byte[] Precedence = BuildPrecedence();

    private static byte[] BuildPrecedence()
    {
        var table = new byte[(int)SyntaxKind.HintKeyword + 1];
        void Set(byte level, params ReadOnlySpan<SyntaxKind> kinds)
        {
            foreach (var kind in kinds)
                table[(int)kind] = level;
        }

        Set(1, SyntaxKind.OrKeyword);
        Set(2, SyntaxKind.AndKeyword);
        Set(
            3,
            SyntaxKind.EqualEqual, SyntaxKind.BangEqual, SyntaxKind.LessThanGreaterThan,
            SyntaxKind.InKeyword, SyntaxKind.InTildeKeyword, SyntaxKind.NotInKeyword, SyntaxKind.NotInTildeKeyword,
            SyntaxKind.HasAnyKeyword, SyntaxKind.HasAllKeyword, SyntaxKind.BetweenKeyword, SyntaxKind.NotBetweenKeyword);
        Set(4, SyntaxKind.LessThan, SyntaxKind.LessThanOrEqual, SyntaxKind.GreaterThan, SyntaxKind.GreaterThanOrEqual);
        Set(5, SyntaxKind.Plus, SyntaxKind.Minus);
        Set(6, SyntaxKind.Asterisk, SyntaxKind.Slash, SyntaxKind.Percent);
        Set(
            StringLevel,
            SyntaxKind.EqualTilde, SyntaxKind.BangTilde, SyntaxKind.Colon,
            SyntaxKind.HasKeyword, SyntaxKind.NotHasKeyword, SyntaxKind.HasCsKeyword, SyntaxKind.NotHasCsKeyword,
            SyntaxKind.HasprefixKeyword, SyntaxKind.NotHasprefixKeyword, SyntaxKind.HasprefixCsKeyword, SyntaxKind.NotHasprefixCsKeyword,
            SyntaxKind.HassuffixKeyword, SyntaxKind.NotHassuffixKeyword, SyntaxKind.HassuffixCsKeyword, SyntaxKind.NotHassuffixCsKeyword,
            SyntaxKind.LikeKeyword, SyntaxKind.NotlikeKeyword, SyntaxKind.LikecsKeyword, SyntaxKind.NotlikecsKeyword,
            SyntaxKind.ContainsKeyword, SyntaxKind.NotcontainsKeyword, SyntaxKind.NotBangContainsKeyword,
            SyntaxKind.ContainscsKeyword, SyntaxKind.ContainsUnderscoreCsKeyword, SyntaxKind.NotcontainscsKeyword, SyntaxKind.NotBangContainsUnderscoreCsKeyword,
            SyntaxKind.StartswithKeyword, SyntaxKind.NotStartswithKeyword, SyntaxKind.StartswithCsKeyword, SyntaxKind.NotStartswithCsKeyword,
            SyntaxKind.EndswithKeyword, SyntaxKind.NotEndswithKeyword, SyntaxKind.EndswithCsKeyword, SyntaxKind.NotEndswithCsKeyword,
            SyntaxKind.MatchesRegexKeyword);
        return table;
    }

    private const byte StringLevel = 7;

    private static bool IsStringOperator(SyntaxKind kind) => Precedence[(int)kind] == StringLevel;

    /// <summary>A scalar or tabular expression, pipes included.</summary>
    private ExpressionSyntax? ParseExpression() => Guarded(static p => p.ParsePipe());

    /// <summary>An expression without pipes at its top.</summary>
    private ExpressionSyntax? ParseUnnamed() => Guarded(static p => p.ParseBinary(1));

    private ExpressionSyntax? ParseBinary(int least)
    {
        ExpressionSyntax? left;
        var most = (int)StringLevel;
        if (Kind == SyntaxKind.Asterisk && (IsStringOperator(PeekKind(1)) || (PeekKind(1) == SyntaxKind.EqualEqual && least <= 3)))
        {
            var star = ParseStar()!;
            var op = Take();
            var equal = op.Kind == SyntaxKind.EqualEqual;
            left = new BinarySyntax(star, op, (equal ? ParseBinary(4) : ParseUnary()) ?? MissingExpression());
            most = equal ? 2 : StringLevel - 1;
        }
        else
        {
            left = ParseUnary();
        }

        if (left is null)
            return null;
        for (var length = 1; ; length++)
        {
            if (ChainIsTooLong(length))
                return left;
            var op = Current;
            var level = Precedence[(int)op.Kind];
            if (level < least || level > most || level == 0)
                return left;
            switch (op.Kind)
            {
                case SyntaxKind.InKeyword when PeekKind(1) == SyntaxKind.RangeKeyword:
                    return left;
                case SyntaxKind.InKeyword or SyntaxKind.InTildeKeyword or SyntaxKind.NotInKeyword or SyntaxKind.NotInTildeKeyword or SyntaxKind.HasAnyKeyword or SyntaxKind.HasAllKeyword:
                    Take();
                    left = ParseInList(left, op);
                    break;
                case SyntaxKind.BetweenKeyword or SyntaxKind.NotBetweenKeyword:
                    Take();
                    left = ParseBetween(left, op);
                    break;
                default:
                    Take();
                    left = new BinarySyntax(left, op, (level == StringLevel ? ParseUnary() : ParseBinary(level + 1)) ?? MissingExpression());
                    break;
            }

            // Equality, relations and string matches do not chain.
            if (level is 3 or 4 or StringLevel)
                most = level - 1;
            else
                most = level;
        }
    }

    private InSyntax ParseInList(ExpressionSyntax left, Token op)
    {
        var open = Require(SyntaxKind.OpenParen, "(");
        ExpressionSyntax[] items = StartsQuery()
            ? [ParseExpression() ?? MissingExpression()]
            : CommaList(static p => p.ParseUnnamed(), static p => p.MissingExpression(), ListEnd.Common, oneOrMore: true);
        var close = Require(SyntaxKind.CloseParen, ")");
        return new InSyntax(left, op, items, TextSpan.FromBounds(open.Start, Math.Max(close.End, PreviousEnd)));
    }

    private BetweenSyntax ParseBetween(ExpressionSyntax left, Token op)
    {
        Require(SyntaxKind.OpenParen, "(");
        var low = ParseUnnamed() ?? MissingExpression();
        Require(SyntaxKind.DotDot, "..");
        var high = ParseUnnamed() ?? MissingExpression();
        Require(SyntaxKind.CloseParen, ")");
        return new BetweenSyntax(left, op, low, high, PreviousEnd);
    }

    // True when a bar comes before the list's end: then the list is one query.
    private bool StartsQuery()
    {
        if (StartsOperator())
            return true;
        var depth = 0;
        for (var index = _position; index < _tokens.Length; index++)
        {
            switch (_tokens[index].Kind)
            {
                case SyntaxKind.EndOfText or SyntaxKind.Semicolon:
                    return false;
                case SyntaxKind.Comma when depth == 0:
                    return false;
                case SyntaxKind.CloseParen:
                    if (depth == 0)
                        return false;
                    depth--;
                    break;
                case SyntaxKind.OpenParen:
                    depth++;
                    break;
                case SyntaxKind.Bar when depth == 0:
                    return true;
            }
        }

        return false;
    }

    private ExpressionSyntax? ParseUnary()
    {
        if (Kind is not (SyntaxKind.Minus or SyntaxKind.Plus))
            return ParseCallOrPath();
        var sign = Take();
        return new UnarySyntax(sign, ParseCallOrPath() ?? MissingExpression());
    }

    private ExpressionSyntax? ParseCallOrPath()
    {
        if (Kind == SyntaxKind.TotableKeyword)
            return ParseToScalar();
        var expression = ParsePrimary();
        for (var length = 0; expression is not null && !ChainIsTooLong(length, MaxPath); length++)
        {
            if (Kind == SyntaxKind.Dot)
            {
                Take();
                expression = new PathSyntax(expression, ParseMember() ?? MissingNameReported());
            }
            else if (Kind == SyntaxKind.OpenBracket)
            {
                var open = Take();
                var index = ParseUnnamed() ?? MissingNameReported();
                var close = Require(SyntaxKind.CloseBracket, "]");
                expression = new ElementSyntax(expression, index, open.Start, Math.Max(close.End, index.End));
            }
            else
            {
                break;
            }
        }

        return expression;
    }

    private ExpressionSyntax? ParseMember() => StartsCall(0) ? ParseCall() : ParsePathElement();

    private ExpressionSyntax? ParsePathElement()
    {
        if (Kind == SyntaxKind.OpenBracket)
            return ParseBracketedWildcardName() ?? ParseBracketedName() ?? (ExpressionSyntax?)ParseBracketed();
        return ParseBareElement();
    }

    private ExpressionSyntax? ParseBareElement()
    {
        if (Kind == SyntaxKind.At)
        {
            var token = Take();
            return new AtSyntax(token.Start, token.End);
        }

        return Kind is SyntaxKind.KindKeyword or SyntaxKind.UnspacedWithSourceKeyword or SyntaxKind.WithSourceKeyword ? TakePlainName() : ParseName();
    }

    private BracketedSyntax ParseBracketed()
    {
        var open = Take();
        var expression = ParseUnnamed() ?? MissingNameReported();
        var close = Require(SyntaxKind.CloseBracket, "]");
        return new BracketedSyntax(open.Start, Math.Max(close.End, expression.End), expression);
    }

    private bool StartsCall(int offset) => ScanName(offset) is var length and > 0 && PeekKind(offset + length) == SyntaxKind.OpenParen;

    private CallSyntax? ParseCall()
    {
        if (!StartsCall(0))
            return null;
        var name = ParseName()!;
        var open = Take();
        var arguments = CommaList(static p => p.ParseArgument(), static p => p.MissingExpression(), ListEnd.Common);
        var close = Require(SyntaxKind.CloseParen, ")");
        return new CallSyntax(name, arguments, TextSpan.FromBounds(open.Start, Math.Max(close.End, PreviousEnd)));
    }

    private ExpressionSyntax? ParseArgument() =>
        Kind == SyntaxKind.Asterisk && PeekKind(1) is SyntaxKind.CloseParen or SyntaxKind.Comma ? ParseStar() : ParseNamed();

    private CallSyntax RequireCall()
    {
        if (ParseCall() is { } call)
            return call;
        if (ScanName(0) > 0)
        {
            var name = ParseName()!;
            ReportMissingToken("(");
            return new CallSyntax(name, [], new TextSpan(name.End, 0));
        }

        ReportMissing("A function call");
        return new CallSyntax(MissingName(PreviousEnd), [], new TextSpan(PreviousEnd, 0));
    }

    private ExpressionSyntax? ParsePrimary()
    {
        switch (Kind)
        {
            case >= SyntaxKind.BooleanLiteral and <= SyntaxKind.StringLiteral or SyntaxKind.DynamicKeyword:
                return ParseLiteral();
            case SyntaxKind.Identifier:
                return PeekKind(1) == SyntaxKind.OpenParen ? ParseCall() : ParseDataScope(TakePlainName());
            case SyntaxKind.DatatableKeyword:
                return ParseDataTable();
            case SyntaxKind.ExternaldataKeyword or SyntaxKind.ExternalUnderscoreDataKeyword:
                return ParseExternalData();
            case SyntaxKind.OpenParen:
                return ParseParenthesized();
            case SyntaxKind.ToscalarKeyword:
                return ParseToScalar();
            case SyntaxKind.TypeofKeyword when PeekKind(1) == SyntaxKind.OpenParen:
                return ParseTypeOf();
            default:
                if (StartsCall(0))
                    return ParseCall();
                return ParseDataScope(ParsePathElement()) ?? ParseKeywordAsName();
        }
    }

    // "Table datascope=all": read and ignored, as it only chooses a cache.
    private ExpressionSyntax? ParseDataScope(ExpressionSyntax? element)
    {
        if (element is null || Kind != SyntaxKind.DatascopeKeyword)
            return element;
        Take();
        Require(SyntaxKind.Equal, "=");
        if (TextOf(Current) is "all" or "hotcache")
            Take();
        else
            ReportMissingToken("all or hotcache");
        return element;
    }

    // A keyword where only a name makes sense: taken as the name, with advice to put it in brackets.
    private NameSyntax? ParseKeywordAsName()
    {
        if (!SyntaxFacts.IsKeyword(Kind))
            return null;
        var next = PeekKind(1);
        if (!(Precedence[(int)next] is > 0 and not 5 || next is SyntaxKind.CloseParen or SyntaxKind.CloseBracket or SyntaxKind.CloseBrace or SyntaxKind.Dot or SyntaxKind.Comma or SyntaxKind.Colon or SyntaxKind.Bar))
            return null;
        var token = Current;
        _diagnostics.Add(new Diagnostic(KqlCodes.NameRequiresBrackets, DiagnosticSeverity.Error, $"'{TextOf(token)}' is a keyword; as a name it is written ['{TextOf(token)}'].", token.Span)
        {
            Fix = new CodeFix("Put the name in brackets", [new TextEdit(token.Span, $"['{TextOf(token)}']")]),
        });
        return TakePlainName();
    }

    private ParenthesizedSyntax ParseParenthesized()
    {
        var open = Take();
        var expression = ParseExpression() ?? (TooDeep ? MissingName(PreviousEnd) : MissingExpression());
        if (TooDeep)
            return new ParenthesizedSyntax(open.Start, expression.End, expression);
        var close = Require(SyntaxKind.CloseParen, ")");
        return new ParenthesizedSyntax(open.Start, Math.Max(close.End, expression.End), expression);
    }

    private ToScalarSyntax ParseToScalar()
    {
        var keyword = Take();
        if (Kind == SyntaxKind.KindKeyword && PeekKind(1) == SyntaxKind.Equal)
        {
            Take();
            Take();
            if (Kind == SyntaxKind.NooptimizationKeyword)
                Take();
            else
                ReportMissingToken("nooptimization");
        }

        Require(SyntaxKind.OpenParen, "(");
        var expression = ParseExpression() ?? MissingExpression();
        var close = Require(SyntaxKind.CloseParen, ")");
        return new ToScalarSyntax(keyword.Start, Math.Max(close.End, expression.End), keyword.Kind == SyntaxKind.TotableKeyword, expression);
    }

    private MaterializeSyntax ParseMaterialize()
    {
        var keyword = Take();
        Require(SyntaxKind.OpenParen, "(");
        var expression = ParseExpression() ?? MissingExpression();
        var close = Require(SyntaxKind.CloseParen, ")");
        return new MaterializeSyntax(keyword.Start, Math.Max(close.End, expression.End), expression);
    }

    private DataTableSyntax ParseDataTable()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.DataTable, equalsNeeded: false);
        var schema = RequireRowSchema();
        Require(SyntaxKind.OpenBracket, "[");
        TryTake(SyntaxKind.Comma);
        var values = CommaList(static p => p.ParseLiteral(), static p => p.MissingLiteral("A value", SyntaxKind.NullKeyword), ListEnd.Common, allowTrailingComma: true);
        var valuesEnd = PreviousEnd;
        Require(SyntaxKind.CloseBracket, "]");
        return new DataTableSyntax(keyword.Start, PreviousEnd, parameters, schema, values) { ValuesEnd = valuesEnd };
    }

    private ExternalDataSyntax ParseExternalData()
    {
        var keyword = Take();
        ParseParameters(OperatorParameters.DataTable, equalsNeeded: false);
        var schema = RequireRowSchema();
        Require(SyntaxKind.OpenBracket, "[");
        var uris = CommaList(static p => p.ParseExpression(), static p => p.MissingLiteral("A value", SyntaxKind.NullKeyword), ListEnd.Common, allowTrailingComma: true);
        Require(SyntaxKind.CloseBracket, "]");
        var properties = Kind == SyntaxKind.WithKeyword ? ParseProperties() : [];
        return new ExternalDataSyntax(keyword.Start, PreviousEnd, schema, uris, properties);
    }

    // with (name = value, …)
    private NamedParameterSyntax[] ParseProperties()
    {
        Take();
        Require(SyntaxKind.OpenParen, "(");
        var properties = CommaList(static p => p.ParseProperty(), static p => p.MissingParameter(), ListEnd.Common);
        Require(SyntaxKind.CloseParen, ")");
        return properties;
    }

    private NamedParameterSyntax? ParseProperty()
    {
        if (ParseExtendedName() is not { } name)
            return null;
        Require(SyntaxKind.Equal, "=");
        ExpressionSyntax? value = Kind is SyntaxKind.RawGuidLiteral ? TakeLiteral(SyntaxKind.GuidLiteral)
            : SyntaxFacts.IsLiteral(Kind) ? ParseLiteral()
            : ParseExtendedName();
        return new NamedParameterSyntax(name, value ?? MissingLiteral("A value", SyntaxKind.NullKeyword), PreviousEnd);
    }

    private NamedParameterSyntax MissingParameter()
    {
        ReportMissing("A name = value pair");
        return new NamedParameterSyntax(MissingName(PreviousEnd), MissingName(PreviousEnd), PreviousEnd);
    }

    // name = expression, (a, b) = expression, or an expression
    private ExpressionSyntax? ParseNamed()
    {
        var start = Current.Start;
        if (ScanRenameName(0) is var length and > 0 && PeekKind(length) == SyntaxKind.Equal)
        {
            var name = ParseExtendedName()!;
            Take();
            return new NamedExpressionSyntax(start, [name], false, ParseUnnamed() ?? MissingExpression());
        }

        if (ScanDashedName() is var dashed and > 1 && PeekKind(dashed) == SyntaxKind.Equal)
        {
            var end = Peek(dashed - 1).End;
            var text = _text[start..end];
            _position += dashed;
            _diagnostics.Add(new Diagnostic(KqlCodes.NameRequiresBrackets, DiagnosticSeverity.Error, $"The name '{text}' is written ['{text}'].", TextSpan.FromBounds(start, end))
            {
                Fix = new CodeFix("Put the name in brackets", [new TextEdit(TextSpan.FromBounds(start, end), $"['{text}']")]),
            });
            Take();
            return new NamedExpressionSyntax(start, [new NameSyntax(start, end, text, NameForm.Plain, SyntaxKind.Identifier)], false, ParseUnnamed() ?? MissingExpression());
        }

        if (Kind == SyntaxKind.OpenParen && ScanRenameList() is var list and > 0 && PeekKind(list) == SyntaxKind.Equal)
        {
            Take();
            var names = CommaList(static p => p.ParseExtendedName(), static p => p.MissingNameReported(), ListEnd.Common, oneOrMore: true);
            var close = Require(SyntaxKind.CloseParen, ")");
            Require(SyntaxKind.Equal, "=");
            return new NamedExpressionSyntax(start, names, true, ParseUnnamed() ?? MissingExpression()) { NamesEnd = close.End };
        }

        return ParseUnnamed();
    }

    private int ScanRenameName(int offset)
    {
        var kind = PeekKind(offset);
        return kind is SyntaxKind.OpenBracket or SyntaxKind.OpenBrace ? ScanName(offset) : SyntaxFacts.CanBeExtendedName(kind) ? 1 : 0;
    }

    private int ScanDashedName()
    {
        if (Kind != SyntaxKind.Identifier && !SyntaxFacts.IsKeyword(Kind))
            return 0;
        var length = 1;
        while ((PeekKind(length) is SyntaxKind.Identifier or SyntaxKind.Minus || SyntaxFacts.IsKeyword(PeekKind(length))) && IsAdjacent(length))
            length++;
        return length;
    }

    private int ScanRenameList()
    {
        var offset = 1;
        while (true)
        {
            var kind = PeekKind(offset);
            if (kind is SyntaxKind.CloseParen)
                return offset + 1;
            var length = ScanRenameName(offset);
            if (length == 0)
                return 0;
            offset += length;
            if (PeekKind(offset) == SyntaxKind.Comma)
                offset++;
            else if (PeekKind(offset) != SyntaxKind.CloseParen)
                return 0;
        }
    }
}
