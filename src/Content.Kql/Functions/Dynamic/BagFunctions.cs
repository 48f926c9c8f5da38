namespace Content.Kql.Functions;

/// <summary>Declarations of the bag functions.</summary>
internal static class BagFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        bag_has_key(bag: bag, key: string) -> bool
            Tells whether a property bag has a key or a JSON path.

        bag_keys(object: bag) -> array<string>
            Gives the keys of a property bag.

        bag_merge(bag{2,64}: bag) -> rule merged-bag
            Merges property bags; the first value of a key wins.

        bag_pack([key: string, value: scalar]+) -> rule packed-bag
            Makes a property bag of keys and values.

        bag_pack_columns(value+: scalar column) -> rule column-bag
            Makes a property bag of columns, with their names as keys.

        bag_remove_keys(bag: bag, keys: array) -> rule bag-without-keys
            Removes keys, or JSON paths, from a property bag.

        bag_set_key(bag: bag, key: string constant, value: scalar) -> rule bag-with-key
            Sets a key, or a JSON path, of a property bag.

        bag_zip(keys: array, values: array) -> bag
            Makes a property bag of an array of keys and an array of values.

        pack([key: string, value: scalar]+) -> rule packed-bag
            @hidden  @obsolete bag_pack
            Old name of bag_pack.

        pack_all(ignore_null_empty?: scalar literal) -> rule row-bag
            Makes a property bag of all columns.

        pack_dictionary([key: string, value: scalar]+) -> rule packed-bag
            @hidden  @obsolete bag_pack
            Old name of bag_pack.

        treepath(object: bag) -> array<string>
            @named tree_*
            Lists the JSON paths of all leaves of a dynamic value.
        """;
}
