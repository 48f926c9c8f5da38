using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Content.Analysis;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Testing.Simulation;

/// <summary>
/// Alert details that the query's result gives ("Customize alert details in Microsoft Sentinel"): title and description with up to three
/// placeholders, severity, tactics, dynamic properties. An empty column, a value of the wrong kind or one that is too long (256 bytes,
/// 5 KB for the description and collections, 50 values) leaves the rule's own; each time it is noted.
/// </summary>
internal sealed class AlertOverrides(AnalyticsRule rule, RowType row, SimulationChoices choices)
{
    private const int NameBytes = 256;
    private const int TextBytes = 5 * 1024;
    private const int CollectionValues = 50;

    private readonly AlertDetailsOverride? _overrides = rule.AlertDetailsOverride;
    private readonly RowValues _values = new(row);

    public string Title(object?[]? values, List<string> notes) => Format(_overrides?.AlertDisplayNameFormat, rule.Name.Value, values, NameBytes, "title", notes);

    public string Description(object?[]? values, List<string> notes) => Format(_overrides?.AlertDescriptionFormat, rule.DescriptionText, values, TextBytes, "description", notes);

    private string Format(Located<string>? format, string fallback, object?[]? values, int limit, string what, List<string> notes)
    {
        if (format is null)
            return fallback;
        var placeholders = Placeholders.Find(format.Value);
        if (placeholders.Length > Placeholders.Limit)
            return Fallback($"the {what} has more than {Placeholders.Limit} placeholders");
        var text = new StringBuilder();
        var position = 0;
        foreach (var placeholder in placeholders)
        {
            var value = _values.Text(values, placeholder.Column);
            if (value.Length == 0)
                return Fallback($"the {what} needs column {placeholder.Column}, which is empty");
            text.Append(format.Value, position, placeholder.Span.Start - position).Append(value);
            position = placeholder.Span.End;
        }

        text.Append(format.Value, position, format.Value.Length - position);
        var result = text.ToString().Trim();
        return Encoding.UTF8.GetByteCount(result) > limit ? Fallback($"the {what} is longer than {limit} bytes") : result;

        string Fallback(string why)
        {
            notes.Add($"The rule's own {what} is used: {why}.");
            return fallback;
        }
    }

    public AlertSeverity Severity(object?[]? values, List<string> notes)
    {
        var own = rule.Severity?.Value ?? AlertSeverity.Medium;
        if (_overrides?.AlertSeverityColumnName is not { } column)
            return own;
        var text = _values.Text(values, column.Value);
        AlertSeverity? severity = text.ToLowerInvariant() switch
        {
            "high" => AlertSeverity.High,
            "medium" => AlertSeverity.Medium,
            "low" => AlertSeverity.Low,
            "informational" => AlertSeverity.Informational,
            _ => null,
        };
        if (severity is null)
            notes.Add($"The rule's own severity is used: '{text}' is none.");
        return severity ?? own;
    }

    public ImmutableArray<string> TacticsOf(object?[]? values, List<string> notes)
    {
        var own = rule.Tactics.Select(tactic => tactic.Value).ToImmutableArray();
        if (_overrides?.AlertTacticsColumnName is not { } column)
            return own;
        var given = _values.Texts(values, column.Value).SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var known = given.Select(Tactics.Find).OfType<string>().Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (given.Count > 0 && known.Length == given.Distinct(StringComparer.OrdinalIgnoreCase).Count())
            return known;
        notes.Add(given.Count == 0 ? $"The rule's own tactics are used: column {column.Value} is empty." : $"The rule's own tactics are used: '{string.Join(", ", given)}' are not all tactics.");
        return own;
    }

    public ImmutableArray<string> Techniques(ImmutableArray<KeyValuePair<string, string>> properties)
    {
        var set = properties.FirstOrDefault(property => property.Key == "Techniques").Value;
        return set is not null ? [.. set.Split(", ")] : [.. rule.RelevantTechniques.Select(technique => technique.Value)];
    }

    public ImmutableArray<KeyValuePair<string, string>> Properties(object?[]? values, List<string> notes)
    {
        var properties = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var property in _overrides?.AlertDynamicProperties ?? [])
        {
            var name = property.AlertProperty.Value;
            var texts = _values.Texts(values, property.Value.Value);
            var text = string.Join(", ", texts);
            if (WhyNot(name, property.Value.Value, texts, text) is { } why)
                notes.Add($"{name} keeps its default: {why}.");
            else if (properties.Any(known => known.Key == name))
                notes.Add($"{name} is overridden twice: the first column counts.");
            else
                properties.Add(KeyValuePair.Create(name, text));
        }

        return properties.ToImmutable();
    }

    private string? WhyNot(string name, string column, List<string> texts, string text)
    {
        if (texts.Count == 0)
            return $"column {column} is empty";
        // Onboarded to the Defender portal, these two cannot be set.
        if (choices.DefenderPortal && (name is "ProviderName" or "ProductComponentName"))
            return "it cannot be set in the Defender portal";
        var collection = AlertProperties.IsCollection(name);
        var limit = collection ? TextBytes : NameBytes;
        return Encoding.UTF8.GetByteCount(text) > limit ? $"the value is longer than {limit} bytes"
            : collection && texts.Count > CollectionValues ? $"there are more than {CollectionValues} values"
            : !IsAllowed(name, texts) ? $"'{text}' is not allowed there" : null;
    }

    private static bool IsAllowed(string property, List<string> values) => property switch
    {
        "ConfidenceLevel" => values is ["Low" or "High" or "Unknown"],
        "ConfidenceScore" => values.Count == 1 && double.TryParse(values[0], CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 1,
        "Techniques" => values.All(value => value is ['T', .. { Length: 4 } digits] && digits.All(char.IsAsciiDigit)),
        _ => true,
    };
}

/// <summary>Values of result rows as alerts show them.</summary>
internal sealed class RowValues(RowType row)
{
    /// <summary>The text of a column; empty when the row or the column is not there, or nothing stands in it.</summary>
    public string Text(object?[]? values, string column) => values is not null && row.IndexOf(column) is var ordinal and >= 0 ? ValueFormat.Text(values[ordinal]) : "";

    /// <summary>The items of a list, or the one value; without empty ones.</summary>
    public List<string> Texts(object?[]? values, string column)
    {
        if (values is null || row.IndexOf(column) is not (var ordinal and >= 0))
            return [];
        return values[ordinal] is object?[] items ? [.. items.Select(ValueFormat.Text).Where(text => text.Length > 0)]
            : ValueFormat.Text(values[ordinal]) is { Length: > 0 } text ? [text] : [];
    }
}
