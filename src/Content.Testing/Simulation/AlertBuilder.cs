using System.Collections.Immutable;
using Content.Kql.Engine;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Fixtures;

namespace Content.Testing.Simulation;

/// <summary>Makes alerts of result rows ("Security alert schema reference"): overridden details, entities, custom details, times.</summary>
internal sealed class AlertBuilder
{
    private readonly AnalyticsRule _rule;
    private readonly object?[][] _rows;
    private readonly TimeWindow _window;
    private readonly AlertOverrides _overrides;
    private readonly EntityExtractor _entities;
    private readonly CustomDetailCollector _details;
    private readonly DecidingRow _decidingRow;
    private readonly int _time;

    public AlertBuilder(AnalyticsRule rule, QueryResult result, TimeWindow window, SimulationChoices choices)
    {
        _rule = rule;
        _rows = [.. result.Rows];
        _window = window;
        _decidingRow = choices.SingleAlertRow;
        _overrides = new AlertOverrides(rule, result.Row, choices);
        _entities = new EntityExtractor(rule, result.Row);
        _details = new CustomDetailCollector(rule, result.Row);
        _time = result.Row.Find("TimeGenerated")?.Type.Kind == TypeKind.DateTime ? result.Row.IndexOf("TimeGenerated") : -1;
    }

    public Alert Build(EventGroup group)
    {
        var rows = new ArraySegment<object?[]>(_rows, group.Start, Math.Min(group.Count, _rows.Length - group.Start));
        var notes = new List<string>();
        // Where several rows make one alert, Microsoft does not say which one gives a single value.
        var deciding = rows.Count == 0 ? null : _decidingRow == DecidingRow.First ? rows[0] : rows[^1];
        var (from, to) = Times(rows);
        var properties = _overrides.Properties(deciding, notes);
        return new Alert
        {
            Title = _overrides.Title(deciding, notes),
            Description = _overrides.Description(deciding, notes),
            Severity = _overrides.Severity(deciding, notes),
            Tactics = _overrides.TacticsOf(deciding, notes),
            Techniques = _overrides.Techniques(properties),
            Entities = _entities.Extract(rows, notes),
            CustomDetails = _details.Collect(rows, notes),
            Properties = properties,
            StartTime = from,
            EndTime = to,
            Rows = [.. Enumerable.Range(group.Start, rows.Count)],
            IsSummary = group.IsSummary,
            Notes = [.. notes],
            Rule = _rule,
            Run = _window.End,
            Raised = _window.Executed ?? _window.End,
        };
    }

    private (DateTime From, DateTime To) Times(ArraySegment<object?[]> rows)
    {
        DateTime? from = null, to = null;
        foreach (var row in rows)
        {
            if (_time < 0 || row[_time] is not DateTime time)
                continue;
            from = from is null || time < from ? time : from;
            to = to is null || time > to ? time : to;
        }

        return (from ?? _window.Start, to ?? _window.End);
    }
}
