using Content.Kql.Binding;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Operators;
using Content.Kql.Engine.Plugins;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

internal sealed partial class Compiler
{
    private ExpansionSpec Expansion(BoundMvExpand expand)
    {
        var parts = new ExpansionPart[expand.Expansions.Length];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = new ExpansionPart(Expression(expand.Expansions[i].Expression), expand.Expansions[i].Output);
        var limit = expand.Limit is null ? int.MaxValue : Count(expand.Limit, "mv-expand");
        return new ExpansionSpec(expand.Row, _use.Of(expand), [.. expand.Columns], parts, expand.BagAsArray, expand.ItemIndexOrdinal, limit);
    }

    private MvApplyPlan MvApply(BoundMvApply apply, bool[] need)
    {
        _owned.Add(apply.SubqueryInput);
        var spec = Expansion(apply.Expand);
        var subquery = Each(apply.SubqueryInput, apply.Subquery);
        return new MvApplyPlan(Compile(apply.Input), apply.Row, need, spec, subquery, [.. apply.InputColumns], [.. apply.SubqueryColumns], _context);
    }

    private RowsPlan GetSchema(BoundGetSchema schema, bool[] need)
    {
        var source = schema.Input.Row.Columns;
        var names = new StringBuilderVector(source.Length);
        var dataTypes = new StringBuilderVector(source.Length);
        var kqlTypes = new StringBuilderVector(source.Length);
        var ordinals = new FixedBuilder<long>(TypeKind.Long, source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            names.Add(source[i].Name);
            dataTypes.Add(source[i].Type.Kind switch
            {
                TypeKind.Bool => "System.SByte",
                TypeKind.Int => "System.Int32",
                TypeKind.Long => "System.Int64",
                TypeKind.Real => "System.Double",
                TypeKind.Decimal => "System.Data.SqlTypes.SqlDecimal",
                TypeKind.DateTime => "System.DateTime",
                TypeKind.TimeSpan => "System.TimeSpan",
                TypeKind.Guid => "System.Guid",
                TypeKind.String => "System.String",
                _ => "System.Object",
            });
            kqlTypes.Add(source[i].Type.Name);
            ordinals.Add(i);
        }

        var columns = new Vector?[schema.Row.Columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = schema.Row.Columns[i].Name switch
            {
                "ColumnName" => names.Build(),
                "ColumnOrdinal" => Conversions.To(ordinals.Build(), schema.Row.Columns[i].Type.Kind),
                "DataType" => dataTypes.Build(),
                "ColumnType" => kqlTypes.Build(),
                _ => Vector.Null(schema.Row.Columns[i].Type.Kind, source.Length),
            };
        }

        return new RowsPlan(schema.Row, need, _context) { Rows = new Batch(columns, source.Length) };
    }

    private MakeSeriesPlan MakeSeries(BoundMakeSeries series, bool[] need)
    {
        var parts = new SeriesPart[series.Aggregates.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var part = series.Aggregates[i];
            parts[i] = new SeriesPart(part.Default is null ? null : Constant(part.Default), Ordinal(series.Row, part.Column), Expression(part.Output));
        }

        var keys = new Expr[series.Keys.Length];
        var keyOrdinals = new int[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Typed(Expression(series.Keys[i].Expression), series.Keys[i].Column.Type.Kind);
            keyOrdinals[i] = Ordinal(series.Row, series.Keys[i].Column);
        }

        return new MakeSeriesPlan(
            Compile(series.Input), series.Row, need, series.AllAggregates.Select(Aggregate).ToArray(), parts, Expression(series.Axis.Expression), Ordinal(series.Row, series.Axis.Column),
            series.From is null ? null : Constant(series.From), series.To is null ? null : Constant(series.To), Constant(series.Step),
            keys, keyOrdinals, series.NonEmpty, series.IsInRange, _context);
    }

    private static int Ordinal(RowType row, ColumnSymbol column)
    {
        var same = row.Columns.IndexOf(column);
        return same >= 0 ? same : row.IndexOf(column.Name) is var named and >= 0 ? named : throw new EngineDefectException($"Column '{column.Name}' is not in the result.");
    }

    private TopNestedPlan TopNested(BoundTopNested nested, bool[] need)
    {
        var levels = new NestedLevel[nested.Levels.Length];
        for (var i = 0; i < levels.Length; i++)
        {
            var level = nested.Levels[i];
            levels[i] = new NestedLevel(
                level.Count is null ? null : Count(level.Count, "top-nested"), Expression(level.Of), level.Others is null ? null : Constant(level.Others),
                Aggregate(level.Aggregate), Expression(level.RankBy), level.Descending);
        }

        return new TopNestedPlan(Compile(nested.Input), nested.Row, need, levels, _context);
    }

    private TopHittersPlan TopHitters(BoundTopHitters hitters, bool[] need) => new(
        Compile(hitters.Input), hitters.Row, need, Count(hitters.Count, "top-hitters"), Expression(hitters.Of), hitters.By is null ? null : Expression(hitters.By), _context);

