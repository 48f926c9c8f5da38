using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>A row of an analytic: a data component and the log source that it comes from.</summary>
/// <param name="Analytic">Such as <c>AN1725</c>.</param>
/// <param name="DataComponent">Such as <c>DC0021</c>.</param>
/// <param name="LogSource">Such as <c>MobileEDR:telemetry</c>.</param>
public sealed record AnalyticRow(Located<string> Analytic, Located<string>? DataComponent, Located<string>? LogSource);

/// <summary>Something that the detections of a strategy cannot see.</summary>
/// <param name="Id">A short name that stays, such as <c>unmanaged-devices</c>.</param>
public sealed record BlindSpot(Located<string> Id)
{
    /// <summary>What it is, in a few words.</summary>
    public Located<string>? Title { get; init; }
    /// <summary>What it means for the detections.</summary>
    public Located<string>? Effect { get; init; }
    /// <summary>What narrows it, or that nothing does.</summary>
    public Located<string>? Mitigation { get; init; }
    /// <summary>Tables whose absence or gaps make it.</summary>
    public ImmutableArray<Located<string>> Tables { get; init; } = [];
    /// <summary>Watchlists that it depends on.</summary>
    public ImmutableArray<Located<string>> Watchlists { get; init; } = [];
    /// <summary>Rules that it concerns.</summary>
    public ImmutableArray<FileReference> Rules { get; init; } = [];
    /// <summary>Rows of analytics that no table of a connector covers.</summary>
    public ImmutableArray<AnalyticRow> Rows { get; init; } = [];
    /// <summary>Who looks after it.</summary>
    public Located<string>? Owner { get; init; }
    /// <summary>The day until which the entry holds without being looked at again.</summary>
    public Located<DateOnly>? ReviewDate { get; init; }
}

/// <summary>What the detections of a strategy cannot see, as a file that is checked.</summary>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
/// <param name="Strategy">The detection strategy, such as <c>DET0646</c>.</param>
/// <param name="Entries">The entries, in order of the file.</param>
public sealed record BlindSpotRegister(SourceText Source, YamlMapping Node, Located<string> Strategy, ImmutableArray<BlindSpot> Entries) : ContentItem(Source, Node)
{
    /// <inheritdoc/>
    public override string Label => $"Blind spots of {Strategy.Value}";
}
