using System.Collections.Immutable;
using System.Text;
using Content.Analysis;
using Content.Kql.Engine;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Fixtures;

namespace Content.Testing.Simulation;

/// <summary>
/// Makes an alert of result rows: overrides with their fallbacks ("Customize alert details"), custom details ("Surface custom event
/// details"), entities ("Map data fields to entities"). Where several rows make one alert and a single value is needed, the first row
/// gives it; Microsoft does not say which one does.
/// </summary>
internal sealed class AlertBuilder
{
    private const int NameBytes = 256;
    private const int TextBytes = 5 * 1024;
    private const int DetailBytes = 2 * 1024;
    private const int DetailValues = 50;

    private readonly AnalyticsRule _rule;
    private readonly RowType _row;
    private readonly object?[][] _rows;
    private readonly TimeWindow _window;
    private readonly EntityExtractor _entities;
    private readonly int _time;

    public AlertBuilder(AnalyticsRule rule, QueryResult result, TimeWindow window)
    {
        _rule = rule;
        _row = result.Row;
        _rows = [.. result.Rows];
        _window = window;
        _entities = new EntityExtractor(rule, _row);
        _time = _row.Find("TimeGenerated")?.Type.Kind == TypeKind.DateTime ? _row.IndexOf("TimeGenerated") : -1;
    }

    public Alert Build(int start, int count, bool isSummary)
    {
        var rows = new ArraySegment<object?[]>(_rows, start, Math.Min(count, _rows.Length - start));
        var notes = new List<string>();
        var first = rows.Count > 0 ? rows[0] : null;
        var (from, to) = Times(rows);
        var overrides = _rule.AlertDetailsOverride;
        var properties = overrides is null ? [] : Properties(overrides, first, notes);
        return new Alert
        {
            Title = Format(overrides?.AlertDisplayNameFormat, _rule.Name.Value, first, NameBytes, "title", notes),
            Description = Format(overrides?.AlertDescriptionFormat, _rule.DescriptionText, first, TextBytes, "description", notes),
            Severity = Severity(overrides?.AlertSeverityColumnName, first, notes),
            Tactics = TacticsOf(overrides?.AlertTacticsColumnName, first, notes),
            Techniques = Techniques(properties),
            Entities = _entities.Extract(rows, notes),
            CustomDetails = Details(rows, notes),
            Properties = properties,
            StartTime = from,
            EndTime = to,
            Rows = [.. Enumerable.Range(start, rows.Count)],
            IsSummary = isSummary,
            Notes = [.. notes],
        };
    }

    private (DateTime From, DateTime To) Times(ArraySegment<object?[]> rows)
    {
        DateTime? from = null, to = null;
        foreach (var row in rows)
        {
            if (_time < 0 || row[_time] is not DateTime time)
                continue;
            from = from is null || time < from ? time : from;
            to = to is null || time > to ? time : to;
        }

        return (from ?? _window.Start, to ?? _window.End);
    }

    // An override with an empty column, more than three placeholders or too long a value gives the rule's own text.
    private string Format(Located<string>? format, string fallback, object?[]? row, int limit, string what, List<string> notes)
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
            var value = Text(row, placeholder.Column);
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

