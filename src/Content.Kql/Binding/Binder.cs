using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Language;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

/// <summary>Gives a parsed query its meaning: resolves names, picks signatures, infers types. One instance binds one query.</summary>
internal sealed partial class Binder
{
    private readonly ISchema _schema;
    private readonly BindingCache _cache;
    private List<Diagnostic> _diagnostics;
    private readonly List<Diagnostic> _parseFindings;
    private readonly List<TableSymbol> _tables = [];
    private readonly HashSet<TableSymbol> _tableSet = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _watchlists = [];
    private readonly List<WorkspaceFunction> _functions = [];
    private readonly List<string> _expanding = [];

    // Where the binder stands: names in scope, the row before the pipe, the right row of a join, the aggregates being collected.
    private Scope _scope = new(null);
    // Values of set statements, for the functions that read them.
    private Dictionary<string, BoundExpression>? _options;
    // Databases of alias statements, for database().
    private Dictionary<string, Entity>? _aliases;
    private RowType? _row;
    private RowType? _rightRow;
    private AggregateCollector? _aggregates;
    private bool _insideAggregate;
    private List<BoundLet> _lets = [];

    // Sources whose columns only the data gives are numbered as they are bound, so that binding again finds what a run has told of them.
    private IReadOnlyList<RowType?> _knownRows = [];
    private int _openSources;

    // Spans of what a workspace function says lie in its own text: they are shown at the call.
    private TextSpan? _callSpan;

    // Inside of a union with isfuzzy=true.
    private bool _isFuzzy;

    // Kusto.Language keeps two things in a union that running it leaves out: tables that do not exist (isfuzzy=true), whose columns are
    // then unknown, and columns that not all tables have (kind=inner). True to leave them out.
    private readonly bool _asRun;

    // Null unless somebody wants to know what stands where.
    private readonly BindingTrace? _trace;

    private Binder(ISchema schema, List<Diagnostic> diagnostics, BindingCache cache, bool asRun, BindingTrace? trace)
    {
        _schema = schema;
        _diagnostics = diagnostics;
        _parseFindings = diagnostics;
        _cache = cache;
        _asRun = asRun;
        _trace = trace;
        if (trace is not null)
            trace.Outermost = _scope;
    }

    internal static (BoundBody Body, Binder Binder) Bind(QuerySyntax query, ISchema schema, List<Diagnostic> diagnostics, BindingCache cache, IReadOnlyList<RowType?>? knownRows = null, bool asRun = false, BindingTrace? trace = null)
    {
        var binder = new Binder(schema, diagnostics, cache, asRun, trace) { _knownRows = knownRows ?? [] };
        var body = binder.BindStatements(query.Statements);
        if (binder._problem is not null)
            body = body with { Problem = binder._problem };
        if (binder._openSources > 0)
        {
            body = body with
            {
                BindAgain = rows =>
                {
                    var found = new List<Diagnostic>();
                    return (Bind(query, schema, found, cache, rows, asRun).Body, [.. found]);
                },
            };
        }

        // Said once and at the end: findings inside of expanded bodies are dropped, this one must not be.
        if (binder._tooManyExpansionsAt is { } place)
            diagnostics.Add(new Diagnostic("KQL200", DiagnosticSeverity.Error, $"The query calls its functions more than {MaxExpansions:N0} times in all. Use materialize() or fewer calls.", place));
        return (body, binder);
    }

    internal ImmutableArray<TableSymbol> Tables => [.. _tables];

    // What does not exist and no union around it has left out yet.
    private readonly List<string> _missing = [];

    // Why the query does not run although the language takes it.
    private string? _problem;

    /// <summary>True when a union with isfuzzy=true named what does not exist.</summary>
    internal bool NamesMissing { get; private set; }

    /// <summary>True when what runs has other columns than the language gives it.</summary>
    internal bool DiffersAsRun => NamesMissing || _hasInnerUnion || _hasScanWithoutId;

    private bool _hasInnerUnion;

    // In Kusto.Language's result a scan always has match_id, when it runs only if it was asked for.
    private bool _hasScanWithoutId;

    internal ImmutableArray<string> Watchlists => [.. _watchlists];
    internal ImmutableArray<WorkspaceFunction> Functions => [.. _functions];

    // ---- reporting

    private void Error(string code, string message, TextSpan span, CodeFix? fix = null) =>
        _diagnostics.Add(new Diagnostic(code, DiagnosticSeverity.Error, message, _callSpan ?? span) { Fix = _callSpan is null ? fix : null });

    private void Warning(string code, string message, TextSpan span, CodeFix? fix = null) =>
        _diagnostics.Add(new Diagnostic(code, DiagnosticSeverity.Warning, message, _callSpan ?? span) { Fix = _callSpan is null ? fix : null });

