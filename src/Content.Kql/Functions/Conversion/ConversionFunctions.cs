namespace Content.Kql.Functions;

/// <summary>Declarations of the conversion functions.</summary>
internal static class ConversionFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        __cast(type: type literal, value: scalar) -> typeof-1st
            @hidden
            Converts a value to a type.

        dynamic_to_json(dynamic: scalar) -> string
            Writes a dynamic value as JSON with sorted keys.

        gettype(value: scalar) -> string
            @named type_*
            Names the type of a value.

        isnotnull(expression: scalar) -> bool
            @not-constant
            Tells whether a value is not null.

        isnull(expression: scalar) -> bool
            @not-constant
            Tells whether a value is null.

        notnull(expression: scalar) -> bool
            @hidden  @obsolete isnotnull  @not-constant
            Old name of isnotnull.

        tobool(value: scalar) -> bool
            @named *
            Converts to bool; null when that fails.

        toboolean(value: scalar) -> bool
            @named *
            Other name of tobool.

        todatetime(value: scalar) -> datetime
            @named *
            Converts to datetime; null when that fails.

        todecimal(value: scalar) -> decimal
            @named *
            Converts to decimal; null when that fails.

        todouble(value: scalar) -> real
            @named *
            Other name of toreal.

        todynamic(value: string) -> dynamic
            @named *
            Reads a JSON text as a dynamic value.

        toguid(value: string-or-dynamic) -> guid
            @named *
            Converts to guid; null when that fails.

        toint(value: scalar) -> int
            @named *
            Converts to int; null when that fails.

        tolong(value: scalar) -> long
            @named *
            Converts to long; null when that fails.

        toobject(value: string) -> dynamic
            @named *  @hidden  @obsolete todynamic
            Old name of todynamic.

        toreal(value: scalar) -> real
            @named *
            Converts to real; null when that fails.

        tostring(value: scalar) -> string
            @named *
            Converts to text; null gives an empty text.

        totime(value: scalar) -> timespan
            @named *  @hidden  @obsolete totimespan
            Old name of totimespan.

        totimespan(value: scalar) -> timespan
            @named *
            Converts to timespan; null when that fails.
        """;
}
