using Content.Diagnostics;
using Content.Kql;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Analysis;

/// <summary>An analytics rule as the analysis sees it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Query">Its bound query.</param>
/// <param name="Repository">Everything else.</param>
/// <param name="Findings">Where findings go.</param>
public sealed record RuleContext(AnalyticsRule Rule, BoundQuery Query, ContentRepository Repository, FindingList Findings)
{
    /// <summary>Columns of the result; null when they are not all known, because something in the query is wrong.</summary>
    public RowType? Row => Query.HasErrors || Query.Body.Tabular?.Row is not { IsOpen: false } row ? null : row;

    /// <summary>Adds a finding when the result has no column of a name. The name that was probably meant is part of the message.</summary>
    /// <param name="column">The name and its place.</param>
    /// <param name="what">What refers to it, as the beginning of a sentence: <c>The custom detail 'X'</c>.</param>
    public void RequireColumn(Located<string> column, string what) => RequireColumn(column, new TextSpan(0, column.Text.Length), column.Value, what);

    /// <summary>As above for a name that is only a part of a value.</summary>
    public void RequireColumn(Located<string> place, TextSpan part, string column, string what)
    {
        if (Row is not { } row || row.IndexOf(column) >= 0)
            return;
        var meant = NameSuggestion.Find(column, row.Columns.Select(symbol => symbol.Name));
        Findings.AddPart(place, part, $"{what} refers to column '{column}', which the query's result does not have.{(meant is null ? "" : $" Did you mean '{meant}'?")}",
            "The result has: " + Texts.List(row.Columns.Select(symbol => symbol.Name), 12) + ".");
    }
}