    private const int MaxSuggestions = 100;

    private int _suggestions;

    private void ErrorWithSuggestion(string code, string message, string name, TextSpan span, IEnumerable<string> candidates)
    {
        // Who has so many names wrong has the wrong schema, and gets an answer all the same.
        var suggestion = ++_suggestions > MaxSuggestions ? null : NameSuggestion.Find(name, candidates);
        if (suggestion is null)
        {
            Error(code, message, span);
            return;
        }

        var written = SyntaxFacts.IsPlainName(suggestion) ? suggestion : $"['{suggestion}']";
        Error(code, $"{message} Did you mean '{suggestion}'?", span, new CodeFix($"Change to '{suggestion}'", [new TextEdit(span, written)]));
    }

    private (RowType Row, int Number) OpenSource(RowType row)
    {
        if (!row.IsOpen)
            return (row, -1);
        var number = _openSources++;
        return number < _knownRows.Count && _knownRows[number] is { } known ? (known, number) : (row, number);
    }

    private RowType Row => _row ?? RowType.Empty;

    // Columns that are not known but named, by the open row that they must belong to.
    private Dictionary<RowType, OrderedDictionary<string, ColumnSymbol>>? _inferred;

    private BoundOpenColumn InferColumn(RowType row, string name, TextSpan span)
    {
        _inferred ??= new Dictionary<RowType, OrderedDictionary<string, ColumnSymbol>>(ReferenceEqualityComparer.Instance);
        if (!_inferred.TryGetValue(row, out var columns))
            _inferred.Add(row, columns = new OrderedDictionary<string, ColumnSymbol>(StringComparer.Ordinal));
        if (!columns.TryGetValue(name, out var column))
            columns.Add(name, column = new ColumnSymbol(name, KqlType.Unknown));
        return new BoundOpenColumn(column) { Span = span };
    }

    /// <summary>A table with the columns that later operators named but nobody declared.</summary>
    private BoundTabular WithInferred(BoundTabular table)
    {
        if (_inferred is null || !table.Row.IsOpen || !_inferred.TryGetValue(table.Row, out var columns))
            return table;
        var expressions = ImmutableArray.CreateBuilder<BoundExpression>();
        for (var i = 0; i < table.Row.Columns.Length; i++)
            expressions.Add(new BoundColumn(i, table.Row.Columns[i]) { Span = table.Span });
        foreach (var column in columns.Values)
            expressions.Add(new BoundOpenColumn(column) { Span = table.Span });
        return new BoundProject(table, new RowType([.. table.Row.Columns, .. columns.Values], isOpen: true), expressions.ToImmutable()) { Span = table.Span };
    }

    // The declaration of a name of this text; those inside of a workspace function stand in another one.
    private void Trace(object symbol, NameSyntax? declaration)
    {
        if (declaration is not null && _callSpan is null)
            _trace?.Declare(symbol, declaration);
    }

    // ---- statements

