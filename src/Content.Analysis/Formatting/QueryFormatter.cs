using Content.Diagnostics;
using Content.Kql.Syntax;

namespace Content.Analysis.Formatting;

/// <summary>A query laid out.</summary>
/// <param name="Text">The query after; the query as it was when <paramref name="Problem"/> says why.</param>
/// <param name="Problem">Why the query is left alone; null when it is not.</param>
internal sealed record FormattedQuery(string Text, string? Problem);

/// <summary>
/// Lays queries out: the operators of a pipe at line starts, four blanks a level, one statement a line, lines of at most 120 columns where
/// there is a place to break them. Lines that the author has broken otherwise stay broken. The result has the same tokens, comments and tree.
/// </summary>
internal static class QueryFormatter
{
    /// <summary>Columns that a line should not exceed.</summary>
    public const int Width = 120;

    /// <summary>Lays a query out. A query with syntax errors is left alone.</summary>
    /// <returns>Lines end with LF; there is no line break at the end.</returns>
    public static FormattedQuery Format(string query)
    {
        var diagnostics = new List<Diagnostic>();
        var tree = Parser.ParseQuery(query, diagnostics);
        if (diagnostics.Exists(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            return new FormattedQuery(query, "the query has syntax errors");
        var tokens = Lexer.Scan(query, []);
        if (tokens.Length == 1)
            return new FormattedQuery(query, null);
        var text = new QueryLayout(query, tokens, new QuerySpacing(tree)).Write();
        return QueryComparison.Difference(query, text) is { } difference ? new FormattedQuery(query, difference) : new FormattedQuery(text, null);
    }
}
