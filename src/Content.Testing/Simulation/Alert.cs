using System.Collections.Immutable;
using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>An entity on an alert.</summary>
/// <param name="Type">Such as <c>Host</c>.</param>
/// <param name="Identifiers">Identifiers with their values, in order of the mapping.</param>
public sealed record Entity(string Type, ImmutableArray<KeyValuePair<string, string>> Identifiers)
{
    /// <summary>The value of an identifier; null when the entity has none of that name.</summary>
    public string? Find(string identifier)
    {
        foreach (var pair in Identifiers)
        {
            if (pair.Key == identifier)
                return pair.Value;
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(Entity? other) => other is not null && Type == other.Type && Identifiers.AsSpan().SequenceEqual(other.Identifiers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Identifiers.Length, Identifiers.IsEmpty ? "" : Identifiers[0].Value);

    /// <inheritdoc/>
    public override string ToString() => $"{Type}({string.Join(", ", Identifiers.Select(pair => $"{pair.Key}={pair.Value}"))})";
}

/// <summary>A custom detail of an alert.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Values">Its different values as text, in order of the rows.</param>
public sealed record CustomDetailValues(string Key, ImmutableArray<string> Values);

/// <summary>An alert that a run of a rule raised.</summary>
public sealed record Alert
{
    /// <summary>Title after overrides.</summary>
    public required string Title { get; init; }
    /// <summary>Description after overrides.</summary>
    public required string Description { get; init; }
    /// <summary>Severity after overrides.</summary>
    public required AlertSeverity Severity { get; init; }
    /// <summary>Tactics after overrides, as Sentinel writes them.</summary>
    public ImmutableArray<string> Tactics { get; init; } = [];
    /// <summary>Techniques after overrides.</summary>
    public ImmutableArray<string> Techniques { get; init; } = [];
    /// <summary>Different entities in order of mappings and rows.</summary>
    public ImmutableArray<Entity> Entities { get; init; } = [];
    /// <summary>Custom details in order of the rule.</summary>
    public ImmutableArray<CustomDetailValues> CustomDetails { get; init; } = [];
    /// <summary>Other properties that the rule overrides, with their values.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Properties { get; init; } = [];
    /// <summary>First TimeGenerated of its rows; the start of the window when the rows have none. UTC.</summary>
    public required DateTime StartTime { get; init; }
    /// <summary>Last TimeGenerated of its rows; the end of the window when the rows have none. UTC.</summary>
    public required DateTime EndTime { get; init; }
    /// <summary>Ordinals of the result rows it is made of.</summary>
    public ImmutableArray<int> Rows { get; init; } = [];
    /// <summary>True for the last alert of a run with more rows than alerts, which stands for all the rest.</summary>
    public bool IsSummary { get; init; }
    /// <summary>Its number in a scenario, from 1 in the order in which alerts are raised; 0 outside of one.</summary>
    public int Number { get; init; }
    /// <summary>The rule that raised it.</summary>
    public required AnalyticsRule Rule { get; init; }
    /// <summary>Scheduled time of the run that raised it, in UTC.</summary>
    public required DateTime Run { get; init; }
    /// <summary>When it was raised, in UTC.</summary>
    public required DateTime Raised { get; init; }
    /// <summary>Where Sentinel would quietly fall back or drop something: an override without value, a detail that is too long.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
