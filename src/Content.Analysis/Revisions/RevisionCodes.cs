using System.Collections.Immutable;

namespace Content.Analysis.Revisions;

/// <summary>Codes of what a comparison with an earlier revision finds.</summary>
public static class RevisionCodes
{
    /// <summary>An item has another id than before.</summary>
    public const string IdChanged = "REVISION001";
    /// <summary>An item changed and its version did not.</summary>
    public const string NotBumped = "REVISION002";
    /// <summary>An item has a lower version than before.</summary>
    public const string Lowered = "REVISION003";
    /// <summary>The version was raised by less than the change asks for.</summary>
    public const string BumpTooSmall = "REVISION004";
    /// <summary>The version was raised, and nothing else changed.</summary>
    public const string NeedlessBump = "REVISION005";
    /// <summary>An item is no longer there.</summary>
    public const string Removed = "REVISION006";

    /// <summary>What each code is about.</summary>
    public static ImmutableSortedDictionary<string, string> Summaries { get; } = new Dictionary<string, string>
    {
        [IdChanged] = "An item has another id than in the base.",
        [NotBumped] = "An item has changed since the base, its version has not.",
        [Lowered] = "An item has a lower version than in the base.",
        [BumpTooSmall] = "A version was raised by less than the change asks for.",
        [NeedlessBump] = "A version was raised although nothing else has changed since the base.",
        [Removed] = "An item of the base is no longer there.",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
