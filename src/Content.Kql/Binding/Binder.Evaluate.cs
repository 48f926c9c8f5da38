using Content.Kql.Functions;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    private BoundTabular BindEvaluate(EvaluateSyntax syntax, BoundTabular? input)
    {
        CheckParameters(syntax.Parameters, OperatorParameters.Evaluate);
        var call = syntax.Call;
        if (call.Name.IsMissing)
            return new BoundErrorTabular(RowType.NewOpen()) { Span = syntax.Span };
        var plugin = Catalogue.FindPlugin(call.Name.Text);
        if (plugin is null)
        {
            ErrorWithSuggestion("KQL124", $"There is no plugin '{call.Name.Text}'.", call.Name.Text, call.Name.Span, Catalogue.PluginNames);
            return new BoundErrorTabular(RowType.NewOpen()) { Span = syntax.Span };
        }

        HintObsolete(plugin, call.Name.Span);
        var collector = new AggregateCollector(0);
        var arguments = new BoundExpression[call.Arguments.Length];
        string?[]? names = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            // Later arguments are looked at before they are bound, to find their parameter.
            Array.Fill(arguments, new BoundErrorExpression(KqlType.Unknown), i, arguments.Length - i);
            var argument = call.Arguments[i];
            var kind = plugin.Signatures.Count == 1 ? OverloadResolver.ParameterOf(plugin.Signatures[0], new CallArguments(arguments.AsSpan(0, i + 1), input?.Row), i)?.Kind : null;
            if (kind == ArgumentKind.Aggregate)
            {
                _aggregates = collector;
                arguments[i] = BindScalar(argument);
                _aggregates = null;
                continue;
            }

            // A key of the lookup table is a column of that table, not of the input.
            var scope = i > 0 && kind == ArgumentKind.ColumnOfFirst && arguments[0] is BoundTabularArgument { Table.Row: var lookup } ? lookup : _row;
            string? name = null;
            arguments[i] = ReferenceEquals(scope, _row) ? BindArgument(argument, out name) : WithRow(scope, () => BindArgument(argument, out _));
            if (name is not null)
                (names ??= new string?[arguments.Length])[i] = name;
        }

        var callArguments = new CallArguments(arguments, input?.Row, names);
        var resolution = OverloadResolver.Resolve(plugin, callArguments);
        if (resolution.Error is { } error)
        {
            Error(error.Code, error.Message, error.Argument >= 0 && error.Argument < call.Arguments.Length ? ArgumentSpan(call.Arguments[error.Argument]) : call.Name.Span);
        }

        // The columns of pivot leave out the one that is aggregated.
        BoundExpression[] shaping = plugin.Name == "pivot" && arguments.Length > 1 && arguments[1] is BoundColumn && collector.Aggregates is [{ Arguments: [var aggregated, ..] }, ..]
            ? [arguments[0], aggregated, .. arguments.AsSpan(2)] : arguments;
        var row = PluginSchemas.Of(plugin, resolution.Signature, new CallArguments(shaping, input?.Row, names), input?.Row ?? RowType.Empty);
        if (syntax.Schema is { } schema)
        {
            var declared = ColumnsOf(schema.Columns);
            var kept = schema.HasStar ? row.Columns.Where(column => !declared.Any(d => d.Name == column.Name)) : [];
            row = new RowType([.. kept, .. declared]);
        }

        (row, var number) = OpenSource(row);
        if (AnyError(arguments) || resolution.Error is not null)
            return new BoundErrorTabular(row) { Span = syntax.Span };
        return new BoundEvaluate(input, row, plugin, [.. arguments]) { Span = syntax.Span, Aggregates = [.. collector.Aggregates], OpenNumber = number };
    }
}
