using System.Collections.Frozen;
using System.Collections.Immutable;
using Content.Catalog;
using Content.Kql.Symbols;
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

    /// <summary>The pages that describe them.</summary>
    public static FrozenDictionary<string, string> Pages { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AuditEvent"] = "https://aka.ms/ASimAuditEventDoc", ["Authentication"] = "https://aka.ms/ASimAuthenticationDoc", ["Dns"] = "https://aka.ms/ASimDnsDoc",
        ["FileEvent"] = "https://aka.ms/ASimFileEventDoc", ["NetworkSession"] = "https://aka.ms/ASimNetworkSessionDoc", ["ProcessEvent"] = "https://aka.ms/ASimProcessEventDoc",
        ["RegistryEvent"] = "https://aka.ms/ASimRegistryEventDoc", ["UserManagement"] = "https://aka.ms/ASimUserManagementDoc", ["WebSession"] = "https://aka.ms/ASimWebSessionDoc",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string MandatoryEverywhere = "TimeGenerated Type EventCount EventStartTime EventEndTime EventType EventResult EventProduct EventVendor EventSchema EventSchemaVersion";

    /// <summary>The fields that a parser of a schema has to give (Microsoft: the pages of the ASIM schemas).</summary>
    public static FrozenDictionary<string, ImmutableArray<string>> Mandatory { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AlertEvent"] = "EventUid", ["AuditEvent"] = "Object Operation", ["Authentication"] = "", ["Dns"] = "DnsQuery EventResultDetails", ["DhcpEvent"] = "SrcHostname SrcIpAddr SrcMacAddr",
        ["FileEvent"] = "ActorUsername TargetFilePath TargetFilePathType", ["NetworkSession"] = "",
        ["ProcessEvent"] = "ActingProcessId ActorUsername TargetProcessCommandLine TargetProcessId TargetProcessName TargetUsername",
        ["RegistryEvent"] = "ActingProcessId ActorUsername ParentProcessId RegistryKey", ["UserManagement"] = "ActorUsername EventSeverity", ["WebSession"] = "Url",
    }.ToFrozenDictionary(schema => schema.Key, schema => $"{MandatoryEverywhere} {schema.Value}".TrimEnd().Split(' ').ToImmutableArray(), StringComparer.Ordinal);

    private static readonly Lazy<FrozenDictionary<string, FrozenDictionary<string, FrozenSet<string>>>> Parameters = new(FindParameters);

    /// <summary>All fields of a schema with their types; null when they are not known.</summary>
    public static RowType? FieldsOf(string schema) => SentinelSchema.Instance.FindFunction("_Im_" + schema)?.Result;

    /// <summary>The parameters that built-in parsers of a schema take, each with the names of its types; null when they take none.</summary>
    public static FrozenDictionary<string, FrozenSet<string>>? ParametersOf(string schema) => Parameters.Value.GetValueOrDefault(schema);

    private static FrozenDictionary<string, FrozenDictionary<string, FrozenSet<string>>> FindParameters()
    {
        var builtIn = SentinelSchema.Instance;
        return Versions.Keys.ToFrozenDictionary(schema => schema, schema => builtIn.FunctionNames
            .Where(name => name.StartsWith("_Im_" + schema, StringComparison.Ordinal) || name.StartsWith("vim" + schema, StringComparison.Ordinal) || name.StartsWith("im" + schema, StringComparison.Ordinal))
            .SelectMany(name => builtIn.FindFunction(name)!.Parameters).Where(parameter => parameter.Type is not null)
            .GroupBy(parameter => parameter.Name, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.Select(parameter => parameter.Type!.Name).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>Whether a parser unites those of its schema.</summary>
    public static bool IsUnion(ParserFunction parser) => !parser.SubParsers.IsEmpty || parser.Alias.Value.StartsWith("im", StringComparison.Ordinal);

    /// <summary>Whether it is the parser without rows that every union begins with.</summary>
    public static bool IsEmpty(ParserFunction parser) => parser.Alias.Value.EndsWith("Empty", StringComparison.Ordinal);

    /// <summary>Whether a parser is one of an ASIM schema that reads a source.</summary>
    public static bool IsOfSource(ParserFunction parser) => parser is { Format: ParserFormat.Asim, NormalizedSchema: not null } && !IsUnion(parser) && !IsEmpty(parser);
}
