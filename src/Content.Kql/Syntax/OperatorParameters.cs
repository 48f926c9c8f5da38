namespace Content.Kql.Syntax;

/// <summary>What an operator's parameter takes.</summary>
public enum ParameterValueKind : byte
{
    Any,
    Word,
    WordOrNumber,
    BoolLiteral,
    IntegerLiteral,
    NumericLiteral,
    RealLiteral,
    StringLiteral,
    String,
    ScalarLiteral,
    NameDeclaration,
    Column,
    ColumnList,
}

/// <summary>A parameter of an operator.</summary>
/// <param name="Name">Name.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Values">Allowed words; empty for any.</param>
public sealed record OperatorParameter(string Name, ParameterValueKind Kind, params string[] Values)
{
    /// <summary>True when it may be given several times.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>True when allowed words are matched without regard to case (the hints).</summary>
    public bool IgnoresCase => Name.StartsWith("hint.", StringComparison.Ordinal);
}

/// <summary>Parameters by operator, as Kusto.Language 12.4 knows them.</summary>
public static class OperatorParameters
{
    private static readonly OperatorParameter ShuffleKey = new("hint.shufflekey", ParameterValueKind.Column) { IsRepeatable = true };
    private static readonly OperatorParameter NumPartitions = new("hint.num_partitions", ParameterValueKind.IntegerLiteral);
    private static readonly OperatorParameter JoinStrategy = new("hint.strategy", ParameterValueKind.Word, "auto", "broadcast", "centralized", "shuffle");
    private static readonly OperatorParameter Concurrency = new("hint.concurrency", ParameterValueKind.WordOrNumber, "auto", "left", "local", "right", "unresolved");
    private static readonly OperatorParameter Spread = new("hint.spread", ParameterValueKind.WordOrNumber, "auto", "local");
    private static readonly OperatorParameter Materialized = new("hint.materialized", ParameterValueKind.BoolLiteral);
    private static readonly OperatorParameter WithSource = new("withsource", ParameterValueKind.NameDeclaration);
    private static readonly OperatorParameter WithUnderscoreSource = new("with_source", ParameterValueKind.NameDeclaration);
    private static readonly OperatorParameter IsFuzzy = new("isfuzzy", ParameterValueKind.BoolLiteral);
    private static readonly OperatorParameter HiddenIsFuzzy = new("__isFuzzy", ParameterValueKind.BoolLiteral);
    private static readonly OperatorParameter BestEffort = new("best_effort", ParameterValueKind.BoolLiteral);
    private static readonly OperatorParameter ItemIndex = new("with_itemindex", ParameterValueKind.NameDeclaration);

    /// <summary>as</summary>
    public static readonly OperatorParameter[] As = [Materialized];
    /// <summary>consume</summary>
    public static readonly OperatorParameter[] Consume = [new("decodeblocks", ParameterValueKind.BoolLiteral)];
    /// <summary>datatable and externaldata</summary>
    public static readonly OperatorParameter[] DataTable = [];
    /// <summary>distinct</summary>
    public static readonly OperatorParameter[] Distinct = [ShuffleKey, JoinStrategy, NumPartitions];
    /// <summary>evaluate</summary>
    public static readonly OperatorParameter[] Evaluate = [new("hint.distribution", ParameterValueKind.Word, "single", "per_node", "per_shard", "default"), new("hint.remote", ParameterValueKind.Word, "auto", "local")];
    /// <summary>find</summary>
    public static readonly OperatorParameter[] Find = [WithSource, WithUnderscoreSource];
    /// <summary>Operators without parameters of their own.</summary>
    public static readonly OperatorParameter[] None = [];
    /// <summary>graph-match</summary>
    public static readonly OperatorParameter[] GraphMatch = [new("cycles", ParameterValueKind.Word, "none", "all", "unique_edges")];
    /// <summary>graph-shortest-paths</summary>
    public static readonly OperatorParameter[] GraphShortestPaths = [new("output", ParameterValueKind.Word, "any", "all")];
    /// <summary>graph-mark-components</summary>
    public static readonly OperatorParameter[] GraphMarkComponents = [new("kind", ParameterValueKind.Word, "weak", "strong"), new("with_component_id", ParameterValueKind.NameDeclaration)];
    /// <summary>edges of graph-to-table</summary>
    public static readonly OperatorParameter[] GraphEdges = [new("with_source_id", ParameterValueKind.NameDeclaration), new("with_target_id", ParameterValueKind.NameDeclaration)];
    /// <summary>nodes of graph-to-table</summary>
    public static readonly OperatorParameter[] GraphNodes = [new("with_node_id", ParameterValueKind.NameDeclaration)];
    /// <summary>join</summary>
    public static readonly OperatorParameter[] Join =
    [
        new("kind", ParameterValueKind.Word, "inner", "fullouter", "innerunique", "leftanti", "leftantisemi", "anti", "leftouter", "leftsemi", "rightanti", "rightantisemi", "rightouter", "rightsemi"),
        new("hint.remote", ParameterValueKind.Word, "auto", "left", "local", "right", "unresolved"), ShuffleKey, JoinStrategy, NumPartitions,
    ];

