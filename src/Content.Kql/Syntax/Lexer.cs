using Content.Diagnostics;

namespace Content.Kql.Syntax;

/// <summary>Cuts a query into tokens. Every text gives tokens; what is no token is a <see cref="SyntaxKind.Bad"/> one with a diagnostic.</summary>
public static class Lexer
{
    private const string BackTicks = "```";
    private const string Tildes = "~~~";

    /// <summary>All tokens of a text; the last is <see cref="SyntaxKind.EndOfText"/>.</summary>
    /// <param name="text">The query.</param>
    /// <param name="diagnostics">Takes what is wrong with the tokens.</param>
    public static Token[] Scan(string text, List<Diagnostic> diagnostics)
    {
        var tokens = new Token[(text.Length / 4) + 8];
        var count = 0;
        var position = 0;
        while (true)
        {
            position = SkipTrivia(text, position);
            var (kind, length) = ScanToken(text, position, diagnostics);
            if (count == tokens.Length)
                tokens = Copy(tokens, count, tokens.Length * 2);
            tokens[count++] = new Token(kind, position, length);
            position += length;
            if (kind == SyntaxKind.EndOfText)
                break;
        }

        return Copy(tokens, count, count);
    }

    private static Token[] Copy(Token[] tokens, int count, int size)
    {
        var copy = new Token[size];
        Array.Copy(tokens, copy, count);
        return copy;
    }

    private static int SkipTrivia(string text, int position)
    {
        while (position < text.Length)
        {
            var c = text[position];
            if (c is ' ' or '\n' or '\r' or '\t' || (c > 126 && IsSpace(c)) || c is '\v' or '\f')
                position++;
            else if (c == '/' && position + 1 < text.Length && text[position + 1] == '/')
                position = SkipLine(text, position);
            else
                break;
        }

        return position;
    }

    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';

    private static int SkipLine(string text, int position)
    {
        var length = text.AsSpan(position).IndexOfAny('\r', '\n');
        return length < 0 ? text.Length : position + length;
    }

    private static char Peek(string text, int position) => (uint)position < (uint)text.Length ? text[position] : '\0';

    private static (SyntaxKind Kind, int Length) ScanToken(string text, int start, List<Diagnostic> diagnostics)
    {
        if (start >= text.Length)
            return (SyntaxKind.EndOfText, 0);
        var c = text[start];
        if (SyntaxFacts.IsIdentifierStart(c))
            return ScanWord(text, start, diagnostics);
        if (char.IsAsciiDigit(c))
            return ScanNumber(text, start, diagnostics);
        var next = Peek(text, start + 1);
        switch (c)
        {
            case '(': return (SyntaxKind.OpenParen, 1);
            case ')': return (SyntaxKind.CloseParen, 1);
            case '[': return (SyntaxKind.OpenBracket, 1);
            case ']': return (SyntaxKind.CloseBracket, 1);
            case '{': return (SyntaxKind.OpenBrace, 1);
            case '}': return (SyntaxKind.CloseBrace, 1);
            case '|': return (SyntaxKind.Bar, 1);
            case ',': return (SyntaxKind.Comma, 1);
            case ';': return (SyntaxKind.Semicolon, 1);
            case ':': return (SyntaxKind.Colon, 1);
            case '?': return (SyntaxKind.Question, 1);
            case '+': return (SyntaxKind.Plus, 1);
            case '-': return (SyntaxKind.Minus, 1);
            case '*': return (SyntaxKind.Asterisk, 1);
            case '/': return (SyntaxKind.Slash, 1);
            case '%': return (SyntaxKind.Percent, 1);
            case '.': return next == '.' ? (SyntaxKind.DotDot, 2) : (SyntaxKind.Dot, 1);
            case '<':
                return next switch
                {
                    '=' => (SyntaxKind.LessThanOrEqual, 2),
                    '|' => (SyntaxKind.LessThanBar, 2),
                    '>' => (SyntaxKind.LessThanGreaterThan, 2),
                    _ => (SyntaxKind.LessThan, 1),
                };
            case '>': return next == '=' ? (SyntaxKind.GreaterThanOrEqual, 2) : (SyntaxKind.GreaterThan, 1);
            case '=':
                return next switch
                {
                    '=' => (SyntaxKind.EqualEqual, 2),
                    '>' => (SyntaxKind.FatArrow, 2),
                    '~' => (SyntaxKind.EqualTilde, 2),
                    _ => (SyntaxKind.Equal, 1),
                };
            case '!':
                if (next == '=')
                    return (SyntaxKind.BangEqual, 2);
                if (next == '~')
                    return (SyntaxKind.BangTilde, 2);
                return ScanNegatedWord(text, start) is { Length: > 0 } negated ? negated : (SyntaxKind.Bang, 1);
            case '@':
                return next is '"' or '\'' ? ScanString(text, start, diagnostics) : (SyntaxKind.At, 1);
            case '"' or '\'':
                return ScanString(text, start, diagnostics);
            case '`' or '~':
                if (string.CompareOrdinal(text, start, c == '`' ? BackTicks : Tildes, 0, 3) == 0)
                    return ScanString(text, start, diagnostics);
                break;
            case '#':
                return (SyntaxKind.Directive, SkipLine(text, start) - start);
        }

        diagnostics.Add(new Diagnostic(KqlCodes.UnexpectedCharacter, DiagnosticSeverity.Error, $"The character '{c}' has no meaning here. Remove it, or put it in a string literal.", new TextSpan(start, 1)));
        return (SyntaxKind.Bad, 1);
    }

