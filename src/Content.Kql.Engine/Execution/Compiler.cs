using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Content.Kql.Binding;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Operators;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

/// <summary>
/// Turns a bound query into plans and expressions. Constants, scalar variables and <c>toscalar</c> are evaluated on the way, so that
/// kernels see them as constants.
/// </summary>
internal sealed partial class Compiler
{
    private readonly KernelContext _context;
    private readonly ColumnUse _use;
    private readonly KernelTable _kernels;
    private readonly Dictionary<VariableSymbol, Lazy<Expr>> _scalars = [];
    private readonly Dictionary<VariableSymbol, Func<bool[], Plan>> _tabulars = [];
    private readonly Dictionary<BoundSubqueryInput, RowsPlan> _subqueries = [];
    private readonly Dictionary<BoundSubqueryInput, SharedRows> _forks = [];

    // Rows of the plugins whose columns an earlier attempt learnt, by their number.
    private readonly IReadOnlyDictionary<int, Batch> _learnt;
    private bool _learning;

    // True when the rows are those of all runs of a subquery: their columns hold for each run, the rows do not.
    private bool _learntFromAll;

    // Inputs of subqueries whose operators are compiled too: they get rows.
    private readonly HashSet<BoundSubqueryInput> _owned = [];

    public Compiler(BoundBody body, KernelContext context, KernelTable kernels, IReadOnlyDictionary<int, Batch>? learnt = null)
    {
        _context = context;
        _kernels = kernels;
        _learnt = learnt ?? new Dictionary<int, Batch>();
        _use = new ColumnUse(body);
        if (_use.ReadOutsideOfRuns is { } variable)
            throw new UnsupportedException("as", $"'{variable.Name}' names the rows of one run of a subquery and is read outside of it");
        Declare(body.Lets);
    }

    /// <summary>
    /// Runs the first source whose columns only the data gives, if there is one, and throws a <see cref="ColumnsLearntException"/>: the
    /// query must then be bound again.
    /// </summary>
    public void Learn()
    {
        if (_use.OpenSources.Count == 0)
            return;
        var (source, _, around) = _use.OpenSources.MinBy(open => open.Number);
        foreach (var lets in around)
            Declare(lets);
        _learning = true;
        Compile(source);
        _learning = false;
    }

    /// <summary>The plans of all results of a query, each with its name.</summary>
    public IReadOnlyList<(string Name, Plan Plan)> CompileResults(BoundTabular node)
    {
        var inner = node;
        while (inner is BoundPassThrough { Kind: PassThroughKind.Render } render)
            inner = render.Input;
        return inner is BoundFork { Branches.IsEmpty: false } fork ? Branches(fork) : [(QueryEngine.PrimaryResult, CompileQuery(node))];
    }

    public KernelContext Context => _context;

    /// <summary>The plan of the whole query.</summary>
    public Plan CompileQuery(BoundTabular node) => CompileAll(node);

