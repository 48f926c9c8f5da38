using System.Runtime.CompilerServices;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>Picks the signature that fits the arguments of a call, gives the type of the result, or says what is wrong.</summary>
/// <remarks>Choice, types, errors and their order are those of Kusto.Language. Nothing is allocated unless something is wrong or the result type is a new bag.</remarks>
public static class OverloadResolver
{
    /// <summary>Resolves a call of a function, aggregate or plugin.</summary>
    public static CallResolution Resolve(CallableSymbol symbol, in CallArguments arguments)
    {
        var call = new OverloadCall(arguments, symbol.SignatureSpan, symbol.Name, isOperator: false);
        return call.Resolve(symbol.MinCount, symbol.MaxCount);
    }

    /// <summary>Resolves an operator. For <c>between</c> and <c>in</c> the left operand comes first, then the bounds or the list.</summary>
    /// <param name="operator">The operator.</param>
    /// <param name="operands">Operands in order; a tabular right side is a <see cref="BoundTabularArgument"/>.</param>
    public static CallResolution Resolve(OperatorKind @operator, ReadOnlySpan<BoundExpression> operands) =>
        new OverloadCall(new CallArguments(operands), Operators.SignaturesOf(@operator), Operators.TextOf(@operator), isOperator: true, needAll: @operator < OperatorKind.Between)
            .Resolve(operands.Length, operands.Length);

    /// <summary>Type of a binary operator, by table.</summary>
    /// <param name="operator">An operator with two operands.</param>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <param name="error">What is wrong, at the operator; null when all is well.</param>
    public static KqlType ResolveBinary(OperatorKind @operator, BoundExpression left, BoundExpression right, out CallError? error)
    {
        if (left is not (BoundStar or BoundTabularArgument) && right is not BoundTabularArgument
            && Operators.TryGetResult(@operator, left.Type, right.Type) is { } type)
        {
            error = null;
            return type;
        }

        Two operands = default;
        operands[0] = left;
        operands[1] = right;
        var resolution = Resolve(@operator, operands);
        error = resolution.Error;
        return resolution.Type;
    }

    /// <summary>Type of an operator from the types of its operands, when there are no expressions for them: steps of ranges, default values.</summary>
    /// <param name="operator">An operator with two operands.</param>
    /// <param name="left">Type of the left operand.</param>
    /// <param name="right">Type of the right operand.</param>
    /// <returns>The type; null when the operator is not defined for them.</returns>
    public static KqlType? TypeOfBinary(OperatorKind @operator, KqlType left, KqlType right)
    {
        if (Operators.TryGetResult(@operator, left, right) is { } type)
            return type;
        Two operands = default;
        operands[0] = new BoundErrorExpression(left);
        operands[1] = new BoundErrorExpression(right);
        var resolution = Resolve(@operator, operands);
        return resolution.Error is null ? resolution.Type : null;
    }

    /// <summary>Type of a unary plus or minus.</summary>
    public static KqlType ResolveUnary(OperatorKind @operator, BoundExpression operand, out CallError? error)
    {
        var resolution = Resolve(@operator, new ReadOnlySpan<BoundExpression>(in operand));
        error = resolution.Error;
        return resolution.Type;
    }

    /// <summary>The parameter that each argument goes to, for hints and for the scope in which an argument is bound.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="arguments">Arguments bound so far; a missing rest is fine.</param>
    /// <param name="index">Number of the argument.</param>
    /// <returns>The parameter; null when no parameter takes it.</returns>
    public static Parameter? ParameterOf(Signature signature, in CallArguments arguments, int index)
    {
        if (signature.Layout == ParameterLayout.Fixed)
            return index < signature.ParameterArray.Length ? signature.ParameterArray[index] : null;
        var call = new OverloadCall(arguments, default, "", isOperator: false);
        Span<short> map = arguments.Count <= OverloadCall.StackLimit ? stackalloc short[OverloadCall.StackLimit] : new short[arguments.Count];
        map = map[..arguments.Count];
        call.Layout(signature, map);
        return index < map.Length && map[index] >= 0 ? signature.ParameterArray[map[index]] : null;
    }

    [InlineArray(2)]
    private struct Two
    {
        private BoundExpression _first;
    }
}
