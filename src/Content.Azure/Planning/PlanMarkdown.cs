using System.Text;
using Content.Azure.Resources;

namespace Content.Azure.Planning;

/// <summary>Plans as Markdown for a pull request.</summary>
public static class PlanMarkdown
{
    /// <summary>The text of a plan: a table of what happens, and the differences to fold out.</summary>
    public static string Write(Plan plan)
    {
        var text = new StringBuilder();
        text.Append("## Plan for ").Append(Markup.Cell(plan.Target.Environment)).Append("\n\n").Append(PlanText.Summary(plan)).Append('\n');
        var shown = plan.Items.Where(item => item.Action != PlanAction.Unchanged).ToArray();
        if (shown.Length == 0)
            return text.ToString();
        text.Append("\n| Action | Kind | Name | File |\n|---|---|---|---|\n");
        foreach (var item in shown)
        {
            text.Append("| ").Append(item.Action == PlanAction.Conflicting ? "**conflicting**" : item.Adopts ? "take over" : PlanJson.Word(item.Action)).Append(item.Drifted ? " (drifted)" : "")
                .Append(" | ").Append(item.Key.Kind.Title()).Append(" | ").Append(Markup.Cell(item.DisplayName)).Append(" | ").Append(Markup.Cell(item.Path)).Append(" |\n");
        }

        foreach (var item in shown.Where(item => item.Conflict is not null || !item.Changes.IsEmpty || !item.Rows.IsEmpty || !item.Notes.IsEmpty))
            Details(item, text);
        return text.ToString();
    }

    private static void Details(PlanItem item, StringBuilder text)
    {
        text.Append("\n<details><summary>").Append(Markup.Html(item.Key.Kind.Title())).Append(' ').Append(Markup.Html(item.DisplayName)).Append("</summary>\n\n");
        if (item.Conflict is not null)
            text.Append("Conflict: ").Append(Markup.Html(item.Conflict)).Append(".\n\n");
        foreach (var note in item.Notes)
            text.Append("- ").Append(Markup.Html(note)).Append('\n');
        if (!item.Notes.IsEmpty)
            text.Append('\n');
        var lines = new List<string>();
        foreach (var change in item.Changes)
        {
            var (before, after) = (JsonText.Text(change.Before) ?? PlanText.Value(change.Before), JsonText.Text(change.After) ?? PlanText.Value(change.After));
            lines.Add($"@@ {change.Field} @@");
            lines.AddRange(LineDiff.Compare(before, after).Select(line => line.Mark == '@' ? $"  … {line.Text}" : $"{line.Mark} {line.Text}"));
        }

        foreach (var row in item.Rows)
        {
            if (row.Before is not null)
                lines.Add($"- {PlanText.Value(row.Before)}");
            if (row.After is not null)
                lines.Add($"+ {PlanText.Value(row.After)}");
        }

        if (lines.Count > 0)
            text.Append(Markup.Diff(lines));

        text.Append("\n</details>\n");
    }
}
