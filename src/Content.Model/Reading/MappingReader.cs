using System.Collections.Immutable;
using System.Globalization;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>
/// Takes the declared fields out of a mapping and reports what does not fit, keys that are not declared included. Keys are matched
/// without regard to case, as the importers of the Azure-Sentinel repository do.
/// </summary>
internal sealed class MappingReader
{
    private readonly YamlMapping _mapping;
    private readonly RecordShape _shape;

    /// <summary>Creates a reader and reports the keys that nothing reads.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="shape">What it should be.</param>
    /// <param name="diagnostics">Where findings go.</param>
    public MappingReader(YamlMapping mapping, RecordShape shape, DiagnosticBag diagnostics)
    {
        _mapping = mapping;
        _shape = shape;
        Diagnostics = diagnostics;
        foreach (var entry in mapping.Entries)
        {
            if (shape.Find(entry.Key.Value) is { } field)
            {
                // Of several spellings one is read.
                if (mapping.FindAnyCase(field.Key) is { } read && read != entry)
                    diagnostics.Warning(DiagnosticCodes.DuplicateKey, entry.Key, $"'{entry.Key.Value}' stands here as '{read.Key.Value}' too, which is the one that is read.", "Remove one of the two.");
                else if (entry.Key.Value != field.Key)
                    ReportCase(entry, field.Key);
            }
            else
                ReportUnknown(entry.Key);
        }
    }

    public DiagnosticBag Diagnostics { get; }

    public YamlMapping Mapping => _mapping;

    /// <summary>The value of a key; null when it is absent or nothing stands behind it.</summary>
    /// <param name="field">The key.</param>
    /// <param name="need">How much it is needed where that depends on other keys; null for what is declared.</param>
    public YamlNode? Node(Field field, Need? need = null)
    {
        var entry = _mapping.FindAnyCase(field.Key);
        if (entry is not null && entry.Value is not YamlScalar { IsNull: true })
            return entry.Value;
        if ((need ?? field.Need) is not Need.Optional and var missing)
            ReportMissing(field.Key, entry?.Key, missing);
        return null;
    }

    public Located<string>? Text(TextField field, Need? need = null)
    {
        if (Scalar(field, "a text", need) is not { } scalar)
            return null;
        if ((need ?? field.Need) == Need.Required && string.IsNullOrWhiteSpace(scalar.Value))
            Diagnostics.Error(DiagnosticCodes.MissingField, scalar, $"'{field.Key}' is empty.", $"Give it a value: {_shape.What} needs one.");
        else if (field.Text.Format == TextFormat.Guid && scalar.Value.Length > 0 && !Guid.TryParse(scalar.Value.Trim(), out _))
            Diagnostics.Error(DiagnosticCodes.BadGuid, scalar, $"'{scalar.Value}' is not a GUID.", "A GUID looks like 0f8fad5b-d9cb-469f-a165-70867728950e.");
        return new Located<string>(scalar.Value, scalar);
    }

    public Located<bool>? Boolean(BooleanField field)
    {
        if (Scalar(field, "true or false") is not { } scalar)
            return null;
        // The importers read every scalar as text first, so a quoted boolean is one too.
        if (bool.TryParse(scalar.Value, out var value))
            return new Located<bool>(value, scalar);
        WrongType(field.Key, scalar, "true or false");
        return null;
    }

