using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Content.Model.Json;

namespace Content.Workbooks.Evaluation;

/// <summary>What a parameter lets choose, and which of it is chosen at first.</summary>
/// <param name="Items">The choices, those that stand for several first.</param>
/// <param name="Selected">Values that the list itself marks as chosen.</param>
internal sealed record ParameterChoices(ImmutableArray<ParameterChoice> Items, ImmutableArray<string> Selected)
{
    /// <summary>Choices that a list has at most; the portal cuts longer ones.</summary>
    public const int Limit = 1_000;

    private static readonly int[] TimeRangesOffered = [5, 15, 30, 60, 240, 720, 1_440, 2_880, 4_320, 10_080, 20_160, 43_200];

    public static ParameterChoices None { get; } = new([], []);

    /// <summary>The first four columns are value, label, selected and group, whatever they are called.</summary>
    public static ParameterChoices Of(WorkbookTable table)
    {
        var items = new Dictionary<string, ParameterChoice>(StringComparer.Ordinal);
        var selected = ImmutableArray.CreateBuilder<string>();
        foreach (var row in table.Rows)
        {
            if (items.Count >= Limit)
                break;
            var value = ValueText.Of(row.Length > 0 ? row[0] : null);
            if (value.Length == 0)
                continue;
            var label = row.Length > 1 ? ValueText.Of(row[1]) : "";
            var group = row.Length > 3 ? ValueText.Of(row[3]) : "";
            if (items.TryAdd(value, new ParameterChoice(value, label.Length > 0 ? label : value, group.Length > 0 ? group : null)) && row.Length > 2 && IsTrue(row[2]))
                selected.Add(value);
        }

        return new ParameterChoices([.. items.Values], selected.ToImmutable());
    }

    /// <summary>Texts, or objects with value, label, selected and group.</summary>
    public static ParameterChoices Of(object? json)
    {
        if (json is not object?[] list)
            return None;
        return Of(new WorkbookTable([], [.. list.Take(Limit * 2).Select(item => item is IReadOnlyDictionary<string, object?> bag
            ? new[] { bag.GetValueOrDefault("value"), bag.GetValueOrDefault("label"), bag.GetValueOrDefault("selected"), bag.GetValueOrDefault("group") } : [item])]));
    }

    /// <summary>With what stands for several: all, any one, any three.</summary>
    public ParameterChoices With(JsonElementNode parameter)
    {
        var settings = parameter["typeSettings"];
        var special = new List<ParameterChoice>();
        foreach (var option in settings?["additionalResourceOptions"] is { Kind: JsonValueKind.Array } options ? options.Items : [])
        {
            if (option.Text is { } value && LabelOf(value) is { } label && !special.Exists(each => each.Value == value))
                special.Add(new ParameterChoice(value, label, null));
        }

        if (settings?["includeAll"]?.Kind == JsonValueKind.True && !special.Exists(each => each.Value == ParameterState.All))
            special.Add(new ParameterChoice(ParameterState.All, "All", null));
        return special.Count == 0 ? this : this with { Items = [.. special, .. Items] };
    }

    /// <summary>The time ranges that a parameter offers.</summary>
    public static ImmutableArray<ParameterChoice> OfTime(JsonElementNode parameter)
    {
        var own = new List<long>();
        foreach (var each in parameter["typeSettings"]?["selectableValues"] is { Kind: JsonValueKind.Array } list ? list.Items : [])
        {
            if (TimeOf(each) is { } range)
                own.Add((long)range.Duration.TotalMilliseconds);
        }

        return [.. (own.Count > 0 ? own : TimeRangesOffered.Select(minutes => minutes * 60_000L)).Distinct().Select(milliseconds =>
            new ParameterChoice(milliseconds.ToString(CultureInfo.InvariantCulture), TimeRanges.Label(new TimeRangeValue(TimeSpan.FromMilliseconds(milliseconds), null)), null))];
    }

    /// <summary>The time range that <c>durationMs</c> and <c>endTime</c> tell; null when there is none.</summary>
    public static TimeRangeValue? TimeOf(JsonElementNode? node)
    {
        if (node?["durationMs"] is not { Text: { } text } || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            || !(milliseconds >= 0) || milliseconds > TimeSpan.MaxValue.TotalMilliseconds / 2)
            return null;
        DateTime? end = node.TextOf("endTime") is { } written && DateTime.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null;
        return new TimeRangeValue(TimeSpan.FromMilliseconds(milliseconds), end);
    }

    /// <summary>The values that hold at first: those written, the default, those the list marks.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="isMultiple">Whether several may be chosen.</param>
    public ParameterValue? Initial(JsonElementNode parameter, bool isMultiple)
    {
        foreach (var written in new[] { parameter["value"], parameter["defaultValue"] })
        {
            if (Keep(Texts(written), isMultiple) is { } kept)
                return kept;
        }

        return Keep(Selected, isMultiple);
    }

    /// <summary>Those of some values that can be chosen; null when none can.</summary>
    public ParameterValue? Keep(IEnumerable<string> values, bool isMultiple)
    {
        var known = Items.Select(choice => choice.Value).ToHashSet(StringComparer.Ordinal);
        var kept = new List<string>();
        foreach (var value in values)
        {
            if (value == ParameterState.All ? Items.Any(choice => !ParameterState.IsSpecial(choice.Value)) || known.Contains(value) : known.Contains(value))
                kept.Add(value);
            // The first few of the list, as a default says: they become the choice itself.
            else if (LabelOf(value) is not null && int.TryParse(value.AsSpan("value::".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                kept.AddRange(Items.Where(choice => !ParameterState.IsSpecial(choice.Value)).Take(count).Select(choice => choice.Value));
        }

        return kept.Count == 0 ? null : new ListValue([.. isMultiple ? kept.Distinct(StringComparer.Ordinal) : kept.Take(1)]);
    }

    /// <summary>A text, number or list of them.</summary>
    public static IEnumerable<string> Texts(JsonElementNode? node) => node?.Kind switch
    {
        JsonValueKind.String or JsonValueKind.Number => [node.Text!],
        JsonValueKind.Array => node.Items.Take(Limit).SelectMany(Texts),
        JsonValueKind.Object when node["value"] is { } inner => Texts(inner),
        _ => [],
    };

    private static string? LabelOf(string value) => value switch
    {
        ParameterState.All => "All",
        "value::1" => "Any one",
        "value::3" => "Any three",
        "value::5" => "Any five",
        "value::10" => "Any ten",
        "value::50" => "Any 50",
        "value::100" => "Any 100",
        _ => null,
    };

    private static bool IsTrue(object? value) => value switch { bool flag => flag, long number => number != 0, int number => number != 0, string text => text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "1", _ => false };
}
