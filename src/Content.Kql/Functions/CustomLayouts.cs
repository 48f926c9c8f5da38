using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>Signatures that deal out their arguments by rules of their own.</summary>
internal static class CustomLayouts
{
    /// <summary>Fills in the number of the parameter that each argument goes to, -1 for none.</summary>
    public static void Apply(Signature signature, in CallArguments arguments, Span<short> map)
    {
        for (var i = 0; i < map.Length; i++)
        {
            map[i] = signature.LayoutName switch
            {
                "sorted-arrays" => SortedArrays(signature, arguments, i),
                "geo-line" => Geo(signature, arguments, i, firstNamed: 5),
                "geo-polygon" => Geo(signature, arguments, i, firstNamed: 4),
                "ipv4" => Ipv4(signature, arguments, i),
                "fixed-3" => (short)(i <= 3 ? i : -1),
                "new-activity" => NewActivity(signature, arguments, i, map),
                "sequence" => Sequence(signature, arguments, i, map),
                _ => -1,
            };
        }
    }

    // Arrays; a bool at the end says where nulls go.
    private static short SortedArrays(Signature signature, in CallArguments arguments, int index) =>
        (short)signature.IndexOf(index == arguments.Count - 1 && IsBool(arguments, index) ? "nulls_last" : "arrays");

    // Options may be given in order or by name.
    private static short Geo(Signature signature, in CallArguments arguments, int index, int firstNamed)
    {
        if (index < firstNamed)
            return (short)index;
        if (arguments.NameOf(index) is { } name)
        {
            var named = signature.IndexOf(name.ToLowerInvariant());
            return (short)(named >= firstNamed ? named : -1);
        }

        return (short)(index < signature.ParameterArray.Length ? index : -1);
    }

    // Any number of further keys; a bool literal or a named argument at the end is the option.
    private static short Ipv4(Signature signature, in CallArguments arguments, int index)
    {
        if (index < 3)
            return (short)index;
        var isOption = index == arguments.Count - 1
            && (arguments.NameOf(index) == "return_unmatched" || arguments.Expressions[index] is BoundLiteral { Type.Kind: TypeKind.Bool });
        return (short)signature.IndexOf(isOption ? "return_unmatched" : "ExtraKey");
    }

    private static short NewActivity(Signature signature, in CallArguments arguments, int index, ReadOnlySpan<short> map)
    {
        if (index < 5)
            return (short)index;
        var dimension = (short)signature.IndexOf("Dimension");
        if (index == 5 && arguments.Expressions[5] is not BoundColumn)
            return (short)signature.IndexOf("Cohort");
        if (arguments.Expressions[index] is not BoundTabularArgument && (index == 5 || map[index - 1] <= dimension))
            return dimension;
        var lookback = (short)signature.IndexOf("lookback");
        return index > 5 && map[index - 1] == lookback ? (short)-1 : lookback;
    }

    // Conditions, then dimensions.
    private static short Sequence(Signature signature, in CallArguments arguments, int index, ReadOnlySpan<short> map)
    {
        if (index < 4)
            return (short)index;
        var isCondition = map[index - 1] == 3 && IsBool(arguments, index);
        return isCondition ? (short)3 : (short)signature.IndexOf("Dimension");
    }

    private static bool IsBool(in CallArguments arguments, int index) => arguments.Expressions[index].Type.Kind == TypeKind.Bool;
}
