using Content.Diagnostics;

namespace Content.Kql.Syntax;

public sealed partial class Parser
{
    private ExpressionSyntax? ParsePipe()
    {
        ExpressionSyntax? expression = StartsOperator()
            ? ParseUnpipedOperator() ?? ParsePipedOperator() ?? ParseUnnamed()
            : ParseUnnamed() ?? ParseUnpipedOperator() ?? (ExpressionSyntax?)ParsePipedOperator();
        return ParsePipeTail(expression);
    }

    private ExpressionSyntax? ParsePipeTail(ExpressionSyntax? expression)
    {
        if (expression is null)
            return null;
        for (var length = 1; Kind == SyntaxKind.Bar && !ChainIsTooLong(length); length++)
        {
            Take();
            expression = new PipeSyntax(expression, RequireOperator());
        }

        return expression;
    }

    // The operators inside mv-apply, partition and the like: they start without a source.
    private ExpressionSyntax? ParseSubPipe() => Guarded(static p => p.ParsePipeTail(p.RequireOperator()));

    // The same where it has to be, in parentheses.
    private ExpressionSyntax RequireSubPipe()
    {
        if (!TryTake(SyntaxKind.OpenParen))
        {
            ReportMissingSubquery();
            return MissingName(PreviousEnd);
        }

        var operators = ParseSubPipe() ?? MissingExpression();
        Require(SyntaxKind.CloseParen, ")");
        return operators;
    }

    private void ReportMissingSubquery()
    {
        _diagnostics.Add(new Diagnostic(KqlCodes.QueryOperatorExpected, DiagnosticSeverity.Error, "Query operators in parentheses are expected here.", new TextSpan(PreviousEnd, 0)));
        ReportMissingToken("(");
    }

    private OperatorSyntax RequireOperator() =>
        ParsePipedOperator() ?? ParseUnpipedOperator() ?? ParseBadOperator() ?? MissingOperator();

    private BadOperatorSyntax? ParseBadOperator()
    {
        if (Kind != SyntaxKind.Identifier)
            return null;
        var token = Take();
        var suggestion = NameSuggestion.Find(TextOf(token).ToString(), OperatorNames);
        _diagnostics.Add(new Diagnostic(KqlCodes.QueryOperatorExpected, DiagnosticSeverity.Error, $"'{TextOf(token)}' is no query operator." + (suggestion is null ? "" : $" Did you mean '{suggestion}'?"), token.Span)
        {
            Fix = suggestion is null ? null : new CodeFix($"Change to '{suggestion}'", [new TextEdit(token.Span, suggestion)]),
        });
        return new BadOperatorSyntax(token.Start, token.End, token);
    }

    private BadOperatorSyntax MissingOperator()
    {
        if (!TooDeep)
            _diagnostics.Add(new Diagnostic(KqlCodes.QueryOperatorExpected, DiagnosticSeverity.Error, "A query operator such as where, extend or summarize is expected after '|'.", new TextSpan(PreviousEnd, 0)));
        return new BadOperatorSyntax(PreviousEnd, PreviousEnd, new Token(SyntaxKind.Bad, PreviousEnd, 0));
    }

    private static readonly string[] OperatorNames =
    [
        "as", "assert-schema", "consume", "count", "distinct", "evaluate", "extend", "facet", "filter", "find", "fork", "getschema", "graph-match", "graph-shortest-paths", "graph-to-table",
        "invoke", "join", "limit", "lookup", "make-graph", "make-series", "mv-apply", "mv-expand", "order", "parse", "parse-kv", "parse-where", "partition", "print", "project", "project-away",
        "project-keep", "project-rename", "project-reorder", "range", "reduce", "render", "sample", "sample-distinct", "scan", "search", "serialize", "sort", "summarize", "take", "top",
        "top-hitters", "top-nested", "union", "where",
    ];

