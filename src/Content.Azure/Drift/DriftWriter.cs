using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Content.Azure.Planning;
using Content.Azure.Resources;

namespace Content.Azure.Drift;

/// <summary>Drift as text for a terminal, as JSON and as Markdown.</summary>
public static class DriftWriter
{
    private const int Version = 1;

    /// <summary>The lines for a terminal.</summary>
    public static ImmutableArray<PlanLine> Text(DriftReport report)
    {
        var lines = ImmutableArray.CreateBuilder<PlanLine>();
        lines.Add(new PlanLine(PlanLineKind.Plain, $"Drift of {report.Target.Environment}: {report.Target.WorkspaceId}"));
        foreach (var item in report.Items.Where(item => item.HasDrift))
        {
            lines.Add(new PlanLine(PlanLineKind.Plain, ""));
            var isDeleted = item.Changes.Any(change => change.Field == DriftReport.Deleted);
            lines.Add(new PlanLine(isDeleted ? PlanLineKind.Removed : PlanLineKind.Changed, $"{(isDeleted ? "- deleted" : "~ changed")} {Title(item)}{(item.Path.Length > 0 ? "  " + item.Path : "")}"));
            foreach (var change in item.Changes.Where(change => change.Accepted is null && change.Field != DriftReport.Deleted))
            {
                if (change.IsKnown)
                    lines.AddRange(PlanText.Lines(new FieldChange(change.Field, change.Deployed, change.Live), "    "));
                else
                    lines.Add(new PlanLine(PlanLineKind.Changed, $"    ~ {change.Field}: (as deployed) → {PlanText.Value(change.Live)}"));
            }
        }

        var accepted = report.Items.SelectMany(item => item.Changes.Where(change => change.Accepted is not null).Select(change => (Item: item, Change: change))).ToArray();
        if (accepted.Length > 0)
            lines.Add(new PlanLine(PlanLineKind.Plain, ""));
        foreach (var (item, change) in accepted)
            lines.Add(new PlanLine(PlanLineKind.Note, $"accepted: {Title(item)} {change.Field}: {change.Accepted}"));
        lines.Add(new PlanLine(PlanLineKind.Plain, ""));
        lines.Add(new PlanLine(PlanLineKind.Summary, Summary(report)));
        return lines.ToImmutable();
    }

    /// <summary>The counts in a line.</summary>
    public static string Summary(DriftReport report)
    {
        var drifted = report.Items.Count(item => item.HasDrift);
        var accepted = report.Items.Sum(item => item.Changes.Count(change => change.Accepted is not null));
        return $"{(drifted == 0 ? "No drift" : $"Drift: {drifted} of {report.Owned} deployed resources changed")}{(drifted == 0 ? $": {report.Owned} deployed resources are as deployed or accepted" : "")}"
            + $"{(accepted > 0 ? $", {accepted} {(accepted == 1 ? "change" : "changes")} accepted" : "")}.";
    }

    /// <summary>The report as JSON. The same report gives the same bytes.</summary>
    public static string Json(DriftReport report) => new JsonObject
    {
        ["format"] = "sentinel-content drift",
        ["version"] = Version,
        ["target"] = new JsonObject { ["environment"] = report.Target.Environment, ["resourceManager"] = report.Target.ResourceManager, ["workspaceId"] = report.Target.WorkspaceId },
        ["hasDrift"] = report.HasDrift,
        ["owned"] = report.Owned,
        ["items"] = new JsonArray([.. report.Items.Select(item => (JsonNode)new JsonObject
        {
            ["kind"] = item.Key.Kind.Word(),
            ["name"] = item.Key.Name,
            ["displayName"] = item.DisplayName,
            ["path"] = item.Path,
            ["hasDrift"] = item.HasDrift,
            ["changes"] = new JsonArray([.. item.Changes.Select(Json)]),
        })]),
        ["diagnostics"] = new JsonArray([.. report.Diagnostics.Select(diagnostic => (JsonNode)diagnostic.ToString())]),
    }.ToJsonString(JsonText.Indented) + "\n";

    /// <summary>The report as Markdown.</summary>
    public static string Markdown(DriftReport report)
    {
        var text = new StringBuilder();
        text.Append("## Drift of ").Append(Markup.Cell(report.Target.Environment)).Append("\n\n").Append(Summary(report)).Append('\n');
        var drifted = report.Items.Where(item => item.HasDrift).ToArray();
        if (drifted.Length > 0)
            text.Append("\n| Kind | Name | Changed | File |\n|---|---|---|---|\n");
        foreach (var item in drifted)
        {
            text.Append("| ").Append(item.Key.Kind.Title()).Append(" | ").Append(Markup.Cell(item.DisplayName)).Append(" | ")
                .Append(Markup.Cell(string.Join(", ", item.Changes.Where(change => change.Accepted is null).Select(change => change.Field)))).Append(" | ").Append(Markup.Cell(item.Path)).Append(" |\n");
        }

        foreach (var item in drifted)
        {
            var lines = new List<string>();
            foreach (var change in item.Changes.Where(change => change.Accepted is null && change.Field != DriftReport.Deleted))
            {
                lines.Add($"@@ {change.Field} @@");
                lines.AddRange(LineDiff.Compare(change.IsKnown ? Whole(change.Deployed) : "(as deployed)", Whole(change.Live)).Select(line => line.Mark == '@' ? $"  … {line.Text}" : $"{line.Mark} {line.Text}"));
            }

            if (lines.Count > 0)
                text.Append("\n<details><summary>").Append(Markup.Html($"{item.Key.Kind.Title()} {item.DisplayName}")).Append("</summary>\n\n").Append(Markup.Diff(lines)).Append("\n</details>\n");
        }

        foreach (var diagnostic in report.Diagnostics)
            text.Append("\n- ").Append(Markup.Html(diagnostic.ToString())).Append('\n');
        return text.ToString();
    }

    private static JsonNode Json(DriftChange change)
    {
        var node = new JsonObject { ["field"] = change.Field, ["live"] = change.Live?.DeepClone() };
        if (change.IsKnown)
            node["deployed"] = change.Deployed?.DeepClone();
        if (change.Accepted is not null)
            node["accepted"] = change.Accepted;
        return node;
    }

    private static string Whole(JsonNode? node) => JsonText.Text(node) ?? PlanText.Value(node);

    private static string Title(DriftItem item) => $"{item.Key.Kind.Title()} '{item.DisplayName}' ({item.Key.Name})";
}
