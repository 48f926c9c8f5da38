namespace Content.Kql.Engine.Vectors;

/// <summary>Equality, order and hash of dynamic values.</summary>
internal static class DynamicCompare
{
    /// <summary>Equal by value; bag order does not matter; numbers compare across int, long, real and decimal.</summary>
    public static bool AreEqual(DynamicValue a, DynamicValue b)
    {
        if (a.IsNumber && b.IsNumber)
            return CompareNumbers(a, b) == 0;
        if (a.Tag != b.Tag)
            return false;
        switch (a.Tag)
        {
            case DynamicTag.Array:
            {
                if (a.Count != b.Count)
                    return false;
                var other = b.Elements;
                foreach (var element in a.Elements)
                {
                    other.MoveNext();
                    if (!AreEqual(element, other.Current))
                        return false;
                }

                return true;
            }

            case DynamicTag.Bag:
            {
                if (a.Count != b.Count)
                    return false;
                foreach (var property in a.Properties)
                {
                    if (!b.Has(property.Key) || !AreEqual(property.Value, b.Get(property.Key)))
                        return false;
                }

                return true;
            }

            default:
                return a.Tape.SequenceEqual(b.Tape);
        }
    }

    /// <summary>Order of two scalars of comparable tags: numbers, equal tags. Null when they have none.</summary>
    public static int? Compare(DynamicValue a, DynamicValue b)
    {
        if (a.IsNumber && b.IsNumber)
            return CompareNumbers(a, b);
        if (a.Tag == DynamicTag.String && b.Tag == DynamicTag.String)
            return a.Text.SequenceCompareTo(b.Text);
        if (a.Tag is DynamicTag.True or DynamicTag.False && b.Tag is DynamicTag.True or DynamicTag.False)
            return a.AsLong.CompareTo(b.AsLong);
        if (a.Tag != b.Tag)
            return null;
        return a.Tag switch
        {
            DynamicTag.DateTime or DynamicTag.TimeSpan => a.AsLong.CompareTo(b.AsLong),
            DynamicTag.Guid => a.AsGuid.CompareTo(b.AsGuid),
            _ => null,
        };
    }

    /// <summary>A total order for sorting: numbers before texts, then the other tags, then the encoded bytes.</summary>
    public static int TotalOrder(DynamicValue a, DynamicValue b)
    {
        if (Compare(a, b) is { } order)
            return order;
        var rank = Rank(a).CompareTo(Rank(b));
        if (rank != 0)
            return rank;
        if (a.Tag == DynamicTag.Array)
        {
            var other = b.Elements;
            foreach (var element in a.Elements)
            {
                if (!other.MoveNext())
                    return 1;
                var inner = TotalOrder(element, other.Current);
                if (inner != 0)
                    return inner;
            }

            return a.Count.CompareTo(b.Count);
        }

        return a.Tape.SequenceCompareTo(b.Tape);
    }

    /// <summary>Hash that agrees with <see cref="AreEqual"/>.</summary>
    public static int Hash(DynamicValue value)
    {
        switch (value.Tag)
        {
            case DynamicTag.Int:
            case DynamicTag.Long:
                return Hashing.Real(value.AsLong);
            case DynamicTag.Real:
            case DynamicTag.Decimal:
                return Hashing.Real(value.AsReal);
            case DynamicTag.Array:
            {
                var hash = 17;
                foreach (var element in value.Elements)
                    hash = hash * 31 + Hash(element);
                return hash;
            }

            case DynamicTag.Bag:
            {
                var hash = 19;
                foreach (var property in value.Properties)
                    hash += Hashing.Mix(Hashing.Bytes(property.Key) * 31 + Hash(property.Value));
                return hash;
            }

            default:
                return Hashing.Bytes(value.Tape);
        }
    }

    private static int CompareNumbers(DynamicValue a, DynamicValue b)
    {
        if (a.Tag is DynamicTag.Int or DynamicTag.Long && b.Tag is DynamicTag.Int or DynamicTag.Long)
            return a.AsLong.CompareTo(b.AsLong);
        if (a.Tag == DynamicTag.Decimal && b.Tag == DynamicTag.Decimal)
            return a.AsDecimal.CompareTo(b.AsDecimal);
        return a.AsReal.CompareTo(b.AsReal);
    }

    private static int Rank(DynamicValue value) => value.Tag switch
    {
        DynamicTag.False or DynamicTag.True => 1,
        DynamicTag.Int or DynamicTag.Long or DynamicTag.Real or DynamicTag.Decimal => 2,
        _ => (int)value.Tag,
    };
}
