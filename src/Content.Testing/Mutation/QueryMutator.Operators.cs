using System.Collections.Frozen;
using Content.Kql.Syntax;

namespace Content.Testing.Mutation;

internal sealed partial class QueryMutator
{
    private static readonly FrozenDictionary<string, string> NullChecks = Both(("isempty", "isnotempty"), ("isnull", "isnotnull"), ("isnan", "isfinite"));

    // take_any is left alone: Kusto promises no particular row, so no test could tell.
    private static readonly FrozenDictionary<string, string> Aggregates = Both(("min", "max"), ("minif", "maxif"), ("arg_min", "arg_max"), ("make_set", "make_list"), ("make_set_if", "make_list_if"))
        .Concat([new("sum", "max"), new("sumif", "maxif"), new("avg", "max"), new("avgif", "maxif")]).ToFrozenDictionary(StringComparer.Ordinal);

    // Aggregates with a condition as their last argument, and the same without it.
    private static readonly FrozenDictionary<string, string> ConditionalAggregates = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["countif"] = "count", ["dcountif"] = "dcount", ["sumif"] = "sum", ["avgif"] = "avg", ["minif"] = "min", ["maxif"] = "max", ["take_anyif"] = "take_any", ["anyif"] = "take_any",
        ["make_set_if"] = "make_set", ["make_list_if"] = "make_list", ["stdevif"] = "stdev", ["varianceif"] = "variance", ["count_distinctif"] = "count_distinct",
        ["make_bag_if"] = "make_bag", ["binary_all_andif"] = "binary_all_and",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Normalisations = new[] { "tolower", "toupper", "trim", "trim_start", "trim_end" }.ToFrozenSet(StringComparer.Ordinal);

    private void VisitPipe(PipeSyntax pipe)
    {
        var @operator = pipe.Operator;
        var bar = TokenAt(@operator.Start) - 1;
        if (bar < 0 || _tokens[bar].Kind != SyntaxKind.Bar || _tokens[bar].Start < pipe.Left.End)
            return;
        var kind = @operator switch
        {
            ExpressionOperatorSyntax { Keyword.Kind: SyntaxKind.WhereKeyword or SyntaxKind.FilterKeyword } => MutationOperators.DropPredicate,
            ExpressionOperatorSyntax { Keyword.Kind: SyntaxKind.TakeKeyword or SyntaxKind.LimitKeyword or SyntaxKind.SampleKeyword } => MutationOperators.DropOperator,
            ListOperatorSyntax { Keyword.Kind: SyntaxKind.DistinctKeyword } => MutationOperators.DropOperator,
            ListOperatorSyntax { Keyword.Kind: SyntaxKind.UnionKeyword, Expressions.Length: 1 } => MutationOperators.DropUnionLeg,
            SortSyntax or TopSyntax or MvExpandSyntax or JoinSyntax or SummarizeSyntax => MutationOperators.DropOperator,
            _ => null,
        };

        // A where with several conditions loses them one by one.
        if (kind is null || (@operator is ExpressionOperatorSyntax { Expression: BinarySyntax { Operator.Kind: SyntaxKind.AndKeyword } }))
            return;
        Add(kind, _tokens[bar].Start, @operator.End, "");
    }

    private void VisitJoin(JoinSyntax join)
    {
        var isLookup = join.Keyword.Kind == SyntaxKind.LookupKeyword;
        var parameter = Array.Find(join.Parameters, item => item.Name.Text == "kind");
        var kind = parameter is null ? isLookup ? "leftouter" : "innerunique" : TextOf(parameter.Value);
        string[] others = kind switch
        {
            "inner" when isLookup => ["leftouter"],
            "leftouter" when isLookup => ["inner"],
            "inner" => ["leftouter", "innerunique"],
            "innerunique" => ["inner", "leftouter"],
            "leftouter" or "rightouter" or "fullouter" => ["inner"],
            "leftanti" or "anti" or "leftantisemi" => ["leftsemi"],
            "leftsemi" => ["leftanti"],
            "rightanti" or "rightantisemi" => ["rightsemi"],
            "rightsemi" => ["rightanti"],
            _ => [],
        };
        foreach (var other in others)
        {
            if (parameter is not null)
                Replace(MutationOperators.JoinKind, parameter.Value, other);
            else
                Add(MutationOperators.JoinKind, join.Keyword.End, join.Keyword.End, " kind=" + other);
        }

        if (join.On is { Length: > 1 } on)
            DropItems(MutationOperators.DropJoinKey, on);
        else if (join.On is [BinarySyntax { Operator.Kind: SyntaxKind.AndKeyword } and])
        {
            Replace(MutationOperators.DropJoinKey, and, TextOf(and.Left));
            Replace(MutationOperators.DropJoinKey, and, TextOf(and.Right));
        }
    }

