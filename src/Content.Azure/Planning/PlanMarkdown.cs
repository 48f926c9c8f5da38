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
        text.Append("## Plan for ").Append(Cell(plan.Target.Environment)).Append("\n\n").Append(PlanText.Summary(plan)).Append('\n');
        var shown = plan.Items.Where(item => item.Action != PlanAction.Unchanged).ToArray();
        if (shown.Length == 0)
            return text.ToString();
        text.Append("\n| Action | Kind | Name | File |\n|---|---|---|---|\n");
        foreach (var item in shown)
        {
            text.Append("| ").Append(item.Action == PlanAction.Conflicting ? "**conflicting**" : item.Adopts ? "take over" : PlanJson.Word(item.Action)).Append(item.Drifted ? " (drifted)" : "")
                .Append(" | ").Append(item.Key.Kind.Title()).Append(" | ").Append(Cell(item.DisplayName)).Append(" | ").Append(Cell(item.Path)).Append(" |\n");
        }

        foreach (var item in shown.Where(item => item.Conflict is not null || !item.Changes.IsEmpty || !item.Rows.IsEmpty || !item.Notes.IsEmpty))
            Details(item, text);
        return text.ToString();
    }

    private static void Details(PlanItem item, StringBuilder text)
    {
        text.Append("\n<details><summary>").Append(Html(item.Key.Kind.Title())).Append(' ').Append(Html(item.DisplayName)).Append("</summary>\n\n");
        if (item.Conflict is not null)
            text.Append("Conflict: ").Append(Html(item.Conflict)).Append(".\n\n");
        foreach (var note in item.Notes)
            text.Append("- ").Append(Html(note)).Append('\n');
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
        {
            // A fence longer than any run of backticks inside: queries may hold some.
            var fence = new string('`', Math.Max(3, lines.Max(LongestRun) + 1));
            text.Append(fence).Append("diff\n").AppendJoin('\n', lines).Append('\n').Append(fence).Append('\n');
        }

        text.Append("\n</details>\n");
    }

    private static int LongestRun(string line)
    {
        int longest = 0, run = 0;
        foreach (var c in line)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static string Cell(string text) => Html(text).Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');

    private static string Html(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
