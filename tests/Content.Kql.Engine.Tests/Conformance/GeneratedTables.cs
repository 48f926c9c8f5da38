using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Content.Diagnostics;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;
using Content.Kql.Syntax;

namespace Content.Kql.Engine.Tests.Conformance;

/// <summary>
/// Gives a query rows for everything that it reads: values that its own text names, so that conditions hold and joins match, and values
/// at the edges of their types. The same seed gives the same rows.
/// </summary>
internal sealed class GeneratedTables : ITableSource
{
    private static readonly int[] ChunkLengths = [29, 12];

    private static readonly string[] Texts =
    [
        "", " ", "a", "A", "null", "true", "0", "-1", "4624", "1e400", "9223372036854775808", "10.0.0.1", "192.168.1.255", "8.8.8.8", "10.0.0.0/8", "fe80::1%eth0", "::ffff:1.2.3.4", "256.1.1.1",
        "https://user:pw@example.com:8443/a/b?x=1&y=%20#frag", "http://[::1]/", "ftp:", "C:\\Windows\\System32\\cmd.exe", "\\\\srv\\share\\f.txt", "CN=x,OU=y,DC=z", "user@contoso.com", "DOMAIN\\user",
        "Zürich", "日本語テキスト", "𝄞🙂 mixed", "e\u0301", "\u0000", "line\r\nbreak\ttab", "a\"b'c\\d", "{", "[1,", "{}", "[]", "[1,2,3]", "{\"a\":1,\"b\":{\"c\":[1,null,\"x\"]}}", "[{\"k\":\"v\"},{\"k\":null}]",
        "<EventData xmlns=\"u\"><Data Name=\"x\">1</Data><Data Name=\"y\">2</Data></EventData>", "<a><b>", "k=v;k2=\"v 2\",x", "key: value | key2=value2", "SGVsbG8gV29ybGQ=", "H4sIAAAAAAAA", "!!", "%41%zz",
        "2026-03-01T11:00:00Z", "2026-02-30", "1.02:03:04.5", "74be27de-1e4e-49d9-b579-fe0b331d3642", "S-1-5-18", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "a,b,c", "a|b|c",
    ];

    private readonly int _seed;
    private readonly string[] _words;
    private readonly string[] _literals;
    private readonly long[] _numbers;
    private readonly long _now;

    /// <summary>Reads what values a query names.</summary>
    public GeneratedTables(string query, int seed, DateTimeOffset now)
    {
        _seed = seed;
        _now = now.UtcTicks;
        var words = new SortedSet<string>(StringComparer.Ordinal) { "a", "k" };
        var literals = new SortedSet<string>(StringComparer.Ordinal) { "x" };
        var numbers = new SortedSet<long> { 0, 1 };
        foreach (var token in Lexer.Scan(query, new List<Diagnostic>()))
        {
            var text = query[token.Start..token.End];
            if (token.Kind == SyntaxKind.StringLiteral)
                literals.Add(text.TrimStart('@', 'h', 'H').Trim('"', '\'', '`'));
            else if (token.Kind == SyntaxKind.LongLiteral && long.TryParse(text, CultureInfo.InvariantCulture, out var number))
                numbers.Add(number);
            else if (token.Kind == SyntaxKind.Identifier)
                words.Add(text);
        }

        _words = [.. words];
        _literals = [.. literals];
        _numbers = [.. numbers];
    }

    public ColumnarTable? FindTable(TableRequest request) => Make(request);
    public ColumnarTable? FindWatchlist(TableRequest request) => Make(request);
    public ColumnarTable? FindFunction(TableRequest request) => Make(request);
    public ColumnarTable? FindExternalData(TableRequest request) => Make(request);

