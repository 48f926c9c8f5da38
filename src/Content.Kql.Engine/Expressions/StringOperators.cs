using Content.Kql.Binding;
using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Expressions;

/// <summary>The text operators: equality without case, contains, has, startswith, matches regex, ….</summary>
internal static class StringOperators
{
    public static ScalarKernel Create(OperatorKind op, Vector? rightConstant)
    {
        if (op == OperatorKind.MatchRegex)
            return Regex(rightConstant);
        var (match, ignoreCase, negate) = Describe(op) ?? throw new UnsupportedException($"operator {op}");
        if (rightConstant is not null)
        {
            var search = new SearchPredicate(new TermSearch(rightConstant.AsString()[0], match, ignoreCase), negate);
            return (arguments, length) => search.Evaluate(arguments[0].AsString(), length);
        }

        return (arguments, length) =>
        {
            var text = arguments[0].AsString();
            var needles = arguments[1].AsString();
            var values = new bool[length];
            TermSearch? search = null;
            for (var i = 0; i < length; i++)
            {
                if (search is null || !needles[i].SequenceEqual(needles[i - 1]))
                    search = new TermSearch(needles[i], match, ignoreCase);
                values[i] = search.IsMatch(text[i]) != negate;
            }

            return new FixedVector<bool>(TypeKind.Bool, values, length);
        };
    }

    private static ScalarKernel Regex(Vector? constant)
    {
        if (constant is not null)
        {
            var regex = KustoRegex.Create(constant.AsString().GetString(0));
            var predicate = new TextPredicate(regex.IsMatch, negate: false);
            return (arguments, length) => predicate.Evaluate(arguments[0].AsString(), length);
        }

        var cache = new Dictionary<string, KustoRegex>(StringComparer.Ordinal);
        return (arguments, length) =>
        {
            var text = arguments[0].AsString();
            var patterns = arguments[1].AsString();
            var values = new bool[length];
            for (var i = 0; i < length; i++)
            {
                var pattern = patterns.GetString(i);
                if (!cache.TryGetValue(pattern, out var regex))
                    cache[pattern] = regex = KustoRegex.Create(pattern);
                values[i] = regex.IsMatch(text[i]);
            }

            return new FixedVector<bool>(TypeKind.Bool, values, length);
        };
    }

    private static (TextMatch Match, bool IgnoreCase, bool Negate)? Describe(OperatorKind op) => op switch
    {
        OperatorKind.EqualTilde => (TextMatch.Equal, true, false),
        OperatorKind.BangTilde => (TextMatch.Equal, true, true),
        OperatorKind.Has => (TextMatch.Has, true, false),
        OperatorKind.Search => (TextMatch.Has, true, false),
        OperatorKind.HasCs => (TextMatch.Has, false, false),
        OperatorKind.NotHas => (TextMatch.Has, true, true),
        OperatorKind.NotHasCs => (TextMatch.Has, false, true),
        OperatorKind.HasPrefix => (TextMatch.HasPrefix, true, false),
        OperatorKind.HasPrefixCs => (TextMatch.HasPrefix, false, false),
        OperatorKind.NotHasPrefix => (TextMatch.HasPrefix, true, true),
        OperatorKind.NotHasPrefixCs => (TextMatch.HasPrefix, false, true),
        OperatorKind.HasSuffix => (TextMatch.HasSuffix, true, false),
        OperatorKind.HasSuffixCs => (TextMatch.HasSuffix, false, false),
        OperatorKind.NotHasSuffix => (TextMatch.HasSuffix, true, true),
        OperatorKind.NotHasSuffixCs => (TextMatch.HasSuffix, false, true),
        OperatorKind.Contains or OperatorKind.Like => (TextMatch.Contains, true, false),
        OperatorKind.ContainsCs or OperatorKind.LikeCs => (TextMatch.Contains, false, false),
        OperatorKind.NotContains or OperatorKind.NotLike => (TextMatch.Contains, true, true),
        OperatorKind.NotContainsCs or OperatorKind.NotLikeCs => (TextMatch.Contains, false, true),
        OperatorKind.StartsWith => (TextMatch.StartsWith, true, false),
        OperatorKind.StartsWithCs => (TextMatch.StartsWith, false, false),
        OperatorKind.NotStartsWith => (TextMatch.StartsWith, true, true),
        OperatorKind.NotStartsWithCs => (TextMatch.StartsWith, false, true),
        OperatorKind.EndsWith => (TextMatch.EndsWith, true, false),
        OperatorKind.EndsWithCs => (TextMatch.EndsWith, false, false),
        OperatorKind.NotEndsWith => (TextMatch.EndsWith, true, true),
        OperatorKind.NotEndsWithCs => (TextMatch.EndsWith, false, true),
        _ => null,
    };
}
