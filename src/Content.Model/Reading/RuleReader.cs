using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads analytics rules and hunting queries.</summary>
internal static class RuleReader
{
    private const string Rule = "an analytics rule";

    private static readonly Choices<RuleKind> Kinds = new(
        ["Scheduled", "NRT"],
        [RuleKind.Scheduled, RuleKind.Nrt]);

    internal static readonly Choices<AlertSeverity> Severities = new(
        ["High", "Medium", "Low", "Informational"],
        [AlertSeverity.High, AlertSeverity.Medium, AlertSeverity.Low, AlertSeverity.Informational]);

    private static readonly Choices<TriggerOperator> Operators = new(
        ["gt", "lt", "eq", "ne", "GreaterThan", "LessThan", "Equal", "NotEqual"],
        [TriggerOperator.GreaterThan, TriggerOperator.LessThan, TriggerOperator.Equal, TriggerOperator.NotEqual, TriggerOperator.GreaterThan, TriggerOperator.LessThan, TriggerOperator.Equal, TriggerOperator.NotEqual]);

    private static readonly Choices<EventGrouping> Groupings = new(
        ["SingleAlert", "AlertPerResult"],
        [EventGrouping.SingleAlert, EventGrouping.AlertPerResult]);

    private static readonly Choices<MatchingMethod> Methods = new(
        ["AllEntities", "AnyAlert", "Selected"],
        [MatchingMethod.AllEntities, MatchingMethod.AnyAlert, MatchingMethod.Selected]);

    private static readonly string[] ScheduleKeys = ["queryFrequency", "queryPeriod", "triggerOperator", "triggerThreshold"];

    public static AnalyticsRule? ReadRule(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, Rule, diagnostics);
        var id = reader.Guid("id", Need.Required);
        var kind = reader.Choice("kind", Kinds, Need.Required);
        var name = reader.Text("name", Need.Required);
        var query = reader.Text("query", Need.Required);
        var scheduled = kind is { Value: RuleKind.Scheduled } ? Need.Required : Need.Optional;
        var rule = new AnalyticsRule(source, node, kind ?? At(RuleKind.Scheduled, source, node), name ?? At(StemOf(source), source, node), query ?? At("", source, node))
        {
            Id = id,
            Description = reader.Text("description", Need.Recommended),
            Severity = reader.Choice("severity", Severities, Need.Required),
            Status = reader.Text("status"),
            RequiredDataConnectors = Connectors(reader, kind is { Value: RuleKind.Scheduled } ? Need.Recommended : Need.Optional),
            QueryFrequency = reader.Duration("queryFrequency", scheduled),
            QueryPeriod = reader.Duration("queryPeriod", scheduled),
            TriggerOperator = reader.Choice("triggerOperator", Operators, scheduled),
            TriggerThreshold = reader.Integer("triggerThreshold", scheduled),
            Tactics = reader.Texts("tactics", Need.Recommended),
            RelevantTechniques = reader.Texts("relevantTechniques"),
            EntityMappings = Entities(reader),
            SentinelEntitiesMappings = [.. reader.Maps("sentinelEntitiesMappings", "a Sentinel entity mapping").Select(SentinelEntity).OfType<Located<string>>()],
            CustomDetails = CustomDetails(reader),
            AlertDetailsOverride = Override(reader),
            EventGrouping = GroupingOf(reader),
            IncidentConfiguration = Incident(reader),
            SuppressionEnabled = reader.Boolean("suppressionEnabled"),
            SuppressionDuration = reader.Duration("suppressionDuration"),
            Version = reader.Text("version", Need.Recommended),
            Tags = Tags(reader),
            Metadata = reader.Map("metadata"),
            Enabled = reader.Boolean("enabled"),
            Attack = Attack(reader),
        };
        if (kind is { Value: RuleKind.Nrt })
        {
            foreach (var key in ScheduleKeys)
            {
                if (node.FindAnyCase(key) is { } entry)
                    diagnostics.Warning(DiagnosticCodes.KeyNotForKind, entry.Key, $"'{key}' has no effect on an NRT rule, which runs every minute.", "Remove it, or make the rule a Scheduled one.");
            }
        }

