namespace Content.Kql.Syntax;

/// <summary>An operator whose shape is a list of expressions: extend, project and its relatives, distinct, serialize, print, union.</summary>
public sealed class ListOperatorSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax[] expressions) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>The expressions.</summary>
    public ExpressionSyntax[] Expressions { get; } = expressions;
}

/// <summary>An operator with one expression: where, take, sample, reduce by, graph-where-nodes and -edges.</summary>
public sealed class ExpressionOperatorSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax expression) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>The expression.</summary>
    public ExpressionSyntax Expression { get; } = expression;
}

/// <summary>An operator without expressions: count, getschema, consume, graph-mark-components, __executeAndCache.</summary>
public sealed class SimpleOperatorSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Name of <c>count as Name</c>; null without.</summary>
    public NameSyntax? Name { get; init; }
}

/// <summary>What stands in an operator's place but is none.</summary>
public sealed class BadOperatorSyntax(int start, int end, Token keyword) : OperatorSyntax(start, end, keyword);

/// <summary><c>as name</c></summary>
public sealed class AsSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, NameSyntax name) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>The name.</summary>
    public NameSyntax Name { get; } = name;
}

/// <summary><c>summarize</c></summary>
public sealed class SummarizeSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax[] aggregates, ExpressionSyntax[]? by, NamedExpressionSyntax? legacyBin) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Aggregates.</summary>
    public ExpressionSyntax[] Aggregates { get; } = aggregates;
    /// <summary>Keys; null without <c>by</c>.</summary>
    public ExpressionSyntax[]? By { get; } = by;
    /// <summary>The old <c>bin=value</c>.</summary>
    public NamedExpressionSyntax? LegacyBin { get; } = legacyBin;
}

/// <summary><c>sort by</c>, <c>order by</c></summary>
public sealed class SortSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax[] keys) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Keys.</summary>
    public ExpressionSyntax[] Keys { get; } = keys;
}

/// <summary><c>top n by key</c></summary>
public sealed class TopSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax count, ExpressionSyntax key) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Number of rows.</summary>
    public ExpressionSyntax Count { get; } = count;
    /// <summary>Key.</summary>
    public ExpressionSyntax Key { get; } = key;
}

/// <summary><c>top-hitters n of x by y</c></summary>
public sealed class TopHittersSyntax(int start, int end, Token keyword, ExpressionSyntax count, ExpressionSyntax of, ExpressionSyntax? by) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Number of values.</summary>
    public ExpressionSyntax Count { get; } = count;
    /// <summary>Values.</summary>
    public ExpressionSyntax Of { get; } = of;
    /// <summary>Weight; null to count.</summary>
    public ExpressionSyntax? By { get; } = by;
}

/// <summary>A level of top-nested.</summary>
public sealed class TopNestedClauseSyntax(int start, int end, ExpressionSyntax? count, ExpressionSyntax of, ExpressionSyntax? others, ExpressionSyntax by) : SyntaxNode(start, end)
{
    /// <summary>Number of values; null for all.</summary>
    public ExpressionSyntax? Count { get; } = count;
    /// <summary>Values.</summary>
    public ExpressionSyntax Of { get; } = of;
    /// <summary>Name for all others; null without.</summary>
    public ExpressionSyntax? Others { get; } = others;
    /// <summary>Rank.</summary>
    public ExpressionSyntax By { get; } = by;
}

/// <summary><c>top-nested</c></summary>
public sealed class TopNestedSyntax(int start, int end, Token keyword, TopNestedClauseSyntax[] clauses) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Levels.</summary>
    public TopNestedClauseSyntax[] Clauses { get; } = clauses;
}

/// <summary><c>sample-distinct n of x</c></summary>
public sealed class SampleDistinctSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax count, ExpressionSyntax of) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Number of values.</summary>
    public ExpressionSyntax Count { get; } = count;
    /// <summary>Values.</summary>
    public ExpressionSyntax Of { get; } = of;
}

/// <summary><c>join</c> and <c>lookup</c></summary>
public sealed class JoinSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax right, ExpressionSyntax[]? on, ExpressionSyntax? where) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>The right table.</summary>
    public ExpressionSyntax Right { get; } = right;
    /// <summary>Conditions; null without <c>on</c>.</summary>
    public ExpressionSyntax[]? On { get; } = on;
    /// <summary>The old <c>where</c> form.</summary>
    public ExpressionSyntax? Where { get; } = where;
}

/// <summary>An expression of mv-expand or mv-apply with its type.</summary>
public sealed class MvExpressionSyntax(int start, int end, ExpressionSyntax? expression, TypeOfSyntax? toType) : SyntaxNode(start, end)
{
    /// <summary>The expression; null for a lone <c>to typeof(…)</c> of mv-apply.</summary>
    public ExpressionSyntax? Expression { get; } = expression;
    /// <summary>The type; null when not written.</summary>
    public TypeOfSyntax? ToType { get; } = toType;
}