    // With the last key goes its 'by'.
    private void DropKeys(ExpressionSyntax[]? keys, int aggregatesEnd)
    {
        if (keys is null)
            return;
        if (keys.Length > 1)
            DropItems(MutationOperators.DropKey, keys);
        else if (keys.Length == 1 && aggregatesEnd >= 0)
            Add(MutationOperators.DropKey, aggregatesEnd, keys[0].End, "");
    }

    // KQL sorts descending where nothing is said.
    private void SwapOrder(ExpressionSyntax key)
    {
        if (key is OrderedSyntax { Direction: SyntaxKind.AscKeyword or SyntaxKind.DescKeyword } ordered)
            Replace(MutationOperators.SwapOrder, _tokens[TokenAt(ordered.Expression.End)], ordered.Direction == SyntaxKind.AscKeyword ? "desc" : "asc");
        else if (key is not OrderedSyntax { Direction: not SyntaxKind.EndOfText })
            Add(MutationOperators.SwapOrder, (key as OrderedSyntax)?.Expression.End ?? key.End, (key as OrderedSyntax)?.Expression.End ?? key.End, " asc");
    }

    private void VisitCall(CallSyntax call)
    {
        var name = call.Name.Text;
        var arguments = call.Arguments;
        if (Aggregates.TryGetValue(name, out var other))
            Replace(MutationOperators.SwapAggregate, call.Name, other);
        if (ConditionalAggregates.TryGetValue(name, out var plain) && arguments.Length > 0)
            Replace(MutationOperators.SwapAggregate, call, $"{plain}({string.Join(", ", arguments.SkipLast(1).Select(TextOf))})");
        switch (name)
        {
            case "dcount" or "count_distinct" when arguments.Length > 0:
                Replace(MutationOperators.SwapAggregate, call, "count()");
                break;
            case "count" when arguments.Length == 0 && ParentOf(call) is SummarizeSyntax or NamedExpressionSyntax or MakeSeriesItemSyntax:
                Replace(MutationOperators.SwapAggregate, call, "max(1)");
                break;
            case "iff" or "iif" when arguments.Length == 3:
                Add(MutationOperators.SwapBranches, arguments[1].Start, arguments[2].End, $"{TextOf(arguments[2])}, {TextOf(arguments[1])}");
                Replace(MutationOperators.DropBranch, call, $"({TextOf(arguments[1])})");
                Replace(MutationOperators.DropBranch, call, $"({TextOf(arguments[2])})");
                break;
            case "case" when arguments.Length >= 3 && arguments.Length % 2 == 1:
                VisitCase(call);
                break;
            case "coalesce" when arguments.Length > 2:
                DropItems(MutationOperators.DropFallback, arguments);
                break;
            case "coalesce" when arguments.Length == 2:
                Replace(MutationOperators.DropFallback, call, $"({TextOf(arguments[0])})");
                Replace(MutationOperators.DropFallback, call, $"({TextOf(arguments[1])})");
                break;
            default:
                if (Normalisations.Contains(name) && arguments.Length > 0)
                    Replace(MutationOperators.DropNormalisation, call, $"({TextOf(arguments[^1])})");
                break;
        }
    }

    private void VisitCase(CallSyntax call)
    {
        var arguments = call.Arguments;
        for (var i = 0; i + 2 < arguments.Length; i += 2)
        {
            if (arguments.Length > 3)
                Add(MutationOperators.DropBranch, arguments[i].Start, arguments[i + 2].Start, "");
            else
                Replace(MutationOperators.DropBranch, call, $"({TextOf(arguments[2])})");
        }

        Replace(MutationOperators.ChangeDefault, arguments[^1], TextOf(arguments[^2]));
    }
}
