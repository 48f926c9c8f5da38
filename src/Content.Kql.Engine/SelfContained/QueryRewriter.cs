using Content.Kql.Binding;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Engine.SelfContained;

/// <summary>What a query that is rewritten takes its data from.</summary>
internal interface IRewritingData
{
    /// <summary>The clock, as a literal.</summary>
    string Now { get; }

    /// <summary>The tables that stars can stand for.</summary>
    IEnumerable<string> TableNames { get; }

    /// <summary>The name under which the rows of a watchlist are passed; null when there are none.</summary>
    string? NameOfWatchlist(string alias);

    /// <summary>Whether there are rows in place of data that a function of the language looks things up in.</summary>
    bool HasRowsFor(string function);

    /// <summary>The name under which the rows of a table of another place are passed; null when there are none.</summary>
    string? NameOfElsewhere(TableRequest request);
}

/// <summary>
/// Finds what has to be replaced in a query, or the body of a function, before it gives the same everywhere: the clock, the time of
/// ingestion, watchlists, tables of other places, stars for tables.
/// </summary>
internal sealed class QueryRewriter(IRewritingData data)
{
    /// <summary>Name of the column that holds what <c>ingestion_time()</c> gives.</summary>
    public const string IngestionColumn = "__IngestionTime";

    /// <summary>Tables that a star may stand for; the text grows with each.</summary>
    private const int StarLimit = 40;

    private readonly List<Replacement> _replacements = [];

    /// <summary>The replacements.</summary>
    public IReadOnlyList<Replacement> Replacements => _replacements;

    /// <summary>What cannot be passed, as a sentence and the name of the construct; null when all can.</summary>
    public QueryError? Error { get; private set; }

    /// <summary>True when the time of ingestion is asked for.</summary>
    public bool UsesIngestionTime { get; private set; }

    /// <summary>Looks through a tree.</summary>
    /// <param name="syntax">The tree.</param>
    /// <param name="isBody">True for the body of a function, in which only let statements may stand.</param>
    public void Rewrite(QuerySyntax syntax, bool isBody)
    {
        foreach (var statement in syntax.Statements)
        {
            switch (statement)
            {
                case RestrictSyntax: Refuse("restrict access", "it restricts access to entities of the place where it runs"); break;
                case AliasSyntax: Refuse("alias database", "it names another database"); break;
                case SetOptionSyntax or QueryParametersSyntax or PatternSyntax when isBody: Refuse("set and declare", "such a statement cannot stand in a function of a let statement"); break;
            }
        }

        var stack = new Stack<SyntaxNode>();
        var children = new List<SyntaxNode>();
        stack.Push(syntax);
        while (stack.TryPop(out var node))
        {
            if (Replace(node))
                continue;
            children.Clear();
            SyntaxWalk.AddChildren(node, children);
            foreach (var child in children)
                stack.Push(child);
        }
    }

    /// <summary>Replaces a plain name.</summary>
    public void Rename(int start, int end, string name) => _replacements.Add(new Replacement(start, end, name));

    private void Refuse(string name, string why) => Error ??= new QueryError(QueryErrorKind.Unsupported, $"'{name}' cannot be passed to another engine: {why}.", name);

    // True when there is nothing left to look for inside.
    private bool Replace(SyntaxNode node)
    {
        switch (node)
        {
            case CallSyntax call:
                return ReplaceCall(call);
            case PathSyntax path when Leftmost(path) is { Name.Text: "cluster" or "database" or "workspace" or "app" or "resource" or "adx" or "arg" } place:
                ReplacePath(path, place.Name.Text);
                return true;
            case SearchSyntax:
                Refuse("search", "it names the table of each row, and rows that are passed are of none");
                return true;
            case FindSyntax:
                Refuse("find", "it names the table of each row, and rows that are passed are of none");
                return true;
            case ExternalDataSyntax:
                Refuse("externaldata", "it reads what lies elsewhere");
                return true;
            case ListOperatorSyntax { Keyword.Kind: SyntaxKind.UnionKeyword } union:
                ReplaceStars(union);
                return false;
            default:
                return false;
        }
    }

