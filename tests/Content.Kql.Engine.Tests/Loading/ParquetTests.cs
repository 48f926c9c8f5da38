using Content.Kql.Engine.Loading;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace Content.Kql.Engine.Tests.Loading;

public sealed class ParquetTests
{
    private static byte[] Write(ParquetSchema schema, params Dictionary<string, object?>[] rows)
    {
        var stream = new MemoryStream();
        ParquetSerializer.SerializeUntypedAsync(rows.Select(row => (IDictionary<string, object?>)row).ToArray()!, schema, stream).GetAwaiter().GetResult();
        return stream.ToArray();
    }

    private static byte[] Write<T>(T[] rows) where T : class
    {
        var stream = new MemoryStream();
        ParquetSerializer.SerializeAsync(rows, stream).GetAwaiter().GetResult();
        return stream.ToArray();
    }

    private static LoadResult Load(byte[] data, string columns) => DataLoader.Load(new MemoryStream(data), "x.parquet", new LoadOptions(TestSchema.Row(columns)));

    private static string[] Rows(LoadResult result)
    {
        Assert.Null(result.Error);
        return KqlRun.Text(QueryResult.Of(result.Table));
    }

    [Fact]
    public void PrimitiveTypesAreRead()
    {
        var schema = new ParquetSchema(
            new DataField("B", typeof(bool), true), new DataField("I", typeof(int), true), new DataField("L", typeof(long), true), new DataField("R", typeof(double), true), new DataField("F", typeof(float), true),
            new DecimalDataField("M", 20, 4, isNullable: true), new DateTimeDataField("T", DateTimeFormat.Timestamp, true, DateTimeTimeUnit.Micros, true), new DataField("S", typeof(string), true), new DataField("G", typeof(Guid), true));
        var data = Write(schema,
            new() { ["B"] = true, ["I"] = 1, ["L"] = 2L, ["R"] = 0.5, ["F"] = 1.5f, ["M"] = 3.25m, ["T"] = new DateTime(2026, 3, 1, 10, 0, 0, DateTimeKind.Utc), ["S"] = "é", ["G"] = new Guid("74be27de-1e4e-49d9-b579-fe0b331d3642") },
            new() { ["B"] = null, ["I"] = null, ["L"] = null, ["R"] = null, ["F"] = null, ["M"] = null, ["T"] = null, ["S"] = null, ["G"] = null });
        const string columns = "B:bool, I:int, L:long, R:real, F:real, M:decimal, T:datetime, S:string, G:guid";
        Assert.Equal(["true|1|2|0.5|1.5|3.25|2026-03-01T10:00:00.0000000Z|é|74be27de-1e4e-49d9-b579-fe0b331d3642", "null|null|null|null|null|null|null||null"], Rows(Load(data, columns)));
        Assert.Equal($"({columns.Replace(" ", "", StringComparison.Ordinal).Replace(",", ", ", StringComparison.Ordinal)})", Infer(data));
    }

    [Fact]
    public void CellsAreConvertedToTheTypesOfTheTable()
    {
        var schema = new ParquetSchema(new DataField("N", typeof(string), true), new DataField("R", typeof(double), true), new DataField("D", typeof(string), true), new DataField("Extra", typeof(int), true));
        var data = Write(schema, new() { ["N"] = "12", ["R"] = 2.0, ["D"] = "{\"a\":1}", ["Extra"] = 1 }, new() { ["N"] = "twelve", ["R"] = 2.5, ["D"] = "text", ["Extra"] = 1 });
        var result = Load(data, "N:long, R:long, D:dynamic, Missing:string");
        Assert.Equal(["12|2|{\"a\":1}|", "null|null|text|"], Rows(result));
        Assert.Equal(2, result.ProblemCount);
        Assert.Contains("row 2: Column 'N' is long, and twelve is none.", result.Problems[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["Extra"], result.UnknownColumns);
    }

    [Fact]
    public void NestedColumnsBecomeDynamic()
    {
        var data = Write<Nested>(
            [
                new Nested { Id = 1, L = ["x", null, "y"], P = new Point { A = 5, B = "t" }, M = new() { ["k"] = 7, ["l"] = 8 }, Q = [new Point { A = 1, B = "p" }, new Point { A = null, B = null }] },
                new Nested { Id = 2, L = [], P = new Point { A = null, B = "u" }, M = [], Q = [] },
                new Nested { Id = 3, L = null, P = null, M = new() { ["m"] = 9 }, Q = null },
            ]);
        Assert.Equal(
            [
                "1|[\"x\",null,\"y\"]|{\"A\":5,\"B\":\"t\"}|{\"k\":7,\"l\":8}|[{\"A\":1,\"B\":\"p\"},{\"A\":null,\"B\":null}]",
                "2|[]|{\"A\":null,\"B\":\"u\"}|{}|[]",
                "3|null|null|{\"m\":9}|null",
            ],
            Rows(Load(data, "Id:int, L:dynamic, P:dynamic, M:dynamic, Q:dynamic")));
    }

    private sealed class Point
    {
        public int? A { get; set; }
        public string? B { get; set; }
    }

    private sealed class Nested
    {
        public int Id { get; set; }
        public List<string?>? L { get; set; }
        public Point? P { get; set; }
        public Dictionary<string, long>? M { get; set; }
        public List<Point>? Q { get; set; }
    }

    [Fact]
    public void ListsOfListsBecomeArraysOfArrays() =>
        Assert.Equal(["[[1,2],[],[3]]", "[]", "[[4]]"], Rows(Load(Write<Lists>([new() { K = [[1, 2], [], [3]] }, new() { K = [] }, new() { K = [[4]] }]), "K:dynamic")));

    private sealed class Lists
    {
        public List<List<int>>? K { get; set; }
    }

    [Fact]
    public void ManyRowsAreCutIntoChunks()
    {
        var schema = new ParquetSchema(new DataField("N", typeof(long), false), new DataField("S", typeof(string), true));
        var rows = Enumerable.Range(0, 150_000).Select(i => new Dictionary<string, object?> { ["N"] = (long)i, ["S"] = i % 2 == 0 ? "even" : null }).ToArray();
        var result = Load(Write(schema, rows), "N:long, S:string");
        Assert.Equal(150_000, result.Table.RowCount);
        Assert.Equal(Enumerable.Range(0, 150_000).Select(i => $"{i}|{(i % 2 == 0 ? "even" : "")}"), Rows(result));
    }

    [Fact]
    public void DamagedFilesAreErrors()
    {
        var schema = new ParquetSchema(new DataField("N", typeof(long), true), new DataField("S", typeof(string), true));
        var data = Write(schema, [.. Enumerable.Range(0, 500).Select(i => new Dictionary<string, object?> { ["N"] = (long)i, ["S"] = "text " + i })]);
        Assert.Equal(QueryErrorKind.Failed, Load(data[..(data.Length / 2)], "N:long, S:string").Error?.Kind);
        var random = new Random(4);
        for (var i = 0; i < 300; i++)
        {
            var damaged = (byte[])data.Clone();
            for (var j = 0; j < 5; j++)
                damaged[random.Next(4, damaged.Length)] = (byte)random.Next(256);
            // Either rows or an error, never an exception.
            var result = Load(damaged, "N:long, S:string");
            Assert.True(result.Error is null || result.Error.Kind is QueryErrorKind.Failed or QueryErrorKind.LimitExceeded);
        }
    }

    private static string Infer(byte[] data)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, data);
        try
        {
            var row = DataLoader.InferRow(path, out var error);
            Assert.Null(error);
            return row.ToString();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
