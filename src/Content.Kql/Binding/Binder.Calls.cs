using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    private const int MaxExpansionDepth = 40;

    // A function that calls another twice, forty deep, would be bound a million million times.
    private const int MaxExpansions = 5_000;

    private int _expansions;
    private TextSpan? _tooManyExpansionsAt;

    private BoundNode BindCall(CallSyntax call)
    {
        var name = call.Name.Text;
        switch (_scope.Find(name))
        {
            case UserFunction function:
                return BindUserCall(function, call.Arguments, call.Name.Span, call.Span);
            case PatternDefinition pattern:
                return BindPatternCall(pattern, call, null);
            case VariableSymbol { Row: not null } variable when call.Arguments.Length == 0:
                return new BoundTabularVariable(variable) { Span = call.Span };
        }

        if (_aggregates is not null && !_insideAggregate && Catalogue.FindAggregate(name) is { } aggregate)
            return BindAggregate(aggregate, call);
        if (Catalogue.FindFunction(name) is { } builtIn && (!builtIn.OnlyInGraph || _graph is not null))
            return builtIn.OnlyInGraph ? BindGraphFunction(builtIn, call) : BindBuiltIn(builtIn, call);
        if (_schema.FindFunction(name) is { } declaration)
            return declaration.ReadsWatchlist ? BindWatchlist(declaration, call) : BindUserCall(_cache.Get(declaration), call.Arguments, call.Name.Span, call.Span);
        if (name == "workspace" && _schema is not EmptySchema && _schema.FindFunction("workspace") is null && AllowsWorkspace)
        {
            return new Entity(ConstantText(call), null, isDatabase: true) { IsWorkspace = true };
        }

        if (Catalogue.FindAggregate(name) is not null)
        {
            Error("KQL144", $"The aggregate '{name}' can only stand in summarize, make-series and the like.", call.Name.Span);
            foreach (var argument in call.Arguments)
                BindArgument(argument, out _);
            return Unknown(call);
        }

        foreach (var argument in call.Arguments)
            BindArgument(argument, out _);
        // Functions that are none of the language's documented ones, but may be there.
        if (name.StartsWith("__", StringComparison.Ordinal) && !(_tabularContext && _row is null))
            return Unknown(call);
        if (_isFuzzy)
            return ReportMissing(name, $"There is no function '{name}': the union goes without it.", call.Span);
        ErrorWithSuggestion("KQL211", $"There is no function '{name}'.", name, call.Name.Span, FunctionNames());
        return _tabularContext && _row is null ? new BoundErrorTabular(RowType.NewOpen()) { Span = call.Span } : Unknown(call);
    }

    // workspace() belongs to Log Analytics, not to the language: a schema that knows watchlists is one of a workspace.
    private bool AllowsWorkspace => _schema.FindFunction(WorkspaceFunction.WatchlistReader) is not null;

    private IEnumerable<string> FunctionNames()
    {
        var names = Catalogue.FunctionNames.Concat(_scope.Names).Concat(_schema.FunctionNames);
        return _aggregates is null ? names : names.Concat(Catalogue.AggregateNames);
    }

    private BoundExpression BindArgument(ExpressionSyntax syntax, out string? name)
    {
        name = null;
        if (syntax is NamedExpressionSyntax { IsList: false, Names: [var only] } named)
        {
            name = only.Text;
            syntax = named.Expression;
        }

        return syntax is StarSyntax ? new BoundStar(Row) { Span = syntax.Span } : BindOperand(syntax);
    }

    private (BoundExpression[] Arguments, string?[]? Names) BindArguments(ExpressionSyntax[] syntax)
    {
        var arguments = new BoundExpression[syntax.Length];
        string?[]? names = null;
        for (var i = 0; i < syntax.Length; i++)
        {
            arguments[i] = BindArgument(syntax[i], out var name);
            if (name is not null)
                (names ??= new string?[syntax.Length])[i] = name;
        }

        return (arguments, names);
    }

    private BoundNode BindBuiltIn(FunctionSymbol function, CallSyntax call)
    {
        switch (function.Name)
        {
            case "table" or "external_table" or "materialized_view" or "stored_query_result":
                return BindTableCall(function, call);
            case "database":
                return ConstantText(call) is { } database && _aliases?.GetValueOrDefault(database) is { } aliased ? aliased : new Entity(null, ConstantText(call), isDatabase: true);
            case "cluster":
                return new Entity(ConstantText(call) ?? "", null, isDatabase: false);
            case "column_ifexists" or "columnifexists" when call.Arguments.Length == 2:
                return BindColumnIfExists(function, call);
            case "iscolumnexists" when call.Arguments is [var only] && _row is { IsOpen: false } row && BindScalar(only) is var wanted && BoundConstants.TryGetString(wanted, out var columnName):
                return new BoundLiteral(KqlType.Bool, row.IndexOf(columnName) >= 0) { Span = call.Span };
        }

        var (arguments, names) = BindArguments(call.Arguments);
        var callArguments = new CallArguments(arguments, _row, names);
        var resolution = OverloadResolver.Resolve(function, callArguments);
        if (resolution.Error is { } error)
        {
            Error(error.Code, error.Message, error.Argument >= 0 && error.Argument < call.Arguments.Length ? ArgumentSpan(call.Arguments[error.Argument]) : call.Name.Span);
            return new BoundErrorExpression(resolution.Type) { Span = call.Span };
        }

        HintObsolete(function, call.Name.Span);
        if (AnyError(arguments))
            return new BoundErrorExpression(resolution.Type) { Span = call.Span, Operand = arguments[0] };
        // pack_all reads all columns without naming them: they follow its own argument.
        var bound = function.Name == "pack_all" && _row is not null ? ExpandStars([.. arguments, new BoundStar(_row) { Span = call.Span }]) : ExpandStars(arguments);
        // bin_auto takes its bins from the query options: they follow its own argument too.
        if (function.Name == "bin_auto" && _options?.GetValueOrDefault("query_bin_auto_size") is { } binSize)
            bound = _options.GetValueOrDefault("query_bin_auto_at") is { } binAt ? [.. bound, binSize, binAt] : [.. bound, binSize];
        return new BoundCall(function, bound, resolution.Type) { Span = call.Span };
    }

    // What is wrong with the value of name = value is shown at the value.
    private static TextSpan ArgumentSpan(ExpressionSyntax argument) => argument is NamedExpressionSyntax { IsList: false } named ? named.Expression.Span : argument.Span;

    private static bool AnyError(BoundExpression[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is BoundErrorExpression)
                return true;
        }

        return false;
    }

    private static ImmutableArray<BoundExpression> ExpandStars(BoundExpression[] arguments)
    {
        if (!arguments.Any(static argument => argument is BoundStar))
            return ImmutableArray.Create(arguments);
        var expanded = ImmutableArray.CreateBuilder<BoundExpression>();
        foreach (var argument in arguments)
        {
            if (argument is BoundStar star)
            {
                for (var i = 0; i < star.Row.Columns.Length; i++)
                    expanded.Add(new BoundColumn(i, star.Row.Columns[i]) { Span = star.Span });
            }
            else
            {
                expanded.Add(argument);
            }
        }

        return expanded.ToImmutable();
    }

    private BoundExpression BindColumnIfExists(FunctionSymbol function, CallSyntax call)
    {
        var nameArgument = BindScalar(call.Arguments[0]);
        var fallback = BindScalar(call.Arguments[1]);
        BoundExpression[] arguments = [nameArgument, fallback];
        var resolution = OverloadResolver.Resolve(function, new CallArguments(arguments, _row));
        if (resolution.Error is { } error)
        {
            Error(error.Code, error.Message, error.Argument >= 0 ? ArgumentSpan(call.Arguments[error.Argument]) : call.Name.Span);
            return new BoundErrorExpression(resolution.Type) { Span = call.Span };
        }

        HintObsolete(function, call.Name.Span);
        // The value is that of the column, the type that of the other argument: which columns there are must not change what a query gives.
        var value = fallback;
        if (BoundConstants.TryGetString(nameArgument, out var name) && _row is not null && _row.IndexOf(name) is var ordinal and >= 0)
        {
            value = new BoundColumn(ordinal, _row.Columns[ordinal]) { Span = call.Span };
            if (fallback.Type.Kind != value.Type.Kind && !fallback.Type.IsUnknown && !value.Type.IsUnknown)
                value = Convert(value, fallback.Type);
        }

        return value is BoundErrorExpression ? value : new BoundCall(function, [nameArgument, value], fallback.Type) { Span = call.Span };
    }

    private BoundNode BindTableCall(FunctionSymbol function, CallSyntax call)
    {
        var (arguments, names) = BindArguments(call.Arguments);
        var resolution = OverloadResolver.Resolve(function, new CallArguments(arguments, _row, names));
        if (resolution.Error is { } error)
        {
            Error(error.Code, error.Message, error.Argument >= 0 && error.Argument < call.Arguments.Length ? ArgumentSpan(call.Arguments[error.Argument]) : call.Name.Span);
            return new BoundErrorTabular(RowType.NewOpen()) { Span = call.Span };
        }

        if (!BoundConstants.TryGetString(arguments[0], out var name))
            return new BoundErrorTabular(RowType.NewOpen()) { Span = call.Span };
        if (function.Name != "table")
        {
            var (code, what) = function.Name switch { "external_table" => ("KQL209", "external table"), "materialized_view" => ("KQL210", "materialized view"), _ => ("", "") };
            if (code.Length > 0)
                Error(code, $"There is no {what} '{name}'.", ArgumentSpan(call.Arguments[0]));
            return new BoundErrorTabular(RowType.NewOpen()) { Span = call.Span };
        }

        if (_scope.Find(name) is VariableSymbol { Row: not null } variable)
            return new BoundTabularVariable(variable) { Span = call.Span };
        if (_schema.FindTable(name) is { } table)
            return UseTable(table, call.Span, null, null);
        ErrorWithSuggestion("KQL204", $"There is no table '{name}'.", name, call.Arguments[0].Span, _schema.TableNames);
        return new BoundErrorTabular(RowType.NewOpen()) { Span = call.Span };
    }

    private BoundTabular BindWatchlist(WorkspaceFunction declaration, CallSyntax call)
    {
        if (!_functions.Contains(declaration))
            _functions.Add(declaration);
        if (call.Arguments.Length == 0)
        {
            Error("KQL119", $"'{call.Name.Text}' takes the alias of a watchlist.", call.Name.Span);
            return new BoundErrorTabular(RowType.NewOpen()) { Span = call.Span };
        }

        var (arguments, _) = BindArguments(call.Arguments);
        if (!BoundConstants.TryGetString(arguments[0], out var alias))
        {
            if (arguments[0] is not BoundErrorExpression && arguments[0].Type.Kind != TypeKind.String)
                Error("KQL107", "The alias of a watchlist is a string.", call.Arguments[0].Span);
            return new BoundWatchlist("", RowType.NewOpen()) { Span = call.Span };
        }

        if (!_watchlists.Contains(alias))
            _watchlists.Add(alias);
        if (_schema.FindWatchlist(alias) is { } row)
            return new BoundWatchlist(alias, row) { Span = call.Span };
        Warning(KqlCodes.UnknownWatchlist, $"The watchlist '{alias}' is not in this repository: its columns are not known.", call.Arguments[0].Span);
        var (open, number) = OpenSource(RowType.NewOpen());
        return new BoundWatchlist(alias, open) { Span = call.Span, OpenNumber = number };
    }
}
