using Content.Diagnostics;
using Content.Model.Yaml;

namespace Content.Model.Tests.Yaml;

public sealed class YamlErrorTests
{
    [Theory]
    [InlineData("a: 1\nb: [1, 2\nc: 3\n", "YAML001", 2)]
    [InlineData("a: @x\n", "YAML001", 1)]
    [InlineData("a: b: c\n", "YAML001", 1)]
    [InlineData("a: 'x\n\nb: 1\n", "YAML001", 1)]
    [InlineData("a: |\n  T\n| take 1\n", "YAML001", 3)]
    [InlineData("a: \"\\q\"\n", "YAML001", 1)]
    [InlineData("a: |\n  x\n y\n", "YAML001", 3)]
    [InlineData("a: b\n\tc: d\n", "YAML002", 2)]
    [InlineData("\ta: b\n", "YAML002", 1)]
    [InlineData("a: 1\nb: 2\na: 3\n", "YAML003", 3)]
    [InlineData("a: *nope\n", "YAML004", 1)]
    [InlineData("a: &x {b: 1}\nc:\n  <<: *x\n", "YAML005", 3)]
    [InlineData("? [a]\n: b\n", "YAML005", 1)]
    [InlineData("a: 1\n---\nb: 2\n", "YAML006", 2)]
    public void Bad_yaml_is_reported_with_its_line(string text, string code, int line)
    {
        var diagnostic = Assert.Single(YamlDocument.Parse(new SourceText(text, "x.yaml")).Diagnostics);
        Assert.Equal((code, line), (diagnostic.Code, diagnostic.Start.Line));
        Assert.DoesNotContain("Line:", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Equal("YAML007", Assert.Single(YamlDocument.Parse(new SourceText("a: " + new string('[', 5000) + new string(']', 5000))).Diagnostics).Code);

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 12)
            .Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat("*a" + (i - 1), 10))}]\n"));
        Assert.Equal("YAML007", Assert.Single(YamlDocument.Parse(new SourceText(text)).Diagnostics).Code);
    }

    [Fact]
    public void An_alias_stands_for_its_anchor()
    {
        var root = (YamlMapping)YamlDocument.Parse(new SourceText("a: &x\n  k: v\nb: *x\n")).Root!;
        Assert.Same(root.Find("a")!.Value, root.Find("b")!.Value);
    }

    [Theory]
    [InlineData("1", YamlScalarKind.Integer)]
    [InlineData("-0x1F", YamlScalarKind.Text)]
    [InlineData("0x1F", YamlScalarKind.Integer)]
    [InlineData("0o17", YamlScalarKind.Integer)]
    [InlineData("1.5", YamlScalarKind.Real)]
    [InlineData("1e3", YamlScalarKind.Real)]
    [InlineData("-.inf", YamlScalarKind.Real)]
    [InlineData(".nan", YamlScalarKind.Real)]
    [InlineData("99999999999999999999", YamlScalarKind.Real)]
    [InlineData("1.2.3", YamlScalarKind.Text)]
    [InlineData("true", YamlScalarKind.Boolean)]
    [InlineData("yes", YamlScalarKind.Text)]
    [InlineData("~", YamlScalarKind.Null)]
    [InlineData("", YamlScalarKind.Null)]
    [InlineData("'1'", YamlScalarKind.Text)]
    [InlineData("!!str 1", YamlScalarKind.Text)]
    [InlineData("2026-03-02T12:00:00Z", YamlScalarKind.Text)]
    public void Scalars_are_typed_by_the_core_schema(string text, YamlScalarKind kind) =>
        Assert.Equal(kind, ((YamlScalar)((YamlMapping)YamlDocument.Parse(new SourceText("a: " + text)).Root!).Entries[0].Value).Kind);
}
