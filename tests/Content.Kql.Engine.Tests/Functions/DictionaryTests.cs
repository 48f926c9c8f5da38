using System.Text;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tests.Functions;

public sealed class DictionaryTests
{
    /// <summary>A dictionary-coded column gives what the plain one gives, in batches of any size.</summary>
    [Theory]
    [InlineData("tolower(s)")]
    [InlineData("extract(@'(\\d+)', 1, s)")]
    [InlineData("extract(@'(\\d+)', 1, s, typeof(long))")]
    [InlineData("replace_regex(s, @'(\\d)', @'<\\1>')")]
    [InlineData("replace_string(s, 'a', 'b')")]
    [InlineData("split(s, ' ')")]
    [InlineData("trim(' ', s)")]
    [InlineData("parse_json(s)")]
    [InlineData("substring(s, 1, 3)")]
    [InlineData("strcat(toupper(s), '!', tolower(s))")]
    [InlineData("iff(s has 'x', toupper(s), s)")]
    public void Coding_makes_no_difference(string expression)
    {
        string[] entries = ["Ab 12 x", "", "é9", " a ", "{\"a\":1}"];
        var codes = Enumerable.Range(0, 500).Select(i => (i * i + i / 7) % entries.Length).ToArray();
        var builder = new StringBuilderVector(entries.Length);
        foreach (var entry in entries)
            builder.Add(entry);
        var dictionary = (StringVector)builder.Build();
        var coded = new StringVector(dictionary.Arena, dictionary.Refs, codes, 0, codes.Length, isAscii: false);
        var row = new RowType([new ColumnSymbol("s", KqlType.String)]);
        var codedTable = new ColumnarTable(row, [new TableChunk([coded], codes.Length)]);
        var plainTable = ColumnarTable.FromRows(row, codes.Select(code => new object?[] { entries[code] }));

        var expected = Run(expression, plainTable, 2048);
        Assert.Equal(expected, Run(expression, codedTable, 2048));
        Assert.Equal(expected, Run(expression, codedTable, 7));
        Assert.Equal(expected, Run(expression, codedTable, 1));
    }

    private static string Run(string expression, ColumnarTable table, int batch)
    {
        var bound = Compilation.Bind("T | project x = " + expression, new OneTable(table.Row));
        Assert.False(bound.HasErrors);
        var result = QueryEngine.Execute(bound.Body, new TableSet().AddTable("T", table), new ExecutionOptions { Now = Print.Now, BatchSize = batch }, TestContext.Current.CancellationToken);
        Assert.True(result.Success, result.Error?.Message);
        var text = new StringBuilder();
        foreach (var chunk in result.Table.Chunks)
        {
            var column = chunk.Columns[0]!.AsString();
            for (var i = 0; i < chunk.Length; i++)
                text.Append(chunk.Columns[0]!.IsNull(i) ? "null" : column.GetString(i)).Append('\n');
        }

        return text.ToString();
    }

    private sealed class OneTable(RowType row) : ISchema
    {
        private readonly TableSymbol _table = new("T", row);

        public TableSymbol? FindTable(string name) => name == "T" ? _table : null;
        public WorkspaceFunction? FindFunction(string name) => null;
        public RowType? FindWatchlist(string alias) => null;
        public IReadOnlyList<string> TableNames => ["T"];
        public IReadOnlyList<string> FunctionNames => [];
    }
}
