using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>Rows of a result that make one alert.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Count">Number of rows.</param>
/// <param name="IsSummary">True for the last alert of a run with more rows than alerts.</param>
internal readonly record struct EventGroup(int Start, int Count, bool IsSummary);

/// <summary>
/// How the rows of a run become alerts ("Scheduled analytics rules in Microsoft Sentinel", event grouping; "Microsoft Sentinel service
/// limits"): all rows one alert, or one alert a row. A run raises at most 150 alerts, of an NRT rule 30; the last one stands for all
/// rows that are left.
/// </summary>
internal static class EventGrouper
{
    /// <summary>Alerts that one run of a scheduled rule raises at most.</summary>
    public const int ScheduledLimit = 150;

    /// <summary>Alerts that one run of an NRT rule raises at most.</summary>
    public const int NrtLimit = 30;

    /// <summary>The groups that a number of rows makes; the trigger is met.</summary>
    public static IEnumerable<EventGroup> Group(AnalyticsRule rule, int rows)
    {
        if (rule.EventGrouping?.Value != EventGrouping.AlertPerResult || rows == 0)
        {
            yield return new EventGroup(0, rows, false);
            yield break;
        }

        var limit = rule.Kind.Value == RuleKind.Nrt ? NrtLimit : ScheduledLimit;
        var single = rows > limit ? limit - 1 : rows;
        for (var row = 0; row < single; row++)
            yield return new EventGroup(row, 1, false);
        if (single < rows)
            yield return new EventGroup(single, rows - single, true);
    }
}
