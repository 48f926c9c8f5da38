namespace Content.Testing.Generation;

/// <summary>What a value has to be to another one.</summary>
internal enum Relation : byte
{
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual,
    Has, NotHas, Contains, NotContains, StartsWith, NotStartsWith, EndsWith, NotEndsWith, Matches, NotMatches,
}

/// <summary>Relations among each other.</summary>
internal static class Relations
{
    /// <summary>The relation that holds just when this one does not.</summary>
    public static Relation Negate(this Relation relation) => relation switch
    {
        Relation.Equal => Relation.NotEqual,
        Relation.NotEqual => Relation.Equal,
        Relation.Less => Relation.GreaterOrEqual,
        Relation.LessOrEqual => Relation.Greater,
        Relation.Greater => Relation.LessOrEqual,
        Relation.GreaterOrEqual => Relation.Less,
        _ => relation ^ (Relation)1,
    };

    /// <summary>The relation of the right side to the left one; null for those of texts.</summary>
    public static Relation? Mirror(this Relation relation) => relation switch
    {
        Relation.Equal or Relation.NotEqual => relation,
        Relation.Less => Relation.Greater,
        Relation.LessOrEqual => Relation.GreaterOrEqual,
        Relation.Greater => Relation.Less,
        Relation.GreaterOrEqual => Relation.LessOrEqual,
        _ => null,
    };

    /// <summary>Whether values get greater, smaller or are held against one by order.</summary>
    public static bool IsOrder(this Relation relation) => relation is >= Relation.Less and <= Relation.GreaterOrEqual;
}
