namespace Content.Kql.Functions;

/// <summary>Declarations of the metadata functions.</summary>
internal static class MetadataFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        column_names_of(table: table) -> array<string>
            Lists the column names of a table.

        current_cluster_endpoint() -> string
            @not-constant
            Gives the address of the cluster that runs the query.

        current_cursor() -> string
            @hidden  @obsolete cursor_current  @not-constant
            Old name of cursor_current.

        current_database() -> string
            @not-constant
            Gives the name of the database in scope.

        current_node_id() -> string
            @hidden  @not-constant
            Gives the identifier of the node that runs the query.

        current_principal() -> string
            @not-constant
            Names the caller.

        current_principal_details() -> bag(UserPrincipalName: string, IdentityProvider: string, Authority: string, Mfa: string, Type: string, DisplayName: string, ObjectId: string, FQN: string, Notes: string)
            @not-constant
            Gives details of the caller as a property bag.

        current_principal_is_member_of(group{1,64}: string-or-array) -> bool
            @not-constant
            Tells whether the caller belongs to a group, user or application.

        cursor_after(cursor: string) -> bool
            @not-constant
            Keeps rows ingested after a cursor.

        cursor_before_or_at(cursor: string) -> bool
            @not-constant
            Keeps rows ingested until a cursor.

        cursor_current() -> string
            @not-constant
            Gives the current cursor of the database.

        estimate_data_size(column+: scalar column) -> long
        estimate_data_size(column: scalar star) -> long
            @not-constant
            Estimates the size of columns in bytes.

        extent_id() -> guid
            @not-constant
            Gives the identifier of the extent that the row is in.

        extent_tags() -> array<string>
            @not-constant
            Gives the tags of the extent that the row is in.

        extentid() -> guid
            @hidden  @obsolete extent_id  @not-constant
            Old name of extent_id.

        __invoke(name: string literal, type: type literal, arg*: any) -> typeof-2nd
            @hidden
            Calls an internal function of the engine.

        new_guid() -> guid
            @not-constant
            Makes a random guid.

        row_id() -> string
            @not-constant
            Gives the identifier of the row in its extent.

        rowstore_ordinal_range() -> dynamic
            @hidden  @not-constant
            Tells whether the row is in a range of the row store.
        """;
}