    public Plan Compile(BoundTabular node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var need = _use.Of(node);
        CheckOpen(node);
        switch (node)
        {
            case BoundTable table: return Table(table, need);
            case BoundWatchlist watchlist:
            {
                var request = new TableRequest(watchlist.Alias, watchlist.Row, ColumnUse.Ordinals(need));
                var found = _context.Tables.FindWatchlist(request) ?? throw new MissingDataException("watchlist", watchlist.Alias);
                CheckLearnt(watchlist.Row, watchlist.OpenNumber, found);
                return new ScanPlan(node.Row, need, found, _context);
            }

            case BoundOpaqueFunction function:
            {
                var request = new TableRequest(function.Function.Name, function.Row, ColumnUse.Ordinals(need));
                return new ScanPlan(node.Row, need, _context.Tables.FindFunction(request) ?? throw new MissingDataException("function", function.Function.Name), _context, _use.UsesIngestionTime);
            }

            case BoundExternalData external: return ExternalData(external, need);
            case BoundTabularVariable variable:
                return _tabulars.TryGetValue(variable.Variable, out var make)
                    ? make(need) : throw new EngineDefectException($"Variable '{variable.Variable.Name}' has no value.");
            case BoundSubqueryInput input:
            {
                if (_learning && !_owned.Contains(input) && _use.InputsBehind.TryGetValue(input, out var behind))
                {
                    _learntFromAll = true;
                    return Compile(behind);
                }

                if (_use.OfForks.Contains(input))
                {
                    if (!_forks.TryGetValue(input, out var shared))
                        _forks[input] = shared = new SharedRows(() => Compile(_use.InputsBehind[input]), _context);
                    return new SharedPlan(input.Row, need, shared, _context);
                }

                if (!_subqueries.TryGetValue(input, out var rows))
                    _subqueries[input] = rows = new RowsPlan(input.Row, need, _context);
                return rows;
            }

            case BoundTabularBlock block:
                Declare(block.Lets);
                return Compile(block.Result);
            case BoundDataTable data: return DataTable(data, need);
            case BoundPrint print:
            {
                var columns = new Vector?[print.Columns.Length];
                for (var i = 0; i < columns.Length; i++)
                    columns[i] = Conversions.To(Constant(print.Columns[i].Expression), print.Row.Columns[i].Type.Kind);
                return new RowsPlan(print.Row, need, _context) { Rows = new Batch(columns, 1) };
            }

            case BoundRange range:
                return new RangePlan(range.Row, need, Constant(range.From), Constant(range.To), Constant(range.Step), _context);
            case BoundFilter filter: return Filter(filter, need);
            case BoundProject project: return Project(project, need);
            case BoundSummarize summarize: return Summarize(summarize, need);
            case BoundDistinct distinct:
                return new DistinctPlan(Input(distinct, distinct.Expressions), distinct.Row, need, Expressions(distinct.Expressions), _context);
            case BoundSort sort:
                return new SortPlan(Input(sort, sort.Keys.Select(k => k.Expression)), SortKeys(sort.Keys), need, _context);
            case BoundTop top:
                return new TopPlan(Input(top, top.Keys.Select(k => k.Expression)), SortKeys(top.Keys), Count(top.Count, "top"), need, _context);
            case BoundTake { Input: BoundSort sorted } take:
                return new TopPlan(Input(sorted, sorted.Keys.Select(k => k.Expression)), SortKeys(sorted.Keys), Count(take.Count, "take"), need, _context);
            case BoundTake take: return new TakePlan(Compile(take.Input), Count(take.Count, "take"));
            case BoundSample sample: return new TakePlan(Compile(sample.Input), Count(sample.Count, "sample"));
            case BoundSampleDistinct sample:
                return new DistinctPlan(Compile(sample.Input), sample.Row, need, [Expression(sample.Of)], _context, Count(sample.Count, "sample-distinct"));
            case BoundCount count: return new CountPlan(CompileAll(count.Input), count.Row, need);
            case BoundJoin join: return Join(join, need);
            case BoundUnion union:
            {
                var parts = new UnionPart[union.Inputs.Length];
                for (var i = 0; i < parts.Length; i++)
                    parts[i] = new UnionPart(Compile(union.Inputs[i].Query), [.. union.Inputs[i].Columns], union.Inputs[i].SourceName);
                return new UnionPlan(union.Row, need, parts, union.SourceOrdinal);
            }

            case BoundMvExpand expand: return new MvExpandPlan(Compile(expand.Input), expand.Row, need, Expansion(expand), _context);
            case BoundMvApply apply: return MvApply(apply, need);
            case BoundParse parse:
                return new ParsePlan(Compile(parse.Input), parse.Row, need, Expression(parse.Source), parse, _context);
            case BoundParseKv parse:
                return new ParseKvPlan(Compile(parse.Input), parse.Row, need, Expression(parse.Source), parse);
            case BoundGetSchema schema: return GetSchema(schema, need);
            case BoundPassThrough pass: return PassThrough(pass);
            case BoundMakeSeries series: return MakeSeries(series, need);
            case BoundTopNested nested: return TopNested(nested, need);
            case BoundTopHitters hitters: return TopHitters(hitters, need);
            case BoundPartition partition: return Partition(partition, need);
            case BoundFork fork: return Fork(fork);
            case BoundScan scan: return Scan(scan, need);
            case BoundEvaluate evaluate: return Evaluate(evaluate, need);
            case BoundReduce: throw new UnsupportedException("reduce");
            case BoundGraphMatch match: return GraphMatch(match, need);
            case BoundGraphToTable table: return GraphToTable(table, need);
            case BoundGraphPartition partition: return GraphPartition(partition, need);
            case BoundGraph: throw new QueryFailedException("A graph is no table: end the query with graph-match, graph-shortest-paths or graph-to-table.");
            case BoundErrorTabular: throw new QueryFailedException("The query has errors.");
            default: throw new UnsupportedException(node.GetType().Name.Replace("Bound", "", StringComparison.Ordinal).ToLowerInvariant());
        }
    }

    private Plan ExternalData(BoundExternalData external, bool[] need)
    {
        var parts = new List<UnionPart>();
        foreach (var uri in external.Uris)
        {
            var request = new TableRequest(uri, external.Row, ColumnUse.Ordinals(need));
            var table = _context.Tables.FindExternalData(request) ?? throw new MissingDataException("externaldata", uri);
            parts.Add(new UnionPart(new ScanPlan(external.Row, need, table, _context), [.. Enumerable.Range(0, external.Row.Columns.Length)], uri));
        }

        return parts.Count == 1 ? parts[0].Input : new UnionPlan(external.Row, need, [.. parts], -1);
    }

    private RowsPlan DataTable(BoundDataTable data, bool[] need)
    {
        var width = data.Row.Columns.Length;
        var rows = width == 0 ? 0 : data.Values.Length / width;
        var columns = new Vector?[width];
        for (var c = 0; c < width; c++)
        {
            if (!need[c])
                continue;
            var builder = VectorBuilder.Create(data.Row.Columns[c].Type.Kind, rows);
            for (var r = 0; r < rows; r++)
            {
                var value = Conversions.To(Constant(data.Values[r * width + c]), builder.Kind);
                if (value.IsNull(0))
                    builder.AddNull();
                else
                    builder.AddFrom(value, 0);
            }

            columns[c] = builder.Build();
        }

        return new RowsPlan(data.Row, need, _context) { Rows = new Batch(columns, rows) };
    }

