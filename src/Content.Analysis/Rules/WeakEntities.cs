using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Rules;

/// <summary>
/// A Name alone does not tell an account from that of another domain, nor HostName a machine: Sentinel calls such identifiers weak, and does not merge what they name
/// with what other alerts name (Microsoft: "Entity types reference"). UPNSuffix, NTDomain or DnsDomain beside it make it strong.
/// </summary>
internal sealed class WeakEntities() : AnalysisRule("RULE103", DiagnosticSeverity.Info, "An account or host is mapped by a name that does not identify it.")
{
    private static readonly string[] StrongAccount = ["UPNSuffix", "NTDomain", "DnsDomain", "FullName", "Sid", "AadUserId", "PUID", "ObjectGuid", "CloudAppAccountId"];
    private static readonly string[] StrongHost = ["NTDomain", "DnsDomain", "FullName", "AzureID", "OMSAgentID"];

    /// <inheritdoc/>
    public override void Analyze(RuleContext context)
    {
        foreach (var mapping in context.Rule.EntityMappings)
        {
            var (weak, strong) = mapping.EntityType.Value switch
            {
                "Account" => ("Name", StrongAccount),
                "Host" => (mapping.FieldMappings.Any(field => field.Identifier.Value == "HostName") ? "HostName" : "NetBiosName", StrongHost),
                _ => ("", []),
            };
            if (weak.Length == 0 || mapping.FieldMappings.FirstOrDefault(field => field.Identifier.Value == weak) is not { } only || mapping.FieldMappings.Any(field => strong.Contains(field.Identifier.Value, StringComparer.Ordinal)))
                continue;
            context.Findings.Add(only.Identifier, $"{weak} alone does not identify {(weak == "Name" ? "an account" : "a host")}.", $"Map {(weak == "Name" ? "UPNSuffix or NTDomain" : "DnsDomain or NTDomain")} beside it, where the query has it.");
        }
    }
}
