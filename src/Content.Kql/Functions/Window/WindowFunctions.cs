namespace Content.Kql.Functions;

/// <summary>Declarations of the window functions.</summary>
internal static class WindowFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        next(column: scalar column, offset?: long, default_value?: scalar constant) -> 1st
            @not-constant
            Gives the value of an expression some rows later, in serialized rows.

        prev(column: scalar column, offset?: long, default_value?: scalar constant) -> 1st
            @not-constant
            Gives the value of an expression some rows earlier, in serialized rows.

        row_cumsum(term: number, restart?: bool) -> 1st
            @not-constant
            Adds up a value over serialized rows, with optional restart.

        row_number(startingIndex?: long, restart?: bool) -> long
            @not-constant
            Numbers serialized rows, with optional restart.

        row_rank(column: not-dynamic, dense?: bool constant) -> long
            @hidden  @obsolete row_rank_dense  @not-constant
            Old name of row_rank_dense.

        row_rank_dense(term: not-dynamic, restart?: bool) -> long
            @not-constant
            Ranks serialized rows; equal values share a rank and no rank is skipped.

        row_rank_min(term: not-dynamic, restart?: bool) -> long
            @not-constant
            Ranks serialized rows; equal values share the least rank.

        row_window_session(expr: datetime, maxDistanceFromFirst: timespan, maxDistanceBetweenNeighbors: timespan, restart?: bool) -> 1st
            @not-constant
            Gives the start of the session that a serialized row belongs to.
        """;
}
