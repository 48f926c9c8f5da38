using System.Collections.Immutable;

namespace Content.Analysis;

/// <summary>ATT&amp;CK tactics that Sentinel knows, by the name it gives them.</summary>
public static class Tactics
{
    /// <summary>The names, in the order of the API's enumeration.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "Reconnaissance", "ResourceDevelopment", "InitialAccess", "Execution", "Persistence", "PrivilegeEscalation", "DefenseEvasion",
        "CredentialAccess", "Discovery", "LateralMovement", "Collection", "Exfiltration", "CommandAndControl", "Impact", "PreAttack",
        "ImpairProcessControl", "InhibitResponseFunction",
    ];

    /// <summary>The tactic of a name, with or without blanks and in any case; null when there is none.</summary>
    public static string? Find(string name)
    {
        var plain = name.Replace(" ", "", StringComparison.Ordinal);
        return Names.FirstOrDefault(tactic => tactic.Equals(plain, StringComparison.OrdinalIgnoreCase));
    }
}
