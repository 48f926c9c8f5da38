namespace Content.Kql.Functions;

/// <summary>Which part of a call names the column that it makes when the query gives no name.</summary>
public enum ResultNameKind : byte
{
    /// <summary>No part: the column gets the next free <c>Column1</c>, <c>Column2</c> …</summary>
    None,
    /// <summary>The name of the first argument, after a prefix where there is one: <c>sum_x</c>.</summary>
    FirstArgument,
    /// <summary>The name of the only argument; none with more.</summary>
    OnlyArgument,
    /// <summary>The value of the first argument, if the input has a column of that name: <c>column_ifexists('x', 0)</c>.</summary>
    FirstArgumentValue,
    /// <summary>Always the prefix.</summary>
    Fixed,
}

/// <summary>How a column is named that is made by an unnamed call.</summary>
/// <param name="Kind">Which part names it.</param>
/// <param name="Prefix">What stands before the argument's name, without the underscore; null for nothing.</param>
public readonly record struct ResultNaming(ResultNameKind Kind, string? Prefix = null);
