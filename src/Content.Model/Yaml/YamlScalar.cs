using System.Buffers;
using System.Globalization;
using Content.Diagnostics;

namespace Content.Model.Yaml;

/// <summary>How a scalar is written.</summary>
public enum YamlScalarStyle : byte
{
    /// <summary>Without quotes.</summary>
    Plain,
    /// <summary>In single quotes.</summary>
    SingleQuoted,
    /// <summary>In double quotes.</summary>
    DoubleQuoted,
    /// <summary>A block after <c>|</c>.</summary>
    Literal,
    /// <summary>A block after <c>&gt;</c>.</summary>
    Folded,
}

/// <summary>What a scalar stands for by the core schema of YAML 1.2.</summary>
public enum YamlScalarKind : byte
{
    /// <summary>Text.</summary>
    Text,
    /// <summary>Nothing, <c>~</c> or <c>null</c>.</summary>
    Null,
    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,
    /// <summary>A whole number that fits 64 bits.</summary>
    Integer,
    /// <summary>Any other number.</summary>
    Real,
}

/// <summary>A scalar with a map of its value onto the file.</summary>
public sealed class YamlScalar : YamlNode
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789+-.eE");

    private readonly int _parentIndent;
    private readonly TextSpan _rawSpan;
    private SourceMap? _map;

    internal YamlScalar(SourceText source, TextSpan span, TextSpan rawSpan, string? tag, string value, YamlScalarStyle style, int parentIndent, SourceMap? map = null)
        : base(source, span, tag)
    {
        _map = map;
        Value = value;
        Style = style;
        _rawSpan = rawSpan;
        _parentIndent = parentIndent;
        Kind = Classify(value, style, tag);
    }

    /// <summary>The same place and style with another value, as if that stood there.</summary>
    internal YamlScalar WithValue(string value) => new(Source, Span, _rawSpan, Tag, value, Style, _parentIndent)
    {
        _map = new SourceMap(Source, [new SourceSegment(0, Span.Start, value.Length, Span.Length)]),
    };

    /// <summary>As <see cref="WithValue"/>; the same object where that would change nothing.</summary>
    internal YamlScalar WithValueIfOther(string value) => value == Value ? this : WithValue(value);

    /// <summary>The value, line breaks as LF.</summary>
    public string Value { get; }

    /// <summary>How it is written.</summary>
    public YamlScalarStyle Style { get; }

    /// <summary>What it stands for: quoted and block scalars are text, plain ones what they look like.</summary>
    public YamlScalarKind Kind { get; }

    /// <summary>True for nothing, <c>~</c> and <c>null</c>.</summary>
    public bool IsNull => Kind == YamlScalarKind.Null;

    /// <summary>From offsets of <see cref="Value"/> to the file.</summary>
    public SourceMap Map => _map ??= new SourceMap(Source, ScalarDecoder.MapOf(Source.Content, _rawSpan, Style, _parentIndent, Value));

    /// <inheritdoc/>
    public override string Description => Kind switch
    {
        YamlScalarKind.Null => "nothing",
        YamlScalarKind.Boolean => "a boolean",
        YamlScalarKind.Integer or YamlScalarKind.Real => "a number",
        _ => "a text",
    };

    /// <summary>The value as a boolean.</summary>
    public bool TryGetBoolean(out bool value)
    {
        value = Value is "true" or "True" or "TRUE";
        return Kind == YamlScalarKind.Boolean;
    }

    /// <summary>The value as a whole number.</summary>
    public bool TryGetInteger(out long value)
    {
        value = 0;
        return Kind == YamlScalarKind.Integer && TryParseInteger(Value, out value);
    }

    /// <summary>The value as a number.</summary>
    public bool TryGetReal(out double value)
    {
        value = 0;
        return Kind switch
        {
            YamlScalarKind.Integer => TryParseInteger(Value, out var integer) && (value = integer) == integer,
            YamlScalarKind.Real => TryParseReal(Value, out value),
            _ => false,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static YamlScalarKind Classify(string value, YamlScalarStyle style, string? tag)
    {
        if (style != YamlScalarStyle.Plain || tag is not null)
            return YamlScalarKind.Text;
        switch (value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return YamlScalarKind.Null;
            case "true" or "True" or "TRUE" or "false" or "False" or "FALSE":
                return YamlScalarKind.Boolean;
        }

        if (value[0] is not ((>= '0' and <= '9') or '-' or '+' or '.'))
            return YamlScalarKind.Text;
        if (TryParseInteger(value, out _))
            return YamlScalarKind.Integer;
        return TryParseReal(value, out _) ? YamlScalarKind.Real : YamlScalarKind.Text;
    }

    private static bool TryParseInteger(string text, out long value)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && text.Length is > 2 and <= 18;
        if (text.StartsWith("0o", StringComparison.Ordinal))
            return TryParseOctal(text.AsSpan(2), out value);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParseOctal(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        if (digits.Length is 0 or > 21)
            return false;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7')
                return false;
            value = (value << 3) | (uint)(digit - '0');
        }

        return true;
    }

    private static bool TryParseReal(string text, out double value)
    {
        switch (text.TrimStart('+', '-').ToLowerInvariant())
        {
            case ".inf":
                value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                return true;
            case ".nan":
                value = double.NaN;
                return text.Length == 4;
        }

        value = 0;
        return text.AsSpan().IndexOfAnyExcept(NumberCharacters) < 0
            && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
    }
}
