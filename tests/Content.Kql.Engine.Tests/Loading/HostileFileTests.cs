using System.IO.Compression;
using System.Text;
using Content.Kql.Engine.Loading;

namespace Content.Kql.Engine.Tests.Loading;

/// <summary>No file hangs or kills the process: each gives rows and problems, or an error that says what is wrong.</summary>
public sealed class HostileFileTests
{
    private static LoadResult Load(byte[] data, string name = "x.ndjson", string columns = "N:long, S:string, D:dynamic", LoadOptions? options = null) =>
        DataLoader.Load(new MemoryStream(data), name, options ?? new LoadOptions(TestSchema.Row(columns)));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(Action<Stream> write)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            write(gzip);
        return packed.ToArray();
    }

    [Theory]
    [InlineData("{\"N\":1", "ends within an object")]
    [InlineData("{\"N\":1,}", "a name in quotation marks")]
    [InlineData("{\"N\" 1}", "':' is expected")]
    [InlineData("{\"N\":1 \"S\":2}", "',' or '}' is expected")]
    [InlineData("{\"N\":01}", "a digit is expected")]
    [InlineData("{\"N\":-}", "a digit is expected")]
    [InlineData("{\"N\":1.}", "a digit is expected")]
    [InlineData("{\"N\":tru}", "a value is expected")]
    [InlineData("{\"S\":\"a\tb\"}", "control character")]
    [InlineData("{\"S\":\"open}", "ends within an object")]
    [InlineData("{\"D\":[1,2}}", "brackets do not fit")]
    [InlineData("{\"D\":[1,2", "ends within an object")]
    [InlineData("{'N':1}", "a name in quotation marks")]
    [InlineData("[1]", "one JSON object")]
    public void BrokenLinesAreLeftOutAndReported(string line, string message)
    {
        var result = Load(Utf8("{\"N\":1}\n" + line + "\n{\"N\":3}\n"));
        var problem = Assert.Single(result.Problems);
        Assert.Equal(2, problem.Line);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(["1", "3"], KqlRun.Text(QueryResult.Of(result.Table)).Select(row => row.Split('|')[0]));
    }

    [Theory]
    [InlineData("{\"D\":[1,,2]}")]
    [InlineData("{\"D\":{\"a\":tru}}")]
    [InlineData("{\"D\":[\"\\ud800\"]}")]
    [InlineData("{\"S\":\"bad \\q escape\"}")]
    [InlineData("{\"S\":\"half \\ud83d pair\"}")]
    public void BadCellsKeepTheRow(string line)
    {
        var result = Load(Utf8("{\"N\":1}\n" + line + "\n"));
        Assert.Equal(2, result.Table.RowCount);
        Assert.Equal(2, Assert.Single(result.Problems).Line);
    }

    [Fact]
    public void DeepNestingIsABadCell()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        var result = Load(Utf8($"{{\"N\":1,\"D\":{deep}}}\n{{\"N\":2,\"D\":{new string('[', 200_000)}\n{{\"N\":3}}\n"));
        Assert.Equal(2, result.ProblemCount);
        Assert.Equal(2, result.Table.RowCount);
    }

    [Fact]
    public void ManyOpenBracketsTakeLinearTime()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 300_000; i++)
            text.Append("{\"D\":[{\n");
        Assert.Equal(300_000, Load(Utf8(text.ToString())).ProblemCount);
    }

    [Fact]
    public void EndlessNewNamesTakeLinearTime()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 200_000; i++)
            text.Append("{\"name").Append(i).Append("\":1,\"N\":").Append(i).Append("}\n");
        var result = Load(Utf8(text.ToString()));
        Assert.Equal(200_000, result.Table.RowCount);
        Assert.Equal(0, result.ProblemCount);
        Assert.True(result.UnknownColumns.Length is > 100 and < 10_000);
    }

    [Fact]
    public void AnUnendingLineMeetsTheLimit()
    {
        var result = Load(Gzip(stream =>
        {
            stream.Write("{\"S\":\""u8);
            var block = new byte[1 << 20];
            block.AsSpan().Fill((byte)'x');
            for (var i = 0; i < 300; i++)
                stream.Write(block);
        }), options: new LoadOptions(TestSchema.Row("S:string")) { MaxBytes = 50 << 20 });
        Assert.Equal((QueryErrorKind.LimitExceeded, "bytes"), (result.Error?.Kind, result.Error?.Name));
    }

    [Fact]
    public void ALongLineIsRead()
    {
        var result = Load(Utf8("{\"N\":1,\"S\":\"" + new string('x', 100 << 20) + "\"}\n{\"N\":2}\n"));
        Assert.Null(result.Error);
        Assert.Equal(2, result.Table.RowCount);
    }

    [Fact]
    public void AZipBombMeetsTheMemoryLimit()
    {
        var bomb = Gzip(stream =>
        {
            var lines = Utf8(string.Concat(Enumerable.Repeat("{\"N\":1}\n", 100_000)));
            for (var i = 0; i < 100; i++)
                stream.Write(lines);
        });
        var result = Load(bomb, options: new LoadOptions(TestSchema.Row("N:long")) { MaxBytes = 10 << 20 });
        Assert.Equal((QueryErrorKind.LimitExceeded, "bytes"), (result.Error?.Kind, result.Error?.Name));
        Assert.Contains("10,485,760 bytes", result.Error!.Message, StringComparison.Ordinal);
        // What no column needs takes no memory.
        Assert.Equal(10_000_000, Load(bomb, options: new LoadOptions(TestSchema.Row("N:long")) { MaxBytes = 1 << 20, Columns = [] }).Table.RowCount);
    }

    [Fact]
    public void TruncatedGzipIsAnError()
    {
        var random = new Random(1);
        var whole = Gzip(stream =>
        {
            for (var i = 0; i < 50_000; i++)
                stream.Write(Utf8($"{{\"N\":{random.Next()}}}\n"));
        });
        var result = Load(whole[..(whole.Length / 2)], "x.ndjson.gz");
        Assert.Equal(QueryErrorKind.Failed, result.Error?.Kind);
        Assert.Contains("x.ndjson.gz", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(0, result.Table.RowCount);
    }

    [Theory]
    [InlineData("x.ndjson")]
    [InlineData("x.csv")]
    [InlineData("x.json")]
    [InlineData("x.parquet")]
    [InlineData("x")]
    public void BinaryGarbageIsAnError(string name)
    {
        var random = new Random(2);
        var garbage = new byte[200_000];
        random.NextBytes(garbage);
        Assert.Equal(QueryErrorKind.Failed, Load(garbage, name).Error?.Kind);
    }

    [Theory]
    [InlineData("x.ndjson")]
    [InlineData("x.csv")]
    [InlineData("x.json")]
    public void RandomTextNeverThrows(string name)
    {
        var random = new Random(3);
        const string alphabet = "{}[]\",:\\ \n\rNSDu0d8.-+eEtruefalsnk1é😀";
        for (var i = 0; i < 3_000; i++)
        {
            var text = new StringBuilder(name == "x.json" ? "[" : "");
            for (var j = random.Next(60); j > 0; j--)
                text.Append(random.Next(5) == 0 ? "{\"N\":" : alphabet[random.Next(alphabet.Length)]);
            var data = Utf8(text.ToString());
            if (random.Next(4) == 0 && data.Length > 0)
                data[random.Next(data.Length)] = (byte)random.Next(1, 256);
            string? first = null;
            foreach (var block in new[] { 1 << 20, 1, 7 })
            {
                var result = Load(data, name, options: new LoadOptions(TestSchema.Row("N:long, S:string, D:dynamic")) { BlockSize = block });
                var outcome = string.Join("\n", KqlRun.Text(QueryResult.Of(result.Table))) + "\n" + string.Join("\n", result.Problems) + result.Error?.Message;
                Assert.Equal(first ??= outcome, outcome);
            }
        }
    }

    [Fact]
    public void BytesThatAreNotUtf8AreReplacedAndReported()
    {
        byte[] data = [.. "{\"S\":\"a"u8, 0xFF, .. "b\"}\n{\"S\":\"fine é\"}\n"u8];
        var result = Load(data, columns: "S:string");
        Assert.Equal(["a\uFFFDb", "fine é"], KqlRun.Text(QueryResult.Of(result.Table)));
        Assert.Contains("not UTF-8", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatComesTwiceIsReported()
    {
        var result = Load(Utf8("{\"N\":1,\"N\":2}\n"), columns: "N:long");
        Assert.Equal(["1"], KqlRun.Text(QueryResult.Of(result.Table)));
        Assert.Contains("comes twice", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadingCanBeCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var data = Utf8(string.Concat(Enumerable.Repeat("{\"N\":1}\n", 1_000)));
        Assert.ThrowsAny<OperationCanceledException>(() => DataLoader.Load(new MemoryStream(data), "x.ndjson", new LoadOptions(TestSchema.Row("N:long")), source.Token));
    }
}
