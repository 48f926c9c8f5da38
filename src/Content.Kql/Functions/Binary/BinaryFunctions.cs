namespace Content.Kql.Functions;

/// <summary>Declarations of the binary functions.</summary>
internal static class BinaryFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        binary_and(value1: integer, value2: integer) -> long
            @named *
            Gives the bitwise and of two numbers.

        binary_not(value: integer) -> long
            @named *
            Inverts the bits of a number.

        binary_or(value1: integer, value2: integer) -> long
            @named *
            Gives the bitwise or of two numbers.

        binary_shift_left(value: integer, shift: integer) -> long
            @named *
            Shifts the bits of a number to the left.

        binary_shift_right(value: integer, shift: integer) -> long
            @named *
            Shifts the bits of a number to the right.

        binary_xor(value1: integer, value2: integer) -> long
            @named *
            Gives the bitwise exclusive or of two numbers.

        bitset_count_ones(value: integer) -> long
            @named *
            Counts the set bits of a number.

        tohex(value: integer, minLength?: integer) -> string
            @named *
            Writes a number in hexadecimal, optionally with leading zeros.
        """;
}
