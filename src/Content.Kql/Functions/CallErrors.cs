using Content.Diagnostics;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>What can be wrong with a call, in words.</summary>
internal static class CallErrors
{
    private const int Call = -1;

    public static CallError Count(string name, int min, int max) => new("KQL119", Counts(name, min, max), Call);

    public static CallError CountRange(string name, int min, int max) => new(min == max ? "KQL119" : "KQL120", Counts(name, min, max), Call);

    private static string Counts(string name, int min, int max)
    {
        var number = min == max ? $"{min}" : max >= Parameter.Unlimited ? $"at least {min}" : $"{min} to {max}";
        return $"'{name}' takes {(max == 0 ? "no" : number)} argument{(min == 1 && (max == 1 || max >= Parameter.Unlimited) ? "" : "s")}.";
    }

    public static CallError Incomplete(string name) => new("KQL121", $"The arguments of '{name}' come in groups, and the last group is not complete.", Call);

    public static CallError NoCommonType(string name) =>
        new("KQL232", $"The arguments of '{name}' have no type in common. Convert them to the same type.", Call);

    public static CallError NoSignature(string name, ReadOnlySpan<BoundExpression> arguments) =>
        new("KQL127", $"'{name}' does not take arguments of types ({TypesOf(arguments)}).", Call);

    public static CallError OperatorUndefined(string name, ReadOnlySpan<BoundExpression> operands) =>
        new("KQL106", $"'{name}' is not defined for {TypesOf(operands)}. Convert one of the operands.", Call);

    public static CallError StarNotAllowed(int index) => new("KQL191", "A * cannot stand here. Name the columns.", index);

    public static CallError NotTabular(Parameter parameter, int index) => parameter.Type switch
    {
        ParameterType.Declared => new("KQL107", $"A value of type {Names(parameter.DeclaredTypes)} is expected here, not a table. Use toscalar() for a single value.", index),
        ParameterType.Scalar or ParameterType.NotBool or ParameterType.NotRealOrBool or ParameterType.NotDynamic or ParameterType.CommonScalar or ParameterType.CommonScalarOrDynamic
            => new("KQL108", "A single value is expected here, not a table. Use toscalar() for a single value.", index),
        _ => WrongKind(parameter.Type == ParameterType.CommonOrderable ? ParameterType.Orderable : parameter.Type, null, index),
    };

    public static CallError TableExpected(int index) => new("KQL111", "A table is expected here.", index);

    public static CallError TypeExpected(ReadOnlySpan<KqlType> types, KqlType actual, int index) =>
        new("KQL107", $"A value of type {Names(types)} is expected here, not {actual.Name}.{Convert(types[0])}", index);

    public static CallError MustHaveType(KqlType expected, KqlType actual, int index) =>
        new("KQL141", $"This must be {expected.Name} like the others, not {actual.Name}.{Convert(expected)}", index);

    public static CallError WrongKind(ParameterType expected, KqlType? actual, int index)
    {
        var (code, what) = expected switch
        {
            ParameterType.Integer => ("KQL134", "a whole number (int or long)"),
            ParameterType.RealOrDecimal => ("KQL135", "a real or decimal number"),
            ParameterType.IntegerOrArray => ("KQL136", "a whole number or an array of whole numbers"),
            ParameterType.StringOrDynamic => ("KQL141", "a string or dynamic"),
            ParameterType.StringOrArray => ("KQL233", "a string or an array of strings"),
            ParameterType.Array => ("KQL234", "a dynamic array"),
            ParameterType.Bag => ("KQL235", "a dynamic property bag"),
            ParameterType.Number => ("KQL137", "a number"),
            ParameterType.NumberOrBool => ("KQL137", "a number or a bool"),
            ParameterType.Summable => ("KQL138", "a number, timespan or datetime"),
            ParameterType.Orderable => ("KQL206", "something that has an order: a number, timespan, datetime, string or bool"),
            ParameterType.NotBool => ("KQL116", "something else than a bool"),
            ParameterType.NotRealOrBool => ("KQL116", "something else than a real or bool"),
            _ => ("KQL116", "something else than a dynamic"),
        };
        return new(code, $"This must be {what}{(actual is null ? "" : $", not {actual.Name}")}.", index);
    }

    public static CallError ColumnExpected(Parameter parameter, int index) => new("KQL109", $"The name of a column is expected for '{parameter.Name}', not an expression.", index);

    public static CallError ConstantExpected(Parameter parameter, int index) => new("KQL129", $"'{parameter.Name}' must be a constant: it cannot depend on the row.", index);

    public static CallError LiteralExpected(Parameter parameter, int index) => new("KQL131", $"'{parameter.Name}' must be written as a literal.", index);

    public static CallError EmptyNotAllowed(Parameter parameter, int index) => new("KQL133", $"'{parameter.Name}' must not be empty.", index);

    public static CallError ValueExpected(Parameter parameter, string? given, int index)
    {
        var meant = given is null ? null : NameSuggestion.Find(given, parameter.Values);
        return new("KQL140", $"'{parameter.Name}' must be one of: {string.Join(", ", parameter.Values)}.{(meant is null ? "" : $" Did you mean '{meant}'?")}", index);
    }

    private static string Convert(KqlType type) => type.Kind switch
    {
        TypeKind.Unknown or TypeKind.Type => "",
        TypeKind.Dynamic => " Convert it with todynamic().",
        _ => $" Convert it with to{type.Name}().",
    };

    private static string Names(ReadOnlySpan<KqlType> types)
    {
        var text = types[0].Name;
        for (var i = 1; i < types.Length; i++)
            text += (i == types.Length - 1 ? " or " : ", ") + types[i].Name;
        return text;
    }

    private static string TypesOf(ReadOnlySpan<BoundExpression> arguments)
    {
        var text = "";
        foreach (var argument in arguments)
            text += (text.Length == 0 ? "" : ", ") + (argument switch { BoundTabularArgument => "table", BoundStar => "*", _ => argument.Type.Name });
        return text;
    }
}
