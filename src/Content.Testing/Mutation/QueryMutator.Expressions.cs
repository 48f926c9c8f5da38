using System.Collections.Frozen;
using System.Globalization;
using Content.Kql.Syntax;

namespace Content.Testing.Mutation;

internal sealed partial class QueryMutator
{
    // Each operator and its opposite, in both directions.
    private static readonly FrozenDictionary<string, string> Opposites = Both(
        ("==", "!="), ("=~", "!~"), ("in", "!in"), ("in~", "!in~"), ("between", "!between"), ("has", "!has"), ("has_cs", "!has_cs"), ("hasprefix", "!hasprefix"),
        ("hasprefix_cs", "!hasprefix_cs"), ("hassuffix", "!hassuffix"), ("hassuffix_cs", "!hassuffix_cs"), ("contains", "!contains"), ("contains_cs", "!contains_cs"),
        ("startswith", "!startswith"), ("startswith_cs", "!startswith_cs"), ("endswith", "!endswith"), ("endswith_cs", "!endswith_cs"));

    private static readonly FrozenDictionary<string, string> Boundaries = Both((">", ">="), ("<", "<="));

    private static readonly FrozenDictionary<string, string> Arithmetic = Both(("+", "-"), ("*", "/"));

    private static readonly FrozenDictionary<string, string> Matches = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["has"] = "contains", ["!has"] = "!contains", ["has_cs"] = "contains_cs", ["!has_cs"] = "!contains_cs", ["contains"] = "has", ["!contains"] = "!has",
        ["contains_cs"] = "has_cs", ["!contains_cs"] = "!has_cs", ["startswith"] = "contains", ["!startswith"] = "!contains", ["startswith_cs"] = "contains_cs",
        ["!startswith_cs"] = "!contains_cs", ["endswith"] = "contains", ["!endswith"] = "!contains", ["endswith_cs"] = "contains_cs", ["!endswith_cs"] = "!contains_cs",
        ["hasprefix"] = "contains", ["!hasprefix"] = "!contains", ["hasprefix_cs"] = "contains_cs", ["!hasprefix_cs"] = "!contains_cs", ["hassuffix"] = "contains",
        ["!hassuffix"] = "!contains", ["hassuffix_cs"] = "contains_cs", ["!hassuffix_cs"] = "!contains_cs", ["has_any"] = "has_all", ["has_all"] = "has_any",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> IgnoringCase = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["=="] = "=~", ["!="] = "!~", ["in"] = "in~", ["!in"] = "!in~", ["has_cs"] = "has", ["!has_cs"] = "!has", ["hasprefix_cs"] = "hasprefix", ["!hasprefix_cs"] = "!hasprefix",
        ["hassuffix_cs"] = "hassuffix", ["!hassuffix_cs"] = "!hassuffix", ["contains_cs"] = "contains", ["!contains_cs"] = "!contains", ["startswith_cs"] = "startswith",
        ["!startswith_cs"] = "!startswith", ["endswith_cs"] = "endswith", ["!endswith_cs"] = "!endswith",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> LookingAtCase = IgnoringCase.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    // Which end of the text can be cut: the last character for a beginning or a part, the first one for an ending.
    private static readonly FrozenSet<string> Partial = new[] { "has", "hasprefix", "hassuffix", "contains", "startswith", "endswith" }.ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, string> Both(params (string, string)[] pairs) =>
        pairs.Concat(pairs.Select(pair => (pair.Item2, pair.Item1))).ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    private static bool IsComparison(SyntaxKind kind) => kind is not (SyntaxKind.AndKeyword or SyntaxKind.OrKeyword or SyntaxKind.Plus or SyntaxKind.Minus
        or SyntaxKind.Asterisk or SyntaxKind.Slash or SyntaxKind.Percent);

    private string TextOf(Token token) => _text.Substring(token.Start, token.Length);

