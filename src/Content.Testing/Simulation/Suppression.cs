using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>
/// The rest of a rule after an alert ("Create a scheduled analytics rule from scratch", suppression): with suppressionEnabled, the runs
/// within suppressionDuration of a run that raised an alert are skipped. The duration counts between scheduled times; a run just at its
/// end takes place. Events of a skipped run are looked at again only by later runs whose window reaches back to them.
/// </summary>
public sealed class Suppression(AnalyticsRule rule)
{
    // What the portal fills in.
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromHours(5);

    private readonly TimeSpan _duration = rule.SuppressionEnabled is { Value: true } ? rule.SuppressionDuration?.Value ?? DefaultDuration : TimeSpan.Zero;
    private DateTime _until = DateTime.MinValue;

    /// <summary>Whether the run of a scheduled time is skipped.</summary>
    public bool Skips(DateTime scheduled) => scheduled < _until;

    /// <summary>A run raised an alert.</summary>
    public void Alerted(DateTime scheduled)
    {
        if (_duration > TimeSpan.Zero)
            _until = DateTime.MaxValue - scheduled > _duration ? scheduled + _duration : DateTime.MaxValue;
    }
}