    private static (SyntaxKind Kind, int Length) ScanNegatedWord(string text, int start)
    {
        var (kind, length) = SyntaxFacts.FindCompositeKeyword(text.AsSpan(start));
        return length > 0 && !SyntaxFacts.IsIdentifierPart(Peek(text, start + length)) ? (kind, length) : (SyntaxKind.Bang, 0);
    }

    private static (SyntaxKind Kind, int Length) ScanWord(string text, int start, List<Diagnostic> diagnostics)
    {
        var end = start + 1;
        while (end < text.Length && SyntaxFacts.IsIdentifierPart(text[end]))
            end++;
        var word = text.AsSpan(start, end - start);
        var after = Peek(text, end);

        if (after is '-' or '~' or '.' or ' ' && HasCompositeForm(word))
        {
            var (composite, length) = SyntaxFacts.FindCompositeKeyword(text.AsSpan(start));
            if (length > 0)
            {
                // The longest spelling wins even where it turns out to be no keyword: "project-awayx" is a name, a minus and a name.
                return SyntaxFacts.IsIdentifierPart(Peek(text, start + length)) ? (SyntaxKind.Identifier, word.Length) : (composite, length);
            }

            if (after == '.' && word.SequenceEqual("hint") && HintLength(text, end) is var hint and > 0)
                return (SyntaxKind.HintKeyword, word.Length + hint);
        }

        var kind = SyntaxFacts.FindKeyword(word);
        if (kind != SyntaxKind.Identifier)
        {
            if (after == '(' && LiteralCallKind(kind) is var literal and not SyntaxKind.EndOfText)
                return ScanLiteralCall(text, start, end, literal, diagnostics);
            return (kind, word.Length);
        }

        if (word is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            return (SyntaxKind.BooleanLiteral, word.Length);
        if (IsRawGuid(text, start))
            return (SyntaxKind.RawGuidLiteral, 36);
        if (word.Length == 1 && word[0] is 'h' or 'H' && (after is '"' or '\'' or '@' or '`' or '~') && ScanString(text, start, diagnostics) is { Length: > 0 } obfuscated)
            return obfuscated;
        return (SyntaxKind.Identifier, word.Length);
    }

    private static bool HasCompositeForm(ReadOnlySpan<char> word) => word is "project" or "mv" or "make" or "top" or "sample" or "parse" or "graph" or "assert"
        or "macro" or "set" or "partitioned" or "granny" or "commands" or "materialized" or "matches" or "in" or "hint";

    private static int HintLength(string text, int dot)
    {
        foreach (var name in (ReadOnlySpan<string>)[".concurrency", ".distribution", ".materialized", ".num_partitions", ".pass_filters_column", ".pass_filters", ".progressive_top", ".remote", ".shufflekey", ".spread", ".strategy"])
        {
            if (string.CompareOrdinal(text, dot, name, 0, name.Length) == 0 && !SyntaxFacts.IsIdentifierPart(Peek(text, dot + name.Length)))
                return name.Length;
        }

        return 0;
    }

    private static SyntaxKind LiteralCallKind(SyntaxKind keyword) => keyword switch
    {
        SyntaxKind.LongKeyword or SyntaxKind.Int64Keyword => SyntaxKind.LongLiteral,
        SyntaxKind.IntKeyword or SyntaxKind.Int32Keyword => SyntaxKind.IntLiteral,
        SyntaxKind.RealKeyword or SyntaxKind.DoubleKeyword => SyntaxKind.RealLiteral,
        SyntaxKind.DecimalKeyword => SyntaxKind.DecimalLiteral,
        SyntaxKind.BoolKeyword => SyntaxKind.BooleanLiteral,
        SyntaxKind.DatetimeKeyword or SyntaxKind.DateKeyword => SyntaxKind.DateTimeLiteral,
        SyntaxKind.TimeKeyword or SyntaxKind.TimespanKeyword => SyntaxKind.TimeSpanLiteral,
        SyntaxKind.GuidKeyword => SyntaxKind.GuidLiteral,
        _ => SyntaxKind.EndOfText,
    };

    // datetime(…) and its like are one token up to the closing parenthesis.
    private static (SyntaxKind Kind, int Length) ScanLiteralCall(string text, int start, int open, SyntaxKind kind, List<Diagnostic> diagnostics)
    {
        var length = text.AsSpan(open).IndexOfAny(")\r\n");
        var end = length < 0 ? text.Length : open + length;
        if (Peek(text, end) == ')')
            return (kind, end + 1 - start);
        diagnostics.Add(new Diagnostic(KqlCodes.MissingText, DiagnosticSeverity.Error, "The literal is not closed. Add ')'.", new TextSpan(end, 0)));
        return (kind, end - start);
    }

    private static (SyntaxKind Kind, int Length) ScanNumber(string text, int start, List<Diagnostic> diagnostics)
    {
        if (IsRawGuid(text, start))
            return (SyntaxKind.RawGuidLiteral, 36);
        var digits = start;
        while (char.IsAsciiDigit(Peek(text, digits)))
            digits++;
        if (ScanReal(text, digits) is var real and > 0)
            return (SyntaxKind.RealLiteral, real - start);
        if (ScanTimeSpan(text, digits) is var timespan and > 0)
            return (SyntaxKind.TimeSpanLiteral, timespan - start);
        if (ScanHex(text, start) is var hex and > 0)
            return (SyntaxKind.LongLiteral, hex - start);
        if (!SyntaxFacts.IsIdentifierPart(Peek(text, digits)))
            return (SyntaxKind.LongLiteral, digits - start);
        var end = digits;
        if (Peek(text, end) is var letter && (char.IsLetter(letter) || letter == '_'))
        {
            while (SyntaxFacts.IsIdentifierPart(Peek(text, end)))
                end++;
            return (text.AsSpan(start, end - start) is "3Dchart" ? SyntaxKind.Chart3DKeyword : SyntaxKind.Identifier, end - start);
        }

        diagnostics.Add(new Diagnostic(KqlCodes.UnexpectedCharacter, DiagnosticSeverity.Error, $"The character '{text[start]}' has no meaning here.", new TextSpan(start, 1)));
        return (SyntaxKind.Bad, 1);
    }

    // Positions just past the literal, or 0.
    private static int ScanReal(string text, int digits)
    {
        var position = digits;
        if (Peek(text, position) == '.' && (Peek(text, position + 1) != '.' || Peek(text, position + 2) == '.'))
        {
            position++;
            while (char.IsAsciiDigit(Peek(text, position)))
                position++;
            if (ScanExponent(text, position) is var exponent and > 0)
                position = exponent;
        }
        else if (ScanExponent(text, position) is var exponent and > 0)
        {
            position = exponent;
        }
        else
        {
            return 0;
        }

        return SyntaxFacts.IsIdentifierPart(Peek(text, position)) ? 0 : position;
    }

    private static int ScanExponent(string text, int position)
    {
        if (Peek(text, position) is not ('e' or 'E'))
            return 0;
        position++;
        if (Peek(text, position) is '+' or '-')
            position++;
        if (!char.IsAsciiDigit(Peek(text, position)))
            return 0;
        while (char.IsAsciiDigit(Peek(text, position)))
            position++;
        return position;
    }

    private static int ScanTimeSpan(string text, int digits)
    {
        var position = digits;
        if (Peek(text, position) == '.' && char.IsAsciiDigit(Peek(text, position + 1)))
        {
            position++;
            while (char.IsAsciiDigit(Peek(text, position)))
                position++;
        }

        var suffix = position;
        while (char.IsAsciiLetter(Peek(text, position)))
            position++;
        return position > suffix && !SyntaxFacts.IsIdentifierPart(Peek(text, position)) && LiteralValues.TicksPerUnit(text.AsSpan(suffix, position - suffix)) > 0 ? position : 0;
    }

    private static int ScanHex(string text, int start)
    {
        if (text[start] != '0' || Peek(text, start + 1) is not ('x' or 'X'))
            return 0;
        var position = start + 2;
        while (char.IsAsciiHexDigit(Peek(text, position)))
            position++;
        return position > start + 2 && !SyntaxFacts.IsIdentifierPart(Peek(text, position)) ? position : 0;
    }

    private static bool IsRawGuid(string text, int start)
    {
        if (start + 36 > text.Length)
            return false;
        for (var i = 0; i < 36; i++)
        {
            var c = text[start + i];
            if (i is 8 or 13 or 18 or 23 ? c != '-' : !char.IsAsciiHexDigit(c))
                return false;
        }

        return true;
    }

    private static (SyntaxKind Kind, int Length) ScanString(string text, int start, List<Diagnostic> diagnostics)
    {
        var position = start;
        if (text[position] is 'h' or 'H')
            position++;
        var verbatim = Peek(text, position) == '@';
        if (verbatim)
            position++;
        var quote = Peek(text, position);
        string close;
        int end;
        if (quote is '"' or '\'')
        {
            close = quote == '"' ? "\"" : "'";
            end = ScanStringContent(text, position + 1, quote, verbatim);
        }
        else if (string.CompareOrdinal(text, position, BackTicks, 0, 3) == 0 || string.CompareOrdinal(text, position, Tildes, 0, 3) == 0)
        {
            close = quote == '`' ? BackTicks : Tildes;
            var found = text.IndexOf(close, position + 3, StringComparison.Ordinal);
            end = found < 0 ? text.Length : found;
        }
        else
        {
            return (SyntaxKind.Identifier, 0);
        }

        if (string.CompareOrdinal(text, end, close, 0, close.Length) == 0)
            return (SyntaxKind.StringLiteral, end + close.Length - start);
        var help = Peek(text, end) == '\\' ? "The escape after the backslash is not one of KQL's: write \\\\ for a backslash, or put @ before the quote." : $"The string is not closed. Add {close}.";
        diagnostics.Add(new Diagnostic(KqlCodes.MissingText, DiagnosticSeverity.Error, help, new TextSpan(end, 0)));
        return (SyntaxKind.StringLiteral, end - start);
    }

    private static int ScanStringContent(string text, int position, char quote, bool verbatim)
    {
        while (position < text.Length)
        {
            var c = text[position];
            if (c == quote)
            {
                if (!verbatim || Peek(text, position + 1) != quote)
                    break;
                position += 2;
            }
            else if (c == '\\' && !verbatim)
            {
                var escape = LiteralValues.EscapeLength(text, position);
                if (escape == 0)
                    break;
                position += escape;
            }
            else if (c is '\r' or '\n')
            {
                break;
            }
            else
            {
                position++;
            }
        }

        return position;
    }
}
