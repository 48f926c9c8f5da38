using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Engine.SelfContained;

/// <summary>
/// Makes a query that carries its data along: let statements with a <c>datatable</c> for each table, watchlist and function without body,
/// let functions for the functions of the workspace, and the clock as a literal. Names of tables and functions are those of the workspace,
/// which the let statements hide.
/// </summary>
/// <remarks>
/// The text is bound again with nothing else in sight: what it still names could only come from the place where it runs, so such a query is
/// refused, with the reason.
/// </remarks>
internal static class SelfContainedQueryBuilder
{
    /// <summary>Makes a query self-contained.</summary>
    /// <param name="query">The query, free of errors.</param>
    /// <param name="tables">Its data.</param>
    /// <param name="now">What <c>now()</c> is.</param>
    /// <returns>The query with its bound form; or why it cannot be made.</returns>
    public static (SelfContainedQuery? Query, BoundQuery? Bound, QueryError? Error) Build(BoundQuery query, ITableSource tables, DateTimeOffset now) =>
        new Building(query, tables, now).Build();

    private sealed class Building(BoundQuery query, ITableSource tables, DateTimeOffset now) : IRewritingData
    {
        // A body that is rewritten may name what is missing in a fuzzy union; the name must not find anything elsewhere either.
        private const string Nothing = "__NoSuchTable";
        private const int MaxPasses = 3;

        private readonly HashSet<QueryPlace> _missing = [];
        private readonly Dictionary<string, (string Name, ColumnarTable Table, RowType Row)> _named = new(StringComparer.Ordinal);
        private bool _dropsIngestionTime;

        public string Now { get; } = KqlLiteral.Of(now);

        public IEnumerable<string> TableNames => query.Tables.Select(table => table.Name);

        public string? NameOfWatchlist(string alias) =>
            tables.FindWatchlist(new TableRequest(alias, RowType.Empty, [])) is { } rows ? NameOf($"{WorkspaceFunction.WatchlistReader} {alias}", "__Watchlist", rows) : null;

        public bool HasRowsFor(string function) => tables.FindFunction(new TableRequest(function, RowType.Open, [])) is not null;

        public string? NameOfElsewhere(TableRequest request) =>
            tables.FindTable(request) is { } rows
                // Its columns are those with which the query was bound, when they were known.
                ? NameOf(request.QualifiedName, "__Elsewhere", rows, QueryEngine.GetTableUse(query.Body).FirstOrDefault(use => use.QualifiedName == request.QualifiedName)?.Row) : null;

        public (SelfContainedQuery? Query, BoundQuery? Bound, QueryError? Error) Build()
        {
            for (var pass = 0; ; pass++)
            {
                _named.Clear();
                var (made, error) = Write();
                if (error is not null)
                    return (null, null, error);
                var bound = Compilation.Bind(made!.Text, EmptySchema.Instance);
                if (pass < MaxPasses && MustBeWrittenAgain(made, bound))
                    continue;
                return Problem(made, bound) is { } problem ? (null, null, problem) : (made, bound, null);
            }
        }

        private string NameOf(string key, string prefix, ColumnarTable rows, RowType? row = null)
        {
            if (!_named.TryGetValue(key, out var entry))
                _named[key] = entry = ($"{prefix}{_named.Count + 1}", rows, row ?? RowType.Open);
            return entry.Name;
        }

        private (SelfContainedQuery? Query, QueryError? Error) Write()
        {
            var functions = FunctionText.InOrder(query.Functions.Where(function => !function.ReadsWatchlist));
            var declared = query.Syntax.Statements.OfType<LetSyntax>().Select(let => let.Name.Text).ToHashSet(StringComparer.Ordinal);
            if (query.Tables.Select(table => table.Name).Concat(functions.Select(function => function.Name)).FirstOrDefault(declared.Contains) is { } twice)
                return (null, Unsupported(twice, $"The query declares '{twice}' itself, which is the name of something that would be passed to the other engine."));

            // What is replaced says which watchlists are needed, so texts come first.
            var main = Rewritten(query.Syntax, null, isBody: false);
            var bodies = functions.Select(function => new ParsedFunction(function, function.Body is { } body ? Parser.ParseQuery(body, []) : null)).ToList();
            var bodyRewriters = bodies.Select(body => body.Syntax is { } syntax ? Rewritten(syntax, body.Function.Name, isBody: true) : null).ToList();
            var rewriters = bodyRewriters.OfType<QueryRewriter>().Append(main).ToList();
            if (rewriters.FirstOrDefault(rewriter => rewriter.Error is not null) is { } refused)
                return (null, refused.Error);
            var ingestion = rewriters.Exists(rewriter => rewriter.UsesIngestionTime) ? QueryRewriter.IngestionColumn : null;

            var pieces = new QueryPieces();
            foreach (var table in query.Tables)
            {
                if (tables.FindTable(new TableRequest(table.Name, table.Row, [])) is not { } rows)
                    return (null, new QueryError(QueryErrorKind.MissingData, $"There are no rows of the table '{table.Name}' to pass.", table.Name));
                Let(pieces, table.Name, rows, table.Row, ingestion);
            }

            foreach (var (name, rows, row) in _named.Values)
                Let(pieces, name, rows, row, ingestion);
            for (var i = 0; i < bodies.Count; i++)
            {
                if (WriteFunction(pieces, bodies[i], bodyRewriters[i]?.Replacements ?? [], ingestion) is { } missing)
                    return (null, missing);
            }

            IEnumerable<Replacement> replacements = main.Replacements;
            if (_dropsIngestionTime && query.Syntax.Statements.OfType<ExpressionStatementSyntax>().LastOrDefault() is { } last)
                replacements = replacements.Append(new Replacement(last.Expression.End, last.Expression.End, $"\n| project-away {QueryRewriter.IngestionColumn}*"));
            pieces.Copy(query.Source.Content, query.Source.Content.Length, null, replacements);
            return (pieces.ToQuery(), null);
        }

