using System.Text;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Functions;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tests.Functions;

/// <summary>
/// Calls every function with arguments of every type, over rows with nulls, empty texts and characters of all lengths. What binds must run
/// without an internal error, give the bound type, and give the same values whatever the batch size.
/// </summary>
public sealed class FunctionFuzzTests
{
    private const int TriesPerFunction = 80;

    private static readonly string[] Pool =
    [
        "s", "t", "n", "i", "r", "b", "d", "w", "g", "m", "j", "a", "o", "'abc'", "''", "'10.0.0.1/24'", "@'([a-z]+)(\\d*)'", "'$.x'", "','",
        "0", "1", "-1", "3", "2.5", "1h", "true", "dynamic([1,'x',null])", "dynamic({'x':{'y':1}})", "dynamic(null)", "long(null)",
        "datetime(2020-02-29)", "typeof(long)", "typeof(string)", "typeof(dynamic)", "'day'", "'windows'", "'regex'",
    ];

    private static readonly RowType Row = new(
    [
        new("s", KqlType.String), new("t", KqlType.String), new("n", KqlType.Long), new("i", KqlType.Int), new("r", KqlType.Real),
        new("b", KqlType.Bool), new("d", KqlType.DateTime), new("w", KqlType.TimeSpan), new("g", KqlType.Guid), new("m", KqlType.Decimal),
        new("j", KqlType.Dynamic), new("a", KqlType.Dynamic), new("o", KqlType.Dynamic),
    ]);

    private static readonly ColumnarTable Table = ColumnarTable.FromRows(Row, Rows());

    public static TheoryData<string> Names => new(Catalogue.Functions.ToArray().Select(f => f.Name).Where(name => name is not ("table" or "database" or "cluster" or "external_table")));

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_gives_the_same_in_any_batch(string name)
    {
        var function = Catalogue.FindFunction(name)!;
        var random = new Random(name.Sum(c => c) * 31 + name.Length);
        for (var attempt = 0; attempt < TriesPerFunction; attempt++)
        {
            var count = random.Next(function.MinCount, Math.Min(function.MaxCount, function.MinCount + 3) + 1);
            var arguments = Enumerable.Range(0, count).Select(_ => Pool[random.Next(Pool.Length)]);
            var query = $"T | project x = {name}({string.Join(", ", arguments)})";
            var bound = Compilation.Bind(query, FuzzSchema.Instance);
            if (bound.HasErrors || bound.Row!.Columns.Any(column => column.Type.Kind is TypeKind.Type or TypeKind.Unknown))
                continue;
            var whole = Run(bound, 2048, query);
            if (whole is null)
                continue;
            Assert.Equal(whole, Run(bound, 1, query));
            Assert.Equal(whole, Run(bound, 7, query));
        }
    }

    // Null when the query fails for a reason of its own.
    private static string? Run(BoundQuery bound, int batch, string query)
    {
        var tables = new TableSet().AddTable("T", Table);
        var result = QueryEngine.Execute(bound.Body, tables, new ExecutionOptions { Now = Print.Now, BatchSize = batch, Threads = 1 }, TestContext.Current.CancellationToken);
        if (result.Error is { } error)
        {
            Assert.False(error.Message.StartsWith("Internal error", StringComparison.Ordinal), query + ": " + error.Message);
            return null;
        }

        var text = new StringBuilder();
        foreach (var chunk in result.Table.Chunks)
        {
            var columns = chunk.Columns.Select(column => column!).ToArray();
            Assert.Equal(result.Row.Columns.Select(column => column.Type.Kind), columns.Select(column => column.Kind));
            var texts = columns.Select(column => column.AsString()).ToArray();
            for (var i = 0; i < chunk.Length; i++)
            {
                for (var c = 0; c < columns.Length; c++)
                    text.Append(columns[c].IsNull(i) ? "null" : texts[c].GetString(i)).Append('|');
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows()
    {
        string[] texts = ["", "abc", "a,b;c", "é⒦\U0001F600 x", "10.0.0.1", "{\"x\":[1,{\"y\":null}]}", "%41+b", "YWJj", "x=1&y=2", "2020-01-02", "1.5", "https://h/p?q=1#f"];
        object?[] dynamics =
        [
            null, 5L, "txt", new object?[] { 1L, 2.5, "a", null }, Array.Empty<object?>(), new KeyValuePair<string, object?>[] { new("x", 1L), new("y", new object?[] { "q" }) },
            true, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc), TimeSpan.FromHours(2), Guid.Empty, 1e300, "é",
        ];
        for (var k = 0; k < 24; k++)
        {
            yield return
            [
                texts[k % texts.Length], texts[(k * 5 + 1) % texts.Length], k % 5 == 0 ? null : (long)k * 7 - 20, k % 7 == 0 ? null : k - 5,
                k % 6 == 0 ? null : k % 6 == 1 ? double.NaN : k * 1.25 - 3, k % 3 == 0 ? null : k % 2 == 0, k % 8 == 0 ? null : new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(k * 7.3),
                k % 9 == 0 ? null : TimeSpan.FromMinutes(k * 31 - 99), k % 4 == 0 ? null : new Guid(k, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), k % 5 == 2 ? null : k * 1.1m,
                dynamics[k % dynamics.Length], k % 4 == 3 ? null : new object?[] { (long)k, "v" + k, k * 0.5 }, k % 6 == 5 ? null : new KeyValuePair<string, object?>[] { new("x", (long)k), new("k" + k, null) },
            ];
        }
    }

    private sealed class FuzzSchema : ISchema
    {
        public static FuzzSchema Instance { get; } = new();
        private readonly TableSymbol _table = new("T", Row);

        public TableSymbol? FindTable(string name) => name == "T" ? _table : null;
        public WorkspaceFunction? FindFunction(string name) => null;
        public RowType? FindWatchlist(string alias) => null;
        public IReadOnlyList<string> TableNames => ["T"];
        public IReadOnlyList<string> FunctionNames => [];
    }
}
