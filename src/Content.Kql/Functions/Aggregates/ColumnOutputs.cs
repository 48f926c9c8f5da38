using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>The columns of calls that give several: <c>arg_max(t, *)</c>, <c>percentiles(x, 5, 95)</c>, <c>series_fit_line(s)</c>.</summary>
public static class ColumnOutputs
{
    /// <summary>True when a call gives a list of columns (of one or more) rather than a single value.</summary>
    public static bool GivesColumns(Signature signature) => signature.Returns == ReturnRule.Columns
        || (signature.Returns == ReturnRule.Custom && signature.RuleName is "any-columns" or "arg-columns" or "old-arg-columns"
            or "percentile-columns" or "percentile-array" or "sorted-arrays");

    /// <summary>The columns of a call of an aggregate as <c>summarize</c> shows them.</summary>
    /// <param name="symbol">The aggregate.</param>
    /// <param name="signature">The signature that it resolved to.</param>
    /// <param name="type">The type that it resolved to.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="explicitNames">Names that the query gives: one for <c>n = f(…)</c>, several for <c>(a, b) = f(…)</c>, none otherwise.</param>
    /// <param name="byColumns">Columns that the by clause refers to: a star leaves them out.</param>
    /// <returns>Columns before names are made unique; an empty name stands for the next free <c>Column1</c>. More explicit names than columns are an error of the caller's to report.</returns>
    public static ImmutableArray<ColumnSymbol> Of(AggregateSymbol symbol, Signature? signature, KqlType type, in CallArguments arguments,
        ReadOnlySpan<string> explicitNames = default, ReadOnlySpan<ColumnSymbol> byColumns = default)
    {
        if (!TryGet(symbol, signature, arguments, byColumns, out var columns))
        {
            var name = explicitNames.IsEmpty ? ResultNames.OfCall(symbol, arguments) ?? "" : explicitNames[0];
            return [new ColumnSymbol(name, type)];
        }

        if (explicitNames.IsEmpty)
            return columns;
        var named = columns.ToBuilder();
        for (var i = 0; i < named.Count && i < explicitNames.Length; i++)
            named[i] = named[i].Rename(explicitNames[i]);
        return named.MoveToImmutable();
    }

    /// <summary>The columns of a call that gives several.</summary>
    /// <param name="symbol">Function or aggregate.</param>
    /// <param name="signature">The signature that it resolved to; null when none fits.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="byColumns">Columns that the by clause of a summarize refers to.</param>
    /// <param name="columns">The columns by their unexplicit names. Those that are columns of the input as they are, are the same instances.</param>
    /// <returns>False for a call with a single value.</returns>
    public static bool TryGet(CallableSymbol symbol, Signature? signature, in CallArguments arguments, ReadOnlySpan<ColumnSymbol> byColumns,
        out ImmutableArray<ColumnSymbol> columns)
    {
        columns = default;
        if (signature is null || !GivesColumns(signature))
            return false;
        var result = ImmutableArray.CreateBuilder<ColumnSymbol>();
        switch (signature.RuleName)
        {
            case "any-columns":
                AddAny(result, arguments, byColumns, symbol.ObsoleteAlternative is null ? "any_arg" : "arg");
                break;
            case "arg-columns":
                AddArg(result, arguments, byColumns, symbol.Name == "arg_min" ? "min_" : "max_");
                break;
            case "old-arg-columns":
                AddOldArg(result, arguments, byColumns);
                break;
            case "percentile-columns":
                AddPercentiles(result, signature, arguments);
                break;
            case "percentile-array":
                if (arguments.Count > 0)
                    result.Add(new ColumnSymbol("percentiles_" + ResultNames.OfArgument(arguments, 0), KqlType.DynamicArray));
                break;
            case "sorted-arrays":
                AddSorted(result, arguments);
                break;
            default:
                var parameter = signature.IndexOf(signature.RuleName);
                var argument = parameter >= 0 && parameter < arguments.Count ? ResultNames.OfArgument(arguments, parameter) : null;
                foreach (var column in signature.ColumnArray)
                    result.Add(new ColumnSymbol($"{symbol.Name}_{argument}_{column.Name}", column.Type));
                break;
        }

        if (symbol.ResultNaming.Prefix is { } prefix)
        {
            for (var i = 0; i < result.Count; i++)
                result[i] = result[i].Rename(prefix + "_" + result[i].Name);
        }

        columns = result.DrainToImmutable();
        return true;
    }

    internal static KqlType PercentileType(KqlType value) => value.Kind switch
    {
        TypeKind.Int => KqlType.Long,
        TypeKind.Decimal => KqlType.Real,
        _ => value.Kept,
    };

