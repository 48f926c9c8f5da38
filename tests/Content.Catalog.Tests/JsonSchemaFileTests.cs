using System.Text;
using Content.Diagnostics;

namespace Content.Catalog.Tests;

public sealed class JsonSchemaFileTests
{
    private static JsonSchemaFile Read(string json) => JsonSchemaFile.Read(Encoding.UTF8.GetBytes(json), "schema.json");

    [Fact]
    public void Tables_and_types_are_read_in_order()
    {
        var file = Read("\uFEFF" + """{"B": {"x": "string", "y": "datetime", "z": "INT"}, "A": {"d": "dynamic", "r": "double", "b": "boolean", "i": "int64", "g": "guid"}, }""");
        Assert.Empty(file.Diagnostics);
        Assert.Equal(["B", "A"], file.TableNames);
        Assert.Equal("(x:string, y:datetime, z:int)", file.FindTable("B")?.Row.ToString());
        Assert.Equal("(d:dynamic, r:real, b:bool, i:long, g:guid)", file.FindTable("A")?.Row.ToString());
        Assert.Null(file.FindTable("b"));
        Assert.Same(file.FindTable("A"), file.FindTable("A"));
    }

    [Theory]
    [InlineData("""{"T": {"x": "int", "y": "string"}}""")]
    [InlineData("""{ "T" : { "x" : "int" , "y" : "string" } }  """)]
    [InlineData("""{"\u0054": {"x": "int", "\u0079": "string"}}""")]
    [InlineData("""{"T": {"x": "INT", "y": "String",},}""")]
    [InlineData("""{"T": {"q": "bool"}, "T": {"x": "int", "y": "string"}}""")]
    [InlineData("""/* a */ {"T": {"x": "int", /* b */ "y": "string"}}""")]
    public void Every_way_of_writing_it_gives_the_same_table(string json)
    {
        var file = Read(json);
        Assert.Empty(file.Diagnostics);
        Assert.Equal(["T"], file.TableNames);
        Assert.Equal("(x:int, y:string)", file.FindTable("T")?.Row.ToString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"T": {}}""")]
    public void Empty_objects_are_no_mistake(string json) => Assert.Empty(Read(json).Diagnostics);

    [Theory]
    [InlineData("""{"T": {"x": "strng"}}""", 1, 13)]
    [InlineData("""{"T": {"x": 1}}""", 1, 13)]
    [InlineData("""{"T": ["x"]}""", 1, 7)]
    [InlineData("""["T"]""", 1, 1)]
    [InlineData("{\n \"T\": {\"é\": \"int\" \"y\": 1}}", 2, 19)]
    [InlineData("", 1, 1)]
    public void A_mistake_is_reported_where_it_stands(string json, int line, int column)
    {
        var diagnostic = Assert.Single(Read(json).Diagnostics);
        Assert.Equal(JsonSchemaFile.DiagnosticCode, diagnostic.Code);
        Assert.Equal(new LinePosition(line, column), diagnostic.Start);
    }

    [Fact]
    public void Tables_around_a_mistake_are_there_all_the_same()
    {
        var file = Read("""{"A": {"x": "int"}, "B": {"y": "nope", "z": "long"}, "C": {"u": """);
        Assert.Equal(2, file.Diagnostics.Length);
        Assert.Equal("(x:int)", file.FindTable("A")?.Row.ToString());
        Assert.NotNull(file.FindTable("B")?.Row.Find("z"));
    }
}
