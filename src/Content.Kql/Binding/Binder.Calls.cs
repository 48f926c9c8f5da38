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
            return name.StartsWith("_GetWatchlist", StringComparison.Ordinal) ? BindWatchlist(declaration, call) : BindUserCall(_cache.Get(declaration), call.Arguments, call.Name.Span, call.Span);
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
            return ReportMissing("KQL205", $"There is no function '{name}': the union goes without it.", call.Span);
        ErrorWithSuggestion("KQL211", $"There is no function '{name}'.", name, call.Name.Span, FunctionNames());
        return _tabularContext && _row is null ? new BoundErrorTabular(RowType.NewOpen()) { Span = call.Span } : Unknown(call);
    }

    // workspace() belongs to Log Analytics, not to the language: a schema that knows watchlists is one of a workspace.
    private bool AllowsWorkspace => _schema.FindFunction("_GetWatchlist") is not null;

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

    // ---- functions declared in the query or the workspace

    private UserParameter BindParameter(FunctionParameterSyntax syntax)
    {
        var declaration = syntax.Declaration;
        switch (declaration.Type)
        {
            case SchemaTypeSyntax { IsStar: true }:
                return new UserParameter(declaration.Name.Text, null, RowType.Open, true, syntax.Default) { Syntax = declaration.Name };
            case SchemaTypeSyntax schema:
                return new UserParameter(declaration.Name.Text, null, new RowType(ColumnsOf(schema.Columns)), false, syntax.Default) { Syntax = declaration.Name };
            default:
                return new UserParameter(declaration.Name.Text, TypeFromSyntax(declaration.Type), null, false, syntax.Default) { Syntax = declaration.Name };
        }
    }

    private ImmutableArray<ColumnSymbol> ColumnsOf(ColumnDeclarationSyntax[] declarations)
    {
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>(declarations.Length);
        HashSet<string>? names = null;
        foreach (var declaration in declarations)
        {
            if (declaration.Name.IsMissing)
                continue;
            names ??= new HashSet<string>(StringComparer.Ordinal);
            if (names.Add(declaration.Name.Text))
                columns.Add(new ColumnSymbol(declaration.Name.Text, TypeFromSyntax(declaration.Type)));
            else
                Error("KQL171", $"The column '{declaration.Name.Text}' is declared twice.", declaration.Name.Span);
        }

        return columns.ToImmutable();
    }

    private BoundExpression BindDefault(UserParameter parameter, ExpressionSyntax syntax)
    {
        var value = syntax is LiteralSyntax { Kind: var kind } word && SyntaxFacts.IsKeyword(kind) && kind != SyntaxKind.NullKeyword || syntax is LiteralSyntax { Kind: SyntaxKind.Identifier }
            ? new BoundErrorExpression(KqlType.Unknown) { Span = syntax.Span }
            : BindNode(syntax) as BoundExpression ?? Unknown(syntax);
        return value;
    }

    private UserFunction DeclareFunction(NameSyntax name, FunctionDeclarationSyntax declaration)
    {
        var parameters = declaration.Parameters.Select(BindParameter).ToArray();
        var tabularAllowed = true;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].IsTabular && !tabularAllowed)
                Error("KQL226", "Tabular parameters come first. Move this one before the scalar ones.", declaration.Parameters[i].Span);
            tabularAllowed = parameters[i].IsTabular;
            if (declaration.Parameters[i].Default is { } syntax)
                CheckDefault(parameters[i], syntax);
        }

        var function = new UserFunction(name.Text, parameters, declaration.Body, null, _scope, declaration.IsView);

        // Bind the body once on its own, so that what is wrong in it is said where it stands, called or not.
        // A body cannot name columns of a table (*).
        Expand(function, DeclaredValues(parameters, RowType.Empty), declaration.Span);
        return function;
    }

    private void CheckDefault(UserParameter parameter, ExpressionSyntax syntax)
    {
        if (parameter.Type is not { IsUnknown: false } type)
            return;
        if (syntax is LiteralSyntax { Kind: var kind } && !SyntaxFacts.IsLiteral(kind) && kind != SyntaxKind.NullKeyword)
            Error("KQL131", "A default value is a literal.", syntax.Span);
        else if (BindNode(syntax) is BoundExpression { Type: { IsUnknown: false } actual } && !TypeRelations.IsAssignable(type, actual, Conversion.Compatible))
            Error("KQL141", $"The default value must be {type.Name}, not {actual.Name}.", syntax.Span);
    }

    private static List<(UserParameter Parameter, BoundNode Value)> DeclaredValues(UserParameter[] parameters, RowType anyTable)
    {
        var values = new List<(UserParameter, BoundNode)>();
        foreach (var parameter in parameters)
        {
            values.Add((parameter, parameter.Row is { } row
                ? new BoundErrorTabular(parameter.IsAnyTable ? anyTable : row)
                : new BoundErrorExpression(parameter.Type!)));
        }

        return values;
    }

    /// <summary>Binds a call of a user function: matches arguments to parameters and expands the body.</summary>
    private BoundNode BindUserCall(UserFunction function, ExpressionSyntax[] argumentSyntax, TextSpan nameSpan, TextSpan callSpan, BoundTabular? pipedInput = null)
    {
        if (function.Declaration is { } declaration && !_functions.Contains(declaration))
            _functions.Add(declaration);

        var parameters = function.Parameters;
        var values = new BoundNode?[parameters.Length];
        var position = 0;
        var failed = false;
        var bound = new List<(ExpressionSyntax Syntax, BoundNode Node, string? Name)>();
        if (pipedInput is not null)
        {
            if (parameters.Length == 0 || !parameters[0].IsTabular)
            {
                Error("KQL120", $"'{function.Name}' takes no table: it cannot be invoked on one.", nameSpan);
                failed = true;
            }
            else
            {
                values[0] = pipedInput;
                position = 1;
                CheckTable(parameters[0], pipedInput, nameSpan);
            }
        }

        foreach (var syntax in argumentSyntax)
        {
            var inner = syntax is NamedExpressionSyntax { IsList: false } named ? named.Expression : syntax;
            var node = inner is StarSyntax ? new BoundStar(Row) : BindNode(inner);
            if (node is FunctionReference reference)
                node = BindUserCall(reference.Function, [], inner.Span, inner.Span);
            bound.Add((syntax, node, syntax is NamedExpressionSyntax { IsList: false, Names: [var only] } ? only.Text : null));
        }

        var supplied = argumentSyntax.Length + (pipedInput is null ? 0 : 1);
        if (supplied > parameters.Length || (bound.TrueForAll(static argument => argument.Name is null) && supplied < function.RequiredCount))
        {
            var required = function.RequiredCount;
            var text = required == parameters.Length ? $"{required}" : $"{required} to {parameters.Length}";
            Error(required == parameters.Length ? "KQL119" : "KQL120", $"'{function.Name}' takes {text} argument{(text == "1" ? "" : "s")}, not {supplied}.", nameSpan);
            failed = true;
        }
        else
        {
            foreach (var (syntax, node, name) in bound)
            {
                var index = position;
                if (name is not null)
                {
                    index = Array.FindIndex(parameters, parameter => parameter.Name == name);
                    if (index < 0)
                    {
                        ErrorWithSuggestion("KQL196", $"'{function.Name}' has no parameter '{name}'.", name, ((NamedExpressionSyntax)syntax).Names[0].Span, parameters.Select(static parameter => parameter.Name));
                        failed = true;
                        continue;
                    }
                }

                if (index < parameters.Length && values[index] is null)
                {
                    values[index] = CheckArgument(parameters[index], node, syntax);
                    if (name is null || index == position)
                        position = index + 1;
                }
            }

            for (var i = 0; i < parameters.Length && !failed; i++)
            {
                if (values[i] is not null)
                    continue;
                if (parameters[i].Default is { } missing)
                {
                    values[i] = BindDefault(parameters[i], missing);
                }
                else
                {
                    Error("KQL197", $"'{function.Name}' needs a value for '{parameters[i].Name}'.", nameSpan);
                    failed = true;
                }
            }
        }

        if (failed)
            values = [.. DeclaredValues(parameters, RowType.NewOpen()).Select(static pair => pair.Value)];
        if (function is { IsExternal: true, Statements: null })
            return new BoundOpaqueFunction(function.Declaration!, [.. values.OfType<BoundExpression>()], function.Declaration!.Result ?? RowType.NewOpen()) { Span = callSpan };
        var pairs = new List<(UserParameter, BoundNode)>();
        for (var i = 0; i < parameters.Length; i++)
            pairs.Add((parameters[i], values[i] ?? new BoundErrorExpression(KqlType.Unknown)));

        // What is wrong in the body was said at its declaration.
        var diagnostics = _diagnostics;
        _diagnostics = [];
        var result = Expand(function, pairs, callSpan);
        var inside = _diagnostics;
        _diagnostics = diagnostics;
        if (function.IsExternal && (function.SyntaxError ?? inside.Find(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)) is { } wrong)
            Error("KQL200", $"The function '{function.Name}' does not work: {wrong.Message}", nameSpan);
        return result ?? new BoundErrorTabular(RowType.NewOpen()) { Span = callSpan };
    }

    private BoundNode CheckArgument(UserParameter parameter, BoundNode node, ExpressionSyntax syntax)
    {
        if (parameter.IsTabular)
        {
            if (node is BoundExpression { Type.IsUnknown: false })
            {
                Error("KQL111", $"'{parameter.Name}' takes a table.", syntax.Span);
                return new BoundErrorTabular(parameter.Row ?? RowType.Open);
            }

            var table = AsTabular(node, syntax);
            CheckTable(parameter, table, syntax.Span);
            return table;
        }

        // Functions of users convert what they are given.
        var type = parameter.Type!;
        if (node is not BoundExpression scalar)
            return new BoundErrorExpression(type) { Span = syntax.Span };
        return scalar.Type.IsUnknown || type.IsUnknown || TypeRelations.IsAssignable(type, scalar.Type, Conversion.Compatible) ? scalar : Convert(scalar, type);
    }

    private void CheckTable(UserParameter parameter, BoundTabular table, TextSpan span)
    {
        if (parameter.IsAnyTable || parameter.Row is not { } row || table.Row.IsOpen)
            return;
        var missing = row.Columns.Where(column => table.Row.Find(column.Name) is not { } actual || (!actual.Type.IsUnknown && !column.Type.IsUnknown && actual.Type.Kind != column.Type.Kind)).Select(static column => column.ToString()).ToList();
        if (missing.Count > 0)
            Error("KQL249", $"The table lacks what '{parameter.Name}' needs: {string.Join(", ", missing)}.", span);
    }

    /// <summary>Binds a body with its parameters; null when it has no result.</summary>
    private BoundNode? Expand(UserFunction function, List<(UserParameter Parameter, BoundNode Value)> values, TextSpan span)
    {
        if (_expanding.Count > MaxExpansionDepth || (function.IsExternal && _expanding.Contains(function.Name)))
        {
            Error("KQL200", $"'{function.Name}' calls itself, or calls are nested more than {MaxExpansionDepth} deep.", span);
            return null;
        }

        if (++_expansions > MaxExpansions)
        {
            _tooManyExpansionsAt ??= _callSpan ?? span;
            return null;
        }

        var saved = (_scope, _row, _rightRow, _aggregates, _insideAggregate, _lets, _callSpan, _tabularContext, _search, _scanColumns);
        _scope = new Scope(function.Scope);
        (_row, _rightRow, _aggregates, _insideAggregate, _search, _scanColumns) = (null, null, null, false, null, null);
        _lets = [];
        if (function.IsExternal)
            _callSpan ??= span;
        _expanding.Add(function.Name);
        foreach (var (parameter, value) in values)
            DeclareParameter(parameter, value);

        BoundNode? result = null;
        if (function.Body is { } body)
        {
            foreach (var statement in body.Statements)
            {
                if (statement is LetSyntax let)
                    BindLet(let);
                else if (statement is QueryParametersSyntax parameters)
                    BindQueryParameters(parameters);
            }

            if (body.Expression is { } expression)
            {
                _tabularContext = expression is PipeSyntax;
                result = BindNode(expression);
            }
        }
        else if (function.Statements is { } statements)
        {
            var bound = BindStatements(statements);
            result = (BoundNode?)bound.Tabular ?? bound.Scalar;
        }

        if (result is FunctionReference reference)
            result = BindUserCall(reference.Function, [], span, span);
        var lets = _lets.ToImmutableArray();
        _expanding.RemoveAt(_expanding.Count - 1);
        (_scope, _row, _rightRow, _aggregates, _insideAggregate, _lets, _callSpan, _tabularContext, _search, _scanColumns) = saved;
        return result switch
        {
            BoundTabular tabular => new BoundTabularBlock(lets, tabular, function.Name) { Span = span },
            BoundErrorExpression error => error,
            BoundExpression scalar => new BoundScalarBlock(lets, scalar, function.Name) { Span = span },
            _ => result,
        };
    }

    private void DeclareParameter(UserParameter parameter, BoundNode value)
    {
        if (value is BoundTabular table)
        {
            var variable = new VariableSymbol(parameter.Name, table.Row);
            _scope.Declare(parameter.Name, variable);
            Trace(variable, parameter.Syntax);
            _lets.Add(new BoundLet(variable, null, table));
            return;
        }

        var scalar = value as BoundExpression ?? new BoundErrorExpression(KqlType.Unknown);
        var scalarVariable = new VariableSymbol(parameter.Name, parameter.Type is { IsUnknown: false } declared ? declared : scalar.Type)
        {
            Literal = scalar as BoundLiteral ?? (scalar as BoundVariable)?.Variable.Literal,
        };
        _scope.Declare(parameter.Name, scalarVariable);
        Trace(scalarVariable, parameter.Syntax);
        _lets.Add(new BoundLet(scalarVariable, scalar, null));
    }

    private BoundNode BindPatternCall(PatternDefinition pattern, CallSyntax call, string? path)
    {
        var arguments = call.Arguments.Select(BindNode).ToList();
        foreach (var match in pattern.Syntax.Matches)
        {
            if (match.Values.Length != arguments.Count)
                continue;
            var fits = true;
            for (var i = 0; i < arguments.Count && fits; i++)
                fits = arguments[i] is BoundExpression value && BoundConstants.TryGetString(value, out var text) && match.Values[i] is LiteralSyntax { Value: string expected } && text == expected;
            if (!fits || (path is not null && match.Path is LiteralSyntax { Value: string matchPath } && matchPath != path))
                continue;
            var function = new UserFunction(pattern.Name, [], match.Body, null, pattern.Scope, isView: false);
            return Expand(function, [], call.Span) ?? Unknown(call);
        }

        Error("KQL188", $"No match of the pattern '{pattern.Name}' fits these arguments.", call.Name.Span);
        return Unknown(call);
    }
}
