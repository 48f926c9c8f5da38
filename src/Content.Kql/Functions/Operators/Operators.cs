using Content.Kql.Binding;
using Content.Kql.Symbols;

namespace Content.Kql.Functions;

/// <summary>The scalar operators: their signatures, and a table of what binary ones give for each pair of types.</summary>
internal static class Operators
{
    private const int Kinds = (int)TypeKind.Tuple + 1;
    private const byte NotInTable = 255;

    // Families of operators with the same signatures.
    private enum Family : byte { Sign, Logic, Add, Subtract, Multiply, Divide, Modulo, Order, Equal, NotEqual, Text, Term, Between, In, TextIn, Count }

    private const string Sign = """
        (operand: summable) -> rule signed
        (operand: dynamic) -> dynamic
        """;

    private const string Logic = """
        (left: bool, right: bool) -> bool
        (left: dynamic, right: bool) -> bool
        (left: bool, right: dynamic) -> bool
        (left: dynamic, right: dynamic) -> bool
        """;

    private const string Add = """
        (left: number, right: number) -> widest
        (left: timespan, right: timespan) -> timespan
        (left: datetime|timespan, right: datetime|timespan) -> datetime
        (left: dynamic, right: dynamic) -> dynamic
        (left: dynamic, right: int) -> long
        (left: int, right: dynamic) -> long
        (left: dynamic, right: int|long|real|decimal|timespan|datetime) -> 2nd
        (left: int|long|real|decimal|timespan|datetime, right: dynamic) -> 1st
        """;

    private const string Subtract = """
        (left: number, right: number) -> widest
        (left: timespan, right: timespan) -> timespan
        (left: datetime, right: datetime) -> timespan
        (left: datetime, right: dynamic) -> timespan
        (left: dynamic, right: datetime) -> timespan
        (left: datetime, right: timespan) -> datetime
        (left: timespan, right: datetime) -> datetime
        (left: dynamic, right: dynamic) -> dynamic
        (left: dynamic, right: int) -> long
        (left: int, right: dynamic) -> long
        (left: dynamic, right: int|long|real|decimal|timespan|datetime) -> 2nd
        (left: int|long|real|decimal|timespan|datetime, right: dynamic) -> 1st
        """;

    private const string Multiply = """
        (left: number, right: number) -> widest
        (left: timespan, right: timespan) -> timespan
        (left: timespan, right: number) -> timespan
        (left: number, right: timespan) -> timespan
        (left: datetime, right: number) -> datetime
        (left: number, right: datetime) -> datetime
        (left: dynamic, right: dynamic) -> dynamic
        (left: dynamic, right: int) -> long
        (left: int, right: dynamic) -> long
        (left: dynamic, right: number) -> 2nd
        (left: number, right: dynamic) -> 1st
        """;

    private const string Divide = """
        (left: number, right: number) -> widest
        (left: timespan, right: timespan) -> real
        (left: timespan, right: number) -> timespan
        (left: datetime, right: datetime) -> real
        (left: datetime, right: timespan) -> real
        (left: datetime, right: number) -> datetime
        (left: dynamic, right: dynamic) -> dynamic
        (left: dynamic, right: int) -> long
        (left: int, right: dynamic) -> long
        (left: dynamic, right: number) -> 2nd
        (left: number, right: dynamic) -> 1st
        """;

    private const string Modulo = """
        (left: number, right: number) -> widest
        (left: timespan, right: timespan) -> timespan
        (left: timespan, right: number) -> timespan
        (left: datetime, right: datetime) -> timespan
        (left: datetime, right: timespan) -> timespan
        (left: datetime, right: number) -> datetime
        (left: dynamic, right: dynamic) -> dynamic
        (left: dynamic, right: int) -> long
        (left: int, right: dynamic) -> long
        (left: dynamic, right: number) -> 2nd
        (left: number, right: dynamic) -> 1st
        """;

