using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    private static readonly RowType CountRow = new([new ColumnSymbol("Count", KqlType.Long)]);
    private static readonly RowType SchemaRow = new([new ColumnSymbol("ColumnName", KqlType.String), new ColumnSymbol("ColumnOrdinal", KqlType.Long), new ColumnSymbol("DataType", KqlType.String), new ColumnSymbol("ColumnType", KqlType.String)]);
    private static readonly RowType PatternRow = new([new ColumnSymbol("Pattern", KqlType.String), new ColumnSymbol("Count", KqlType.Long), new ColumnSymbol("Representative", KqlType.String)]);
    private static readonly RowType SchemaTextRow = new([new ColumnSymbol("Schema", KqlType.String)]);

    private BoundNode BindPipe(PipeSyntax pipe)
    {
        // Pipes nest to the left, as deep as the query has operators.
        var operators = new Stack<OperatorSyntax>();
        ExpressionSyntax source = pipe;
        while (source is PipeSyntax next)
        {
            operators.Push(next.Operator);
            source = next.Left;
        }

        var saved = (_row, _rightRow, _aggregates, _insideAggregate, _search, _scanColumns);
        var savedFuzzy = _isFuzzy;
        var missing = _missing.Count;
        var hasFuzzy = operators.Any(static op => op is ListOperatorSyntax { Keyword.Kind: SyntaxKind.UnionKeyword } union && IsFuzzy(union) is not null);
        if (hasFuzzy)
            _isFuzzy = NextFuzzy(operators) ?? savedFuzzy;
        BoundTabular? table;
        if (source is OperatorSyntax first)
        {
            table = BindOperator(first, null);
        }
        else
        {
            (_row, _rightRow, _aggregates, _insideAggregate, _search, _scanColumns) = (null, null, null, false, null, null);
            table = BindSource(source);
        }

        while (operators.TryPop(out var op))
        {
            if (hasFuzzy)
                _isFuzzy = NextFuzzy(operators) ?? savedFuzzy;
            if (_asRun && _missing.Count > missing && op is ListOperatorSyntax { Keyword.Kind: SyntaxKind.UnionKeyword } union && IsFuzzy(union) == true)
            {
                table = null;
                _missingBefore = missing;
            }

            table = BindOperator(op, table);
        }

        (_row, _rightRow, _aggregates, _insideAggregate, _search, _scanColumns) = saved;
        _isFuzzy = savedFuzzy;
        return WithInferred(table);
    }

    // A union that says whether it is fuzzy says it for what stands before it too: the next one counts.
    private static bool? NextFuzzy(Stack<OperatorSyntax> operators)
    {
        foreach (var op in operators)
        {
            if (op is ListOperatorSyntax { Keyword.Kind: SyntaxKind.UnionKeyword } union && IsFuzzy(union) is { } fuzzy)
                return fuzzy;
        }

        return null;
    }

    /// <summary>Binds operators over a given input: the subquery of mv-apply, partition, fork.</summary>
    private BoundTabular BindSubPipe(ExpressionSyntax syntax, BoundTabular input)
    {
        var operators = new Stack<OperatorSyntax>();
        while (syntax is PipeSyntax pipe)
        {
            operators.Push(pipe.Operator);
            syntax = pipe.Left;
        }

        var table = syntax is OperatorSyntax first ? BindOperator(first, input) : syntax is NameSyntax { IsMissing: true } ? input : BindTabular(syntax);
        while (operators.TryPop(out var op))
            table = BindOperator(op, table);
        return table;
    }

    private BoundTabular BindOperator(OperatorSyntax op, BoundTabular? input)
    {
        if (op is BadOperatorSyntax)
            return new BoundErrorTabular(RowType.NewOpen()) { Span = op.Span };
        var starts = op.Keyword.Kind is SyntaxKind.PrintKeyword or SyntaxKind.RangeKeyword;
        if (input is null && !starts && op is not (FindSyntax or SearchSyntax or EvaluateSyntax or MacroExpandSyntax) && op.Keyword.Kind != SyntaxKind.UnionKeyword)
        {
            Error("KQL174", "This operator needs a table before it: Table | operator …", op.Keyword.Span);
            input = new BoundErrorTabular(RowType.NewOpen()) { Span = op.Span };
        }
        else if (input is not null && starts)
        {
            Error("KQL175", "This operator starts a query; nothing can stand before it.", op.Keyword.Span);
        }

        if (input is { Row.IsOpen: true } && !_isTrial)
            input = WithNamedColumns(op, input);
        var saved = (_row, _rightRow, _aggregates, _insideAggregate, _search, _scanColumns, _tabularContext);
        (_row, _rightRow, _aggregates, _insideAggregate, _search, _scanColumns, _tabularContext) = (input?.Row, null, null, false, null, null, false);
        if (_trace is not null && _callSpan is null)
            _trace.Meet(op, _row, null, _scope, null);
        var result = BindOperatorCore(op, input!);
        if (_trace is not null && _callSpan is null)
            _trace.Meet(op, input?.Row, null, _scope, result);
        if (input is not null && _inferred is not null && input.Row.IsOpen && result.Row.IsOpen && !ReferenceEquals(result.Row, input.Row) && _inferred.TryGetValue(input.Row, out var named))
        {
            foreach (var column in named.Values)
            {
                if (result.Row.IndexOf(column.Name) < 0)
                    InferColumn(result.Row, column.Name, op.Span);
            }
        }

        (_row, _rightRow, _aggregates, _insideAggregate, _search, _scanColumns, _tabularContext) = saved;
        return result;
    }

    private bool _isTrial;

    // Columns that an operator names but nobody declared stand behind the declared ones, before those that the operator adds: bind it once
    // to learn them. Inner operators are learned along with it.
    private BoundTabular WithNamedColumns(OperatorSyntax op, BoundTabular input)
    {
        var saved = (_diagnostics, _defaultNames, _expansions, _tooManyExpansionsAt, _lets, _openSources);
        var missing = _missing.Count;
        _diagnostics = [];
        _lets = [.. _lets];
        _isTrial = true;
        BindOperator(op, input);
        _isTrial = false;
        (_diagnostics, _defaultNames, _expansions, _tooManyExpansionsAt, _lets, _openSources) = saved;
        _missing.RemoveRange(missing, _missing.Count - missing);
        return WithInferred(input);
    }

    private BoundTabular BindOperatorCore(OperatorSyntax op, BoundTabular input)
    {
        switch (op)
        {
            case ListOperatorSyntax list:
                return BindListOperator(list, input);
            case ExpressionOperatorSyntax expression:
                return BindExpressionOperator(expression, input);
            case SimpleOperatorSyntax simple:
                return BindSimpleOperator(simple, input);
            case SummarizeSyntax summarize:
                return BindSummarize(summarize, input);
            case JoinSyntax { Keyword.Kind: SyntaxKind.LookupKeyword } lookup:
                return BindLookup(lookup, input);
            case JoinSyntax join:
                return BindJoin(join, input);
            case SortSyntax sort:
                CheckParameters(sort.Parameters, OperatorParameters.Sort);
                return new BoundSort(input, BindSortKeys(sort.Keys)) { Span = op.Span };
            case TopSyntax top:
                CheckParameters(top.Parameters, OperatorParameters.Top);
                var count = BindInteger(top.Count);
                return new BoundTop(input, count, [BindSortKey(top.Key, checkDynamic: false)]) { Span = op.Span };
            case MvExpandSyntax expand:
                return BindMvExpand(expand, input);
            case MvApplySyntax apply:
                return BindMvApply(apply, input);
            case ParseSyntax parse:
                return BindParse(parse, input);
            case ParseKvSyntax parseKv:
                return BindParseKv(parseKv, input);
            case AsSyntax @as:
                return BindAs(@as, input);
            case RenderSyntax render:
                return BindRender(render, input);
            case EvaluateSyntax evaluate:
                return BindEvaluate(evaluate, input);
            case InvokeSyntax invoke:
                return BindInvoke(invoke, input);
            case RangeSyntax range:
                return BindRange(range);
            case SampleDistinctSyntax sample:
                return BindSampleDistinct(sample, input);
            case TopHittersSyntax hitters:
                return BindTopHitters(hitters, input);
            case TopNestedSyntax nested:
                return BindTopNested(nested, input);
            case MakeSeriesSyntax series:
                return BindMakeSeries(series, input);
            case SearchSyntax search:
                return BindSearch(search, input);
            case FindSyntax find:
                return BindFind(find, input);
            case PartitionSyntax partition:
                return BindPartition(partition, input);
            case ForkSyntax fork:
                return BindFork(fork, input);
            case FacetSyntax facet:
                return BindFacet(facet, input);
            case ScanSyntax scan:
                return BindScan(scan, input);
            case AssertSchemaSyntax:
                return new BoundPassThrough(input, PassThroughKind.AssertSchema) { Span = op.Span };
            case MacroExpandSyntax macro:
                return BindMacroExpand(macro);
            case MakeGraphSyntax make:
                return BindMakeGraph(make, input);
            case GraphMatchSyntax match:
                return BindGraphMatch(match, input);
            case GraphToTableSyntax toTable:
                return BindGraphToTable(toTable, input);
            default:
                return new BoundErrorTabular(RowType.NewOpen()) { Span = op.Span };
        }
    }

    private BoundTabular BindListOperator(ListOperatorSyntax op, BoundTabular input)
    {
        switch (op.Keyword.Kind)
        {
            case SyntaxKind.ProjectKeyword:
                return BindProject(op, input);
            case SyntaxKind.ExtendKeyword:
                return BindExtend(op, input);
            case SyntaxKind.ProjectAwayKeyword:
                return BindProjectAway(op, input, keep: false);
            case SyntaxKind.ProjectKeepKeyword:
                return BindProjectAway(op, input, keep: true);
            case SyntaxKind.ProjectRenameKeyword:
                return BindProjectRename(op, input);
            case SyntaxKind.ProjectReorderKeyword:
                return BindProjectReorder(op, input);
            case SyntaxKind.ProjectByNamesKeyword:
                return BindProjectByNames(op, input);
            case SyntaxKind.DistinctKeyword:
                CheckParameters(op.Parameters, OperatorParameters.Distinct);
                return BindDistinct(op, input);
            case SyntaxKind.SerializeKeyword:
                CheckParameters(op.Parameters, OperatorParameters.None);
                return BindSerialize(op, input);
            case SyntaxKind.UnionKeyword:
                return BindUnion(op, input);
            default:
                return BindPrint(op);
        }
    }

    private BoundTabular BindExpressionOperator(ExpressionOperatorSyntax op, BoundTabular input)
    {
        switch (op.Keyword.Kind)
        {
            case SyntaxKind.WhereKeyword or SyntaxKind.FilterKeyword:
                CheckParameters(op.Parameters, OperatorParameters.None);
                return new BoundFilter(input, BindBool(op.Expression)) { Span = op.Span };
            case SyntaxKind.TakeKeyword or SyntaxKind.LimitKeyword:
                CheckParameters(op.Parameters, OperatorParameters.None);
                return new BoundTake(input, BindInteger(op.Expression)) { Span = op.Span };
            case SyntaxKind.SampleKeyword:
                CheckParameters(op.Parameters, OperatorParameters.None);
                return new BoundSample(input, BindInteger(op.Expression)) { Span = op.Span };
            case SyntaxKind.ReduceKeyword:
                return BindReduce(op, input);
            default:
                return BindGraphWhere(op, input);
        }
    }

    private BoundTabular BindSimpleOperator(SimpleOperatorSyntax op, BoundTabular input)
    {
        switch (op.Keyword.Kind)
        {
            case SyntaxKind.CountKeyword:
                return new BoundCount(input, op.Name is null ? CountRow : new RowType([new ColumnSymbol(op.Name.Text, KqlType.Long)])) { Span = op.Span };
            case SyntaxKind.GetschemaKeyword:
                return new BoundGetSchema(input, op.Parameters is [{ Value: LiteralSyntax { Value: "csl" } }] ? SchemaTextRow : SchemaRow) { Span = op.Span };
            case SyntaxKind.ConsumeKeyword:
                CheckParameters(op.Parameters, OperatorParameters.Consume);
                return new BoundPassThrough(input, PassThroughKind.Consume, RowType.Empty) { Span = op.Span };
            case SyntaxKind.GraphMarkComponentsKeyword:
                return BindMarkComponents(op, input);
            default:
                return new BoundPassThrough(input, PassThroughKind.Materialize) { Span = op.Span };
        }
    }

    private ImmutableArray<BoundSortKey> BindSortKeys(ExpressionSyntax[] syntax)
    {
        var keys = new BoundSortKey[syntax.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = BindSortKey(syntax[i], checkDynamic: true);
        return ImmutableCollectionsMarshal.AsImmutableArray(keys);
    }

    private BoundSortKey BindSortKey(ExpressionSyntax syntax, bool checkDynamic)
    {
        var ordered = syntax as OrderedSyntax;
        var inner = ordered?.Expression ?? syntax;
        var value = BindScalar(inner);
        if (checkDynamic && value.Type.IsDynamic)
            Error("KQL116", "A dynamic value has no order. Convert it with tostring(), tolong() or todatetime() first.", syntax.Span);
        var descending = ordered?.Direction is not (SyntaxKind.AscKeyword or SyntaxKind.GrannyAscKeyword);
        return new BoundSortKey(value, descending, ordered?.NullsFirst ?? !descending);
    }

    // ---- sources

    private BoundDataTable BindDataTable(DataTableSyntax syntax)
    {
        var row = new RowType(ColumnsOf(syntax.Schema.Columns));
        var values = new BoundExpression[syntax.Values.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = BindScalar(syntax.Values[i]);
        if (row.Columns.Length > 0 && values.Length % row.Columns.Length != 0)
            Error("KQL173", $"The number of values must be a multiple of {row.Columns.Length}, one for each column; there are {values.Length}.", TextSpan.FromBounds(syntax.Values[0].Start, Math.Max(syntax.ValuesEnd, syntax.Values[^1].End)));
        return new BoundDataTable(row, ImmutableArray.Create(values)) { Span = syntax.Span };
    }

    private BoundExternalData BindExternalData(ExternalDataSyntax syntax)
    {
        var row = new RowType(ColumnsOf(syntax.Schema.Columns));
        var uris = ImmutableArray.CreateBuilder<string>();
        foreach (var uri in syntax.Uris)
        {
            var value = BindScalar(uri);
            if (BoundConstants.TryGetString(value, out var text))
                uris.Add(text);
        }

        return new BoundExternalData(row, uris.ToImmutable(), PropertiesOf(syntax.Properties)) { Span = syntax.Span };
    }

    private BoundRange BindRange(RangeSyntax syntax)
    {
        var (from, to, step) = WithRow(null, () => (BindSummable(syntax.From), BindSummable(syntax.To), BindSummable(syntax.Step)));
        if (step is BoundLiteral { Value: 0L or 0 or 0.0 } || step is BoundLiteral { Value: TimeSpan { Ticks: 0 } })
            Error("KQL140", "The step must not be zero.", syntax.Step.Span);
        var type = KqlType.Unknown;
        if (!from.Type.IsUnknown && !to.Type.IsUnknown && !step.Type.IsUnknown)
        {
            var common = TypeRelations.Common(from.Type, to.Type, Conversion.Promotable) ?? KqlType.Unknown;
            if (common.Kind == TypeKind.Int && step.Type.Kind == TypeKind.Int)
                type = KqlType.Int;
            else if (OverloadResolver.TypeOfBinary(OperatorKind.Add, common, step.Type) is { } sum)
                type = sum;
            else
                Error("KQL106", $"A step of type {step.Type.Name} cannot be added to {common.Name}.", syntax.Step.Span);
        }

        return new BoundRange(new RowType([new ColumnSymbol(syntax.Name.Text, type)]), from, to, step) { Span = syntax.Span };
    }

    private BoundExpression BindSummable(ExpressionSyntax syntax)
    {
        var value = BindScalar(syntax);
        if (!value.Type.IsSummable && !value.Type.IsUnknown)
            Error("KQL138", $"A number, datetime or timespan is expected here, not {value.Type.Name}.", syntax.Span);
        return value;
    }

    private BoundTabular BindAs(AsSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.As);
        var variable = new VariableSymbol(syntax.Name.Text, input.Row);
        if (!syntax.Name.IsMissing)
        {
            _scope.Declare(syntax.Name.Text, variable);
            Trace(variable, syntax.Name);
        }

        _lets.Add(new BoundLet(variable, null, input));
        return new BoundPassThrough(new BoundTabularVariable(variable) { Span = syntax.Span }, PassThroughKind.As) { Span = syntax.Span, Variable = variable };
    }

    private BoundTabular BindRender(RenderSyntax syntax, BoundTabular input)
    {
        if (syntax.Chart.Length > 0 && !OperatorParameters.Charts.Contains(syntax.Chart))
        {
            var span = new TextSpan(syntax.Keyword.End + 1, syntax.Chart.Length);
            ErrorWithSuggestion(KqlCodes.TokenExpected, $"'{syntax.Chart}' is no chart.", syntax.Chart, span, OperatorParameters.Charts);
        }

        CheckParameters([.. syntax.Properties.Where(static property => property.Name.Text is not ("with" or "by"))], OperatorParameters.Render);
        foreach (var property in syntax.Properties)
        {
            if (property.Name.Text == "with" && property.Value is not LiteralSyntax { IsMissing: true })
                RequireLiteral(property.Value, "KQL222", "a string", static kind => kind == SyntaxKind.StringLiteral);
        }

        return new BoundPassThrough(input, PassThroughKind.Render)
        {
            Span = syntax.Span,
            Properties = [new KeyValuePair<string, object?>("visualization", syntax.Chart), .. PropertiesOf(syntax.Properties)],
        };
    }

    private BoundTabular BindInvoke(InvokeSyntax syntax, BoundTabular input)
    {
        if (syntax.Call is not CallSyntax call)
        {
            if (syntax.Call is PathSyntax path && BindNode(path) is BoundTabular result)
                return result;
            return new BoundErrorTabular(RowType.NewOpen()) { Span = syntax.Span };
        }

        var name = call.Name.Text;
        var function = _scope.Find(name) as UserFunction ?? (_schema.FindFunction(name) is { } declaration ? _cache.Get(declaration) : null);
        if (function is null)
        {
            foreach (var argument in call.Arguments)
                BindArgument(argument, out _);
            if (Catalogue.FindFunction(name) is not null)
                Error("KQL111", $"'{name}' gives a single value; invoke needs a function of tables.", call.Name.Span);
            else
                ErrorWithSuggestion("KQL211", $"There is no function '{name}'.", name, call.Name.Span, FunctionNames());
            return new BoundErrorTabular(RowType.NewOpen()) { Span = syntax.Span };
        }

        var node = BindUserCall(function, call.Arguments, call.Name.Span, syntax.Span, input);
        return AsTabular(node, syntax.Call);
    }

    private BoundTabular BindReduce(ExpressionOperatorSyntax op, BoundTabular input)
    {
        CheckParameters([.. op.Parameters.Where(static p => p.Name.Text == "kind")], OperatorParameters.Reduce);
        CheckParameters([.. op.Parameters.Where(static p => p.Name.Text != "kind")], OperatorParameters.ReduceWith);
        var value = BindScalar(op.Expression);
        if (value.Type.Kind is not (TypeKind.String or TypeKind.Unknown))
            Error("KQL141", $"A string is expected here, not {value.Type.Name}.", op.Expression.Span);
        ImmutableArray<ColumnSymbol> columns = ParameterText(op.Parameters, "kind") == "source"
            ? input.Row.Columns.AddRange(PatternRow.Columns)
            : PatternRow.Columns;
        return new BoundReduce(input, new RowType(columns, input.Row.IsOpen && columns.Length > PatternRow.Columns.Length), value) { Span = op.Span };
    }

    private BoundTabular BindSampleDistinct(SampleDistinctSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.None);
        var count = BindInteger(syntax.Count);
        var column = BindColumn(syntax.Of);
        if (column is { Type.IsDynamic: true })
            Error("KQL116", "A dynamic value cannot be compared here. Convert it with tostring() first.", syntax.Of.Span);
        var of = column ?? (BoundExpression)Unknown(syntax.Of);
        var name = syntax.Of is NamedExpressionSyntax { Names: [var given, ..] } ? given.Text : column?.Column.Name ?? (syntax.Of as NameSyntax)?.Text ?? "Column1";
        return new BoundSampleDistinct(input, new RowType([new ColumnSymbol(name, of.Type)]), count, of) { Span = syntax.Span };
    }

    private BoundTabular BindTopHitters(TopHittersSyntax syntax, BoundTabular input)
    {
        var count = BindInteger(syntax.Count);
        var column = BindColumn(syntax.Of);
        var of = column ?? (BoundExpression)Unknown(syntax.Of);
        var ofName = NameOf(syntax.Of, of) ?? "Column1";
        var columns = new List<ColumnSymbol> { new(ofName, of.Type) };
        BoundExpression? by = null;
        if (syntax.By is not null)
        {
            by = BindScalar(syntax.By is NamedExpressionSyntax named ? named.Expression : syntax.By);
            if (!by.Type.IsNumeric && !by.Type.IsUnknown)
                Error("KQL137", $"A number is expected here, not {by.Type.Name}.", syntax.By.Span);
            columns.Add(new ColumnSymbol("approximate_sum_" + NameOf(syntax.By, by), by.Type));
        }
        else
        {
            columns.Add(new ColumnSymbol("approximate_count_" + ofName, KqlType.Long));
        }

        return new BoundTopHitters(input, new RowType(Projection.MakeUnique(columns)), count, of, by) { Span = syntax.Span };
    }
}
