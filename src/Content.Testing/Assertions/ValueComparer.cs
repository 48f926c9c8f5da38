using System.Globalization;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Fixtures;

namespace Content.Testing.Assertions;

/// <summary>Compares what a test expects with a value of a result.</summary>
internal sealed class ValueComparer(DateTime now)
{
    private const double Tolerance = 1e-9;

    /// <summary>Whether a cell of a result is what is expected. The expectation is read as the column's type; reals may differ by rounding.</summary>
    public bool Matches(FixtureValue expected, KqlType type, object? actual)
    {
        if (type.Kind == TypeKind.String && expected.Kind == YamlValueKind.Null)
            return actual is null or "";
        if (type.IsDynamic || type.IsUnknown)
            return MatchesDynamic(expected, actual);
        return FixtureConversion.TryConvert(expected, type, now, out var value) && AreEqual(value, actual);
    }

    /// <summary>Whether a text of an alert is what is expected.</summary>
    public bool MatchesText(FixtureValue expected, string actual)
    {
        if (expected.Text.Equals(actual, expected.Kind == YamlValueKind.Boolean ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            return true;
        if (expected.Kind is YamlValueKind.Integer or YamlValueKind.Real)
            return double.TryParse(actual, CultureInfo.InvariantCulture, out var number) && AreEqual(expected.Real, number);
        return expected.Kind == YamlValueKind.Text && FixtureConversion.TryDateTime(expected.Text, now, out var time)
            && Instants.TryParse(actual, out var other) && time == other;
    }

    /// <summary>The expectation as the column would show it.</summary>
    public string Show(FixtureValue expected, KqlType? type) =>
        type is not null && FixtureConversion.TryConvert(expected, type, now, out var value) ? ValueFormat.Cell(value) : expected.Kind is YamlValueKind.List or YamlValueKind.Map ? expected.ToJson() : expected.Text;

    private bool MatchesDynamic(FixtureValue expected, object? actual)
    {
        switch (expected.Kind)
        {
            case YamlValueKind.Null:
                return actual is null;
            case YamlValueKind.List:
                return actual is object?[] items && items.Length == expected.Items.Length && expected.Items.Zip(items).All(pair => MatchesDynamic(pair.First, pair.Second));
            case YamlValueKind.Map:
                return actual is KeyValuePair<string, object?>[] properties && properties.Length == expected.Properties.Length
                    && expected.Properties.All(cell => Array.FindIndex(properties, property => property.Key == cell.Column) is var at and >= 0 && MatchesDynamic(cell.Value, properties[at].Value));
            case YamlValueKind.Text when actual is DateTime time:
                return FixtureConversion.TryDateTime(expected.Text, now, out var wanted) && wanted == time;
            case YamlValueKind.Text when actual is TimeSpan or Guid:
                return FixtureConversion.TryConvert(expected, actual is Guid ? KqlType.Guid : KqlType.TimeSpan, now, out var value) && AreEqual(value, actual);
            default:
                return AreEqual(FixtureConversion.ToDynamic(expected), actual);
        }
    }

    private static bool AreEqual(object? expected, object? actual)
    {
        switch (expected, actual)
        {
            case (null, null):
                return true;
            case (null, _) or (_, null):
                return false;
            case (double a, double b):
                return a.Equals(b) || Math.Abs(a - b) <= Tolerance * Math.Max(Math.Abs(a), Math.Abs(b));
            case (int or long or double or decimal, int or long or double or decimal):
                return expected is double || actual is double
                    ? AreEqual(Convert.ToDouble(expected, CultureInfo.InvariantCulture), (object)Convert.ToDouble(actual, CultureInfo.InvariantCulture))
                    : Convert.ToDecimal(expected, CultureInfo.InvariantCulture) == Convert.ToDecimal(actual, CultureInfo.InvariantCulture);
            case (object?[] a, object?[] b):
                return a.Length == b.Length && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second));
            case (KeyValuePair<string, object?>[] a, KeyValuePair<string, object?>[] b):
                return a.Length == b.Length && a.All(property => Array.FindIndex(b, other => other.Key == property.Key) is var at and >= 0 && AreEqual(property.Value, b[at].Value));
            default:
                return expected.Equals(actual);
        }
    }
}
