using System.Collections.Immutable;

namespace Content.Model;

/// <summary>Types of tunables.</summary>
public enum TunableType : byte
{
    /// <summary>A boolean.</summary>
    Bool,
    /// <summary>A whole number.</summary>
    Long,
    /// <summary>A number.</summary>
    Real,
    /// <summary>A text.</summary>
    String,
    /// <summary>A point in time.</summary>
    DateTime,
    /// <summary>A duration.</summary>
    TimeSpan,
}

/// <summary>A named value that queries carry as <c>let NAME = literal;</c> and that an environment may change at deployment.</summary>
/// <param name="Name">The name in queries; case matters.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="DefaultText">The default as written.</param>
/// <param name="Default">The default; null when what is written is not of the type, which a diagnostic says.</param>
public sealed record Tunable(Located<string> Name, Located<TunableType> Type, Located<string> DefaultText, TunableValue? Default)
{
    /// <summary>What it tunes, and what more or less of it does.</summary>
    public Located<string>? Description { get; init; }
}

/// <summary>What an environment sets a tunable to.</summary>
/// <param name="Name">The tunable.</param>
/// <param name="Text">The value as written.</param>
/// <param name="Value">The value; null when there is no such tunable or the text is not of its type, which a diagnostic says.</param>
public sealed record TunableSetting(Located<string> Name, Located<string> Text, TunableValue? Value);
