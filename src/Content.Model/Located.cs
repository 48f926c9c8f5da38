using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model;

/// <summary>A value that knows its place in a file.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed class Located<T>
{
    private readonly string? _text;
    private SourceMap? _map;

    /// <summary>Creates a value read from a YAML scalar.</summary>
    public Located(T value, YamlScalar scalar)
    {
        Value = value;
        Source = scalar.Source;
        Span = scalar.Span;
        Scalar = scalar;
    }

    /// <summary>Creates a value at a place of a file.</summary>
    /// <param name="value">The value.</param>
    /// <param name="source">The file.</param>
    /// <param name="span">The place.</param>
    /// <param name="text">The value as text; null when the place holds just that.</param>
    public Located(T value, SourceText source, TextSpan span, string? text = null)
    {
        Value = value;
        Source = source;
        Span = span;
        _text = text;
    }

    /// <summary>Creates a value that was made of what stands at a place of a file.</summary>
    /// <param name="value">The value.</param>
    /// <param name="source">The file.</param>
    /// <param name="span">The place.</param>
    /// <param name="text">The value as text.</param>
    /// <param name="map">From offsets of the text to the file.</param>
    public Located(T value, SourceText source, TextSpan span, string text, SourceMap map)
        : this(value, source, span, text) => _map = map;

    /// <summary>The value.</summary>
    public T Value { get; }

    /// <summary>The file.</summary>
    public SourceText Source { get; }

    /// <summary>The place in the file.</summary>
    public TextSpan Span { get; }

    /// <summary>The YAML scalar it was read from; null for a value of another kind of file or a default.</summary>
    public YamlScalar? Scalar { get; }

    /// <summary>The value as it was written, without quotes and escapes: <c>1d</c> for a duration of a day.</summary>
    public string Text => Scalar?.Value ?? _text ?? Source.Content.Substring(Span.Start, Span.Length);

    /// <summary>Line and column of its start.</summary>
    public LinePosition Position => Source.GetPosition(Span.Start);

    /// <summary>From offsets of <see cref="Text"/> to the file: a column in a query is a column in the file.</summary>
    public SourceMap Map => Scalar?.Map ?? (_map ??= new SourceMap(Source, [new SourceSegment(0, Span.Start, Text.Length, Span.Length)]));

    /// <summary>A finding at this value.</summary>
    public Diagnostic Report(string code, DiagnosticSeverity severity, string message, string? help = null) =>
        new(code, severity, message, Span) { Source = Source, Help = help };

    /// <inheritdoc/>
    public override string ToString() => Value?.ToString() ?? "";
}
