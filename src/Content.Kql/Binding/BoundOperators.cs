using System.Collections.Immutable;
using Content.Kql.Functions;
using Content.Kql.Symbols;

namespace Content.Kql.Binding;

/// <summary>An operator after a pipe.</summary>
public abstract class BoundOperator(BoundTabular input, RowType row) : BoundTabular(row)
{
    /// <summary>What stands before the pipe.</summary>
    public BoundTabular Input { get; } = input;
}

/// <summary><c>where</c>: keeps rows whose predicate is true. Also what <c>search</c> becomes.</summary>
public sealed class BoundFilter(BoundTabular input, BoundExpression predicate) : BoundOperator(input, input.Row)
{
    /// <summary>The predicate; null counts as false.</summary>
    public BoundExpression Predicate { get; } = predicate;
}

/// <summary><c>project</c>, <c>project-away</c>, <c>-keep</c>, <c>-rename</c>, <c>-reorder</c>, <c>extend</c>, <c>serialize</c> with columns: the whole result, column by column.</summary>
public sealed class BoundProject(BoundTabular input, RowType row, ImmutableArray<BoundExpression> expressions) : BoundOperator(input, row)
{
    /// <summary>An expression for each column of <see cref="BoundTabular.Row"/>, over the input row; untouched columns are a <see cref="BoundColumn"/>.</summary>
    public ImmutableArray<BoundExpression> Expressions { get; } = expressions;
}

/// <summary>A call of an aggregate. Several outputs for the likes of <c>arg_max(t, a, b)</c> and <c>percentiles(x, 5, 50)</c>.</summary>
public sealed class BoundAggregate(AggregateSymbol function, ImmutableArray<BoundExpression> arguments, ImmutableArray<ColumnSymbol> outputs)
{
    /// <summary>The aggregate.</summary>
    public AggregateSymbol Function { get; } = function;
    /// <summary>Arguments over the input row; a star is already expanded to columns.</summary>
    public ImmutableArray<BoundExpression> Arguments { get; } = arguments;
    /// <summary>Columns it makes, with their types.</summary>
    public ImmutableArray<ColumnSymbol> Outputs { get; } = outputs;
}

/// <summary><c>summarize</c>.</summary>
/// <remarks>The result is computed over an inner row: the keys, then the outputs of all aggregates, in order. <see cref="Outputs"/> give the result columns from it.</remarks>
public sealed class BoundSummarize(BoundTabular input, RowType row, ImmutableArray<BoundAssignment> keys, ImmutableArray<BoundAggregate> aggregates, ImmutableArray<BoundExpression> outputs)
    : BoundOperator(input, row)
{
    /// <summary>Group keys over the input row.</summary>
    public ImmutableArray<BoundAssignment> Keys { get; } = keys;
    /// <summary>Aggregates.</summary>
    public ImmutableArray<BoundAggregate> Aggregates { get; } = aggregates;
    /// <summary>An expression for each result column, over the inner row.</summary>
    public ImmutableArray<BoundExpression> Outputs { get; } = outputs;
    /// <summary>True for <c>summarize by …</c> without a group when there are no keys: one row even for an empty input.</summary>
    public bool HasKeys => !Keys.IsEmpty;
}

/// <summary><c>distinct</c>.</summary>
public sealed class BoundDistinct(BoundTabular input, RowType row, ImmutableArray<BoundExpression> expressions) : BoundOperator(input, row)
{
    /// <summary>An expression for each result column.</summary>
    public ImmutableArray<BoundExpression> Expressions { get; } = expressions;
}

/// <summary><c>sort</c> and <c>order</c>.</summary>
public sealed class BoundSort(BoundTabular input, ImmutableArray<BoundSortKey> keys) : BoundOperator(input, input.Row)
{
    /// <summary>Keys, most significant first.</summary>
    public ImmutableArray<BoundSortKey> Keys { get; } = keys;
}

