using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads analytics rules of the kinds Scheduled and NRT.</summary>
internal static class RuleReader
{
    public static AnalyticsRule? Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, RuleFields.Shape, diagnostics);
        var id = reader.Text(RuleFields.Id);
        var kind = reader.Choice(RuleFields.Kind);
        var name = reader.Text(RuleFields.Name);
        var query = reader.Text(RuleFields.Query);
        var isScheduled = kind is { Value: RuleKind.Scheduled };
        var schedule = isScheduled ? Need.Required : Need.Optional;
        var rule = new AnalyticsRule(source, node, kind ?? SharedReader.At(RuleKind.Scheduled, source, node), name ?? SharedReader.NameOf(source, node), query ?? SharedReader.At("", source, node))
        {
            Id = id,
            Description = reader.Text(RuleFields.Description),
            Severity = reader.Choice(RuleFields.Severity),
            RequiredDataConnectors = SharedReader.Connectors(reader, RuleFields.RequiredDataConnectors, isScheduled ? Need.Recommended : Need.Optional),
            QueryFrequency = reader.Duration(RuleFields.QueryFrequency, schedule),
            QueryPeriod = reader.Duration(RuleFields.QueryPeriod, schedule),
            TriggerOperator = reader.Choice(RuleFields.TriggerOperator, schedule),
            TriggerThreshold = reader.Integer(RuleFields.TriggerThreshold, schedule),
            Tactics = reader.Texts(RuleFields.Tactics),
            RelevantTechniques = reader.Texts(RuleFields.RelevantTechniques),
            EntityMappings = SharedReader.Entities(reader),
            SentinelEntitiesMappings = [.. reader.Maps(RuleFields.SentinelEntitiesMappings).Select(entity => entity.Text(SharedFields.ColumnName)).OfType<Located<string>>()],
            CustomDetails = SharedReader.CustomDetails(reader),
            AlertDetailsOverride = Override(reader),
            EventGrouping = reader.Child(RuleFields.EventGroupingSettings)?.Choice(RuleFields.AggregationKind),
            IncidentConfiguration = Incident(reader),
            SuppressionEnabled = reader.Boolean(RuleFields.SuppressionEnabled),
            SuppressionDuration = reader.Duration(RuleFields.SuppressionDuration),
            Version = reader.Text(RuleFields.Version),
            AlertRuleTemplateName = reader.Text(RuleFields.TemplateName),
            TemplateVersion = reader.Text(RuleFields.TemplateVersion),
            Tags = SharedReader.Tags(reader),
            Ownership = SharedReader.Ownership(reader),
            Metadata = SharedReader.Metadata(reader),
            Enabled = reader.Boolean(RuleFields.Enabled),
            Attack = SharedReader.Attack(reader),
        };
        if (kind is { Value: RuleKind.Nrt })
        {
            foreach (var field in RuleFields.Schedule)
            {
                if (node.FindAnyCase(field.Key) is { } entry)
                    diagnostics.Warning(DiagnosticCodes.KeyNotForKind, entry.Key, $"'{field.Key}' has no effect on an NRT rule, which runs every minute.", "Remove it, or make the rule a Scheduled one.");
            }
        }

        return kind is null || query is null ? null : rule;
    }

    private static AlertDetailsOverride? Override(MappingReader reader)
    {
        if (reader.Child(RuleFields.Override) is not { } child)
            return null;
        var details = new AlertDetailsOverride
        {
            AlertDisplayNameFormat = child.Text(RuleFields.DisplayNameFormat),
            AlertDescriptionFormat = child.Text(RuleFields.DescriptionFormat),
            AlertSeverityColumnName = child.Text(RuleFields.SeverityColumn),
            AlertTacticsColumnName = child.Text(RuleFields.TacticsColumn),
        };
        var properties = ImmutableArray.CreateBuilder<AlertDynamicProperty>();
        foreach (var property in child.Maps(RuleFields.DynamicProperties))
        {
            var name = property.Text(RuleFields.AlertProperty);
            var value = property.Text(RuleFields.PropertyValue);
            if (name is not null && value is not null)
                properties.Add(new AlertDynamicProperty(name, value));
        }

        return details with { AlertDynamicProperties = properties.ToImmutable() };
    }

    private static IncidentConfiguration? Incident(MappingReader reader)
    {
        if (reader.Child(RuleFields.IncidentConfiguration) is not { } child)
            return null;
        var create = child.Boolean(RuleFields.CreateIncident);
        if (child.Child(RuleFields.Grouping) is not { } grouping)
            return new IncidentConfiguration { CreateIncident = create };
        return new IncidentConfiguration
        {
            CreateIncident = create,
            Grouping = new GroupingConfiguration
            {
                Enabled = grouping.Boolean(RuleFields.GroupingEnabled),
                ReopenClosedIncident = grouping.Boolean(RuleFields.ReopenClosedIncident),
                LookbackDuration = grouping.Duration(RuleFields.LookbackDuration),
                MatchingMethod = grouping.Choice(RuleFields.Matching),
                GroupByEntities = grouping.Texts(RuleFields.GroupByEntities),
                GroupByAlertDetails = grouping.Texts(RuleFields.GroupByAlertDetails),
                GroupByCustomDetails = grouping.Texts(RuleFields.GroupByCustomDetails),
            },
        };
    }
}
