using Content.Model;

namespace Content.Analysis;

/// <summary>The conditions of automation rules.</summary>
internal static class AutomationConditions
{
    /// <summary>All conditions of a rule, each before those inside of it.</summary>
    public static IEnumerable<AutomationCondition> All(AutomationRule rule)
    {
        var open = new Stack<AutomationCondition>((rule.TriggeringLogic?.Conditions ?? []).Reverse());
        while (open.TryPop(out var condition))
        {
            yield return condition;
            var inner = condition switch
            {
                BooleanCondition boolean => boolean.InnerConditions,
                PropertyArrayCondition list => list.ItemConditions,
                _ => [],
            };
            for (var i = inner.Length - 1; i >= 0; i--)
                open.Push(inner[i]);
        }
    }
}
