using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>How much a field is needed.</summary>
internal enum Need : byte
{
    Optional,
    Recommended,
    Required,
}

/// <summary>
/// Takes typed fields out of a mapping and reports what does not fit. Keys are matched without regard to case, as the importers of
/// the Azure-Sentinel repository do; <see cref="Done"/> reports the keys that nobody asked for.
/// </summary>
internal sealed class MappingReader
{
    private readonly YamlMapping _mapping;
    private readonly string _what;
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _spellings = [];

    /// <summary>Creates a reader.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="what">What it is, for messages: <c>an analytics rule</c>.</param>
    /// <param name="diagnostics">Where findings go.</param>
    public MappingReader(YamlMapping mapping, string what, DiagnosticBag diagnostics)
    {
        _mapping = mapping;
        _what = what;
        Diagnostics = diagnostics;
    }

    public DiagnosticBag Diagnostics { get; }

    public YamlMapping Mapping => _mapping;

    /// <summary>The value of a key; null when it is absent or nothing stands behind it.</summary>
    public YamlNode? Node(string key, Need need = Need.Optional)
    {
        Ask(key);
        var entry = _mapping.FindAnyCase(key);
        if (entry is not null && entry.Key.Value != key)
            ReportCase(entry, key);
        if (entry is not null && entry.Value is not YamlScalar { IsNull: true })
            return entry.Value;
        if (need != Need.Optional)
            ReportMissing(key, entry?.Key, need);
        return null;
    }

    /// <summary>Lets keys pass that are known but not read.</summary>
    public void Ignore(params string[] keys)
    {
        foreach (var key in keys)
            Ask(key);
    }

    public Located<string>? Text(string key, Need need = Need.Optional)
    {
        if (Scalar(key, "a text", need) is not { } scalar)
            return null;
        if (need == Need.Required && string.IsNullOrWhiteSpace(scalar.Value))
            Diagnostics.Error(DiagnosticCodes.MissingField, scalar, $"'{key}' is empty.", $"Give it a value: {_what} needs one.");
        return new Located<string>(scalar.Value, scalar);
    }

    public Located<string>? Guid(string key, Need need = Need.Optional)
    {
        var text = Text(key, need);
        if (text is { Value.Length: > 0 } && !System.Guid.TryParse(text.Value.Trim(), out _))
            Diagnostics.Error(DiagnosticCodes.BadGuid, text, $"'{text.Value}' is not a GUID.", "A GUID looks like 0f8fad5b-d9cb-469f-a165-70867728950e.");
        return text;
    }

    public Located<bool>? Boolean(string key, Need need = Need.Optional)
    {
        if (Scalar(key, "true or false", need) is not { } scalar)
            return null;
        // The importers read every scalar as text first, so a quoted boolean is one too.
        if (bool.TryParse(scalar.Value, out var value))
            return new Located<bool>(value, scalar);
        WrongType(key, scalar, "true or false");
        return null;
    }

    public Located<long>? Integer(string key, Need need = Need.Optional)
    {
        if (Scalar(key, "a whole number", need) is not { } scalar)
            return null;
        if (scalar.TryGetInteger(out var value) || long.TryParse(scalar.Value, out value))
            return new Located<long>(value, scalar);
        WrongType(key, scalar, "a whole number");
        return null;
    }

    public Located<TimeSpan>? Duration(string key, Need need = Need.Optional)
    {
        if (Scalar(key, "a duration", need) is not { } scalar)
            return null;
        if (Durations.TryParse(scalar.Value, out var value))
            return new Located<TimeSpan>(value, scalar);
        Diagnostics.Error(DiagnosticCodes.BadDuration, scalar, $"'{scalar.Value}' is not a duration.", "Write a number with m, h or d (5m, 1h, 14d), a time span (01:00:00) or ISO 8601 (PT1H, P1D).");
        return null;
    }

    /// <summary>A day, <c>2027-03-01</c>.</summary>
    public Located<DateOnly>? Date(string key, Need need = Need.Optional)
    {
        if (Scalar(key, "a date", need) is not { } scalar)
            return null;
        if (DateOnly.TryParseExact(scalar.Value.Trim(), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var value))
            return new Located<DateOnly>(value, scalar);
        Diagnostics.Error(DiagnosticCodes.BadDateTime, scalar, $"'{scalar.Value}' is not a date.", "Write it as 2027-03-01.");
        return null;
    }

    public Located<T>? Choice<T>(string key, Choices<T> choices, Need need = Need.Optional)
    {
        if (Scalar(key, "a text", need) is not { } scalar)
            return null;
        if (scalar.Value.Length == 0)
        {
            ReportMissing(key, scalar, need);
            return null;
        }

        if (choices.TryFind(scalar.Value.Trim(), out var value))
            return new Located<T>(value, scalar);
        BadChoice(key, scalar, choices.Names);
        return null;
    }

    private void BadChoice(string key, YamlScalar scalar, IReadOnlyList<string> names)
    {
        var meant = NameSuggestion.Find(scalar.Value, names);
        Diagnostics.Add(scalar.Report(
            DiagnosticCodes.BadEnum, DiagnosticSeverity.Error, $"'{scalar.Value}' is no value of '{key}'." + (meant is null ? "" : $" Did you mean '{meant}'?"), $"Use one of {string.Join(", ", names)}.")
            with
        { Fix = meant is null || scalar.Style > YamlScalarStyle.Plain ? null : new CodeFix($"Change to '{meant}'", [new TextEdit(scalar.Span, meant)]) });
    }

