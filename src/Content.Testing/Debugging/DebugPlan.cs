using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Binding;
using Content.Kql.Engine;
using Content.Kql.Functions;
using Content.Kql.Symbols;

namespace Content.Testing.Debugging;

/// <summary>A step as it is found, before it runs.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Inside">What it is part of.</param>
/// <param name="Frame">The text that it stands in.</param>
/// <param name="Span">Where it stands there.</param>
/// <param name="Text">What is shown for it.</param>
/// <param name="Body">The query up to it.</param>
/// <param name="Inputs">Indexes of the steps whose rows it gets.</param>
internal sealed record PlannedStep(DebugStepKind Kind, ImmutableArray<string> Inside, QueryFrame Frame, TextSpan Span, string Text, BoundBody Body, ImmutableArray<int> Inputs)
{
    /// <summary>The predicates of a conjunction, each with its text.</summary>
    public ImmutableArray<string> Predicates { get; init; } = [];

    /// <summary>Counts what the predicates drop, or which rows have a match; null for other steps.</summary>
    public BoundBody? Probe { get; init; }

    /// <summary>Whether <see cref="Probe"/> counts the rows of a join that have a match.</summary>
    public bool IsJoin { get; init; }
}

/// <summary>
/// Takes a bound query apart into its steps, in the order in which rows flow: what stands before an operator, the right side of a join, the
/// inputs of a union, and the bodies of functions come before it. Each step has the query up to it as a query of its own.
/// </summary>
internal sealed class DebugPlan
{
    /// <summary>Steps at most; a limit of ours.</summary>
    public const int MostSteps = 2_000;

    private static readonly AggregateSymbol CountIf = Catalogue.FindAggregate("countif")!;
    private static readonly FunctionSymbol Not = Catalogue.FindFunction("not")!;
    private static readonly FunctionSymbol Coalesce = Catalogue.FindFunction("coalesce")!;

    private readonly QueryFrames _frames;
    private readonly Dictionary<string, int> _called = new(StringComparer.Ordinal);
    private readonly Dictionary<VariableSymbol, int> _variables = new(ReferenceEqualityComparer.Instance);
    private readonly List<PlannedStep> _steps = [];

    private DebugPlan(BoundQuery query) => _frames = new QueryFrames(query);

    /// <summary>The steps of a query that is free of errors.</summary>
    /// <param name="query">The query.</param>
    /// <param name="body">Its bound body, or the one that binding it again gave.</param>
    public static ImmutableArray<PlannedStep> Of(BoundQuery query, BoundBody body)
    {
        var plan = new DebugPlan(query);
        var frame = plan._frames.Query;
        var scope = plan.Lets(body.Lets, [], frame, []);
        if (body.Tabular is { } tabular)
            plan.Visit(tabular, scope, frame, []);
        else if (body.Scalar is { } scalar)
            plan.Add(new PlannedStep(DebugStepKind.Value, [], frame, scalar.Span, frame.Short(scalar.Span, "value"), new BoundBody([.. scope], null, scalar), []));
        return [.. plan._steps];
    }

    private ImmutableList<BoundLet> Lets(IEnumerable<BoundLet> lets, ImmutableList<BoundLet> scope, QueryFrame frame, ImmutableArray<string> inside)
    {
        foreach (var let in lets)
        {
            if (let.Tabular is { } tabular)
                _variables[let.Variable] = Visit(tabular, scope, frame, inside.Add("let " + let.Variable.Name));
            else if (let.Scalar is { } scalar)
                Add(new PlannedStep(DebugStepKind.Value, inside, frame, scalar.Span, let.Variable.Name, new BoundBody([.. scope], null, scalar), []));
            scope = scope.Add(let);
        }

        return scope;
    }