/// <summary><c>mv-expand</c></summary>
public sealed class MvExpandSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, MvExpressionSyntax[] expressions, ExpressionSyntax? limit) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Expressions.</summary>
    public MvExpressionSyntax[] Expressions { get; } = expressions;
    /// <summary>Limit.</summary>
    public ExpressionSyntax? Limit { get; } = limit;
}

/// <summary><c>mv-apply</c></summary>
public sealed class MvApplySyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, MvExpressionSyntax[] expressions, ExpressionSyntax? limit, ExpressionSyntax? id, ExpressionSyntax subquery) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Expressions.</summary>
    public MvExpressionSyntax[] Expressions { get; } = expressions;
    /// <summary>Limit.</summary>
    public ExpressionSyntax? Limit { get; } = limit;
    /// <summary>Context id.</summary>
    public ExpressionSyntax? Id { get; } = id;
    /// <summary>The subquery: operators over the expanded rows.</summary>
    public ExpressionSyntax Subquery { get; } = subquery;
}

/// <summary><c>parse</c> and <c>parse-where</c>; patterns are strings, stars, names and column declarations.</summary>
public sealed class ParseSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax source, ExpressionSyntax[] patterns) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>The text.</summary>
    public ExpressionSyntax Source { get; } = source;
    /// <summary>The pattern.</summary>
    public ExpressionSyntax[] Patterns { get; } = patterns;
}

/// <summary><c>parse-kv</c></summary>
public sealed class ParseKvSyntax(int start, int end, Token keyword, ExpressionSyntax source, RowSchemaSyntax keys, NamedParameterSyntax[] properties) : OperatorSyntax(start, end, keyword)
{
    /// <summary>The text.</summary>
    public ExpressionSyntax Source { get; } = source;
    /// <summary>Keys with types.</summary>
    public RowSchemaSyntax Keys { get; } = keys;
    /// <summary>Properties.</summary>
    public NamedParameterSyntax[] Properties { get; } = properties;
}

/// <summary>A series of make-series.</summary>
public sealed class MakeSeriesItemSyntax(int start, int end, ExpressionSyntax expression, ExpressionSyntax? defaultValue) : SyntaxNode(start, end)
{
    /// <summary>The aggregate.</summary>
    public ExpressionSyntax Expression { get; } = expression;
    /// <summary>Default.</summary>
    public ExpressionSyntax? Default { get; } = defaultValue;
}

/// <summary><c>make-series</c></summary>
public sealed class MakeSeriesSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, MakeSeriesItemSyntax[] items, ExpressionSyntax on, ExpressionSyntax? from, ExpressionSyntax? to, ExpressionSyntax? step, ExpressionSyntax[]? inRange, ExpressionSyntax[]? by) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Series.</summary>
    public MakeSeriesItemSyntax[] Items { get; } = items;
    /// <summary>Axis.</summary>
    public ExpressionSyntax On { get; } = on;
    /// <summary>Start.</summary>
    public ExpressionSyntax? From { get; } = from;
    /// <summary>End.</summary>
    public ExpressionSyntax? To { get; } = to;
    /// <summary>Bin; null with <see cref="InRange"/>.</summary>
    public ExpressionSyntax? Step { get; } = step;
    /// <summary>Arguments of the old <c>in range(…)</c>.</summary>
    public ExpressionSyntax[]? InRange { get; } = inRange;
    /// <summary>Groups; null without.</summary>
    public ExpressionSyntax[]? By { get; } = by;
}

/// <summary><c>range x from a to b step c</c></summary>
public sealed class RangeSyntax(int start, int end, Token keyword, NameSyntax name, ExpressionSyntax from, ExpressionSyntax to, ExpressionSyntax step) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Column.</summary>
    public NameSyntax Name { get; } = name;
    /// <summary>First.</summary>
    public ExpressionSyntax From { get; } = from;
    /// <summary>Last.</summary>
    public ExpressionSyntax To { get; } = to;
    /// <summary>Step.</summary>
    public ExpressionSyntax Step { get; } = step;
}

/// <summary><c>evaluate plugin(…) : schema</c></summary>
public sealed class EvaluateSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, CallSyntax call, RowSchemaSyntax? schema) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>The plugin call.</summary>
    public CallSyntax Call { get; } = call;
    /// <summary>Declared output; null without.</summary>
    public RowSchemaSyntax? Schema { get; } = schema;
}

/// <summary><c>invoke f(…)</c></summary>
public sealed class InvokeSyntax(int start, int end, Token keyword, ExpressionSyntax call) : OperatorSyntax(start, end, keyword)
{
    /// <summary>The call, or a path of calls.</summary>
    public ExpressionSyntax Call { get; } = call;
}