/// <summary><c>top n by …</c>.</summary>
public sealed class BoundTop(BoundTabular input, BoundExpression count, ImmutableArray<BoundSortKey> keys) : BoundOperator(input, input.Row)
{
    /// <summary>Number of rows (constant).</summary>
    public BoundExpression Count { get; } = count;
    /// <summary>Keys.</summary>
    public ImmutableArray<BoundSortKey> Keys { get; } = keys;
}

/// <summary><c>take</c> and <c>limit</c>.</summary>
public sealed class BoundTake(BoundTabular input, BoundExpression count) : BoundOperator(input, input.Row)
{
    /// <summary>Number of rows (constant).</summary>
    public BoundExpression Count { get; } = count;
}

/// <summary><c>sample</c>.</summary>
public sealed class BoundSample(BoundTabular input, BoundExpression count) : BoundOperator(input, input.Row)
{
    /// <summary>Number of rows (constant).</summary>
    public BoundExpression Count { get; } = count;
}

/// <summary><c>sample-distinct n of x</c>.</summary>
public sealed class BoundSampleDistinct(BoundTabular input, RowType row, BoundExpression count, BoundExpression of) : BoundOperator(input, row)
{
    /// <summary>Number of values (constant).</summary>
    public BoundExpression Count { get; } = count;
    /// <summary>Whose values.</summary>
    public BoundExpression Of { get; } = of;
}

/// <summary><c>count</c>: one row with column Count.</summary>
public sealed class BoundCount(BoundTabular input, RowType row) : BoundOperator(input, row);

/// <summary>Kinds of join. <see cref="InnerUnique"/> is KQL's default.</summary>
public enum JoinKind : byte { InnerUnique, Inner, LeftOuter, RightOuter, FullOuter, LeftSemi, RightSemi, LeftAnti, RightAnti }

/// <summary><c>join</c> and <c>lookup</c>.</summary>
public sealed class BoundJoin(BoundTabular left, BoundTabular right, RowType row, JoinKind kind, bool isLookup, ImmutableArray<BoundExpression> leftKeys, ImmutableArray<BoundExpression> rightKeys, ImmutableArray<int> outputs)
    : BoundOperator(left, row)
{
    /// <summary>The right table.</summary>
    public BoundTabular Right { get; } = right;
    /// <summary>The kind.</summary>
    public JoinKind Kind { get; } = kind;
    /// <summary>True for <c>lookup</c>.</summary>
    public bool IsLookup { get; } = isLookup;
    /// <summary>Keys over the left row.</summary>
    public ImmutableArray<BoundExpression> LeftKeys { get; } = leftKeys;
    /// <summary>Keys over the right row, as many.</summary>
    public ImmutableArray<BoundExpression> RightKeys { get; } = rightKeys;
    /// <summary>True for a join with a predicate instead of keys that keeps other rows than the pairs which it holds for; it cannot run.</summary>
    public bool HasPredicate { get; init; }
    /// <summary>For each result column, its ordinal in the left row, or the left row's width plus its ordinal in the right row.</summary>
    public ImmutableArray<int> Outputs { get; } = outputs;
}

/// <summary>One input of a union.</summary>
public sealed class BoundUnionInput
{
    private readonly UnionShape _shape;
    private ImmutableArray<int> _columns;

    internal BoundUnionInput(BoundTabular query, string sourceName, UnionShape shape)
    {
        Query = query;
        SourceName = sourceName;
        _shape = shape;
    }

    /// <summary>An input whose columns are mapped by hand.</summary>
    public BoundUnionInput(BoundTabular query, ImmutableArray<int> columns, string sourceName)
        : this(query, sourceName, UnionShape.Empty) => _columns = columns;

    /// <summary>The input.</summary>
    public BoundTabular Query { get; }

    /// <summary>Value of the <c>withsource</c> column.</summary>
    public string SourceName { get; }

