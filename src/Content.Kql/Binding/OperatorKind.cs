namespace Content.Kql.Binding;

/// <summary>Scalar operators. A name without <c>Cs</c> is the case-insensitive one, except where KQL has only one.</summary>
public enum OperatorKind : byte
{
    None,
    UnaryPlus, UnaryMinus,
    Add, Subtract, Multiply, Divide, Modulo,
    And, Or,
    /// <summary><c>==</c>, case-sensitive on strings</summary>
    Equal,
    /// <summary><c>!=</c> and <c>&lt;&gt;</c></summary>
    NotEqual,
    LessThan, LessThanOrEqual, GreaterThan, GreaterThanOrEqual,
    /// <summary><c>=~</c></summary>
    EqualTilde,
    /// <summary><c>!~</c></summary>
    BangTilde,
    /// <summary><c>has</c></summary>
    Has,
    /// <summary><c>has_cs</c></summary>
    HasCs,
    NotHas, NotHasCs,
    HasPrefix, HasPrefixCs, NotHasPrefix, NotHasPrefixCs,
    HasSuffix, HasSuffixCs, NotHasSuffix, NotHasSuffixCs,
    Like, LikeCs, NotLike, NotLikeCs,
    Contains, ContainsCs, NotContains, NotContainsCs,
    StartsWith, StartsWithCs, NotStartsWith, NotStartsWithCs,
    EndsWith, EndsWithCs, NotEndsWith, NotEndsWithCs,
    MatchRegex,
    /// <summary>the term search of the <c>search</c> operator</summary>
    Search,
    Between, NotBetween,
    /// <summary><c>in</c>, case-sensitive on strings</summary>
    In,
    /// <summary><c>in~</c></summary>
    InTilde,
    /// <summary><c>!in</c></summary>
    NotIn,
    /// <summary><c>!in~</c></summary>
    NotInTilde,
    /// <summary><c>has_any</c></summary>
    HasAny,
    /// <summary><c>has_all</c></summary>
    HasAll,
}
