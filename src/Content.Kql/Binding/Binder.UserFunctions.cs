using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
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