    // Whether what follows is an operator rather than a name that happens to be spelt like one.
    private bool StartsOperator()
    {
        switch (Kind)
        {
            case SyntaxKind.EvaluateKeyword:
                return ScanName(1) > 0 || OperatorParameters.IsKnown(TextOf(Peek(1)));
            case SyntaxKind.FacetKeyword:
                return PeekKind(1) == SyntaxKind.ByKeyword;
            case SyntaxKind.PartitionKeyword or SyntaxKind.ReduceKeyword:
                return PeekKind(1) == SyntaxKind.ByKeyword || OperatorParameters.IsKnown(TextOf(Peek(1)));
            case SyntaxKind.RangeKeyword:
                return ScanName(1) is var length and > 0 && PeekKind(1 + length) == SyntaxKind.FromKeyword;
            case SyntaxKind.RenderKeyword:
                return OperatorParameters.Charts.AsSpan().Contains(TextOf(Peek(1)).ToString()) || IsNameToken(1);
            case SyntaxKind.AsKeyword or SyntaxKind.AssertSchemaKeyword or SyntaxKind.HiddenExecuteAndCacheKeyword or SyntaxKind.FindKeyword or SyntaxKind.GraphMatchKeyword
                or SyntaxKind.GraphToTableKeyword or SyntaxKind.InvokeKeyword or SyntaxKind.MacroExpandKeyword or SyntaxKind.MakeGraphKeyword or SyntaxKind.GraphMarkComponentsKeyword
                or SyntaxKind.MakeSeriesKeyword or SyntaxKind.MvApplyKeyword or SyntaxKind.MvExpandKeyword or SyntaxKind.ParseWhereKeyword or SyntaxKind.ParseKvKeyword or SyntaxKind.PrintKeyword
                or SyntaxKind.ProjectKeyword or SyntaxKind.ProjectAwayKeyword or SyntaxKind.ProjectKeepKeyword or SyntaxKind.ProjectRenameKeyword or SyntaxKind.ProjectByNamesKeyword
                or SyntaxKind.ProjectReorderKeyword or SyntaxKind.SampleKeyword or SyntaxKind.SampleDistinctKeyword or SyntaxKind.SearchKeyword or SyntaxKind.TopHittersKeyword
                or SyntaxKind.TopNestedKeyword or SyntaxKind.UnionKeyword or SyntaxKind.WhereKeyword:
                return !SyntaxFacts.CanBeName(Kind);
            default:
                return false;
        }
    }

    private OperatorSyntax? ParseUnpipedOperator() => Kind switch
    {
        SyntaxKind.EvaluateKeyword => ParseEvaluate(),
        SyntaxKind.FindKeyword => ParseFind(),
        SyntaxKind.MacroExpandKeyword => ParseMacroExpand(),
        SyntaxKind.PrintKeyword => ParseListOperator(OperatorParameters.None, oneOrMore: true),
        SyntaxKind.SearchKeyword => ParseSearch(),
        SyntaxKind.UnionKeyword => ParseUnion(),
        _ => null,
    };