    private ColumnarTable Make(TableRequest request)
    {
        var chunks = ImmutableArray.CreateBuilder<TableChunk>();
        for (var c = 0; c < ChunkLengths.Length; c++)
        {
            var columns = new Vector?[request.Row.Columns.Length];
            foreach (var ordinal in request.Columns)
            {
                var column = request.Row.Columns[ordinal];
                var random = new Random(Stable($"{_seed}/{request.QualifiedName}/{column.Name}/{c}"));
                var builder = VectorBuilder.Create(column.Type.Kind == TypeKind.Unknown ? TypeKind.Dynamic : column.Type.Kind, ChunkLengths[c]);
                for (var i = 0; i < ChunkLengths[c]; i++)
                    builder.AddObject(Value(builder.Kind, random));
                columns[ordinal] = builder.Build();
            }

            chunks.Add(new TableChunk(columns, ChunkLengths[c]));
        }

        return new ColumnarTable(new RowType([.. request.Row.Columns]), chunks.ToImmutable());
    }

    private static int Stable(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619;
        return (int)(hash & int.MaxValue);
    }

    private object? Value(TypeKind kind, Random random)
    {
        if (kind != TypeKind.String && random.Next(8) == 0)
            return null;
        switch (kind)
        {
            case TypeKind.Bool: return random.Next(2) == 0;
            case TypeKind.Int: return Pick(random, 0, 1, -1, int.MaxValue, int.MinValue, (int)Math.Clamp(Number(random), int.MinValue, int.MaxValue), (int)Math.Clamp(Number(random), int.MinValue, int.MaxValue));
            case TypeKind.Long: return Pick(random, 0, 1, -1, long.MaxValue, long.MinValue, Number(random), Number(random), Number(random), Number(random));
            case TypeKind.Real: return Pick(random, 0.0, -0.0, 1.5, -1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e308, 5e-324, Number(random), Number(random), Number(random));
            case TypeKind.Decimal: return Pick(random, 0m, 1.5m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, Number(random));
            case TypeKind.DateTime:
                // Mostly near now: detections look back over days.
                return random.Next(12) switch
                {
                    0 => DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc),
                    1 => DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc),
                    < 7 => new DateTime(_now - random.NextInt64(TimeSpan.TicksPerHour), DateTimeKind.Utc),
                    _ => new DateTime(_now - random.NextInt64(14 * TimeSpan.TicksPerDay), DateTimeKind.Utc),
                };
            case TypeKind.TimeSpan: return Pick(random, TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.MinValue, TimeSpan.FromMinutes(5), new TimeSpan(-1));
            case TypeKind.Guid: return Pick(random, Guid.Empty, new Guid("74be27de-1e4e-49d9-b579-fe0b331d3642"));
            case TypeKind.String: return Text(random);
            default:
                var json = random.Next(4) == 0 ? "\"" + JsonText(Text(random)) + "\"" : Json(random, 0);
                var builder = new DynamicBuilder(1);
                return DynamicJson.TryParse(Encoding.UTF8.GetBytes(json), builder.Writer) ? builder.Writer.ValueAt(0).ToObject() : Text(random);
        }
    }

    private long Number(Random random) => _numbers[random.Next(_numbers.Length)];

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];

    private string Text(Random random) => random.Next(10) switch
    {
        < 5 => _literals[random.Next(_literals.Length)],
        < 6 => Json(random, 0),
        < 7 => _literals[random.Next(_literals.Length)] + " " + Texts[random.Next(Texts.Length)],
        < 8 => Number(random).ToString(CultureInfo.InvariantCulture),
        _ => Texts[random.Next(Texts.Length)],
    };

    private string Json(Random random, int depth)
    {
        switch (random.Next(depth > 2 ? 5 : 9))
        {
            case 0: return "null";
            case 1: return random.Next(2) == 0 ? "true" : "false";
            case 2: return Number(random).ToString(CultureInfo.InvariantCulture);
            case 3: return "1.5e3";
            case 4: return "\"" + JsonText(_literals[random.Next(_literals.Length)]) + "\"";
            case 5: return "[" + string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => Json(random, depth + 1))) + "]";
            default:
                return "{" + string.Join(",", Enumerable.Range(0, 1 + random.Next(6)).Select(_ => $"\"{JsonText(_words[random.Next(_words.Length)])}\":{Json(random, depth + 1)}")) + "}";
        }
    }

    private static string JsonText(string text) => System.Text.Json.JsonEncodedText.Encode(text).ToString();
}