    /// <summary>lookup</summary>
    public static readonly OperatorParameter[] Lookup = [new("kind", ParameterValueKind.Word, "inner", "leftouter")];
    /// <summary>make-graph</summary>
    public static readonly OperatorParameter[] MakeGraph = [new("hint.strategy", ParameterValueKind.Word, "shuffle", "native")];
    /// <summary>make-series</summary>
    public static readonly OperatorParameter[] MakeSeries = [ShuffleKey, new("kind", ParameterValueKind.Word, "nonempty")];
    /// <summary>mv-apply</summary>
    public static readonly OperatorParameter[] MvApply = [ItemIndex];
    /// <summary>mv-expand</summary>
    public static readonly OperatorParameter[] MvExpand = [new("kind", ParameterValueKind.Word, "bag", "array"), new("bagexpansion", ParameterValueKind.Word, "bag", "array"), ItemIndex];
    /// <summary>parse and parse-where</summary>
    public static readonly OperatorParameter[] Parse = [new("kind", ParameterValueKind.Word, "simple", "regex", "relaxed"), new("flags", ParameterValueKind.Word)];
    /// <summary>with (…) of parse-kv</summary>
    public static readonly OperatorParameter[] ParseKv =
    [
        new("pair_delimiter", ParameterValueKind.StringLiteral), new("kv_delimiter", ParameterValueKind.StringLiteral), new("regex", ParameterValueKind.StringLiteral),
        new("quote", ParameterValueKind.StringLiteral) { IsRepeatable = true }, new("escape", ParameterValueKind.StringLiteral) { IsRepeatable = true }, new("greedy", ParameterValueKind.BoolLiteral),
    ];

    /// <summary>partition</summary>
    public static readonly OperatorParameter[] Partition = [Concurrency, Spread, Materialized, ShuffleKey, new("hint.strategy", ParameterValueKind.Word, "shuffle", "native", "legacy")];
    /// <summary>reduce</summary>
    public static readonly OperatorParameter[] Reduce = [new("kind", ParameterValueKind.Word, "source")];
    /// <summary>with … of reduce</summary>
    public static readonly OperatorParameter[] ReduceWith = [new("threshold", ParameterValueKind.NumericLiteral), new("characters", ParameterValueKind.StringLiteral)];
    /// <summary>scan</summary>
    public static readonly OperatorParameter[] Scan = [new("kind", ParameterValueKind.Word, "partial", "full"), new("with_match_id", ParameterValueKind.NameDeclaration), new("with_step_name", ParameterValueKind.NameDeclaration)];
    /// <summary>search</summary>
    public static readonly OperatorParameter[] Search = [new("kind", ParameterValueKind.Word, "default", "case_insensitive", "case_sensitive")];
    /// <summary>sort</summary>
    public static readonly OperatorParameter[] Sort = [new("hint.strategy", ParameterValueKind.Word, "splitBlock", "multipleBlocks")];
    /// <summary>summarize</summary>
    public static readonly OperatorParameter[] Summarize = [ShuffleKey, new("hint.strategy", ParameterValueKind.Word, "shuffle"), NumPartitions];
    /// <summary>top</summary>
    public static readonly OperatorParameter[] Top = [new("hint.progressive_top", ParameterValueKind.BoolLiteral)];
    /// <summary>union and macro-expand</summary>
    public static readonly OperatorParameter[] Union = [new("kind", ParameterValueKind.Word, "inner", "outer"), WithSource, WithUnderscoreSource, IsFuzzy, HiddenIsFuzzy, BestEffort, Concurrency, Spread];
    /// <summary>macro-expand</summary>
    public static readonly OperatorParameter[] MacroExpand = [.. Union, new("force_remote", ParameterValueKind.BoolLiteral)];