        private QueryRewriter Rewritten(QuerySyntax syntax, string? function, bool isBody)
        {
            var rewriter = new QueryRewriter(this);
            rewriter.Rewrite(syntax, isBody);
            foreach (var place in _missing.Where(place => place.Function == function))
            {
                // The name ends where its token does.
                var token = syntax.Tokens.FirstOrDefault(token => token.Start == place.Offset);
                rewriter.Rename(place.Offset, token.End, Nothing);
            }

            return rewriter;
        }

        private static void Let(QueryPieces pieces, string name, ColumnarTable rows, RowType row, string? ingestion)
        {
            pieces.Text.Append("let ").Append(KqlLiteral.Name(name)).Append(" = ");
            DataTableText.Append(pieces.Text, rows, row, ingestion);
            pieces.Text.Append(";\n");
        }

        private QueryError? WriteFunction(QueryPieces pieces, ParsedFunction item, IReadOnlyList<Replacement> replacements, string? ingestion)
        {
            var function = item.Function;
            var text = pieces.Text;
            text.Append("let ").Append(KqlLiteral.Name(function.Name)).Append(" = ").Append(FunctionText.Parameters(function)).Append(" {\n");
            if (item.Syntax is { } syntax)
            {
                // Without what ends the last statement.
                pieces.Copy(function.Body!, syntax.Statements is [.., var last] ? last.End : function.Body!.Length, function.Name, replacements);
            }
            else
            {
                if (tables.FindFunction(new TableRequest(function.Name, function.Result ?? RowType.Open, [])) is not { } rows)
                    return new QueryError(QueryErrorKind.MissingData, $"There are no rows of the function '{function.Name}' to pass, and it has no body.", function.Name);
                DataTableText.Append(text, rows, function.Result ?? RowType.Open, ingestion);
            }

            text.Append("\n};\n");
            return null;
        }

        // What only binding the text shows: tables that a fuzzy union names in vain, and a column for the time of ingestion that is left over.
        private bool MustBeWrittenAgain(SelfContainedQuery made, BoundQuery bound)
        {
            var again = false;
            foreach (var found in bound.Diagnostics.Where(found => found.Code == KqlCodes.MissingInFuzzyUnion))
                again |= made.Find(found.Span.Start) is { } place && _missing.Add(place);
            if (!_dropsIngestionTime && query.Row is { IsOpen: false } wanted && bound.Row is { IsOpen: false } row
                && row.Columns.Any(column => column.Name.StartsWith(QueryRewriter.IngestionColumn, StringComparison.Ordinal) && wanted.IndexOf(column.Name) < 0))
                again = _dropsIngestionTime = true;
            return again;
        }

        private QueryError? Problem(SelfContainedQuery made, BoundQuery bound)
        {
            if (bound.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error) is { } error)
            {
                return made.Text.AsSpan(error.Span.Start, error.Span.Length).SequenceEqual(QueryRewriter.IngestionColumn)
                    ? Unsupported("ingestion_time", "The query asks for ingestion_time() where rows that are passed do not tell it any more: behind an operator that names the columns it keeps.")
                    : Unsupported("self-contained query", $"The query cannot be passed to another engine with its data: {error.Message}");
            }

            if (query.Row is not { IsOpen: false } wanted || bound.Row is not { IsOpen: false } row)
                return null;
            return wanted.Columns.Select(column => (column.Name, column.Type.Kind)).SequenceEqual(row.Columns.Select(column => (column.Name, column.Type.Kind))) ? null
                : Unsupported("self-contained query", "The query cannot be passed to another engine with its data: its columns would be others.");
        }

        private sealed record ParsedFunction(WorkspaceFunction Function, QuerySyntax? Syntax);

        private static QueryError Unsupported(string name, string message) => new(QueryErrorKind.Unsupported, message, name);
    }
}
