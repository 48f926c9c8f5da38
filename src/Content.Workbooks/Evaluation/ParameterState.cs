using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Content.Model.Json;

namespace Content.Workbooks.Evaluation;

/// <summary>A parameter with its value at a place of the workbook, which texts refer to. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">What it holds; null when it has no value.</param>
internal sealed record ParameterState(string Name, WorkbookParameterType Type, ParameterValue? Value)
{
    public const string All = "value::all";
    private const string Special = "value::";

    /// <summary>What may be chosen; <c>value::all</c> stands for all of them.</summary>
    public ImmutableArray<ParameterChoice> Choices { get; init; } = [];
    public bool IsMultiple { get; init; }
    public string Quote { get; init; } = "";
    public string Delimiter { get; init; } = ",";
    /// <summary>What takes the place of the list when all are chosen; null for the list itself.</summary>
    public string? AllValue { get; init; }
    public bool IsRequired { get; init; }

    public static ParameterState Of(WorkbookParameter parameter, ParameterValue? value, ImmutableArray<ParameterChoice> choices)
    {
        var node = parameter.Node;
        return new ParameterState(parameter.Name, Enum.IsDefined((WorkbookParameterType)parameter.Type) ? (WorkbookParameterType)parameter.Type : WorkbookParameterType.Text, value)
        {
            Choices = choices,
            IsMultiple = node["multiSelect"]?.Kind == JsonValueKind.True || parameter.Type == (int)WorkbookParameterType.MultiValue,
            Quote = node.TextOf("quote") ?? "",
            Delimiter = node.TextOf("delimiter") ?? ",",
            AllValue = node["typeSettings"]?.TextOf("selectAllValue"),
            IsRequired = node["isRequired"]?.Kind == JsonValueKind.True,
        };
    }

    /// <summary>
    /// What stands for all, as queries get it: in quotes like any other value, since workbooks ask <c>'*' in ({P})</c>; nothing, and the list <c>[]</c> of the
    /// documentation, are put in as they are.
    /// </summary>
    private static string AllInQuotes(string all, string quote) => all.Length == 0 || all.StartsWith('[') ? all : quote + all + quote;

    /// <summary>True for a value that stands for choices, such as all of them.</summary>
    public static bool IsSpecial(string value) => value.StartsWith(Special, StringComparison.Ordinal);

    /// <summary>True when nothing was chosen or written.</summary>
    public bool IsEmpty => Value switch { null => true, ListValue list => list.Values.All(string.IsNullOrEmpty), _ => false };

