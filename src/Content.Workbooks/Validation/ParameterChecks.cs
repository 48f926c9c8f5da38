using System.Text.Json;
using Content.Diagnostics;
using Content.Model.Json;
using Content.Workbooks.Parameters;

namespace Content.Workbooks.Validation;

/// <summary>Looks at how parameters depend on each other and who uses them.</summary>
internal static class ParameterChecks
{
    public static void Look(WorkbookDocument document, WorkbookNames names, WorkbookFindings findings)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        if (document.Root is { } root)
            Uses(root, used);
        foreach (var step in names.Steps)
            Step(step, names, findings);
        foreach (var (name, source) in names.Sources)
        {
            // What a resource picker or a time range selects takes effect without being named.
            if (!used.Contains(name) && source.Parameters is [var (parameter, _, _), ..] && parameter.Type is (int)WorkbookParameterType.Text or (int)WorkbookParameterType.DropDown or (int)WorkbookParameterType.Options)
                findings.Hint(WorkbookCodes.UnusedParameter, parameter.Node["name"]!, $"Nothing uses the parameter '{name}'.", "Remove it, or use it.");
        }

        Cycles(names, findings);
    }

    private static void Step(WorkbookStep step, WorkbookNames names, WorkbookFindings findings)
    {
        if (step.Item.Content is not { } content)
            return;
        switch (step.Item.Type)
        {
            case WorkbookItemType.Query:
                Text(content["query"], IsKql(content), step.Order, int.MaxValue, null, names, findings);
                Text(content["title"], false, step.Order, int.MaxValue, null, names, findings);
                break;
            case WorkbookItemType.Text:
                Text(content["json"], false, step.Order, int.MaxValue, null, names, findings);
                break;
            case WorkbookItemType.Parameters:
                var position = 0;
                foreach (var parameter in content["parameters"]?.Items ?? [])
                    Text(parameter["query"], IsKql(parameter), step.Order, position++, parameter.TextOf("name"), names, findings);
                break;
        }
    }

    private static bool IsKql(JsonElementNode content) => (content.NumberOf("queryType") ?? 0) is 0 or 1;

    private static void Text(JsonElementNode? text, bool isKql, int order, int position, string? self, WorkbookNames names, WorkbookFindings findings)
    {
        if (text is not { Kind: JsonValueKind.String, Text: { } content })
            return;
        foreach (var reference in ParameterReference.Find(content))
        {
            var span = new TextSpan(reference.Start, reference.Length);
            if (!names.Sources.TryGetValue(reference.Name, out var source))
            {
                var meant = NameSuggestion.Find(reference.Name, names.Sources.Keys);
                // In a text, and in KQL that builds JSON, braces may be meant as they stand.
                if (meant is not null || isKql && reference.Format is null)
                {
                    findings.WarningIn(WorkbookCodes.UndefinedParameter, text, span, $"No parameter '{reference.Name}' is declared, so this stays as it is written." + (meant is null ? "" : $" Did you mean '{meant}'?"),
                        "Declare it, or refer to one that is.");
                }
            }
            else if (reference.Name != self && source.Parameters.Count > 0 && !source.IsExported && source.LinkValues.Count == 0
                && source.Parameters.TrueForAll(each => each.Parameter.Node["isGlobal"]?.Kind != JsonValueKind.True && (each.Order > order || each.Order == order && each.Position > position)))
            {
                findings.WarningIn(WorkbookCodes.UsedBeforeDeclared, text, span, $"The parameter '{reference.Name}' is declared further down, so it has no value here.", "Move its declaration above this step, or make it global.");
            }
        }
    }

    // Who waits for whom, by queries and criteria.
    private static void Cycles(WorkbookNames names, WorkbookFindings findings)
    {
        var state = new Dictionary<string, int>(StringComparer.Ordinal);
        var path = new List<string>();
        foreach (var name in names.Sources.Keys)
            Visit(name);

        void Visit(string name)
        {
            if (state.TryGetValue(name, out var known))
            {
                if (known == 1)
                {
                    var node = names.Sources[name].Parameters[0].Parameter.Node;
                    findings.Error(WorkbookCodes.ParameterCycle, node["name"]!, $"The value of '{name}' depends on itself: {string.Join(" → ", path[path.IndexOf(name)..])} → {name}.", "Neither ever gets a value: break the circle.");
                }

                return;
            }

            state[name] = 1;
            path.Add(name);
            foreach (var (parameter, _, _) in names.Sources[name].Parameters)
            {
                foreach (var other in References(parameter.Node).Where(names.Sources.ContainsKey).Where(other => names.Sources[other].Parameters.Count > 0).Distinct().ToArray())
                    Visit(other);
            }

            path.RemoveAt(path.Count - 1);
            state[name] = 2;
        }
    }

    private static IEnumerable<string> References(JsonElementNode parameter) =>
        parameter.TextOf("query") is { } query ? ParameterReference.Find(query).Select(reference => reference.Name) : [];

    // Every name that stands in braces or as a value: settings name parameters in many keys.
    private static void Uses(JsonElementNode node, HashSet<string> used)
    {
        if (node is { Kind: JsonValueKind.String, Text: { Length: > 0 } text })
        {
            foreach (var reference in ParameterReference.Find(text))
                used.Add(reference.Name);
        }

        foreach (var property in node.Properties)
        {
            if (property.Key is "parameterName" or "timeContextFromParameter" or "leftOperand" or "rightVal" or "cellValue" or "source" && property.Value.Text is { } name)
                used.Add(name);
            Uses(property.Value, used);
        }

        foreach (var item in node.Items)
            Uses(item, used);
    }
}
