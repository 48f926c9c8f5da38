using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>What starts an automation rule.</summary>
public enum AutomationTrigger : byte
{
    /// <summary>An incident.</summary>
    Incidents,
    /// <summary>An alert.</summary>
    Alerts,
}

/// <summary>Which event of it starts the rule.</summary>
public enum AutomationTriggerTime : byte
{
    /// <summary>It is created.</summary>
    Created,
    /// <summary>It is updated.</summary>
    Updated,
}

/// <summary>Kinds of conditions.</summary>
public enum AutomationConditionKind : byte
{
    /// <summary>A property has a value.</summary>
    Property,
    /// <summary>Items of a list fulfil conditions.</summary>
    PropertyArray,
    /// <summary>A property changed.</summary>
    PropertyChanged,
    /// <summary>A list grew.</summary>
    PropertyArrayChanged,
    /// <summary>Conditions are combined.</summary>
    Boolean,
}

/// <summary>Kinds of actions.</summary>
public enum AutomationActionKind : byte
{
    /// <summary>Properties of the incident are set.</summary>
    ModifyProperties,
    /// <summary>A playbook runs.</summary>
    RunPlaybook,
    /// <summary>A task is added to the incident.</summary>
    AddIncidentTask,
}

/// <summary>A condition of an automation rule.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kind">Its kind.</param>
public abstract record AutomationCondition(YamlMapping Node, Located<AutomationConditionKind> Kind);

/// <summary>A property of the incident, the alert or one of its entities has one of some values.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="PropertyName">The property.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Values">The values.</param>
public sealed record PropertyCondition(
    YamlMapping Node, Located<AutomationConditionKind> Kind, Located<string>? PropertyName, Located<string>? Operator, ImmutableArray<Located<string>> Values) : AutomationCondition(Node, Kind);

/// <summary>Items of a list fulfil conditions.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="ArrayType">The list.</param>
/// <param name="ArrayConditionType">Whether any or each item must; null means any.</param>
/// <param name="ItemConditions">The conditions.</param>
public sealed record PropertyArrayCondition(
    YamlMapping Node, Located<AutomationConditionKind> Kind, Located<string>? ArrayType, Located<string>? ArrayConditionType, ImmutableArray<AutomationCondition> ItemConditions) : AutomationCondition(Node, Kind);

/// <summary>A property of the incident changed.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="PropertyName">The property.</param>
/// <param name="ChangeType">Whether the value before or after is compared; null when any change will do.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Values">The values.</param>
public sealed record PropertyChangedCondition(
    YamlMapping Node, Located<AutomationConditionKind> Kind, Located<string>? PropertyName, Located<string>? ChangeType, Located<string>? Operator, ImmutableArray<Located<string>> Values)
    : AutomationCondition(Node, Kind);

/// <summary>A list of the incident grew.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="ArrayType">The list.</param>
/// <param name="ChangeType">How it changed.</param>
public sealed record PropertyArrayChangedCondition(
    YamlMapping Node, Located<AutomationConditionKind> Kind, Located<string>? ArrayType, Located<string>? ChangeType) : AutomationCondition(Node, Kind);

/// <summary>Conditions are combined.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Operator"><c>And</c> or <c>Or</c>.</param>
/// <param name="InnerConditions">The conditions.</param>
public sealed record BooleanCondition(
    YamlMapping Node, Located<AutomationConditionKind> Kind, Located<string>? Operator, ImmutableArray<AutomationCondition> InnerConditions) : AutomationCondition(Node, Kind);

/// <summary>An action of an automation rule.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Order">Its place in the sequence.</param>
public abstract record AutomationAction(YamlMapping Node, Located<AutomationActionKind> Kind, Located<long>? Order);

/// <summary>To whom an incident is assigned.</summary>
public sealed record IncidentOwner
{
    /// <summary>Object id.</summary>
    public Located<string>? ObjectId { get; init; }
    /// <summary>E-mail address.</summary>
    public Located<string>? Email { get; init; }
    /// <summary>Name.</summary>
    public Located<string>? AssignedTo { get; init; }
    /// <summary>User principal name.</summary>
    public Located<string>? UserPrincipalName { get; init; }
    /// <summary><c>User</c>, <c>Group</c> or <c>Unknown</c>.</summary>
    public Located<string>? OwnerType { get; init; }
}

