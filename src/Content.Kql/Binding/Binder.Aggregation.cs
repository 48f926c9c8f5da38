using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    // Columns that the by clause of the summarize being bound refers to: a star leaves them out.
    private ColumnSymbol[] _byColumns = [];

    private BoundExpression BindAggregate(AggregateSymbol function, CallSyntax call)
    {
        _insideAggregate = true;
        var (arguments, names) = BindArguments(call.Arguments);
        _insideAggregate = false;
        var callArguments = new CallArguments(arguments, _row, names);
        var resolution = OverloadResolver.Resolve(function, callArguments);
        if (resolution.Error is { } error)
        {
            Error(error.Code, error.Message, error.Argument >= 0 && error.Argument < call.Arguments.Length ? ArgumentSpan(call.Arguments[error.Argument]) : call.Name.Span);
        }

        var outputs = ColumnOutputs.Of(function, resolution.Signature, resolution.Type, callArguments, [], _byColumns);
        if (resolution.Error is null)
            HintObsolete(function, call.Name.Span);
        var isTuple = resolution.Signature is { } signature && ColumnOutputs.GivesColumns(signature);
        if (outputs.IsEmpty)
            outputs = [new ColumnSymbol("", resolution.Type)];
        var ordinal = _aggregates!.Add(new BoundAggregate(function, ExpandStars(arguments), outputs));
        var first = new ColumnSymbol(outputs[0].Name, resolution.Type.Kind is TypeKind.Unknown or TypeKind.Tuple && resolution.Error is null ? outputs[0].Type : resolution.Error is null && isTuple ? outputs[0].Type : resolution.Type);
        var reference = new BoundColumn(ordinal, first) { Span = call.Span };
        if (isTuple)
            (_tupleAggregates ??= [])[reference] = outputs;
        return reference;
    }


    private BoundTabular BindSummarize(SummarizeSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Summarize);
        var projection = new Projection();
        foreach (var key in syntax.By ?? [])
        {
            var before = projection.Count;
            AddColumns(key, projection, ProjectionStyle.Project);
            // A key of several columns may hold dynamics.
            if (projection.Count == before + 1 && projection.Columns[before].Type.IsDynamic)
                Error("KQL116", $"'{projection.Columns[before].Name}' is dynamic and cannot be a key. Convert it with tostring() first.", key.Span);
        }

        if (syntax.LegacyBin is { } bin)
            BindScalar(bin.Expression);

        var keys = projection.ToAssignments();
        foreach (var column in projection.Columns)
            projection.Skip(column);

        var savedBy = _byColumns;

        // by x = a leaves a out of a star, though the key has another name.
        _byColumns = [.. projection.Columns, .. keys.Select(static key => key.Expression).OfType<BoundColumn>().Select(static key => key.Column)];
        var collector = new AggregateCollector(keys.Length);
        _aggregates = collector;
        foreach (var aggregate in syntax.Aggregates)
            AddColumns(aggregate, projection, ProjectionStyle.Summarize);
        _aggregates = null;
        _byColumns = savedBy;

        var outputs = projection.Expressions.ToBuilder();
        for (var i = 0; i < keys.Length; i++)
            outputs[i] = new BoundColumn(i, keys[i].Column) { Span = syntax.Span };
        return new BoundSummarize(input, projection.ToRow(isOpen: false), keys, [.. collector.Aggregates], outputs.ToImmutable()) { Span = syntax.Span };
    }

    private BoundTabular BindMakeSeries(MakeSeriesSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.MakeSeries);
        var projection = new Projection();
        foreach (var key in syntax.By ?? [])
            AddColumns(key, projection, ProjectionStyle.Project);
        var keys = projection.ToAssignments();

        var collector = new AggregateCollector(0);
        var items = ImmutableArray.CreateBuilder<BoundSeriesAggregate>();
        foreach (var item in syntax.Items)
        {
            BoundExpression? defaultValue = item.Default is null ? null : BindScalar(item.Default);
            _aggregates = collector;
            var before = projection.Count;
            var aggregatesBefore = collector.Aggregates.Count;
            AddColumns(item.Expression, projection, ProjectionStyle.Summarize, columnType: KqlType.Dynamic);
            _aggregates = null;
            var expressions = projection.Expressions;
            // A series of a constant still counts its bins, so that each has a value.
            if (collector.Aggregates.Count == aggregatesBefore && projection.Count > before)
                collector.Add(new BoundAggregate(Catalogue.FindAggregate("count")!, [], [new ColumnSymbol("count_", KqlType.Long)]));
            for (var i = before; i < projection.Count; i++)
            {
                if (collector.Aggregates.Count > aggregatesBefore)
                    items.Add(new BoundSeriesAggregate(collector.Aggregates[aggregatesBefore], defaultValue, projection.Columns[i], expressions[i]));
            }
        }

        var axisIndex = projection.Count;
        AddColumns(syntax.On, projection, ProjectionStyle.Project, columnType: KqlType.Dynamic);
        var axisExpression = projection.Count > axisIndex ? projection.Expressions[axisIndex] : Unknown(syntax.On);
        var axisColumn = projection.Count > axisIndex ? projection.Columns[axisIndex] : new ColumnSymbol("", KqlType.Dynamic);
        BoundExpression? from = null, to = null, step = null;
        if (syntax.InRange is { } range)
        {
            if (range.Length != 3)
            {
                // When the range is not written as one, that was said.
                if (!_diagnostics.Exists(diagnostic => diagnostic.Code is KqlCodes.TokenExpected or KqlCodes.MissingElement && diagnostic.Span.Start >= syntax.On.Span.End && diagnostic.Span.End <= syntax.Span.End + 1))
                    Error("KQL118", "range takes three values: start, stop and step.", range.Length > 0 ? TextSpan.FromBounds(range[0].Start, range[^1].End) : new TextSpan(syntax.On.Span.End, 0));
            }
            else
                (from, to, step) = (BindAxisEnd(range[0], axisExpression.Type), BindAxisEnd(range[1], axisExpression.Type), BindStep(range[2], axisExpression.Type));
        }
        else
        {
            from = syntax.From is null ? null : BindAxisEnd(syntax.From, axisExpression.Type);
            to = syntax.To is null ? null : BindAxisEnd(syntax.To, axisExpression.Type);
            step = syntax.Step is null ? null : BindStep(syntax.Step, axisExpression.Type);
        }

        return new BoundMakeSeries(
            input,
            projection.ToRow(isOpen: false),
            items.ToImmutable(),
            new BoundAssignment(axisColumn, axisExpression),
            from,
            to,
            step ?? Unknown(syntax),
            keys,
            ParameterText(syntax.Parameters, "kind") == "nonempty")
        {
            Span = syntax.Span,
            AllAggregates = [.. collector.Aggregates],
            IsInRange = syntax.InRange is not null,
        };
    }

    private BoundExpression BindAxisEnd(ExpressionSyntax syntax, KqlType axis)
    {
        var value = BindScalar(syntax);
        if (!axis.IsUnknown && !value.Type.IsUnknown && !TypeRelations.IsAssignable(axis, value.Type, Conversion.Promotable))
            Error("KQL141", $"A value of type {axis.Name} like the axis is expected here, not {value.Type.Name}.", syntax.Span);
        return value;
    }

    private BoundExpression BindStep(ExpressionSyntax syntax, KqlType axis)
    {
        var value = BindScalar(syntax);
        if (axis.IsUnknown || value.Type.IsUnknown)
            return value;
        var fits = OverloadResolver.TypeOfBinary(OperatorKind.Add, value.Type, axis) is { } sum && TypeRelations.IsAssignable(axis, sum);
        if (!fits)
            Error("KQL178", $"A step of type {value.Type.Name} does not fit an axis of type {axis.Name}.", syntax.Span);
        return value;
    }

    private BoundTabular BindTopNested(TopNestedSyntax syntax, BoundTabular input)
    {
        var columns = new List<ColumnSymbol>();
        var levels = ImmutableArray.CreateBuilder<BoundNestedLevel>();
        foreach (var clause in syntax.Clauses)
        {
            var count = clause.Count is null or NameSyntax { IsMissing: true } ? null : BindInteger(clause.Count);
            var ofSyntax = clause.Of is NamedExpressionSyntax named ? named.Expression : clause.Of;
            var of = BindScalar(ofSyntax);
            var others = clause.Others is null ? null : BindScalar(clause.Others);
            var bySyntax = clause.By is OrderedSyntax ordered ? ordered.Expression : clause.By;
            var byInner = bySyntax is NamedExpressionSyntax namedBy ? namedBy.Expression : bySyntax;
            var collector = new AggregateCollector(0);
            _aggregates = collector;
            var by = BindScalar(byInner);
            _aggregates = null;
            var ofName = Unique(NameOf(clause.Of, of) ?? "Column1");
            columns.Add(new ColumnSymbol(ofName, of.Type));
            var byName = Unique(bySyntax is NamedExpressionSyntax { Names: [var given, ..] } ? given.Text : "aggregated_" + ofName);
            columns.Add(new ColumnSymbol(byName, by.Type));
            var descending = clause.By is not OrderedSyntax { Direction: SyntaxKind.AscKeyword or SyntaxKind.GrannyAscKeyword };
            var aggregate = collector.Aggregates.Count > 0 ? collector.Aggregates[0] : null;
            if (aggregate is null)
            {
                if (by is not BoundErrorExpression)
                    Error("KQL123", "An aggregate such as count() or sum(x) is expected here.", clause.By.Span);
                return new BoundErrorTabular(new RowType([.. columns])) { Span = syntax.Span };
            }

            levels.Add(new BoundNestedLevel(count, of, others, aggregate, by, descending));
        }

        return new BoundTopNested(input, new RowType([.. columns]), levels.ToImmutable()) { Span = syntax.Span };

        string Unique(string name)
        {
            var candidate = name;
            for (var i = 1; columns.Exists(column => column.Name == candidate); i++)
                candidate = $"{name}{i}";
            return candidate;
        }
    }
}
