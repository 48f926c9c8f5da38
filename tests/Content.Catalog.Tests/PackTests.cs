using SchemaPack;

namespace Content.Catalog.Tests;

/// <summary>The embedded files are what the readable ones say.</summary>
public sealed class PackTests
{
    private const string Help = "run: dotnet run --project tools/SchemaPack -- pack src/Content.Catalog/Data";

    [Fact]
    public void Schema_pack_is_made_from_its_text() =>
        Assert.True(SchemaPacker.Pack(Text("tables.txt"), Text("functions.txt")).AsSpan().SequenceEqual(Bytes("schema.bin")), "schema.bin is out of date; " + Help);

    [Fact]
    public void Attack_pack_is_made_from_its_text() =>
        Assert.True(AttackPacker.Pack(Text("attack.txt")).AsSpan().SequenceEqual(Bytes("attack.bin")), "attack.bin is out of date; " + Help);

    [Fact]
    public void Every_table_of_the_text_has_its_columns_in_order()
    {
        foreach (var line in Text("tables.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var parts = line.TrimEnd('\r').Split(' ');
            var table = SentinelSchema.Instance.FindTable(parts[0]);
            Assert.NotNull(table);
            Assert.Equal(parts[0], table.Name);
            Assert.Equal(parts[1..], table.Row.Columns.Select(column => TypeCodes.Column(column.Name, column.Type.Name)));
        }
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", name));

    private static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", name));
}
