using System.Text;
using Content.Diagnostics;
using CsCheck;

namespace Content.Kql.Tests;

/// <summary>No text makes the front end throw, hang or run out of stack, and every finding lies in the text.</summary>
public sealed class RobustnessTests
{
    private static readonly string[] Samples =
    [
        "let t = 5m; T | where c > ago(t) and a has_any ('x', \"y\") | extend q = parse_json(a).b[0]['c'] | summarize n = count(), arg_max(c, *) by a, bin(c, 1h) | where n > 3 // end",
        "T | join kind=leftouter (U | project-away x) on $left.a == $right.a | mv-expand d to typeof(string) limit 5 | parse a with * 'k=' v:long ';' rest | top 5 by b desc nulls last",
        "let f = (s:string, n:long=5) { strcat(s, tostring(n)) }; union isfuzzy=true withsource=src T, Device* | extend z = f(a), w = case(b > 1, 'x', 'y') | evaluate bag_unpack(d) | render timechart with (title='t')",
        "T | make-series s = avg(e) default=0.0 on c from ago(1d) to now() step 1h by a | mv-apply s on (summarize max(todouble(s))) | project-rename q = a",
        "T | scan declare (n:long=0) with (step s1 output=all: b > 1 => n = s1.n + 1;) | make-graph a --> g with U on a | graph-match (x)-[e*1..3]->(y) where x.a != y.a project x.a",
        "datatable(k:string, v:dynamic)['a', dynamic({\"x\":[1,2.5,null,true]}), 'b', dynamic(null)] | where v.x[0] between (1 .. 5) | search 'q' or k : 'z'",
    ];

    private static void Survives(string text)
    {
        var bound = Compilation.Bind(text, TestSchema.Standard);
        foreach (var diagnostic in bound.Diagnostics)
            Assert.True(diagnostic.Span.Start >= 0 && diagnostic.Span.End <= text.Length, $"{diagnostic.Span} lies outside of «{text}»");
    }

    [Fact]
    public void Every_prefix_of_every_sample()
    {
        foreach (var sample in Samples)
        {
            for (var length = 0; length <= sample.Length; length++)
                Survives(sample[..length]);
        }
    }

    [Fact]
    public void Mutated_and_spliced_samples()
    {
        var generator = Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Int[0, Samples.Length - 1], Gen.Int[0, 250], Gen.Int[0, 250], Gen.Char[' ', '~'], Gen.Int[0, 3]);
        generator.Sample((first, second, i, j, c, kind) =>
        {
            var a = Samples[first];
            var b = Samples[second];
            i = Math.Min(i, a.Length);
            j = Math.Min(j, b.Length);
            Survives(kind switch
            {
                0 => a[..i] + c + a[i..],
                1 => a[..i] + a[Math.Min(i + 5, a.Length)..],
                2 => a[..i] + b[j..],
                _ => a[..i] + c + b[j..] + b[..j],
            });
        });
    }

    [Fact]
    public void Any_text_at_all() => Gen.String.Sample(Survives);

    [Fact]
    public void Unpaired_surrogates_and_control_characters() => Survives("T | where a == '\uD800' and \uDFFF\u0000\u0001 | extend \uFFFF = 1");

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("strcat(", ")")]
    [InlineData("dynamic([", "])")]
    [InlineData("-", "")]
    [InlineData("toscalar(T | where a == ", ")")]
    [InlineData("T | where a in (", ")")]
    public void Deep_nesting_ends_in_a_diagnostic(string open, string close)
    {
        var text = "print " + new StringBuilder().Insert(0, open, 10_000) + "1" + new StringBuilder().Insert(0, close, 10_000);
        var bound = Compilation.Bind(text, TestSchema.Standard);
        Assert.True(bound.HasErrors);
        Assert.True(bound.Diagnostics.Length < 30, $"{bound.Diagnostics.Length} findings");
    }

    [Theory]
    [InlineData(" or a == 'x'")]
    [InlineData(" + 1")]
    [InlineData(" | where b > 1")]
    [InlineData(".x")]
    [InlineData("[0]")]
    public void Long_chains_end_in_a_result_or_a_diagnostic(string link) => Survives("T | where d" + new StringBuilder().Insert(0, link, 1_000_000 / link.Length));

    [Fact]
    public void A_list_of_thirty_thousand_is_read()
    {
        var list = string.Join(",", Enumerable.Range(0, 30_000).Select(static i => $"'{i}'"));
        Assert.Empty(TestSchema.Standard.Errors($"T | where a in ({list}) | count"));
    }

    [Fact]
    public void Functions_that_call_each_other_twice_do_not_multiply_without_end()
    {
        var text = new StringBuilder("let f0 = () { T }; ");
        for (var i = 1; i <= 30; i++)
            text.Append($"let f{i} = () {{ union f{i - 1}(), f{i - 1}() }}; ");
        var bound = Compilation.Bind(text + "f30() | count", TestSchema.Standard);
        Assert.Contains(bound.Diagnostics, static d => d is { Code: "KQL200", Severity: DiagnosticSeverity.Error });
    }
}