    private PartitionPlan Partition(BoundPartition partition, bool[] need)
    {
        _owned.Add(partition.SubqueryInput);
        var key = Expression(partition.Key);
        var each = Each(partition.SubqueryInput, partition.Subquery, always: partition.KeyVariable is not null);
        return new PartitionPlan(Compile(partition.Input), partition.Row, need, key, Next, partition.IsLegacy, _context);

        Plan Next(Vector value, Batch rows)
        {
            if (partition.KeyVariable is { } variable)
                _scalars[variable] = new Lazy<Expr>(new ConstantExpr(value));
            return each(rows);
        }
    }

    // The plan of a subquery over rows. Where it names them, what it takes from them as a whole is known only with the rows: it is compiled anew.
    private Func<Batch, Plan> Each(BoundSubqueryInput input, BoundTabular subquery, bool always = false)
    {
        if (!always && !HasBlock(subquery))
        {
            var plan = Compile(subquery);
            var source = (RowsPlan)Compile(input);
            return rows =>
            {
                source.Rows = rows;
                return plan;
            };
        }

        return rows =>
        {
            _subqueries[input] = new RowsPlan(input.Row, _use.Of(input), _context) { Rows = rows };
            var known = _lists.Keys.ToHashSet();
            var plan = Compile(subquery);
            foreach (var list in _lists.Keys.Except(known).ToArray())
                _lists.Remove(list);
            return plan;
        };
    }

    private static bool HasBlock(BoundTabular subquery)
    {
        var at = subquery;
        while (at is BoundOperator next)
            at = next.Input;
        return at is BoundTabularBlock;
    }

    // As a part of a larger query a fork gives its first result.
    private Plan Fork(BoundFork fork) => fork.Branches.IsEmpty ? Compile(fork.Input) : Branches(fork)[0].Plan;

    private List<(string Name, Plan Plan)> Branches(BoundFork fork)
    {
        _owned.Add(fork.SubqueryInput);
        return [.. fork.Branches.Select(branch => (branch.Key, Compile(branch.Value)))];
    }

    private ScanStepsPlan Scan(BoundScan scan, bool[] need)
    {
        var defaults = new Vector[scan.Declarations.Length];
        for (var i = 0; i < defaults.Length; i++)
            defaults[i] = Conversions.To(Constant(scan.Declarations[i].Expression), scan.Declarations[i].Column.Type.Kind);
        var outer = _scan;
        var state = _scan = new ScanState(scan.Steps.Length) { DeclaredFrom = scan.Input.Row.Columns.Length, Defaults = defaults };
        try
        {
            var steps = new ScanStep[scan.Steps.Length];
            for (var i = 0; i < steps.Length; i++)
            {
                var step = scan.Steps[i];
                steps[i] = new ScanStep(step.Name, step.Optional, step.Output, Expression(step.Condition), [.. step.Assignments.Select(a => KeyValuePair.Create(a.Key, Expression(a.Value)))]);
            }

            return new ScanStepsPlan(Compile(scan.Input), scan.Row, need, Expressions(scan.PartitionKeys), steps, scan.MatchIdOrdinal, scan.StepNameOrdinal, state, _context);
        }
        finally
        {
            _scan = outer;
        }
    }

    private Plan Evaluate(BoundEvaluate evaluate, bool[] need)
    {
        if (!evaluate.Row.IsOpen && _learnt.TryGetValue(evaluate.OpenNumber, out var known))
            return new RowsPlan(evaluate.Row, need, _context) { Rows = known };
        var plugin = PluginTable.Find(evaluate.Plugin.Name) ?? throw PluginTable.CannotRun(evaluate.Plugin.Name);
        var input = evaluate.Input is null ? null : Compile(evaluate.Input);
        PluginCall Call() => new(evaluate, input?.RunToEnd(_context) ?? new Batch([], 1), input?.Row ?? RowType.Empty, this);
        if (!evaluate.Row.IsOpen)
            return new ComputedPlan(evaluate.Row, need, _context, () => plugin(Call()));

        // Only the data gives the columns: run it now.
        var call = Call();
        var rows = plugin(call);
        if (_learning && evaluate.OpenNumber >= 0)
            throw new ColumnsLearntException(evaluate.OpenNumber, call.Row, _learntFromAll ? null : rows);
        return new RowsPlan(call.Row, ColumnUse.All(call.Row), _context) { Rows = rows };
    }

    /// <summary>An aggregate call for a plugin.</summary>
    public AggregateCall CompileAggregate(BoundAggregate aggregate) => Aggregate(aggregate);

    // Rows whose columns only the data gives may pass whole; an operator that picks or adds columns would lose those it does not know.
    private void CheckOpen(BoundTabular node)
    {
        if (node.Row.IsOpen && !_learning && node is not (BoundEvaluate or BoundFilter or BoundSort or BoundTop or BoundTake or BoundSample or BoundPassThrough or BoundTabularBlock or BoundTabularVariable or BoundSubqueryInput))
            throw new UnsupportedException("columns that only the data gives (evaluate without a schema)");
    }
}
