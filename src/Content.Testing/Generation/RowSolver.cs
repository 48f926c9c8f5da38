using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Testing.Debugging;
using Content.Testing.Fixtures;

namespace Content.Testing.Generation;

/// <summary>A predicate that rows of a query have to meet.</summary>
/// <param name="Node">The predicate.</param>
/// <param name="Frame">The text that it stands in.</param>
/// <param name="What">What sort of operator it stands in: <c>where</c>, <c>join</c>, <c>lookup</c>.</param>
internal sealed record FoundPredicate(BoundExpression Node, QueryFrame Frame, string What);

/// <summary>
/// One attempt at rows that a query gives a row for: goes from the result to the tables, opens a row wherever one is read, and turns the
/// predicates on the way into what is asked of its values. Nothing here is proof: the engine runs the rows.
/// </summary>
internal sealed partial class RowSolver
{
    private const int DeepestExpansion = 60;

    private readonly Choices _choices;
    private readonly HashSet<BoundExpression> _broken;
    private readonly ITableSource _fixed;
    private readonly Func<string, ColumnarTable?> _watchlist;
    private readonly QueryFrames _frames;
    private readonly ExecutionOptions _options;
    private readonly TimeWindow _window;
    private readonly DateTime _usual;
    private readonly CancellationToken _cancellationToken;
    private readonly List<Action> _later = [];
    private readonly Dictionary<VariableSymbol, TableClosure> _named = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundSubqueryInput, Witness> _subqueries = new(ReferenceEqualityComparer.Instance);
    private readonly List<SourceRow> _sources = [];
    private int _depth;