    private bool ReplaceCall(CallSyntax call)
    {
        switch (call)
        {
            case { Name.Text: "now", Arguments: [] }:
                _replacements.Add(new Replacement(call.Start, call.End, data.Now));
                return true;
            case { Name.Text: "now", Arguments: [var offset] }:
                Around(call, offset, $"({data.Now} + (");
                return false;
            case { Name.Text: "ago", Arguments: [var span] }:
                Around(call, span, $"({data.Now} - (");
                return false;
            case { Name.Text: "ingestion_time", Arguments: [] }:
                UsesIngestionTime = true;
                _replacements.Add(new Replacement(call.Start, call.End, IngestionColumn));
                return true;
            case { Name.Text: "parse_user_agent" or "geo_info_from_ip_address" } when data.HasRowsFor(call.Name.Text):
                Refuse(call.Name.Text, "the rows that stand for the service's data cannot take their place there");
                return true;
            case { Name.Text: "table", Arguments: [LiteralSyntax { Value: string table }, ..] }:
                _replacements.Add(new Replacement(call.Start, call.End, KqlLiteral.Name(table)));
                return true;
            case { Name.Text: WorkspaceFunction.WatchlistReader, Arguments: [LiteralSyntax { Value: string alias }] } when data.NameOfWatchlist(alias) is { } name:
                _replacements.Add(new Replacement(call.Start, call.End, name));
                return true;
            default:
                if (call.Name.Text == WorkspaceFunction.WatchlistReader)
                    Refuse(call.Name.Text, "only the rows of a watchlist whose alias is a literal are known");
                return false;
        }
    }

    // The argument may hold what is to be replaced as well.
    private void Around(CallSyntax call, ExpressionSyntax argument, string before)
    {
        _replacements.Add(new Replacement(call.Start, argument.Start, before));
        _replacements.Add(new Replacement(argument.End, call.End, "))"));
    }

    private static CallSyntax? Leftmost(PathSyntax path)
    {
        var left = path.Left;
        while (left is PathSyntax inner)
            left = inner.Left;
        return left as CallSyntax;
    }

    private void ReplacePath(PathSyntax path, string place)
    {
        TableRequest? request = path switch
        {
            { Member: NameSyntax { IsWildcard: false } name, Left: CallSyntax { Name.Text: "workspace", Arguments: [LiteralSyntax { Value: string workspace }] } } => Request(name) with { Cluster = workspace },
            { Member: NameSyntax { IsWildcard: false } name, Left: CallSyntax { Name.Text: "database", Arguments: [LiteralSyntax { Value: string database }] } } => Request(name) with { Database = database },
            {
                Member: NameSyntax { IsWildcard: false } name,
                Left: PathSyntax
                {
                    Left: CallSyntax { Name.Text: "cluster", Arguments: [LiteralSyntax { Value: string cluster }] },
                    Member: CallSyntax { Name.Text: "database", Arguments: [LiteralSyntax { Value: string database }] },
                },
            } => Request(name) with { Cluster = cluster, Database = database },
            _ => null,
        };
        if (request is not null && data.NameOfElsewhere(request) is { } passed)
            _replacements.Add(new Replacement(path.Start, path.End, passed));
        else
            Refuse($"{place}(…)", request is null ? "it names something of another place" : $"the case gives no rows of {request.QualifiedName}");

        static TableRequest Request(NameSyntax name) => new(name.Text, RowType.Empty, []);
    }

    private void ReplaceStars(ListOperatorSyntax union)
    {
        if (Array.Exists(union.Parameters, parameter => parameter.Name.Text is "withsource" or "with_source"))
            Refuse("withsource", "it names the table of each row, and rows that are passed are of none");
        foreach (var item in union.Expressions)
        {
            var inner = item;
            while (inner is ParenthesizedSyntax parenthesized)
                inner = parenthesized.Expression;
            if (inner is not NameSyntax { IsWildcard: true } star)
                continue;
            var names = data.TableNames.Where(name => Wildcard.Matches(star.Text, name)).ToList();
            if (names.Count is 0 or > StarLimit)
                Refuse($"union {star.Text}", names.Count == 0 ? "no table fits the star" : $"{names.Count} tables fit the star, and {StarLimit} can be passed");
            else
                _replacements.Add(new Replacement(item.Start, item.End, string.Join(", ", names.Select(KqlLiteral.Name))));
        }
    }
}
