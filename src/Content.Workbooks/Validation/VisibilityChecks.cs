using System.Text.Json;
using Content.Model.Json;
using Content.Workbooks.Parameters;

namespace Content.Workbooks.Validation;

/// <summary>Finds steps that can never be seen.</summary>
internal static class VisibilityChecks
{
    private sealed record Condition(string Parameter, bool IsEqual, string Value, JsonElementNode Node);

    public static void Look(WorkbookDocument document, WorkbookNames names, WorkbookFindings findings)
    {
        foreach (var step in names.Steps)
        {
            var own = Conditions(step.Item.Node).ToArray();
            var around = step.Groups.SelectMany(group => Conditions(group.Node)).ToArray();
            foreach (var condition in own)
                Look(condition, names, findings);
            for (var i = 0; i < own.Length; i++)
            {
                if (around.Concat(own[..i]).FirstOrDefault(other => Contradicts(own[i], other)) is { } against && !IsMultiple(own[i].Parameter, names))
                {
                    findings.Warning(WorkbookCodes.NeverVisible, own[i].Node, $"This can never hold: the same step, or a group around it, is only shown when '{against.Parameter}' {Text(against)}.", "Remove one of the two conditions.");
                    break;
                }
            }
        }
    }

    private static void Look(Condition condition, WorkbookNames names, WorkbookFindings findings)
    {
        if (!names.Sources.TryGetValue(condition.Parameter, out var source))
        {
            if (condition.IsEqual == (condition.Value.Length > 0))
                findings.Warning(WorkbookCodes.NeverVisible, condition.Node, $"This can never hold: no parameter '{condition.Parameter}' is declared, and it would have to be one that {Text(condition)}.", "Declare the parameter, or remove the step.");
            return;
        }

        if (!condition.IsEqual || condition.Value.Length == 0 || PossibleValues(source) is not { } possible || possible.Contains(condition.Value))
            return;
        findings.Warning(WorkbookCodes.NeverVisible, condition.Node, $"This can never hold: '{condition.Parameter}' never is '{condition.Value}'.", "It can be " + string.Join(", ", possible.Order(StringComparer.Ordinal).Select(value => value.Length == 0 ? "empty" : $"'{value}'")) + ".");
    }

    // All values that a name can have; null when that depends on data or on what somebody types.
    private static HashSet<string>? PossibleValues(NameSource source)
    {
        if (source.IsExported)
            return null;
        var values = new HashSet<string>(source.LinkValues, StringComparer.Ordinal);
        foreach (var (parameter, _, _) in source.Parameters)
        {
            var node = parameter.Node;
            // A hidden parameter may be given by a link that opens the workbook, too.
            if (node.TextOf("query") is { Length: > 0 } || node["isGlobal"]?.Kind == JsonValueKind.True || node["multiSelect"]?.Kind == JsonValueKind.True
                || parameter.Type is not ((int)WorkbookParameterType.DropDown or (int)WorkbookParameterType.Options) && !(source.LinkValues.Count > 0 && parameter.Type == (int)WorkbookParameterType.Text))
                return null;
            if (node.TextOf("jsonData") is { } data && ParameterReference.Find(data).Any())
                return null;
            foreach (var choice in TypicalValues.StaticChoices(node))
                values.Add(choice);
            if (node["value"] is { Kind: JsonValueKind.String, Text: { } value })
                values.Add(value);
            foreach (var special in node["typeSettings"]?["additionalResourceOptions"]?.Items ?? [])
            {
                if (special.Text is { } text)
                    values.Add(text);
            }

            if (node["typeSettings"]?.TextOf("selectAllValue") is { } all)
                values.Add(all);
        }

        return values.Count == 0 ? null : values;
    }

    private static bool IsMultiple(string name, WorkbookNames names) =>
        names.Sources.TryGetValue(name, out var source) && source.Parameters.Exists(each => each.Parameter.Node["multiSelect"]?.Kind == JsonValueKind.True);

    private static bool Contradicts(Condition one, Condition other) => one.Parameter == other.Parameter
        && (one.IsEqual && other.IsEqual ? one.Value != other.Value : one.IsEqual != other.IsEqual && one.Value == other.Value);

    private static string Text(Condition condition) => (condition.IsEqual, condition.Value.Length) switch
    {
        (true, 0) => "is empty",
        (false, 0) => "is not empty",
        (true, _) => $"is '{condition.Value}'",
        _ => $"is not '{condition.Value}'",
    };

    private static IEnumerable<Condition> Conditions(JsonElementNode item)
    {
        var nodes = new[] { item["conditionalVisibility"] }.Concat(item["conditionalVisibilities"]?.Items ?? []);
        foreach (var node in nodes)
        {
            if (node?.TextOf("parameterName") is { Length: > 0 } name && node.TextOf("comparison") is { } comparison and ("isEqualTo" or "isNotEqualTo"))
                yield return new Condition(name, comparison == "isEqualTo", node["value"]?.Text ?? "", node);
        }
    }
}
