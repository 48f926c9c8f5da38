using System.Collections.Immutable;
using System.Text.Json;
using Content.Model.Json;

namespace Content.Workbooks.Evaluation;

/// <summary>Gives the parameters of an item their values, one after the other: each may use those before it.</summary>
internal sealed class ParameterEvaluation(StepRows rows, SessionChoices choices)
{
    private const string Workspaces = "microsoft.operationalinsights/workspaces";
    private const string SampleSubscription = "/subscriptions/00000000-0000-0000-0000-000000000000";

    public async Task<(ImmutableArray<EvaluatedParameter> Parameters, Surroundings After)> EvaluateAsync(JsonElementNode content, string itemId, Surroundings at)
    {
        var parameters = ImmutableArray.CreateBuilder<EvaluatedParameter>();
        foreach (var node in content["parameters"] is { Kind: JsonValueKind.Array } list ? list.Items : [])
        {
            if (node.TextOf("name") is not { Length: > 0 } name)
                continue;
            var parameter = new WorkbookParameter(name, node.NumberOf("type") ?? (int)WorkbookParameterType.Text, node);
            var isHidden = node["isHiddenWhenLocked"]?.Kind == JsonValueKind.True;
            var (value, all, message) = await ValueAsync(parameter, itemId, at).ConfigureAwait(false);
            var state = ParameterState.Of(parameter, value, all);
            if (message is null && state is { IsRequired: true, IsEmpty: true })
                message = "A value is required.";
            at = at.With(state);
            parameters.Add(new EvaluatedParameter(parameter, node.TextOf("label") is { Length: > 0 } label ? at.Text(label, inQuery: false) : name, isHidden, value, all, message ?? Rule(node, state)));
        }

        return (parameters.ToImmutable(), at);
    }

    private Task<(ParameterValue? Value, ImmutableArray<ParameterChoice> Choices, string? Message)> ValueAsync(WorkbookParameter parameter, string itemId, Surroundings at)
    {
        switch ((WorkbookParameterType)parameter.Type)
        {
            case WorkbookParameterType.Time:
                return Task.FromResult<(ParameterValue?, ImmutableArray<ParameterChoice>, string?)>((Chosen(parameter, itemId, out var time) ? time as TimeRangeValue : ParameterChoices.TimeOf(parameter.Node["value"]) ?? ParameterChoices.TimeOf(parameter.Node["defaultValue"]),
                    ParameterChoices.OfTime(parameter.Node), null));
            case WorkbookParameterType.DropDown or WorkbookParameterType.Options or WorkbookParameterType.Tabs or WorkbookParameterType.Resource or WorkbookParameterType.Subscription or WorkbookParameterType.ResourceType
                or WorkbookParameterType.Location:
                return ListAsync(parameter, itemId, at);
            case WorkbookParameterType.MultiValue:
                var values = ParameterChoices.Texts(parameter.Node["value"]).Where(text => text.Length > 0).Take(ParameterChoices.Limit).ToImmutableArray();
                return Task.FromResult<(ParameterValue?, ImmutableArray<ParameterChoice>, string?)>((Chosen(parameter, itemId, out var typed) ? typed as ListValue : values.IsEmpty ? null : new ListValue(values), [], null));
            default:
                return TextAsync(parameter, itemId, at);
        }
    }

    private bool Chosen(WorkbookParameter parameter, string itemId, out ParameterValue? value) => choices.TryGet(itemId, parameter.Name, out value);

    private async Task<(ParameterValue?, ImmutableArray<ParameterChoice>, string?)> TextAsync(WorkbookParameter parameter, string itemId, Surroundings at)
    {
        var node = parameter.Node;
        if (Chosen(parameter, itemId, out var chosen))
            return (chosen as ListValue, [], null);
        if (node["criteriaData"] is { Kind: JsonValueKind.Array, Items.IsEmpty: false } criteria)
            return (Text(Criteria.Evaluate(criteria, at.Plain, text => at.Text(text, inQuery: false))), [], null);
        if (HasQuery(node))
        {
            var answer = await rows.AskAsync(parameter, itemId, at).ConfigureAwait(false);
            var value = answer.Rows.Table is { Rows.Count: > 0, Columns.Length: > 0 } table ? Text(ValueText.Of(table.Rows[0][0])) : null;
            return (value, [], MessageOf(answer));
        }

        return (Text(node["value"]?.Text ?? node["defaultValue"]?.Text), [], null);
    }