    private OperatorSyntax? ParsePipedOperator()
    {
        switch (Kind)
        {
            case SyntaxKind.AsKeyword:
                return ParseAs();
            case SyntaxKind.ConsumeKeyword:
                return ParseSimple(OperatorParameters.Consume);
            case SyntaxKind.CountKeyword:
                return ParseCount();
            case SyntaxKind.DistinctKeyword:
                return ParseListOperator(OperatorParameters.Distinct, oneOrMore: true, static p => p.ParseStar() ?? p.ParseNamed());
            case SyntaxKind.EvaluateKeyword:
                return ParseEvaluate();
            case SyntaxKind.HiddenExecuteAndCacheKeyword:
                return ParseSimple(OperatorParameters.None);
            case SyntaxKind.ExtendKeyword:
                return ParseListOperator(null, oneOrMore: true);
            case SyntaxKind.FacetKeyword:
                return ParseFacet();
            case SyntaxKind.FilterKeyword or SyntaxKind.WhereKeyword:
                return ParseExpressionOperator(OperatorParameters.None);
            case SyntaxKind.FindKeyword:
                return ParseFind();
            case SyntaxKind.ForkKeyword:
                return ParseFork();
            case SyntaxKind.GetschemaKeyword:
                return ParseGetSchema();
            case SyntaxKind.InvokeKeyword:
                return ParseInvoke();
            case SyntaxKind.JoinKeyword or SyntaxKind.LookupKeyword:
                return ParseJoin();
            case SyntaxKind.MakeSeriesKeyword:
                return ParseMakeSeries();
            case SyntaxKind.MvApplyKeyword or SyntaxKind.OldMvapplyKeyword:
                return ParseMvApply();
            case SyntaxKind.MvExpandKeyword or SyntaxKind.OldMvexpandKeyword:
                return ParseMvExpand();
            case SyntaxKind.ParseKeyword or SyntaxKind.ParseWhereKeyword:
                return ParseParse();
            case SyntaxKind.ParseKvKeyword:
                return ParseParseKv();
            case SyntaxKind.PartitionKeyword:
                return ParsePartition();
            case SyntaxKind.HiddenPartitionbyKeyword:
                return ParsePartitionBy();
            case SyntaxKind.ProjectKeyword or SyntaxKind.ProjectRenameKeyword:
                return ParseListOperator(null, oneOrMore: false);
            case SyntaxKind.ProjectAwayKeyword or SyntaxKind.ProjectKeepKeyword:
                return ParseListOperator(null, oneOrMore: false, static p => p.ParseWildcardName() ?? p.ParseSimplePathOrName());
            case SyntaxKind.ProjectReorderKeyword:
                return ParseListOperator(null, oneOrMore: false, static p => p.ParseReorderItem());
            case SyntaxKind.ProjectByNamesKeyword:
                return ParseListOperator(null, oneOrMore: false, static p => p.ParseUnnamed());
            case SyntaxKind.RangeKeyword:
                return ParseRange();
            case SyntaxKind.ReduceKeyword:
                return ParseReduce();
            case SyntaxKind.RenderKeyword:
                return ParseRender();
            case SyntaxKind.SampleKeyword or SyntaxKind.TakeKeyword or SyntaxKind.LimitKeyword:
                return ParseExpressionOperator(OperatorParameters.None);
            case SyntaxKind.SampleDistinctKeyword:
                return ParseSampleDistinct();
            case SyntaxKind.ScanKeyword:
                return ParseScan();
            case SyntaxKind.SearchKeyword:
                return ParseSearch();
            case SyntaxKind.SerializeKeyword:
                return ParseListOperator(OperatorParameters.None, oneOrMore: false);
            case SyntaxKind.SortKeyword or SyntaxKind.OrderKeyword:
                return ParseSort();
            case SyntaxKind.SummarizeKeyword:
                return ParseSummarize();
            case SyntaxKind.TopKeyword:
                return ParseTop();
            case SyntaxKind.TopHittersKeyword:
                return ParseTopHitters();
            case SyntaxKind.TopNestedKeyword:
                return ParseTopNested();
            case SyntaxKind.UnionKeyword:
                return ParseUnion();
            case SyntaxKind.AssertSchemaKeyword:
                return ParseAssertSchema();
            case SyntaxKind.MakeGraphKeyword:
                return ParseMakeGraph();
            case SyntaxKind.GraphMatchKeyword or SyntaxKind.GraphShortestPathsKeyword:
                return ParseGraphMatch();
            case SyntaxKind.GraphToTableKeyword:
                return ParseGraphToTable();
            case SyntaxKind.GraphMarkComponentsKeyword:
                return ParseSimple(OperatorParameters.GraphMarkComponents);
            case SyntaxKind.GraphWhereNodesKeyword or SyntaxKind.GraphWhereEdgesKeyword:
                var keyword = Take();
                var predicate = ParseUnnamed() ?? MissingExpression();
                return new ExpressionOperatorSyntax(keyword.Start, PreviousEnd, keyword, [], predicate);
            default:
                return null;
        }
    }

    // Null parameters: the operator has no place for them.
    private ListOperatorSyntax ParseListOperator(OperatorParameter[]? parameters, bool oneOrMore, Func<Parser, ExpressionSyntax?>? parse = null)
    {
        var keyword = Take();
        var named = parameters is null ? [] : ParseParameters(parameters, equalsNeeded: true);
        var expressions = CommaList(parse ?? (static p => p.ParseNamed()), static p => p.MissingExpression(), ListEnd.Common, oneOrMore);
        return new ListOperatorSyntax(keyword.Start, PreviousEnd, keyword, named, expressions);
    }

    private ExpressionOperatorSyntax ParseExpressionOperator(OperatorParameter[] parameters)
    {
        var keyword = Take();
        var named = ParseParameters(parameters, equalsNeeded: true);
        var expression = ParseNamed() ?? MissingExpression();
        return new ExpressionOperatorSyntax(keyword.Start, PreviousEnd, keyword, named, expression);
    }

    private SimpleOperatorSyntax ParseSimple(OperatorParameter[] parameters)
    {
        var keyword = Take();
        var named = ParseParameters(parameters, equalsNeeded: true);
        return new SimpleOperatorSyntax(keyword.Start, PreviousEnd, keyword, named);
    }

    private SimpleOperatorSyntax? ParseCount()
    {
        // count(…) is the aggregate, not the operator
        if (PeekKind(1) == SyntaxKind.OpenParen)
            return null;
        var keyword = Take();
        NameSyntax? name = null;
        if (TryTake(SyntaxKind.AsKeyword))
        {
            if (Kind == SyntaxKind.Identifier)
                name = TakePlainName();
            else
                ReportMissingToken("a name");
        }

        return new SimpleOperatorSyntax(keyword.Start, PreviousEnd, keyword, []) { Name = name };
    }

