using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>
/// Whether the conditions of an automation rule hold ("Create and use Microsoft Sentinel automation rules to manage response"). Of several
/// values one has to fit, and of a property with several values one is enough; a negated operator holds when the plain one does not.
/// Case does not matter.
/// </summary>
internal sealed class ConditionEvaluator(AutomationSubject subject, SimulationChoices choices)
{
    private readonly List<string> _notes = [];

    /// <summary>What could not be decided or cannot be relied on.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public bool Holds(AutomationCondition condition) => Holds(condition, null);

    // An item of a list: a custom detail with its values, one value, or a tag.
    private sealed record Item(string Key, IReadOnlyList<string> Values);

    private bool Holds(AutomationCondition condition, Item? item) => condition switch
    {
        PropertyCondition property => Holds(property, item),
        PropertyArrayCondition array => Holds(array, item),
        PropertyChangedCondition changed => Holds(changed),
        PropertyArrayChangedCondition grown => Holds(grown),
        BooleanCondition { Operator.Value: var any } boolean when string.Equals(any, "Or", StringComparison.OrdinalIgnoreCase) => boolean.InnerConditions.Any(inner => Holds(inner, item)),
        BooleanCondition boolean => boolean.InnerConditions.All(inner => Holds(inner, item)),
        _ => false,
    };

    private bool Holds(PropertyCondition condition, Item? item)
    {
        var name = condition.PropertyName?.Value ?? "";
        if (choices.DefenderPortal && (name is "IncidentTitle" or "IncidentProviderName"))
            _notes.Add($"The condition on {name} cannot be relied on in the Defender portal.");
        var values = item is null ? IncidentProperties.Of(subject, name, choices)
            : name.Equals("IncidentCustomDetailsKey", StringComparison.OrdinalIgnoreCase) ? [item.Key]
            : name.Equals("IncidentCustomDetailsValue", StringComparison.OrdinalIgnoreCase) || name.Equals("IncidentLabel", StringComparison.OrdinalIgnoreCase) ? item.Values
            : IncidentProperties.Of(subject, name, choices);
        if (values is null)
        {
            _notes.Add($"The property {name} is not known: its condition does not hold.");
            return false;
        }

        return Compare(condition.Operator?.Value ?? "Equals", values, condition.Values, isRuleId: name is "IncidentRelatedAnalyticRuleIds" or "AlertAnalyticRuleIds");
    }

    private bool Holds(PropertyArrayCondition condition, Item? outer)
    {
        var type = condition.ArrayType?.Value ?? "";
        IReadOnlyList<Item> items = type switch
        {
            "CustomDetails" => [.. subject.Alerts.SelectMany(alert => alert.CustomDetails).GroupBy(detail => detail.Key, StringComparer.Ordinal)
                .Select(group => new Item(group.Key, [.. group.SelectMany(detail => detail.Values).Distinct(StringComparer.Ordinal)]))],
            "CustomDetailValues" => [.. (outer?.Values ?? IncidentProperties.Of(subject, "IncidentCustomDetailsValue", choices)!).Select(value => new Item(outer?.Key ?? "", [value]))],
            _ => [.. (subject.Incident?.Labels ?? []).Select(label => new Item("", [label]))],
        };
        return condition.ArrayConditionType?.Value == "AllItems"
            ? items.Count > 0 && items.All(item => condition.ItemConditions.All(inner => Holds(inner, item)))
            : items.Any(item => condition.ItemConditions.All(inner => Holds(inner, item)));
    }

    private bool Holds(PropertyChangedCondition condition)
    {
        var change = condition.PropertyName?.Value switch
        {
            "IncidentSeverity" => subject.Update?.Severity,
            "IncidentStatus" => subject.Update?.Status,
            _ => subject.Update?.Owner,
        };
        if (change is not { } found)
            return false;
        if (condition.ChangeType is null || condition.Values.IsEmpty)
            return true;
        return Compare(condition.Operator?.Value ?? "Equals", [condition.ChangeType.Value == "ChangedFrom" ? found.From : found.To], condition.Values, isRuleId: false);
    }

    private bool Holds(PropertyArrayChangedCondition condition) => subject.Update is { } update && condition.ArrayType?.Value switch
    {
        "Alerts" => update.Alerts,
        "Labels" => update.Labels,
        "Tactics" => update.Tactics,
        _ => update.Comments,
    };

    private static bool Compare(string comparison, IReadOnlyList<string> values, IReadOnlyList<Located<string>> wanted, bool isRuleId)
    {
        var negated = comparison.StartsWith("Not", StringComparison.OrdinalIgnoreCase);
        var plain = (negated ? comparison[3..] : comparison).ToLowerInvariant();
        return wanted.Any(want => values.Any(value => Fits(plain, value, want.Value.Trim(), isRuleId))) != negated;
    }

    private static bool Fits(string comparison, string value, string wanted, bool isRuleId)
    {
        const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;
        // The service writes the resource id of a rule, of which the last part is the id that the rule's file has.
        if (isRuleId && wanted.LastIndexOf('/') is var slash and >= 0)
            wanted = wanted[(slash + 1)..];
        return comparison switch
        {
            "contains" => value.Contains(wanted, AnyCase),
            "startswith" => value.StartsWith(wanted, AnyCase),
            "endswith" => value.EndsWith(wanted, AnyCase),
            _ => value.Equals(wanted, AnyCase),
        };
    }
}