    private void Negate(ExpressionSyntax condition)
    {
        var swapped = condition switch
        {
            BinarySyntax binary => (binary.Operator, Opposites.GetValueOrDefault(TextOf(binary.Operator))),
            InSyntax list => (list.Operator, Opposites.GetValueOrDefault(TextOf(list.Operator))),
            BetweenSyntax between => (between.Operator, Opposites.GetValueOrDefault(TextOf(between.Operator))),
            _ => default,
        };
        if (swapped.Item2 is { } opposite)
            Replace(MutationOperators.NegatePredicate, swapped.Item1, opposite);
        else if (condition is CallSyntax { Name.Text: "not", Arguments: [var inner] })
            Replace(MutationOperators.NegatePredicate, condition, $"({TextOf(inner)})");
        else if (condition is CallSyntax { Arguments.Length: 1 } call && NullChecks.TryGetValue(call.Name.Text, out var other))
            Replace(MutationOperators.NegatePredicate, call.Name, other);
        else
            Replace(MutationOperators.NegatePredicate, condition, $"not({TextOf(condition)})");
    }

    private void VisitBinary(BinarySyntax binary)
    {
        var kind = binary.Operator.Kind;
        if (kind is SyntaxKind.AndKeyword or SyntaxKind.OrKeyword)
        {
            if (!IsJoinKey(binary))
                VisitLogic(binary);
            return;
        }

        if (IsJoinKey(binary))
            return;
        var text = TextOf(binary.Operator);
        if (Boundaries.TryGetValue(text, out var boundary))
            Replace(MutationOperators.MoveBoundary, binary.Operator, boundary);
        if (Arithmetic.TryGetValue(text, out var arithmetic))
            Replace(MutationOperators.SwapArithmetic, binary.Operator, arithmetic);
        if (Matches.TryGetValue(text, out var match))
            Replace(MutationOperators.SwapMatch, binary.Operator, match);
        SwapCase(binary.Operator, text);
        Shorten(binary.Right, text);
    }

    private void VisitIn(InSyntax list)
    {
        var text = TextOf(list.Operator);
        if (Matches.TryGetValue(text, out var match))
            Replace(MutationOperators.SwapMatch, list.Operator, match);
        SwapCase(list.Operator, text);
        DropMembers(list.Items);
    }

    private void SwapCase(Token @operator, string text)
    {
        if (IgnoringCase.TryGetValue(text, out var wider))
            Replace(MutationOperators.WidenMatch, @operator, wider);
        if (LookingAtCase.TryGetValue(text, out var narrower))
            Replace(MutationOperators.NarrowMatch, @operator, narrower);
    }

    // has "abc" becomes has "ab", endswith "abc" becomes endswith "bc". A literal with escapes stays whole.
    private void Shorten(ExpressionSyntax operand, string @operator)
    {
        var name = @operator.TrimStart('!').Replace("_cs", "", StringComparison.Ordinal);
        if (operand is not LiteralSyntax { Kind: SyntaxKind.StringLiteral, Value: string { Length: > 1 } value } || !Partial.Contains(name)
            || TextOf(operand).IndexOf(value, StringComparison.Ordinal) is not (var at and >= 0))
            return;
        var cut = name is "endswith" or "hassuffix" ? operand.Start + at : operand.Start + at + value.Length - 1;
        Add(MutationOperators.WidenMatch, cut, cut + 1, "");
    }

    // A chain of the same operator is one list of operands.
    private void VisitLogic(BinarySyntax binary)
    {
        var kind = binary.Operator.Kind;
        Replace(MutationOperators.SwapLogic, binary.Operator, kind == SyntaxKind.AndKeyword ? "or" : "and");
        if (_parents.GetValueOrDefault(binary) is BinarySyntax parent && parent.Operator.Kind == kind)
            return;
        var operands = new List<SyntaxNode>();
        ExpressionSyntax left = binary;
        while (left is BinarySyntax chain && chain.Operator.Kind == kind)
        {
            operands.Add(chain.Right);
            left = chain.Left;
        }

        operands.Add(left);
        operands.Reverse();
        DropItems(MutationOperators.DropPredicate, operands);
    }