/// <summary><c>render chart with (…)</c></summary>
public sealed class RenderSyntax(int start, int end, Token keyword, string chart, NamedParameterSyntax[] properties) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Chart.</summary>
    public string Chart { get; } = chart;
    /// <summary>Properties, of both spellings.</summary>
    public NamedParameterSyntax[] Properties { get; } = properties;
}

/// <summary><c>find</c></summary>
public sealed class FindSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax[]? tables, ExpressionSyntax condition, ExpressionSyntax[]? project, ExpressionSyntax[]? projectAway) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Tables; null for all.</summary>
    public ExpressionSyntax[]? Tables { get; } = tables;
    /// <summary>Predicate.</summary>
    public ExpressionSyntax Condition { get; } = condition;
    /// <summary>Columns; null without; empty for project-smart.</summary>
    public ExpressionSyntax[]? Project { get; } = project;
    /// <summary>Columns left out.</summary>
    public ExpressionSyntax[]? ProjectAway { get; } = projectAway;
}

/// <summary><c>search</c></summary>
public sealed class SearchSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax[]? tables, ExpressionSyntax condition) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Tables; null for the input or all.</summary>
    public ExpressionSyntax[]? Tables { get; } = tables;
    /// <summary>Predicate.</summary>
    public ExpressionSyntax Condition { get; } = condition;
}

/// <summary>A branch of fork.</summary>
public sealed class ForkBranchSyntax(int start, int end, NameSyntax? name, ExpressionSyntax expression) : SyntaxNode(start, end)
{
    /// <summary>Name.</summary>
    public NameSyntax? Name { get; } = name;
    /// <summary>Operators.</summary>
    public ExpressionSyntax Expression { get; } = expression;
}

/// <summary><c>fork</c></summary>
public sealed class ForkSyntax(int start, int end, Token keyword, ForkBranchSyntax[] branches) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Branches.</summary>
    public ForkBranchSyntax[] Branches { get; } = branches;
}

/// <summary><c>facet by … with …</c></summary>
public sealed class FacetSyntax(int start, int end, Token keyword, ExpressionSyntax[] by, ExpressionSyntax? with) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Columns.</summary>
    public ExpressionSyntax[] By { get; } = by;
    /// <summary>Operators; null without.</summary>
    public ExpressionSyntax? With { get; } = with;
}

/// <summary><c>partition by</c></summary>
public sealed class PartitionSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax by, ExpressionSyntax? scope, ExpressionSyntax subquery, bool isQuery) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Key.</summary>
    public ExpressionSyntax By { get; } = by;
    /// <summary>Scope of <c>in</c>; null without.</summary>
    public ExpressionSyntax? Scope { get; } = scope;
    /// <summary>Subquery.</summary>
    public ExpressionSyntax Subquery { get; } = subquery;
    /// <summary>True for <c>{ … }</c>: a query on its own; false for <c>( … )</c>: operators over the partition.</summary>
    public bool IsQuery { get; } = isQuery;
}

/// <summary>An assignment of a scan step.</summary>
public sealed class ScanAssignmentSyntax(NameSyntax name, ExpressionSyntax value) : SyntaxNode(name.Start, Math.Max(name.End, value.End))
{
    /// <summary>Column.</summary>
    public NameSyntax Name { get; } = name;
    /// <summary>Value.</summary>
    public ExpressionSyntax Value { get; } = value;
}

/// <summary>A step of scan.</summary>
public sealed class ScanStepSyntax(int start, int end, NameSyntax name, bool isOptional, SyntaxKind output, string outputText, ExpressionSyntax condition, ScanAssignmentSyntax[] assignments) : SyntaxNode(start, end)
{
    /// <summary>Name.</summary>
    public NameSyntax Name { get; } = name;
    /// <summary>True for optional.</summary>
    public bool IsOptional { get; } = isOptional;
    /// <summary>OutputKeyword when written, EndOfText otherwise.</summary>
    public SyntaxKind Output { get; } = output;
    /// <summary>all, last or none.</summary>
    public string OutputText { get; } = outputText;
    /// <summary>Condition.</summary>
    public ExpressionSyntax Condition { get; } = condition;
    /// <summary>Assignments.</summary>
    public ScanAssignmentSyntax[] Assignments { get; } = assignments;
}

/// <summary><c>scan</c></summary>
public sealed class ScanSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax[]? orderBy, ExpressionSyntax[]? partitionBy, FunctionParameterSyntax[] declarations, ScanStepSyntax[] steps) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Order.</summary>
    public ExpressionSyntax[]? OrderBy { get; } = orderBy;
    /// <summary>Partitions.</summary>
    public ExpressionSyntax[]? PartitionBy { get; } = partitionBy;
    /// <summary>State columns.</summary>
    public FunctionParameterSyntax[] Declarations { get; } = declarations;
    /// <summary>Steps.</summary>
    public ScanStepSyntax[] Steps { get; } = steps;
}

