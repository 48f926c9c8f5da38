using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Content.Diagnostics;
using Content.Model.Json;

namespace Content.Workbooks.Parameters;

/// <summary>
/// Values that a parameter typically has, so that queries can be looked at without anyone choosing: what is written in the workbook (value,
/// values to choose from, results of criteria), otherwise what its type suggests.
/// </summary>
internal sealed class TypicalValues
{
    // A fixed day: the same workbook is always looked at with the same values.
    private const string Start = "2026-03-01T00:00:00.000Z";
    private const string End = "2026-03-02T00:00:00.000Z";
    private const string SampleId = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/sample/providers/Microsoft.OperationalInsights/workspaces/sample";
    private const int MaximumOfEach = 4;

    private readonly WorkbookParameter? _parameter;

    private TypicalValues(WorkbookParameter? parameter, ImmutableArray<string> values)
    {
        _parameter = parameter;
        Values = values;
    }

    /// <summary>The values, before quotes and delimiters; one at least. A text of which nothing is known is taken for a word, a number, nothing and a quoted word.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>The values of a declared parameter.</summary>
    public static TypicalValues Of(WorkbookParameter parameter)
    {
        var values = new List<string>();
        void Add(string? value)
        {
            if (value is not null && values.Count < MaximumOfEach && !values.Contains(value) && !value.StartsWith("value::", StringComparison.Ordinal))
                values.Add(value);
        }

        var node = parameter.Node;
        switch ((WorkbookParameterType)parameter.Type)
        {
            case WorkbookParameterType.Time:
                values.Add("");
                break;
            case WorkbookParameterType.Resource or WorkbookParameterType.Subscription:
                values.Add(SampleId);
                break;
            default:
                AddText(node["value"], Add);
                foreach (var choice in StaticChoices(node))
                    Add(choice);
                foreach (var criterion in node["criteriaData"]?.Items ?? [])
                {
                    if (criterion["criteriaContext"] is { } context && context.TextOf("resultValType") is null or "static")
                        Add(criterion["criteriaContext"]?.TextOf("resultVal"));
                }

                Add(AllValue(node));
                break;
        }

        if (values.Count == 0)
            values.AddRange(parameter.Type == (int)WorkbookParameterType.Text ? Unknown : ["value", "1"]);
        else if (values.TrueForAll(value => value.Length == 0 || value == AllValue(node)) && parameter.Type != (int)WorkbookParameterType.Time)
            values.Add("value");
        if (node["isRequired"]?.Kind != JsonValueKind.True && !values.Contains(""))
            values.Add("");
        return new TypicalValues(parameter, [.. values]);
    }

    /// <summary>Values of a parameter that is set by a selection, a tab or a link.</summary>
    /// <param name="known">Those that are written down.</param>
    public static TypicalValues OfExport(IEnumerable<string> known) => new(null, known.Take(MaximumOfEach).ToImmutableArray() is { IsEmpty: false } some ? some : Unknown);

    private static ImmutableArray<string> Unknown { get; } = ["value", "1", "", "'value'"];

    /// <summary>The text that stands for a reference in a query.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="index">Which of the values.</param>
    public string InQuery(ParameterReference reference, int index)
    {
        var format = reference.Format?.ToLowerInvariant();
        if (_parameter?.Type == (int)WorkbookParameterType.Time)
        {
            return format switch
            {
                "start" => $"datetime({Start})", "end" => $"datetime({End})", "grain" => "30m", "label" => "Last 24 hours", "seconds" => "86400",
                "startiso" => Start, "endiso" => End, "startdateiso" => Start[..10], "enddateiso" => End[..10], "durationiso" => "P1D",
                _ => " > ago(1d)",
            };
        }

        var value = Values[Math.Min(index, Values.Length - 1)];
        switch (format)
        {
            case "escape":
                return Uri.EscapeDataString(value);
            case "base64":
                return Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
            case "label" or "name" or "resourcegroup" or "escapejson":
                return value;
        }

        // What stands for all is put in as it is written.
        if (_parameter?.Node["multiSelect"]?.Kind != JsonValueKind.True || value.Length == 0 || value == AllValue(_parameter.Node))
            return value;
        var quote = _parameter.Node.TextOf("quote") ?? "";
        return quote + value + quote;
    }

    /// <summary>The values to choose from that are written in the workbook.</summary>
    public static IEnumerable<string> StaticChoices(JsonElementNode parameter)
    {
        if (parameter["jsonData"] is not { Kind: JsonValueKind.String } data || JsonElementNode.ParseText(data, out _) is not { Kind: JsonValueKind.Array } list)
            yield break;
        foreach (var item in list.Items)
        {
            var value = item.Kind == JsonValueKind.Object ? item["value"] : item;
            if (value?.Text is { } text)
                yield return text;
        }
    }

    private static string? AllValue(JsonElementNode parameter) => parameter["typeSettings"]?.TextOf("selectAllValue");

    private static void AddText(JsonElementNode? value, Action<string?> add)
    {
        switch (value?.Kind)
        {
            case JsonValueKind.String or JsonValueKind.Number:
                add(value.Text);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.Items)
                    add(item.Text);
                break;
        }
    }
}
