using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Content.Diagnostics;
using Content.Kql;
using Content.Model;

namespace Content.Testing.Mutation;

/// <summary>Makes the mutants of a rule: of its query, and of what the rule makes of the query's result.</summary>
internal static class RuleMutator
{
    /// <summary>All mutants of a rule, in order of the file. Whether a changed query binds is for the caller to see.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="query">Its bound query; must be free of errors.</param>
    public static ImmutableArray<Mutant> Mutate(AnalyticsRule rule, BoundQuery query)
    {
        var text = query.Source.Content;
        var mutants = new List<Mutant>();
        foreach (var mutation in QueryMutator.Mutate(query.Syntax, text))
        {
            var (was, becomes) = MutantDiff.Of(text, mutation.Span, mutation.Replacement);
            mutants.Add(new Mutant(mutation.Operator, rule.Source, rule.Query.Map.MapSpan(mutation.Span), was, becomes) { Query = mutation.Apply(text) });
        }

        mutants.AddRange(OfTrigger(rule));
        mutants.AddRange(OfEntities(rule));
        mutants.AddRange(OfDetails(rule));
        if (rule.AlertDetailsOverride is { } overrides)
            mutants.AddRange(OfOverrides(rule, overrides));
        return [.. mutants.OrderBy(mutant => mutant.Span.Start)];
    }

    private static IEnumerable<Mutant> OfTrigger(AnalyticsRule rule)
    {
        if (rule.TriggerThreshold is { } threshold)
        {
            foreach (var moved in (long[])(threshold.Value > 0 ? [threshold.Value - 1, threshold.Value + 1] : [threshold.Value + 1]))
            {
                yield return Change(MutationOperators.MoveTrigger, threshold, $"triggerThreshold: {threshold.Value}", [$"triggerThreshold: {moved}"],
                    rule with { TriggerThreshold = new Located<long>(moved, threshold.Source, threshold.Span, moved.ToString(CultureInfo.InvariantCulture)) });
            }
        }

        if (rule.EventGrouping is { } grouping)
        {
            var other = grouping.Value == EventGrouping.AlertPerResult ? EventGrouping.SingleAlert : EventGrouping.AlertPerResult;
            yield return Change(MutationOperators.SwapGrouping, grouping, $"aggregationKind: {grouping.Value}", [$"aggregationKind: {other}"],
                rule with { EventGrouping = new Located<EventGrouping>(other, grouping.Source, grouping.Span, other.ToString()) });
        }

        if (rule.QueryPeriod is { } period)
        {
            var half = period.Value / 2;
            yield return Change(MutationOperators.MoveWindow, period, $"queryPeriod: {period.Text}", [$"queryPeriod: {XmlConvert.ToString(half)}"],
                rule with { QueryPeriod = new Located<TimeSpan>(half, period.Source, period.Span, XmlConvert.ToString(half)) });
        }
    }

    private static IEnumerable<Mutant> OfEntities(AnalyticsRule rule)
    {
        for (var m = 0; m < rule.EntityMappings.Length; m++)
        {
            var mapping = rule.EntityMappings[m];
            foreach (var field in mapping.FieldMappings)
            {
                var left = mapping.FieldMappings.Remove(field);
                var changed = rule with { EntityMappings = left.IsEmpty ? rule.EntityMappings.RemoveAt(m) : rule.EntityMappings.SetItem(m, mapping with { FieldMappings = left }) };
                yield return Change(MutationOperators.DropEntity, field.Identifier, $"{mapping.EntityType.Value}: {field.Identifier.Value} = {field.ColumnName.Value}", [], changed);
            }
        }
    }

    private static IEnumerable<Mutant> OfDetails(AnalyticsRule rule) =>
        rule.CustomDetails.Select(detail => Change(MutationOperators.DropDetail, detail.Key, $"{detail.Key.Value}: {detail.ColumnName.Value}", [], rule with { CustomDetails = rule.CustomDetails.Remove(detail) }));

    private static IEnumerable<Mutant> OfOverrides(AnalyticsRule rule, AlertDetailsOverride overrides)
    {
        if (overrides.AlertDisplayNameFormat is { } title)
            yield return Drop("alertDisplayNameFormat", title, overrides with { AlertDisplayNameFormat = null });
        if (overrides.AlertDescriptionFormat is { } description)
            yield return Drop("alertDescriptionFormat", description, overrides with { AlertDescriptionFormat = null });
        if (overrides.AlertSeverityColumnName is { } severity)
            yield return Drop("alertSeverityColumnName", severity, overrides with { AlertSeverityColumnName = null });
        if (overrides.AlertTacticsColumnName is { } tactics)
            yield return Drop("alertTacticsColumnName", tactics, overrides with { AlertTacticsColumnName = null });
        foreach (var property in overrides.AlertDynamicProperties)
            yield return Drop(property.AlertProperty.Value, property.AlertProperty, overrides with { AlertDynamicProperties = overrides.AlertDynamicProperties.Remove(property) });

        Mutant Drop(string key, Located<string> place, AlertDetailsOverride left) =>
            Change(MutationOperators.DropOverride, place, $"{key}: {place.Value.Trim()}", [], rule with { AlertDetailsOverride = left });
    }

    private static Mutant Change<T>(MutationOperator @operator, Located<T> place, string was, ImmutableArray<string> becomes, AnalyticsRule changed) =>
        new(@operator, place.Source, place.Span, [was.ReplaceLineEndings(" ")], becomes) { Rule = changed };
}
