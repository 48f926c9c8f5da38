using System.Collections.Immutable;

namespace Content.Catalog.Attack;

/// <summary>The matrices of ATT&amp;CK.</summary>
public enum AttackDomain : byte
{
    /// <summary>Enterprise.</summary>
    Enterprise,
    /// <summary>Mobile.</summary>
    Mobile,
    /// <summary>Industrial control systems.</summary>
    Ics,
}

/// <summary>Whether an object may still be referred to.</summary>
public enum AttackStatus : byte
{
    /// <summary>In force.</summary>
    Active,
    /// <summary>Replaced by another one.</summary>
    Revoked,
    /// <summary>Withdrawn.</summary>
    Deprecated,
}

/// <summary>A tactic.</summary>
/// <param name="Id">Such as <c>TA0005</c>.</param>
/// <param name="Name">Such as <c>Defense Evasion</c>.</param>
/// <param name="Domain">The first matrix that has it.</param>
public sealed record AttackTactic(string Id, string Name, AttackDomain Domain)
{
    /// <summary>The name as Sentinel writes it: without blanks, each word capitalised.</summary>
    public string SentinelName => string.Concat(Name.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}

/// <summary>A technique or sub-technique.</summary>
/// <param name="Id">Such as <c>T1521.003</c>.</param>
/// <param name="Name">Its name, without that of its parent.</param>
/// <param name="Domain">The matrix it is in.</param>
/// <param name="Tactics">Identifiers of its tactics.</param>
/// <param name="Platforms">Platforms it concerns.</param>
/// <param name="Status">Whether it is in force.</param>
public sealed record AttackTechnique(
    string Id, string Name, AttackDomain Domain, ImmutableArray<string> Tactics, ImmutableArray<string> Platforms, AttackStatus Status)
{
    /// <summary>Identifier of the technique that a sub-technique belongs to; its own one otherwise.</summary>
    public string ParentId => Id.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? Id[..dot] : Id;
}

/// <summary>A detection strategy.</summary>
/// <param name="Id">Such as <c>DET0646</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Domain">The matrix it is in.</param>
/// <param name="Techniques">Identifiers of the techniques it detects.</param>
/// <param name="Analytics">Identifiers of its analytics.</param>
/// <param name="Version">The ATT&amp;CK version these facts are of.</param>
public sealed record DetectionStrategy(
    string Id, string Name, AttackDomain Domain, ImmutableArray<string> Techniques, ImmutableArray<string> Analytics, string Version);

/// <summary>A source of telemetry that an analytic needs.</summary>
/// <param name="DataComponent">Identifier of the data component, such as <c>DC0085</c>.</param>
/// <param name="Name">Name of the log source, such as <c>NSM:Flow</c>.</param>
public sealed record AttackLogSource(string DataComponent, string Name);

/// <summary>An analytic of a detection strategy.</summary>
/// <param name="Id">Such as <c>AN1725</c>.</param>
/// <param name="Strategy">Identifier of its strategy.</param>
/// <param name="Platforms">Platforms it is for.</param>
/// <param name="LogSources">What it reads.</param>
/// <param name="MutableElements">Names of what an organisation tunes.</param>
public sealed record AttackAnalytic(
    string Id, string Strategy, ImmutableArray<string> Platforms, ImmutableArray<AttackLogSource> LogSources, ImmutableArray<string> MutableElements);

/// <summary>A data component.</summary>
/// <param name="Id">Such as <c>DC0085</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record AttackDataComponent(string Id, string Name);
