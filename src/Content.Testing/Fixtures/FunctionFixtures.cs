using System.Collections.Frozen;
using Content.Kql.Symbols;

namespace Content.Testing.Fixtures;

/// <summary>Functions that look things up in data of the service: a case gives that data under the function's name.</summary>
internal static class FunctionFixtures
{
    private static readonly FrozenDictionary<string, RowType> Rows = new Dictionary<string, RowType>(StringComparer.Ordinal)
    {
        ["geo_info_from_ip_address"] = Row("ip_range:string country:string state:string city:string latitude:real longitude:real"),
        ["parse_user_agent"] = Row("user_agent:string Browser:dynamic OperatingSystem:dynamic Device:dynamic"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The columns of a function's data; null when the function needs none.</summary>
    public static RowType? Find(string name) => Rows.GetValueOrDefault(name);

    private static RowType Row(string columns) =>
        new([.. columns.Split(' ').Select(column => column.Split(':')).Select(parts => new ColumnSymbol(parts[0], KqlType.FromName(parts[1])!))]);
}
