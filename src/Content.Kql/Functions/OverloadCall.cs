using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>How well an argument fits a parameter; a later value is a better fit.</summary>
internal enum ParameterMatch : byte
{
    None,
    /// <summary>Nothing is known of the argument.</summary>
    Unknown,
    Dynamic, Compatible, Promoted, NotType, OneOfMany, Scalar, Summable, Orderable, Number, Integer, Tabular, Exact,
}

/// <summary>One resolution of a call.</summary>
internal ref partial struct OverloadCall
{
    internal const int StackLimit = 24;
    private const int MaxSignatures = 24;

    private readonly CallArguments _arguments;
    private readonly ReadOnlySpan<BoundExpression> _expressions;
    private readonly ReadOnlySpan<Signature> _signatures;
    private readonly string _name;
    private readonly bool _isOperator;
    // Unary and binary operators are undefined rather than given a wrong operand.
    private readonly bool _needAll;
    // Looks at dynamics that hold a known scalar as at that scalar.
    private bool _unwrap;

    public OverloadCall(in CallArguments arguments, ReadOnlySpan<Signature> signatures, string name, bool isOperator, bool needAll = false)
    {
        _arguments = arguments;
        _expressions = arguments.Expressions;
        _signatures = signatures;
        _name = name;
        _isOperator = isOperator;
        _needAll = needAll;
    }

    public CallResolution Resolve(int minCount, int maxCount)
    {
        Span<byte> candidates = stackalloc byte[MaxSignatures];
        var count = Choose(candidates, _needAll);
        if (count == 1)
        {
            var signature = _signatures[candidates[0]];
            Span<short> map = _expressions.Length <= StackLimit ? stackalloc short[StackLimit] : new short[_expressions.Length];
            map = map[.._expressions.Length];
            Layout(signature, map);
            var error = Check(signature, map);
            return new CallResolution(signature, BetterDynamic(ResultType(signature, map)), error);
        }

        CallError? failure = null;
        if (!_isOperator && _expressions.Length == 0 && minCount > 0)
            failure = CallErrors.CountRange(_name, minCount, maxCount);
        else if (!HasUnknown())
            failure = _isOperator ? CallErrors.OperatorUndefined(_name, _expressions) : CallErrors.NoSignature(_name, _expressions);
        if (count == 0 && _needAll)
            count = Choose(candidates, needAll: false);
        return new CallResolution(null, CommonReturnType(candidates[..count]), failure);
    }

    // A result that is any dynamic gets more precise when the call is defined for what the arguments hold.
    private KqlType BetterDynamic(KqlType type)
    {
        if (_unwrap || !TypeRelations.IsAnyDynamic(type) || !HasPrimitiveDynamic())
            return type;
        _unwrap = true;
        var inner = InnerType();
        if (!inner.IsDynamic && !inner.IsUnknown)
            type = KqlType.DynamicPrimitiveOf(inner);
        _unwrap = false;
        return type;
    }

    private readonly KqlType InnerType()
    {
        Span<byte> candidates = stackalloc byte[MaxSignatures];
        var count = Choose(candidates, _needAll);
        if (count == 0 && _needAll)
            count = Choose(candidates, needAll: false);
        return CommonReturnType(candidates[..count]);
    }

    // Leaves the best signature in the list, or several that are equally good, or none.
    private readonly int Choose(scoped Span<byte> candidates, bool needAll)
    {
        if (_signatures.Length == 1)
        {
            candidates[0] = 0;
            return 1;
        }

        var argumentCount = _expressions.Length;
        var count = 0;
        var maxCount = 0;
        for (var i = 0; i < _signatures.Length; i++)
        {
            if (argumentCount >= _signatures[i].MinCount && argumentCount <= _signatures[i].MaxCount)
                candidates[count++] = (byte)i;
            maxCount = Math.Max(maxCount, _signatures[i].MaxCount);
        }

        if (count == 0)
        {
            for (var i = 0; i < _signatures.Length; i++)
            {
                if (maxCount >= _signatures[i].MinCount && maxCount <= _signatures[i].MaxCount)
                    candidates[count++] = (byte)i;
            }
        }

        return count > 1 ? ChooseBest(candidates[..count], needAll) : count;
    }

    private readonly int ChooseBest(scoped Span<byte> candidates, bool needAll)
    {
        Span<Fit> fits = stackalloc Fit[MaxSignatures];
        Span<short> map = _expressions.Length <= StackLimit ? stackalloc short[StackLimit] : new short[_expressions.Length];
        map = map[.._expressions.Length];
        var most = needAll ? _expressions.Length : 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            fits[i] = FitOf(_signatures[candidates[i]], map);
            most = Math.Max(most, fits[i].Matches);
        }

        var count = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (fits[i].Matches == most)
            {
                candidates[count] = candidates[i];
                fits[count++] = fits[i];
            }
        }

        if (count <= 1)
            return count;
        var best = 0;
        for (var i = 1; i < count; i++)
        {
            var order = fits[i].CompareTo(fits[best]);
            if (order > 0)
                best = i;
            else if (order == 0)
                return count;
        }

        for (var i = 0; i < count; i++)
        {
            if (i != best && fits[best].CompareTo(fits[i]) <= 0)
                return count;
        }

        candidates[0] = candidates[best];
        return 1;
    }

    private readonly Fit FitOf(Signature signature, scoped Span<short> map)
    {
        Layout(signature, map);
        var common = signature.HasCommon ? CommonArgumentType(signature, map, ignoreDynamic: false) : null;
        var fit = new Fit { Worst = ParameterMatch.Exact };
        for (var i = 0; i < _expressions.Length; i++)
        {
            var match = map[i] < 0 ? MatchOf(Parameter.None, signature, i, common) : MatchOf(signature.ParameterArray[map[i]], signature, i, common);
            if (match != ParameterMatch.None)
                fit.Matches++;
            if (match < fit.Worst)
                fit.Worst = match;
            if (match > fit.Best)
                fit.Best = match;
        }

        return fit;
    }

    private struct Fit
    {
        public int Matches;
        public ParameterMatch Worst;
        public ParameterMatch Best;

        public readonly int CompareTo(in Fit other) => Worst != other.Worst ? (int)Worst - (int)other.Worst : (int)Best - (int)other.Best;
    }

    private readonly KqlType TypeOf(int index)
    {
        var type = _expressions[index].Type;
        return _unwrap && type.Shape == DynamicShape.Primitive ? type.ElementType! : type;
    }

    private readonly bool HasUnknown()
    {
        foreach (var expression in _expressions)
        {
            if (expression.Type.IsUnknown && expression is not (BoundTabularArgument or BoundStar))
                return true;
        }

        return false;
    }

    private readonly bool HasPrimitiveDynamic()
    {
        foreach (var expression in _expressions)
        {
            if (expression.Type.Shape == DynamicShape.Primitive)
                return true;
        }

        return false;
    }
}
