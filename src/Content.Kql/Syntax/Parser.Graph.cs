using Content.Diagnostics;

namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    // Arrows are cut into single punctuation tokens; they count only when written without gaps.
    private bool TakeArrow(string arrow)
    {
        var start = Current.Start;
        if (string.CompareOrdinal(_text, start, arrow, 0, arrow.Length) != 0)
            return false;
        var end = start + arrow.Length;
        var index = _position;
        while (index < _tokens.Length - 1 && _tokens[index].End < end)
            index++;
        if (_tokens[index].End != end)
            return false;
        _position = index + 1;
        return true;
    }

    private MakeGraphSyntax ParseMakeGraph()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.MakeGraph, equalsNeeded: true);
        var source = RequireName();
        var directed = TakeArrow("-->");
        if (!directed && !TakeArrow("--"))
            ReportMissingToken("-->");
        var target = RequireName();
        GraphTableSyntax[] tables = [];
        NameSyntax? nodeId = null, partitionBy = null;
        ExpressionSyntax? partitionQuery = null;
        if (TryTake(SyntaxKind.WithNodeIdKeyword))
        {
            Require(SyntaxKind.Equal, "=");
            nodeId = RequireName();
        }
        else if (TryTake(SyntaxKind.WithKeyword))
        {
            tables = CommaList(
                static p => p.ParseGraphTable(),
                static p => new GraphTableSyntax(p.MissingExpression(), MissingName(p.PreviousEnd)),
                ListEnd.GraphTables,
                oneOrMore: true);
        }

        if (TryTake(SyntaxKind.PartitionedByKeyword))
        {
            partitionBy = RequireName();
            Require(SyntaxKind.OpenParen, "(");
            partitionQuery = ParseSubPipe() ?? MissingExpression();
            Require(SyntaxKind.CloseParen, ")");
        }

        return new MakeGraphSyntax(keyword.Start, PreviousEnd, keyword, parameters, source, directed, target, tables, nodeId, partitionBy, partitionQuery);
    }

    private GraphTableSyntax? ParseGraphTable()
    {
        if (ParseUnary() is not { } table)
            return null;
        Require(SyntaxKind.OnKeyword, "on");
        return new GraphTableSyntax(table, RequireName());
    }

    private GraphMatchSyntax ParseGraphMatch()
    {
        var keyword = Take();
        var parameters = ParseParameters(keyword.Kind == SyntaxKind.GraphMatchKeyword ? OperatorParameters.GraphMatch : OperatorParameters.GraphShortestPaths, equalsNeeded: true);
        var patterns = new List<GraphPatternElementSyntax[]>();
        do
        {
            var pattern = List<GraphPatternElementSyntax>(static p => p.ParsePatternNode() ?? p.ParsePatternEdge());
            if (pattern.Length == 0)
                _diagnostics.Add(new Diagnostic("KQL217", DiagnosticSeverity.Error, "A graph pattern such as (a)-[e]->(b) is missing here.", new TextSpan(PreviousEnd, 0)));
            patterns.Add(pattern);
        }
        while (TryTake(SyntaxKind.Comma));
        var where = TryTake(SyntaxKind.WhereKeyword) ? ParseExpression() ?? MissingExpression() : null;
        var project = TryTake(SyntaxKind.ProjectKeyword) ? CommaList(static p => p.ParseNamed(), static p => p.MissingExpression(), ListEnd.Common, oneOrMore: true) : null;
        return new GraphMatchSyntax(keyword.Start, PreviousEnd, keyword, parameters, [.. patterns], where, project);
    }

    private GraphPatternElementSyntax? ParsePatternNode()
    {
        if (Kind != SyntaxKind.OpenParen)
            return null;
        var open = Take();
        var name = ParseName();
        Require(SyntaxKind.CloseParen, ")");
        return new GraphPatternElementSyntax(open.Start, PreviousEnd, name, isEdge: false, 0, null, null);
    }

    private GraphPatternElementSyntax? ParsePatternEdge()
    {
        var start = Current.Start;
        if (TakeArrow("-->"))
            return new GraphPatternElementSyntax(start, PreviousEnd, null, true, 1, null, null);
        if (TakeArrow("<--"))
            return new GraphPatternElementSyntax(start, PreviousEnd, null, true, -1, null, null);
        if (TakeArrow("--"))
            return new GraphPatternElementSyntax(start, PreviousEnd, null, true, 0, null, null);
        var left = TakeArrow("<-[");
        if (!left && !TakeArrow("-["))
            return null;
        var name = ParseName();
        ExpressionSyntax? low = null, high = null;
        if (TryTake(SyntaxKind.Asterisk))
        {
            low = ParseUnary() ?? MissingLiteral("A value", SyntaxKind.NullKeyword);
            Require(SyntaxKind.DotDot, "..");
            high = ParseUnary() ?? MissingExpression();
        }

        var right = TakeArrow("]->");
        if (!right && !TakeArrow("]-"))
            ReportMissingToken("]->");
        return new GraphPatternElementSyntax(start, PreviousEnd, name, true, (sbyte)(right ? 1 : left ? -1 : 0), low, high);
    }

    private GraphToTableSyntax ParseGraphToTable()
    {
        var keyword = Take();
        var outputs = CommaList(
            static p => p.ParseGraphOutput(),
            static p =>
            {
                p._diagnostics.Add(new Diagnostic("KQL229", DiagnosticSeverity.Error, "nodes or edges is missing here.", new TextSpan(p.PreviousEnd, 0)));
                return new GraphOutputSyntax(p.PreviousEnd, p.PreviousEnd, true, null, []);
            },
            ListEnd.None,
            oneOrMore: true);
        return new GraphToTableSyntax(keyword.Start, PreviousEnd, keyword, outputs);
    }

    private GraphOutputSyntax? ParseGraphOutput()
    {
        if (Kind is not (SyntaxKind.NodesKeyword or SyntaxKind.EdgesKeyword))
            return null;
        var keyword = Take();
        var nodes = keyword.Kind == SyntaxKind.NodesKeyword;
        var name = TryTake(SyntaxKind.AsKeyword) ? RequireName() : null;
        var parameters = ParseParameters(nodes ? OperatorParameters.GraphNodes : OperatorParameters.GraphEdges, equalsNeeded: true);
        return new GraphOutputSyntax(keyword.Start, PreviousEnd, nodes, name, parameters);
    }
}
