using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Content.Diagnostics;
using Content.Model;

namespace Content.Testing.Fixtures;

/// <summary>A place in a fixture file.</summary>
internal readonly record struct FixturePlace(FixtureOrigin Origin, int Start, int Length)
{
    public Diagnostic Report(string code, string message, string? help = null)
    {
        var (source, span) = Origin.Locate(Start, Length);
        return new Diagnostic(code, DiagnosticSeverity.Error, message, span) { Source = source, Help = help };
    }
}

/// <summary>A value of test data, whatever kind of file it comes from.</summary>
internal sealed class FixtureValue(FixturePlace place, YamlValueKind kind, string text)
{
    public FixturePlace Place { get; } = place;

    public YamlValueKind Kind { get; } = kind;

    /// <summary>A scalar as written.</summary>
    public string Text { get; } = text;

    public bool Boolean { get; init; }

    public long Integer { get; init; }

    public double Real { get; init; }

    /// <summary>What is added to a point in time: generated rows follow one another.</summary>
    public TimeSpan Offset { get; init; }

    public ImmutableArray<FixtureValue> Items { get; init; } = [];

    public ImmutableArray<FixtureCell> Properties { get; init; } = [];

    /// <summary>A value of a YAML file.</summary>
    public static FixtureValue Of(YamlValue value, TextOrigin origin) =>
        new(new FixturePlace(origin, value.Span.Start, value.Span.Length), value.Kind, value.Text)
        {
            Boolean = value.Boolean,
            Integer = value.Integer,
            Real = value.Real,
            Items = [.. value.Items.Select(item => Of(item, origin))],
            Properties = [.. value.Properties.Select(property => FixtureCell.Of(property, origin))],
        };

    /// <summary>The value as JSON, for a column of type string.</summary>
    public string ToJson()
    {
        var json = new StringBuilder();
        Append(json);
        return json.ToString();
    }

    private void Append(StringBuilder json)
    {
        switch (Kind)
        {
            case YamlValueKind.Null:
                json.Append("null");
                break;
            case YamlValueKind.Boolean:
                json.Append(Boolean ? "true" : "false");
                break;
            case YamlValueKind.Integer:
                json.Append(Integer.ToString(CultureInfo.InvariantCulture));
                break;
            case YamlValueKind.Real when double.IsFinite(Real):
                json.Append(Real.ToString("R", CultureInfo.InvariantCulture));
                break;
            case YamlValueKind.List:
                json.Append('[');
                for (var i = 0; i < Items.Length; i++)
                {
                    json.Append(i == 0 ? "" : ",");
                    Items[i].Append(json);
                }

                json.Append(']');
                break;
            case YamlValueKind.Map:
                json.Append('{');
                for (var i = 0; i < Properties.Length; i++)
                {
                    json.Append(i == 0 ? "" : ",").Append('"').Append(System.Text.Json.JsonEncodedText.Encode(Properties[i].Column)).Append("\":");
                    Properties[i].Value.Append(json);
                }

                json.Append('}');
                break;
            default:
                json.Append('"').Append(System.Text.Json.JsonEncodedText.Encode(Text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).Append('"');
                break;
        }
    }
}

/// <summary>A value in a column.</summary>
internal readonly record struct FixtureCell(string Column, FixturePlace ColumnPlace, FixtureValue Value)
{
    public static FixtureCell Of(DataCell cell, TextOrigin origin) =>
        new(cell.Column.Value, new FixturePlace(origin, cell.Column.Span.Start, cell.Column.Span.Length), FixtureValue.Of(cell.Value, origin));
}

/// <summary>A row of a fixture.</summary>
internal readonly record struct FixtureRow(FixturePlace Place, ImmutableArray<FixtureCell> Cells)
{
    public static FixtureRow Of(DataRow row, TextOrigin origin) =>
        new(new FixturePlace(origin, row.Node.Span.Start, row.Node.Span.Length), [.. row.Cells.Select(cell => FixtureCell.Of(cell, origin))]);
}