    /// <summary>A list of texts; numbers and booleans count as texts.</summary>
    public ImmutableArray<Located<string>> Texts(string key, Need need = Need.Optional)
    {
        if (Sequence(key, need) is not { } sequence)
            return [];
        var texts = ImmutableArray.CreateBuilder<Located<string>>(sequence.Items.Length);
        foreach (var item in sequence.Items)
        {
            if (item is YamlScalar { IsNull: false } scalar)
                texts.Add(new Located<string>(scalar.Value, scalar));
            else
                WrongType($"An item of '{key}'", item, "a text", quoted: false);
        }

        return texts.ToImmutable();
    }

    public YamlSequence? Sequence(string key, Need need = Need.Optional)
    {
        var node = Node(key, need);
        if (node is null or YamlSequence)
            return (YamlSequence?)node;
        WrongType(key, node, "a list", help: "Put a dash before each item.");
        return null;
    }

    public YamlMapping? Map(string key, Need need = Need.Optional)
    {
        var node = Node(key, need);
        if (node is null or YamlMapping)
            return (YamlMapping?)node;
        WrongType(key, node, "a mapping");
        return null;
    }

    /// <summary>A list of mappings, each with a reader; items of another type are reported and left out.</summary>
    public IEnumerable<MappingReader> Maps(string key, string what, Need need = Need.Optional)
    {
        foreach (var item in Sequence(key, need)?.Items ?? [])
        {
            if (item is YamlMapping mapping)
                yield return new MappingReader(mapping, what, Diagnostics);
            else
                WrongType($"An item of '{key}'", item, "a mapping", quoted: false);
        }
    }

    public MappingReader? Child(string key, string what, Need need = Need.Optional) =>
        Map(key, need) is { } mapping ? new MappingReader(mapping, what, Diagnostics) : null;

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void Done()
    {
        foreach (var entry in _mapping.Entries)
        {
            var name = entry.Key.Value;
            if (_asked.Contains(name))
                continue;
            var free = _spellings.Where(spelling => !_mapping.Has(spelling)).ToList();
            var meant = NameSuggestion.Find(name, free) ?? Longer(name, free);
            Diagnostics.Add(entry.Key.Report(
                DiagnosticCodes.UnknownKey,
                DiagnosticSeverity.Warning,
                $"'{name}' is no key of {_what}; its value has no effect." + (meant is null ? "" : $" Did you mean '{meant}'?"),
                meant is null ? $"Remove it. The keys are {string.Join(", ", _spellings)}." : null) with
            {
                Fix = meant is null ? null : Rename(entry.Key, meant),
            });
        }
    }

    public void WrongType(string key, YamlNode node, string wanted, bool quoted = true, string? help = null) =>
        Diagnostics.Error(DiagnosticCodes.WrongType, node, $"{(quoted ? $"'{key}'" : key)} must be {wanted}, not {Found(node)}.", help);

    // A shortened key (alertSeverity for alertSeverityColumnName) is further away than a misspelt one: it is meant when just one key
    // has all its letters in this order.
    private static string? Longer(string name, List<string> spellings)
    {
        const int ShortestTelling = 6;
        string? found = null;
        foreach (var spelling in name.Length < ShortestTelling ? [] : spellings)
        {
            var next = 0;
            foreach (var c in spelling)
            {
                if (next < name.Length && char.ToLowerInvariant(c) == char.ToLowerInvariant(name[next]))
                    next++;
            }

            if (next < name.Length)
                continue;
            if (found is not null)
                return null;
            found = spelling;
        }

        return found;
    }

    private static string Found(YamlNode node) => node is YamlScalar { Kind: YamlScalarKind.Text, Value.Length: <= 40 } scalar ? $"the text '{scalar.Value}'" : node.Description;

    private YamlScalar? Scalar(string key, string wanted, Need need)
    {
        var node = Node(key, need);
        if (node is null or YamlScalar)
            return (YamlScalar?)node;
        WrongType(key, node, wanted);
        return null;
    }

    private void Ask(string key)
    {
        if (_asked.Add(key))
            _spellings.Add(key);
    }

    private void ReportMissing(string key, YamlScalar? place, Need need)
    {
        var at = place ?? (_mapping.Entries.IsEmpty ? null : _mapping.Entries[0].Key);
        var severity = need == Need.Required ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        var code = need == Need.Required ? DiagnosticCodes.MissingField : DiagnosticCodes.RecommendedField;
        var message = place is null ? $"'{key}' is missing." : $"'{key}' is empty.";
        var help = need == Need.Required ? $"Add '{key}:'; {_what} needs it." : $"Add '{key}:'; {_what} should have it.";
        Diagnostics.Add(at?.Report(code, severity, message, help) ?? _mapping.Report(code, severity, message, help));
    }

    private void ReportCase(YamlEntry entry, string key) => Diagnostics.Add(
        entry.Key.Report(DiagnosticCodes.KeyCase, DiagnosticSeverity.Info, $"The key '{entry.Key.Value}' is written '{key}'.", "Not every importer takes another case.") with
    {
        Fix = Rename(entry.Key, key) is { } fix ? fix with { IsCertain = true } : null,
    });

    private static CodeFix? Rename(YamlScalar key, string name) =>
        key.Style == YamlScalarStyle.Plain ? new CodeFix($"Rename to '{name}'", [new TextEdit(key.Span, name)]) : null;
}