    private SimpleOperatorSyntax ParseGetSchema()
    {
        var keyword = Take();
        NamedParameterSyntax[] parameters = [];
        if (Kind == SyntaxKind.KindKeyword && PeekKind(1) == SyntaxKind.Equal)
        {
            var name = TakePlainName();
            Take();
            parameters = [new NamedParameterSyntax(name, ParseAnyValue() ?? MissingLiteral("A value", SyntaxKind.NullKeyword), PreviousEnd)];
        }

        return new SimpleOperatorSyntax(keyword.Start, PreviousEnd, keyword, parameters);
    }

    private AsSyntax ParseAs()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.As, equalsNeeded: true);
        var name = RequireName();
        return new AsSyntax(keyword.Start, PreviousEnd, keyword, parameters, name);
    }

    private ExpressionSyntax? ParseSimplePathOrName()
    {
        var expression = ParsePathElement();
        for (var length = 0; expression is not null && !ChainIsTooLong(length, MaxPath); length++)
        {
            if (Kind == SyntaxKind.Dot)
            {
                Take();
                expression = new PathSyntax(expression, ParsePathElement() ?? MissingNameReported());
            }
            else if (Kind == SyntaxKind.OpenBracket)
            {
                var open = Take();
                var index = ParseUnnamed() ?? MissingNameReported();
                Require(SyntaxKind.CloseBracket, "]");
                expression = new ElementSyntax(expression, index, open.Start, PreviousEnd);
            }
            else
            {
                break;
            }
        }

        return expression;
    }

    private ExpressionSyntax? ParseReorderItem()
    {
        ExpressionSyntax? item = ParseWildcardName() ?? ParseName();
        if (item is null || Kind is not (SyntaxKind.AscKeyword or SyntaxKind.DescKeyword or SyntaxKind.GrannyAscKeyword or SyntaxKind.GrannyDescKeyword))
            return item;
        var direction = Take();
        return new OrderedSyntax(item, direction.End, direction.Kind, null);
    }

    private ExpressionSyntax? ParseOrdered()
    {
        if (ParseNamed() is not { } expression)
            return null;
        if (Kind is not (SyntaxKind.AscKeyword or SyntaxKind.DescKeyword or SyntaxKind.GrannyAscKeyword or SyntaxKind.GrannyDescKeyword or SyntaxKind.NullsKeyword))
            return expression;
        var direction = Kind == SyntaxKind.NullsKeyword ? SyntaxKind.EndOfText : Take().Kind;
        bool? nullsFirst = null;
        if (TryTake(SyntaxKind.NullsKeyword))
        {
            if (Kind is SyntaxKind.FirstKeyword or SyntaxKind.LastKeyword)
                nullsFirst = Take().Kind == SyntaxKind.FirstKeyword;
            else
                _diagnostics.Add(new Diagnostic(KqlCodes.MissingElement, DiagnosticSeverity.Error, "'first' or 'last' is missing after 'nulls'.", MissingTokenSpan()));
        }

        return new OrderedSyntax(expression, PreviousEnd, direction, nullsFirst);
    }

    private SortSyntax ParseSort()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Sort, equalsNeeded: false);
        Require(SyntaxKind.ByKeyword, "by");
        var keys = CommaList(static p => p.ParseOrdered(), static p => p.MissingExpression(), ListEnd.Common, oneOrMore: true);
        return new SortSyntax(keyword.Start, PreviousEnd, keyword, parameters, keys);
    }

    private TopSyntax ParseTop()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Top, equalsNeeded: true);
        var count = ParseNamed() ?? MissingExpression();
        Require(SyntaxKind.ByKeyword, "by");
        var key = ParseOrdered() ?? MissingExpression();
        return new TopSyntax(keyword.Start, PreviousEnd, keyword, parameters, count, key);
    }

    private TopHittersSyntax ParseTopHitters()
    {
        var keyword = Take();
        var count = ParseNamed() ?? MissingExpression();
        Require(SyntaxKind.OfKeyword, "of");
        var of = ParseNamed() ?? MissingExpression();
        var by = TryTake(SyntaxKind.ByKeyword) ? ParseNamed() ?? MissingExpression() : null;
        return new TopHittersSyntax(keyword.Start, PreviousEnd, keyword, count, of, by);
    }

    private TopNestedSyntax ParseTopNested()
    {
        var keyword = Current;
        var clauses = CommaList(
            static p => p.ParseTopNestedClause(),
            static p =>
            {
                p.ReportMissing("A top-nested clause");
                return new TopNestedClauseSyntax(p.PreviousEnd, p.PreviousEnd, null, MissingName(p.PreviousEnd), null, MissingName(p.PreviousEnd));
            },
            ListEnd.Common,
            oneOrMore: true);
        return new TopNestedSyntax(keyword.Start, PreviousEnd, keyword, clauses);
    }

    private TopNestedClauseSyntax? ParseTopNestedClause()
    {
        if (Kind != SyntaxKind.TopNestedKeyword)
            return null;
        var keyword = Take();
        var count = ParseNamed();
        Require(SyntaxKind.OfKeyword, "of");
        var of = ParseNamed() ?? MissingExpression();
        ExpressionSyntax? others = null;
        if (TryTake(SyntaxKind.WithKeyword))
        {
            Require(SyntaxKind.OthersKeyword, "others");
            Require(SyntaxKind.Equal, "=");
            others = ParseLiteral() ?? ParseUnnamed() ?? MissingExpression();
        }

        Require(SyntaxKind.ByKeyword, "by");
        var by = ParseOrdered() ?? MissingExpression();
        return new TopNestedClauseSyntax(keyword.Start, PreviousEnd, count, of, others, by);
    }

    private SampleDistinctSyntax ParseSampleDistinct()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.None, equalsNeeded: true);
        var count = ParseNamed() ?? MissingExpression();
        Require(SyntaxKind.OfKeyword, "of");
        var of = ParseNamed() ?? MissingExpression();
        return new SampleDistinctSyntax(keyword.Start, PreviousEnd, keyword, parameters, count, of);
    }

    private SummarizeSyntax ParseSummarize()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Summarize, equalsNeeded: true);
        var aggregates = CommaList(static p => p.ParseNamed(), static p => p.MissingExpression(), ListEnd.By);
        ExpressionSyntax[]? by = null;
        NamedExpressionSyntax? bin = null;
        if (TryTake(SyntaxKind.ByKeyword))
        {
            by = CommaList(static p => p.ParseNamed(), static p => p.MissingExpression(), ListEnd.SummarizeBy, oneOrMore: true);
            if (Kind == SyntaxKind.BinKeyword && PeekKind(1) == SyntaxKind.Equal)
            {
                var name = TakePlainName();
                Take();
                bin = new NamedExpressionSyntax(name.Start, [name], false, ParseUnnamed() ?? MissingExpression());
            }
        }

        return new SummarizeSyntax(keyword.Start, PreviousEnd, keyword, parameters, aggregates, by, bin);
    }

    private ExpressionOperatorSyntax ParseReduce()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Reduce, equalsNeeded: false);
        Require(SyntaxKind.ByKeyword, "by");
        var expression = ParseNamed() ?? MissingExpression();
        if (TryTake(SyntaxKind.WithKeyword))
            parameters = [.. parameters, .. ParseParameterCommaList(OperatorParameters.ReduceWith, declaredOnly: false)];
        return new ExpressionOperatorSyntax(keyword.Start, PreviousEnd, keyword, parameters, expression);
    }

    private RangeSyntax? ParseRange()
    {
        // range(…) is the function
        if (PeekKind(1) == SyntaxKind.OpenParen)
            return null;
        var keyword = Take();
        var name = RequireName();
        Require(SyntaxKind.FromKeyword, "from");
        var from = ParseUnnamed() ?? MissingExpression();
        Require(SyntaxKind.ToKeyword, "to");
        var to = ParseUnnamed() ?? MissingExpression();
        Require(SyntaxKind.StepKeyword, "step");
        var step = ParseUnnamed() ?? MissingExpression();
        return new RangeSyntax(keyword.Start, PreviousEnd, keyword, name, from, to, step);
    }

    private EvaluateSyntax ParseEvaluate()
    {
        var keyword = Take();
        var parameters = ParseParameters(OperatorParameters.Evaluate, equalsNeeded: false);
        var call = RequireCall();
        var schema = TryTake(SyntaxKind.Colon) ? RequireRowSchema(allowStar: true) : null;
        return new EvaluateSyntax(keyword.Start, PreviousEnd, keyword, parameters, call, schema);
    }

    private InvokeSyntax ParseInvoke()
    {
        var keyword = Take();
        ExpressionSyntax? call = ParseCall();
        while (call is not null && Kind == SyntaxKind.Dot && StartsCall(1))
        {
            Take();
            call = new PathSyntax(call, ParseCall()!);
        }

        call ??= MissingExpression();
        return new InvokeSyntax(keyword.Start, PreviousEnd, keyword, call);
    }
}