    private void VisitLiteral(LiteralSyntax literal)
    {
        switch (literal.Value)
        {
            case bool flag:
                Replace(MutationOperators.FlipBoolean, literal, flag ? "false" : "true");
                break;
            case int or long when literal.Kind is SyntaxKind.LongLiteral or SyntaxKind.IntLiteral:
                MoveNumber(literal, Convert.ToInt64(literal.Value, CultureInfo.InvariantCulture));
                break;
            case double real when literal.Kind == SyntaxKind.RealLiteral && double.IsFinite(real):
                MoveReal(literal, real);
                break;
            case TimeSpan span when span != TimeSpan.Zero:
                Replace(MutationOperators.MoveWindow, literal, KqlDuration.Format(span / 2));
                if (span < TimeSpan.FromDays(365 * 100))
                    Replace(MutationOperators.MoveWindow, literal, KqlDuration.Format(span * 2));
                break;
            case DateTime time when time > DateTime.MinValue.AddDays(1) && time < DateTime.MaxValue.AddDays(-1):
                foreach (var days in (int[])[-1, 1])
                    Replace(MutationOperators.MoveWindow, literal, $"datetime({time.AddDays(days).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture)})");
                break;
            case string { Length: > 0 } when IsPutOut(literal):
                Replace(MutationOperators.BlankText, literal, "\"\"");
                break;
        }
    }

    // Where the literal is compared as it stands, one of the two steps is what moving the boundary does already.
    private void MoveNumber(LiteralSyntax literal, long value)
    {
        if (ParentOf(literal) is DataTableSyntax or NamedParameterSyntax)
            return;
        var (less, more) = ParentOf(literal) switch
        {
            BinarySyntax { Operator.Kind: SyntaxKind.GreaterThanOrEqual } binary when ReferenceEquals(binary.Right, literal) => (true, false),
            BinarySyntax { Operator.Kind: SyntaxKind.GreaterThan } binary when ReferenceEquals(binary.Right, literal) => (false, true),
            BinarySyntax { Operator.Kind: SyntaxKind.LessThan } binary when ReferenceEquals(binary.Right, literal) => (true, false),
            BinarySyntax { Operator.Kind: SyntaxKind.LessThanOrEqual } binary when ReferenceEquals(binary.Right, literal) => (false, true),
            CallSyntax or ElementSyntax or BracketedSyntax or InSyntax or JsonArraySyntax => (false, true),
            _ => (true, true),
        };
        var text = TextOf(literal);
        if (less && value > long.MinValue && !(value == 0 && ParentOf(literal) is TopSyntax or ExpressionOperatorSyntax))
            Replace(MutationOperators.MoveThreshold, literal, Number(value - 1, text));
        if (more && value < long.MaxValue)
            Replace(MutationOperators.MoveThreshold, literal, Number(value + 1, text));
    }

    // int(5) stays an int.
    private static string Number(long value, string written)
    {
        var number = value.ToString(CultureInfo.InvariantCulture);
        var open = written.IndexOf('(', StringComparison.Ordinal);
        return open > 0 ? $"{written[..open]}({number})" : value < 0 ? $"({number})" : number;
    }

    private void MoveReal(LiteralSyntax literal, double value)
    {
        if (ParentOf(literal) is DataTableSyntax)
            return;
        foreach (var moved in (double[])(value == 0 ? [-0.1, 0.1] : [value * 0.9, value * 1.1]))
            Replace(MutationOperators.MoveThreshold, literal, $"real({Math.Round(moved, 12).ToString("R", CultureInfo.InvariantCulture)})");
    }

    // A column's value, a variable, or what iff and case choose among; not what is searched for, split by or matched with.
    private bool IsPutOut(LiteralSyntax literal) => ParentOf(literal) switch
    {
        NamedExpressionSyntax => true,
        LetSyntax => true,
        CallSyntax { Name.Text: "iff" or "iif" } call => Array.IndexOf(call.Arguments, literal) > 0,
        CallSyntax { Name.Text: "case" } call => Array.IndexOf(call.Arguments, literal) is var index && (index % 2 == 1 || index == call.Arguments.Length - 1),
        _ => false,
    };
}
