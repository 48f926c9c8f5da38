namespace Content.Kql.Language;

/// <summary>One sentence about each tabular operator and chart, for completion and hover texts.</summary>
public static class OperatorSummaries
{
    /// <summary>Keywords of the operators that can stand behind a bar, old spellings left out, in ordinal order.</summary>
    public static IReadOnlyList<string> Keywords { get; } =
    [
        "as", "assert-schema", "consume", "count", "distinct", "evaluate", "extend", "facet", "fork", "getschema", "graph-mark-components",
        "graph-match", "graph-shortest-paths", "graph-to-table", "graph-where-edges", "graph-where-nodes", "invoke", "join", "lookup", "make-graph",
        "make-series", "mv-apply", "mv-expand", "parse", "parse-kv", "parse-where", "partition", "project", "project-away", "project-by-names",
        "project-keep", "project-rename", "project-reorder", "reduce", "render", "sample", "sample-distinct", "scan", "search", "serialize", "sort",
        "summarize", "take", "top", "top-hitters", "top-nested", "union", "where",
    ];

    /// <summary>What an operator does, by its keyword; null for a word that is none.</summary>
    public static string? Find(string keyword) => keyword switch
    {
        "as" => "Gives the rows so far a name.",
        "assert-schema" => "Fails unless the columns are the ones named.",
        "consume" => "Reads all rows and gives none.",
        "count" => "Counts the rows.",
        "datatable" => "Makes a table of constants.",
        "distinct" => "Gives each combination of values once.",
        "evaluate" => "Calls a plugin.",
        "extend" => "Adds columns, or replaces columns of the same name.",
        "externaldata" => "Reads a table from files in storage.",
        "facet" => "Gives a table of distinct values for each of several columns.",
        "filter" or "where" => "Keeps the rows for which a condition holds.",
        "find" => "Finds rows for which a condition holds in several tables.",
        "fork" => "Hands the rows to several queries.",
        "getschema" => "Lists the columns and their types.",
        "graph-mark-components" => "Marks the connected components of a graph.",
        "graph-match" => "Finds all occurrences of a pattern in a graph.",
        "graph-shortest-paths" => "Finds shortest paths in a graph.",
        "graph-to-table" => "Turns the nodes or edges of a graph into tables.",
        "graph-where-edges" => "Keeps the edges of a graph for which a condition holds.",
        "graph-where-nodes" => "Keeps the nodes of a graph for which a condition holds.",
        "invoke" => "Hands the rows to a function that takes a table.",
        "join" => "Joins the rows of two tables by keys; innerunique unless a kind is given.",
        "limit" or "take" => "Gives up to a number of rows, whichever come first.",
        "lookup" => "Adds the columns of a dimension table by keys.",
        "macro-expand" => "Runs a query once for each member of a group of entities.",
        "make-graph" => "Makes a graph of a table of edges and tables of nodes.",
        "make-series" => "Makes series of aggregated values along an axis.",
        "mv-apply" or "mvapply" => "Runs a subquery over the elements of an array of each row.",
        "mv-expand" or "mvexpand" => "Makes a row of each element of an array or property of a bag.",
        "order" or "sort" => "Sorts the rows; descending unless asc is given.",
        "parse" => "Takes columns out of a text by a pattern; rows that do not match stay.",
        "parse-kv" => "Takes columns out of a text of keys and values.",
        "parse-where" => "Takes columns out of a text by a pattern; rows that do not match are dropped.",
        "partition" => "Runs a subquery over the rows of each key.",
        "print" => "Gives one row of computed values.",
        "project" => "Gives the columns named, in that order.",
        "project-away" => "Drops columns.",
        "project-by-names" => "Gives the columns whose names a list or pattern holds.",
        "project-keep" => "Keeps columns in the order that they have.",
        "project-rename" => "Renames columns.",
        "project-reorder" => "Moves columns to the front.",
        "range" => "Makes a table of evenly spaced values.",
        "reduce" => "Groups texts by likeness.",
        "render" => "Says how the result is to be drawn.",
        "sample" => "Gives up to a number of rows at random.",
        "sample-distinct" => "Gives up to a number of distinct values.",
        "scan" => "Runs steps of a state machine over serialized rows.",
        "search" => "Finds rows with a text in any column.",
        "serialize" => "Fixes the order of the rows so that window functions may be used.",
        "summarize" => "Aggregates the rows of each group.",
        "top" => "Gives the first rows by an expression.",
        "top-hitters" => "Estimates the most frequent values.",
        "top-nested" => "Gives the top values of several levels, one inside the other.",
        "union" => "Puts the rows of several tables together.",
        _ => null,
    };

    /// <summary>What a chart of <c>render</c> shows; null for a word that is none.</summary>
    public static string? FindChart(string chart) => chart switch
    {
        "anomalychart" => "A time chart that marks anomalies.",
        "areachart" => "Areas under lines.",
        "barchart" => "Horizontal bars.",
        "card" => "The first row, each value as a card.",
        "columnchart" => "Vertical bars.",
        "graph" => "Nodes and edges.",
        "ladderchart" => "Bars from a start to an end time.",
        "linechart" => "Lines.",
        "list" => "A list.",
        "piechart" => "A pie.",
        "pivotchart" => "A pivot table with a chart.",
        "plotly" => "A chart in Plotly's JSON.",
        "sankey" => "Flows between nodes.",
        "scatterchart" => "Points, also on a map.",
        "stackedareachart" => "Areas under lines, stacked.",
        "table" => "A table.",
        "3Dchart" => "A surface in three dimensions.",
        "timechart" => "Lines over time.",
        "timeline" => "Events on a time line.",
        "timepivot" => "Events on a time line, grouped by levels.",
        "treemap" => "Nested rectangles.",
        _ => null,
    };
}
