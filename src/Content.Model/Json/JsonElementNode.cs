using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Content.Diagnostics;

namespace Content.Model.Json;

/// <summary>A JSON value that knows its place in the file, which need not be a JSON file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Source">The file it stands in.</param>
/// <param name="Span">Its place.</param>
public sealed record JsonElementNode(JsonValueKind Kind, SourceText Source, TextSpan Span)
{
    private SourceMap? _map;

    /// <summary>The text of a string, the digits of a number; null otherwise.</summary>
    public string? Text { get; init; }

    /// <summary>From offsets of <see cref="Text"/> to the file: a column in a query is a column in the file.</summary>
    public SourceMap Map => _map ??= MapFactory?.Invoke() ?? new SourceMap(Source, [new SourceSegment(0, Span.Start, Text?.Length ?? 0, Span.Length)]);

    /// <summary>Makes <see cref="Map"/>, which few values are asked for.</summary>
    internal Func<SourceMap>? MapFactory { get; init; }

    /// <summary>Properties of an object in order of the file.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElementNode>> Properties { get; init; } = [];

    /// <summary>Items of an array.</summary>
    public ImmutableArray<JsonElementNode> Items { get; init; } = [];

    /// <summary>The property of a name (case matters; of repeated ones the last counts, as for the service); null when there is none.</summary>
    public JsonElementNode? this[string name]
    {
        get
        {
            for (var i = Properties.Length - 1; i >= 0; i--)
            {
                if (Properties[i].Key == name)
                    return Properties[i].Value;
            }

            return null;
        }
    }

    /// <summary>The text of a string property; null when there is none or it is something else.</summary>
    public string? TextOf(string name) => this[name] is { Kind: JsonValueKind.String } node ? node.Text : null;

    /// <summary>The value of a whole-number property; null when there is none or it is something else.</summary>
    public int? NumberOf(string name) => this[name] is { Kind: JsonValueKind.Number } node && int.TryParse(node.Text, out var number) ? number : null;

    /// <summary>A finding at this value.</summary>
    public Diagnostic Report(string code, DiagnosticSeverity severity, string message, string? help = null) => new(code, severity, message, Span) { Source = Source, Help = help };

    /// <summary>Reads a text; null when it is no JSON, and then the diagnostic says where.</summary>
    public static JsonElementNode? Parse(SourceText source, out Diagnostic? error) => Parse(source.Content, SourceMap.Identity(source), out error);

    /// <summary>Reads JSON that is the text of a string; null when it is none, and then the diagnostic says where.</summary>
    public static JsonElementNode? ParseText(JsonElementNode text, out Diagnostic? error) => Parse(text.Text ?? "", text.Map, out error);

    private static JsonElementNode? Parse(string text, SourceMap map, out Diagnostic? error)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 256 });
        var reading = new Reading(text, map, new Places(bytes));
        error = null;
        try
        {
            reader.Read();
            var root = reading.Read(ref reader);
            // What follows the value is an error that only another read finds.
            while (reader.Read())
            {
            }

            return root;
        }
        // An escape that is half of a character is found when the string is taken out, as an invalid operation.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var offset = reading.At((int)Math.Min(bytes.Length, reader.BytesConsumed));
            var message = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and > 0 ? exception.Message[..end] : exception.Message;
            error = new Diagnostic(DiagnosticCodes.BadJson, DiagnosticSeverity.Error, "This is not valid JSON: " + message, new TextSpan(map.MapOffset(offset), 0)) { Source = map.Source };
            return null;
        }
    }

    /// <summary>Reads values of one text, which may itself have been taken out of a file.</summary>
    private sealed class Reading(string text, SourceMap outer, Places places)
    {
        private readonly bool _isWhole = ReferenceEquals(text, outer.Source.Content);

        public int At(int offset) => places.At(offset);

        public JsonElementNode Read(ref Utf8JsonReader reader)
        {
            var start = places.At((int)reader.TokenStartIndex);
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    var properties = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonElementNode>>();
                    while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    {
                        var name = reader.GetString()!;
                        reader.Read();
                        properties.Add(KeyValuePair.Create(name, Read(ref reader)));
                    }

                    return Node(JsonValueKind.Object, start, ref reader) with { Properties = properties.ToImmutable() };
                case JsonTokenType.StartArray:
                    var items = ImmutableArray.CreateBuilder<JsonElementNode>();
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        items.Add(Read(ref reader));
                    return Node(JsonValueKind.Array, start, ref reader) with { Items = items.ToImmutable() };
                case JsonTokenType.String:
                    var literal = TextSpan.FromBounds(start, places.At((int)reader.BytesConsumed));
                    return Node(JsonValueKind.String, start, ref reader) with { Text = reader.GetString(), MapFactory = () => JsonStringMap.Of(text, literal, outer, _isWhole) };
                case JsonTokenType.Number:
                    return Node(JsonValueKind.Number, start, ref reader) with { Text = Encoding.UTF8.GetString(reader.ValueSpan) };
                default:
                    return Node(reader.TokenType switch { JsonTokenType.True => JsonValueKind.True, JsonTokenType.False => JsonValueKind.False, _ => JsonValueKind.Null }, start, ref reader);
            }
        }

        private JsonElementNode Node(JsonValueKind kind, int start, ref Utf8JsonReader reader)
        {
            var span = TextSpan.FromBounds(start, places.At((int)reader.BytesConsumed));
            return new JsonElementNode(kind, outer.Source, _isWhole ? span : outer.MapSpan(span));
        }
    }

    // The reader counts bytes and files are shown in characters. Places are asked for nearly in order.
    private sealed class Places(byte[] bytes)
    {
        private readonly bool _isAscii = Ascii.IsValid(bytes);
        private int _byte;
        private int _character;

        public int At(int offset)
        {
            if (_isAscii)
                return offset;
            if (offset < _byte)
                (_byte, _character) = (0, 0);
            _character += Encoding.UTF8.GetCharCount(bytes, _byte, offset - _byte);
            _byte = offset;
            return _character;
        }
    }
}