        reader.Done();
        return kind is null || query is null ? null : rule;
    }

    public static HuntingQuery? ReadHunting(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, "a hunting query", diagnostics);
        var id = reader.Guid("id", Need.Required);
        var name = reader.Text("name", Need.Required);
        var query = reader.Text("query", Need.Required);
        var hunting = new HuntingQuery(source, node, name ?? At(StemOf(source), source, node), query ?? At("", source, node))
        {
            Id = id,
            Description = reader.Text("description", Need.Recommended),
            RequiredDataConnectors = Connectors(reader, Need.Optional),
            Tactics = reader.Texts("tactics"),
            RelevantTechniques = reader.Texts("relevantTechniques"),
            EntityMappings = Entities(reader),
            CustomDetails = CustomDetails(reader),
            Version = reader.Text("version"),
            Tags = Tags(reader),
        };
        reader.Ignore("metadata", "severity", "description-detailed", "description_detailed", "attack");
        foreach (var key in ScheduleKeys)
            reader.Ignore(key);
        reader.Done();
        return query is null ? null : hunting;
    }

    internal static Located<T> At<T>(T value, SourceText source, YamlMapping node) =>
        new(value, source, new TextSpan(node.Span.Start, 0), value?.ToString() ?? "");

    private static string StemOf(SourceText source)
    {
        var path = source.Path ?? "";
        var start = path.LastIndexOf('/') + 1;
        return path.IndexOf('.', start) is var dot and > 0 ? path[start..dot] : path[start..];
    }

    private static ImmutableArray<RequiredDataConnector> Connectors(MappingReader reader, Need need)
    {
        var connectors = ImmutableArray.CreateBuilder<RequiredDataConnector>();
        foreach (var connector in reader.Maps("requiredDataConnectors", "a required data connector", need))
        {
            connectors.Add(new RequiredDataConnector(connector.Text("connectorId", Need.Required), connector.Texts("dataTypes")));
            connector.Done();
        }

        return connectors.ToImmutable();
    }

    private static ImmutableArray<EntityMapping> Entities(MappingReader reader)
    {
        var mappings = ImmutableArray.CreateBuilder<EntityMapping>();
        foreach (var mapping in reader.Maps("entityMappings", "an entity mapping"))
        {
            var type = mapping.Text("entityType", Need.Required);
            var fields = ImmutableArray.CreateBuilder<FieldMapping>();
            foreach (var field in mapping.Maps("fieldMappings", "a field mapping", Need.Required))
            {
                var identifier = field.Text("identifier", Need.Required);
                var column = field.Text("columnName", Need.Required);
                if (identifier is not null && column is not null)
                    fields.Add(new FieldMapping(identifier, column));
                field.Done();
            }

            if (type is not null)
                mappings.Add(new EntityMapping(type, fields.ToImmutable()));
            mapping.Done();
        }

        return mappings.ToImmutable();
    }

    private static Located<string>? SentinelEntity(MappingReader reader)
    {
        var column = reader.Text("columnName", Need.Required);
        reader.Done();
        return column;
    }

    private static ImmutableArray<CustomDetail> CustomDetails(MappingReader reader)
    {
        var details = ImmutableArray.CreateBuilder<CustomDetail>();
        foreach (var entry in reader.Map("customDetails")?.Entries ?? [])
        {
            if (entry.Value is YamlScalar { IsNull: false } column)
                details.Add(new CustomDetail(new Located<string>(entry.Key.Value, entry.Key), new Located<string>(column.Value, column)));
            else
                reader.WrongType(entry.Key.Value, entry.Value, "the name of a column");
        }

        return details.ToImmutable();
    }

    private static AlertDetailsOverride? Override(MappingReader reader)
    {
        if (reader.Child("alertDetailsOverride", "an alert details override") is not { } child)
            return null;
        var properties = ImmutableArray.CreateBuilder<AlertDynamicProperty>();
        var details = new AlertDetailsOverride
        {
            AlertDisplayNameFormat = child.Text("alertDisplayNameFormat"),
            AlertDescriptionFormat = child.Text("alertDescriptionFormat"),
            AlertSeverityColumnName = child.Text("alertSeverityColumnName"),
            AlertTacticsColumnName = child.Text("alertTacticsColumnName"),
        };
        foreach (var property in child.Maps("alertDynamicProperties", "an alert property"))
        {
            var name = property.Text("alertProperty", Need.Required);
            var value = property.Text("value", Need.Required);
            if (name is not null && value is not null)
                properties.Add(new AlertDynamicProperty(name, value));
            property.Done();
        }

        child.Done();
        return details with { AlertDynamicProperties = properties.ToImmutable() };
    }

    private static Located<EventGrouping>? GroupingOf(MappingReader reader)
    {
        if (reader.Child("eventGroupingSettings", "the event grouping") is not { } child)
            return null;
        var kind = child.Choice("aggregationKind", Groupings, Need.Required);
        child.Done();
        return kind;
    }

    private static IncidentConfiguration? Incident(MappingReader reader)
    {
        if (reader.Child("incidentConfiguration", "an incident configuration") is not { } child)
            return null;
        var create = child.Boolean("createIncident", Need.Required);
        GroupingConfiguration? grouping = null;
        if (child.Child("groupingConfiguration", "a grouping configuration") is { } group)
        {
            grouping = new GroupingConfiguration
            {
                Enabled = group.Boolean("enabled", Need.Required),
                ReopenClosedIncident = group.Boolean("reopenClosedIncident", Need.Required),
                LookbackDuration = group.Duration("lookbackDuration", Need.Required),
                MatchingMethod = group.Choice("matchingMethod", Methods, Need.Required),
                GroupByEntities = group.Texts("groupByEntities"),
                GroupByAlertDetails = group.Texts("groupByAlertDetails"),
                GroupByCustomDetails = group.Texts("groupByCustomDetails"),
            };
            group.Done();
        }

        child.Done();
        return new IncidentConfiguration { CreateIncident = create, Grouping = grouping };
    }

    private static ImmutableArray<Tag> Tags(MappingReader reader)
    {
        var tags = ImmutableArray.CreateBuilder<Tag>();
        foreach (var item in reader.Sequence("tags")?.Items ?? [])
        {
            switch (item)
            {
                case YamlScalar { IsNull: false } word:
                    tags.Add(new Tag(null, new Located<string>(word.Value, word)));
                    break;
                case YamlMapping pairs:
                    foreach (var entry in pairs.Entries)
                    {
                        if (entry.Value is YamlScalar value)
                            tags.Add(new Tag(new Located<string>(entry.Key.Value, entry.Key), new Located<string>(value.Value, value)));
                        else
                            reader.WrongType(entry.Key.Value, entry.Value, "a text");
                    }

                    break;
                default:
                    reader.WrongType("A tag", item, "a text or a name with a value", quoted: false);
                    break;
            }
        }

        return tags.ToImmutable();
    }

    private static AttackMapping? Attack(MappingReader reader)
    {
        if (reader.Child("attack", "an ATT&CK mapping") is not { } child)
            return null;
        var attack = new AttackMapping
        {
            Strategy = child.Text("strategy"),
            Analytic = child.Text("analytic"),
            Technique = child.Text("technique"),
            DataComponents = child.Texts("dataComponents"),
            LogSources = child.Texts("logSources"),
        };
        child.Done();
        return attack;
    }
}
