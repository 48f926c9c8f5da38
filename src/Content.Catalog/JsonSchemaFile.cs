using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Content.Diagnostics;
using Content.Kql.Symbols;

namespace Content.Catalog;

/// <summary>A schema in a JSON file: <c>{"Table": {"Column": "type", …}, …}</c>. Symbols of a table are made when it is first asked for.</summary>
/// <remarks>Types are KQL's names and their aliases, in any case. Safe for use from several threads.</remarks>
public sealed class JsonSchemaFile : ISchema
{
    /// <summary>Code of everything that is wrong in such a file.</summary>
    public const string DiagnosticCode = "SCHEMA001";

    private readonly ReadOnlyMemory<byte> _json;
    private readonly Dictionary<string, (int Start, int Length)> _places;
    private readonly Dictionary<string, TableSymbol> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ColumnSymbol>?[] _columns = new Dictionary<string, ColumnSymbol>?[(int)TypeKind.Tuple + 1];
    private readonly bool _plain;
    private readonly Lock _lock = new();
    private string[]? _names;

    private JsonSchemaFile(ReadOnlyMemory<byte> json, Dictionary<string, (int, int)> places, ImmutableArray<Diagnostic> diagnostics, bool plain)
    {
        _plain = plain;
        _json = json;
        _places = places;
        Diagnostics = diagnostics;
    }

    /// <summary>What is wrong in the file; tables before the first syntax error are there all the same.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Names of all tables in the order of the file: the order in which a star takes them.</summary>
    public IReadOnlyList<string> TableNames => _names ??= [.. _places.Keys];

    /// <summary>A file has no functions: always empty.</summary>
    public IReadOnlyList<string> FunctionNames => [];

    /// <summary>Reads a file's content. Bad content gives diagnostics, never an exception.</summary>
    /// <param name="json">UTF-8, with or without a byte order mark.</param>
    /// <param name="path">Path for diagnostics.</param>
    public static JsonSchemaFile Read(ReadOnlyMemory<byte> json, string? path = null)
    {
        if (json.Span.StartsWith(Encoding.UTF8.Preamble))
            json = json[Encoding.UTF8.Preamble.Length..];
        var places = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        var report = new Reporter(json, path);
        if (new PlainSchemaScanner(json.Span).TryRead(places))
            return new JsonSchemaFile(json, places, [], plain: true);
        places.Clear();
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                report.Add(reader.TokenStartIndex, 1, "A schema file is a JSON object of tables: {\"Table\": {\"Column\": \"type\"}}.");
            else
                ReadTables(ref reader, places, report);
        }
        catch (JsonException exception)
        {
            report.Add(report.OffsetOf(exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0), 1, "This is not JSON: " + FirstSentence(exception.Message));
        }

