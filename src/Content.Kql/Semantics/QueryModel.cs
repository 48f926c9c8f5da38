using Content.Diagnostics;
using Content.Kql.Binding;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Semantics;

/// <summary>A bound query that tells what stands where: what editors ask for. Immutable.</summary>
public sealed class QueryModel
{
    private readonly ISchema _schema;
    private readonly BindingTrace _trace;
    private IReadOnlyList<QuerySymbol>? _symbols;

    internal QueryModel(BoundQuery query, ISchema schema, BindingTrace trace)
    {
        Query = query;
        _schema = schema;
        _trace = trace;
    }

    /// <summary>The query.</summary>
    public BoundQuery Query { get; }

    /// <summary>All names that stand for something, in order of their places.</summary>
    public IReadOnlyList<QuerySymbol> Symbols => _symbols ??= FindSymbols();

    /// <summary>Binds a query and keeps what it met.</summary>
    /// <param name="text">KQL text.</param>
    /// <param name="schema">What it can refer to.</param>
    public static QueryModel Create(string text, ISchema schema)
    {
        var trace = new BindingTrace();
        return new QueryModel(Compilation.Bind(text, schema, trace), schema, trace);
    }

    /// <summary>What the name at a place stands for; null when there is no name, or when it stands for nothing.</summary>
    public QuerySymbol? Find(int offset)
    {
        QuerySymbol? touching = null;
        foreach (var symbol in Symbols)
        {
            if (symbol.Span.Start > offset)
                break;
            if (symbol.Span.Touches(offset))
                touching = symbol;
        }

        return touching;
    }

    /// <summary>All places of a name that the query declares, its declaration included; empty for other names.</summary>
    public IEnumerable<QuerySymbol> OccurrencesOf(QuerySymbol symbol) =>
        symbol.Declaration is null ? [] : Symbols.Where(other => other.Declaration == symbol.Declaration);

    /// <summary>What may be named at a place.</summary>
    public QueryScope ScopeAt(int offset)
    {
        var path = PathTo(offset);
        var token = TokenAt(offset, out var before);
        if (token.Kind == SyntaxKind.StringLiteral && offset > token.Start || IsComment(offset, before))
            return new QueryScope(null, null, []) { IsText = true, IsWatchlistAlias = path.Exists(static node => node is CallSyntax { Name.Text: WorkspaceFunction.WatchlistReader, Arguments: [LiteralSyntax] }) };

        TracedNode? traced = null;
        OperatorSyntax? op = null;
        for (var i = path.Count - 1; i >= 0 && (traced is null || op is null); i--)
        {
            traced ??= path[i] is PipeSyntax ? null : _trace.Find(path[i]);
            if (op is null && path[i] is OperatorSyntax found)
                op = found;
        }

        var previous = token.Kind == SyntaxKind.EndOfText || token.Start >= offset ? before : PreviousOf(token);
        var scope = traced?.Scope ?? _trace.Outermost!;
        var row = traced?.Row;
        var name = path.Count > 0 ? path[^1] as NameSyntax : null;
        return new QueryScope(row, traced?.RightRow, VariablesOf(scope, offset))
        {
            Operator = op is null ? "" : Query.Source.Content.Substring(op.Keyword.Start, op.Keyword.Length),
            ExpectsOperator = previous.Kind == SyntaxKind.Bar,
            ExpectsTable = row is null && traced?.RightRow is null || op is JoinSyntax join && Touches(join.Right, offset) || op is ListOperatorSyntax { Keyword.Kind: SyntaxKind.UnionKeyword } && name is not null,
            AllowsAggregates = op is SummarizeSyntax or MakeSeriesSyntax or TopNestedSyntax,
        };
    }

    /// <summary>The innermost call whose parentheses a place is in; null when there is none.</summary>
    /// <remarks>Told by the tokens: the tree of a call that is being written ends before the place.</remarks>
    public QueryCall? CallAt(int offset)
    {
        var open = new Stack<(int NameStart, int Commas)>();
        Token before = default;
        foreach (var token in Query.Syntax.Tokens)
        {
            if (token.Start >= offset || token.Kind == SyntaxKind.EndOfText)
                break;
            switch (token.Kind)
            {
                case SyntaxKind.OpenParen:
                    open.Push((before.End == token.Start && before.Length > 0 ? before.Start : -1, 0));
                    break;
                case SyntaxKind.OpenBracket or SyntaxKind.OpenBrace:
                    open.Push((-1, 0));
                    break;
                case SyntaxKind.CloseParen or SyntaxKind.CloseBracket or SyntaxKind.CloseBrace:
                    open.TryPop(out _);
                    break;
                case SyntaxKind.Comma when open.TryPop(out var call):
                    open.Push((call.NameStart, call.Commas + 1));
                    break;
                case SyntaxKind.Bar when open.TryPeek(out var unclosed) && SymbolStartingAt(unclosed.NameStart) is { Kind: QuerySymbolKind.Function }:
                    // A call of the language's own that nobody closed ends with its operator: it takes no table.
                    open.Pop();
                    break;
            }

            before = token;
        }

        while (open.TryPop(out var inner))
        {
            if (inner.NameStart >= 0 && SymbolStartingAt(inner.NameStart) is { } symbol)
                return new QueryCall(symbol, inner.Commas);
        }

        return null;
    }

