using System.Collections.Immutable;
using System.Globalization;
using Content.Model;

namespace Content.Testing.Fixtures;

/// <summary>Makes fixture rows from templates. Deterministic: a row depends on its number alone.</summary>
internal static class RowGeneration
{
    private const string Number = "{n}";

    /// <summary>The rows of a template, each at the place of what it is made of.</summary>
    public static IEnumerable<FixtureRow> Rows(RowGenerator generator, TextOrigin origin)
    {
        var template = FixtureRow.Of(generator.Template, origin);
        var variations = generator.Variations.Select(variation => (
            Cell: new FixtureCell(variation.Column.Value, new FixturePlace(origin, variation.Column.Span.Start, variation.Column.Span.Length), default!),
            Variation: variation,
            Values: variation.Values.Select(value => FixtureValue.Of(value, origin)).ToArray())).ToArray();
        for (var i = 0; i < generator.Count; i++)
        {
            var cells = ImmutableArray.CreateBuilder<FixtureCell>(template.Cells.Length + variations.Length);
            foreach (var cell in template.Cells)
            {
                if (Array.Exists(variations, variation => variation.Cell.Column == cell.Column))
                    continue;
                var value = Numbered(cell.Value, i);
                cells.Add(cell with { Value = generator.Every is { } every && IsTime(cell.Column) ? Later(value, every * i) : value });
            }

            foreach (var (cell, variation, values) in variations)
                cells.Add(cell with { Value = values.Length > 0 ? Numbered(values[i % values.Length], i) : Whole(cell.ColumnPlace, variation.From + variation.Step * i) });
            yield return template with { Cells = cells.ToImmutable() };
        }
    }

    /// <summary>Rows with values in place of their own.</summary>
    public static IEnumerable<FixtureRow> With(IEnumerable<FixtureRow> rows, ImmutableArray<FixtureCell> set) =>
        rows.Select(row => row with { Cells = [.. row.Cells.Where(cell => !set.Any(other => other.Column == cell.Column)), .. set] });

    private static bool IsTime(string column) => column is "TimeGenerated" or FixtureTables.IngestionTime;

    private static FixtureValue Numbered(FixtureValue value, int index) => value.Kind switch
    {
        YamlValueKind.Text when value.Text.Contains(Number, StringComparison.Ordinal) =>
            new FixtureValue(value.Place, YamlValueKind.Text, value.Text.Replace(Number, (index + 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)),
        YamlValueKind.List => new FixtureValue(value.Place, value.Kind, value.Text) { Items = [.. value.Items.Select(item => Numbered(item, index))] },
        YamlValueKind.Map => new FixtureValue(value.Place, value.Kind, value.Text) { Properties = [.. value.Properties.Select(property => property with { Value = Numbered(property.Value, index) })] },
        _ => value,
    };

    private static FixtureValue Later(FixtureValue value, TimeSpan offset) => new(value.Place, value.Kind, value.Text)
    {
        Boolean = value.Boolean, Integer = value.Integer, Real = value.Real, Items = value.Items, Properties = value.Properties, Offset = offset,
    };

    private static FixtureValue Whole(FixturePlace place, long number) =>
        new(place, YamlValueKind.Integer, number.ToString(CultureInfo.InvariantCulture)) { Integer = number, Real = number };
}
