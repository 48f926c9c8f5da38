using System.Runtime.CompilerServices;
using Content.Diagnostics;

namespace Content.Kql.Syntax;

/// <summary>
/// Parses KQL by hand: one method a construct, loops for left-associative chains. Every text gives a tree; what is missing is filled
/// in with empty nodes and reported at the place where Kusto.Language reports it.
/// </summary>
public sealed partial class Parser
{
    /// <summary>Longest query that is parsed, in UTF-16 units.</summary>
    public const int MaxTextLength = 2_000_000;

    // Deep enough for any query that people or tools write, and far from the end of a 1 MB stack.
    private const int MaxDepth = 350;

    // Operators in one chain (a or b or c …, or pipes): trees of chains lean to the left, and later stages walk them recursively.
    private const int MaxChain = 2_500;

    // After so many findings the rest of a query says nothing new.
    private const int MaxFindings = 25;

    // Members and indexes on one value: d.a.b[0].c
    private const int MaxPath = 250;

    private readonly string _text;
    private readonly Token[] _tokens;
    private readonly List<Diagnostic> _diagnostics;
    private readonly List<SyntaxNode> _scratch = [];
    private int _position;
    private int _depth;

    private Parser(string text, List<Diagnostic> diagnostics)
    {
        _text = text;
        _diagnostics = diagnostics;
        _tokens = Lexer.Scan(text, diagnostics);
    }

    /// <summary>Parses a query.</summary>
    /// <param name="text">The query.</param>
    /// <param name="diagnostics">Takes what is wrong, in no particular order.</param>
    public static QuerySyntax ParseQuery(string text, List<Diagnostic> diagnostics)
    {
        if (text.Length > MaxTextLength)
        {
            diagnostics.Add(new Diagnostic(KqlCodes.TextTooLong, DiagnosticSeverity.Error, $"The query has {text.Length:N0} characters; queries of more than {MaxTextLength:N0} are not looked at. Split it.", new TextSpan(0, 0)));
            return new QuerySyntax(text.Length, [], [new Token(SyntaxKind.EndOfText, text.Length, 0)]);
        }

        return new Parser(text, diagnostics).ParseQuery();
    }

    private Token Current => _tokens[_position];

    private SyntaxKind Kind => _tokens[_position].Kind;

    private int PreviousEnd => _position == 0 ? 0 : _tokens[_position - 1].End;

    private Token Peek(int offset)
    {
        var index = _position + offset;
        return index < _tokens.Length ? _tokens[index] : _tokens[^1];
    }

    private SyntaxKind PeekKind(int offset) => Peek(offset).Kind;

    private ReadOnlySpan<char> TextOf(Token token) => _text.AsSpan(token.Start, token.Length);

    private Token Take()
    {
        var token = _tokens[_position];
        if (token.Kind != SyntaxKind.EndOfText)
            _position++;
        return token;
    }

    private bool TryTake(SyntaxKind kind)
    {
        if (Kind != kind)
            return false;
        _position++;
        return true;
    }

    // Takes a token or reports it as missing; gives the end of what was taken.
    private Token Require(SyntaxKind kind, string text)
    {
        if (Kind == kind)
            return Take();
        ReportMissingToken(text);
        return new Token(kind, PreviousEnd, 0);
    }

    // After a query was given up as too deep, everything is missing that was open.
    private void ReportMissingToken(string text)
    {
        if (TooDeep)
            return;
        _diagnostics.Add(new Diagnostic(KqlCodes.TokenExpected, DiagnosticSeverity.Error, $"{Quote(text)} is expected here.", MissingTokenSpan()));
    }

    private static string Quote(string text) => text.Length > 0 && char.IsLetter(text[0]) && text.Contains(' ', StringComparison.Ordinal) ? text : $"'{text}'";

    // A missing token is shown at the next one when that is close by, otherwise just behind the last.
    private TextSpan MissingTokenSpan()
    {
        var end = PreviousEnd;
        var next = Current;
        return next.Start - end < 2 && !HasLineBreak(end, next.Start) ? next.Span : new TextSpan(end, 0);
    }

    private bool HasLineBreak(int start, int end) => _text.AsSpan(start, end - start).IndexOfAny('\r', '\n') >= 0;

    private void ReportMissing(string what, string? help = null)
    {
        if (!TooDeep)
            _diagnostics.Add(new Diagnostic(KqlCodes.MissingElement, DiagnosticSeverity.Error, $"{what} is missing here.", new TextSpan(PreviousEnd, 0)) { Help = help });
    }

    private NameSyntax MissingExpression()
    {
        var help = SyntaxFacts.IsKeyword(Kind) ? $"If the keyword '{TextOf(Current)}' is meant as a name, write ['{TextOf(Current)}']." : null;
        ReportMissing("An expression", help);
        return MissingName(PreviousEnd);
    }

    private NameSyntax MissingNameReported()
    {
        var help = SyntaxFacts.IsKeyword(Kind) ? $"If the keyword '{TextOf(Current)}' is meant as the name, write ['{TextOf(Current)}']." : null;
        ReportMissing("A name", help);
        return MissingName(PreviousEnd);
    }

    private static NameSyntax MissingName(int position) => new(position, position, "", NameForm.Missing, SyntaxKind.Identifier);

    private LiteralSyntax MissingLiteral(string what, SyntaxKind kind)
    {
        ReportMissing(what);
        return new LiteralSyntax(PreviousEnd, PreviousEnd, kind, null);
    }