    private AlertSeverity Severity(Located<string>? column, object?[]? row, List<string> notes)
    {
        var own = _rule.Severity?.Value ?? AlertSeverity.Medium;
        if (column is null)
            return own;
        var text = Text(row, column.Value);
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

    private ImmutableArray<string> TacticsOf(Located<string>? column, object?[]? row, List<string> notes)
    {
        var own = _rule.Tactics.Select(tactic => tactic.Value).ToImmutableArray();
        if (column is null)
            return own;
        var given = Values(row, column.Value).SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var known = given.Select(Tactics.Find).OfType<string>().Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (given.Count > 0 && known.Length == given.Distinct(StringComparer.OrdinalIgnoreCase).Count())
            return known;
        notes.Add(given.Count == 0 ? $"The rule's own tactics are used: column {column.Value} is empty." : $"The rule's own tactics are used: '{string.Join(", ", given)}' are not all tactics.");
        return own;
    }

    private ImmutableArray<string> Techniques(ImmutableArray<KeyValuePair<string, string>> properties)
    {
        var set = properties.FirstOrDefault(property => property.Key == "Techniques").Value;
        return set is not null ? [.. set.Split(", ")] : [.. _rule.RelevantTechniques.Select(technique => technique.Value)];
    }

    private ImmutableArray<KeyValuePair<string, string>> Properties(AlertDetailsOverride overrides, object?[]? row, List<string> notes)
    {
        var properties = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var property in overrides.AlertDynamicProperties)
        {
            var name = property.AlertProperty.Value;
            var values = Values(row, property.Value.Value);
            var text = string.Join(", ", values);
            var collection = AlertProperties.IsCollection(name);
            var why = values.Count == 0 ? $"column {property.Value.Value} is empty"
                : Encoding.UTF8.GetByteCount(text) > (collection ? TextBytes : NameBytes) ? $"the value is longer than {(collection ? TextBytes : NameBytes)} bytes"
                : collection && values.Count > DetailValues ? $"there are more than {DetailValues} values"
                : !IsAllowed(name, values) ? $"'{text}' is not allowed there" : null;
            if (why is null)
                properties.Add(KeyValuePair.Create(name, text));
            else
                notes.Add($"{name} keeps its default: {why}.");
        }

        return properties.ToImmutable();
    }

    private static bool IsAllowed(string property, List<string> values) => property switch
    {
        "ConfidenceLevel" => values is ["Low" or "High" or "Unknown"],
        "ConfidenceScore" => values.Count == 1 && double.TryParse(values[0], System.Globalization.CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 1,
        "Techniques" => values.All(value => value is ['T', .. { Length: 4 } digits] && digits.All(char.IsAsciiDigit)),
        _ => true,
    };

    // At most 50 values a detail; details that no longer fit 2 KB together are dropped whole.
    private ImmutableArray<CustomDetailValues> Details(ArraySegment<object?[]> rows, List<string> notes)
    {
        var details = ImmutableArray.CreateBuilder<CustomDetailValues>();
        var bytes = 0;
        foreach (var detail in _rule.CustomDetails)
        {
            var values = new List<string>();
            var known = new HashSet<string>(StringComparer.Ordinal);
            foreach (var row in rows)
            {
                var text = Text(row, detail.ColumnName.Value);
                if (text.Length > 0 && known.Add(text) && values.Count < DetailValues)
                    values.Add(text);
            }

            if (values.Count == 0)
                continue;
            var size = Encoding.UTF8.GetByteCount(detail.Key.Value) + 6 + values.Sum(value => Encoding.UTF8.GetByteCount(value) + 3);
            if (bytes + size > DetailBytes)
            {
                notes.Add($"The custom detail {detail.Key.Value} is dropped: all together are longer than {DetailBytes} bytes.");
                continue;
            }

            if (known.Count > DetailValues)
                notes.Add($"The custom detail {detail.Key.Value} has {known.Count} values, of which {DetailValues} are kept.");
            bytes += size;
            details.Add(new CustomDetailValues(detail.Key.Value, [.. values]));
        }

        return details.ToImmutable();
    }

    private string Text(object?[]? row, string column) => row is not null && _row.IndexOf(column) is var ordinal and >= 0 ? ValueFormat.Text(row[ordinal]) : "";

    private List<string> Values(object?[]? row, string column)
    {
        if (row is null || _row.IndexOf(column) is not (var ordinal and >= 0))
            return [];
        return row[ordinal] is object?[] items ? [.. items.Select(ValueFormat.Text).Where(text => text.Length > 0)]
            : ValueFormat.Text(row[ordinal]) is { Length: > 0 } text ? [text] : [];
    }
}
