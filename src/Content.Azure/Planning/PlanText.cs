using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Resources;

namespace Content.Azure.Planning;

/// <summary>What a line of a plan's text is about; a console may give it a colour.</summary>
public enum PlanLineKind : byte
{
    /// <summary>Nothing in particular.</summary>
    Plain,
    /// <summary>Something that is added.</summary>
    Added,
    /// <summary>Something that is removed.</summary>
    Removed,
    /// <summary>Something that changes.</summary>
    Changed,
    /// <summary>Something in the way.</summary>
    Conflict,
    /// <summary>Something worth knowing.</summary>
    Note,
    /// <summary>The summary.</summary>
    Summary,
}

/// <summary>A line of a plan's text.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">The line.</param>
public readonly record struct PlanLine(PlanLineKind Kind, string Text);

/// <summary>Plans as text for a terminal.</summary>
public static class PlanText
{
    private const int MaxValue = 160;
    private const int MaxRows = 20;

    /// <summary>The lines of a plan. Unchanged resources are only counted.</summary>
    public static ImmutableArray<PlanLine> Write(Plan plan)
    {
        var lines = ImmutableArray.CreateBuilder<PlanLine>();
        lines.Add(new PlanLine(PlanLineKind.Plain, $"Plan for {plan.Target.Environment}: {plan.Target.WorkspaceId}"));
        foreach (var item in plan.Items.Where(item => item.Action != PlanAction.Unchanged))
        {
            lines.Add(new PlanLine(PlanLineKind.Plain, ""));
            Write(item, lines);
        }

        // What is left out or kept matters too where nothing changes, and is said once for all that share it.
        var quiet = plan.Items.Where(item => item.Action == PlanAction.Unchanged)
            .SelectMany(item => item.Notes.Select(note => (Note: note, Item: item))).GroupBy(pair => pair.Note, StringComparer.Ordinal).ToArray();
        if (quiet.Length > 0)
            lines.Add(new PlanLine(PlanLineKind.Plain, ""));
        foreach (var group in quiet)
            lines.Add(new PlanLine(PlanLineKind.Note, $"note: {string.Join(", ", group.Take(3).Select(pair => pair.Item.DisplayName))}{(group.Count() > 3 ? $" and {group.Count() - 3} more" : "")}: {group.Key}"));
        lines.Add(new PlanLine(PlanLineKind.Plain, ""));
        lines.Add(new PlanLine(PlanLineKind.Summary, Summary(plan)));
        return lines.ToImmutable();
    }

    /// <summary>The counts in a line.</summary>
    public static string Summary(Plan plan)
    {
        (PlanAction Action, string Words)[] counts =
        [
            (PlanAction.Create, "to create"), (PlanAction.Update, "to update"), (PlanAction.Delete, "to delete"), (PlanAction.Unchanged, "unchanged"),
            (PlanAction.Conflicting, "conflicting"), (PlanAction.Orphaned, "orphaned"),
        ];
        var parts = counts.Where(count => plan.Count(count.Action) > 0).Select(count => $"{plan.Count(count.Action)} {count.Words}").DefaultIfEmpty("nothing to deploy");
        return $"{(plan.HasDifferences ? "Plan" : "No changes")}: {string.Join(", ", parts)}.";
    }

    /// <summary>The lines of one difference.</summary>
    public static IEnumerable<PlanLine> Lines(FieldChange change, string indent)
    {
        var (before, after) = (JsonText.Text(change.Before), JsonText.Text(change.After));
        if (before?.Contains('\n', StringComparison.Ordinal) == true || after?.Contains('\n', StringComparison.Ordinal) == true)
        {
            yield return new PlanLine(PlanLineKind.Changed, $"{indent}~ {change.Field}:");
            foreach (var line in LineDiff.Compare(before ?? "", after ?? ""))
            {
                yield return new PlanLine(
                    line.Mark switch { '+' => PlanLineKind.Added, '-' => PlanLineKind.Removed, _ => PlanLineKind.Plain },
                    line.Mark == '@' ? $"{indent}    … {line.Text}" : $"{indent}    {line.Mark} {line.Text}");
            }

            yield break;
        }

        yield return new PlanLine(PlanLineKind.Changed, $"{indent}~ {change.Field}: {Value(change.Before)} → {Value(change.After)}");
    }

    /// <summary>A value in a line, shortened.</summary>
    public static string Value(JsonNode? node)
    {
        var text = node switch { null => "(none)", _ when JsonText.Text(node) is { } value => value.Length == 0 ? "(empty)" : value, _ => node.ToJsonString(JsonText.Compact) };
        return text.Length > MaxValue ? string.Concat(text.AsSpan(0, MaxValue), "…") : text;
    }

    private static void Write(PlanItem item, ImmutableArray<PlanLine>.Builder lines)
    {
        var (kind, mark) = item.Action switch
        {
            PlanAction.Create => (PlanLineKind.Added, "+ create"),
            PlanAction.Update => (PlanLineKind.Changed, item.Adopts ? "~ take over" : "~ update"),
            PlanAction.Delete => (PlanLineKind.Removed, "- delete"),
            PlanAction.Conflicting => (PlanLineKind.Conflict, "! conflict"),
            _ => (PlanLineKind.Note, "? orphaned"),
        };
        lines.Add(new PlanLine(kind, $"{mark} {item.Key.Kind.Title()} '{item.DisplayName}' ({item.Key.Name}){(item.Path.Length > 0 ? "  " + item.Path : "")}{(item.Wave > 0 ? $"  wave {item.Wave + 1}" : "")}"));
        if (item.Conflict is not null)
            lines.Add(new PlanLine(PlanLineKind.Conflict, $"    {item.Conflict}"));
        if (item.Drifted && item.Action is not PlanAction.Create)
            lines.Add(new PlanLine(PlanLineKind.Note, "    drifted: somebody changed it in the workspace since it was deployed"));
        foreach (var change in item.Changes)
            lines.AddRange(Lines(change, "    "));
        foreach (var row in item.Rows.Take(MaxRows))
            lines.Add(Row(row));
        if (item.Rows.Length > MaxRows)
            lines.Add(new PlanLine(PlanLineKind.Plain, $"    … {item.Rows.Length - MaxRows} more rows"));
        foreach (var note in item.Notes)
            lines.Add(new PlanLine(PlanLineKind.Note, $"    note: {note}"));
    }

    private static PlanLine Row(RowChange row) => (row.Before, row.After) switch
    {
        (null, { } after) => new PlanLine(PlanLineKind.Added, $"    + row {Value(after)}"),
        ({ } before, null) => new PlanLine(PlanLineKind.Removed, $"    - row {Value(before)}"),
        var (before, after) => new PlanLine(PlanLineKind.Changed, "    ~ row " + string.Join("; ", after!
            .Where(pair => (JsonText.Text(pair.Value) ?? "") != (JsonText.Text(before![pair.Key]) ?? ""))
            .Select(pair => $"{pair.Key}: {Value(before![pair.Key])} → {Value(pair.Value)}")) + $"  (was {Value(before)})"),
    };
}
