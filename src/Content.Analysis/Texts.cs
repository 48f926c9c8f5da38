namespace Content.Analysis;

/// <summary>Texts of messages.</summary>
internal static class Texts
{
    /// <summary>Names with commas between them, at most so many; the rest is counted.</summary>
    public static string List(IEnumerable<string> names, int limit)
    {
        var all = names.ToList();
        return all.Count == 0 ? "nothing" : all.Count <= limit ? string.Join(", ", all) : string.Join(", ", all.Take(limit)) + $" and {all.Count - limit} more";
    }

    /// <summary>A question with the name that was probably meant, with a blank before it; empty when none is near.</summary>
    public static string DidYouMean(string name, IEnumerable<string> candidates) =>
        Content.Diagnostics.NameSuggestion.Find(name, candidates) is { } meant ? $" Did you mean '{meant}'?" : "";

    /// <summary>A duration in one or two units: <c>14 days</c>, <c>1 hour 30 minutes</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        var parts = new List<string>();
        Add(duration.Days, "day");
        Add(duration.Hours, "hour");
        Add(duration.Minutes, "minute");
        Add(duration.Seconds, "second");
        return parts.Count == 0 ? "0 minutes" : string.Join(' ', parts);

        void Add(int count, string unit)
        {
            if (count != 0)
                parts.Add($"{count} {unit}{(Math.Abs(count) == 1 ? "" : "s")}");
        }
    }
}
