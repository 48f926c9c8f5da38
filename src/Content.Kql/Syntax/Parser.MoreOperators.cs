using Content.Diagnostics;

namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    private MakeSeriesSyntax ParseMakeSeries()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.MakeSeries, equalsNeeded: true);
        var items = CommaList(
            static p => p.ParseMakeSeriesItem(),
            static p => new MakeSeriesItemSyntax(p.PreviousEnd, p.PreviousEnd, p.MissingExpression(), null),
            ListEnd.MakeSeries,
            oneOrMore: true);
        Require(SyntaxKind.OnKeyword, "on");
        var on = ParseNamed() ?? MissingExpression();
        ExpressionSyntax? from = null, to = null, step = null;
        ExpressionSyntax[]? range = null;
        if (Kind is SyntaxKind.FromKeyword or SyntaxKind.ToKeyword or SyntaxKind.StepKeyword)
        {
            if (TryTake(SyntaxKind.FromKeyword))
                from = ParseUnnamed() ?? MissingExpression();
            if (TryTake(SyntaxKind.ToKeyword))
                to = ParseUnnamed() ?? MissingExpression();
            Require(SyntaxKind.StepKeyword, "step");
            step = ParseUnnamed() ?? MissingExpression();
        }
        else
        {
            Require(SyntaxKind.InKeyword, "in");
            Require(SyntaxKind.RangeKeyword, "range");
            Require(SyntaxKind.OpenParen, "(");
            range = CommaList(static p => p.ParseNamed(), static p => p.MissingExpression(), ListEnd.Common);
            Require(SyntaxKind.CloseParen, ")");
        }

        var by = TryTake(SyntaxKind.ByKeyword) ? CommaList(static p => p.ParseNamed(), static p => p.MissingExpression(), ListEnd.None, oneOrMore: true) : null;
        return new MakeSeriesSyntax(keyword.Start, PreviousEnd, keyword, parameters, items, on, from, to, step, range, by);
    }

    private MakeSeriesItemSyntax? ParseMakeSeriesItem()
    {
        if (ParseNamed() is not { } expression)
            return null;
        ExpressionSyntax? value = null;
        if (TryTake(SyntaxKind.DefaultKeyword))
        {
            Require(SyntaxKind.Equal, "=");
            value = ParseNamed() ?? MissingExpression();
        }

        return new MakeSeriesItemSyntax(expression.Start, PreviousEnd, expression, value);
    }

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

    private ForkSyntax ParseFork()
    {
        var keyword = Take();
        var branches = List(static p => p.ParseForkBranch());
        if (branches.Length == 0)
        {
            ReportMissingSubquery();
            branches = [new ForkBranchSyntax(PreviousEnd, PreviousEnd, null, MissingName(PreviousEnd))];
        }

        return new ForkSyntax(keyword.Start, PreviousEnd, keyword, branches);
    }

    private ForkBranchSyntax? ParseForkBranch()
    {
        var start = Current.Start;
        NameSyntax? name = null;
        if (ScanName(0) is var length and > 0 && PeekKind(length) == SyntaxKind.Equal)
        {
            name = ParseName();
            Take();
        }
        else if (Kind != SyntaxKind.OpenParen)
        {
            return null;
        }

        Require(SyntaxKind.OpenParen, "(");
        var expression = Guarded(static p => p.ParsePipeTail(p.ParsePipedOperator() ?? p.ParseUnpipedOperator())) ?? ParseExpression() ?? MissingExpression();
        Require(SyntaxKind.CloseParen, ")");
        return new ForkBranchSyntax(start, PreviousEnd, name, expression);
    }

    private FacetSyntax ParseFacet()
    {
        var keyword = Take();
        Require(SyntaxKind.ByKeyword, "by");
        var by = CommaList(static p => p.ParseSimplePathOrName(), static p => p.MissingNameReported(), ListEnd.With, oneOrMore: true);
        ExpressionSyntax? with = null;
        if (TryTake(SyntaxKind.WithKeyword))
        {
            if (TryTake(SyntaxKind.OpenParen))
            {
                with = Guarded(static p => p.ParsePipeTail(p.ParsePipedOperator() ?? p.ParseUnpipedOperator())) ?? MissingOperator();
                Require(SyntaxKind.CloseParen, ")");
            }
            else
            {
                with = ParsePipedOperator() ?? ParseUnpipedOperator() ?? MissingOperator();
            }
        }

        return new FacetSyntax(keyword.Start, PreviousEnd, keyword, by, with);
    }

    private PartitionSyntax ParsePartition()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Partition, equalsNeeded: false);
        Require(SyntaxKind.ByKeyword, "by");
        var by = ParseSimplePathOrName() ?? MissingNameReported();
        ExpressionSyntax? scope = null;
        if (TryTake(SyntaxKind.InKeyword))
            scope = ParseCall() ?? (ExpressionSyntax?)ParseDynamic() ?? MissingExpression();
        var isQuery = Kind == SyntaxKind.OpenBrace;
        ExpressionSyntax subquery;
        if (isQuery)
        {
            Take();
            subquery = ParseExpression() ?? MissingExpression();
            Require(SyntaxKind.CloseBrace, "}");
        }
        else if (Kind == SyntaxKind.OpenParen)
        {
            Take();
            subquery = ParseSubPipe() ?? MissingExpression();
            Require(SyntaxKind.CloseParen, ")");
        }
        else
        {
            ReportMissingSubquery();
            subquery = MissingName(PreviousEnd);
        }

        return new PartitionSyntax(keyword.Start, PreviousEnd, keyword, parameters, by, scope, subquery, isQuery);
    }

    private PartitionSyntax ParsePartitionBy()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Partition, equalsNeeded: false);
        var by = ParseSimplePathOrName() ?? MissingNameReported();
        ExpressionSyntax? scope = null;
        if (TryTake(SyntaxKind.IdKeyword))
            scope = ParseLiteral() ?? MissingLiteral("A value", SyntaxKind.NullKeyword);
        Require(SyntaxKind.OpenParen, "(");
        var subquery = ParseSubPipe() ?? MissingExpression();
        Require(SyntaxKind.CloseParen, ")");
        return new PartitionSyntax(keyword.Start, PreviousEnd, keyword, parameters, by, scope, subquery, isQuery: false);
    }

    private ScanSyntax ParseScan()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Scan, equalsNeeded: false);
        ExpressionSyntax[]? order = null, partition = null;
        FunctionParameterSyntax[] declarations = [];
        if (TryTake(SyntaxKind.OrderKeyword))
        {
            Require(SyntaxKind.ByKeyword, "by");
            order = CommaList(static p => p.ParseOrdered(), static p => p.MissingExpression(), ListEnd.Scan, oneOrMore: true);
        }

        if (TryTake(SyntaxKind.PartitionKeyword))
        {
            Require(SyntaxKind.ByKeyword, "by");
            partition = CommaList(static p => p.ParseUnnamed(), static p => p.MissingExpression(), ListEnd.Scan, oneOrMore: true);
        }

        if (TryTake(SyntaxKind.DeclareKeyword))
        {
            Require(SyntaxKind.OpenParen, "(");
            declarations = CommaList(static p => p.ParseFunctionParameter(), static p => p.MissingFunctionParameter(), ListEnd.Common);
            Require(SyntaxKind.CloseParen, ")");
        }

        Require(SyntaxKind.WithKeyword, "with");
        Require(SyntaxKind.OpenParen, "(");
        var steps = List(static p => p.ParseScanStep(), ListEnd.Common);
        Require(SyntaxKind.CloseParen, ")");
        return new ScanSyntax(keyword.Start, PreviousEnd, keyword, parameters, order, partition, declarations, steps);
    }

    private ScanStepSyntax? ParseScanStep()
    {
        if (Kind != SyntaxKind.StepKeyword)
            return null;
        var keyword = Take();
        var name = ParseExtendedName() ?? MissingNameReported();
        var optional = TryTake(SyntaxKind.OptionalKeyword);
        var output = SyntaxKind.EndOfText;
        var outputText = "all";
        if (TryTake(SyntaxKind.OutputKeyword))
        {
            output = SyntaxKind.OutputKeyword;
            Require(SyntaxKind.Equal, "=");
            if (TextOf(Current) is "all" or "last" or "none")
                outputText = TextOf(Take()).ToString();
            else
                _diagnostics.Add(new Diagnostic(KqlCodes.TokenExpected, DiagnosticSeverity.Error, "all, last or none is expected here.", MissingTokenSpan()));
        }

        Require(SyntaxKind.Colon, ":");
        var condition = ParseUnnamed() ?? MissingExpression();
        ScanAssignmentSyntax[] assignments = [];
        if (TryTake(SyntaxKind.FatArrow))
        {
            assignments = CommaList(
                static p => p.ParseScanAssignment(),
                static p =>
                {
                    p.ReportMissing("An assignment");
                    return new ScanAssignmentSyntax(MissingName(p.PreviousEnd), MissingName(p.PreviousEnd));
                },
                ListEnd.Common,
                oneOrMore: true);
        }

        Require(SyntaxKind.Semicolon, ";");
        return new ScanStepSyntax(keyword.Start, PreviousEnd, name, optional, output, outputText, condition, assignments);
    }

    private ScanAssignmentSyntax? ParseScanAssignment()
    {
        if (ParseExtendedName() is not { } name)
            return null;
        Require(SyntaxKind.Equal, "=");
        return new ScanAssignmentSyntax(name, ParseUnnamed() ?? MissingExpression());
    }

    private AssertSchemaSyntax ParseAssertSchema()
    {
        var keyword = Take();
        var schema = RequireRowSchema();
        return new AssertSchemaSyntax(keyword.Start, PreviousEnd, keyword, schema);
    }

    private MacroExpandSyntax ParseMacroExpand()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.MacroExpand, equalsNeeded: true);
        var entities = ParseEntityGroup() ?? ParseTableOperand() ?? MissingExpression();
        var scope = TryTake(SyntaxKind.AsKeyword) ? RequireName() : null;
        Require(SyntaxKind.OpenParen, "(");
        var statements = ParseStatements();
        Require(SyntaxKind.CloseParen, ")");
        return new MacroExpandSyntax(keyword.Start, PreviousEnd, keyword, parameters, entities, scope, statements);
    }

    private ExpressionSyntax? ParseEntityGroup()
    {
        if (Kind != SyntaxKind.EntityGroupKeyword)
            return null;
        if (PeekKind(1) == SyntaxKind.OpenParen)
            return ParseCall();
        var keyword = Take();
        Require(SyntaxKind.OpenBracket, "[");
        var entities = CommaList(static p => p.ParseUnnamed(), static p => p.MissingExpression(), ListEnd.Common, oneOrMore: true);
        Require(SyntaxKind.CloseBracket, "]");
        return new EntityGroupSyntax(keyword.Start, PreviousEnd, entities);
    }

    // ---- graphs

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