    private const string Order = """
        (left: bool, right: number-or-bool) -> bool
        (left: number, right: number-or-bool) -> bool
        (left: timespan, right: timespan) -> bool
        (left: datetime, right: datetime) -> bool
        (left: dynamic, right: dynamic) -> bool
        (left: dynamic, right: number) -> bool
        (left: number, right: dynamic) -> bool
        """;

    private const string NotEqual = """
        (left: bool, right: scalar) -> bool
        (left: not-bool, right: scalar) -> bool
        """;

    private const string Equal = NotEqual + "\n(left: not-bool star, right: scalar) -> bool";

    private const string Text = """
        (left: string-or-dynamic, right: string-or-dynamic) -> bool
        (left: string-or-dynamic star, right: string-or-dynamic) -> bool
        """;

    private const string Term = """
        (left: string-or-dynamic, right: string) -> bool
        (left: string-or-dynamic star, right: string) -> bool
        """;

    private const string Between = """
        (left: number, low: number, high: number) -> bool
        (left: summable, low: same-as-1st, high: same-as-1st) -> bool
        (left: datetime, low: datetime, high: timespan) -> bool
        (left: number, low: dynamic, high: same-as-2nd) -> bool
        (left: dynamic, low: number, high: same-as-2nd) -> bool
        """;

    private const string In = """
        (left: bool, right: table) -> bool
        (left: not-bool, right: table) -> bool
        (left: bool, right+: scalar) -> bool
        (left: not-bool, right+: scalar) -> bool
        """;

    private const string TextIn = """
        (left: string|dynamic, right: table) -> bool
        (left: string|dynamic, right+: scalar) -> bool
        """;

    // Both are memos of what the texts above say: filled on first use, and every thread would fill in the same.
    private static readonly Signature[]?[] s_signatures = new Signature[]?[(int)Family.Count];
    private static readonly byte[] s_results = new byte[s_signatures.Length * Kinds * Kinds];

    /// <summary>Ways to use an operator, in order of trial.</summary>
    public static ReadOnlySpan<Signature> SignaturesOf(OperatorKind @operator)
    {
        var family = FamilyOf(@operator);
        return s_signatures[(int)family] ??= SignatureParser.Parse(null, DeclarationsOf(family));
    }

    /// <summary>Type of a binary operator; null when the pair is wrong or depends on more than the kinds.</summary>
    public static KqlType? TryGetResult(OperatorKind @operator, KqlType left, KqlType right)
    {
        if (left.Shape != DynamicShape.Any || right.Shape != DynamicShape.Any)
            return null;
        var cell = (((int)FamilyOf(@operator) * Kinds) + (int)left.Kind) * Kinds + (int)right.Kind;
        var result = s_results[cell];
        if (result == 0)
            s_results[cell] = result = Compute(@operator, left, right);
        return result == NotInTable ? null : KqlType.FromKind((TypeKind)(result - 1));
    }

    private static byte Compute(OperatorKind @operator, KqlType left, KqlType right)
    {
        var resolution = OverloadResolver.Resolve(@operator, [new BoundErrorExpression(left), new BoundErrorExpression(right)]);
        return resolution.Error is null && resolution.Type.Shape == DynamicShape.Any ? (byte)(resolution.Type.Kind + 1) : NotInTable;
    }

    private static Family FamilyOf(OperatorKind @operator) => @operator switch
    {
        OperatorKind.UnaryPlus or OperatorKind.UnaryMinus => Family.Sign,
        OperatorKind.And or OperatorKind.Or => Family.Logic,
        OperatorKind.Add => Family.Add,
        OperatorKind.Subtract => Family.Subtract,
        OperatorKind.Multiply => Family.Multiply,
        OperatorKind.Divide => Family.Divide,
        OperatorKind.Modulo => Family.Modulo,
        OperatorKind.LessThan or OperatorKind.LessThanOrEqual or OperatorKind.GreaterThan or OperatorKind.GreaterThanOrEqual => Family.Order,
        OperatorKind.Equal => Family.Equal,
        OperatorKind.NotEqual => Family.NotEqual,
        >= OperatorKind.Has and <= OperatorKind.NotHasSuffixCs => Family.Term,
        OperatorKind.Between or OperatorKind.NotBetween => Family.Between,
        OperatorKind.In or OperatorKind.NotIn => Family.In,
        OperatorKind.InTilde or OperatorKind.NotInTilde or OperatorKind.HasAny or OperatorKind.HasAll => Family.TextIn,
        _ => Family.Text,
    };