    private BoundBody BindStatements(StatementSyntax[] statements)
    {
        BoundTabular? tabular = null;
        BoundExpression? scalar = null;
        var earlier = ImmutableArray.CreateBuilder<BoundTabular>();
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case LetSyntax let:
                    BindLet(let);
                    break;
                case ExpressionStatementSyntax expression:
                    if (tabular is not null)
                        earlier.Add(WithInferred(tabular));
                    (tabular, scalar) = BindResult(expression.Expression);
                    break;
                case QueryParametersSyntax parameters:
                    BindQueryParameters(parameters);
                    break;
                case PatternSyntax pattern:
                    BindPattern(pattern);
                    break;
                case AliasSyntax alias:
                    if (BindNode(alias.Value) is Entity entity)
                        (_aliases ??= new Dictionary<string, Entity>(StringComparer.Ordinal))[alias.Name.Text] = entity;
                    break;
                case SetOptionSyntax option:
                    BindOption(option);
                    break;
                case RestrictSyntax restrict:
                    foreach (var allowed in restrict.Entities)
                    {
                        if (allowed is NameSyntax { IsWildcard: true } wildcard)
                            MatchTables(wildcard);
                        else
                            BindNode(allowed);
                    }

                    break;
            }
        }

        return new BoundBody([.. _lets], tabular is null ? null : WithInferred(tabular), scalar) { Earlier = earlier.ToImmutable() };
    }

    private void BindOption(SetOptionSyntax option)
    {
        if (option.Name.Form == NameForm.Bracketed)
            Error("KQL105", "The name of an option is written without brackets.", option.Name.Span);
        if (option.Value is not { } syntax || BindNode(syntax) is not BoundExpression value)
            return;
        (_options ??= new Dictionary<string, BoundExpression>(StringComparer.Ordinal))[option.Name.Text] = value;
        if (syntax is not (LiteralSyntax or DynamicSyntax or NameSyntax))
        {
            if (value is not BoundErrorExpression)
                Error("KQL130", "The value of an option is a literal or a name.", syntax.Span);
        }
        else if (RequestOptions.Find(option.Name.Text)?.Type is { } type && !value.Type.IsUnknown && !TypeRelations.IsAssignable(type, value.Type, Conversion.Compatible))
        {
            Error("KQL141", $"The option '{option.Name.Text}' takes a value of type {type.Name}, not {value.Type.Name}.", syntax.Span);
        }
    }

    private (BoundTabular? Tabular, BoundExpression? Scalar) BindResult(ExpressionSyntax syntax)
    {
        switch (BindNode(syntax))
        {
            case BoundTabular tabular:
                return (tabular, null);
            case BoundTabularArgument { Table: var table }:
                return (table, null);
            case BoundExpression scalar:
                return (null, scalar);
            case TableGroup group:
                return (group.Tables[0], null);
            case FunctionReference reference:
                return Unwrap(BindUserCall(reference.Function, [], syntax.Span, syntax.Span));
            default:
                return (null, null);
        }
    }

    private static (BoundTabular? Tabular, BoundExpression? Scalar) Unwrap(BoundNode node) => (node as BoundTabular, node as BoundExpression);

    private void BindLet(LetSyntax let)
    {
        var name = let.Name.Text;
        var redeclared = !let.Name.IsMissing && _scope.Declares(name);
        if (redeclared)
            Error("KQL201", $"'{name}' is declared twice. Give one of them another name.", let.Name.Span);

        object? symbol = null;
        if (let.Value is FunctionDeclarationSyntax declaration)
        {
            symbol = DeclareFunction(let.Name, declaration);
        }
        else
        {
            var value = let.Value is MaterializeSyntax materialize ? BindMaterialize(materialize) : BindNode(let.Value);
            if (value is BoundExpression several && TupleOf(several) is { Length: > 1 })
                Error("KQL139", "A variable holds one value: the function gives several.", let.Value.Span);
            switch (value)
            {
                case BoundTabular tabular:
                    var table = new VariableSymbol(name, tabular.Row);
                    symbol = table;
                    if (!redeclared)
                        _lets.Add(new BoundLet(table, null, tabular));
                    break;
                case BoundExpression scalar:
                    var variable = new VariableSymbol(name, scalar.Type)
                    {
                        IsConstant = BoundConstants.IsConstant(scalar) || scalar is BoundErrorExpression,
                        Literal = scalar as BoundLiteral ?? (scalar as BoundVariable)?.Variable.Literal,
                    };
                    symbol = variable;
                    if (!redeclared)
                        _lets.Add(new BoundLet(variable, scalar, null));
                    break;
                case FunctionReference reference:
                    symbol = reference.Function;
                    break;
                case Entity entity:
                    symbol = entity;
                    break;
                case TableGroup group:
                    symbol = new VariableSymbol(name, group.Tables[0].Row);
                    break;
            }
        }

        if (symbol is not null && !redeclared && !let.Name.IsMissing)
        {
            _scope.Declare(name, symbol);
            Trace(symbol, let.Name);
        }
    }

    private BoundTabular BindMaterialize(MaterializeSyntax materialize)
    {
        var table = BindTabular(materialize.Expression);
        return new BoundPassThrough(table, PassThroughKind.Materialize) { Span = materialize.Span };
    }

    private void BindQueryParameters(QueryParametersSyntax parameters)
    {
        foreach (var syntax in parameters.Parameters)
        {
            var parameter = BindParameter(syntax);
            if (parameter.Type is null)
            {
                var table = new VariableSymbol(parameter.Name, parameter.IsAnyTable ? RowType.Empty : parameter.Row!);
                _scope.Declare(parameter.Name, table);
                Trace(table, syntax.Declaration.Name);
                continue;
            }

            if (syntax.Default is { } defaultSyntax)
                CheckDefault(parameter, defaultSyntax);
            BoundExpression value = syntax.Default is null ? new BoundLiteral(parameter.Type, null) : BindDefault(parameter, syntax.Default);
            var variable = new VariableSymbol(parameter.Name, parameter.Type) { Literal = value as BoundLiteral };
            _scope.Declare(parameter.Name, variable);
            Trace(variable, syntax.Declaration.Name);
            _lets.Add(new BoundLet(variable, value, null));
        }
    }

    private void BindPattern(PatternSyntax pattern)
    {
        if (pattern.Matches.Length == 0)
            return;
        foreach (var match in pattern.Matches)
        {
            if (match.Values.Length != pattern.Parameters.Length)
                Error("KQL185", $"The pattern has {pattern.Parameters.Length} parameters; give as many values.", match.Span);
        }

        _scope.Declare(pattern.Name.Text, new PatternDefinition(pattern.Name.Text, pattern, _scope));
    }

    // ---- kinds of values

    /// <summary>Binds an expression that must be a table.</summary>
    private BoundTabular BindTabular(ExpressionSyntax syntax) => AsTabular(BindNode(syntax), syntax);

    private BoundTabular AsTabular(BoundNode node, ExpressionSyntax syntax)
    {
        switch (node)
        {
            case BoundTabular tabular:
                return tabular;
            case BoundTabularArgument { Table: var table }:
                return table;
            case FunctionReference reference:
                return AsTabular(BindUserCall(reference.Function, [], syntax.Span, syntax.Span), syntax);
            case TableGroup { Tables: [var first] }:
                return first;
            case TableGroup group:
                return UnionOf(group.Tables, syntax.Span);
            case BoundErrorExpression:
                return new BoundErrorTabular(RowType.NewOpen()) { Span = syntax.Span };
            case BoundExpression { Type.IsUnknown: true }:
                return new BoundErrorTabular(RowType.NewOpen()) { Span = syntax.Span };
            default:
                Error("KQL111", "A table is expected here.", syntax.Span);
                return new BoundErrorTabular(RowType.NewOpen()) { Span = syntax.Span };
        }
    }

    /// <summary>Binds an expression that must be a single value.</summary>
    private BoundExpression BindScalar(ExpressionSyntax syntax) => AsScalar(BindNode(syntax), syntax);

    private BoundExpression AsScalar(BoundNode node, ExpressionSyntax syntax, TextSpan? place = null)
    {
        switch (node)
        {
            case BoundExpression scalar and not BoundTabularArgument:
                return scalar;
            case FunctionReference reference:
                return AsScalar(BindUserCall(reference.Function, [], syntax.Span, syntax.Span), syntax);
            case ColumnGroup:
                Error("KQL184", "The name stands for several columns. Name one.", syntax.Span);
                return new BoundErrorExpression(KqlType.Unknown) { Span = syntax.Span };
            case BoundErrorTabular { Row.IsOpen: true, IsMissing: false }:
                return new BoundErrorExpression(KqlType.Unknown) { Span = syntax.Span };
            default:
                Error("KQL108", "A single value is expected here, not a table. Use toscalar() to take the first value of a table.", place ?? syntax.Span);
                return new BoundErrorExpression(KqlType.Unknown) { Span = syntax.Span };
        }
    }

    private BoundExpression BindBool(ExpressionSyntax syntax)
    {
        var node = BindNode(syntax);
        if (node is FunctionReference reference)
            node = BindUserCall(reference.Function, [], syntax.Span, syntax.Span);
        if (node is BoundExpression expression)
        {
            if (expression.Type.Kind is not (TypeKind.Bool or TypeKind.Unknown))
                Error("KQL141", $"A condition (bool) is expected here, not {expression.Type.Name}.", syntax.Span);
            return expression;
        }

        if (node is not BoundErrorTabular)
            Error("KQL141", "A condition (bool) is expected here, not a table.", syntax.Span);
        return new BoundErrorExpression(KqlType.Bool) { Span = syntax.Span };
    }

    private BoundExpression BindInteger(ExpressionSyntax syntax)
    {
        var value = BindScalar(syntax is NamedExpressionSyntax { IsList: false } named ? named.Expression : syntax);
        if (!value.Type.IsInteger && !value.Type.IsUnknown)
            Error("KQL134", $"A whole number is expected here, not {value.Type.Name}.", syntax.Span);
        return value;
    }

    private T WithRow<T>(RowType? row, Func<T> bind)
    {
        var (oldRow, oldRight, oldAggregates, oldInside) = (_row, _rightRow, _aggregates, _insideAggregate);
        (_row, _rightRow, _aggregates, _insideAggregate) = (row, null, null, false);
        var result = bind();
        (_row, _rightRow, _aggregates, _insideAggregate) = (oldRow, oldRight, oldAggregates, oldInside);
        return result;
    }
}

/// <summary>Collects the aggregates of a summarize while its expressions are bound.</summary>
internal sealed class AggregateCollector(int firstOrdinal)
{
    private readonly List<BoundAggregate> _aggregates = [];
    private int _next = firstOrdinal;

    public IReadOnlyList<BoundAggregate> Aggregates => _aggregates;

    /// <summary>Takes an aggregate; gives the ordinal of its first output in the inner row.</summary>
    public int Add(BoundAggregate aggregate)
    {
        var ordinal = _next;
        _aggregates.Add(aggregate);
        _next += aggregate.Outputs.Length;
        return ordinal;
    }
}
