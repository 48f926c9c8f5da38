using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    private BoundTabular BindMakeGraph(MakeGraphSyntax syntax, BoundTabular input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.MakeGraph);
        var source = BindColumn(syntax.Source);
        var target = BindColumn(syntax.Target);
        foreach (var (column, place) in new[] { (source, syntax.Source), (target, syntax.Target) })
        {
            if (column is { Type.IsDynamic: true })
                Error("KQL240", "A dynamic column cannot identify nodes. Convert it with tostring() first.", place.Span);
        }

        var tables = ImmutableArray.CreateBuilder<BoundNodeTable>();
        var columns = new List<ColumnSymbol>();
        foreach (var item in syntax.Tables)
        {
            var table = BindRight(item.Table);
            var key = table.Row.IndexOf(item.Key.Text);
            if (key < 0 && !table.Row.IsOpen && !item.Key.IsMissing)
                ErrorWithSuggestion("KQL142", $"The table of nodes has no column '{item.Key.Text}'.", item.Key.Text, item.Key.Span, table.Row.Columns.Select(static c => c.Name));
            tables.Add(new BoundNodeTable(table, Math.Max(key, 0)));
            foreach (var column in table.Row.Columns)
            {
                if (!columns.Exists(other => other.Name == column.Name))
                    columns.Add(column);
            }
        }

        if (syntax.NodeId is { } nodeId)
            columns.Add(new ColumnSymbol(nodeId.Text, source?.Type ?? KqlType.String));
        if (source is null || target is null)
            return new BoundErrorTabular(RowType.NewOpen()) { Span = syntax.Span };
        var graph = new BoundMakeGraph(input, new RowType([.. columns]), source.Ordinal, target.Ordinal, syntax.Directed, tables.ToImmutable(), syntax.NodeId?.Text) { Span = syntax.Span };
        return syntax is { PartitionBy: { } partitionKey, PartitionQuery: { } query } ? BindGraphPartition(graph, partitionKey, query, syntax.Span) : graph;
    }

    private BoundTabular BindGraphPartition(BoundMakeGraph graph, NameSyntax keySyntax, ExpressionSyntax query, TextSpan span)
    {
        var key = BindColumn(keySyntax);
        var nodeKeys = ImmutableArray.CreateBuilder<int>();
        foreach (var table in graph.Tables)
            nodeKeys.Add(table.Table.Row.IndexOf(keySyntax.Text));
        var input = new BoundGraphInput(graph.Edges, graph.Nodes) { Span = query.Span };
        var subquery = BindSubPipe(query, input);
        return key is null ? new BoundErrorTabular(RowType.NewOpen()) { Span = span } : new BoundGraphPartition(graph, key.Ordinal, nodeKeys.ToImmutable(), input, subquery) { Span = span };
    }

    private BoundGraph? AsGraph(BoundTabular input, OperatorSyntax op)
    {
        if (input is BoundGraph graph)
            return graph;
        if (input is BoundTabularVariable { Variable: var variable } && _graphVariables.TryGetValue(variable, out var known))
            return known;
        foreach (var let in _lets)
        {
            if (input is BoundTabularVariable reference && ReferenceEquals(let.Variable, reference.Variable) && let.Tabular is BoundGraph declared)
                return declared;
        }

        if (input is not BoundErrorTabular)
            Error("KQL219", "This operator needs a graph before it. Make one with make-graph.", op.Keyword.Span);
        return null;
    }

    private readonly Dictionary<VariableSymbol, BoundGraph> _graphVariables = [];

    private BoundTabular BindGraphWhere(ExpressionOperatorSyntax op, BoundTabular input)
    {
        if (AsGraph(input, op) is not { } graph)
            return new BoundErrorTabular(RowType.NewOpen()) { Span = op.Span };
        var onNodes = op.Keyword.Kind == SyntaxKind.GraphWhereNodesKeyword;
        _graph = graph;
        var predicate = WithRow(onNodes ? graph.Nodes : graph.Edges, () => BindBool(op.Expression));
        _graph = null;
        return new BoundGraphFilter(graph, onNodes, predicate) { Span = op.Span };
    }

    private BoundTabular BindMarkComponents(SimpleOperatorSyntax op, BoundTabular input)
    {
        CheckParameters(op.Parameters, OperatorParameters.GraphMarkComponents);
        if (AsGraph(input, op) is not { } graph)
            return new BoundErrorTabular(RowType.NewOpen()) { Span = op.Span };
        var name = ParameterText(op.Parameters, "with_component_id") ?? "ComponentId";
        var nodes = new RowType([.. graph.Nodes.Columns, new ColumnSymbol(name, KqlType.Long)]);
        return new BoundMarkComponents(graph, nodes, ParameterText(op.Parameters, "kind") == "strong") { Span = op.Span };
    }

    private BoundTabular BindGraphMatch(GraphMatchSyntax syntax, BoundTabular input)
    {
        var shortest = syntax.Keyword.Kind == SyntaxKind.GraphShortestPathsKeyword;
        CheckParameters(syntax.Parameters, shortest ? OperatorParameters.GraphShortestPaths : OperatorParameters.GraphMatch);
        if (AsGraph(input, syntax) is not { } graph)
            return new BoundErrorTabular(RowType.NewOpen()) { Span = syntax.Span };
        var saved = _scope;
        _scope = new Scope(saved);
        var names = new List<string>();
        var patterns = ImmutableArray.CreateBuilder<ImmutableArray<BoundPatternElement>>();
        foreach (var pattern in syntax.Patterns)
        {
            var elements = ImmutableArray.CreateBuilder<BoundPatternElement>();
            foreach (var element in pattern)
            {
                var low = element.RangeStart is null ? null : BindInteger(element.RangeStart);
                var high = element.RangeEnd is null ? null : BindInteger(element.RangeEnd);
                elements.Add(new BoundPatternElement(element.Name?.Text, element.IsEdge, element.Direction, low, high));
                if (element.Name is not { IsMissing: false } name)
                    continue;
                var index = names.IndexOf(name.Text);
                if (index < 0)
                {
                    index = names.Count;
                    names.Add(name.Text);
                }

                _scope.Declare(name.Text, new GraphElementSymbol(name.Text, index, element.IsEdge, element.RangeEnd is not null, element.IsEdge ? graph.Edges : graph.Nodes));
            }

            patterns.Add(elements.ToImmutable());
        }

        var (savedRow, savedTabular) = (_row, _tabularContext);
        _row = RowType.Empty;
        _graph = graph;
        var where = syntax.Where is null ? null : BindBool(syntax.Where);
        var projection = new Projection();
        foreach (var item in syntax.Project ?? [])
        {
            var inner = item is NamedExpressionSyntax named ? named.Expression : item;
            _pathUsed = false;
            var node = BindNode(inner);
            var value = node is SymbolNode { Symbol: GraphElementSymbol symbol } ? new BoundElementProperty(symbol.Index, -1, KqlType.Dynamic) : AsScalar(node, inner);
            var name = item is NamedExpressionSyntax { Names: [var given, ..] } ? given.Text
                : inner is PathSyntax { Left: NameSyntax left, Member: NameSyntax member } ? $"{left.Text}_{member.Text}"
                : NameOf(inner, value) ?? DefaultColumnName(lookAtRow: false);
            projection.Add(new ColumnSymbol(name, _pathUsed ? KqlType.DynamicArrayOf(value.Type) : value.Type), value);
        }

        if (syntax.Project is null)
        {
            foreach (var (name, index) in names.Select(static (name, index) => (name, index)))
                projection.Add(new ColumnSymbol(name, KqlType.Dynamic), new BoundElementProperty(index, -1, KqlType.Dynamic));
        }

        (_row, _tabularContext) = (savedRow, savedTabular);
        _scope = saved;
        _graph = null;
        return new BoundGraphMatch(
            graph,
            projection.ToRow(isOpen: false),
            patterns.ToImmutable(),
            [.. names],
            ParameterText(syntax.Parameters, "cycles") ?? "unique_edges",
            shortest,
            ParameterText(syntax.Parameters, "output") ?? "any",
            where,
            projection.Expressions) { Span = syntax.Span };
    }

    // The graph whose predicate or projection is being bound: only there the graph functions exist.
    private BoundGraph? _graph;

    // Whether a property of a path was read outside of all(), any() and map(): the value is then one for each of its edges.
    private bool _pathUsed;

    // all(e, condition), map(inner_nodes(e), n.name), node_degree_in(n): the second argument is over the elements of the first.
    private BoundExpression BindGraphFunction(FunctionSymbol function, CallSyntax call)
    {
        var arguments = new BoundExpression[call.Arguments.Length];
        var row = Row;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (i > 0)
            {
                var used = _pathUsed;
                arguments[i] = WithRow(row, () => BindScalar(call.Arguments[1]));
                _pathUsed = used;
                continue;
            }

            var node = BindNode(call.Arguments[0]);
            if (node is SymbolNode { Symbol: GraphElementSymbol element })
            {
                row = element.Row;
                node = new BoundElementProperty(element.Index, -1, element.IsPath ? KqlType.DynamicArray : KqlType.Dynamic) { Span = call.Arguments[0].Span };
            }
            else if (node is BoundCall { Function.Name: "inner_nodes" })
            {
                row = _graph!.Nodes;
            }

            arguments[0] = AsScalar(node, call.Arguments[0]);
        }

        var resolution = OverloadResolver.Resolve(function, new CallArguments(arguments, _row));
        if (resolution.Error is { } error)
        {
            Error(error.Code, error.Message, error.Argument >= 0 && error.Argument < call.Arguments.Length ? call.Arguments[error.Argument].Span : call.Name.Span);
            return new BoundErrorExpression(resolution.Type) { Span = call.Span };
        }

        return AnyError(arguments) ? new BoundErrorExpression(resolution.Type) { Span = call.Span } : new BoundCall(function, [.. arguments], resolution.Type) { Span = call.Span };
    }

    private BoundNode BindGraphMember(GraphElementSymbol element, PathSyntax path)
    {
        if (path.Member is not NameSyntax member)
            return Unknown(path);
        var ordinal = element.Row.IndexOf(member.Text);
        if (element.IsItem)
        {
            Error("KQL142", $"One edge of the path '{element.Name}' has no properties here. Use map({element.Name}, {member.Text}).", member.Span);
            return Unknown(path);
        }

        if (ordinal >= 0)
        {
            _pathUsed |= element.IsPath;
            return new BoundElementProperty(element.Index, ordinal, element.Row.Columns[ordinal].Type) { Span = path.Span };
        }

        if (!element.Row.IsOpen && !member.IsMissing)
            ErrorWithSuggestion("KQL142", $"'{element.Name}' has no property '{member.Text}'.", member.Text, member.Span, element.Row.Columns.Select(static c => c.Name));
        return Unknown(path);
    }

    private BoundTabular BindGraphToTable(GraphToTableSyntax syntax, BoundTabular input)
    {
        foreach (var output in syntax.Outputs)
            CheckParameters(output.Parameters, output.IsNodes ? OperatorParameters.GraphNodes : OperatorParameters.GraphEdges);
        if (AsGraph(input, syntax) is not { } graph || syntax.Outputs.Length == 0)
            return new BoundErrorTabular(RowType.NewOpen()) { Span = syntax.Span };
        if (syntax.Outputs.Length == 1)
            return BindGraphOutput(graph, syntax.Outputs[0]);

        // Several tables: those that have a name can be read by the statements that follow.
        var branches = ImmutableArray.CreateBuilder<KeyValuePair<string, BoundTabular>>();
        foreach (var output in syntax.Outputs)
        {
            BoundTabular table = BindGraphOutput(graph, output);
            if (output.Name is { IsMissing: false } name)
            {
                var variable = new VariableSymbol(name.Text, table.Row);
                _scope.Declare(name.Text, variable);
                _lets.Add(new BoundLet(variable, null, table));
                table = new BoundTabularVariable(variable) { Span = output.Span };
            }

            branches.Add(new KeyValuePair<string, BoundTabular>(output.Name?.Text ?? (output.IsNodes ? "nodes" : "edges"), table));
        }

        return new BoundFork(graph, branches[0].Value.Row, new BoundSubqueryInput(RowType.Empty), branches.ToImmutable()) { Span = syntax.Span };
    }

    private static BoundGraphToTable BindGraphOutput(BoundGraph graph, GraphOutputSyntax output)
    {
        var columns = new List<ColumnSymbol>();
        var source = ParameterText(output.Parameters, output.IsNodes ? "with_node_id" : "with_source_id");
        var target = output.IsNodes ? null : ParameterText(output.Parameters, "with_target_id");
        if (source is not null)
            columns.Add(new ColumnSymbol(source, KqlType.Long));
        if (target is not null)
            columns.Add(new ColumnSymbol(target, KqlType.Long));
        columns.AddRange(output.IsNodes ? graph.Nodes.Columns : graph.Edges.Columns);
        return new BoundGraphToTable(graph, new RowType(Projection.MakeUnique(columns)), output.IsNodes)
        {
            WithSourceId = source is not null,
            WithTargetId = target is not null,
            Span = output.Span,
        };
    }
}