    /// <summary>Begins an attempt.</summary>
    /// <param name="choices">Its decisions.</param>
    /// <param name="broken">Predicates that are not to hold.</param>
    /// <param name="fixedTables">What is there whatever rows are made: watchlists.</param>
    /// <param name="watchlist">The rows of a watchlist; null when they are not known.</param>
    /// <param name="frames">The texts of the query.</param>
    /// <param name="options">The time at which the query runs.</param>
    /// <param name="window">The events that the run sees.</param>
    /// <param name="usual">When events usually happen, in UTC.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public RowSolver(
        Choices choices, IEnumerable<BoundExpression> broken, ITableSource fixedTables, Func<string, ColumnarTable?> watchlist, QueryFrames frames, ExecutionOptions options, TimeWindow window, DateTime usual, CancellationToken cancellationToken)
    {
        (_choices, _fixed, _watchlist, _frames, _options, _window, _usual, _cancellationToken) = (choices, fixedTables, watchlist, frames, options, window, usual, cancellationToken);
        _broken = new HashSet<BoundExpression>(broken, ReferenceEqualityComparer.Instance);
    }

    /// <summary>The predicates that were met, in order.</summary>
    public List<FoundPredicate> Predicates { get; } = [];

    /// <summary>The predicate that cannot be met together with those before it; null when all can, as far as is known.</summary>
    public FoundPredicate? FailedAt { get; private set; }

    /// <summary>What could not be solved, as texts for people; what is asked may hold all the same.</summary>
    public List<(BoundNode Node, string Why)> Unsolved { get; } = [];

    /// <summary>The rows of tables.</summary>
    public IReadOnlyList<SourceRow> Sources => _sources;

    /// <summary>Solves a query for a number of result rows; null when the decisions of this attempt contradict each other or something cannot be solved at all.</summary>
    public Witness? Solve(BoundBody body, long results)
    {
        if (body.Tabular is not { } tabular)
            return null;
        var scope = With(RowScope.Of(_frames.Query), body.Lets);
        if (Make(tabular, scope) is not { } witness)
            return null;
        if (results > 1 && !Repeat(witness, results))
            return null;
        for (var i = 0; i < _later.Count && !_failed; i++)
            _later[i]();
        return _failed ? null : witness;
    }

    private bool _failed;

    private static RowScope With(RowScope scope, IEnumerable<BoundLet> lets)
    {
        foreach (var let in lets)
        {
            scope = scope with { Lets = scope.Lets.Add(let) };
            scope = let.Tabular is { } tabular ? scope with { Tables = scope.Tables.SetItem(let.Variable, new TableClosure(tabular, scope)) }
                : let.Scalar is { } scalar ? scope with { Variables = scope.Variables.SetItem(let.Variable, new ExpressionTerm(scalar, scope)) } : scope;
        }

        return scope;
    }

    private Witness? Make(BoundTabular node, RowScope scope)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        _cancellationToken.ThrowIfCancellationRequested();
        if (_depth > DeepestExpansion)
            return Unable(node, "it is nested too deeply");
        switch (node)
        {
            case BoundTable { OpenNumber: < 0 } table:
                return Source(table.Cluster is null && table.Database is null ? table.Table.Name : new TableRequest(table.Table.Name, table.Row, []) { Cluster = table.Cluster, Database = table.Database }.QualifiedName, table.Row);
            case BoundOpaqueFunction { Row.IsOpen: false } function:
                return Source(function.Function.Name, function.Row);
            case BoundWatchlist watchlist:
                return _watchlist(watchlist.Alias) is { RowCount: > 0 } rows ? RowOf(rows) : Unable(node, $"the watchlist {watchlist.Alias} has no rows");
            case BoundDataTable { Row.Columns.Length: > 0 } data:
                return Data(data, scope);
            case BoundPrint print:
                return new Witness(print.Row, i => new ExpressionTerm(print.Columns[i].Expression, scope), []);
            case BoundRange range:
                return new Witness(range.Row, _ => new ExpressionTerm(range.From, scope), []);
            case BoundTabularVariable variable:
                return (scope.Tables.GetValueOrDefault(variable.Variable) ?? _named.GetValueOrDefault(variable.Variable)) is { } closure ? Deeper(closure.Node, closure.Scope) : Unable(node, $"{variable.Variable.Name} is not known");
            case BoundTabularBlock block:
                var (frame, parameters) = _frames.Of(block, scope.Frame);
                return Deeper(block.Result, With(With(scope, block.Lets.Take(parameters)) with { Frame = frame }, block.Lets.Skip(parameters)));
            case BoundSubqueryInput input:
                return _subqueries.GetValueOrDefault(input) ?? Unable(node, "a subquery");
            case BoundUnion union:
                return Union(union, scope);
            case BoundFilter filter:
                return Make(filter.Input, scope) is { } filtered && Meet(filter.Predicate, Inside(filtered, scope), "where") ? filtered : null;
            case BoundProject project:
                return Make(project.Input, scope) is { } projected ? Project(project.Row, project.Expressions, projected, scope) : null;
            case BoundSummarize summarize:
                return Make(summarize.Input, scope) is { } grouped ? Summarize(summarize, grouped, scope) : null;
            case BoundDistinct distinct:
                if (Make(distinct.Input, scope) is not { } several)
                    return null;
                var different = Project(distinct.Row, distinct.Expressions, several, scope);
                return different with { Keys = [.. Enumerable.Range(0, distinct.Row.Columns.Length).Select(different.Columns)] };
            case BoundCount count:
                return Make(count.Input, scope) is { } counted ? new Witness(count.Row, _ => new CountTerm(new RowGroup(counted.Sources, counted.Keys), null), counted.Sources) : null;
            case BoundJoin join:
                return Join(join, scope);
            case BoundPassThrough { Kind: PassThroughKind.As, Variable: { } name } named:
                _named[name] = new TableClosure(named.Input, scope);
                return Make(named.Input, scope);
            case BoundSort or BoundTop or BoundTake or BoundSample:
                return Make(((BoundOperator)node).Input, scope);
            case BoundPassThrough pass:
                return Make(pass.Input, scope) is { } passed ? passed with { Row = pass.Row } : null;
            case BoundMvExpand expand:
                return Make(expand.Input, scope) is { } whole ? Expand(expand, whole, scope) : null;
            case BoundMvApply apply:
                return Apply(apply, scope);
            case BoundParse parse:
                return Parse(parse, scope);
            case BoundParseKv parse:
                return ParseKv(parse, scope);
            case BoundPartition partition:
                if (Make(partition.Input, scope) is not { } partitioned)
                    return null;
                _subqueries[partition.SubqueryInput] = partitioned;
                return Make(partition.Subquery, scope);
            default:
                return Unable(node, $"{node.GetType().Name["Bound".Length..].ToLowerInvariant()} is not solved");
        }
    }

    private Witness? Deeper(BoundTabular node, RowScope scope)
    {
        _depth++;
        var witness = Make(node, scope);
        _depth--;
        return witness;
    }

    private Witness? Unable(BoundNode node, string why)
    {
        Unsolved.Add((node, why));
        return null;
    }

    private static RowScope Inside(Witness witness, RowScope scope) => scope with { Row = witness.Row, Columns = witness.Columns };

    private Witness Source(string table, RowType row)
    {
        // A table that is joined with itself may well meet the same row.
        if (_sources.Find(other => other.Table == table) is { } known && _choices.Among(2) == 1)
            return new Witness(row, ordinal => new SlotTerm(known.Slot(ordinal)), [known]);
        var source = new SourceRow(table, row);
        _sources.Add(source);

        // What the run does not see is not there.
        if (row.IndexOf("TimeGenerated") is var time and >= 0 && row.Columns[time].Type.Kind == TypeKind.DateTime)
        {
            source.Slot(time).Ask(Relation.LessOrEqual, _window.End);
            source.Slot(time).Ask(_window.ByIngestion ? Relation.Greater : Relation.GreaterOrEqual, _window.Start);
        }

        return new Witness(row, ordinal => new SlotTerm(source.Slot(ordinal)), [source]);
    }

    // A row of a table that is there already: any may be the one.
    private Witness RowOf(ColumnarTable table)
    {
        const int MostRows = 4;
        var rows = QueryResult.Of(table).Rows.Take(MostRows).ToList();
        var row = rows[_choices.Among(rows.Count)];
        return new Witness(table.Row, ordinal => new ConstantTerm(row[ordinal]), []);
    }

    private Witness? Data(BoundDataTable data, RowScope scope)
    {
        const int MostRows = 4;
        var width = data.Row.Columns.Length;
        if (data.Values.Length < width)
            return Unable(data, "the datatable has no rows");
        var row = _choices.Among(Math.Min(MostRows, data.Values.Length / width));
        return new Witness(data.Row, ordinal => new ExpressionTerm(data.Values[row * width + ordinal], scope), []);
    }

    private static Witness Project(RowType row, ImmutableArray<BoundExpression> expressions, Witness input, RowScope scope)
    {
        var inside = Inside(input, scope);
        var terms = new Term?[expressions.Length];
        return new Witness(row, i => terms[i] ??= expressions[i] is BoundColumn column ? input.Columns(column.Ordinal) : new ExpressionTerm(expressions[i], inside), input.Sources) { Keys = input.Keys };
    }

    private Witness? Union(BoundUnion union, RowScope scope)
    {
        const int MostInputs = 12;
        if (union.Inputs.IsEmpty)
            return Unable(union, "the union has no inputs");
        var taken = union.Inputs[_choices.Among(Math.Min(MostInputs, union.Inputs.Length))];
        return Deeper(taken.Query, scope) is not { } input ? null : new Witness(union.Row, ordinal =>
            ordinal == union.SourceOrdinal ? new ConstantTerm(taken.SourceName)
            : taken.Columns[ordinal] is var at and >= 0 ? input.Columns(at) : new ConstantTerm(union.Row.Columns[ordinal].Type.Kind == TypeKind.String ? "" : null), input.Sources);
    }

    private Witness Summarize(BoundSummarize summarize, Witness input, RowScope scope)
    {
        var inside = Inside(input, scope);
        var group = new RowGroup(input.Sources, input.Keys);
        var terms = new List<Term>();
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        foreach (var key in summarize.Keys)
        {
            columns.Add(key.Column);
            terms.Add(key.Expression is BoundColumn column ? input.Columns(column.Ordinal) : new ExpressionTerm(key.Expression, inside));
            SlotOf(terms[^1])?.Touch();
        }

        foreach (var aggregate in summarize.Aggregates)
        {
            for (var i = 0; i < aggregate.Outputs.Length; i++)
            {
                columns.Add(aggregate.Outputs[i]);
                terms.Add(Aggregate(aggregate, i, inside, group));
            }
        }

        return Project(summarize.Row, summarize.Outputs, new Witness(new RowType(columns.ToImmutable()), i => terms[i], input.Sources) { Keys = [.. terms.Take(summarize.Keys.Length)] }, scope);
    }

    private static Term Aggregate(BoundAggregate aggregate, int output, RowScope scope, RowGroup group)
    {
        Term Argument(int i) => i < aggregate.Arguments.Length ? new ExpressionTerm(aggregate.Arguments[i], scope) : new UnknownTerm(aggregate.Function.Name);
        return aggregate.Function.Name switch
        {
            "count" => new CountTerm(group, null),
            "countif" => new CountTerm(group, Argument(0)),
            "dcount" or "count_distinct" or "dcountif" or "count_distinctif" => new DistinctTerm(group, Argument(0)),
            "make_set" or "make_list" or "makeset" or "makelist" or "make_set_if" or "make_list_if" or "make_list_with_nulls" => new ListTerm(group, Argument(0)),
            "stdev" or "stdevp" or "variance" or "variancep" or "stdevif" or "varianceif" => new ConstantTerm(0.0),
            "arg_max" or "arg_min" or "argmax" or "argmin" => Carried(aggregate, output) is var at and >= 0 ? Argument(at) : Argument(output),
            "min" or "max" or "minif" or "maxif" or "sum" or "sumif" or "avg" or "avgif" or "any" or "take_any" or "anyif" or "take_anyif" or "percentile" or "percentiles" or "percentilew" => Argument(0),
            _ => new UnknownTerm(aggregate.Function.Name),
        };
    }

    // A star stands for more columns than come out: those are told by their names.
    private static int Carried(BoundAggregate aggregate, int output)
    {
        for (var i = 0; i < aggregate.Arguments.Length; i++)
        {
            if (aggregate.Arguments[i] is BoundColumn column && column.Column.Name == aggregate.Outputs[output].Name)
                return i;
        }

        return -1;
    }

    private Witness? Join(BoundJoin join, RowScope scope)
    {
        if (Make(join.Input, scope) is not { } left)
            return null;
        var width = join.Input.Row.Columns.Length;
        Term Missing(int ordinal) => new ConstantTerm(join.Row.Columns[ordinal].Type.Kind == TypeKind.String ? "" : null);
        if (join.Kind is JoinKind.LeftAnti)
            return new Witness(join.Row, i => left.Columns(join.Outputs[i]), left.Sources);

        // An outer join gives a row without a match too.
        var isOuter = join.Kind is JoinKind.LeftOuter or JoinKind.FullOuter;
        if (isOuter && _choices.Among(2) == 1)
            return new Witness(join.Row, i => join.Outputs[i] is var at && at < width ? left.Columns(at) : Missing(i), left.Sources);
        if (join.Kind is JoinKind.RightAnti)
            return Make(join.Right, scope) is { } only ? new Witness(join.Row, i => join.Outputs[i] is var at && at >= width ? only.Columns(at - width) : Missing(i), only.Sources) : null;
        if (Deeper(join.Right, scope) is not { } right)
            return isOuter ? null : Unable(join.Right, "the right side of the join");
        if (join.HasPredicate)
            Unsolved.Add((join, "a join with a predicate"));
        var (leftScope, rightScope) = (Inside(left, scope), Inside(right, scope));
        for (var i = 0; i < join.LeftKeys.Length; i++)
        {
            var (leftKey, rightKey) = (join.LeftKeys[i], join.RightKeys[i]);
            Predicates.Add(new FoundPredicate(leftKey, scope.Frame, join.IsLookup ? "lookup" : "join"));
            if (_broken.Contains(leftKey))
            {
                SlotOf(new ExpressionTerm(leftKey, leftScope))?.Touch();
                SlotOf(new ExpressionTerm(rightKey, rightScope))?.Touch();
                var (brokenLeft, brokenRight) = (new ExpressionTerm(leftKey, leftScope), new ExpressionTerm(rightKey, rightScope));
                _later.Add(() => Check(Apart(brokenLeft, brokenRight)));
            }
            else if (!Same(new ExpressionTerm(leftKey, leftScope), new ExpressionTerm(rightKey, rightScope), leftKey))
            {
                FailedAt = Predicates[^1];
                return null;
            }
        }

        // Of rows on the left with the same key this kind takes one: what is counted is on the right.
        return new Witness(join.Row, i => join.Outputs[i] is var at && at < width ? left.Columns(at) : right.Columns(at - width),
            join.Kind == JoinKind.InnerUnique ? [.. right.Sources, .. left.Sources] : [.. left.Sources, .. right.Sources]);
    }

    private Witness Expand(BoundMvExpand expand, Witness input, RowScope scope)
    {
        var inside = Inside(input, scope);
        var elements = new Dictionary<int, Term>();
        foreach (var expansion in expand.Expansions)
        {
            elements[expansion.Output] = Resolve(new ExpressionTerm(expansion.Expression, inside)) switch
            {
                ListTerm list => list.Of,
                var term when SlotOf(term)?.NextItem() is { } item => new SlotTerm(item),
                var term when TryEvaluate(term, out var value) && value is object?[] { Length: > 0 } items => new ConstantTerm(items[_choices.Among(Math.Min(4, items.Length))]),
                _ => new UnknownTerm("mv-expand"),
            };
        }

        return new Witness(expand.Row, i => elements.TryGetValue(i, out var element) ? element
            : i == expand.ItemIndexOrdinal ? new ConstantTerm(0L) : expand.Columns[i] is var at and >= 0 ? input.Columns(at) : new UnknownTerm("mv-expand"), input.Sources);
    }

    private Witness? Apply(BoundMvApply apply, RowScope scope)
    {
        if (Make(apply.Input, scope) is not { } input)
            return null;
        _subqueries[apply.SubqueryInput] = Expand(apply.Expand, input, scope);
        if (Make(apply.Subquery, scope) is not { } subquery)
            return null;
        return new Witness(apply.Row, i => apply.InputColumns[i] is var at and >= 0 ? input.Columns(at) : apply.SubqueryColumns[i] is var under and >= 0 ? subquery.Columns(under) : new UnknownTerm("mv-apply"), input.Sources);
    }

    private Witness? Parse(BoundParse parse, RowScope scope)
    {
        if (Make(parse.Input, scope) is not { } input)
            return null;
        var outputs = new Dictionary<int, Slot>();
        var pieces = new List<(string?, Slot?)>();
        foreach (var part in parse.Parts)
        {
            if (part.Text is not null)
                pieces.Add((parse.Kind == ParseKind.Regex ? RegexSample.Make(part.Text) : part.Text, null));
            else if (!part.IsStar)
            {
                outputs[part.Output] = new Slot(parse.Row.Columns[part.Output].Name, part.Type ?? KqlType.String);
                outputs[part.Output].Touch();
                pieces.Add((null, outputs[part.Output]));
            }
        }

        var source = SlotOf(new ExpressionTerm(parse.Source, Inside(input, scope)));
        if (source?.Compose(pieces) != true)
        {
            Unsolved.Add((parse, "the text that is parsed is made of something else"));
            outputs.Clear();
        }

        return new Witness(parse.Row, i => outputs.TryGetValue(i, out var slot) ? new SlotTerm(slot) : parse.Columns[i] is var at and >= 0 ? input.Columns(at) : new UnknownTerm("parse"), input.Sources);
    }

    private Witness? ParseKv(BoundParseKv parse, RowScope scope)
    {
        if (Make(parse.Input, scope) is not { } input)
            return null;
        string Property(string name, string otherwise) => parse.Properties.FirstOrDefault(property => property.Key == name).Value as string ?? otherwise;
        var source = SlotOf(new ExpressionTerm(parse.Source, Inside(input, scope)));
        return new Witness(parse.Row, i =>
        {
            var at = parse.Columns[i];
            if (at >= 0)
                return input.Columns(at);
            return source?.Pair(parse.Keys[~at].Name, Property("pair_delimiter", " "), Property("kv_delimiter", "=")) is { } slot ? new SlotTerm(slot) : new UnknownTerm("parse-kv");
        }, input.Sources);
    }

    // Several result rows: copies of what one comes of, with other values of what they are grouped by.
    private bool Repeat(Witness witness, long results) => !witness.Sources.IsEmpty && AtLeast(new RowGroup(witness.Sources, witness.Keys), results);

    /// <summary>Gives what a value comes of a value.</summary>
    public void Touch(Term term)
    {
        foreach (var slot in SlotsBelow(term))
            slot.Touch();
    }

    /// <summary>A node as it is written.</summary>
    public string TextOf(BoundNode node) => _frames.Query.Short(node.Span, node.GetType().Name["Bound".Length..].ToLowerInvariant());
}