    private QuerySymbol? SymbolStartingAt(int offset) => Symbols.FirstOrDefault(symbol => symbol.Span.Start == offset);

    // ---- places

    private static bool Touches(SyntaxNode node, int offset) => offset >= node.Start && offset <= node.End;

    // The nodes that a place is in, from the root inwards. Of two that meet at the place, a name is what people mean; else the later one.
    private List<SyntaxNode> PathTo(int offset)
    {
        var path = new List<SyntaxNode>();
        var children = new List<SyntaxNode>();
        SyntaxNode? next = Query.Syntax;
        while (next is not null)
        {
            path.Add(next);
            children.Clear();
            SyntaxWalk.AddChildren(next, children);
            SyntaxNode? best = null;
            foreach (var child in children)
            {
                if (Touches(child, offset) && (best is null || child is NameSyntax || (best is not NameSyntax && child.Start >= best.Start)))
                    best = child;
            }

            next = best;
        }

        return path;
    }

    private Token TokenAt(int offset, out Token before)
    {
        before = default;
        foreach (var token in Query.Syntax.Tokens)
        {
            if (offset < token.End || (token.Kind == SyntaxKind.EndOfText))
                return token;
            before = token;
        }

        return new Token(SyntaxKind.EndOfText, Query.Source.Content.Length, 0);
    }

    private Token PreviousOf(Token token)
    {
        Token before = default;
        foreach (var other in Query.Syntax.Tokens)
        {
            if (other.Start >= token.Start)
                break;
            before = other;
        }

        return before;
    }

    // Comments lie between tokens: two slashes behind the last token of the line.
    private bool IsComment(int offset, Token before)
    {
        var text = Query.Source.Content;
        var start = Math.Max(before.End, offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1);
        return offset > start && text.AsSpan(start, offset - start).Contains("//", StringComparison.Ordinal);
    }

