using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Content.Diagnostics;

namespace Content.Workbooks.Json;

/// <summary>A JSON value that knows its place in the file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Its place.</param>
public sealed record JsonElementNode(JsonValueKind Kind, TextSpan Span)
{
    /// <summary>The text of a string, the digits of a number; null otherwise.</summary>
    public string? Text { get; init; }

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

    /// <summary>Reads a text; null when it is no JSON, and then the diagnostic says where.</summary>
    public static JsonElementNode? Parse(SourceText source, out Diagnostic? error)
    {
        var bytes = Encoding.UTF8.GetBytes(source.Content);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 256 });
        var places = new Places(bytes);
        error = null;
        try
        {
            reader.Read();
            var root = Read(ref reader, places);
            // What follows the value is an error that only another read finds.
            while (reader.Read())
            {
            }

            return root;
        }
        catch (JsonException exception)
        {
            var offset = places.At((int)Math.Min(bytes.Length, reader.BytesConsumed));
            var message = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and > 0 ? exception.Message[..end] : exception.Message;
            error = new Diagnostic(WorkbookCodes.NotJson, DiagnosticSeverity.Error, "This is not valid JSON: " + message, new TextSpan(offset, 0)) { Source = source };
            return null;
        }
    }

    private static JsonElementNode Read(ref Utf8JsonReader reader, Places places)
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
                    properties.Add(KeyValuePair.Create(name, Read(ref reader, places)));
                }

                return new JsonElementNode(JsonValueKind.Object, Span(ref reader)) { Properties = properties.ToImmutable() };
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<JsonElementNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Read(ref reader, places));
                return new JsonElementNode(JsonValueKind.Array, Span(ref reader)) { Items = items.ToImmutable() };
            case JsonTokenType.String:
                return new JsonElementNode(JsonValueKind.String, Span(ref reader)) { Text = reader.GetString() };
            case JsonTokenType.Number:
                return new JsonElementNode(JsonValueKind.Number, Span(ref reader)) { Text = Encoding.UTF8.GetString(reader.ValueSpan) };
            default:
                return new JsonElementNode(reader.TokenType switch { JsonTokenType.True => JsonValueKind.True, JsonTokenType.False => JsonValueKind.False, _ => JsonValueKind.Null }, Span(ref reader));
        }

        TextSpan Span(ref Utf8JsonReader at) => TextSpan.FromBounds(start, places.At((int)at.BytesConsumed));
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