/// <summary><c>assert-schema (…)</c></summary>
public sealed class AssertSchemaSyntax(int start, int end, Token keyword, RowSchemaSyntax schema) : OperatorSyntax(start, end, keyword)
{
    /// <summary>The schema.</summary>
    public RowSchemaSyntax Schema { get; } = schema;
}

/// <summary><c>macro-expand</c></summary>
public sealed class MacroExpandSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, ExpressionSyntax entities, NameSyntax? scope, StatementSyntax[] statements) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>The entity group.</summary>
    public ExpressionSyntax Entities { get; } = entities;
    /// <summary>Name of one entity inside; null without.</summary>
    public NameSyntax? Scope { get; } = scope;
    /// <summary>The query.</summary>
    public StatementSyntax[] Statements { get; } = statements;
}

/// <summary>A table of nodes of make-graph with its key.</summary>
public sealed class GraphTableSyntax(ExpressionSyntax table, NameSyntax key) : SyntaxNode(table.Start, Math.Max(table.End, key.End))
{
    /// <summary>Nodes.</summary>
    public ExpressionSyntax Table { get; } = table;
    /// <summary>Key column.</summary>
    public NameSyntax Key { get; } = key;
}

/// <summary><c>make-graph source --&gt; target with …</c></summary>
public sealed class MakeGraphSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, NameSyntax source, bool directed, NameSyntax target, GraphTableSyntax[] tables, NameSyntax? nodeId, NameSyntax? partitionBy, ExpressionSyntax? partitionQuery) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Source column.</summary>
    public NameSyntax Source { get; } = source;
    /// <summary>True for --&gt;.</summary>
    public bool Directed { get; } = directed;
    /// <summary>Target column.</summary>
    public NameSyntax Target { get; } = target;
    /// <summary>Node tables.</summary>
    public GraphTableSyntax[] Tables { get; } = tables;
    /// <summary>Name of with_node_id; null without.</summary>
    public NameSyntax? NodeId { get; } = nodeId;
    /// <summary>Column of partitioned-by; null without.</summary>
    public NameSyntax? PartitionBy { get; } = partitionBy;
    /// <summary>Query of partitioned-by; null without.</summary>
    public ExpressionSyntax? PartitionQuery { get; } = partitionQuery;
}

/// <summary>A node or edge of a graph pattern.</summary>
public sealed class GraphPatternElementSyntax(int start, int end, NameSyntax? name, bool isEdge, sbyte direction, ExpressionSyntax? rangeStart, ExpressionSyntax? rangeEnd) : SyntaxNode(start, end)
{
    /// <summary>Name; null without.</summary>
    public NameSyntax? Name { get; } = name;
    /// <summary>True for an edge.</summary>
    public bool IsEdge { get; } = isEdge;
    /// <summary>1 to the right, -1 to the left, 0 for both.</summary>
    public sbyte Direction { get; } = direction;
    /// <summary>Least number of hops; null for one.</summary>
    public ExpressionSyntax? RangeStart { get; } = rangeStart;
    /// <summary>Greatest number of hops.</summary>
    public ExpressionSyntax? RangeEnd { get; } = rangeEnd;
}

/// <summary><c>graph-match</c> and <c>graph-shortest-paths</c></summary>
public sealed class GraphMatchSyntax(int start, int end, Token keyword, NamedParameterSyntax[] parameters, GraphPatternElementSyntax[][] patterns, ExpressionSyntax? where, ExpressionSyntax[]? project) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
    /// <summary>Patterns.</summary>
    public GraphPatternElementSyntax[][] Patterns { get; } = patterns;
    /// <summary>Predicate.</summary>
    public ExpressionSyntax? Where { get; } = where;
    /// <summary>Columns.</summary>
    public ExpressionSyntax[]? Project { get; } = project;
}

/// <summary>An output of graph-to-table.</summary>
public sealed class GraphOutputSyntax(int start, int end, bool isNodes, NameSyntax? name, NamedParameterSyntax[] parameters) : SyntaxNode(start, end)
{
    /// <summary>True for nodes.</summary>
    public bool IsNodes { get; } = isNodes;
    /// <summary>Name of <c>as</c>; null without.</summary>
    public NameSyntax? Name { get; } = name;
    /// <summary>Parameters.</summary>
    public NamedParameterSyntax[] Parameters { get; } = parameters;
}

/// <summary><c>graph-to-table</c></summary>
public sealed class GraphToTableSyntax(int start, int end, Token keyword, GraphOutputSyntax[] outputs) : OperatorSyntax(start, end, keyword)
{
    /// <summary>Outputs.</summary>
    public GraphOutputSyntax[] Outputs { get; } = outputs;
}
