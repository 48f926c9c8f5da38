using System.Collections.Immutable;
using Content.Azure.Planning;
using Content.Azure.State;

namespace Content.Azure.Applying;

/// <summary>What became of an item of a plan.</summary>
public enum ApplyResult : byte
{
    /// <summary>The workspace has it as planned.</summary>
    Deployed,
    /// <summary>The service refused or failed; the message says why.</summary>
    Failed,
    /// <summary>It was not tried: something that it uses was not deployed, or the run was stopped before.</summary>
    NotDeployed,
    /// <summary>The run was stopped while it was under way; it may or may not be deployed. The next plan shows.</summary>
    Interrupted,
}

/// <summary>Outcome of one item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Message">Why it is not deployed, or not as planned; null when it is.</param>
public sealed record ApplyOutcome(PlanItem Item, ApplyResult Result, string? Message)
{
    /// <summary>Hash of the managed properties that were written in place of the planned ones; null when the plan's were.</summary>
    public string? Hash { get; init; }

    /// <summary>Hashes of the single properties that were written in place of the planned ones; null when the plan's were.</summary>
    public string? Fields { get; init; }
}

/// <summary>Outcome of an apply.</summary>
public sealed record ApplyReport
{
    /// <summary>Why nothing was written at all; empty when the plan was carried out.</summary>
    public ImmutableArray<string> Refusals { get; init; } = [];

    /// <summary>Each item that the plan wanted written, in order of deployment.</summary>
    public ImmutableArray<ApplyOutcome> Outcomes { get; init; } = [];

    /// <summary>Why the record of what is deployed could not be brought up to date; null when it was.</summary>
    public string? RecordError { get; init; }

    /// <summary>Why the end of the run is not on the record of applies; null when it is, or none is kept.</summary>
    public string? AuditError { get; init; }

    /// <summary>True when the run was stopped.</summary>
    public bool WasStopped { get; init; }

    /// <summary>Number of items of a result.</summary>
    public int Count(ApplyResult result) => Outcomes.Count(outcome => outcome.Result == result);

    /// <summary>True when the workspace has all that the plan wanted.</summary>
    public bool IsComplete => Refusals.IsEmpty && RecordError is null && AuditError is null && Outcomes.All(outcome => outcome.Result == ApplyResult.Deployed);
}

/// <summary>How an apply goes about its work.</summary>
public sealed record ApplySettings
{
    /// <summary>Who applies, for the record of applies in the workspace; null keeps none.</summary>
    public AuditContext? Audit { get; init; }

    /// <summary>Resources written at the same time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Deploys a rule switched off when its query names a table or function that the workspace does not have.</summary>
    public bool DisableUnresolved { get; init; }

    /// <summary>
    /// Tries of a rule whose query names something that was deployed just before: a new table or function takes the service up to
    /// some minutes to see.
    /// </summary>
    public int SettleTries { get; init; } = 12;

    /// <summary>Pause between two of them.</summary>
    public TimeSpan SettleDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time for bringing the record up to date after the run was stopped.</summary>
    public TimeSpan ClosingTime { get; init; } = TimeSpan.FromSeconds(20);
}