    private List<QuerySymbol> VariablesOf(Scope scope, int offset)
    {
        var variables = new List<QuerySymbol>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, symbol) in scope.Symbols)
        {
            var declaration = _trace.DeclarationOf(symbol);
            if ((declaration is null || declaration.End <= offset) && known.Add(name) && SymbolOf(symbol, name, declaration?.Span ?? default) is { } found)
                variables.Add(found);
        }

        return variables;
    }

    // ---- names

    private List<QuerySymbol> FindSymbols()
    {
        var symbols = new List<QuerySymbol>();
        var stack = new Stack<(SyntaxNode Node, SyntaxNode? Parent, TracedNode? Around)>();
        var children = new List<SyntaxNode>();
        stack.Push((Query.Syntax, null, null));
        while (stack.TryPop(out var next))
        {
            var (node, parent, around) = next;
            var own = node is PipeSyntax ? null : _trace.Find(node);
            switch (node)
            {
                case NameSyntax name:
                    if (SymbolOfName(name, parent, own, around) is { } symbol)
                        symbols.Add(symbol);
                    continue;
                case CallSyntax { Name.Text: WorkspaceFunction.WatchlistReader, Arguments: [LiteralSyntax { Value: string alias, IsMissing: false } literal] }:
                    symbols.Add(new QuerySymbol(QuerySymbolKind.Watchlist, alias, literal.Span) { Row = _schema.FindWatchlist(alias) });
                    break;
            }

            children.Clear();
            SyntaxWalk.AddChildren(node, children);
            for (var i = children.Count - 1; i >= 0; i--)
                stack.Push((children[i], node, own ?? around));
        }

        symbols.Sort(static (left, right) => left.Span.Start.CompareTo(right.Span.Start));
        return symbols;
    }

    private QuerySymbol? SymbolOfName(NameSyntax name, SyntaxNode? parent, TracedNode? own, TracedNode? around)
    {
        if (name.IsMissing || name.IsWildcard)
            return null;
        switch (parent)
        {
            case CallSyntax call when ReferenceEquals(call.Name, name):
                return SymbolOfCall(call, null);
            case LetSyntax let when ReferenceEquals(let.Name, name):
                return DeclaredBy(name);
            case AsSyntax:
                return DeclaredBy(name);
            case NamedExpressionSyntax named when Array.IndexOf(named.Names, name) >= 0:
                return around?.Result is BoundTabular made ? ColumnOf(made.Row.Find(name.Text), name) : new QuerySymbol(QuerySymbolKind.Column, name.Text, name.Span);
            case NamedParameterSyntax or RenderSyntax or SetOptionSyntax:
                return null;
            case ColumnDeclarationSyntax:
                return DeclaredBy(name) ?? new QuerySymbol(QuerySymbolKind.Column, name.Text, name.Span);
            case PathSyntax path when ReferenceEquals(path.Member, name):
                return SymbolOfMember(path, name, around);
        }

        return own is null ? ColumnOf((around?.Row)?.Find(name.Text) ?? (around?.RightRow)?.Find(name.Text), name) : SymbolOfResult(own, name);
    }

    private QuerySymbol? SymbolOfResult(TracedNode traced, NameSyntax name)
    {
        switch (traced.Result)
        {
            case BoundColumn column:
                return ColumnOf(column.Column, name);
            case BoundOpenColumn:
                return new QuerySymbol(QuerySymbolKind.Column, name.Text, name.Span);
            case BoundVariable variable:
                return SymbolOf(variable.Variable, name.Text, name.Span);
            case BoundTabularVariable variable:
                return SymbolOf(variable.Variable, name.Text, name.Span);
            case BoundTable table:
                return new QuerySymbol(QuerySymbolKind.Table, name.Text, name.Span) { Row = table.Row, Description = table.Table.Description };
            default:
                return traced.Scope.Find(name.Text) is { } symbol ? SymbolOf(symbol, name.Text, name.Span)
                    : traced.Result is BoundTabularBlock or BoundScalarBlock or BoundOpaqueFunction ? OfWorkspace(name) : null;
        }
    }

    private QuerySymbol? SymbolOfMember(PathSyntax path, NameSyntax name, TracedNode? around)
    {
        if (path.Left is NameSyntax { Text: "$left" or "$right" } side)
            return ColumnOf((side.Text == "$right" ? around?.RightRow : around?.Row)?.Find(name.Text), name);
        return _trace.Find(path)?.Result is BoundTable table && table.Table.Name == name.Text
            ? new QuerySymbol(QuerySymbolKind.Table, name.Text, name.Span) { Row = table.Row, Description = table.Table.Description } : null;
    }

    private QuerySymbol? SymbolOfCall(CallSyntax call, SyntaxNode? parent)
    {
        var name = call.Name;
        var traced = _trace.Find(call);
        if (traced?.Scope.Find(name.Text) is { } declared)
            return SymbolOf(declared, name.Text, name.Span);
        CallableSymbol? callable = traced is null && parent is null or EvaluateSyntax ? Catalogue.FindPlugin(name.Text) : null;
        callable ??= traced?.Result is BoundCall bound ? bound.Function : null;
        callable ??= (CallableSymbol?)Catalogue.FindFunction(name.Text) ?? (CallableSymbol?)Catalogue.FindAggregate(name.Text) ?? Catalogue.FindPlugin(name.Text);
        if (callable is not null && callable.Name == name.Text)
            return new QuerySymbol(QuerySymbolKind.Function, name.Text, name.Span) { Callable = callable, Description = callable.Summary, Type = (traced?.Result as BoundExpression)?.Type };
        return OfWorkspace(name);
    }

    private QuerySymbol? OfWorkspace(NameSyntax name) => _schema.FindFunction(name.Text) is { } function
        ? new QuerySymbol(QuerySymbolKind.WorkspaceFunction, name.Text, name.Span) { Function = function, Description = function.Description, Row = function.Result } : null;

    private QuerySymbol? DeclaredBy(NameSyntax name) => _trace.DeclaredAt(name) is { } symbol ? SymbolOf(symbol, name.Text, name.Span) : null;

    private QuerySymbol? SymbolOf(object symbol, string name, TextSpan span)
    {
        var declaration = _trace.DeclarationOf(symbol)?.Span;
        return symbol switch
        {
            VariableSymbol variable => new QuerySymbol(QuerySymbolKind.Variable, name, span) { Type = variable.Type, Row = variable.Row, Declaration = declaration },
            UserFunction function => new QuerySymbol(QuerySymbolKind.LetFunction, name, span) { Declaration = declaration, Parameters = [.. function.Parameters.Select(static parameter => parameter.Name)] },
            _ => null,
        };
    }

    private static QuerySymbol? ColumnOf(ColumnSymbol? column, NameSyntax name) => column is null ? null
        : new QuerySymbol(QuerySymbolKind.Column, name.Text, name.Span) { Type = column.Type, Description = column.Description };
}
