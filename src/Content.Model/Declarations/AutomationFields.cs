namespace Content.Model.Declarations;

/// <summary>Keys of automation rules. They are those of the service's own body, under <c>properties</c> there.</summary>
internal static class AutomationFields
{
    private const string Logic = "Whether all or any of the conditions must hold.";

    public static readonly TextShape PropertyName = new() { Suggestions = [.. AutomationProperties.Names] };

    public static readonly Choices<string> PropertyOperators = Names.Of("Equals", "NotEquals", "Contains", "NotContains", "StartsWith", "NotStartsWith", "EndsWith", "NotEndsWith");

    // Conditions
    public static readonly ChoiceField<AutomationConditionKind> ConditionType = new("conditionType", "Kind of the condition.", new Choices<AutomationConditionKind>(
        ["Property", "PropertyArray", "PropertyChanged", "PropertyArrayChanged", "Boolean"],
        [AutomationConditionKind.Property, AutomationConditionKind.PropertyArray, AutomationConditionKind.PropertyChanged, AutomationConditionKind.PropertyArrayChanged, AutomationConditionKind.Boolean]))
    { Need = Need.Required };
    public static readonly TextField Property = new("propertyName", "Property of the incident or alert, or of one of its entities.", PropertyName) { Need = Need.Required };
    public static readonly ChoiceField<string> Operator = new("operator", "How the property is compared.", PropertyOperators) { Need = Need.Required };
    public static readonly TextsField PropertyValues = new("propertyValues", "Values; one of them has to fit.") { Need = Need.Required };
    public static readonly RecordShape PropertyCondition = new("a property condition", Property, Operator, PropertyValues);

    public static readonly ChoiceField<string> ArrayType = new("arrayType", "The list that is looked at.", Names.Of("CustomDetails", "CustomDetailValues", "IncidentLabels")) { Need = Need.Required };
    public static readonly ChoiceField<string> ArrayConditionType = new("arrayConditionType", "Whether any or each item must fit.", Names.Of("AnyItem", "AllItems")) { Default = "AnyItem" };

    public static readonly ChoiceField<string> ChangedProperty = new("propertyName", "Property that changed.", Names.Of("IncidentSeverity", "IncidentStatus", "IncidentOwner")) { Need = Need.Required };
    public static readonly ChoiceField<string> ChangeType = new("changeType", "Which value is compared: the one before or after.", Names.Of("ChangedFrom", "ChangedTo"));
    public static readonly ChoiceField<string> ChangedOperator = new("operator", "How the value is compared.", PropertyOperators);
    public static readonly TextsField ChangedValues = new("propertyValues", "Values; one of them has to fit.");
    public static readonly RecordShape ChangedCondition = new("a change condition", ChangedProperty, ChangeType, ChangedOperator, ChangedValues);

    public static readonly ChoiceField<string> ChangedArray = new("arrayType", "The list that changed.", Names.Of("Alerts", "Labels", "Tactics", "Comments")) { Need = Need.Required };
    public static readonly ChoiceField<string> ArrayChangeType = new("changeType", "How it changed.", Names.Of("Added")) { Need = Need.Required };
    public static readonly RecordShape ArrayChangedCondition = new("a list change condition", ChangedArray, ArrayChangeType);

    public static readonly ChoiceField<string> BooleanOperator = new("operator", Logic, Names.Of("And", "Or")) { Need = Need.Required };
    public static readonly NodeField ConditionProperties = new("conditionProperties", "What the condition looks at; its keys depend on conditionType.", new MapShape("KEY", AnyShape.Instance)) { Need = Need.Required };

    public static readonly RecordShape Condition = new("a condition", ConditionType, ConditionProperties)
    {
        Definition = "condition",
        Variants =
        [
            new Variant(ConditionType, "Property") { Child = ConditionProperties, ChildShape = () => PropertyCondition },
            new Variant(ConditionType, "PropertyArray") { Child = ConditionProperties, ChildShape = () => ArrayCondition! },
            new Variant(ConditionType, "PropertyChanged") { Child = ConditionProperties, ChildShape = () => ChangedCondition },
            new Variant(ConditionType, "PropertyArrayChanged") { Child = ConditionProperties, ChildShape = () => ArrayChangedCondition },
            new Variant(ConditionType, "Boolean") { Child = ConditionProperties, ChildShape = () => BooleanCondition! },
        ],
    };

    public static readonly RecordsField ItemConditions = new("itemConditions", "What an item must fulfil.", Condition, 0, Limits.AutomationInnerConditions) { Need = Need.Required };
    public static readonly RecordShape ArrayCondition = new("a list condition", ArrayType, ArrayConditionType, ItemConditions);
    public static readonly RecordsField InnerConditions = new("innerConditions", "The conditions that are combined.", Condition, 2, Limits.AutomationInnerConditions) { Need = Need.Required };
    public static readonly RecordShape BooleanCondition = new("a Boolean condition", BooleanOperator, InnerConditions);