    private static void AddAny(ImmutableArray<ColumnSymbol>.Builder result, in CallArguments arguments, ReadOnlySpan<ColumnSymbol> byColumns, string unnamed)
    {
        var anyStar = arguments.HasStar;
        var seen = new HashSet<ColumnSymbol>(ReferenceEqualityComparer.Instance);
        foreach (var column in byColumns)
            seen.Add(column);
        for (var i = 0; i < arguments.Count; i++)
        {
            var expression = arguments.Expressions[i];
            if (expression is BoundStar star)
            {
                foreach (var column in star.Row.Columns)
                {
                    if (seen.Add(column))
                        result.Add(column);
                }
            }
            else if (BoundConstants.ColumnOf(expression) is { } column)
            {
                var isNew = seen.Add(column);
                if (isNew || !anyStar)
                    result.Add(Named(column, arguments.NameOf(i), isNew));
            }
            else
            {
                var name = ResultNames.OfArgument(arguments, i);
                result.Add(new ColumnSymbol(string.IsNullOrEmpty(name) ? $"{unnamed}{i}" : name, expression.Type.Kept));
            }
        }
    }

    private static void AddArg(ImmutableArray<ColumnSymbol>.Builder result, in CallArguments arguments, ReadOnlySpan<ColumnSymbol> byColumns, string prefix)
    {
        var anyStar = arguments.HasStar;
        var seen = new HashSet<ColumnSymbol>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < arguments.Count; i++)
        {
            var expression = arguments.Expressions[i];
            if (expression is BoundStar star)
            {
                foreach (var column in star.Row.Columns)
                {
                    if ((i == 0 || !byColumns.Contains(column, ReferenceEqualityComparer.Instance)) && (seen.Add(column) || i == 0))
                        result.Add(column);
                }
            }
            else if (BoundConstants.ColumnOf(expression) is { } column)
            {
                var inBy = byColumns.Contains(column, ReferenceEqualityComparer.Instance);
                if (i > 0 && anyStar && (inBy || seen.Contains(column)))
                    continue;
                var isNew = !inBy && seen.Add(column);
                if (inBy && arguments.NameOf(i) is not null)
                    seen.Add(column);
                result.Add(Named(column, arguments.NameOf(i), isNew));
            }
            else
            {
                var name = ResultNames.OfArgument(arguments, i)
                    ?? (i == 0 ? prefix : $"{prefix}{ResultNames.OfArgument(arguments, 0)}_arg{i}");
                result.Add(new ColumnSymbol(name, expression.Type));
            }
        }
    }

    // argmax and argmin put the name of what is ranked before the others.
    private static void AddOldArg(ImmutableArray<ColumnSymbol>.Builder result, in CallArguments arguments, ReadOnlySpan<ColumnSymbol> byColumns)
    {
        if (arguments.Count == 0)
            return;
        var anyStar = arguments.HasStar;
        var seen = new HashSet<ColumnSymbol>(ReferenceEqualityComparer.Instance);
        var first = arguments.Expressions[0];
        var ranked = BoundConstants.ColumnOf(first);
        if (ranked is not null)
            seen.Add(ranked);
        result.Add(ranked ?? new ColumnSymbol(ResultNames.OfArgument(arguments, 0) ?? "", first.Type));
        var prefix = result[0].Name + "_";
        for (var i = 1; i < arguments.Count; i++)
        {
            var expression = arguments.Expressions[i];
            if (expression is BoundStar star)
            {
                foreach (var column in star.Row.Columns)
                {
                    if (!byColumns.Contains(column, ReferenceEqualityComparer.Instance) && seen.Add(column))
                        result.Add(new ColumnSymbol(prefix + column.Name, column.Type));
                }
            }
            else if (BoundConstants.ColumnOf(expression) is { } column)
            {
                if (anyStar && (byColumns.Contains(column, ReferenceEqualityComparer.Instance) || seen.Contains(column)))
                    continue;
                seen.Add(column);
                result.Add(new ColumnSymbol(prefix + (arguments.NameOf(i) ?? column.Name), column.Type));
            }
            else
            {
                result.Add(new ColumnSymbol(prefix + (ResultNames.OfArgument(arguments, i) ?? $"arg{i}"), expression.Type));
            }
        }
    }

    private static void AddPercentiles(ImmutableArray<ColumnSymbol>.Builder result, Signature signature, in CallArguments arguments)
    {
        var first = signature.IndexOf("percentile");
        if (arguments.Count == 0)
            return;
        var name = ResultNames.OfArgument(arguments, 0);
        var type = PercentileType(arguments.Expressions[0].Type);
        for (var i = first; i < arguments.Count; i++)
            result.Add(new ColumnSymbol($"percentile_{name}_{NameFragment(BoundConstants.TextOf(arguments.Expressions[i]))}", type));
    }

    private static void AddSorted(ImmutableArray<ColumnSymbol>.Builder result, in CallArguments arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var type = arguments.Expressions[i].Type;
            if (!type.IsDynamic || type.Shape is not (DynamicShape.Any or DynamicShape.Array))
                break;
            var name = ResultNames.OfArgument(arguments, i);
            result.Add(new ColumnSymbol(string.IsNullOrEmpty(name) ? $"array{i}_sorted" : name + "_sorted", type));
        }
    }

    // A new instance tells that the column is not the input's column of that name any more.
    private static ColumnSymbol Named(ColumnSymbol column, string? name, bool isNew) =>
        name is null && isNew ? column : new ColumnSymbol(name ?? column.Name, column.Type, column.Description);

    private static string NameFragment(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < source.Length; i++)
            span[i] = char.IsLetterOrDigit(source[i]) ? source[i] : '_';
    });
}