    public Located<long>? Integer(IntegerField field, Need? need = null)
    {
        if (Scalar(field, "a whole number", need) is not { } scalar)
            return null;
        if (scalar.TryGetInteger(out var value) || long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            return new Located<long>(value, scalar);
        WrongType(field.Key, scalar, "a whole number");
        return null;
    }

    public Located<TimeSpan>? Duration(DurationField field, Need? need = null)
    {
        if (Scalar(field, "a duration", need) is not { } scalar)
            return null;
        if (Durations.TryParse(scalar.Value, out var value))
            return new Located<TimeSpan>(value, scalar);
        Diagnostics.Error(DiagnosticCodes.BadDuration, scalar, $"'{scalar.Value}' is not a duration.", "Write a number with m, h or d (5m, 1h, 14d), a time span (01:00:00) or ISO 8601 (PT1H, P1D).");
        return null;
    }

    /// <summary>A point in time, in UTC.</summary>
    public Located<DateTime>? Instant(TextField field)
    {
        if (Text(field) is not { Value.Length: > 0 } text)
            return null;
        if (Instants.TryParse(text.Value, out var instant))
            return new Located<DateTime>(instant, text.Scalar!);
        Diagnostics.Error(DiagnosticCodes.BadDateTime, text, $"'{text.Value}' is not a point in time.", "Write ISO 8601 in UTC: 2026-03-02T12:00:00Z.");
        return null;
    }

    /// <summary>A day, <c>2027-03-01</c>.</summary>
    public Located<DateOnly>? Date(TextField field)
    {
        if (Scalar(field, "a date") is not { } scalar)
            return null;
        if (DateOnly.TryParseExact(scalar.Value.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value))
            return new Located<DateOnly>(value, scalar);
        Diagnostics.Error(DiagnosticCodes.BadDateTime, scalar, $"'{scalar.Value}' is not a date.", "Write it as 2027-03-01.");
        return null;
    }

    /// <summary>A name behind a key of the author's own.</summary>
    public Located<T>? Choice<T>(YamlEntry entry, Choices<T> choices)
    {
        if (entry.Value is YamlScalar { IsNull: false } scalar)
            return Choice(entry.Key.Value, choices, scalar);
        WrongType(entry.Key.Value, entry.Value, "a text");
        return null;
    }

    public Located<T>? Choice<T>(ChoiceField<T> field, Need? need = null)
    {
        if (Scalar(field, "a text", need) is not { } scalar)
            return null;
        if (scalar.Value.Length == 0)
        {
            if ((need ?? field.Need) is not Need.Optional and var missing)
                ReportMissing(field.Key, scalar, missing);
            return null;
        }

        return Choice(field.Key, field.Choices, scalar);
    }

    /// <summary>A list of names; those that are not allowed are reported and left out.</summary>
    public ImmutableArray<Located<T>> ChoiceList<T>(ChoicesField<T> field)
    {
        var values = ImmutableArray.CreateBuilder<Located<T>>();
        foreach (var text in TextItems(field))
        {
            if (Choice(field.Key, field.Choices, text.Scalar!) is { } value)
                values.Add(value);
        }

        return values.ToImmutable();
    }

    private Located<T>? Choice<T>(string key, Choices<T> choices, YamlScalar scalar)
    {
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
    public ImmutableArray<Located<string>> Texts(TextsField field) => TextItems(field);

    private ImmutableArray<Located<string>> TextItems(Field field)
    {
        if (List(field) is not { } sequence)
            return [];
        var texts = ImmutableArray.CreateBuilder<Located<string>>(sequence.Items.Length);
        foreach (var item in sequence.Items)
        {
            if (item is YamlScalar { IsNull: false } scalar)
                texts.Add(new Located<string>(scalar.Value, scalar));
            else
                WrongType($"An item of '{field.Key}'", item, "a text", quoted: false);
        }

        return texts.ToImmutable();
    }

    public YamlSequence? Sequence(ListField field) => List(field);

    private YamlSequence? List(Field field, Need? need = null)
    {
        var node = Node(field, need);
        if (node is null or YamlSequence)
            return (YamlSequence?)node;
        WrongType(field.Key, node, "a list", help: "Put a dash before each item.");
        return null;
    }

    public YamlMapping? Map(MapField field) => MappingOf(field);

    private YamlMapping? MappingOf(Field field)
    {
        var node = Node(field);
        if (node is null or YamlMapping)
            return (YamlMapping?)node;
        WrongType(field.Key, node, "a mapping");
        return null;
    }

    /// <summary>A list of mappings, each with a reader; items of another type are reported and left out.</summary>
    public IEnumerable<MappingReader> Maps(RecordsField field, Need? need = null)
    {
        foreach (var item in List(field, need)?.Items ?? [])
        {
            if (item is YamlMapping mapping)
                yield return new MappingReader(mapping, field.Record, Diagnostics);
            else
                WrongType($"An item of '{field.Key}'", item, "a mapping", quoted: false);
        }
    }

    public MappingReader? Child(RecordField field) => MappingOf(field) is { } mapping ? new MappingReader(mapping, field.Record, Diagnostics) : null;

    /// <summary>A mapping whose shape another key decides.</summary>
    public MappingReader? Child(NodeField field, RecordShape shape) => MappingOf(field) is { } mapping ? new MappingReader(mapping, shape, Diagnostics) : null;

    private void ReportUnknown(YamlScalar key)
    {
        var name = key.Value;
        var stray = _shape.FindStray(name);
        var free = _shape.Fields.Where(field => !_mapping.Has(field.Key)).Select(field => field.Key).ToList();
        var meant = stray is not null ? (stray.Instead is { } instead && free.Contains(instead) ? instead : null) : NameSuggestion.Find(name, free) ?? Longer(name, free);
        Diagnostics.Add(key.Report(
            DiagnosticCodes.UnknownKey,
            DiagnosticSeverity.Warning,
            $"'{name}' is no key of {_shape.What}; its value has no effect." + (meant is null ? "" : $" Did you mean '{meant}'?"),
            stray?.Help ?? (meant is null ? $"Remove it. The keys are {string.Join(", ", _shape.Fields.Select(field => field.Key))}." : null)) with
        {
            Fix = meant is null ? null : Rename(key, meant),
        });
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

    private YamlScalar? Scalar(Field field, string wanted, Need? need = null)
    {
        var node = Node(field, need);
        if (node is null or YamlScalar)
            return (YamlScalar?)node;
        WrongType(field.Key, node, wanted);
        return null;
    }

    private void ReportMissing(string key, YamlScalar? place, Need need)
    {
        var at = place ?? (_mapping.Entries.IsEmpty ? null : _mapping.Entries[0].Key);
        var severity = need == Need.Required ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        var code = need == Need.Required ? DiagnosticCodes.MissingField : DiagnosticCodes.RecommendedField;
        var message = place is null ? $"'{key}' is missing." : $"'{key}' is empty.";
        var help = need == Need.Required ? $"Add '{key}:'; {_shape.What} needs it." : $"Add '{key}:'; {_shape.What} should have it.";
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
