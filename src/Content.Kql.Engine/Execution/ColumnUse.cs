using System.Runtime.CompilerServices;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

/// <summary>
/// Which columns of every tabular node are read, and how often every tabular variable is. Walks from the result to the sources; variables
/// come after all their uses because they are declared before them.
/// </summary>
internal sealed partial class ColumnUse
{
    private readonly Dictionary<BoundTabular, bool[]> _needs = [];
    private readonly Dictionary<VariableSymbol, bool[]> _variableNeeds = [];
    private readonly Dictionary<VariableSymbol, int> _references = [];
    private int _repeats;

    // The variables of function bodies around the node that is visited.
    private readonly Stack<System.Collections.Immutable.ImmutableArray<BoundLet>> _around = [];

    // Names that `as` gives inside of a subquery that runs again and again, and tabular variables that are read outside of the block that declares them.
    private readonly HashSet<VariableSymbol> _ofRuns = [];
    private readonly HashSet<VariableSymbol> _readOutside = [];

    /// <param name="body">The query.</param>
    /// <param name="results">Which columns of a result count; null for all, which is what running it needs.</param>
    public ColumnUse(BoundBody body, Func<RowType, bool[]>? results = null)
    {
        _isNarrow = results is not null;
        results ??= All;
        foreach (var earlier in body.Earlier)
            Visit(earlier, results(earlier.Row));
        if (body.Tabular is not null)
            Visit(body.Tabular, results(body.Tabular.Row));
        if (body.Scalar is not null)
            Scalar(body.Scalar, []);
        Lets(body.Lets, []);
    }

    /// <summary>True when some expression calls <c>ingestion_time()</c>.</summary>
    public bool UsesIngestionTime { get; private set; }

    /// <summary>True when some expression calls a function that is not the same for the same arguments.</summary>
    public bool HasUnstableCalls { get; private set; }

    /// <summary>The tables that are read.</summary>
    public List<BoundTable> Tables { get; } = [];

    /// <summary>Sources whose columns only the data gives, each with the variables around it, outermost first.</summary>
    public List<(BoundTabular Source, int Number, System.Collections.Immutable.ImmutableArray<BoundLet>[] Around)> OpenSources { get; } = [];

    /// <summary>What gives all rows that a subquery gets, be it in one run or in several.</summary>
    public Dictionary<BoundSubqueryInput, BoundTabular> InputsBehind { get; } = [];

    /// <summary>The inputs of the branches of <c>fork</c> and <c>facet</c>: all rows of the operator's own input, once.</summary>
    public HashSet<BoundSubqueryInput> OfForks { get; } = [];

    /// <summary>A name that <c>as</c> gives to the rows of one run of a subquery and that is read outside of the subquery; null when there is none.</summary>
    public VariableSymbol? ReadOutsideOfRuns => _ofRuns.FirstOrDefault(_readOutside.Contains);

    /// <summary>Columns of a node that are read.</summary>
    public bool[] Of(BoundTabular node) => _needs.TryGetValue(node, out var need) ? need : All(node.Row);

    /// <summary>How often a tabular variable is read.</summary>
    public int References(VariableSymbol variable) => _references.GetValueOrDefault(variable);

    /// <summary>Columns of a tabular variable that are read.</summary>
    public bool[] OfVariable(VariableSymbol variable) => _variableNeeds.TryGetValue(variable, out var need) ? need : All(variable.Row ?? RowType.Empty);

    public static bool[] All(RowType row)
    {
        var all = new bool[row.Columns.Length];
        all.AsSpan().Fill(true);
        return all;
    }

    /// <summary>Ordinals that are set.</summary>
    public static int[] Ordinals(bool[] need)
    {
        var list = new List<int>();
        for (var i = 0; i < need.Length; i++)
        {
            if (need[i])
                list.Add(i);
        }

        return [.. list];
    }