    // The index of the step that has the rows of the node.
    private int Visit(BoundTabular node, ImmutableList<BoundLet> scope, QueryFrame frame, ImmutableArray<string> inside)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case BoundTabularBlock block:
                return Function(block, scope, frame, inside);
            case BoundTabularVariable variable:
                return Step(DebugStepKind.Variable, node, scope, frame, inside, variable.Variable.Name, [_variables.GetValueOrDefault(variable.Variable, -1)]);
            case BoundUnion union:
                var inputs = union.Inputs.Length > MostSteps / 4 ? [] : union.Inputs.Select((input, i) => Visit(input.Query, scope, frame, inside.Add($"union input {i + 1}"))).ToImmutableArray();
                return Step(DebugStepKind.Operator, node, scope, frame, inside, "union", inputs);
            case BoundEvaluate { Input: { } input } evaluate:
                return Step(DebugStepKind.Operator, node, scope, frame, inside, "evaluate " + evaluate.Plugin.Name, [Visit(input, scope, frame, inside)]);
            case BoundJoin join:
                var left = Visit(join.Input, scope, frame, inside);
                var right = Visit(join.Right, scope, frame, inside.Add(join.IsLookup ? "right side of lookup" : "right side of join"));
                return Step(DebugStepKind.Operator, node, scope, frame, inside, join.IsLookup ? "lookup" : "join", [left, right], step => step with { Probe = MatchProbe(join, scope), IsJoin = true });
            case BoundFilter filter:
                var before = Visit(filter.Input, scope, frame, inside);
                var predicates = Conjunction(filter.Predicate);
                return Step(DebugStepKind.Operator, node, scope, frame, inside, "where", [before], step => step with
                {
                    Predicates = [.. predicates.Select((predicate, i) => frame.Short(predicate.Span, $"predicate {i + 1}"))], Probe = LossProbe(filter, predicates, scope),
                });
            // Binding names columns that only the data gives in a projection of its own, which is gone once they are known.
            case BoundProject { Input: var named } project when project.Span == named.Span && project.Expressions.Any(expression => expression is BoundOpenColumn):
                return Visit(named, scope, frame, inside);
            case BoundOperator { Input: var below }:
                return Step(DebugStepKind.Operator, node, scope, frame, inside, NameOf(node), [Visit(below, scope, frame, inside)]);
            case BoundTable table:
                return Step(DebugStepKind.Source, node, scope, frame, inside, table.Table.Name, []);
            case BoundWatchlist watchlist:
                return Step(DebugStepKind.Source, node, scope, frame, inside, $"{WorkspaceFunction.WatchlistReader}('{watchlist.Alias}')", []);
            case BoundOpaqueFunction opaque:
                return Step(DebugStepKind.Source, node, scope, frame, inside, opaque.Function.Name, []);
            default:
                return Step(DebugStepKind.Source, node, scope, frame, inside, NameOf(node), []);
        }
    }

    private int Function(BoundTabularBlock block, ImmutableList<BoundLet> scope, QueryFrame frame, ImmutableArray<string> inside)
    {
        var (body, parameters) = _frames.Of(block, frame);
        var within = inside.Add(block.FunctionName);

        // A workspace function without parameters gives the same wherever it is called: its steps stand there once.
        var isSame = parameters == 0 && body.Function == block.FunctionName;
        if (isSame && _called.TryGetValue(block.FunctionName, out var known))
            return Step(DebugStepKind.Function, block, scope, frame, inside, block.FunctionName, [known]);

        // Arguments stand where the function is called; what it declares itself stands in its body.
        var inner = Lets(block.Lets.Take(parameters), scope, frame, within);
        inner = Lets(block.Lets.Skip(parameters), inner, body, within);
        var result = Visit(block.Result, inner, body, within);
        var call = Step(DebugStepKind.Function, block, scope, frame, inside, block.FunctionName, [result]);
        if (isSame)
            _called[block.FunctionName] = call;
        return call;
    }

    private int Step(DebugStepKind kind, BoundTabular node, ImmutableList<BoundLet> scope, QueryFrame frame, ImmutableArray<string> inside, string name, ImmutableArray<int> inputs, Func<PlannedStep, PlannedStep>? more = null)
    {
        var step = new PlannedStep(kind, inside, frame, node.Span, frame.Short(node.Span, name), new BoundBody([.. scope], node, null), [.. inputs.Where(input => input >= 0)]);
        return Add(more is null ? step : more(step));
    }

    private int Add(PlannedStep step)
    {
        if (_steps.Count >= MostSteps)
            return -1;
        _steps.Add(step);
        return _steps.Count - 1;
    }

    // Of each predicate: the rows for which it is not true, and those for which all others are.
    private static BoundBody LossProbe(BoundFilter filter, ImmutableArray<BoundExpression> predicates, ImmutableList<BoundLet> scope)
    {
        var conditions = new List<BoundExpression>();
        for (var i = 0; i < predicates.Length; i++)
        {
            BoundExpression fails = new BoundCall(Not, [IsTrue(predicates[i])], KqlType.Bool);
            conditions.Add(fails);
            for (var j = 0; j < predicates.Length; j++)
            {
                if (j != i)
                    fails = new BoundBinary(OperatorKind.And, fails, IsTrue(predicates[j]), KqlType.Bool);
            }

            conditions.Add(fails);
        }

        var aggregates = conditions.Select((condition, i) => new BoundAggregate(CountIf, [condition], [new ColumnSymbol($"c{i}", KqlType.Long)])).ToImmutableArray();
        var row = new RowType([.. aggregates.Select(aggregate => aggregate.Outputs[0])]);
        return new BoundBody([.. scope], new BoundSummarize(filter.Input, row, [], aggregates, [.. row.Columns.Select((column, i) => (BoundExpression)new BoundColumn(i, column))]), null);
    }

    private static BoundBody? MatchProbe(BoundJoin join, ImmutableList<BoundLet> scope)
    {
        if (join.HasPredicate || join.LeftKeys.IsEmpty)
            return null;
        var outputs = Enumerable.Range(0, join.Input.Row.Columns.Length).ToImmutableArray();
        return new BoundBody([.. scope], new BoundJoin(join.Input, join.Right, join.Input.Row, JoinKind.LeftSemi, false, join.LeftKeys, join.RightKeys, outputs), null);
    }

    private static BoundCall IsTrue(BoundExpression condition) => new(Coalesce, [condition, new BoundLiteral(KqlType.Bool, false)], KqlType.Bool);

    private static ImmutableArray<BoundExpression> Conjunction(BoundExpression predicate)
    {
        var parts = new Stack<BoundExpression>();
        while (predicate is BoundBinary { Operator: OperatorKind.And } and)
        {
            if (and.Right is BoundBinary { Operator: OperatorKind.And })
                return [.. Conjunction(and.Left), .. Conjunction(and.Right), .. parts];
            parts.Push(and.Right);
            predicate = and.Left;
        }

        return [predicate, .. parts];
    }

    private static string NameOf(BoundNode node) => node.GetType().Name["Bound".Length..];
}
