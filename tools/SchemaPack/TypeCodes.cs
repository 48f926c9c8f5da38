namespace SchemaPack;

/// <summary>One letter a scalar type, in the order of the numbers that the binary file uses.</summary>
internal static class TypeCodes
{
    public const string Legend = "b bool, i int, l long, r real, m decimal, t datetime, n timespan, g guid, d dynamic.";

    private static readonly string[] Names = ["bool", "int", "long", "real", "decimal", "datetime", "timespan", "guid", "string", "dynamic"];
    private const string Letters = "bilrmtngsd";

    /// <summary>KQL's own name of a type that a source spells in some other way.</summary>
    public static string Normalize(string type) => type.Trim(',', ' ').ToLowerInvariant() switch
    {
        "" or "string" => "string",
        "boolean" or "sbyte" or "bool" => "bool",
        "double" or "real" => "real",
        "int32" or "int" => "int",
        "int64" or "long" => "long",
        "object" or "dynamic" => "dynamic",
        "datetime" => "datetime",
        "timespan" => "timespan",
        "guid" => "guid",
        "decimal" => "decimal",
        var other => throw new InvalidDataException($"Unknown type '{other}'."),
    };

    public static string Column(string name, string type)
    {
        if (name.AsSpan().IndexOfAny(" \t:") >= 0)
            throw new InvalidDataException($"The column name '{name}' needs another separator.");
        var normal = Normalize(type);
        return normal == "string" ? name : name + ":" + Letters[Array.IndexOf(Names, normal)];
    }

    /// <summary>Number of a type letter: that of <c>Content.Kql.Symbols.TypeKind</c>.</summary>
    public static byte Number(char letter) => (byte)(Letters.IndexOf(letter) + 1);

    public static byte NumberOfName(string name) => (byte)(Array.IndexOf(Names, name) + 1);
}
