using System.Collections.Immutable;
using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>The columns that plugins give.</summary>
public static class PluginSchemas
{
    /// <summary>The result of a plugin.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="signature">The signature that it resolved to; null gives an open row.</param>
    /// <param name="arguments">Its arguments. The second one of <c>pivot</c> is the argument of the aggregate, or the call itself.</param>
    /// <param name="input">The row before the pipe; empty at the start of a query.</param>
    /// <returns>Columns; the row is open where they depend on the data. A schema declared after the call replaces it.</returns>
    public static RowType Of(PluginSymbol plugin, Signature? signature, in CallArguments arguments, RowType input)
    {
        if (signature is null)
            return RowType.Open;
        if (signature.Returns == ReturnRule.Table)
            return new RowType([.. signature.ColumnArray]);
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        switch (plugin.Name)
        {
            case "active_users_count":
                AddColumn(columns, arguments, 1);
                AddDimensions(columns, signature, arguments);
                Add(columns, KqlType.Long, "dcount");
                break;
            case "activity_counts_metrics":
                AddColumn(columns, arguments, 1);
                AddDimensions(columns, signature, arguments);
                Add(columns, KqlType.Long, "count", "dcount", "new_dcount", "aggregated_dcount");
                break;
            case "activity_engagement":
                AddColumn(columns, arguments, 1);
                AddDimensions(columns, signature, arguments);
                Add(columns, KqlType.Long, "dcount_activities_inner", "dcount_activities_outer");
                Add(columns, KqlType.Real, "activity_ratio");
                break;
            case "activity_metrics":
                AddColumn(columns, arguments, 1);
                AddDimensions(columns, signature, arguments);
                Add(columns, KqlType.Long, "dcount_values", "dcount_newvalues");
                Add(columns, KqlType.Real, "retention_rate", "churn_rate");
                break;
            case "new_activity_metrics":
                if (arguments.Count > 1)
                {
                    var name = ResultNames.OfArgument(arguments, 1);
                    Add(columns, arguments.Expressions[1].Type, "from_" + name, "to_" + name);
                }

                AddDimensions(columns, signature, arguments);
                Add(columns, KqlType.Long, "dcount_new_values", "dcount_retained_values", "dcount_churn_values");
                Add(columns, KqlType.Real, "retention_rate", "churn_rate");
                break;
            case "session_count":
                AddColumn(columns, arguments, 1);
                AddDimensions(columns, signature, arguments);
                Add(columns, KqlType.Long, "count_sessions");
                break;
            case "sliding_window_counts":
                AddColumn(columns, arguments, 1);
                AddDimensions(columns, signature, arguments);
                Add(columns, KqlType.Long, "Count", "Dcount");
                break;
            case "rolling_percentile":
                AddColumn(columns, arguments, 2);
                AddDimensions(columns, signature, arguments);
                columns.Add(RollingPercentile(arguments));
                break;
            case "sequence_detect":
                AddDimensions(columns, signature, arguments);
                AddSequence(columns, signature, arguments);
                Add(columns, KqlType.TimeSpan, "Duration");
                break;
            case "funnel_sequence":
                AddColumn(columns, arguments, 1);
                if (arguments.Count > 6)
                    Add(columns, arguments.Expressions[6].Type, "prev", "next");
                Add(columns, KqlType.Long, "dcount");
                Add(columns, KqlType.DynamicArray, "samples");
                break;
            case "funnel_sequence_completion":
                AddColumn(columns, arguments, 1);
                if (arguments.Count > 5)
                    Add(columns, KqlType.String, ResultNames.OfArgument(arguments, 5) ?? "");
                Add(columns, KqlType.TimeSpan, "Period");
                Add(columns, KqlType.Long, "dcount");
                break;
            case "autocluster" or "basket":
                Add(columns, KqlType.Long, "SegmentId", "Count");
                Add(columns, KqlType.Real, "Percent");
                columns.AddRange(input.Columns);
                return new RowType(columns.DrainToImmutable(), input.IsOpen);
            case "diffpatterns":
                Add(columns, KqlType.Long, "SegmentId", "CountA", "CountB");
                Add(columns, KqlType.Real, "PercentA", "PercentB", "PercentDiffAB");
                columns.AddRange(input.Columns);
                return new RowType(columns.DrainToImmutable(), input.IsOpen);
            case "dcount_intersect":
                columns.AddRange(input.Columns);
                for (var i = 0; i < arguments.Count; i++)
                    Add(columns, KqlType.Long, $"s{i}");
                return new RowType(columns.DrainToImmutable(), input.IsOpen);
            case "bag_unpack":
                foreach (var column in input.Columns)
                {
                    if (arguments.Count == 0 || !ReferenceEquals(column, ColumnAt(arguments, 0)))
                        columns.Add(column);
                }

                return new RowType(columns.DrainToImmutable(), isOpen: true);
            case "pivot":
                AddPivot(columns, arguments, input);
                return new RowType(columns.DrainToImmutable(), isOpen: true);
            case "identity" or "identity_v3" or "rows_near" or "preview":
                return input;
            case "estimate_rows_count":
                Add(columns, KqlType.Long, "EstimatedRowsCount");
                break;
            case "ipv4_lookup" or "ipv6_lookup" or "geo_polygon_lookup" or "geo_line_lookup":
                return Lookup(plugin, signature, arguments, input);
            case "csharp" or "python" or "r":
                return arguments.Count > 0 && arguments.Expressions[0] is BoundTypeLiteral { Columns.IsEmpty: false } schema
                    ? new RowType(schema.Columns) : RowType.Open;
            case "ai_embed_text":
                return WithAnswer(arguments, input, "embedding", KqlType.Dynamic);
            case "ai_embeddings":
                return WithAnswer(arguments, input, "embeddings", KqlType.Dynamic);
            case "ai_chat_completion" or "ai_chat_completion_prompt":
                return WithAnswer(arguments, input, "completion", KqlType.String);
            default:
                return RowType.Open;
        }

        return new RowType(columns.DrainToImmutable());
    }

