namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    private RenderSyntax ParseRender()
    {
        var keyword = Take();
        var chart = "";
        if (OperatorParameters.Charts.AsSpan().Contains(TextOf(Current).ToString()) || Kind == SyntaxKind.Identifier)
            chart = TextOf(Take()).ToString();
        else
            ReportMissingToken("a chart such as timechart, barchart or table");

        var mark = _scratch.Count;
        while (ParseOldRenderProperty() is { } property)
            _scratch.Add(property);
        var properties = TakeScratch<NamedParameterSyntax>(mark);
        if (TryTake(SyntaxKind.WithKeyword))
        {
            Require(SyntaxKind.OpenParen, "(");
            TryTake(SyntaxKind.Comma);
            properties = [.. properties, .. ParseParameterCommaList(OperatorParameters.Render, declaredOnly: true)];
            Require(SyntaxKind.CloseParen, ")");
        }

        return new RenderSyntax(keyword.Start, PreviousEnd, keyword, chart, properties);
    }

    // kind=…, title=…, accumulate=…, with "…", by a, b: the spelling before "with (…)".
    private NamedParameterSyntax? ParseOldRenderProperty()
    {
        var text = TextOf(Current);
        if (PeekKind(1) == SyntaxKind.Equal && text is "kind" or "title" or "accumulate" && PeekKind(1) == SyntaxKind.Equal)
        {
            var name = TakePlainName();
            Take();
            var value = ParseParameterValue(OperatorParameters.FindDeclared(OperatorParameters.Render, name.Text)!);
            return new NamedParameterSyntax(name, value, PreviousEnd);
        }

        if (Kind == SyntaxKind.WithKeyword && PeekKind(1) != SyntaxKind.OpenParen)
        {
            var name = TakePlainName();
            var isParameter = Kind != SyntaxKind.StringLiteral && (OperatorParameters.IsKnown(TextOf(Current)) || OperatorParameters.FindDeclared(OperatorParameters.Render, TextOf(Current)) is not null);
            var value = isParameter ? null : ParseAnyValue();
            return new NamedParameterSyntax(name, value ?? MissingLiteral("A string", SyntaxKind.StringLiteral), PreviousEnd);
        }

        if (Kind == SyntaxKind.ByKeyword)
        {
            var name = TakePlainName();
            return new NamedParameterSyntax(name, ParseNameList(), PreviousEnd);
        }

        return null;
    }
}
