namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    private OperatorParameter[] _declared = [];
    private bool _declaredOnly;
    private bool _equalsNeeded;

    // name=value pairs behind an operator's keyword.
    private NamedParameterSyntax[] ParseParameters(OperatorParameter[] declared, bool equalsNeeded)
    {
        // Most operators have none: look before anything is set up.
        if (Kind != SyntaxKind.Identifier && !SyntaxFacts.IsKeyword(Kind))
            return [];
        var (oldDeclared, oldOnly, oldEquals) = (_declared, _declaredOnly, _equalsNeeded);
        (_declared, _declaredOnly, _equalsNeeded) = (declared, false, equalsNeeded);
        var list = List(static p => p.ParseParameter());
        (_declared, _declaredOnly, _equalsNeeded) = (oldDeclared, oldOnly, oldEquals);
        return list;
    }

    // (name=value, …): only declared names.
    private NamedParameterSyntax[] ParseParameterCommaList(OperatorParameter[] declared, bool declaredOnly)
    {
        var (oldDeclared, oldOnly, oldEquals) = (_declared, _declaredOnly, _equalsNeeded);
        (_declared, _declaredOnly, _equalsNeeded) = (declared, declaredOnly, false);
        var list = CommaList(static p => p.ParseParameter(), static p => p.MissingParameter(), ListEnd.Common);
        (_declared, _declaredOnly, _equalsNeeded) = (oldDeclared, oldOnly, oldEquals);
        return list;
    }

    private bool IsParameterName(int offset, bool equalsNeeded)
    {
        var token = Peek(offset);
        if (token.Kind != SyntaxKind.Identifier && !SyntaxFacts.IsKeyword(token.Kind))
            return false;
        var name = TextOf(token);
        if (OperatorParameters.FindDeclared(_declared, name) is null && (_declaredOnly || !OperatorParameters.IsKnown(name)))
            return false;
        return !equalsNeeded || PeekKind(offset + 1) == SyntaxKind.Equal;
    }

    private NamedParameterSyntax? ParseParameter()
    {
        if (!IsParameterName(0, _equalsNeeded))
            return null;
        var name = TakePlainName();
        Require(SyntaxKind.Equal, "=");
        var parameter = OperatorParameters.FindDeclared(_declared, name.Text) ?? OperatorParameters.FindDefault(name.Text);
        var value = parameter is null ? ParseAnyValue() ?? MissingLiteral("A value", SyntaxKind.NullKeyword) : ParseParameterValue(parameter);
        return new NamedParameterSyntax(name, value, Math.Max(PreviousEnd, name.End));
    }

    private ExpressionSyntax? ParseAnyValue()
    {
        if (ParseLiteral() is { } literal)
            return literal;
        if (Kind == SyntaxKind.Identifier || SyntaxFacts.IsKeyword(Kind))
            return TakeWord();
        return ParseName();
    }

    private LiteralSyntax TakeWord()
    {
        var token = Take();
        return new LiteralSyntax(token.Start, token.End, token.Kind, TextOf(token).ToString());
    }

    private ExpressionSyntax ParseParameterValue(OperatorParameter parameter)
    {
        switch (parameter.Kind)
        {
            case ParameterValueKind.StringLiteral:
                return ParseAnyValue() ?? MissingLiteral("A string", SyntaxKind.StringLiteral);
            case ParameterValueKind.BoolLiteral:
                return ParseAnyValue() ?? MissingLiteral("true or false", SyntaxKind.BooleanLiteral);
            case ParameterValueKind.IntegerLiteral or ParameterValueKind.NumericLiteral:
                return ParseAnyValue() ?? MissingLiteral("A number", SyntaxKind.LongLiteral);
            case ParameterValueKind.RealLiteral:
                return ParseForcedReal() ?? ParseAnyValue() ?? MissingLiteral("A number", SyntaxKind.RealLiteral);
            case ParameterValueKind.String:
                return ParseCallOrPath() ?? MissingLiteral("A value", SyntaxKind.NullKeyword);
            case ParameterValueKind.NameDeclaration:
                return ParseName() ?? ParseAnyValue() ?? MissingNameReported();
            case ParameterValueKind.Column:
                return ParseName() ?? ParseAnyValue() ?? MissingNameReported();
            case ParameterValueKind.ColumnList:
                return ParseNameList();
            case ParameterValueKind.Word or ParameterValueKind.WordOrNumber when parameter.Values.Length > 0:
                if (ParseDashedWord(parameter.Values) is { } word)
                    return word;
                if (ParseAnyValue() is { } any)
                    return any;
                ReportMissingToken(string.Join(", ", parameter.Values));
                return new LiteralSyntax(PreviousEnd, PreviousEnd, SyntaxKind.Identifier, null);
            default:
                return ParseAnyValue() ?? MissingLiteral("A value", SyntaxKind.NullKeyword);
        }
    }

    // One of some words; a word may be cut into several tokens (granny-asc).
    private LiteralSyntax? ParseDashedWord(string[] words)
    {
        foreach (var word in words)
        {
            var token = Current;
            if (TextOf(token).SequenceEqual(word))
                return TakeWord();
        }

        return null;
    }

    private LiteralSyntax? ParseForcedReal()
    {
        if (Kind is SyntaxKind.LongLiteral or SyntaxKind.RealLiteral)
        {
            var token = Take();
            return new LiteralSyntax(token.Start, token.End, SyntaxKind.RealLiteral, LiteralValues.Decode(SyntaxKind.RealLiteral, TextOf(token)));
        }

        return Kind is SyntaxKind.Plus or SyntaxKind.Minus ? ParseSignedNumber(forceReal: true) : null;
    }

    // a, b, c up to the next parameter or the end
    private NameListSyntax ParseNameList()
    {
        var start = Current.Start;
        var mark = _scratch.Count;
        while (!AtNameListEnd(0, true))
        {
            if ((IsParameterName(0, true) ? null : ParseExtendedName()) is not { } name)
                break;
            _scratch.Add(name);
            if (Kind != SyntaxKind.Comma || AtNameListEnd(1, false))
                break;
            Take();
        }

        if (_scratch.Count == mark)
            _scratch.Add(MissingNameReported());
        var names = TakeScratch<ExpressionSyntax>(mark);
        return new NameListSyntax(start, Math.Max(PreviousEnd, start), names);
    }

    private bool AtNameListEnd(int offset, bool equalsNeeded)
    {
        if (PeekKind(offset) is SyntaxKind.CloseParen or SyntaxKind.CloseBracket or SyntaxKind.CloseBrace or SyntaxKind.Bar or SyntaxKind.Semicolon or SyntaxKind.EndOfText)
            return true;
        return IsParameterName(offset, equalsNeeded);
    }
}
