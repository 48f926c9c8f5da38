namespace Content.Kql.Functions;

/// <summary>Declarations of the conditional functions.</summary>
internal static class ConditionalFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        assert(predicate: bool, message: string) -> bool
            @not-constant
            Lets the query fail with a message when a condition is false.

        case([predicate: bool, then: common-or-dynamic]+, else: common-or-dynamic) -> common-not-dynamic
            Gives the value of the first condition that holds, or the last argument.

        coalesce(arg{2,64}: common) -> common
            Gives the first argument that is not null or empty.

        column_ifexists(column_name: string constant, defaultValue: scalar) -> 2nd
            @named value  @not-constant
            Gives a column of the input, or a default when there is none of that name.

        columnifexists(column_name: string constant, defaultValue: scalar) -> 2nd
            @named value  @hidden  @obsolete column_ifexists  @not-constant
            Old name of column_ifexists.

        iff(if: bool, then: common-or-dynamic, else: common-or-dynamic) -> common-not-dynamic
            Gives one value if a condition holds and another one if not.

        iif(if: bool, then: common-or-dynamic, else: common-or-dynamic) -> common-not-dynamic
            Other name of iff.

        iscolumnexists(column_name: string constant) -> bool
            @hidden  @not-constant
            Tells whether the input has a column of a name.
        """;
}