    private static string DeclarationsOf(Family family) => family switch
    {
        Family.Sign => Sign,
        Family.Logic => Logic,
        Family.Add => Add,
        Family.Subtract => Subtract,
        Family.Multiply => Multiply,
        Family.Divide => Divide,
        Family.Modulo => Modulo,
        Family.Order => Order,
        Family.Equal => Equal,
        Family.NotEqual => NotEqual,
        Family.Text => Text,
        Family.Term => Term,
        Family.Between => Between,
        Family.In => In,
        _ => TextIn,
    };

    /// <summary>An operator as KQL writes it.</summary>
    public static string TextOf(OperatorKind @operator) => @operator switch
    {
        OperatorKind.UnaryPlus or OperatorKind.Add => "+",
        OperatorKind.UnaryMinus or OperatorKind.Subtract => "-",
        OperatorKind.Multiply => "*",
        OperatorKind.Divide => "/",
        OperatorKind.Modulo => "%",
        OperatorKind.And => "and",
        OperatorKind.Or => "or",
        OperatorKind.Equal => "==",
        OperatorKind.NotEqual => "!=",
        OperatorKind.LessThan => "<",
        OperatorKind.LessThanOrEqual => "<=",
        OperatorKind.GreaterThan => ">",
        OperatorKind.GreaterThanOrEqual => ">=",
        OperatorKind.EqualTilde => "=~",
        OperatorKind.BangTilde => "!~",
        OperatorKind.Has => "has",
        OperatorKind.HasCs => "has_cs",
        OperatorKind.NotHas => "!has",
        OperatorKind.NotHasCs => "!has_cs",
        OperatorKind.HasPrefix => "hasprefix",
        OperatorKind.HasPrefixCs => "hasprefix_cs",
        OperatorKind.NotHasPrefix => "!hasprefix",
        OperatorKind.NotHasPrefixCs => "!hasprefix_cs",
        OperatorKind.HasSuffix => "hassuffix",
        OperatorKind.HasSuffixCs => "hassuffix_cs",
        OperatorKind.NotHasSuffix => "!hassuffix",
        OperatorKind.NotHasSuffixCs => "!hassuffix_cs",
        OperatorKind.Like => "like",
        OperatorKind.LikeCs => "likecs",
        OperatorKind.NotLike => "notlike",
        OperatorKind.NotLikeCs => "notlikecs",
        OperatorKind.Contains => "contains",
        OperatorKind.ContainsCs => "contains_cs",
        OperatorKind.NotContains => "!contains",
        OperatorKind.NotContainsCs => "!contains_cs",
        OperatorKind.StartsWith => "startswith",
        OperatorKind.StartsWithCs => "startswith_cs",
        OperatorKind.NotStartsWith => "!startswith",
        OperatorKind.NotStartsWithCs => "!startswith_cs",
        OperatorKind.EndsWith => "endswith",
        OperatorKind.EndsWithCs => "endswith_cs",
        OperatorKind.NotEndsWith => "!endswith",
        OperatorKind.NotEndsWithCs => "!endswith_cs",
        OperatorKind.MatchRegex => "matches regex",
        OperatorKind.Search => ":",
        OperatorKind.Between => "between",
        OperatorKind.NotBetween => "!between",
        OperatorKind.In => "in",
        OperatorKind.NotIn => "!in",
        OperatorKind.InTilde => "in~",
        OperatorKind.NotInTilde => "!in~",
        OperatorKind.HasAny => "has_any",
        OperatorKind.HasAll => "has_all",
        _ => "",
    };
}