    private async Task<(ParameterValue?, ImmutableArray<ParameterChoice>, string?)> ListAsync(WorkbookParameter parameter, string itemId, Surroundings at)
    {
        var node = parameter.Node;
        var isMultiple = node["multiSelect"]?.Kind == JsonValueKind.True;
        var isPicker = parameter.Type is (int)WorkbookParameterType.Resource or (int)WorkbookParameterType.Subscription or (int)WorkbookParameterType.ResourceType or (int)WorkbookParameterType.Location;
        var list = ParameterChoices.None;
        string? message = null;
        if (HasQuery(node))
        {
            var answer = await rows.AskAsync(parameter, itemId, at).ConfigureAwait(false);
            list = ParameterChoices.Of(answer.Rows.Table);
            message = MessageOf(answer);
            // Nothing of a subscription is there offline; with one resource of each kind the rest of the workbook works.
            if (isPicker && answer.Rows.IsUnsupported)
                (list, message) = (Sample(parameter), null);
        }
        else if (node["jsonData"] is { Kind: JsonValueKind.String, Text: { Length: > 0 } data })
        {
            if (rows.WaitsFor(data, at) is { } missing)
                message = $"This waits for a value of the parameter '{missing}'.";
            else if (ValueText.TryParse(at.Text(data, inQuery: false), out var json))
                list = ParameterChoices.Of(json);
            else
                message = "The list of values is no JSON.";
        }
        else if (isPicker)
            list = rows.Recorded(parameter.Name) is { } recorded ? ParameterChoices.Of(recorded) : Sample(parameter);

        list = list.With(node);
        // Without a list nothing says that a choice is wrong.
        ParameterValue? value = Chosen(parameter, itemId, out var chosen)
            ? chosen is ListValue some ? list.Items.All(choice => ParameterState.IsSpecial(choice.Value)) ? some : list.Keep(some.Values, isMultiple) : null
            : list.Initial(node, isMultiple);
        if (value is ListValue { Values: var values } && node["typeSettings"]?.NumberOf("limitSelectTo") is > 0 and var limit && values.Length > limit)
            value = new ListValue(values[..limit]);
        return (value, list.Items, message);
    }

    // What the workbook has chosen itself, and one of the kind: of the workspace that the rows are of, where there is one.
    private ParameterChoices Sample(WorkbookParameter parameter)
    {
        var node = parameter.Node;
        var own = ParameterChoices.Texts(node["value"]).Where(text => text.Length > 0 && !ParameterState.IsSpecial(text)).Select(text => new ParameterChoice(text, text[(text.TrimEnd('/').LastIndexOf('/') + 1)..], null));
        var kind = node["typeSettings"]?["resourceTypeFilter"] is { Kind: JsonValueKind.Object } filter ? filter.Properties.FirstOrDefault(property => property.Value.Kind == JsonValueKind.True).Key : null;
        var sample = (WorkbookParameterType)parameter.Type switch
        {
            WorkbookParameterType.Subscription when rows.WorkspaceId?.Split('/') is [_, _, var id, ..] => new ParameterChoice("/subscriptions/" + id, id, null),
            WorkbookParameterType.Resource when rows.WorkspaceId is { } id && (kind is null || kind.Equals(Workspaces, StringComparison.OrdinalIgnoreCase)) => new ParameterChoice(id, id[(id.LastIndexOf('/') + 1)..], null),
            WorkbookParameterType.Subscription => new ParameterChoice(SampleSubscription, "Sample subscription", null),
            WorkbookParameterType.ResourceType => new ParameterChoice(Workspaces, "Log Analytics workspaces", null),
            WorkbookParameterType.Location => new ParameterChoice("westeurope", "West Europe", null),
            _ => new ParameterChoice($"{SampleSubscription}/resourceGroups/sample/providers/{kind ?? Workspaces}/sample", "sample", null),
        };
        ParameterChoice[] items = [.. own.Append(sample).DistinctBy(choice => choice.Value)];
        return new ParameterChoices([.. items], [items[0].Value]);
    }

    private static string? MessageOf(StepAnswer answer) => answer.WaitsFor is { } missing ? $"This waits for a value of the parameter '{missing}'." : answer.Rows.Error;

    private static bool HasQuery(JsonElementNode node) => !string.IsNullOrWhiteSpace(node.TextOf("query"));

    private static ListValue? Text(string? text) => string.IsNullOrEmpty(text) ? null : new ListValue([text]);

    // The first rule that a text breaks.
    private static string? Rule(JsonElementNode node, ParameterState state)
    {
        foreach (var rule in node["typeSettings"]?["paramValidationRules"] is { Kind: JsonValueKind.Array } list ? list.Items : [])
        {
            if (!state.IsEmpty && rule.TextOf("regExp") is { Length: > 0 } pattern && Criteria.Matches(state.Plain, pattern) != (rule["match"]?.Kind != JsonValueKind.False))
                return rule.TextOf("message") is { Length: > 0 } message ? message : "The value breaks a rule of the workbook.";
        }

        return null;
    }
}