    private Plan PassThrough(BoundPassThrough pass)
    {
        var input = Compile(pass.Input);
        if (pass.Kind == PassThroughKind.Consume)
            return new ComputedPlan(pass.Row, [], _context, () => Consume(input));
        if (pass.Variable is { } variable)
        {
            var rows = new SharedRows(() => input, _context);
            _tabulars[variable] = need => new SharedPlan(pass.Row, need, rows, _context);
            return new SharedPlan(pass.Row, input.Need, rows, _context);
        }

        return input;
    }

    // The rows are made, so that what fails fails; none comes out.
    private static Batch Consume(Plan input)
    {
        foreach (var _ in input.Run())
        {
        }

        return new Batch([], 0);
    }

    private ProjectPlan Project(BoundProject project, bool[] need, Plan? filtered = null)
    {
        var window = false;
        var expressions = new Expr?[project.Expressions.Length];
        for (var i = 0; i < expressions.Length; i++)
        {
            if (!need[i])
                continue;
            window |= HasWindow(project.Expressions[i]);
            expressions[i] = Typed(Expression(project.Expressions[i]), project.Row.Columns[i].Type.Kind);
        }

        var input = filtered ?? Compile(project.Input);
        return new ProjectPlan(window ? new WholePlan(input, _context) : input, project.Row, need, expressions);
    }

    private AggregateCall Aggregate(BoundAggregate aggregate)
    {
        var name = aggregate.Function.Name;
        var factory = _kernels.FindAggregate(name) ?? throw new UnsupportedException(name);
        var arguments = Arguments(aggregate.Arguments);
        return new AggregateCall(name, factory, new AggregateBinding(name, aggregate.Arguments, Constants(arguments), aggregate.Outputs, _context), arguments);
    }

    // An expression whose kind the row type does not have (an untyped null, say) is converted; elsewhere kinds must agree.
    private static Expr Typed(Expr expression, TypeKind kind)
    {
        if (expression.Kind == kind)
            return expression;
        if (expression.Constant is { } constant)
            return new ConstantExpr(Conversions.To(constant, kind));
        return new CallExpr("conversion", (arguments, _) => Conversions.To(arguments[0], kind), [expression], kind);
    }

    private Plan Input(BoundOperator node, IEnumerable<BoundExpression> expressions)
    {
        foreach (var expression in expressions)
        {
            if (HasWindow(expression))
                return new WholePlan(Compile(node.Input), _context);
        }

        return node is BoundSummarize ? Compile(node.Input) : CompileAll(node.Input);
    }

    private SortKey[] SortKeys(ImmutableArray<BoundSortKey> keys)
    {
        var result = new SortKey[keys.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = new SortKey(Expression(keys[i].Expression), keys[i].Descending, keys[i].NullsFirst);
        return result;
    }

    private long Count(BoundExpression expression, string name)
    {
        var value = Constant(expression).AsLong();
        if (value.IsNull(0) || value[0] < 0)
            throw new QueryFailedException($"The number of rows of '{name}' must be 0 or more.");
        return value[0];
    }

    private void Declare(ImmutableArray<BoundLet> lets)
    {
        foreach (var let in lets)
        {
            if (let.Scalar is { } scalar)
            {
                _scalars[let.Variable] = new Lazy<Expr>(() => Variable(scalar, let.Variable));
            }
            else if (let.Tabular is { } tabular)
            {
                if (_use.References(let.Variable) > 1)
                {
                    var rows = new SharedRows(() => Compile(tabular), _context);
                    _tabulars[let.Variable] = need => new SharedPlan(tabular.Row, need, rows, _context);
                }
                else
                {
                    _tabulars[let.Variable] = _ => Compile(tabular);
                    _singles[let.Variable] = tabular;
                }
            }
        }
    }

    private Expr Variable(BoundExpression scalar, VariableSymbol variable)
    {
        var value = Expression(scalar);
        if (variable.Type is { } type && type.Kind is not (TypeKind.Unknown or TypeKind.Type))
            value = Typed(value, type.Kind);
        return value is ConstantExpr or ColumnExpr ? value : new SharedExpr(value);
    }
}

/// <summary>The columns of a source are known now that it ran: the query must be bound again with them. Never leaves the engine.</summary>
internal sealed class ColumnsLearntException(int number, RowType row, Batch? rows) : EngineException("Columns that only the data gives.")
{
    public int Number { get; } = number;
    public RowType Row { get; } = row;
    public Batch? Rows { get; } = rows;
}

/// <summary>Something that the query reads is not there.</summary>
internal sealed class MissingDataException(string what, string name) : EngineException($"There is no data for {what} '{name}'.")
{
    public string Name { get; } = name;
}
