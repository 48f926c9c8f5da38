using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads automation rules.</summary>
internal static class AutomationReader
{
    // Conditions hold conditions; the service nests far less.
    private const int MaximumDepth = 16;

    public static AutomationRule Read(SourceText source, YamlMapping node, DiagnosticBag diagnostics)
    {
        var reader = new MappingReader(node, AutomationFields.Shape, diagnostics);
        return new AutomationRule(source, node, reader.Text(AutomationFields.DisplayName) ?? SharedReader.NameOf(source, node))
        {
            Id = reader.Text(AutomationFields.Id),
            Order = reader.Integer(AutomationFields.Order),
            TriggeringLogic = Logic(reader),
            Actions = [.. reader.Maps(AutomationFields.Actions).Select(Action).OfType<AutomationAction>()],
            Tags = SharedReader.Tags(reader),
            Ownership = SharedReader.Ownership(reader),
            Metadata = SharedReader.Metadata(reader),
        };
    }

    private static TriggeringLogic? Logic(MappingReader reader) => reader.Child(AutomationFields.TriggeringLogic) is not { } logic ? null : new TriggeringLogic
    {
        IsEnabled = logic.Boolean(AutomationFields.IsEnabled),
        TriggersOn = logic.Choice(AutomationFields.TriggersOn),
        TriggersWhen = logic.Choice(AutomationFields.TriggersWhen),
        ExpirationTimeUtc = logic.Instant(AutomationFields.ExpirationTimeUtc),
        Conditions = Conditions(logic, AutomationFields.Conditions, 1),
    };

    private static ImmutableArray<AutomationCondition> Conditions(MappingReader reader, RecordsField field, int depth)
    {
        if (depth <= MaximumDepth)
            return [.. reader.Maps(field).Select(item => Condition(item, depth)).OfType<AutomationCondition>()];
        reader.Diagnostics.Error(DiagnosticCodes.TooComplex, reader.Mapping, "Conditions are nested too deeply.", $"Nest at most {MaximumDepth} of them.");
        return [];
    }

    private static AutomationCondition? Condition(MappingReader reader, int depth)
    {
        var kind = reader.Choice(AutomationFields.ConditionType);
        if (kind is null)
        {
            reader.Node(AutomationFields.ConditionProperties);
            return null;
        }

        var node = reader.Mapping;
        MappingReader? properties;
        switch (kind.Value)
        {
            case AutomationConditionKind.Property:
                properties = reader.Child(AutomationFields.ConditionProperties, AutomationFields.PropertyCondition);
                return properties is null ? null : new PropertyCondition(
                    node, kind, properties.Text(AutomationFields.Property), properties.Choice(AutomationFields.Operator), properties.Texts(AutomationFields.PropertyValues));
            case AutomationConditionKind.PropertyArray:
                properties = reader.Child(AutomationFields.ConditionProperties, AutomationFields.ArrayCondition);
                return properties is null ? null : new PropertyArrayCondition(
                    node, kind, properties.Choice(AutomationFields.ArrayType), properties.Choice(AutomationFields.ArrayConditionType), Conditions(properties, AutomationFields.ItemConditions, depth + 1));
            case AutomationConditionKind.PropertyChanged:
                properties = reader.Child(AutomationFields.ConditionProperties, AutomationFields.ChangedCondition);
                return properties is null ? null : new PropertyChangedCondition(
                    node, kind, properties.Choice(AutomationFields.ChangedProperty), properties.Choice(AutomationFields.ChangeType), properties.Choice(AutomationFields.ChangedOperator),
                    properties.Texts(AutomationFields.ChangedValues));
            case AutomationConditionKind.PropertyArrayChanged:
                properties = reader.Child(AutomationFields.ConditionProperties, AutomationFields.ArrayChangedCondition);
                return properties is null ? null : new PropertyArrayChangedCondition(node, kind, properties.Choice(AutomationFields.ChangedArray), properties.Choice(AutomationFields.ArrayChangeType));
            default:
                properties = reader.Child(AutomationFields.ConditionProperties, AutomationFields.BooleanCondition);
                return properties is null ? null : new BooleanCondition(
                    node, kind, properties.Choice(AutomationFields.BooleanOperator), Conditions(properties, AutomationFields.InnerConditions, depth + 1));
        }
    }

    private static AutomationAction? Action(MappingReader reader)
    {
        var order = reader.Integer(AutomationFields.ActionOrder);
        var kind = reader.Choice(AutomationFields.ActionType);
        if (kind is null)
        {
            reader.Node(AutomationFields.ActionConfiguration);
            return null;
        }

        var node = reader.Mapping;
        MappingReader? configuration;
        switch (kind.Value)
        {
            case AutomationActionKind.RunPlaybook:
                configuration = reader.Child(AutomationFields.ActionConfiguration, AutomationFields.RunPlaybook);
                return configuration is null ? null : new RunPlaybookAction(node, kind, order, configuration.Text(AutomationFields.LogicApp), configuration.Text(AutomationFields.TenantId));
            case AutomationActionKind.AddIncidentTask:
                configuration = reader.Child(AutomationFields.ActionConfiguration, AutomationFields.AddIncidentTask);
                return configuration is null ? null : new AddIncidentTaskAction(node, kind, order, configuration.Text(AutomationFields.TaskTitle), configuration.Text(AutomationFields.TaskDescription));
            default:
                configuration = reader.Child(AutomationFields.ActionConfiguration, AutomationFields.ModifyProperties);
                return configuration is null ? null : new ModifyPropertiesAction(node, kind, order)
                {
                    Severity = configuration.Choice(AutomationFields.Severity),
                    Status = configuration.Choice(AutomationFields.Status),
                    Classification = configuration.Choice(AutomationFields.Classification),
                    ClassificationReason = configuration.Choice(AutomationFields.ClassificationReason),
                    ClassificationComment = configuration.Text(AutomationFields.ClassificationComment),
                    Owner = Owner(configuration),
                    Labels = [.. configuration.Maps(AutomationFields.Labels).Select(label => label.Text(AutomationFields.LabelName)).OfType<Located<string>>()],
                };
        }
    }

    private static IncidentOwner? Owner(MappingReader reader) => reader.Child(AutomationFields.Owner) is not { } owner ? null : new IncidentOwner
    {
        ObjectId = owner.Text(AutomationFields.OwnerObjectId),
        Email = owner.Text(AutomationFields.OwnerEmail),
        AssignedTo = owner.Text(AutomationFields.OwnerAssignedTo),
        UserPrincipalName = owner.Text(AutomationFields.OwnerUserPrincipalName),
        OwnerType = owner.Choice(AutomationFields.OwnerType),
    };
}
