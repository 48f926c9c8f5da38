using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Content.Kql.Engine;

namespace Content.Azure.Planning;

/// <summary>What reports on a workspace have in common.</summary>
public static class ReportText
{
    /// <summary>An object as the text of a file: indented, with a line end behind it.</summary>
    public static string Json(JsonObject report) => report.ToJsonString(JsonText.Indented) + "\n";

    /// <summary>An array of what is made of each item.</summary>
    public static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> select) => [.. items.Select(select)];

    /// <summary>Appends a row of a Markdown table.</summary>
    public static void Row(StringBuilder text, params IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(Cell)).Append(" |\n");

    /// <summary>A text as it stands in Markdown, in a table or outside.</summary>
    public static string Cell(string text) => Markup.Cell(text);

    /// <summary>An instant, in UTC.</summary>
    public static string Instant(DateTime time) => QueryTime.Instant(time);

    /// <summary>A whole number.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage, with a decimal near the ends. It is 0% and 100% only when it is exactly so.</summary>
    internal static string Percent(double share)
    {
        const double Whole = 0.01;
        if (share is 0 or 1 || (share >= Whole && share <= 1 - Whole))
            return Text(share, "0");
        // What the decimal would round away is a bound.
        var text = Text(share, "0.0");
        return text switch { "0.0%" => "< 0.1%", "100.0%" => "> 99.9%", _ => text };

        static string Text(double share, string format) => (100 * share).ToString(format, CultureInfo.InvariantCulture) + "%";
    }

    internal static string? Instant(DateTime? time) => time is { } known ? QueryTime.Instant(known) : null;

    internal static string Days(int days) => days == 1 ? "the last day" : $"the last {days} days";

    internal static JsonObject Target(PlanTarget target) => new() { ["environment"] = target.Environment, ["resourceManager"] = target.ResourceManager, ["workspaceId"] = target.WorkspaceId };
}
