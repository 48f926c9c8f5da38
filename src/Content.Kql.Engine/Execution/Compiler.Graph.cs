using Content.Kql.Binding;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Operators;
using Content.Kql.Engine.Operators.Graphs;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Execution;

internal sealed partial class Compiler
{
    // Set while the conditions and the projection of a graph operator are compiled: what stands there reads elements, not columns.
    private GraphScope? _graphScope;
    private readonly Dictionary<BoundGraphInput, GraphHolder> _graphInputs = [];

    /// <summary>What makes a graph; it can be called again.</summary>
    private Func<GraphData> Graph(BoundTabular? node)
    {
        switch (node)
        {
            case BoundMakeGraph make:
            {
                var edges = Compile(make.Input!);
                var tables = make.Tables.Select(table => Compile(table.Table)).ToArray();
                return () => GraphData.Make(make, edges.RunToEnd(_context), Array.ConvertAll(tables, table => table.RunToEnd(_context)), _context);
            }

            case BoundGraphInput input:
            {
                if (!_graphInputs.TryGetValue(input, out var holder))
                    _graphInputs[input] = holder = new GraphHolder();
                return () => holder.Graph ?? throw new EngineDefectException("A subquery over graphs has none.");
            }

            case BoundGraphFilter filter: return GraphFilter(filter);
            case BoundMarkComponents mark:
            {
                var input = Graph(mark.Input);
                return () =>
                {
                    var graph = input();
                    return graph.WithNodeColumn(GraphComponents.Mark(graph, mark.Strong, _context));
                };
            }

            case BoundErrorTabular: throw new QueryFailedException("The query has errors.");
            default: throw new UnsupportedException("a stored graph");
        }
    }

    private Func<GraphData> GraphFilter(BoundGraphFilter filter)
    {
        var input = Graph(filter.Input);
        var row = filter.OnNodes ? filter.Nodes : filter.Edges;
        var frame = new GraphFrame(-1, filter.OnNodes, row.Columns.Length);
        var predicate = InScope(new GraphScope([], filter.Edges, filter.Nodes) { Frame = frame }, () => Expression(filter.Predicate));
        return () =>
        {
            var graph = input();
            var all = Enumerable.Range(0, filter.OnNodes ? graph.NodeCount : graph.EdgeCount).ToArray();
            var values = predicate.Evaluate(frame.Batch(graph, row, all, null, [])).AsBool();
            var keep = new bool[all.Length];
            for (var i = 0; i < keep.Length; i++)
                keep[i] = !values.IsNull(i) && values[i];
            return filter.OnNodes ? graph.KeepNodes(keep) : graph.KeepEdges(keep);
        };
    }

    private T InScope<T>(GraphScope scope, Func<T> compile)
    {
        var outer = _graphScope;
        _graphScope = scope;
        try
        {
            return compile();
        }
        finally
        {
            _graphScope = outer;
        }
    }

    private GraphMatchPlan GraphMatch(BoundGraphMatch match, bool[] need)
    {
        var graph = Graph(match.Input);
        var elements = match.Elements.Select(name =>
        {
            var element = match.Patterns.SelectMany(pattern => pattern).First(element => element.Name == name);
            return new GraphElement(name, element.IsEdge, element.IsPath);
        }).ToArray();
        var pattern = Pattern(match);
        if (match.Shortest && (pattern.Sequences.Count != 1 || !pattern.Edges.Any(edge => edge.IsPath)))
            throw new QueryFailedException("graph-shortest-paths takes one sequence with an edge of variable length.");
        GraphScope Scope() => new(elements, match.Input.Edges, match.Input.Nodes);
        var conditions = new List<MatchCondition>();
        foreach (var conjunct in Conjuncts(match.Where))
        {
            var scope = Scope();
            var condition = InScope(scope, () => PerEdge(conjunct, scope, PathFold.All));
            var read = scope.Slots.Select(slot => slot.Element).Distinct().ToArray();
            conditions.Add(new MatchCondition(condition, scope, read is [var only] && !elements[only].IsPath && condition is not PathExpr ? only : -1));
        }

        var projected = Scope();
        var project = InScope(projected, () => match.Project.Select(expression => PerEdge(expression, projected, PathFold.Map)).ToArray());
        var cycles = match.Cycles switch { "all" => CycleMode.All, "none" => CycleMode.None, _ => CycleMode.UniqueEdges };
        return new GraphMatchPlan(graph, match.Row, need, pattern, elements.Length, [.. conditions], projected, project, cycles, match.Shortest, match.Output == "all", _context);
    }