    /// <summary>For each result column its ordinal in the input, or -1 where the input has none (null, or an empty string). Made when first asked for: a union of a whole workspace has millions.</summary>
    public ImmutableArray<int> Columns
    {
        get
        {
            if (_columns.IsDefault)
                ImmutableInterlocked.InterlockedInitialize(ref _columns, _shape.Map(Query.Row));
            return _columns;
        }
    }
}

/// <summary><c>union</c>; rows come out input by input.</summary>
public sealed class BoundUnion(RowType row, ImmutableArray<BoundUnionInput> inputs, int sourceOrdinal) : BoundTabular(row)
{
    /// <summary>Inputs in order.</summary>
    public ImmutableArray<BoundUnionInput> Inputs { get; } = inputs;
    /// <summary>Ordinal of the <c>withsource</c> column; -1 without.</summary>
    public int SourceOrdinal { get; } = sourceOrdinal;
    /// <summary>True for <c>isfuzzy=true</c>: an input whose table does not exist is left out.</summary>
    public bool IsFuzzy { get; init; }
}

/// <summary>One expression of <c>mv-expand</c> or <c>mv-apply</c>.</summary>
/// <param name="Expression">The array or bag, over the input row.</param>
/// <param name="Output">Ordinal of the result column that takes the elements.</param>
/// <param name="ToType">Type of <c>to typeof(…)</c>; null when not written.</param>
public sealed record BoundExpansion(BoundExpression Expression, int Output, KqlType? ToType);

/// <summary><c>mv-expand</c>.</summary>
public sealed class BoundMvExpand(BoundTabular input, RowType row, ImmutableArray<int> columns, ImmutableArray<BoundExpansion> expansions, bool bagAsArray, int itemIndexOrdinal, BoundExpression? limit)
    : BoundOperator(input, row)
{
    /// <summary>For each result column the input ordinal it repeats, or -1 for an expanded or index column.</summary>
    public ImmutableArray<int> Columns { get; } = columns;
    /// <summary>The expansions.</summary>
    public ImmutableArray<BoundExpansion> Expansions { get; } = expansions;
    /// <summary>True for <c>bagexpansion=array</c>: a bag gives [key, value] arrays.</summary>
    public bool BagAsArray { get; } = bagAsArray;
    /// <summary>Ordinal of the <c>with_itemindex</c> column; -1 without.</summary>
    public int ItemIndexOrdinal { get; } = itemIndexOrdinal;
    /// <summary>Elements a row at most; null for Kusto's default.</summary>
    public BoundExpression? Limit { get; } = limit;
}

/// <summary><c>mv-apply</c>: expands each row, then runs a subquery over the rows of it.</summary>
public sealed class BoundMvApply(BoundTabular input, RowType row, BoundMvExpand expand, BoundSubqueryInput subqueryInput, BoundTabular subquery, ImmutableArray<int> inputColumns, ImmutableArray<int> subqueryColumns)
    : BoundOperator(input, row)
{
    /// <summary>The expansion of one row (its input is this operator's input).</summary>
    public BoundMvExpand Expand { get; } = expand;
    /// <summary>Stands for the expanded rows of one row inside <see cref="Subquery"/>.</summary>
    public BoundSubqueryInput SubqueryInput { get; } = subqueryInput;
    /// <summary>The subquery.</summary>
    public BoundTabular Subquery { get; } = subquery;
    /// <summary>For each result column its ordinal in the input row, or -1.</summary>
    public ImmutableArray<int> InputColumns { get; } = inputColumns;
    /// <summary>For each result column its ordinal in the subquery's row, or -1.</summary>
    public ImmutableArray<int> SubqueryColumns { get; } = subqueryColumns;
}

/// <summary>How <c>parse</c> reads its pattern.</summary>
public enum ParseKind : byte { Simple, Relaxed, Regex }