        return new JsonSchemaFile(json, places, report.ToImmutable(), plain: false);
    }

    /// <inheritdoc/>
    public TableSymbol? FindTable(string name)
    {
        if (!_places.TryGetValue(name, out var place))
            return null;
        lock (_lock)
        {
            ref var table = ref CollectionsMarshal.GetValueRefOrAddDefault(_tables, name, out _);
            return table ??= new TableSymbol(name, new RowType(Columns(_json.Span.Slice(place.Start, place.Length))));
        }
    }

    /// <summary>A file has no functions: always null.</summary>
    public WorkspaceFunction? FindFunction(string name) => null;

    /// <summary>A file has no watchlists: always null.</summary>
    public RowType? FindWatchlist(string alias) => null;

    // Looks at everything once, so that mistakes are reported however few tables are used, but keeps only names and places.
    private static void ReadTables(ref Utf8JsonReader reader, Dictionary<string, (int, int)> places, Reporter report)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                report.Add(start, 1, $"The columns of '{name}' must be an object: {{\"Column\": \"type\"}}.");
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.String || (Common(reader.ValueSpan) ?? TypeOf(ref reader)) is null)
                {
                    report.Add(reader.TokenStartIndex, reader.TokenType == JsonTokenType.String ? reader.ValueSpan.Length + 2 : 1,
                        $"A column of '{name}' has no known type; a type is one of bool, int, long, real, decimal, datetime, timespan, guid, string, dynamic.");
                    reader.Skip();
                }
            }

            places[name] = (start, (int)reader.BytesConsumed - start);
        }
    }

    private ImmutableArray<ColumnSymbol> Columns(ReadOnlySpan<byte> json)
    {
        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (_plain)
        {
            var scanner = new PlainSchemaScanner(json);
            while (scanner.TryNextColumn(out var name, out var type))
                Add(columns, names, Encoding.UTF8.GetString(name), type);
        }
        else
            ReadColumns(json, columns, names);
        return columns.ToImmutable();
    }

    private void ReadColumns(ReadOnlySpan<byte> json, ImmutableArray<ColumnSymbol>.Builder columns, HashSet<string> names)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var type = reader.TokenType == JsonTokenType.String ? Common(reader.ValueSpan) ?? TypeOf(ref reader) : null;
            reader.Skip();
            Add(columns, names, name, type ?? KqlType.Unknown);
        }
    }

    private void Add(ImmutableArray<ColumnSymbol>.Builder columns, HashSet<string> names, string name, KqlType type)
    {
        if (!names.Add(name))
            return;
        var known = _columns[(int)type.Kind] ??= new Dictionary<string, ColumnSymbol>(StringComparer.Ordinal);
        if (!known.TryGetValue(name, out var column))
            known.Add(name, column = new ColumnSymbol(name, type));
        columns.Add(column);
    }

    internal static KqlType? Common(ReadOnlySpan<byte> type) => type.Length switch
    {
        6 when type.SequenceEqual("string"u8) => KqlType.String,
        8 when type.SequenceEqual("datetime"u8) => KqlType.DateTime,
        7 when type.SequenceEqual("dynamic"u8) => KqlType.Dynamic,
        4 when type.SequenceEqual("long"u8) => KqlType.Long,
        4 when type.SequenceEqual("real"u8) => KqlType.Real,
        4 when type.SequenceEqual("bool"u8) => KqlType.Bool,
        3 when type.SequenceEqual("int"u8) => KqlType.Int,
        4 when type.SequenceEqual("guid"u8) => KqlType.Guid,
        7 when type.SequenceEqual("decimal"u8) => KqlType.Decimal,
        8 when type.SequenceEqual("timespan"u8) => KqlType.TimeSpan,
        _ => null,
    };

    private static KqlType? TypeOf(ref Utf8JsonReader reader) => KqlType.FromName(reader.GetString()!.ToLowerInvariant());

    // The reader's messages end in "LineNumber: … | BytePositionInLine: …", which the position says better.
    private static string FirstSentence(string message) => message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and > 0 ? message[..end] : message;

    private sealed class Reporter(ReadOnlyMemory<byte> json, string? path)
    {
        private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        private SourceText? _source;

        public void Add(long byteOffset, int length, string message)
        {
            _source ??= new SourceText(Encoding.UTF8.GetString(json.Span), path);
            var start = Encoding.UTF8.GetCharCount(json.Span[..(int)Math.Min(byteOffset, json.Length)]);
            _diagnostics.Add(new Diagnostic(DiagnosticCode, DiagnosticSeverity.Error, message, new TextSpan(start, Math.Min(length, _source.Content.Length - start))) { Source = _source });
        }

        public long OffsetOf(long line, long byteInLine)
        {
            var span = json.Span;
            var offset = 0;
            for (; line > 0 && span[offset..].IndexOf((byte)'\n') is var next and >= 0; line--)
                offset += next + 1;
            return offset + byteInLine;
        }

        public ImmutableArray<Diagnostic> ToImmutable() => _diagnostics.ToImmutable();
    }
}
