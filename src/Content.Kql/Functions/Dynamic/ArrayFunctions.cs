namespace Content.Kql.Functions;

/// <summary>Declarations of the array functions.</summary>
internal static class ArrayFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        array_concat(array{1,64}: array) -> rule array-concat
            Joins arrays into one.

        array_iff(condition_array: array, when_true: scalar, when_false: scalar) -> rule array-iff
            Takes each element from one of two arrays as an array of conditions says.

        array_iif(condition_array: array, when_true: scalar, when_false: scalar) -> rule array-iff
            @hidden
            Other name of array_iff.

        array_index_of(array: array, value: scalar, start?: integer, length?: integer, occurrence?: integer constant) -> long
            Finds the position of a value in an array; -1 when it is not there.

        array_length(array: array) -> long
            Gives the number of elements of an array.

        array_reverse(value: array) -> 1st
            Reverses the elements of an array.

        array_rotate_left(array: array, rotate_count: integer) -> 1st
            Rotates the elements of an array to the left.

        array_rotate_right(array: array, rotate_count: integer) -> 1st
            Rotates the elements of an array to the right.

        array_shift_left(array: array, shift_count: integer, default_value?: scalar) -> 1st
            Shifts the elements of an array to the left and fills up.

        array_shift_right(array: array, shift_count: integer, default_value?: scalar) -> 1st
            Shifts the elements of an array to the right and fills up.

        array_slice(array: array, start: integer, end: integer) -> 1st
            Takes the elements from one position to another, both included.

        array_sort_asc(arrays{1,64}: array, nulls_last?: bool constant) -> rule sorted-arrays layout sorted-arrays
            @not-constant
            Sorts an array upwards, and further arrays in the same order.

        array_sort_desc(arrays{1,64}: array, nulls_last?: bool constant) -> rule sorted-arrays layout sorted-arrays
            @not-constant
            Sorts an array downwards, and further arrays in the same order.

        array_split(array: array, index: integer) -> 1st
        array_split(array: array, indices: array) -> 1st
            Cuts an array at one or several positions.

        array_sum(array: array) -> real
            @hidden  @obsolete series_sum  @not-constant
            Old name of series_sum.

        arraylength(array: array) -> long
            @hidden  @obsolete array_length
            Old name of array_length.

        jaccard_index(set{2,2}: array) -> array<real>
            Gives the share of common elements among all elements of two sets.

        pack_array(value+: scalar) -> rule packed-array
        pack_array(value: scalar star) -> rule packed-array
            Makes an array of its arguments, or of all columns.

        range(start: summable, stop: summable, step?: summable) -> array-of-1st
            Makes an array of evenly spaced values.

        repeat(value: scalar, count: long) -> array-of-1st
            @named repeat_*
            Makes an array that repeats a value.

        set_difference(set{2,64}: array) -> rule set
            Gives the distinct elements of the first array that are in none of the others.

        set_equals(set1: array, set2: array) -> bool
            Tells whether two arrays have the same distinct elements.

        set_has_element(set: array, value: scalar) -> bool
            Tells whether an array has an element.

        set_intersect(set{2,64}: array) -> rule set
            Gives the distinct elements that all arrays have.

        set_union(set{2,64}: array) -> rule set
            Gives the distinct elements of all arrays.

        zip(array{2,64}: array) -> array<array>
            Makes an array of arrays with the elements at equal positions.
        """;
}