/// <summary>A piece of a parse pattern: a literal text (or regular expression), a column to fill, or a star.</summary>
/// <param name="Text">The text or regular expression; null for a column or star.</param>
/// <param name="Output">Result ordinal of the column; -1 for a text or star.</param>
/// <param name="Type">Type of the column.</param>
public sealed record BoundParsePart(string? Text, int Output, KqlType? Type)
{
    /// <summary>True for a star.</summary>
    public bool IsStar => Text is null && Output < 0;
}

/// <summary><c>parse</c> and <c>parse-where</c>.</summary>
public sealed class BoundParse(BoundTabular input, RowType row, BoundExpression source, ParseKind kind, string regexFlags, ImmutableArray<BoundParsePart> parts, ImmutableArray<int> columns, bool dropUnmatched)
    : BoundOperator(input, row)
{
    /// <summary>The text.</summary>
    public BoundExpression Source { get; } = source;
    /// <summary>The kind.</summary>
    public ParseKind Kind { get; } = kind;
    /// <summary>Flags of <c>kind=regex flags=…</c>; empty without.</summary>
    public string RegexFlags { get; } = regexFlags;
    /// <summary>The pattern.</summary>
    public ImmutableArray<BoundParsePart> Parts { get; } = parts;
    /// <summary>For each result column the input ordinal it takes over, or -1 for a parsed one.</summary>
    public ImmutableArray<int> Columns { get; } = columns;
    /// <summary>True for <c>parse-where</c>.</summary>
    public bool DropUnmatched { get; } = dropUnmatched;
}

/// <summary><c>parse-kv</c>.</summary>
public sealed class BoundParseKv(BoundTabular input, RowType row, BoundExpression source, ImmutableArray<ColumnSymbol> keys, ImmutableArray<int> columns, ImmutableArray<KeyValuePair<string, object?>> properties)
    : BoundOperator(input, row)
{
    /// <summary>The text.</summary>
    public BoundExpression Source { get; } = source;
    /// <summary>Keys looked for, with their types; they are the last columns of the result unless <see cref="Columns"/> says otherwise.</summary>
    public ImmutableArray<ColumnSymbol> Keys { get; } = keys;
    /// <summary>For each result column the input ordinal it takes over, or ~k for key k.</summary>
    public ImmutableArray<int> Columns { get; } = columns;
    /// <summary>pair_delimiter, kv_delimiter, quote, escape, greedy, regex.</summary>
    public ImmutableArray<KeyValuePair<string, object?>> Properties { get; } = properties;
}

/// <summary><c>getschema</c>.</summary>
public sealed class BoundGetSchema(BoundTabular input, RowType row) : BoundOperator(input, row);

/// <summary><c>serialize</c> without columns, <c>render</c>, <c>consume</c>, <c>as</c>: rows pass unchanged.</summary>
public sealed class BoundPassThrough(BoundTabular input, PassThroughKind kind, RowType? row = null) : BoundOperator(input, row ?? input.Row)
{
    /// <summary>Which operator it was.</summary>
    public PassThroughKind Kind { get; } = kind;
    /// <summary>Name given by <c>as</c>; null otherwise.</summary>
    public VariableSymbol? Variable { get; init; }
    /// <summary>Visualisation and its properties, of <c>render</c>.</summary>
    public ImmutableArray<KeyValuePair<string, object?>> Properties { get; init; } = [];
}

/// <summary>Operators that hand their rows on.</summary>
public enum PassThroughKind : byte { Serialize, Render, Consume, As, Materialize, AssertSchema }

/// <summary><c>evaluate plugin(…)</c>.</summary>
public sealed class BoundEvaluate(BoundTabular? input, RowType row, PluginSymbol plugin, ImmutableArray<BoundExpression> arguments) : BoundTabular(row)
{
    /// <summary>What stands before the pipe; null for a plugin that starts a query.</summary>
    public BoundTabular? Input { get; } = input;
    /// <summary>The plugin.</summary>
    public PluginSymbol Plugin { get; } = plugin;
    /// <summary>Arguments over the input row; a table argument is a <see cref="BoundTabularArgument"/>; an aggregate (pivot) is a <see cref="BoundColumn"/> whose ordinal is that of its first output in <see cref="Aggregates"/>.</summary>
    public ImmutableArray<BoundExpression> Arguments { get; } = arguments;
    /// <summary>Aggregates that are arguments, in order.</summary>
    public ImmutableArray<BoundAggregate> Aggregates { get; init; } = [];
    /// <summary>Number among the sources whose columns only the data gives; -1 for one whose columns are known without it.</summary>
    public int OpenNumber { get; init; } = -1;
}

