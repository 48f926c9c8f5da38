using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Binding;

internal sealed partial class Binder
{
    private void CheckParameters(NamedParameterSyntax[] parameters, OperatorParameter[] declared, bool checkValues = true)
    {
        if (parameters.Length == 0)
            return;
        HashSet<string>? seen = null;
        foreach (var parameter in parameters)
        {
            var name = parameter.Name.Text;
            var specification = OperatorParameters.FindDeclared(declared, name);
            if (specification is null)
            {
                if (!parameter.Name.IsMissing)
                    WarnUnknownParameter(parameter.Name, declared);
                continue;
            }

            seen ??= new HashSet<string>(StringComparer.Ordinal);
            if (!seen.Add(name) && !specification.IsRepeatable)
                Error("KQL180", $"'{name}' is given twice.", parameter.Name.Span);
            if (checkValues)
                CheckParameterValue(specification, parameter.Value);
        }
    }

    private void WarnUnknownParameter(NameSyntax name, OperatorParameter[] declared)
    {
        var meant = NameSuggestion.Find(name.Text, declared.Select(static parameter => parameter.Name));
        var message = $"'{name.Text}' is no parameter of this operator and has no effect.";
        Warning("KQL179", meant is null ? message : $"{message} Did you mean '{meant}'?", name.Span, meant is null ? null : ChangeTo(meant, name.Span));
    }

    private void CheckParameterValue(OperatorParameter parameter, ExpressionSyntax value)
    {
        if (value is LiteralSyntax { IsMissing: true } or NameSyntax { IsMissing: true })
            return;
        switch (parameter.Kind)
        {
            case ParameterValueKind.Word or ParameterValueKind.WordOrNumber when parameter.Values.Length > 0:
                if (parameter.Kind == ParameterValueKind.WordOrNumber && value is LiteralSyntax { Kind: SyntaxKind.LongLiteral })
                    return;
                var word = value switch { LiteralSyntax { Value: string text } => text, NameSyntax name => name.Text, _ => null };
                var comparison = parameter.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
                if (word is null || (value is LiteralSyntax { Kind: SyntaxKind.StringLiteral }) || !parameter.Values.Any(allowed => allowed.Equals(word, comparison)))
                    ErrorWithSuggestion(KqlCodes.TokenExpected, $"'{parameter.Name}' is one of: {string.Join(", ", parameter.Values)}.", word ?? "", value.Span, parameter.Values);
                break;
            case ParameterValueKind.BoolLiteral:
                RequireLiteral(value, "KQL223", "true or false", static kind => kind == SyntaxKind.BooleanLiteral);
                break;
            case ParameterValueKind.IntegerLiteral:
                RequireLiteral(value, "KQL221", "a whole number", static kind => kind is SyntaxKind.LongLiteral or SyntaxKind.IntLiteral);
                break;
            case ParameterValueKind.NumericLiteral or ParameterValueKind.RealLiteral:
                RequireLiteral(value, "KQL225", "a number", static kind => kind is SyntaxKind.LongLiteral or SyntaxKind.IntLiteral or SyntaxKind.RealLiteral or SyntaxKind.DecimalLiteral);
                break;
            case ParameterValueKind.StringLiteral:
                RequireLiteral(value, "KQL222", "a string", static kind => kind == SyntaxKind.StringLiteral);
                break;
            case ParameterValueKind.String:
                if (BindNode(value) is BoundExpression { Type.Kind: not (TypeKind.String or TypeKind.Dynamic or TypeKind.Unknown) })
                    Error("KQL141", $"'{parameter.Name}' takes a string.", value.Span);
                break;
            case ParameterValueKind.Column:
                BindColumn(value is LiteralSyntax { Value: string name2 } literal && !SyntaxFacts.IsLiteral(literal.Kind) ? new NameSyntax(value.Start, value.End, name2, NameForm.Plain, SyntaxKind.Identifier) : value);
                break;
            case ParameterValueKind.ColumnList when value is NameListSyntax list:
                foreach (var column in list.Names)
                    BindNode(column);
                break;
        }
    }

    private void RequireLiteral(ExpressionSyntax value, string code, string what, Func<SyntaxKind, bool> fits)
    {
        if (value is not LiteralSyntax { Kind: var kind } || !fits(kind))
            Error(code, $"The value must be {what}.", value.Span);
    }

    private static string? ParameterText(NamedParameterSyntax[] parameters, params ReadOnlySpan<string> names)
    {
        foreach (var parameter in parameters)
        {
            if (names.Contains(parameter.Name.Text))
            {
                return parameter.Value switch
                {
                    NameSyntax name => name.Text,
                    LiteralSyntax { Value: string text } => text,
                    LiteralSyntax { Value: bool flag } => flag ? "true" : "false",
                    _ => null,
                };
            }
        }

        return null;
    }

    private static ImmutableArray<KeyValuePair<string, object?>> PropertiesOf(NamedParameterSyntax[] parameters) =>
    [
        .. parameters.Select(static parameter => new KeyValuePair<string, object?>(parameter.Name.Text, parameter.Value switch
        {
            LiteralSyntax literal => literal.Value,
            NameSyntax name => name.Text,
            NameListSyntax list => string.Join(",", list.Names.OfType<NameSyntax>().Select(static name => name.Text)),
            _ => null,
        })),
    ];
}
