using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>Kinds of values.</summary>
public enum YamlValueKind : byte
{
    /// <summary>Null.</summary>
    Null,
    /// <summary>A boolean.</summary>
    Boolean,
    /// <summary>A whole number of 64 bits.</summary>
    Integer,
    /// <summary>Another number.</summary>
    Real,
    /// <summary>A text.</summary>
    Text,
    /// <summary>A list.</summary>
    List,
    /// <summary>A map.</summary>
    Map,
}

/// <summary>A value of a test: typed as YAML types it, with its text kept for columns that want another type.</summary>
public sealed class YamlValue
{
    private YamlValue(YamlNode node, YamlValueKind kind)
    {
        Node = node;
        Kind = kind;
    }

    /// <summary>Where it stands.</summary>
    public YamlNode Node { get; }

    /// <summary>Its kind.</summary>
    public YamlValueKind Kind { get; }

    /// <summary>The file.</summary>
    public SourceText Source => Node.Source;

    /// <summary>The place.</summary>
    public TextSpan Span => Node.Span;

    /// <summary>The scalar as written, without quotes; empty for lists and maps.</summary>
    public string Text => (Node as YamlScalar)?.Value ?? "";

    /// <summary>The boolean; false for other kinds.</summary>
    public bool Boolean { get; private init; }

    /// <summary>The whole number; 0 for other kinds.</summary>
    public long Integer { get; private init; }

    /// <summary>The number, also of an integer; 0 for other kinds.</summary>
    public double Real { get; private init; }

    /// <summary>Items of a list.</summary>
    public ImmutableArray<YamlValue> Items { get; private init; } = [];

    /// <summary>Entries of a map, in order.</summary>
    public ImmutableArray<DataCell> Properties { get; private init; } = [];

    /// <summary>The value of a node.</summary>
    public static YamlValue Of(YamlNode node)
    {
        switch (node)
        {
            case YamlSequence sequence:
                return new YamlValue(node, YamlValueKind.List) { Items = [.. sequence.Items.Select(Of)] };
            case YamlMapping mapping:
                return new YamlValue(node, YamlValueKind.Map) { Properties = CellsOf(mapping) };
            default:
                var scalar = (YamlScalar)node;
                scalar.TryGetBoolean(out var boolean);
                scalar.TryGetInteger(out var integer);
                scalar.TryGetReal(out var real);
                var kind = scalar.Kind switch
                {
                    YamlScalarKind.Null => YamlValueKind.Null,
                    YamlScalarKind.Boolean => YamlValueKind.Boolean,
                    YamlScalarKind.Integer => YamlValueKind.Integer,
                    YamlScalarKind.Real => YamlValueKind.Real,
                    _ => YamlValueKind.Text,
                };
                return new YamlValue(node, kind) { Boolean = boolean && kind == YamlValueKind.Boolean, Integer = integer, Real = real };
        }
    }

    internal static ImmutableArray<DataCell> CellsOf(YamlMapping mapping) =>
        [.. mapping.Entries.Select(entry => new DataCell(new Located<string>(entry.Key.Value, entry.Key), Of(entry.Value)))];

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        YamlValueKind.List => "[" + string.Join(", ", Items) + "]",
        YamlValueKind.Map => "{" + string.Join(", ", Properties.Select(property => $"{property.Column.Value}: {property.Value}")) + "}",
        _ => Text,
    };
}