/// <summary>One aggregation of <c>make-series</c>.</summary>
/// <param name="Aggregate">The aggregate.</param>
/// <param name="Default">Value of an empty bin; null for the aggregate type's own default.</param>
/// <param name="Column">The result column (dynamic array).</param>
/// <param name="Output">The value of a bin over the outputs of all aggregates.</param>
public sealed record BoundSeriesAggregate(BoundAggregate Aggregate, BoundExpression? Default, ColumnSymbol Column, BoundExpression Output);

/// <summary><c>make-series</c>. Result columns: the by columns, then the series, then the axis, in the order of <see cref="BoundTabular.Row"/> by name.</summary>
public sealed class BoundMakeSeries(BoundTabular input, RowType row, ImmutableArray<BoundSeriesAggregate> aggregates, BoundAssignment axis, BoundExpression? from, BoundExpression? to, BoundExpression step, ImmutableArray<BoundAssignment> keys, bool nonEmpty)
    : BoundOperator(input, row)
{
    /// <summary>The series.</summary>
    public ImmutableArray<BoundSeriesAggregate> Aggregates { get; } = aggregates;
    /// <summary>The axis over the input row.</summary>
    public BoundAssignment Axis { get; } = axis;
    /// <summary>First bin, or a value of it when <see cref="IsInRange"/>; null for the least value.</summary>
    public BoundExpression? From { get; } = from;
    /// <summary>End, not included, or a value of the last bin when <see cref="IsInRange"/>; null for the greatest value.</summary>
    public BoundExpression? To { get; } = to;
    /// <summary>Width of a bin.</summary>
    public BoundExpression Step { get; } = step;
    /// <summary>Groups.</summary>
    public ImmutableArray<BoundAssignment> Keys { get; } = keys;
    /// <summary>All aggregates, in the order of the inner row that <see cref="BoundSeriesAggregate.Output"/> refers to.</summary>
    public ImmutableArray<BoundAggregate> AllAggregates { get; init; } = [];
    /// <summary>True for <c>kind=nonempty</c>.</summary>
    public bool NonEmpty { get; } = nonEmpty;
    /// <summary>True for <c>in range(start, stop, step)</c>: bins are those of <c>bin()</c>, from that of the start to that of the stop.</summary>
    public bool IsInRange { get; init; }
}

/// <summary>One level of <c>top-nested</c>.</summary>
/// <param name="Count">Number of values; null for all.</param>
/// <param name="Of">The value, over the input row.</param>
/// <param name="Others">Name of the row for all others; null without.</param>
/// <param name="Aggregate">What ranks the values.</param>
/// <param name="RankBy">The rank over the aggregate's outputs.</param>
/// <param name="Descending">True for desc, the default.</param>
public sealed record BoundNestedLevel(BoundExpression? Count, BoundExpression Of, BoundExpression? Others, BoundAggregate Aggregate, BoundExpression RankBy, bool Descending);

/// <summary><c>top-nested</c>: two result columns a level, value and rank.</summary>
public sealed class BoundTopNested(BoundTabular input, RowType row, ImmutableArray<BoundNestedLevel> levels) : BoundOperator(input, row)
{
    /// <summary>Levels, outermost first.</summary>
    public ImmutableArray<BoundNestedLevel> Levels { get; } = levels;
}

