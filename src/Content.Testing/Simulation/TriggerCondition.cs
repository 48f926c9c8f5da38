using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>
/// Whether the rows of a run raise alerts ("Create a scheduled analytics rule from scratch", alert threshold): their number is compared
/// with the threshold, once a run. An NRT rule has no threshold: any row will do.
/// </summary>
public static class TriggerCondition
{
    /// <summary>Whether a number of rows raises alerts.</summary>
    public static bool IsMet(AnalyticsRule rule, long rows)
    {
        if (rule.Kind.Value == RuleKind.Nrt)
            return rows > 0;
        var threshold = rule.TriggerThreshold?.Value ?? 0;
        return rule.TriggerOperator?.Value switch
        {
            TriggerOperator.LessThan => rows < threshold,
            TriggerOperator.Equal => rows == threshold,
            TriggerOperator.NotEqual => rows != threshold,
            _ => rows > threshold,
        };
    }

    /// <summary>The condition for people: <c>more than 0</c>.</summary>
    public static string Describe(AnalyticsRule rule)
    {
        if (rule.Kind.Value == RuleKind.Nrt)
            return "any row";
        var threshold = rule.TriggerThreshold?.Value ?? 0;
        return rule.TriggerOperator?.Value switch
        {
            TriggerOperator.LessThan => $"fewer than {threshold}",
            TriggerOperator.Equal => $"exactly {threshold}",
            TriggerOperator.NotEqual => $"other than {threshold}",
            _ => $"more than {threshold}",
        };
    }
}