    private static IEnumerable<BoundExpression> Conjuncts(BoundExpression? condition)
    {
        var pending = new Stack<BoundExpression>();
        if (condition is not null)
            pending.Push(condition);
        while (pending.TryPop(out var node))
        {
            if (node is BoundBinary { Operator: OperatorKind.And } and)
            {
                pending.Push(and.Right);
                pending.Push(and.Left);
            }
            else
            {
                yield return node;
            }
        }
    }

    // An expression that reads a property of a path has a value for each of its edges.
    private Expr PerEdge(BoundExpression expression, GraphScope scope, PathFold fold)
    {
        scope.PathMet = -1;
        var value = Expression(expression);
        if (scope.PathMet < 0)
            return value;
        var path = scope.PathMet;
        var frame = scope.Frame = new GraphFrame(path, ofNodes: false, scope.EdgeRow.Columns.Length);
        _tuples.Clear();
        var body = Expression(expression);
        scope.Frame = null;
        return new PathExpr(scope, frame, body, scope.Slot(path, GraphScope.Itself), fold);
    }

    private GraphPattern Pattern(BoundGraphMatch match)
    {
        var variables = new List<int>();
        var edges = new List<PatternEdge>();
        var sequences = new List<int>();
        var closes = false;
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var sequence in match.Patterns)
        {
            if (sequence.Length % 2 == 0 || sequence.Where((element, i) => element.IsEdge != (i % 2 == 1)).Any())
                throw new QueryFailedException("A graph pattern is made of nodes with an edge between each two of them.");
            var ends = new int[sequence.Length];
            var own = new HashSet<int>();
            for (var i = 0; i < sequence.Length; i += 2)
            {
                var name = sequence[i].Name;
                if (name is null || !byName.TryGetValue(name, out var variable))
                {
                    variable = variables.Count;
                    variables.Add(name is null ? -1 : match.Elements.IndexOf(name));
                    if (name is not null)
                        byName[name] = variable;
                }

                closes |= !own.Add(variable);
                ends[i] = variable;
            }

            for (var i = 1; i < sequence.Length; i += 2)
            {
                var edge = sequence[i];
                var named = edge.Name is null ? -1 : match.Elements.IndexOf(edge.Name);
                if (named >= 0 && edges.Exists(other => other.Element == named))
                    throw new QueryFailedException($"The edge '{edge.Name}' stands in the pattern twice: name edges apart.");
                var (low, high) = edge.IsPath ? (Hops(edge.MinHops, 1), Hops(edge.MaxHops, 1)) : (1, 1);
                if (high < low)
                    throw new QueryFailedException("The least number of edges of a path is greater than the greatest.");
                edges.Add(new PatternEdge(ends[i - 1], ends[i + 1], named, edge.Direction, low, high, edge.IsPath));
            }

            sequences.Add(edges.Count);
        }

