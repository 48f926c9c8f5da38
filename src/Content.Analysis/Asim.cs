using System.Collections.Frozen;
using Content.Model;

namespace Content.Analysis;

/// <summary>What the checks of the Azure-Sentinel repository know of ASIM parsers.</summary>
internal static class Asim
{
    /// <summary>The schemas and their current versions.</summary>
    public static FrozenDictionary<string, string> Versions { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AlertEvent"] = "0.1", ["AuditEvent"] = "0.1", ["Authentication"] = "0.1.3", ["Dns"] = "0.1.7", ["DhcpEvent"] = "0.1", ["FileEvent"] = "0.2.1", ["NetworkSession"] = "0.2.6",
        ["ProcessEvent"] = "0.1.4", ["RegistryEvent"] = "0.1.2", ["UserManagement"] = "0.1.1", ["WebSession"] = "0.2.6",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a parser unites those of its schema.</summary>
    public static bool IsUnion(ParserFunction parser) => !parser.SubParsers.IsEmpty || parser.Alias.Value.StartsWith("im", StringComparison.Ordinal);

    /// <summary>Whether it is the parser without rows that every union begins with.</summary>
    public static bool IsEmpty(ParserFunction parser) => parser.Alias.Value.EndsWith("Empty", StringComparison.Ordinal);

    /// <summary>Whether a parser is one of an ASIM schema that reads a source.</summary>
    public static bool IsOfSource(ParserFunction parser) => parser is { Format: ParserFormat.Asim, NormalizedSchema: not null } && !IsUnion(parser) && !IsEmpty(parser);
}
