using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Binding;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Testing.Coverage;

/// <summary>A point of a query as it is found, before any case ran.</summary>
internal sealed class PlannedPoint(CoverageKind kind, TextSpan span, params string[] outcomes)
{
    public CoverageKind Kind { get; } = kind;

    public TextSpan Span { get; } = span;

    public string[] Outcomes { get; } = outcomes;
}

/// <summary>A query that counts rows: one number a column, each for an outcome of a point.</summary>
/// <param name="Body">The query.</param>
/// <param name="Counts">Point and outcome of each column.</param>
internal sealed record CoverageProbe(BoundBody Body, ImmutableArray<(int Point, int Outcome)> Counts);

/// <summary>
/// Finds the points of a bound query and makes the queries that count them: each runs up to a place in the query and counts the rows
/// there. Only the query's own text has points: what a workspace function does inside belongs to that function.
/// </summary>
internal sealed class CoveragePlan
{
    private static readonly AggregateSymbol CountIf = Catalogue.FindAggregate("countif")!;
    private static readonly AggregateSymbol Count = Catalogue.FindAggregate("count")!;
    private static readonly FunctionSymbol Not = Catalogue.FindFunction("not")!;
    private static readonly FunctionSymbol Coalesce = Catalogue.FindFunction("coalesce")!;
    private static readonly FunctionSymbol Case = Catalogue.FindFunction("case")!;

    private readonly BoundQuery _query;
    private readonly HashSet<string> _workspaceFunctions;
    private readonly Dictionary<(int Start, int End), SyntaxNode> _syntax = [];
    private readonly Dictionary<(CoverageKind, TextSpan), int> _known = [];
    private readonly Dictionary<string, int> _lets = new(StringComparer.Ordinal);
    private readonly List<PlannedPoint> _points = [];

    // Parameters that take values of rows.
    private readonly HashSet<VariableSymbol> _varying = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundTabular, Counter> _counters = new(ReferenceEqualityComparer.Instance);
    private readonly List<Counter> _order = [];

    private CoveragePlan(BoundQuery query)
    {
        _query = query;
        _workspaceFunctions = [.. query.Functions.Select(function => function.Name)];
        foreach (var node in SyntaxWalk.DescendantsAndSelf(query.Syntax))
        {
            _syntax.TryAdd((node.Start, node.End), node);
            if (node is LetSyntax { Value: FunctionDeclarationSyntax } function)
                _lets[function.Name.Text] = Add(CoverageKind.Let, function.Name.Span, "rows");
        }
    }

    /// <summary>The points, in order of their place.</summary>
    public IReadOnlyList<PlannedPoint> Points => _points;

    /// <summary>The queries that count them.</summary>
    public ImmutableArray<CoverageProbe> Probes { get; private set; } = [];

    /// <summary>Finds the points of a query that is free of errors.</summary>
    public static CoveragePlan Of(BoundQuery query)
    {
        var plan = new CoveragePlan(query);
        var scope = plan.Lets(query.Body.Lets, []);
        if (query.Body.Tabular is { } tabular)
            plan.Visit(tabular, scope);
        plan.Probes = [.. plan._order.Select(counter => counter.ToProbe())];
        return plan;
    }

    // Tabular variables are looked at where they are declared, each once.
    private ImmutableList<BoundLet> Lets(ImmutableArray<BoundLet> lets, ImmutableList<BoundLet> scope)
    {
        foreach (var let in lets)
        {
            if (let.Tabular is { } tabular)
            {
                var declaration = _query.Syntax.Statements.OfType<LetSyntax>().FirstOrDefault(item => item.Name.Text == let.Variable.Name && item.Value.Start <= tabular.Span.Start && tabular.Span.End <= item.Value.End);
                if (declaration is not null)
                    CountRows(tabular, scope, Add(CoverageKind.Let, declaration.Name.Span, "rows"), 0);
                Visit(tabular, scope);
            }

            scope = scope.Add(let);
        }

        return scope;
    }

