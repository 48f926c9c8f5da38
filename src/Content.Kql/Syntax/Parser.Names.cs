using System.Text;
using Content.Diagnostics;

namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    private bool IsNameToken(int offset) => SyntaxFacts.CanBeName(PeekKind(offset));

    // Number of tokens of a name, or 0.
    private int ScanName(int offset)
    {
        var kind = PeekKind(offset);
        if (kind == SyntaxKind.OpenBracket)
            return ScanBracketedName(offset);
        if (kind == SyntaxKind.OpenBrace)
            return IsNameToken(offset + 1) && PeekKind(offset + 2) == SyntaxKind.CloseBrace ? 3 : 0;
        return SyntaxFacts.CanBeName(kind) ? 1 : 0;
    }

    private int ScanExtendedName(int offset)
    {
        var length = ScanName(offset);
        return length > 0 ? length : SyntaxFacts.CanBeExtendedName(PeekKind(offset)) ? 1 : 0;
    }

    private int ScanBracketedName(int offset)
    {
        if (PeekKind(offset) != SyntaxKind.OpenBracket)
            return 0;
        var length = 1;
        while (PeekKind(offset + length) == SyntaxKind.StringLiteral)
            length++;
        return length > 1 && PeekKind(offset + length) == SyntaxKind.CloseBracket ? length + 1 : 0;
    }

    private int ScanWildcardName(int offset)
    {
        var start = offset;
        if (PeekKind(offset) == SyntaxKind.Asterisk)
            offset++;
        else if (SyntaxFacts.CanBeExtendedName(PeekKind(offset)) && PeekKind(offset + 1) == SyntaxKind.Asterisk && IsAdjacent(offset + 1))
            offset += 2;
        else
            return 0;
        while ((PeekKind(offset) is SyntaxKind.Asterisk or SyntaxKind.LongLiteral || SyntaxFacts.CanBeExtendedName(PeekKind(offset))) && IsAdjacent(offset))
            offset++;
        return offset - start;
    }

    private bool IsAdjacent(int offset) => Peek(offset).Start == Peek(offset - 1).End;

    private NameSyntax? ParseName()
    {
        switch (Kind)
        {
            case SyntaxKind.OpenBracket:
                return ParseBracketedName();
            case SyntaxKind.OpenBrace:
                return ParseBracedName();
            default:
                return SyntaxFacts.CanBeName(Kind) ? TakePlainName() : null;
        }
    }

    private NameSyntax? ParseExtendedName() => ParseName() ?? (SyntaxFacts.CanBeExtendedName(Kind) ? TakePlainName() : null);

    private NameSyntax TakePlainName()
    {
        var token = Take();
        return new NameSyntax(token.Start, token.End, Intern(token.Start, token.Length), NameForm.Plain, token.Kind);
    }

    // Names recur within a query: share their strings.
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _names =
        new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private string Intern(int start, int length)
    {
        var span = _text.AsSpan(start, length);
        if (_names.TryGetValue(span, out var name))
            return name;
        name = span.ToString();
        _names[span] = name;
        return name;
    }

    private NameSyntax? ParseBracketedName()
    {
        if (ScanBracketedName(0) == 0)
            return null;
        var open = Take();
        var name = (string)ParseString()!.Value!;
        var close = Take();
        return new NameSyntax(open.Start, close.End, name, NameForm.Bracketed, SyntaxKind.Identifier);
    }

    private NameSyntax? ParseBracedName()
    {
        if (Kind != SyntaxKind.OpenBrace || !(PeekKind(1) == SyntaxKind.Identifier || SyntaxFacts.IsKeyword(PeekKind(1))) || !IsAdjacent(1))
            return null;
        var length = 2;
        if (PeekKind(length) == SyntaxKind.OpenBracket && IsAdjacent(length))
        {
            length++;
            if (PeekKind(length) == SyntaxKind.Minus && IsAdjacent(length))
                length++;
            if (PeekKind(length) != SyntaxKind.LongLiteral || !IsAdjacent(length) || PeekKind(length + 1) != SyntaxKind.CloseBracket || !IsAdjacent(length + 1))
                return null;
            length += 2;
        }

        if (PeekKind(length) != SyntaxKind.CloseBrace || !IsAdjacent(length))
            return null;
        var open = Current;
        var close = Peek(length);
        _position += length + 1;
        return new NameSyntax(open.Start, close.End, _text[(open.Start + 1)..close.Start], NameForm.Braced, SyntaxKind.Identifier);
    }

    private NameSyntax? ParseWildcardName()
    {
        var length = ScanWildcardName(0);
        if (length == 0)
            return null;
        var start = Current.Start;
        var end = Peek(length - 1).End;
        _position += length;
        return new NameSyntax(start, end, _text[start..end], NameForm.Wildcard, SyntaxKind.Identifier);
    }

    private NameSyntax? ParseBracketedWildcardName()
    {
        if (Kind != SyntaxKind.OpenBracket || ScanWildcardName(1) == 0)
            return null;
        var open = Take();
        var name = ParseWildcardName()!;
        var close = Require(SyntaxKind.CloseBracket, "]");
        return new NameSyntax(open.Start, Math.Max(close.End, name.End), name.Text, NameForm.BracketedWildcard, SyntaxKind.Identifier);
    }

    private NameSyntax RequireName() => ParseName() ?? MissingNameReported();

    // ---- literals

    private LiteralSyntax? ParseString()
    {
        if (Kind != SyntaxKind.StringLiteral)
            return null;
        var first = Take();
        if (Kind != SyntaxKind.StringLiteral)
            return new LiteralSyntax(first.Start, first.End, SyntaxKind.StringLiteral, LiteralValues.DecodeString(TextOf(first)));
        var value = new StringBuilder(LiteralValues.DecodeString(TextOf(first)));
        var end = first.End;
        while (Kind == SyntaxKind.StringLiteral)
        {
            var next = Take();
            value.Append(LiteralValues.DecodeString(TextOf(next)));
            end = next.End;
        }

        return new LiteralSyntax(first.Start, end, SyntaxKind.StringLiteral, value.ToString());
    }

    private ExpressionSyntax? ParseLiteral()
    {
        switch (Kind)
        {
            case SyntaxKind.StringLiteral:
                return ParseString();
            case SyntaxKind.RawGuidLiteral:
                _diagnostics.Add(new Diagnostic(KqlCodes.RawGuid, DiagnosticSeverity.Error, $"A GUID is written guid({TextOf(Current)}) here.", Current.Span)
                {
                    Fix = new CodeFix("Write guid(…)", [new TextEdit(Current.Span, $"guid({TextOf(Current)})")]),
                });
                return TakeLiteral(SyntaxKind.GuidLiteral);
            case >= SyntaxKind.BooleanLiteral and <= SyntaxKind.GuidLiteral:
                return TakeLiteral(Kind);
            case SyntaxKind.DynamicKeyword:
                return ParseDynamic();
            case SyntaxKind.Plus or SyntaxKind.Minus:
                return ParseSignedNumber(forceReal: false);
            case SyntaxKind.TypeofKeyword:
                return ParseTypeOf();
            case SyntaxKind.OpenBrace:
                return ParseBracedName();
            default:
                return null;
        }
    }

    private LiteralSyntax TakeLiteral(SyntaxKind kind)
    {
        var token = Take();
        return new LiteralSyntax(token.Start, token.End, kind, LiteralValues.Decode(kind, TextOf(token)));
    }

    private LiteralSyntax? ParseSignedNumber(bool forceReal)
    {
        if (!(PeekKind(1) is SyntaxKind.LongLiteral or SyntaxKind.RealLiteral or SyntaxKind.TimeSpanLiteral) || !IsAdjacent(1) || !char.IsAsciiDigit(_text[Peek(1).Start]))
            return null;
        if (forceReal && PeekKind(1) == SyntaxKind.TimeSpanLiteral)
            return null;
        var sign = Take();
        var number = Take();
        var kind = forceReal ? SyntaxKind.RealLiteral : number.Kind;
        return new LiteralSyntax(sign.Start, number.End, kind, LiteralValues.Decode(kind, _text.AsSpan(sign.Start, number.End - sign.Start)));
    }

    private DynamicSyntax? ParseDynamic()
    {
        if (Kind != SyntaxKind.DynamicKeyword || PeekKind(1) != SyntaxKind.OpenParen)
            return null;
        var keyword = Take();
        Take();
        var value = ParseJson() ?? MissingJson();
        var close = Require(SyntaxKind.CloseParen, ")");
        return new DynamicSyntax(keyword.Start, close.End, value);
    }

    private LiteralSyntax MissingJson() => MissingLiteral("A JSON value", SyntaxKind.NullKeyword);

    private ExpressionSyntax? ParseJson() => Guarded(static p => p.ParseJsonCore());

    private ExpressionSyntax? ParseJsonCore()
    {
        switch (Kind)
        {
            case SyntaxKind.LongLiteral or SyntaxKind.RealLiteral:
                return TakeLiteral(Kind);
            case SyntaxKind.Minus:
                if (PeekKind(1) is not (SyntaxKind.LongLiteral or SyntaxKind.RealLiteral))
                    return null;
                var sign = Take();
                return new UnarySyntax(sign, TakeLiteral(Kind));
            case SyntaxKind.RawGuidLiteral:
                return ParseLiteral();
            case SyntaxKind.BooleanLiteral or SyntaxKind.DateTimeLiteral or SyntaxKind.TimeSpanLiteral or SyntaxKind.GuidLiteral or SyntaxKind.DecimalLiteral or SyntaxKind.StringLiteral or SyntaxKind.DynamicKeyword:
                return ParseLiteral();
            case SyntaxKind.NullKeyword:
                var token = Take();
                return new LiteralSyntax(token.Start, token.End, SyntaxKind.NullKeyword, null);
            case SyntaxKind.OpenBracket:
                var open = Take();
                var items = CommaList(static p => p.ParseJson(), static p => p.MissingJson(), ListEnd.Common);
                return new JsonArraySyntax(open.Start, Require(SyntaxKind.CloseBracket, "]").End, items);
            case SyntaxKind.OpenBrace:
                if (ParseBracedName() is { } braced)
                    return braced;
                var brace = Take();
                var pairs = CommaList(static p => p.ParseJsonPair(), static p => p.MissingJsonPair(), ListEnd.Common);
                return new JsonObjectSyntax(brace.Start, Require(SyntaxKind.CloseBrace, "}").End, pairs);
            default:
                return null;
        }
    }

    private JsonPairSyntax MissingJsonPair()
    {
        ReportMissing("A \"name\": value pair");
        return new JsonPairSyntax(PreviousEnd, PreviousEnd, "", new LiteralSyntax(PreviousEnd, PreviousEnd, SyntaxKind.NullKeyword, null));
    }

    private JsonPairSyntax? ParseJsonPair()
    {
        var start = Current.Start;
        if (Kind == SyntaxKind.StringLiteral)
        {
            var name = LiteralValues.DecodeString(TextOf(Take()));
            Require(SyntaxKind.Colon, ":");
            var value = ParseJson() ?? MissingJson();
            return new JsonPairSyntax(start, Math.Max(value.End, start), name, value);
        }

        if (Kind == SyntaxKind.Colon)
        {
            ReportMissingString();
            Take();
            var value = ParseJson() ?? MissingJson();
            return new JsonPairSyntax(start, value.End, "", value);
        }

        var span = MissingTokenSpan();
        var count = _diagnostics.Count;
        if (ParseJson() is not { } lone)
            return null;
        _diagnostics.Insert(count, new Diagnostic(KqlCodes.MissingElement, DiagnosticSeverity.Error, "A name in quotes and a colon are missing before this value.", span));
        return new JsonPairSyntax(start, lone.End, "", lone);
    }

    private void ReportMissingString() =>
        _diagnostics.Add(new Diagnostic(KqlCodes.MissingElement, DiagnosticSeverity.Error, "A string is missing here.", MissingTokenSpan()));

    // ---- types and schemas

    private static bool IsTypeKeyword(SyntaxKind kind) => kind is SyntaxKind.BoolKeyword or SyntaxKind.BooleanKeyword or SyntaxKind.DateKeyword or SyntaxKind.DatetimeKeyword
        or SyntaxKind.DecimalKeyword or SyntaxKind.DoubleKeyword or SyntaxKind.DynamicKeyword or SyntaxKind.GuidKeyword or SyntaxKind.IntKeyword or SyntaxKind.Int64Keyword
        or SyntaxKind.Int8Keyword or SyntaxKind.LongKeyword or SyntaxKind.RealKeyword or SyntaxKind.StringKeyword or SyntaxKind.TimeKeyword or SyntaxKind.TimespanKeyword or SyntaxKind.UniqueidKeyword;

    private static bool IsExtendedTypeKeyword(SyntaxKind kind) => IsTypeKeyword(kind) || kind is SyntaxKind.FloatKeyword or SyntaxKind.Int16Keyword or SyntaxKind.Int32Keyword
        or SyntaxKind.UintKeyword or SyntaxKind.Uint16Keyword or SyntaxKind.Uint32Keyword or SyntaxKind.Uint64Keyword or SyntaxKind.Uint8Keyword or SyntaxKind.UlongKeyword;

    private TypeSyntax TakeType()
    {
        var token = Take();
        return new TypeSyntax(token.Start, token.End, TextOf(token).ToString());
    }

    private TypeSyntax MissingType()
    {
        ReportMissing("A type name");
        return new TypeSyntax(PreviousEnd, PreviousEnd, "");
    }

    private TypeSyntax RequireType()
    {
        if (IsTypeKeyword(Kind))
            return TakeType();
        if (IsExtendedTypeKeyword(Kind) || SyntaxFacts.CanBeName(Kind))
        {
            var token = Current;
            _diagnostics.Add(NoType(TextOf(token).ToString(), token.Span));
            return TakeType();
        }

        return MissingType();
    }

    private static readonly string[] TypeNames = ["bool", "datetime", "decimal", "dynamic", "guid", "int", "long", "real", "string", "timespan"];

    /// <summary>What is said of a word that is no type.</summary>
    internal static Diagnostic NoType(string name, TextSpan span)
    {
        var meant = NameSuggestion.Find(name, TypeNames);
        var message = $"'{name}' is no type that can be used here. Use bool, datetime, decimal, dynamic, guid, int, long, real, string or timespan.{(meant is null ? "" : $" Did you mean '{meant}'?")}";
        return new Diagnostic(KqlCodes.InvalidTypeName, DiagnosticSeverity.Error, message, span)
        {
            Fix = meant is null ? null : new CodeFix($"Change to '{meant}'", [new TextEdit(span, meant)]),
        };
    }

    private TypeOfSyntax? ParseTypeOf()
    {
        if (Kind != SyntaxKind.TypeofKeyword || PeekKind(1) != SyntaxKind.OpenParen)
            return null;
        var keyword = Take();
        Take();
        if (IsExtendedTypeKeyword(Kind) || (Kind == SyntaxKind.Identifier && PeekKind(1) == SyntaxKind.CloseParen))
        {
            var type = TakeType();
            return new TypeOfSyntax(keyword.Start, Require(SyntaxKind.CloseParen, ")").End, [type]);
        }

        var items = CommaList<ExpressionSyntax>(static p => p.ParseStar() ?? (ExpressionSyntax?)p.ParseColumnDeclaration(), static p => p.MissingType(), ListEnd.Common);
        return new TypeOfSyntax(keyword.Start, Require(SyntaxKind.CloseParen, ")").End, items);
    }

    private StarSyntax? ParseStar()
    {
        if (Kind != SyntaxKind.Asterisk)
            return null;
        var token = Take();
        return new StarSyntax(token.Start, token.End);
    }

    private ColumnDeclarationSyntax? ParseColumnDeclaration()
    {
        var start = Current.Start;
        if (ParseExtendedName() is { } name)
        {
            Require(SyntaxKind.Colon, ":");
            ExpressionSyntax type = Kind == SyntaxKind.OpenParen ? ParseSchemaType() : RequireType();
            return new ColumnDeclarationSyntax(start, Math.Max(type.End, name.End), name, type);
        }

        if (Kind != SyntaxKind.Colon)
            return null;
        var missing = MissingNameReported();
        Take();
        var lone = RequireType();
        return new ColumnDeclarationSyntax(start, lone.End, missing, lone);
    }

    private ColumnDeclarationSyntax MissingColumnDeclaration()
    {
        var name = MissingNameReported();
        return new ColumnDeclarationSyntax(name.Start, name.End, name, new TypeSyntax(name.End, name.End, ""));
    }

    private SchemaTypeSyntax ParseSchemaType()
    {
        var open = Take();
        if (Kind == SyntaxKind.Asterisk)
        {
            Take();
            return new SchemaTypeSyntax(open.Start, Require(SyntaxKind.CloseParen, ")").End, true, []);
        }

        var columns = CommaList(static p => p.ParseColumnDeclaration(), static p => p.MissingColumnDeclaration(), ListEnd.Common, allowTrailingComma: true);
        return new SchemaTypeSyntax(open.Start, Require(SyntaxKind.CloseParen, ")").End, false, columns);
    }

    private RowSchemaSyntax RequireRowSchema(bool allowStar = false)
    {
        if (Kind != SyntaxKind.OpenParen)
        {
            ReportMissing("A schema in parentheses, such as (Name: string, Count: long),");
            return new RowSchemaSyntax(PreviousEnd, PreviousEnd, false, []);
        }

        var open = Take();
        TryTake(SyntaxKind.Comma);
        var star = false;
        if (allowStar && TryTake(SyntaxKind.Asterisk))
        {
            star = true;
            TryTake(SyntaxKind.Comma);
        }

        var columns = CommaList(static p => p.ParseColumnDeclaration(), static p => p.MissingColumnDeclaration(), ListEnd.Common, allowTrailingComma: true);
        return new RowSchemaSyntax(open.Start, Require(SyntaxKind.CloseParen, ")").End, star, columns);
    }
}
