using Content.Model;
using Content.Testing.Fixtures;

namespace Content.Testing.Simulation;

/// <summary>
/// Runs rules over a span of time as Microsoft Sentinel would, from telemetry to incidents. Each step is a class of its own:
/// <see cref="RunSchedule"/>, <see cref="Suppression"/>, <see cref="RuleRun"/> with <see cref="TriggerCondition"/> and
/// <see cref="EventGrouper"/>, incident grouping, correlation, automation rules. Same inputs, same outcome.
/// </summary>
public static class Simulator
{
    /// <summary>Runs that a simulation makes at most; a limit of ours.</summary>
    public const int RunLimit = 50_000;

    private const string AnalystActor = "analyst";
    private const string AnalystSource = "User";

    /// <summary>Simulates.</summary>
    /// <param name="plan">What.</param>
    /// <param name="data">The telemetry.</param>
    /// <param name="cancellationToken">Stops the simulation.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Scenario Run(ScenarioPlan plan, CaseData data, CancellationToken cancellationToken = default) => new Simulation(plan, data).Run(cancellationToken);

    private sealed class Simulation(ScenarioPlan plan, CaseData data)
    {
        private readonly IncidentGrouper _grouper = new(plan.Choices);
        private readonly IncidentCorrelator _correlator = new(plan.Choices);
        private readonly AutomationEngine _automation = new(plan.AutomationRules, plan.Choices);
        private readonly List<SimulatedRun> _runs = [];
        private readonly List<Alert> _alerts = [];
        private readonly List<AnalystChange> _missed = [];
        private readonly Queue<AnalystChange> _changes = new(plan.Analyst.OrderBy(change => change.At));

        public Scenario Run(CancellationToken cancellationToken)
        {
            var suppressions = plan.Rules.ToDictionary(rule => rule.Rule, rule => new Suppression(rule.Rule));
            foreach (var (rule, planned) in Planned())
            {
                ChangeUpTo(planned.Executed);
                if (suppressions[rule.Rule].Skips(planned.Scheduled))
                {
                    _runs.Add(new SimulatedRun(rule.Rule, planned, null));
                    continue;
                }

                var result = RuleRun.Execute(rule.Rule, rule.Query, data, planned, plan.Choices, plan.Runner, cancellationToken);
                if (result.Result.Error is { } error)
                {
                    _runs.Add(new SimulatedRun(rule.Rule, planned, result));
                    return End() with { Error = error };
                }

                if (!result.Alerts.IsEmpty)
                    suppressions[rule.Rule].Alerted(planned.Scheduled);
                var before = _alerts.Count;
                result = result with { Alerts = [.. result.Alerts.Select((alert, i) => alert with { Number = before + 1 + i })] };
                _runs.Add(new SimulatedRun(rule.Rule, planned, result));
                foreach (var alert in result.Alerts)
                    Raise(alert);
            }

            ChangeUpTo(DateTime.MaxValue);
            return End();
        }

        // By time of execution; at the same time in order of the rules.
        private IEnumerable<(SimulatedRule Rule, PlannedRun Run)> Planned() => plan.Rules.Length == 1
            ? RunSchedule.Over(plan.Rules[0].Rule, plan.Span, plan.Choices).Select(run => (plan.Rules[0], run))
            : plan.Rules.SelectMany(rule => RunSchedule.Over(rule.Rule, plan.Span, plan.Choices).Select(run => (Rule: rule, Run: run))).OrderBy(pair => pair.Run.Executed);

        private void Raise(Alert alert)
        {
            _alerts.Add(alert);
            _automation.AlertCreated(alert);
            if (_grouper.Add(alert) is not var (incident, update))
                return;
            if (update is null)
                _automation.IncidentCreated(incident, alert.Raised);
            else
                _automation.IncidentUpdated(incident, update, alert.Raised);
            if (_correlator.Merge(incident, _grouper.Incidents, alert.Raised) is var (into, merged))
                _automation.IncidentUpdated(into, merged, alert.Raised);
        }

        private void ChangeUpTo(DateTime time)
        {
            while (_changes.TryPeek(out var change) && change.At <= time)
            {
                _changes.Dequeue();
                var incidents = _grouper.Incidents.Where(incident => change.Incident is { } number ? incident.Number == number.Value : incident.IsOpen).ToList();
                if (incidents.Count == 0)
                    _missed.Add(change);
                foreach (var incident in incidents)
                {
                    var update = new IncidentChange
                    {
                        Severity = change.Severity?.Value,
                        Status = change.Status?.Value,
                        Owner = change.Owner?.Value,
                        Classification = change.Classification?.Value,
                        Labels = [.. change.Labels.Select(label => label.Value)],
                        Comment = change.Comment?.Value,
                    }.Apply(incident, AnalystSource, AnalystActor, change.At);
                    _automation.IncidentUpdated(incident, update, change.At);
                }
            }
        }

        private Scenario End() => new([.. _runs], [.. _alerts], [.. _grouper.Incidents.Select(incident => incident.ToIncident())]) { Automation = [.. _automation.Events], MissedChanges = [.. _missed] };
    }
}