/// <summary>Properties of the incident are set; what is null stays as it is.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Order">Its place in the sequence.</param>
public sealed record ModifyPropertiesAction(YamlMapping Node, Located<AutomationActionKind> Kind, Located<long>? Order) : AutomationAction(Node, Kind, Order)
{
    /// <summary>Severity.</summary>
    public Located<AlertSeverity>? Severity { get; init; }
    /// <summary>Status.</summary>
    public Located<string>? Status { get; init; }
    /// <summary>Why it is closed.</summary>
    public Located<string>? Classification { get; init; }
    /// <summary>Why, in detail.</summary>
    public Located<string>? ClassificationReason { get; init; }
    /// <summary>A comment on it.</summary>
    public Located<string>? ClassificationComment { get; init; }
    /// <summary>Owner.</summary>
    public IncidentOwner? Owner { get; init; }
    /// <summary>Tags that are added.</summary>
    public ImmutableArray<Located<string>> Labels { get; init; } = [];
}

/// <summary>A playbook runs.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Order">Its place in the sequence.</param>
/// <param name="LogicAppResourceId">Resource id of the playbook.</param>
/// <param name="TenantId">Its tenant; null means that of the workspace.</param>
public sealed record RunPlaybookAction(YamlMapping Node, Located<AutomationActionKind> Kind, Located<long>? Order, Located<string>? LogicAppResourceId, Located<string>? TenantId)
    : AutomationAction(Node, Kind, Order);

/// <summary>A task is added to the incident.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Order">Its place in the sequence.</param>
/// <param name="Title">Title of the task.</param>
/// <param name="Description">What to do.</param>
public sealed record AddIncidentTaskAction(YamlMapping Node, Located<AutomationActionKind> Kind, Located<long>? Order, Located<string>? Title, Located<string>? Description)
    : AutomationAction(Node, Kind, Order);

/// <summary>When an automation rule runs.</summary>
public sealed record TriggeringLogic
{
    /// <summary>Whether it runs at all.</summary>
    public Located<bool>? IsEnabled { get; init; }
    /// <summary>What starts it.</summary>
    public Located<AutomationTrigger>? TriggersOn { get; init; }
    /// <summary>Which event of that.</summary>
    public Located<AutomationTriggerTime>? TriggersWhen { get; init; }
    /// <summary>When it stops running, in UTC; null means never.</summary>
    public Located<DateTime>? ExpirationTimeUtc { get; init; }
    /// <summary>Conditions, all of which must hold.</summary>
    public ImmutableArray<AutomationCondition> Conditions { get; init; } = [];
}

/// <summary>An automation rule: its keys are those of the service's own body.</summary>
/// <param name="Source">The file.</param>
/// <param name="Node">Its root.</param>
/// <param name="DisplayName">Display name; the file's name when it is missing.</param>
public sealed record AutomationRule(SourceText Source, YamlMapping Node, Located<string> DisplayName) : ContentItem(Source, Node)
{
    /// <summary>GUID; the name of the resource.</summary>
    public Located<string>? Id { get; init; }
    /// <summary>Place among the automation rules; lower runs first.</summary>
    public Located<long>? Order { get; init; }
    /// <summary>When it runs.</summary>
    public TriggeringLogic? TriggeringLogic { get; init; }
    /// <summary>What it does, in the order of the file.</summary>
    public ImmutableArray<AutomationAction> Actions { get; init; } = [];
    /// <summary>Tags; not deployed.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];
    /// <summary>Metadata of standalone content; deployed as a resource of its own.</summary>
    public ContentMetadata? Metadata { get; init; }

    /// <inheritdoc/>
    public override string Label => DisplayName.Value;

    /// <inheritdoc/>
    public override Located<string>? ServiceId => Id;
}