        return new GraphPattern(variables, edges, sequences, closes);
    }

    private int Hops(BoundExpression? expression, int otherwise)
    {
        if (expression is null)
            return otherwise;
        var value = Constant(expression).AsLong();
        return !value.IsNull(0) && value[0] is >= 0 and <= int.MaxValue ? (int)value[0] : throw new QueryFailedException("The length of a path must be 0 or more.");
    }

    private static Expr ElementProperty(BoundElementProperty property, GraphScope scope)
    {
        var element = property.Element;
        var isPath = scope.Elements[element].IsPath;
        if (isPath && scope.Frame is { OfNodes: false } own && own.Element == element)
            return new ColumnExpr(own.Property(property.Ordinal), scope.KindOf(element, property.Ordinal));
        if (!isPath)
            return Slot(scope, element, property.Ordinal);
        if (scope.Frame is not null)
            throw new UnsupportedException("properties of two paths in one expression");
        if (property.Ordinal == GraphData.Whole)
            return Mapped(scope, element, ofNodes: false, GraphData.Whole);
        scope.PathMet = element;
        return new ColumnExpr(0, property.Type.Kind);
    }

    private static ColumnExpr Slot(GraphScope scope, int element, int ordinal)
    {
        var slot = scope.Slot(element, ordinal);
        return new ColumnExpr(scope.Frame?.OuterSlot(slot) ?? slot, scope.KindOf(element, ordinal));
    }

    private static PathExpr Mapped(GraphScope scope, int element, bool ofNodes, int ordinal)
    {
        var frame = new GraphFrame(element, ofNodes, (ofNodes ? scope.NodeRow : scope.EdgeRow).Columns.Length);
        var kind = ordinal switch { GraphData.DegreeIn or GraphData.DegreeOut => TypeKind.Long, GraphData.Id => TypeKind.String, _ => TypeKind.Dynamic };
        return new PathExpr(scope, frame, new ColumnExpr(frame.Property(ordinal), kind), scope.Slot(element, GraphScope.Itself), PathFold.Map);
    }

    private Expr GraphCall(BoundCall call, GraphScope scope)
    {
        var name = call.Function.Name;
        var inner = call.Arguments.Length > 0 ? call.Arguments[0] as BoundCall : null;
        var over = (inner?.Function.Name == "inner_nodes" ? inner.Arguments[0] : call.Arguments.FirstOrDefault()) as BoundElementProperty;
        if (name is "all" or "any" or "map" or "inner_nodes")
        {
            if (over is null)
                throw new QueryFailedException($"The first argument of '{name}' must be an element of the pattern.");
            if (scope.Frame is not null)
                throw new UnsupportedException($"'{name}' inside of another graph function");
            var element = scope.Elements[over.Element];
            if (name == "inner_nodes")
                return Mapped(scope, over.Element, ofNodes: true, GraphData.Whole);
            var ofNodes = inner is not null || !element.IsEdge;
            var frame = scope.Frame = new GraphFrame(over.Element, ofNodes, (ofNodes ? scope.NodeRow : scope.EdgeRow).Columns.Length);
            var body = Expression(call.Arguments[1]);
            scope.Frame = null;
            return new PathExpr(scope, frame, body, scope.Slot(over.Element, GraphScope.Itself), name switch { "all" => PathFold.All, "any" => PathFold.Any, _ => PathFold.Map });
        }

        var ordinal = name switch
        {
            "node_degree_in" => GraphData.DegreeIn,
            "node_degree_out" => GraphData.DegreeOut,
            "node_id" => GraphData.Id,
            "labels" => GraphData.Labels,
            _ => throw new UnsupportedException(name),
        };
        if (over is null)
        {
            if (scope.Frame is not { } frame)
                throw new QueryFailedException($"'{name}' needs an element of the pattern here.");
            return new ColumnExpr(frame.Property(ordinal), call.Type.Kind);
        }

        return scope.Elements[over.Element].IsPath && scope.Frame is null ? Mapped(scope, over.Element, ofNodes: inner is not null, ordinal) : Slot(scope, over.Element, ordinal);
    }

    private ComputedPlan GraphToTable(BoundGraphToTable table, bool[] need)
    {
        var input = Graph(table.Input);
        return new ComputedPlan(table.Row, need, _context, () =>
        {
            var graph = input();
            var rows = table.NodesWanted ? graph.Nodes : graph.Edges;
            var ids = table.WithSourceId || table.WithTargetId ? graph.HashIds() : null;
            var columns = new List<Vector?>();
            if (table.WithSourceId)
                columns.Add(table.NodesWanted ? ids : ids!.Gather(graph.Source));
            if (table.WithTargetId)
                columns.Add(ids!.Gather(graph.Target));
            for (var i = 0; i < rows.Width; i++)
                columns.Add(rows.TryColumn(i));
            return new Batch([.. columns], rows.Length);
        });
    }

    private GraphPartitionPlan GraphPartition(BoundGraphPartition partition, bool[] need)
    {
        var holder = _graphInputs[partition.GraphInput] = new GraphHolder();
        var subquery = Compile(partition.Subquery);
        var tables = partition.Graph.Tables.Select(table => Compile(table.Table)).ToArray();
        return new GraphPartitionPlan(Compile(partition.Graph.Input!), tables, partition, need, holder, subquery, _context);
    }
}