    private static void Add(ImmutableArray<ColumnSymbol>.Builder columns, KqlType type, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            columns.Add(new ColumnSymbol(name, type));
    }

    private static ColumnSymbol? ColumnAt(in CallArguments arguments, int index) =>
        index < arguments.Count ? (arguments.Expressions[index] as BoundColumn)?.Column : null;

    private static void AddColumn(ImmutableArray<ColumnSymbol>.Builder columns, in CallArguments arguments, int index)
    {
        if (ColumnAt(arguments, index) is { } column)
            columns.Add(column);
    }

    private static void AddDimensions(ImmutableArray<ColumnSymbol>.Builder columns, Signature signature, in CallArguments arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (OverloadResolver.ParameterOf(signature, arguments, i)?.Name == "Dimension")
                AddColumn(columns, arguments, i);
        }
    }

    private static ColumnSymbol RollingPercentile(in CallArguments arguments)
    {
        var value = ColumnAt(arguments, 0);
        return new ColumnSymbol($"rolling_{Literal(arguments, 4)}_percentile_{value?.Name ?? "value"}_{Literal(arguments, 1)}", value?.Type ?? KqlType.Long);

        static string Literal(in CallArguments arguments, int index) =>
            index < arguments.Count && arguments.Expressions[index] is BoundLiteral { Value: { } value } ? BoundConstants.TextOf(value) : "0";
    }

    private static void AddSequence(ImmutableArray<ColumnSymbol>.Builder columns, Signature signature, in CallArguments arguments)
    {
        if (arguments.Count == 0)
            return;
        var timeline = ResultNames.OfArgument(arguments, 0);
        for (var i = 3; i < arguments.Count; i++)
        {
            if (OverloadResolver.ParameterOf(signature, arguments, i)?.Name == "Expr")
                Add(columns, arguments.Expressions[0].Type, $"{ResultNames.OfArgument(arguments, i)}_{timeline}");
        }
    }

    private static void AddPivot(ImmutableArray<ColumnSymbol>.Builder columns, in CallArguments arguments, RowType input)
    {
        for (var i = 2; i < arguments.Count; i++)
            AddColumn(columns, arguments, i);
        if (columns.Count > 0)
            return;
        var pivot = ColumnAt(arguments, 0);
        var aggregated = arguments.Count < 2 ? null : arguments.Expressions[1] switch
        {
            BoundColumn column => column.Column,
            BoundCall { Arguments: [BoundColumn column, ..] } => column.Column,
            _ => null,
        };
        foreach (var column in input.Columns)
        {
            if (!ReferenceEquals(column, pivot) && !ReferenceEquals(column, aggregated))
                columns.Add(column);
        }
    }

    private static RowType Lookup(PluginSymbol plugin, Signature signature, in CallArguments arguments, RowType input)
    {
        if (arguments.Count == 0 || arguments.Expressions[0] is not BoundTabularArgument table)
            return input;
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        columns.AddRange(input.Columns);
        foreach (var column in table.Table.Row.Columns)
        {
            var isLeftOut = plugin.Name switch
            {
                "ipv4_lookup" => IsExtraKey(signature, arguments, column.Name),
                "ipv6_lookup" => false,
                _ => !ReturnsKey(signature, arguments) && ColumnAt(arguments, 1)?.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase) == true,
            };
            if (!isLeftOut)
                columns.Add(column);
        }

        return new RowType(UniqueNames(columns));
    }

    private static bool IsExtraKey(Signature signature, in CallArguments arguments, string name)
    {
        for (var i = 3; i < arguments.Count; i++)
        {
            if (OverloadResolver.ParameterOf(signature, arguments, i)?.Name == "ExtraKey" && ColumnAt(arguments, i)?.Name == name)
                return true;
        }

        return false;
    }

    // As the eighth argument or by name.
    private static bool ReturnsKey(Signature signature, in CallArguments arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if ((i == 7 || arguments.NameOf(i) is not null) && OverloadResolver.ParameterOf(signature, arguments, i)?.Name == "return_lookup_key"
                && arguments.Expressions[i] is BoundLiteral { Value: true })
                return true;
        }

        return false;
    }

    private static RowType WithAnswer(in CallArguments arguments, RowType input, string answer, KqlType type)
    {
        var name = (arguments.Count > 0 ? ResultNames.OfArgument(arguments, 0) : null) + "_" + answer;
        var columns = input.Columns.Add(new ColumnSymbol(name, type));
        if (arguments.Count > 3 && BoundConstants.TryGetValue(arguments.Expressions[3], out var withErrors) && withErrors is true)
            columns = columns.Add(new ColumnSymbol(name + "_error", KqlType.String));
        return new RowType(columns);
    }

    /// <summary>Columns with a number after the names that an earlier column has.</summary>
    private static ImmutableArray<ColumnSymbol> UniqueNames(ImmutableArray<ColumnSymbol>.Builder columns)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
        {
            var name = columns[i].Name;
            for (var suffix = 1; !names.Add(name); suffix++)
                name = $"{columns[i].Name}{suffix}";
            columns[i] = columns[i].Rename(name);
        }

        return columns.DrainToImmutable();
    }
}
