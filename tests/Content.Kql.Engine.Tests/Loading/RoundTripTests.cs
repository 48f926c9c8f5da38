using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Content.Kql.Engine.Loading;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Tests.Loading;

/// <summary>Random tables, written in each format and read back, are the same; wherever the file is cut into blocks.</summary>
public sealed class RoundTripTests
{
    private const string Columns = "T:datetime, S:string, N:long, R:real, B:bool, I:int, X:string, G:guid, D:dynamic";

    private static readonly string[] Texts = ["", "a", "plain text", "with \"quotes\"", "comma, and\ttab", "line\nbreak", "cr\r\nlf", "back\\slash", "é", "日本語", "😀 emoji", "\u0001 control", "trailing ", "\"", "\"\"", new('x', 100)];

    public static TheoryData<int, int> Blocks()
    {
        var data = new TheoryData<int, int>();
        foreach (var seed in new[] { 1, 2, 3 })
        {
            foreach (var size in new[] { 1, 7, 64, 1000, 16 << 20 })
                data.Add(seed, size);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void NdjsonIsReadBack(int seed, int block)
    {
        var rows = Rows(seed);
        AssertSame(rows, Lines(rows, seed), "x.ndjson", block);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void JsonArraysAreReadBack(int seed, int block)
    {
        var rows = Rows(seed);
        AssertSame(rows, "[" + Lines(rows, seed).TrimEnd('\n').Replace("}\n{", "},\n {", StringComparison.Ordinal) + "\n]\n", "x.json", block);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void CsvIsReadBack(int seed, int block)
    {
        var rows = Rows(seed);
        AssertSame(rows, Separated(rows, ',', seed), "x.csv", block);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void TsvIsReadBack(int seed, int block)
    {
        var rows = Rows(seed);
        AssertSame(rows, Separated(rows, '\t', seed), "x.tsv", block);
    }

    private static void AssertSame(object?[][] rows, string text, string name, int block)
    {
        var row = TestSchema.Row(Columns);
        var expected = KqlRun.Text(QueryResult.Of(Tables.ColumnarTable.FromRows(row, rows)));
        var bytes = Encoding.UTF8.GetBytes(text);
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        foreach (var data in new[] { bytes, packed.ToArray() })
        {
            var result = DataLoader.Load(new MemoryStream(data), name, new LoadOptions(row) { BlockSize = block, Threads = 2 });
            Assert.Null(result.Error);
            Assert.Empty(result.Problems);
            Assert.Equal(expected, KqlRun.Text(QueryResult.Of(result.Table)));
        }

        var utf16 = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(text)).ToArray();
        Assert.Equal(expected, KqlRun.Text(QueryResult.Of(DataLoader.Load(new MemoryStream(utf16), name, new LoadOptions(row) { BlockSize = block }).Table)));
    }

    private static object?[][] Rows(int seed)
    {
        var random = new Random(seed);
        T? Maybe<T>(T value) where T : struct => random.Next(5) == 0 ? null : value;
        return [.. Enumerable.Range(0, 60).Select(i => new object?[]
        {
            Maybe(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 400))),
            Texts[random.Next(Texts.Length)],
            Maybe(random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(100)),
            Maybe(random.Next(3) switch { 0 => random.NextDouble() * 1e300, 1 => random.Next(100_000) / 1000.0, _ => -random.NextDouble() }),
            Maybe(random.Next(2) == 0),
            Maybe(random.Next(int.MinValue, int.MaxValue)),
            random.Next(2) == 0 ? "same" : Texts[random.Next(Texts.Length)],
            Maybe(new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
            random.Next(3) switch { 0 => null, 1 => new KeyValuePair<string, object?>[] { new("k", (long)i), new("t", "a\"b"), new("l", new object?[] { 1L, null, true }) }, _ => new object?[] { Texts[random.Next(1, 5)] } },
        })];
    }

    private static string Lines(object?[][] rows, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        var names = TestSchema.Row(Columns).Columns.Select(column => column.Name).ToArray();
        foreach (var row in rows)
        {
            // Spaces, order and what is left out vary.
            var space = random.Next(4) == 0 ? " " : "";
            var order = Enumerable.Range(0, names.Length).Where(i => row[i] is not null || random.Next(2) == 0).ToArray();
            if (random.Next(4) == 0)
                random.Shuffle(order);
            text.Append('{').Append(space).AppendJoin("," + space, order.Select(i => $"\"{names[i]}\"{space}:{space}{Json(row[i])}")).Append(space).Append("}\n");
        }

        return text.ToString();
    }

    private static string Json(object? value) => value switch
    {
        DateTime time => $"\"{time:yyyy-MM-ddTHH:mm:ss.FFFFFFF}Z\"",
        KeyValuePair<string, object?>[] bag => "{" + string.Join(",", bag.Select(property => JsonSerializer.Serialize(property.Key) + ":" + Json(property.Value))) + "}",
        object?[] items => "[" + string.Join(", ", items.Select(Json)) + "]",
        _ => JsonSerializer.Serialize(value),
    };

    private static string Separated(object?[][] rows, char separator, int seed)
    {
        var random = new Random(seed);
        var end = random.Next(2) == 0 ? "\n" : "\r\n";
        var text = new StringBuilder().AppendJoin(separator, TestSchema.Row(Columns).Columns.Select(column => column.Name)).Append(end);
        foreach (var row in rows)
        {
            text.AppendJoin(separator, row.Select(value =>
            {
                var cell = value switch
                {
                    null => "",
                    DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture),
                    string s => s,
                    Array => Json(value),
                    _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
                };
                return cell.IndexOfAny([separator, '"', '\r', '\n']) >= 0 || random.Next(4) == 0 ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : cell;
            })).Append(end);
        }

        return text.ToString();
    }

    [Fact]
    public void ProblemsAndUnknownNamesDoNotDependOnBlocksAndThreads()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 400; i++)
            text.Append(CultureInfo.InvariantCulture, $"{{\"N\":{(i % 3 == 0 ? "\"bad\"" : i)},\"S\":\"s{i}\"{(i % 50 == 7 ? $",\"Extra{i}\":1" : "")}{(i % 90 == 11 ? "" : "}")}\n");
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        string? first = null;
        foreach (var (block, threads) in new[] { (1 << 20, 1), (1, 1), (64, 2), (1000, 2), (777, 4) })
        {
            var result = DataLoader.Load(new MemoryStream(bytes), "x.ndjson", new LoadOptions(TestSchema.Row("N:long, S:string")) { BlockSize = block, Threads = threads });
            var outcome = string.Join("\n", result.Problems) + result.ProblemCount + string.Join(",", result.UnknownColumns) + result.Table.RowCount;
            Assert.Equal(first ??= outcome, outcome);
            Assert.Equal(100, result.Problems.Length);
        }
    }
}