    /// <summary>The values without quotes, those that stand for choices put in.</summary>
    public IEnumerable<string> Values
    {
        get
        {
            foreach (var value in Value is ListValue list ? list.Values : [])
            {
                if (!IsSpecial(value))
                    yield return value;
                else
                {
                    var plain = Choices.Where(choice => !IsSpecial(choice.Value)).Select(choice => choice.Value);
                    foreach (var choice in int.TryParse(value.AsSpan(Special.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? plain.Take(count) : value == All ? plain : [])
                        yield return choice;
                }
            }
        }
    }

    /// <summary>The text that stands for a reference.</summary>
    /// <param name="format">What stands behind the colon; null without one. An unknown one counts as none.</param>
    /// <param name="inQuery">True in a query: a time range is a condition there and a label in texts.</param>
    /// <param name="now">The end of ranges that end now.</param>
    public string Text(string? format, bool inQuery, DateTime now)
    {
        if (Value is TimeRangeValue range)
            return TimeText(range, format?.ToLowerInvariant(), inQuery, now);
        if (Value is null)
            return "";
        if (format is not null && format.StartsWith('$'))
            return ValueText.TryParse(Raw, out var json) ? JsonPath.Select(json, format) switch { [] => "", [var one] => ValueText.Of(one), var many => ValueText.Json(many.ToArray()) } : "";
        return format?.ToLowerInvariant() switch
        {
            "label" => string.Join(", ", Labels),
            "escape" => Uri.EscapeDataString(Raw),
            "escapejson" => JsonEncodedText.Encode(Raw, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Raw)),
            "name" or "grid" => string.Join(", ", Values.Select(LastPart)),
            "resourcegroup" => string.Join(", ", Values.Select(value => Part(value, "resourceGroups")).Distinct(StringComparer.OrdinalIgnoreCase)),
            "resourcetype" => string.Join(", ", Values.Select(ResourceType).Distinct(StringComparer.OrdinalIgnoreCase)),
            "subscription" or "subscriptionid" => string.Join(", ", Values.Select(value => Part(value, "subscriptions")).Distinct(StringComparer.OrdinalIgnoreCase)),
            "subid" => string.Join(",", Values.Select(value => $"'{Part(value, "subscriptions")}'").Distinct(StringComparer.OrdinalIgnoreCase)),
            null or "value" => Raw,
            // A misspelt format gives the plain value; published workbooks compare it with what stands for all.
            _ => HasAllValue ? AllValue! : Raw,
        };
    }

    /// <summary>The text that conditions compare: the value, several joined without quotes.</summary>
    public string Plain => Value is TimeRangeValue range ? ((long)range.Duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) : HasAllValue ? AllValue! : IsMultiple ? string.Join(Delimiter, Values) : Raw;

    private bool HasAllValue => AllValue is not null && Value is ListValue list && list.Values.Contains(All);

    private string Raw => HasAllValue ? AllInQuotes(AllValue!, IsMultiple ? Quote : "") : IsMultiple ? string.Join(Delimiter, Values.Select(value => Quote + value + Quote)) : string.Join(Delimiter, Values);

    private IEnumerable<string> Labels => Value is ListValue list
        ? list.Values.Select(value => Choices.FirstOrDefault(choice => choice.Value == value)?.Label ?? (value == All ? "All" : value))
        : [];

    private static string TimeText(TimeRangeValue range, string? format, bool inQuery, DateTime now)
    {
        var (start, end) = TimeRanges.Of(range, now);
        return format switch
        {
            "label" => TimeRanges.Label(range),
            "query" or "value" => TimeRanges.Query(range),
            "start" => inQuery ? TimeRanges.Literal(start) : TimeRanges.Readable(start),
            "end" => inQuery ? TimeRanges.Literal(end) : TimeRanges.Readable(end),
            "grain" => TimeRanges.Literal(TimeRanges.Grain(range.Duration)),
            "startiso" => TimeRanges.Iso(start),
            "endiso" => TimeRanges.Iso(end),
            "startdateiso" => TimeRanges.Iso(start)[..10],
            "enddateiso" => TimeRanges.Iso(end)[..10],
            "durationiso" => TimeRanges.IsoDuration(range.Duration),
            "seconds" => ((long)range.Duration.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            _ => inQuery ? TimeRanges.Query(range) : TimeRanges.Label(range),
        };
    }

    private static string LastPart(string id) => id[(id.TrimEnd('/').LastIndexOf('/') + 1)..];

    // What stands behind a key of a resource's id: /subscriptions/ID/resourceGroups/GROUP/providers/….
    private static string Part(string id, string key)
    {
        var parts = id.Split('/');
        var index = Array.FindIndex(parts, part => part.Equals(key, StringComparison.OrdinalIgnoreCase));
        return index >= 0 && index + 1 < parts.Length ? parts[index + 1] : key == "subscriptions" && !id.Contains('/', StringComparison.Ordinal) ? id : "";
    }

    // providers/Microsoft.X/kind/NAME/sub/NAME: the provider and every second part.
    private static string ResourceType(string id)
    {
        var parts = id.Split('/');
        var index = Array.FindLastIndex(parts, part => part.Equals("providers", StringComparison.OrdinalIgnoreCase));
        if (index < 0 || index + 2 >= parts.Length)
            return "";
        var type = new StringBuilder(parts[index + 1]);
        for (var i = index + 2; i < parts.Length; i += 2)
            type.Append('/').Append(parts[i]);
        return type.ToString().ToLowerInvariant();
    }
}