    private void Lets(System.Collections.Immutable.ImmutableArray<BoundLet> lets, bool[] row)
    {
        for (var i = lets.Length - 1; i >= 0; i--)
        {
            var let = lets[i];
            if (let.Scalar is not null)
                Scalar(let.Scalar, row);
            else if (let.Tabular is not null && _references.ContainsKey(let.Variable))
                Visit(let.Tabular, OfVariable(let.Variable));
        }
    }

    private void Visit(BoundTabular node, bool[] need)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_needs.TryGetValue(node, out var known))
            Union(known, need);
        else
            _needs[node] = known = (bool[])need.Clone();
        need = known;
        switch (node)
        {
            case BoundTable table:
                MarkIngestion(table.Row, need);
                Tables.Add(table);
                AddOpen(table, table.OpenNumber);
                break;
            case BoundWatchlist watchlist: AddOpen(watchlist, watchlist.OpenNumber); break;
            case BoundOpaqueFunction function:
                MarkIngestion(function.Row, need);
                Functions.Add(function);
                foreach (var argument in function.Arguments)
                    Scalar(argument, []);
                break;
            case BoundTabularVariable variable:
            {
                _references[variable.Variable] = _references.GetValueOrDefault(variable.Variable) + 1 + _repeats;
                if (!_around.Any(lets => lets.Any(let => let.Variable == variable.Variable)))
                    _readOutside.Add(variable.Variable);
                if (_variableNeeds.TryGetValue(variable.Variable, out var needs))
                    Union(needs, need);
                else
                    _variableNeeds[variable.Variable] = (bool[])need.Clone();
                break;
            }

            case BoundTabularBlock block:
                _around.Push(block.Lets);
                if (block.FunctionName == "as")
                    _ofRuns.UnionWith(block.Lets.Select(static let => let.Variable));
                Visit(block.Result, need);
                Lets(block.Lets, []);
                _around.Pop();
                break;
            case BoundDataTable data:
                foreach (var value in data.Values)
                    Scalar(value, []);
                break;
            case BoundPrint print:
                foreach (var column in print.Columns)
                    Scalar(column.Expression, []);
                break;
            case BoundRange range:
                Scalar(range.From, []);
                Scalar(range.To, []);
                Scalar(range.Step, []);
                break;
            case BoundFilter filter:
            {
                var input = (bool[])need.Clone();
                Scalar(filter.Predicate, input);
                Visit(filter.Input, input);
                break;
            }

            case BoundProject project:
            {
                var input = None(project.Input);
                for (var i = 0; i < need.Length; i++)
                {
                    if (need[i])
                        Scalar(project.Expressions[i], input);
                }

                Visit(project.Input, input);
                break;
            }

            case BoundSummarize summarize:
            {
                var input = None(summarize.Input);
                foreach (var key in summarize.Keys)
                    Scalar(key.Expression, input);
                Aggregates(summarize, need, input);
                Visit(summarize.Input, input);
                break;
            }

            case BoundDistinct distinct:
            {
                var input = None(distinct.Input);
                foreach (var expression in distinct.Expressions)
                    Scalar(expression, input);
                Visit(distinct.Input, input);
                break;
            }

            case BoundSort sort: Visit(sort.Input, Keys(need, sort.Keys)); break;
            case BoundTop top:
                Scalar(top.Count, []);
                Visit(top.Input, Keys(need, top.Keys));
                break;
            case BoundTake take:
                Scalar(take.Count, []);
                Visit(take.Input, need);
                break;
            case BoundSample sample:
                Scalar(sample.Count, []);
                Visit(sample.Input, need);
                break;
            case BoundSampleDistinct sample:
            {
                var input = None(sample.Input);
                Scalar(sample.Count, []);
                Scalar(sample.Of, input);
                Visit(sample.Input, input);
                break;
            }

            case BoundCount count: Visit(count.Input, None(count.Input)); break;
            case BoundJoin join: Join(join, need); break;
            case BoundUnion union:
                foreach (var part in union.Inputs)
                {
                    var input = None(part.Query);
                    for (var i = 0; i < need.Length; i++)
                    {
                        if (need[i] && i < part.Columns.Length && part.Columns[i] >= 0)
                            input[part.Columns[i]] = true;
                    }

                    Visit(part.Query, input);
                }

                break;
            case BoundMvExpand expand: Visit(expand.Input, ExpandInput(expand, need)); break;
            case BoundMvApply apply: Apply(apply, need); break;
            case BoundParse parse:
            {
                var input = Taken(parse.Input, parse.Columns, need);
                Scalar(parse.Source, input);
                Visit(parse.Input, input);
                break;
            }

            case BoundParseKv parse:
            {
                var input = Taken(parse.Input, parse.Columns, need);
                Scalar(parse.Source, input);
                Visit(parse.Input, input);
                break;
            }

            case BoundGetSchema schema: Visit(schema.Input, None(schema.Input)); break;
            case BoundPassThrough pass: Visit(pass.Input, Resize(need, pass.Input)); break;
            case BoundPartition partition:
            {
                InputsBehind[partition.SubqueryInput] = partition.Input;
                _repeats++;
                Visit(partition.Subquery, need);
                _repeats--;
                var input = (bool[])Of(partition.SubqueryInput).Clone();
                Scalar(partition.Key, input);
                Visit(partition.Input, input);
                break;
            }

            case BoundFork fork:
                InputsBehind[fork.SubqueryInput] = fork.Input;
                OfForks.Add(fork.SubqueryInput);
                foreach (var branch in fork.Branches)
                    Visit(branch.Value, All(branch.Value.Row));
                Visit(fork.Input, All(fork.Input.Row));
                break;
            case BoundMakeSeries series:
            {
                var input = None(series.Input);
                foreach (var aggregate in series.AllAggregates)
                {
                    foreach (var argument in aggregate.Arguments)
                        Scalar(argument, input);
                }

                foreach (var aggregate in series.Aggregates)
                {
                    if (aggregate.Default is not null)
                        Scalar(aggregate.Default, []);
                }

                Scalar(series.Axis.Expression, input);
                foreach (var key in series.Keys)
                    Scalar(key.Expression, input);
                Optional(series.From);
                Optional(series.To);
                Scalar(series.Step, []);
                Visit(series.Input, input);
                break;
            }

            case BoundTopNested nested:
            {
                var input = None(nested.Input);
                foreach (var level in nested.Levels)
                {
                    Scalar(level.Of, input);
                    foreach (var argument in level.Aggregate.Arguments)
                        Scalar(argument, input);
                    Optional(level.Count);
                    Optional(level.Others);
                }

                Visit(nested.Input, input);
                break;
            }

            case BoundTopHitters hitters:
            {
                var input = None(hitters.Input);
                Scalar(hitters.Count, []);
                Scalar(hitters.Of, input);
                if (hitters.By is not null)
                    Scalar(hitters.By, input);
                Visit(hitters.Input, input);
                break;
            }

            case BoundEvaluate evaluate:
            {
                AddOpen(evaluate, evaluate.OpenNumber);
                if (evaluate.Input is not null)
                {
                    var input = All(evaluate.Input.Row);
                    foreach (var argument in evaluate.Arguments)
                        Scalar(argument, input);
                    Visit(evaluate.Input, input);
                }
                else
                {
                    foreach (var argument in evaluate.Arguments)
                        Scalar(argument, []);
                }

                break;
            }

            case BoundScan scan:
                foreach (var declaration in scan.Declarations)
                    Scalar(declaration.Expression, []);
                foreach (var step in scan.Steps)
                {
                    Scalar(step.Condition, []);
                    foreach (var assignment in step.Assignments)
                        Scalar(assignment.Value, []);
                }

                foreach (var key in scan.PartitionKeys)
                    Scalar(key, []);
                Visit(scan.Input, All(scan.Input.Row));
                break;
            case BoundMakeGraph make:
                Visit(make.Input!, All(make.Input!.Row));
                foreach (var table in make.Tables)
                    Visit(table.Table, All(table.Table.Row));
                break;
            case BoundGraphFilter filter:
                Scalar(filter.Predicate, []);
                Visit(filter.Input!, []);
                break;
            case BoundMarkComponents mark: Visit(mark.Input!, []); break;
            case BoundGraphMatch match:
                foreach (var element in match.Patterns.SelectMany(pattern => pattern))
                {
                    Optional(element.MinHops);
                    Optional(element.MaxHops);
                }

                Optional(match.Where);
                foreach (var expression in match.Project)
                    Scalar(expression, []);
                Visit(match.Input, []);
                break;
            case BoundGraphToTable table: Visit(table.Input, []); break;
            case BoundGraphPartition partition:
                _repeats++;
                Visit(partition.Subquery, need);
                _repeats--;
                Visit(partition.Graph, []);
                break;
            case BoundOperator other: Visit(other.Input, All(other.Input.Row)); break;
        }
    }

    private void AddOpen(BoundTabular source, int number)
    {
        if (number >= 0 && source.Row.IsOpen)
            OpenSources.Add((source, number, [.. _around.Reverse()]));
    }

    // The columns that tell when a row of a table or of a function's stand-in was ingested.
    private void MarkIngestion(RowType row, bool[] need)
    {
        if (!UsesIngestionTime)
            return;
        MarkColumn(row, need, "_IngestionTime");
        MarkColumn(row, need, "TimeGenerated");
    }

    private static void MarkColumn(RowType row, bool[] need, string name)
    {
        if (row.IndexOf(name) is var ordinal and >= 0)
            need[ordinal] = true;
    }

    private void Optional(BoundExpression? expression)
    {
        if (expression is not null)
            Scalar(expression, []);
    }

    private static bool[] None(BoundTabular node) => new bool[node.Row.Columns.Length];

    private static void Union(bool[] into, bool[] from)
    {
        for (var i = 0; i < into.Length && i < from.Length; i++)
            into[i] |= from[i];
    }

    private void Scalar(BoundExpression expression, bool[] row)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (expression)
        {
            case BoundColumn column:
                if (column.Ordinal < row.Length)
                    row[column.Ordinal] = true;
                break;
            case BoundCall call:
                HasUnstableCalls |= !call.Function.ConstantFoldable;
                UsesIngestionTime |= call.Function.Name == "ingestion_time";
                foreach (var argument in call.Arguments)
                    Scalar(argument, row);
                break;
            case BoundUnary unary: Scalar(unary.Operand, row); break;
            case BoundBinary binary:
            {
                // Chains of operators lean left and can be thousands long: walk them in a loop.
                BoundExpression at = binary;
                while (at is BoundBinary inner)
                {
                    Compare(inner.Left, inner.Right);
                    Scalar(inner.Right, row);
                    at = inner.Left;
                }

                Scalar(at, row);
                break;
            }

            case BoundBetween between:
                Scalar(between.Operand, row);
                Scalar(between.Low, row);
                Scalar(between.High, row);
                break;
            case BoundIn list:
                Scalar(list.Left, row);
                foreach (var item in list.Items)
                {
                    Compare(list.Left, item);
                    Scalar(item, row);
                }

                if (list.Table is not null)
                    Visit(list.Table, First(list.Table));
                break;
            case BoundMember member: Scalar(member.Operand, row); break;
            case BoundTupleItem item: Scalar(item.Tuple, row); break;
            case BoundIndex index:
                Scalar(index.Operand, row);
                Scalar(index.Index, row);
                break;
            case BoundStar: row.AsSpan().Fill(true); break;
            case BoundToScalar scalar: Visit(scalar.Query, First(scalar.Query)); break;
            case BoundTabularArgument argument: Visit(argument.Table, All(argument.Table.Row)); break;
            case BoundScalarBlock block:
                _around.Push(block.Lets);
                Scalar(block.Result, row);
                Lets(block.Lets, row);
                _around.Pop();
                break;
        }
    }

    private static bool[] First(BoundTabular table)
    {
        var need = None(table);
        if (need.Length > 0)
            need[0] = true;
        return need;
    }
}