/// <summary><c>top-hitters n of x by y</c>.</summary>
public sealed class BoundTopHitters(BoundTabular input, RowType row, BoundExpression count, BoundExpression of, BoundExpression? by) : BoundOperator(input, row)
{
    /// <summary>Number of values.</summary>
    public BoundExpression Count { get; } = count;
    /// <summary>The values.</summary>
    public BoundExpression Of { get; } = of;
    /// <summary>What is summed; null to count.</summary>
    public BoundExpression? By { get; } = by;
}

/// <summary><c>reduce by</c>.</summary>
public sealed class BoundReduce(BoundTabular input, RowType row, BoundExpression of) : BoundOperator(input, row)
{
    /// <summary>The texts.</summary>
    public BoundExpression Of { get; } = of;
}

/// <summary>A step of <c>scan</c>.</summary>
/// <param name="Name">Name.</param>
/// <param name="Optional">True for an optional step.</param>
/// <param name="Output">all, last or none.</param>
/// <param name="Condition">When a row matches.</param>
/// <param name="Assignments">Ordinal in the result row (declared columns) and value.</param>
public sealed record BoundScanStep(string Name, bool Optional, ScanOutput Output, BoundExpression Condition, ImmutableArray<KeyValuePair<int, BoundExpression>> Assignments);

/// <summary>What a step of a scan puts out.</summary>
public enum ScanOutput : byte { All, Last, None }

/// <summary><c>scan</c>. The result row is the input row, then the declared columns, then the match id and step name columns where asked for.</summary>
public sealed class BoundScan(BoundTabular input, RowType row, ImmutableArray<BoundAssignment> declarations, ImmutableArray<BoundScanStep> steps, int matchIdOrdinal, int stepNameOrdinal)
    : BoundOperator(input, row)
{
    /// <summary>Declared state columns with their default values.</summary>
    public ImmutableArray<BoundAssignment> Declarations { get; } = declarations;
    /// <summary>Keys of <c>partition by</c> over the input row; empty without.</summary>
    public ImmutableArray<BoundExpression> PartitionKeys { get; init; } = [];
    /// <summary>The steps. Columns in their expressions are ordinals of the result row; <see cref="BoundStepColumn"/> reads the state of a step.</summary>
    public ImmutableArray<BoundScanStep> Steps { get; } = steps;
    /// <summary>Ordinal of the match id column; -1 without.</summary>
    public int MatchIdOrdinal { get; } = matchIdOrdinal;
    /// <summary>Ordinal of the step name column; -1 without.</summary>
    public int StepNameOrdinal { get; } = stepNameOrdinal;
}

/// <summary><c>partition by key (subquery)</c>.</summary>
public sealed class BoundPartition(BoundTabular input, RowType row, BoundExpression key, BoundSubqueryInput subqueryInput, BoundTabular subquery) : BoundOperator(input, row)
{
    /// <summary>The key.</summary>
    public BoundExpression Key { get; } = key;
    /// <summary>Stands for the rows of one key inside <see cref="Subquery"/>.</summary>
    public BoundSubqueryInput SubqueryInput { get; } = subqueryInput;
    /// <summary>The subquery.</summary>
    public BoundTabular Subquery { get; } = subquery;
    /// <summary>The key as a query in braces sees it; null where the subquery continues the pipe.</summary>
    public VariableSymbol? KeyVariable { get; init; }
    /// <summary>Whether the strategy is the legacy one, which takes 64 keys at most.</summary>
    public bool IsLegacy { get; init; }
}

/// <summary><c>fork</c> and <c>facet</c>: several results. The first is the query's main result.</summary>
public sealed class BoundFork(BoundTabular input, RowType row, BoundSubqueryInput subqueryInput, ImmutableArray<KeyValuePair<string, BoundTabular>> branches) : BoundOperator(input, row)
{
    /// <summary>Stands for the input inside the branches.</summary>
    public BoundSubqueryInput SubqueryInput { get; } = subqueryInput;
    /// <summary>Name and query of each branch.</summary>
    public ImmutableArray<KeyValuePair<string, BoundTabular>> Branches { get; } = branches;
}