    private static readonly string[] ChartKinds = ["default", "unstacked", "stacked", "stacked100", "map"];

    /// <summary>with (…) of render, and its old spelling without parentheses</summary>
    public static readonly OperatorParameter[] Render =
    [
        new("kind", ParameterValueKind.Word, ChartKinds), new("title", ParameterValueKind.String), new("accumulate", ParameterValueKind.BoolLiteral),
        new("xcolumn", ParameterValueKind.Column), new("ycolumns", ParameterValueKind.ColumnList), new("anomalycolumns", ParameterValueKind.ColumnList), new("series", ParameterValueKind.ColumnList),
        new("xtitle", ParameterValueKind.String), new("ytitle", ParameterValueKind.String),
        new("xaxis", ParameterValueKind.Word, "linear", "log"), new("yaxis", ParameterValueKind.Word, "linear", "log"),
        new("legend", ParameterValueKind.Word, "visible", "hidden"), new("ysplit", ParameterValueKind.Word, "none", "axes", "panels"),
        new("ymin", ParameterValueKind.RealLiteral), new("ymax", ParameterValueKind.RealLiteral), new("xmin", ParameterValueKind.ScalarLiteral), new("xmax", ParameterValueKind.ScalarLiteral),
    ];

    /// <summary>Charts of render.</summary>
    public static readonly string[] Charts =
    [
        "table", "list", "barchart", "piechart", "ladderchart", "timechart", "linechart", "anomalychart", "pivotchart", "areachart", "stackedareachart", "scatterchart",
        "timepivot", "columnchart", "timeline", "3Dchart", "card", "treemap", "plotly", "graph", "sankey",
    ];

    // Names that are parameters of some operator: read everywhere, so that a misplaced one is reported as such.
    private static readonly HashSet<string> Known =
    [
        "__crossCluster", "__crossDB", "__id", "__isFuzzy", "__noWithSource", "__packedColumn", "__sourceColumnIndex", "bagexpansion", "bin_legacy", "cycles", "decodeblocks", "expandoutput",
        "force_remote", "hint.concurrency", "hint.distribution", "hint.materialized", "hint.num_partitions", "hint.pass_filters", "hint.pass_filters_column", "hint.progressive_top", "hint.remote",
        "hint.shufflekey", "hint.spread", "hint.strategy", "isfuzzy", "kind", "with_itemindex", "with_match_id", "with_source", "with_step_name", "withsource",
    ];

    private static readonly Dictionary<string, OperatorParameter> Defaults = BuildDefaults();

    private static Dictionary<string, OperatorParameter> BuildDefaults()
    {
        var defaults = new Dictionary<string, OperatorParameter>(StringComparer.Ordinal);
        foreach (var list in (ReadOnlySpan<OperatorParameter[]>)[Consume, Distinct, Evaluate, GraphMatch, Join, MvExpand, Partition, Scan, Top, Union])
        {
            foreach (var parameter in list)
                defaults.TryAdd(parameter.Name, parameter.Name == "kind" ? new OperatorParameter("kind", ParameterValueKind.Word) : parameter);
        }

        return defaults;
    }

    internal static bool IsKnown(ReadOnlySpan<char> name) => Known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    internal static OperatorParameter? FindDeclared(OperatorParameter[] declared, ReadOnlySpan<char> name)
    {
        foreach (var parameter in declared)
        {
            if (name.SequenceEqual(parameter.Name))
                return parameter;
        }

        return null;
    }

    internal static OperatorParameter? FindDefault(ReadOnlySpan<char> name) => Defaults.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var parameter) ? parameter : null;
}
