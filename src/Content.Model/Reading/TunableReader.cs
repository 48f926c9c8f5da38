using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Declarations;
using Content.Model.Yaml;

namespace Content.Model.Reading;

/// <summary>Reads the tunables of the configuration and what environments set them to.</summary>
internal static class TunableReader
{
    public static ImmutableArray<Tunable> Declarations(MappingReader reader)
    {
        var tunables = ImmutableArray.CreateBuilder<Tunable>();
        foreach (var entry in reader.Map(ConfigurationFields.Tunables)?.Entries ?? [])
        {
            if (entry.Value is not YamlMapping mapping)
            {
                reader.WrongType(entry.Key.Value, entry.Value, "a mapping");
                continue;
            }

            var inner = new MappingReader(mapping, ConfigurationFields.Tunable, reader.Diagnostics);
            var type = inner.Choice(ConfigurationFields.TunableType);
            var text = inner.Text(ConfigurationFields.TunableDefault);
            var description = inner.Text(ConfigurationFields.TunableDescription);
            if (type is not null && text is not null)
                tunables.Add(new Tunable(new Located<string>(entry.Key.Value, entry.Key), type, text, Parse(type.Value, text, $"the default of '{entry.Key.Value}'", reader.Diagnostics)) { Description = description });
        }

        return tunables.ToImmutable();
    }

    public static ImmutableArray<TunableSetting> Settings(MappingReader reader, ImmutableArray<Tunable> tunables)
    {
        var settings = ImmutableArray.CreateBuilder<TunableSetting>();
        foreach (var entry in reader.Map(ConfigurationFields.TunableSettings)?.Entries ?? [])
        {
            if (entry.Value is not YamlScalar { IsNull: false } scalar)
            {
                reader.WrongType(entry.Key.Value, entry.Value, "a value");
                continue;
            }

            var name = new Located<string>(entry.Key.Value, entry.Key);
            var text = new Located<string>(scalar.Value, scalar);
            TunableValue? value = null;
            if (tunables.FirstOrDefault(tunable => tunable.Name.Value == name.Value) is { } tunable)
                value = Parse(tunable.Type.Value, text, $"a value of '{name.Value}'", reader.Diagnostics);
            else
            {
                var meant = NameSuggestion.Find(name.Value, tunables.Select(each => each.Name.Value));
                reader.Diagnostics.Error(DiagnosticCodes.UnknownTunable, name, $"There is no tunable '{name.Value}'." + (meant is null ? "" : $" Did you mean '{meant}'?"), "Declare it under 'tunables' with a type and a default.");
            }

            settings.Add(new TunableSetting(name, text, value));
        }

        return settings.ToImmutable();
    }

    private static TunableValue? Parse(TunableType type, Located<string> text, string what, DiagnosticBag diagnostics)
    {
        var value = TunableValue.Parse(type, text.Value);
        if (value is null)
            diagnostics.Error(DiagnosticCodes.BadTunable, text, $"'{text.Value}' is no {TunableValue.NameOf(type)}, so it cannot be {what}.", Example(type));
        return value;
    }

    private static string Example(TunableType type) => type switch
    {
        TunableType.Bool => "Write true or false.",
        TunableType.Long => "Write a whole number such as 3.",
        TunableType.Real => "Write a number such as 0.75.",
        TunableType.DateTime => "Write ISO 8601 in UTC: 2026-03-02T12:00:00Z.",
        _ => "Write a number with s, m, h or d (30s, 10m, 1h, 14d) or a time span (01:00:00).",
    };
}