    // Actions
    public static readonly IntegerField ActionOrder = new("order", "Place of the action in the sequence.", new IntegerShape { Minimum = 1 }) { Need = Need.Required };
    public static readonly ChoiceField<AutomationActionKind> ActionType = new("actionType", "What the action does.", new Choices<AutomationActionKind>(
        ["ModifyProperties", "RunPlaybook", "AddIncidentTask"],
        [AutomationActionKind.ModifyProperties, AutomationActionKind.RunPlaybook, AutomationActionKind.AddIncidentTask])) { Need = Need.Required };
    public static readonly ChoiceField<AlertSeverity> Severity = new("severity", "The severity that the incident gets.", RuleFields.Severities);
    public static readonly ChoiceField<string> Status = new("status", "The status that it gets.", Names.Of("New", "Active", "Closed"));
    public static readonly ChoiceField<string> Classification = new("classification", "Why it is closed.", Names.Of("Undetermined", "TruePositive", "BenignPositive", "FalsePositive"));
    public static readonly ChoiceField<string> ClassificationReason = new("classificationReason",
        "Why, in detail: SuspiciousActivity with TruePositive, SuspiciousButExpected with BenignPositive, IncorrectAlertLogic or InaccurateData with FalsePositive.",
        Names.Of("SuspiciousActivity", "SuspiciousButExpected", "IncorrectAlertLogic", "InaccurateData"));
    public static readonly TextField ClassificationComment = new("classificationComment", "A comment on it.");
    public static readonly TextField OwnerObjectId = new("objectId", "Object id of the user or group.", TextShape.Guid);
    public static readonly TextField OwnerEmail = new("email", "E-mail address.");
    public static readonly TextField OwnerAssignedTo = new("assignedTo", "Name of the user or group.");
    public static readonly TextField OwnerUserPrincipalName = new("userPrincipalName", "User principal name.");
    public static readonly ChoiceField<string> OwnerType = new("ownerType", "Whether it is a user or a group.", Names.Of("Unknown", "User", "Group"));
    public static readonly RecordField Owner = new("owner", "Whom it is assigned to.", new RecordShape("an owner", OwnerObjectId, OwnerEmail, OwnerAssignedTo, OwnerUserPrincipalName, OwnerType));
    public static readonly TextField LabelName = new("labelName", "The tag.") { Need = Need.Required };
    public static readonly RecordsField Labels = new("labels", "Tags that it gets.", new RecordShape("a label", LabelName));
    public static readonly RecordShape ModifyProperties = new("a change of properties", Severity, Status, Classification, ClassificationReason, ClassificationComment, Owner, Labels);

    public static readonly TextField LogicApp = new("logicAppResourceId", "Resource id of the playbook.",
        new TextShape { Pattern = "^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/(Microsoft\\.Logic/workflows|Microsoft\\.Web/sites)/.+$" }) { Need = Need.Required };
    public static readonly TextField TenantId = new("tenantId", "Tenant of the playbook.", TextShape.Guid);
    public static readonly RecordShape RunPlaybook = new("the run of a playbook", LogicApp, TenantId);

    public static readonly TextField TaskTitle = new("title", "Title of the task.", new TextShape { MinLength = 1 }) { Need = Need.Required };
    public static readonly TextField TaskDescription = new("description", "What to do; Markdown.");
    public static readonly RecordShape AddIncidentTask = new("an incident task", TaskTitle, TaskDescription);

    public static readonly NodeField ActionConfiguration = new("actionConfiguration", "What the action needs; its keys depend on actionType.", new MapShape("KEY", AnyShape.Instance)) { Need = Need.Required };
    public static readonly RecordShape Action = new("an action", ActionOrder, ActionType, ActionConfiguration)
    {
        Variants =
        [
            new Variant(ActionType, "ModifyProperties") { Child = ActionConfiguration, ChildShape = () => ModifyProperties },
            new Variant(ActionType, "RunPlaybook") { Child = ActionConfiguration, ChildShape = () => RunPlaybook },
            new Variant(ActionType, "AddIncidentTask") { Child = ActionConfiguration, ChildShape = () => AddIncidentTask },
        ],
    };

    // The rule
    public static readonly BooleanField IsEnabled = new("isEnabled", "Whether the rule runs.") { Need = Need.Required };
    public static readonly ChoiceField<AutomationTrigger> TriggersOn = new("triggersOn", "What starts the rule.",
        new Choices<AutomationTrigger>(["Incidents", "Alerts"], [AutomationTrigger.Incidents, AutomationTrigger.Alerts])) { Need = Need.Required };
    public static readonly ChoiceField<AutomationTriggerTime> TriggersWhen = new("triggersWhen", "Whether it starts when one is created or updated.",
        new Choices<AutomationTriggerTime>(["Created", "Updated"], [AutomationTriggerTime.Created, AutomationTriggerTime.Updated])) { Need = Need.Required };
    public static readonly TextField ExpirationTimeUtc = new("expirationTimeUtc", "When the rule stops running; ISO 8601 in UTC.", TextShape.DateTime) { Default = "never" };
    public static readonly RecordsField Conditions = new("conditions", "Conditions, all of which must hold.", Condition, 0, Limits.AutomationConditions);

    public static readonly TextField Id = new("id", "GUID; the name of the deployed rule.", TextShape.Guid) { Need = Need.Required };
    public static readonly TextField DisplayName = new("displayName", "Display name.", new TextShape { MinLength = 1, MaxLength = Limits.AutomationRuleNameLength }) { Need = Need.Required };
    public static readonly IntegerField Order = new("order", "Place among the automation rules; lower runs first.", new IntegerShape { Minimum = 1, Maximum = Limits.AutomationRuleOrder }) { Need = Need.Required };
    public static readonly RecordField TriggeringLogic = new("triggeringLogic", "When the rule runs.", new RecordShape("the triggering logic", IsEnabled, TriggersOn, TriggersWhen, ExpirationTimeUtc, Conditions))
    { Need = Need.Required };
    public static readonly RecordsField Actions = new("actions", "What the rule does.", Action, 1, Limits.AutomationActions) { Need = Need.Required };

    public static readonly RecordShape Shape = new("an automation rule", Id, DisplayName, Order, TriggeringLogic, Actions, SharedFields.Tags, SharedFields.Metadata,
        SharedFields.Owner, SharedFields.Status, SharedFields.ReviewDate);
}
