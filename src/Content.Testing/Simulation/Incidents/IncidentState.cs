using System.Collections.Immutable;
using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>An incident while a scenario runs.</summary>
internal sealed class IncidentState
{
    public const string New = "New";
    public const string Closed = "Closed";
    public const string Merged = "Merged";

    private readonly HashSet<Entity> _entities = [];

    public IncidentState(int number, Alert first, AnalyticsRule rule, DateTime at)
    {
        Number = number;
        Rule = rule;
        Title = first.Title;
        Description = first.Description;
        Severity = first.Severity;
        Created = at;
        Updated = at;
    }

    public int Number { get; }
    public AnalyticsRule Rule { get; }
    public string Title { get; }
    public string Description { get; }
    public DateTime Created { get; }
    public DateTime Updated { get; set; }
    public AlertSeverity Severity { get; set; }
    public string Status { get; set; } = New;
    public string Owner { get; set; } = "";
    public string Classification { get; set; } = "";
    public int Reopened { get; set; }
    public IncidentState? MergedInto { get; set; }
    public List<Alert> Alerts { get; } = [];
    public List<Entity> Entities { get; } = [];
    public List<string> Tactics { get; } = [];
    public List<string> Labels { get; } = [];
    public List<IncidentTask> Tasks { get; } = [];
    public List<string> Playbooks { get; } = [];
    public List<IncidentEvent> History { get; } = [];
    public List<string> Notes { get; } = [];

    public bool IsOpen => Status is not (Closed or Merged);

    /// <summary>Adds an alert; the tactics that are new with it.</summary>
    public List<string> Add(Alert alert)
    {
        Alerts.Add(alert);
        foreach (var entity in alert.Entities.Where(_entities.Add))
            Entities.Add(entity);
        var tactics = alert.Tactics.Where(tactic => !Tactics.Contains(tactic)).ToList();
        Tactics.AddRange(tactics);
        return tactics;
    }

    public void Log(DateTime at, string actor, string what)
    {
        Updated = at;
        History.Add(new IncidentEvent(at, actor, what));
    }

    public void Note(string note)
    {
        if (!Notes.Contains(note))
            Notes.Add(note);
    }

    public Incident ToIncident() => new()
    {
        Number = Number,
        Rule = Rule,
        Title = Title,
        Description = Description,
        Severity = Severity,
        Status = Status,
        Created = Created,
        Updated = Updated,
        Alerts = [.. Alerts],
        Entities = [.. Entities],
        Tactics = [.. Tactics],
        Labels = [.. Labels],
        Owner = Owner,
        Classification = Classification,
        Tasks = [.. Tasks],
        Playbooks = [.. Playbooks],
        Reopened = Reopened,
        MergedInto = MergedInto?.Number,
        History = [.. History],
        Notes = [.. Notes],
    };
}

/// <summary>What an update changed, for automation rules that start with updates.</summary>
/// <param name="Source">Who changed it, as the condition IncidentUpdatedBySource names it.</param>
internal sealed record IncidentUpdate(string Source)
{
    /// <summary>Old and new severity; null when it did not change.</summary>
    public (string From, string To)? Severity { get; init; }
    /// <summary>Old and new status.</summary>
    public (string From, string To)? Status { get; init; }
    /// <summary>Old and new owner.</summary>
    public (string From, string To)? Owner { get; init; }
    /// <summary>Whether alerts were added.</summary>
    public bool Alerts { get; init; }
    /// <summary>Whether tags were added.</summary>
    public bool Labels { get; init; }
    /// <summary>Whether tactics were added.</summary>
    public bool Tactics { get; init; }
    /// <summary>Whether comments were added.</summary>
    public bool Comments { get; init; }

    /// <summary>Whether anything changed.</summary>
    public bool IsEmpty => Severity is null && Status is null && Owner is null && !Alerts && !Labels && !Tactics && !Comments;
}