    // Runs a recursive production unless the nesting is too deep; then the rest of the query is skipped with one diagnostic.
    private T? Guarded<T>(Func<Parser, T?> parse)
        where T : class
    {
        if (_depth >= MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            if (Kind != SyntaxKind.EndOfText)
            {
                _diagnostics.Add(new Diagnostic(KqlCodes.TooDeep, DiagnosticSeverity.Error, "The query is nested too deeply to be looked at. Split it with let statements.", Current.Span));
                _position = _tokens.Length - 1;
            }

            return null;
        }

        _depth++;
        var result = parse(this);
        _depth--;
        return result;
    }

    // Reports a chain that is too long and skips the rest of the query.
    private bool ChainIsTooLong(int length, int most = MaxChain)
    {
        if (length <= most && _diagnostics.Count < MaxFindings)
            return false;
        if (!TooDeep)
        {
            if (length <= most)
            {
                _position = _tokens.Length - 1;
                return true;
            }

            _diagnostics.Add(new Diagnostic(KqlCodes.TooDeep, DiagnosticSeverity.Error, $"More than {most:N0} operators in one chain are not looked at. Use in (…) or has_any (…) with a list, or split the query with let statements.", Current.Span));
            _position = _tokens.Length - 1;
        }

        return true;
    }

    private bool TooDeep => _position == _tokens.Length - 1 && _diagnostics.Count > 0 && _diagnostics[^1].Code == KqlCodes.TooDeep;

    private enum ListEnd : byte
    {
        /// <summary>No end is looked for: without a comma the list is over.</summary>
        None,
        Common,
        By,
        MakeSeries,
        Limit,
        MvApply,
        Scan,
        SummarizeBy,
        GraphTables,
        With,
    }

    private bool AtListEnd(ListEnd end)
    {
        var kind = Kind;
        switch (kind)
        {
            case SyntaxKind.CloseParen or SyntaxKind.CloseBracket or SyntaxKind.CloseBrace or SyntaxKind.Bar or SyntaxKind.Semicolon or SyntaxKind.EndOfText:
                return true;
        }

        return end switch
        {
            ListEnd.By => kind == SyntaxKind.ByKeyword,
            ListEnd.MakeSeries => kind is SyntaxKind.OnKeyword or SyntaxKind.FromKeyword or SyntaxKind.InKeyword,
            ListEnd.Limit => kind == SyntaxKind.LimitKeyword,
            ListEnd.MvApply => kind is SyntaxKind.LimitKeyword or SyntaxKind.IdKeyword or SyntaxKind.OnKeyword
                && PeekKind(1) is not (SyntaxKind.Comma or SyntaxKind.ToKeyword or SyntaxKind.Equal),
            ListEnd.Scan => kind is SyntaxKind.PartitionKeyword or SyntaxKind.OrderKeyword or SyntaxKind.ByKeyword or SyntaxKind.DeclareKeyword or SyntaxKind.WithKeyword,
            ListEnd.SummarizeBy => kind == SyntaxKind.BinKeyword && PeekKind(1) == SyntaxKind.Equal && SyntaxFacts.IsLiteral(PeekKind(2)),
            ListEnd.GraphTables => kind == SyntaxKind.PartitionedByKeyword,
            ListEnd.With => kind == SyntaxKind.WithKeyword,
            _ => false,
        };
    }

    private T[] CommaList<T>(Func<Parser, T?> parse, Func<Parser, T>? missing, ListEnd end, bool oneOrMore = false, bool allowTrailingComma = false)
        where T : SyntaxNode
    {
        var mark = _scratch.Count;
        var element = end != ListEnd.None && AtListEnd(end) ? null : parse(this);
        if (element is null && Kind == SyntaxKind.Comma && missing is not null)
            element = missing(this);
        while (element is not null)
        {
            _scratch.Add(element);
            if (Kind == SyntaxKind.EndOfText || (end != ListEnd.None && AtListEnd(end)))
                break;
            if (Kind == SyntaxKind.Comma)
            {
                Take();
                element = end != ListEnd.None && AtListEnd(end) ? null : parse(this);
                if (element is not null)
                    continue;
                if (!allowTrailingComma && missing is not null)
                    _scratch.Add(missing(this));
                break;
            }

            if (end == ListEnd.None)
                break;
            var span = MissingTokenSpan();
            var before = _position;
            var count = _diagnostics.Count;
            element = parse(this);
            if (element is not null)
            {
                if (_position == before)
                    break;
                _diagnostics.Insert(count, new Diagnostic(KqlCodes.TokenExpected, DiagnosticSeverity.Error, "',' is expected here.", span));
            }
        }

        if (oneOrMore && _scratch.Count == mark && missing is not null)
            _scratch.Add(missing(this));
        return TakeScratch<T>(mark);
    }

    private T[] TakeScratch<T>(int mark)
        where T : SyntaxNode
    {
        var count = _scratch.Count - mark;
        if (count == 0)
            return [];
        var result = new T[count];
        for (var i = 0; i < count; i++)
            result[i] = (T)_scratch[mark + i];
        _scratch.RemoveRange(mark, count);
        return result;
    }

    private T[] List<T>(Func<Parser, T?> parse, ListEnd end = ListEnd.None)
        where T : SyntaxNode
    {
        var mark = _scratch.Count;
        while (end == ListEnd.None || !AtListEnd(end))
        {
            if (parse(this) is not { } element)
                break;
            _scratch.Add(element);
        }

        return TakeScratch<T>(mark);
    }
}
