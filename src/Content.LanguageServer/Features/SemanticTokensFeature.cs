using Content.Diagnostics;
using Content.Kql.Semantics;
using Content.Kql.Syntax;
using Content.LanguageServer.Protocol;
using Content.LanguageServer.Workspaces;

namespace Content.LanguageServer.Features;

/// <summary>Colours of the queries inside of YAML scalars.</summary>
internal static class SemanticTokensFeature
{
    private const int Keyword = 0, Function = 1, Variable = 2, Property = 3, Class = 4, String = 5, Number = 6, Operator = 7, Comment = 8;
    private const int Declaration = 1, DefaultLibrary = 2;

    /// <summary>The types and modifiers by their numbers.</summary>
    public static SemanticTokensLegend Legend { get; } =
        new(["keyword", "function", "variable", "property", "class", "string", "number", "operator", "comment"], ["declaration", "defaultLibrary"]);

    public static SemanticTokens Find(Workspace workspace, ContentFile file)
    {
        var data = new List<int>();
        LspPosition last = new(0, 0);
        foreach (var region in file.Queries.OrderBy(region => region.Scalar.Span.Start))
        {
            foreach (var (span, type, modifiers) in Classify(region))
            {
                foreach (var piece in Lines(file.Source, span))
                {
                    var start = workspace.RangeOf(file.Source, piece).Start;
                    data.Add(start.Line - last.Line);
                    data.Add(start.Line == last.Line ? start.Character - last.Character : start.Character);
                    data.Add(piece.Length);
                    data.Add(type);
                    data.Add(modifiers);
                    last = start;
                }
            }
        }

        return new SemanticTokens([.. data]);
    }

    private static IEnumerable<(TextSpan Span, int Type, int Modifiers)> Classify(QueryRegion region)
    {
        var text = region.Model.Query.Source.Content;
        var symbols = new Dictionary<int, QuerySymbol>();
        foreach (var symbol in region.Model.Symbols)
            symbols.TryAdd(symbol.Span.Start, symbol);
        var end = region.Offset;
        QuerySymbol? open = null;
        foreach (var token in region.Model.Query.Syntax.Tokens)
        {
            if (token.Start < region.Offset)
                continue;
            foreach (var comment in Comments(text, end, token.Start))
            {
                if (region.ToFile(comment) is { } place)
                    yield return (place, Comment, 0);
            }

            end = Math.Max(end, token.End);
            if (open is not null && token.Start >= open.Span.End)
                open = null;
            if (symbols.TryGetValue(token.Start, out var symbol))
                open = symbol;
            if (TypeOf(token, open) is { } type && token.Length > 0 && region.ToFile(token.Span) is { } span)
                yield return (span, type.Type, type.Modifiers);
        }
    }

    // Comments run from two slashes to the end of the line; between tokens there is nothing else but white space.
    private static IEnumerable<TextSpan> Comments(string text, int start, int end)
    {
        while (start < end && text.IndexOf("//", start, end - start, StringComparison.Ordinal) is var at and >= 0)
        {
            var stop = text.IndexOfAny(['\r', '\n'], at, end - at);
            if (stop < 0)
                stop = end;
            yield return TextSpan.FromBounds(at, stop);
            start = stop;
        }
    }

    private static (int Type, int Modifiers)? TypeOf(Token token, QuerySymbol? symbol)
    {
        if (symbol is not null && token.Kind is not (SyntaxKind.OpenBracket or SyntaxKind.CloseBracket))
        {
            var declaration = symbol.IsDeclaration ? Declaration : 0;
            return symbol.Kind switch
            {
                QuerySymbolKind.Column => (Property, 0),
                QuerySymbolKind.Table => (Class, 0),
                QuerySymbolKind.Watchlist => (Class, 0),
                QuerySymbolKind.Variable => (Variable, declaration),
                QuerySymbolKind.Function => (Function, DefaultLibrary),
                _ => (Function, declaration),
            };
        }

        return token.Kind switch
        {
            SyntaxKind.StringLiteral => (String, 0),
            SyntaxKind.BooleanLiteral => (Keyword, 0),
            _ when SyntaxFacts.IsLiteral(token.Kind) => (Number, 0),
            _ when SyntaxFacts.IsKeyword(token.Kind) => (Keyword, 0),
            SyntaxKind.Bar or SyntaxKind.EqualEqual or SyntaxKind.BangEqual => (Operator, 0),
            _ => null,
        };
    }

    // A token of several lines is several tokens of the protocol.
    private static IEnumerable<TextSpan> Lines(SourceText source, TextSpan span)
    {
        var start = span.Start;
        for (var line = source.GetPosition(span.Start).Line; start < span.End; line++)
        {
            var end = source.LineStarts[line - 1] + source.GetLine(line).Length;
            if (Math.Min(end, span.End) > start)
                yield return TextSpan.FromBounds(start, Math.Min(end, span.End));
            if (line == source.LineStarts.Length)
                break;
            start = source.LineStarts[line];
        }
    }
}