    private void Visit(BoundTabular node, ImmutableList<BoundLet> scope)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case BoundTabularBlock block:
                if (_workspaceFunctions.Contains(block.FunctionName) && !_lets.ContainsKey(block.FunctionName))
                    return;
                if (_lets.TryGetValue(block.FunctionName, out var function))
                    CountRows(block, scope, function, 0);
                Visit(block.Result, Lets(block.Lets, scope));
                return;
            case BoundFilter filter:
                Condition(filter.Predicate, SyntaxOf(filter) is ExpressionOperatorSyntax where ? where.Expression : null, filter.Input, scope, Same);
                break;
            case BoundProject project:
                foreach (var expression in project.Expressions)
                    Expression(expression, project.Input, scope, Same);
                break;
            case BoundSummarize summarize:
                foreach (var key in summarize.Keys)
                    Expression(key.Expression, summarize.Input, scope, Same);
                foreach (var aggregate in summarize.Aggregates)
                    Aggregate(aggregate, summarize.Input, scope);
                break;
            case BoundDistinct distinct:
                foreach (var expression in distinct.Expressions)
                    Expression(expression, distinct.Input, scope, Same);
                break;
            case BoundJoin join:
                Join(join, scope);
                Visit(join.Right, scope);
                break;
            case BoundUnion union:
                Union(union, scope);
                return;
            case BoundEvaluate { Input: { } input }:
                Visit(input, scope);
                return;
        }

        if (node is BoundOperator { Input: var below })
            Visit(below, scope);
    }

    private void Join(BoundJoin join, ImmutableList<BoundLet> scope)
    {
        if (SyntaxOf(join) is not JoinSyntax syntax || join.HasPredicate || join.LeftKeys.IsEmpty)
            return;
        var point = Add(CoverageKind.Join, syntax.Span, "left rows", "right rows", "a match", "no match");
        CountRows(join.Input, scope, point, 0);
        CountRows(join.Right, scope, point, 1);
        var outputs = Enumerable.Range(0, join.Input.Row.Columns.Length).ToImmutableArray();
        CountRows(new BoundJoin(join.Input, join.Right, join.Input.Row, JoinKind.LeftSemi, false, join.LeftKeys, join.RightKeys, outputs), scope, point, 2);
        CountRows(new BoundJoin(join.Input, join.Right, join.Input.Row, JoinKind.LeftAnti, false, join.LeftKeys, join.RightKeys, outputs), scope, point, 3);
    }

    private void Union(BoundUnion union, ImmutableList<BoundLet> scope)
    {
        // A star stands for the whole workspace: its tables are no legs that a test could fill one by one.
        var syntax = SyntaxOf(union) as ListOperatorSyntax;
        var named = syntax is not null && union.Inputs.Length <= syntax.Expressions.Length + 1;
        var point = named ? Add(CoverageKind.Union, syntax!.Span, [.. union.Inputs.Select((input, i) => NameOf(input.Query, i, union, syntax))]) : -1;
        for (var i = 0; i < union.Inputs.Length; i++)
        {
            if (point >= 0)
                CountRows(union.Inputs[i].Query, scope, point, i);
            Visit(union.Inputs[i].Query, scope);
        }
    }

    private string NameOf(BoundTabular input, int index, BoundUnion union, ListOperatorSyntax syntax)
    {
        var shift = union.Inputs.Length - syntax.Expressions.Length;
        return index < shift ? input is BoundTabularVariable variable ? variable.Variable.Name : "before the bar" : Short(syntax.Expressions[index - shift].Span);
    }

    private void Aggregate(BoundAggregate aggregate, BoundTabular input, ImmutableList<BoundLet> scope)
    {
        var isConditional = aggregate.Function.Name.EndsWith("if", StringComparison.Ordinal);
        for (var i = 0; i < aggregate.Arguments.Length; i++)
        {
            var argument = aggregate.Arguments[i];
            if (isConditional && argument.Type.Kind == TypeKind.Bool && i == (aggregate.Function.Name == "countif" ? 0 : 1))
                Condition(argument, null, input, scope, Same);
            else
                Expression(argument, input, scope, Same);
        }
    }

    // What decides is looked at operand by operand; null counts as not true.
    private void Condition(BoundExpression condition, ExpressionSyntax? syntax, BoundTabular input, ImmutableList<BoundLet> scope, Func<BoundExpression, BoundExpression> inside)
    {
        while (syntax is ParenthesizedSyntax inner)
            syntax = inner.Expression;
        if (condition is BoundBinary { Operator: OperatorKind.And or OperatorKind.Or } logic)
        {
            Condition(logic.Left, (syntax as BinarySyntax)?.Left, input, scope, inside);
            Condition(logic.Right, (syntax as BinarySyntax)?.Right, input, scope, inside);
            return;
        }

        Expression(condition, input, scope, inside);
        var span = syntax?.Span ?? condition.Span;
        if (span.Length == 0 || condition is BoundCall { Function.Name: "iff" or "iif" or "case" } || IsFixed(condition))
            return;
        var point = Add(CoverageKind.Predicate, span, "true", "false");
        CountIfTrue(inside(condition), input, scope, point, 0);
        CountIfTrue(NotTrue(inside(condition)), input, scope, point, 1);
    }

    private void Expression(BoundExpression expression, BoundTabular input, ImmutableList<BoundLet> scope, Func<BoundExpression, BoundExpression> inside)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (expression)
        {
            case BoundCall { Function.Name: "iff" or "iif" or "case" } choice:
                Choice(choice, input, scope, inside);
                foreach (var argument in choice.Arguments)
                    Expression(argument, input, scope, inside);
                break;
            case BoundCall call:
                foreach (var argument in call.Arguments)
                    Expression(argument, input, scope, inside);
                break;
            case BoundUnary unary:
                Expression(unary.Operand, input, scope, inside);
                break;
            case BoundBinary binary:
                Expression(binary.Left, input, scope, inside);
                Expression(binary.Right, input, scope, inside);
                break;
            case BoundBetween between:
                Expression(between.Operand, input, scope, inside);
                break;
            case BoundIn list:
                Expression(list.Left, input, scope, inside);
                if (list.Table is { } table)
                    Visit(table, scope);
                break;
            case BoundMember member:
                Expression(member.Operand, input, scope, inside);
                break;
            case BoundIndex index:
                Expression(index.Operand, input, scope, inside);
                break;
            case BoundToScalar scalar:
                Visit(scalar.Query, scope);
                break;
            case BoundScalarBlock block when _lets.TryGetValue(block.FunctionName, out var function):
                CountRows(input, scope, function, 0);
                foreach (var let in block.Lets)
                {
                    if (let.Scalar is not { } value)
                        continue;
                    Expression(value, input, scope, inside);
                    if (!IsFixed(value))
                        _varying.Add(let.Variable);
                }

                Expression(block.Result, input, scope, part => inside(new BoundScalarBlock(block.Lets, part, block.FunctionName)));
                break;
        }
    }

    private void Choice(BoundCall choice, BoundTabular input, ImmutableList<BoundLet> scope, Func<BoundExpression, BoundExpression> inside)
    {
        var arguments = choice.Arguments;
        if (SyntaxOf(choice) is not CallSyntax syntax || syntax.Arguments.Length != arguments.Length)
            return;
        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            if (IsFixed(arguments[i]))
                return;
        }

        var outcomes = new List<string>();
        for (var i = 1; i < arguments.Length; i += 2)
            outcomes.Add(Short(syntax.Arguments[i].Span));
        outcomes.Add(Short(syntax.Arguments[^1].Span));
        var point = Add(CoverageKind.Branch, syntax.Span, [.. outcomes]);

        // The same choice among the numbers of the branches.
        var parts = arguments.ToArray();
        for (var i = 1; i < parts.Length; i += 2)
            parts[i] = new BoundLiteral(KqlType.Long, (long)(i / 2));
        parts[^1] = new BoundLiteral(KqlType.Long, (long)(outcomes.Count - 1));
        var taken = inside(new BoundCall(Case, [.. parts], KqlType.Long));
        for (var i = 0; i < outcomes.Count; i++)
            CountIfTrue(new BoundBinary(OperatorKind.Equal, taken, new BoundLiteral(KqlType.Long, (long)i), KqlType.Bool), input, scope, point, i);

        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            if (arguments[i] is BoundBinary { Operator: OperatorKind.And or OperatorKind.Or })
                Condition(arguments[i], syntax.Arguments[i], input, scope, inside);
        }
    }

    // What no row can change has but one way to go.
    private bool IsFixed(BoundExpression expression) => expression switch
    {
        BoundLiteral => true,
        BoundVariable variable => variable.Variable.IsConstant && !_varying.Contains(variable.Variable),
        BoundCall call => !call.Arguments.IsEmpty && call.Arguments.All(IsFixed),
        BoundBinary binary => IsFixed(binary.Left) && IsFixed(binary.Right),
        BoundUnary unary => IsFixed(unary.Operand),
        BoundToScalar => true,
        _ => false,
    };

    private static BoundExpression Same(BoundExpression expression) => expression;

    private static BoundCall NotTrue(BoundExpression condition) =>
        new(Not, [new BoundCall(Coalesce, [condition, new BoundLiteral(KqlType.Bool, false)], KqlType.Bool)], KqlType.Bool);

    private SyntaxNode? SyntaxOf(BoundNode node) => _syntax.GetValueOrDefault((node.Span.Start, node.Span.End));

    private string Short(TextSpan span) => CoverageText.Short(_query.Source.Content.Substring(span.Start, span.Length));

    private int Add(CoverageKind kind, TextSpan span, params string[] outcomes)
    {
        if (_known.TryGetValue((kind, span), out var known))
            return known;
        _points.Add(new PlannedPoint(kind, span, outcomes));
        return _known[(kind, span)] = _points.Count - 1;
    }

    private void CountRows(BoundTabular input, ImmutableList<BoundLet> scope, int point, int outcome) => CounterOf(input, scope).Add(Count, null, point, outcome);

    private void CountIfTrue(BoundExpression condition, BoundTabular input, ImmutableList<BoundLet> scope, int point, int outcome) =>
        CounterOf(input, scope).Add(CountIf, condition, point, outcome);

    private Counter CounterOf(BoundTabular input, ImmutableList<BoundLet> scope)
    {
        if (!_counters.TryGetValue(input, out var counter))
        {
            _counters[input] = counter = new Counter(input, scope);
            _order.Add(counter);
        }

        return counter;
    }

    private sealed class Counter(BoundTabular input, ImmutableList<BoundLet> scope)
    {
        private readonly List<BoundAggregate> _aggregates = [];
        private readonly List<(int Point, int Outcome)> _counts = [];

        public void Add(AggregateSymbol aggregate, BoundExpression? condition, int point, int outcome)
        {
            if (_counts.Contains((point, outcome)))
                return;
            _aggregates.Add(new BoundAggregate(aggregate, condition is null ? [] : [condition], [new ColumnSymbol($"c{_counts.Count}", KqlType.Long)]));
            _counts.Add((point, outcome));
        }

        public CoverageProbe ToProbe()
        {
            var columns = _aggregates.Select(aggregate => aggregate.Outputs[0]).ToImmutableArray();
            var outputs = columns.Select((column, i) => (BoundExpression)new BoundColumn(i, column)).ToImmutableArray();
            return new CoverageProbe(new BoundBody([.. scope], new BoundSummarize(input, new RowType(columns), [], [.. _aggregates], outputs), null), [.. _counts]);
        }
    }
}

/// <summary>Texts of queries on one line.</summary>
internal static class CoverageText
{
    private const int Longest = 70;

    public static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Longest ? line : line[..(Longest - 3)] + "...";
    }
}
