using Content.Kql.Binding;

namespace Content.Kql.Tests.Binding;

/// <summary>Unions of so many tables that their columns are kept between queries.</summary>
public sealed class WideUnionTests
{
    private static readonly TestSchema Schema = Enumerable.Range(0, 40).Aggregate(
        new TestSchema(),
        static (schema, i) => schema.Table($"Log{i:00}", $"Time:datetime Host:string Code:{(i % 2 == 0 ? "int" : "string")} Own{i}:long"));

    [Fact]
    public void One_column_a_name_and_one_a_type_where_types_differ()
    {
        var columns = Schema.Columns("union Log*").Split(' ');
        Assert.Equal(["Time:datetime", "Host:string", "Code_int:int", "Code_string:string", "Own0:long"], columns.Take(5));
        Assert.Equal(44, columns.Length);
        Assert.Equal("Table:string", Schema.Columns("union withsource=Table Log*").Split(' ')[0]);

        // Kusto.Language keeps all columns of an inner union too; only what runs has the common ones.
        Assert.Equal(string.Join(' ', columns), Schema.Columns("union kind=inner Log*"));
    }

    [Fact]
    public void Another_query_over_the_same_tables_gives_the_same_and_takes_the_kept_columns()
    {
        var first = Compilation.Bind("union Log*", Schema);
        var second = Compilation.Bind("union Log* | where Host == 'a'", Schema);
        Assert.Same(first.Row, second.Row);
        Assert.NotSame(first.Row, Compilation.Bind("union withsource=x Log*", Schema).Row);
        Assert.NotSame(first.Row, Compilation.Bind("union Log0*, Log1*", Schema).Row);
    }

    [Fact]
    public void Each_input_finds_its_columns_in_the_union()
    {
        var union = Assert.IsType<BoundUnion>(Compilation.Bind("union withsource=Source Log*", Schema).Body.Tabular);
        foreach (var input in union.Inputs)
        {
            for (var i = 0; i < union.Row.Columns.Length; i++)
            {
                var ordinal = input.Columns[i];
                var name = union.Row.Columns[i].Name;
                if (ordinal >= 0)
                    Assert.Equal(input.Query.Row.Columns[ordinal].Name, name.Replace("Code_int", "Code", StringComparison.Ordinal).Replace("Code_string", "Code", StringComparison.Ordinal));
            }

            Assert.Equal(4, input.Columns.Count(static ordinal => ordinal >= 0));
        }
    }

    [Fact]
    public void A_made_up_name_gives_way_to_a_column_that_has_it()
    {
        var schema = new TestSchema().Table("A", "x:int").Table("B", "x:string").Table("C", "x_string:string x_int:long");
        Assert.Equal("x_int:int x_string:string x_string1:string x_int1:long", schema.Columns("union A, B, C"));
    }
}
