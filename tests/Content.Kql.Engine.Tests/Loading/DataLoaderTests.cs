using System.IO.Compression;
using System.Text;
using Content.Kql.Engine.Loading;

namespace Content.Kql.Engine.Tests.Loading;

public sealed class DataLoaderTests
{
    private const string Columns = "T:datetime, S:string, N:long, R:real, B:bool, G:guid, D:dynamic, I:int";

    private static LoadResult Load(string text, string name = "x.ndjson", string columns = Columns, LoadOptions? options = null) =>
        DataLoader.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, options ?? new LoadOptions(TestSchema.Row(columns)));

    private static string[] Rows(LoadResult result) => KqlRun.Text(QueryResult.Of(result.Table));

    [Fact]
    public void ReadsLinesWithTheTypesOfTheTable()
    {
        var result = Load("""
            {"T":"2026-03-01T10:00:00.1234567Z","S":"a\u00e9","N":"12","R":1,"B":"true","G":"74be27de-1e4e-49d9-b579-fe0b331d3642","D":"{\"k\":[1,2]}","I":3}

            {"S":5,"N":null,"T":"2026-03-01 10:00","D":{"x":null},"R":"NaN"}
            {"S":{"a":1},"B":false,"D":"plain"}
            """);
        Assert.Equal(0, result.ProblemCount);
        Assert.Equal([
            "2026-03-01T10:00:00.1234567Z|aé|12|1|true|74be27de-1e4e-49d9-b579-fe0b331d3642|{\"k\":[1,2]}|3",
            "2026-03-01T10:00:00.0000000Z|5|null|NaN|null|null|{\"x\":null}|null",
            "null|{\"a\":1}|null|null|false|null|plain|null",
        ], Rows(result));
    }

    [Fact]
    public void ReportsBadCellsWithLineAndColumn()
    {
        var result = Load("{\"N\":1}\n{\"S\":\"ok\",\"N\":\"twelve\"}\n{\"T\":\"soon\"}\nnot json\n{\"N\":2}\n");
        Assert.Equal(4, result.Table.RowCount);
        Assert.Equal(3, result.ProblemCount);
        Assert.Equal((2, 15, "N"), (result.Problems[0].Line, result.Problems[0].Column, result.Problems[0].ColumnName));
        Assert.Contains("twelve", result.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal((3, "T"), (result.Problems[1].Line, result.Problems[1].ColumnName));
        Assert.Equal(4, result.Problems[2].Line);
        Assert.StartsWith("x.ndjson:2:15: ", result.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesUnknownColumns() => Assert.Equal(["Z", "Y"], Load("{\"Z\":1,\"N\":2}\n{\"Y\":{\"deep\":[1]},\"N\":3}").UnknownColumns);

    [Fact]
    public void ReadsAnArrayOfObjects()
    {
        var result = Load("[\n {\"N\": 1, \"S\": \"a\"},\n {\"S\": \"b\",\n  \"N\": \"x\"}\n]", "x.json");
        Assert.Equal(["1|a", "null|b"], Rows(Load("[\n {\"N\": 1, \"S\": \"a\"},\n {\"S\": \"b\",\n  \"N\": \"x\"}\n]", "x.json", "N:long, S:string")));
        var problem = Assert.Single(result.Problems);
        Assert.Equal((4, 8), (problem.Line, problem.Column));
    }

    [Fact]
    public void ReadsOneObjectOverSeveralLines() => Assert.Equal(["1|a"], Rows(Load("{\n \"N\": 1,\n \"S\": \"a\"\n}", "x.json", "N:long, S:string")));

    [Fact]
    public void ReadsCsv()
    {
        var result = Load("N,S,Extra\r\n1,\"a, \"\"b\"\"\r\nnext\",x\r\n,plain,\r\nbad,z,y\r\n", "x.csv", "S:string, N:long");
        Assert.Equal(["a, \"b\"\r\nnext|1", "plain|null", "z|null"], Rows(result));
        Assert.Equal(["Extra"], result.UnknownColumns);
        var problem = Assert.Single(result.Problems);
        Assert.Equal((5, 1, "N"), (problem.Line, problem.Column, problem.ColumnName));
    }

    [Fact]
    public void ReadsGzipAndByteOrderMarks()
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes("\uFEFF{\"N\":1}\n{\"N\":2}"));
        bytes.Position = 0;
        var result = DataLoader.Load(bytes, "x.ndjson.gz", new LoadOptions(TestSchema.Row("N:long")));
        Assert.Equal(["1", "2"], Rows(result));
    }

    [Fact]
    public void LoadsOnlyTheColumnsAskedFor()
    {
        var result = Load("{\"A\":\"bad\",\"B\":2}", options: new LoadOptions(TestSchema.Row("A:long, B:long")) { Columns = [1] });
        Assert.Equal(0, result.ProblemCount);
        Assert.Null(result.Table.Chunks[0].Columns[0]);
        Assert.Equal(2L, result.Table.Chunks[0].Columns[1]!.GetValue(0));
    }

    [Fact]
    public void LargeFilesKeepTheirOrderWithAnyNumberOfThreads()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 60_000; i++)
            text.Append("{\"N\":").Append(i).Append(",\"S\":\"").Append(new string((char)('a' + i % 26), 400)).Append("\"}\n");
        var data = text.ToString();
        foreach (var threads in new[] { 1, 2, 4 })
        {
            var result = Load(data, options: new LoadOptions(TestSchema.Row("N:long, S:string")) { Threads = threads });
            Assert.Equal(60_000, result.Table.RowCount);
            var expected = 0L;
            foreach (var chunk in result.Table.Chunks)
            {
                for (var i = 0; i < chunk.Length; i++)
                    Assert.Equal(expected++, chunk.Columns[0]!.GetValue(i));
            }
        }
    }

    [Fact]
    public void RelativeTimesCanBeReadByTheCaller()
    {
        var options = new LoadOptions(TestSchema.Row("T:datetime")) { DateTimeParser = text => text.SequenceEqual("t-1h"u8) ? KqlRun.Now.AddHours(-1).UtcTicks : null };
        Assert.Equal(["2026-03-01T11:00:00.0000000Z", "2026-01-01T00:00:00.0000000Z"], Rows(Load("{\"T\":\"t-1h\"}\n{\"T\":\"2026-01-01\"}", options: options)));
    }

    [Fact]
    public void InfersColumnsFromData()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".ndjson");
        File.WriteAllText(path, "{\"a\":1,\"b\":\"x\",\"t\":\"2026-01-01T00:00:00Z\"}\n{\"a\":1.5,\"d\":{\"k\":1},\"f\":true,\"z\":null}\n");
        try
        {
            Assert.Equal("(a:real, b:string, t:datetime, d:dynamic, f:bool, z:string)", DataLoader.InferRow(path, out _).ToString());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
