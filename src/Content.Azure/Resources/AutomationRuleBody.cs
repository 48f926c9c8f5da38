using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Model;

namespace Content.Azure.Resources;

/// <summary>Makes the body of an automation rule.</summary>
internal static class AutomationRuleBody
{
    /// <summary>The body.</summary>
    /// <param name="rule">The rule; its order and triggering logic are present.</param>
    /// <param name="target">The workspace. Conditions name analytics rules by resource id there; files may give the id of the rule alone.</param>
    public static JsonObject Create(AutomationRule rule, WorkspaceTarget target)
    {
        var from = rule.TriggeringLogic!;
        var logic = new JsonObject
        {
            ["isEnabled"] = from.IsEnabled?.Value ?? true,
            ["triggersOn"] = from.TriggersOn?.Value.ToString(),
            ["triggersWhen"] = from.TriggersWhen?.Value.ToString(),
        };
        if (from.ExpirationTimeUtc is { } end)
            logic["expirationTimeUtc"] = Normal.Instant(end.Value);
        logic["conditions"] = Conditions(from.Conditions, target);
        return new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["displayName"] = rule.DisplayName.Value,
                ["order"] = rule.Order!.Value,
                ["triggeringLogic"] = logic,
                ["actions"] = new JsonArray([.. rule.Actions.Select((action, i) => (JsonNode)new JsonObject
                {
                    ["order"] = action.Order?.Value ?? i + 1,
                    ["actionType"] = action.Kind.Value.ToString(),
                    ["actionConfiguration"] = Configuration(action),
                })]),
            },
        };
    }

    private static JsonArray Conditions(ImmutableArray<AutomationCondition> conditions, WorkspaceTarget target) => new([.. conditions.Select(condition => (JsonNode)new JsonObject
    {
        ["conditionType"] = condition.Kind.Value.ToString(),
        ["conditionProperties"] = Properties(condition, target),
    })]);

    private static JsonObject Properties(AutomationCondition condition, WorkspaceTarget target)
    {
        var result = new JsonObject();
        switch (condition)
        {
            case PropertyCondition property:
                Add(result, "propertyName", property.PropertyName);
                Add(result, "operator", property.Operator);
                var isRule = property.PropertyName?.Value is "IncidentRelatedAnalyticRuleIds" or "AlertAnalyticRuleIds";
                result["propertyValues"] = new JsonArray([.. property.Values.Select(value => (JsonNode)(isRule ? RuleId(value.Value, target) : value.Value))]);
                break;
            case PropertyArrayCondition list:
                Add(result, "arrayType", list.ArrayType);
                result["arrayConditionType"] = list.ArrayConditionType?.Value ?? "AnyItem";
                result["itemConditions"] = Conditions(list.ItemConditions, target);
                break;
            case PropertyChangedCondition changed:
                Add(result, "propertyName", changed.PropertyName);
                Add(result, "changeType", changed.ChangeType);
                Add(result, "operator", changed.Operator);
                if (!changed.Values.IsEmpty)
                    result["propertyValues"] = Texts(changed.Values);
                break;
            case PropertyArrayChangedCondition grown:
                Add(result, "arrayType", grown.ArrayType);
                Add(result, "changeType", grown.ChangeType);
                break;
            case BooleanCondition boolean:
                Add(result, "operator", boolean.Operator);
                result["innerConditions"] = Conditions(boolean.InnerConditions, target);
                break;
            default:
                throw new NotSupportedException($"Conditions of kind {condition.Kind.Value} have no body.");
        }

        return result;
    }

    private static JsonObject Configuration(AutomationAction action)
    {
        var result = new JsonObject();
        switch (action)
        {
            case ModifyPropertiesAction modify:
                if (modify.Severity is { } severity)
                    result["severity"] = severity.Value.ToString();
                Add(result, "status", modify.Status);
                Add(result, "classification", modify.Classification);
                Add(result, "classificationReason", modify.ClassificationReason);
                Add(result, "classificationComment", modify.ClassificationComment);
                if (modify.Owner is { } owner)
                {
                    var to = new JsonObject();
                    Add(to, "objectId", owner.ObjectId);
                    Add(to, "email", owner.Email);
                    Add(to, "assignedTo", owner.AssignedTo);
                    Add(to, "userPrincipalName", owner.UserPrincipalName);
                    Add(to, "ownerType", owner.OwnerType);
                    result["owner"] = to;
                }

                if (!modify.Labels.IsEmpty)
                    result["labels"] = new JsonArray([.. modify.Labels.Select(label => (JsonNode)new JsonObject { ["labelName"] = label.Value })]);
                break;
            case RunPlaybookAction playbook:
                Add(result, "logicAppResourceId", playbook.LogicAppResourceId);
                Add(result, "tenantId", playbook.TenantId);
                break;
            case AddIncidentTaskAction task:
                Add(result, "title", task.Title);
                Add(result, "description", task.Description);
                break;
            default:
                throw new NotSupportedException($"Actions of kind {action.Kind.Value} have no body.");
        }

        return result;
    }

    private static void Add(JsonObject to, string key, Located<string>? text)
    {
        if (text is not null)
            to[key] = text.Value;
    }

    private static string RuleId(string value, WorkspaceTarget target) =>
        value.Contains('/', StringComparison.Ordinal) ? value : $"{target.SentinelId}/alertRules/{value}";

    private static JsonArray Texts(ImmutableArray<Located<string>> texts) => new([.. texts.Select(text => (JsonNode)text.Value)]);
}
