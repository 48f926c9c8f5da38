using System.Globalization;
using System.Text;

namespace Content.Testing.Simulation;

/// <summary>The alerts and incidents of a scenario as text: what a snapshot keeps. Times are relative to the start of the case.</summary>
public static class ScenarioText
{
    /// <summary>The text, lines divided by LF, without a line break at its end.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="start">What <c>t</c> means, in UTC.</param>
    public static string Of(Scenario scenario, DateTime start)
    {
        var text = new StringBuilder();
        foreach (var alert in scenario.Alerts)
        {
            text.Append(CultureInfo.InvariantCulture, $"alert {alert.Number}: run {At(alert.Run, start)}, raised {At(alert.Raised, start)}, {alert.Severity}, {OneLine(alert.Title)}\n");
            text.Append(CultureInfo.InvariantCulture, $"  events {alert.Rows.Length}, {At(alert.StartTime, start)} to {At(alert.EndTime, start)}\n");
            Lines(text, "tactics", alert.Tactics);
            Lines(text, "techniques", alert.Techniques);
            Each(text, "entity", alert.Entities.Select(entity => entity.ToString()));
            Each(text, "detail", alert.CustomDetails.Select(detail => $"{detail.Key} = {string.Join(", ", detail.Values)}"));
            Each(text, "property", alert.Properties.Select(property => $"{property.Key} = {property.Value}"));
            Each(text, "note", alert.Notes);
        }

        foreach (var incident in scenario.Incidents)
        {
            text.Append(CultureInfo.InvariantCulture, $"incident {incident.Number}: created {At(incident.Created, start)}, {incident.Severity}, {incident.Status}, {OneLine(incident.Title)}\n");
            text.Append(CultureInfo.InvariantCulture, $"  alerts {string.Join(", ", incident.Alerts.Select(alert => alert.Number))}\n");
            Lines(text, "tags", incident.Labels);
            Lines(text, "owner", incident.Owner.Length > 0 ? [incident.Owner] : []);
            Lines(text, "classification", incident.Classification.Length > 0 ? [incident.Classification] : []);
            Each(text, "task", incident.Tasks.Select(task => task.Title));
            Each(text, "event", incident.History.Select(item => $"{At(item.At, start)} {item.Actor}: {item.What}"));
            Each(text, "note", incident.Notes);
        }

        foreach (var item in scenario.Automation)
            text.Append(CultureInfo.InvariantCulture, $"automation {At(item.At, start)} {item.Rule}: {OneLine(item.What)}\n");
        return text.Length == 0 ? "silence" : text.ToString().TrimEnd('\n');
    }

    /// <summary>A time relative to another: <c>t</c>, <c>t+1h5m</c>, <c>t-2d</c>.</summary>
    public static string At(DateTime time, DateTime start)
    {
        var offset = time - start;
        if (offset == TimeSpan.Zero)
            return "t";
        var text = new StringBuilder(offset < TimeSpan.Zero ? "t-" : "t+");
        offset = offset.Duration();
        Append(offset.Days, "d");
        Append(offset.Hours, "h");
        Append(offset.Minutes, "m");
        var seconds = (decimal)(offset.Ticks % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond;
        if (seconds != 0)
            text.Append(CultureInfo.InvariantCulture, $"{seconds:0.#######}s");
        return text.ToString();

        void Append(int count, string unit)
        {
            if (count != 0)
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
        }
    }

    private static void Lines(StringBuilder text, string what, IReadOnlyCollection<string> values)
    {
        if (values.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"  {what} {string.Join(", ", values.Select(OneLine))}\n");
    }

    private static void Each(StringBuilder text, string what, IEnumerable<string> values)
    {
        foreach (var value in values)
            text.Append(CultureInfo.InvariantCulture, $"  {what} {OneLine(value)}\n");
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
