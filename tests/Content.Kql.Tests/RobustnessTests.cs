using System.Text;
using System.Text.Json;
using Content.Diagnostics;
using Content.Kql.Syntax;
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

    private static BoundQuery Survives(string text)
    {
        var bound = Compilation.Bind(text, TestSchema.Standard);
        foreach (var diagnostic in bound.Diagnostics)
        {
            if (!IsInside(diagnostic.Span, text) || diagnostic.Fix?.Edits.All(edit => IsInside(edit.Span, text)) == false)
                Assert.Fail($"{diagnostic.Code} at {diagnostic.Span} lies outside of «{text}»");
        }

        return bound;
    }

    private static bool IsInside(TextSpan span, string text) => span.Start >= 0 && span.Length >= 0 && span.End <= text.Length;

    // Tokens follow one another, and what lies between them is white space and comments: together they are the text.
    private static void TokensCover(string text)
    {
        var tokens = Lexer.Scan(text, []);
        var end = 0;
        foreach (var token in tokens)
        {
            if (token.Start < end || token.End > text.Length || (token.Length == 0 && token.Kind != SyntaxKind.EndOfText))
                Assert.Fail($"{token} in «{text}»");
            foreach (var line in text[end..token.Start].Split('\r', '\n'))
            {
                var comment = line.IndexOf("//", StringComparison.Ordinal);
                var space = comment < 0 ? line : line[..comment];
                if (!space.All(static c => char.IsWhiteSpace(c) || c == '\uFEFF'))
                    Assert.Fail($"«{space}» is lost in «{text}»");
            }

            end = token.End;
        }

        Assert.Equal((SyntaxKind.EndOfText, text.Length), (tokens[^1].Kind, end));
    }

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

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
    public void Any_text_at_all() => Gen.String.Sample(static text =>
    {
        Survives(text);
        TokensCover(text);
    });

    [Fact]
    public void Any_run_of_words_and_signs()
    {
        string[] words =
        [
            .. Samples.SelectMany(static sample => Lexer.Scan(sample, []).Select(token => sample.Substring(token.Start, token.Length))).Distinct(StringComparer.Ordinal).Where(static word => word.Length > 0),
            "\n", "//", "```", "~~~", "h'", "@\"", "dynamic(", "datetime(", "0x", "1e", "1d", "$left", "..", "=>", "<|", "!in~", "\uD83D", "\0",
        ];
        Gen.Select(Gen.Int[0, words.Length - 1].Array[0, 40], Gen.Bool).Sample((picks, spaced) =>
        {
            var text = string.Join(spaced ? " " : "", picks.Select(pick => words[pick]));
            Survives(text);
            TokensCover(text);
        });
    }

    [Fact]
    public void The_same_text_has_the_same_findings() => Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Int[0, 250], Gen.Int[0, 250]).Sample((sample, i, j) =>
    {
        var text = Samples[sample][..Math.Min(i, Samples[sample].Length)] + Samples[(sample + 1) % Samples.Length][Math.Min(j, Samples[(sample + 1) % Samples.Length].Length)..];
        Assert.Equal(Survives(text).Diagnostics.Select(static d => d.ToString()), Survives(text).Diagnostics.Select(static d => d.ToString()));
    });

    [Fact]
    public void Tokens_and_what_lies_between_them_are_the_text() => Assert.All(Samples, TokensCover);

    /// <summary>The queries of the shipped content.</summary>
    [Fact]
    public void Every_prefix_of_the_shipped_queries()
    {
        var queries = Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, "detections"), "*.yaml", SearchOption.AllDirectories).Select(static path => QueryOf(File.ReadAllText(path))).OfType<string>().ToList();
        Assert.NotEmpty(queries);
        Assert.All(queries, EveryPrefix);
    }

    /// <summary>The conformance samples, where they are at hand.</summary>
    [Fact]
    public void Every_tenth_prefix_of_the_conformance_samples()
    {
        if (ReferenceFolder.Find("conformance") is not { } folder)
        {
            Assert.Skip("The conformance samples are not at hand.");
            return;
        }

        foreach (var line in File.ReadLines(Path.Combine(folder, "verdicts.ndjson")))
        {
            using var document = JsonDocument.Parse(line);
            var query = document.RootElement.GetProperty("query").GetString()!;
            TokensCover(query);
            for (var length = query.Length % 10; length <= query.Length && length < 4_000; length += 10)
                Survives(query[..length]);
        }
    }

    private static void EveryPrefix(string query)
    {
        TokensCover(query);
        for (var length = 0; length <= query.Length; length++)
            Survives(query[..length]);
    }

    // The block scalar below "query: |" with its indentation.
    private static string? QueryOf(string yaml)
    {
        var lines = yaml.ReplaceLineEndings("\n").Split('\n');
        var start = Array.FindIndex(lines, static line => line.StartsWith("query: |", StringComparison.Ordinal));
        return start < 0 ? null : string.Join('\n', lines.Skip(start + 1).TakeWhile(static line => line.Length == 0 || line[0] == ' '));
    }

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
    [InlineData("not(", ")")]
    [InlineData("- -", "")]
    [InlineData("{", "}")]
    [InlineData("dynamic({'a':", "})")]
    [InlineData("{'a':", "}")]
    [InlineData("a.b[", "]")]
    [InlineData("(T | join (", ") on a)")]
    [InlineData("iff(true, ", ", 1)")]
    [InlineData("let f = () { ", "};")]
    [InlineData("T | mv-apply d on (", ")")]
    [InlineData("T | fork (", ")")]
    [InlineData("materialize(", ")")]
    [InlineData("case(a between (1 .. ", "), 1, 2)")]
    [InlineData("union (", ")")]
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
    public void Lets_of_one_another_to_any_length_are_read()
    {
        var text = new StringBuilder("let a0 = 1; ");
        for (var i = 1; i <= 10_000; i++)
            text.Append($"let a{i} = a{i - 1}; ");
        Assert.Equal("print_0:long", TestSchema.Standard.Columns(text + "print a10000"));
    }

    [Fact]
    public void A_text_of_a_megabyte_is_read()
    {
        var million = Repeat("x", 1_000_000);
        Assert.Equal("print_0:string", TestSchema.Standard.Columns($"print '{million}'"));
        Assert.Equal("print_0:long", TestSchema.Standard.Columns("print " + Repeat(" ", 1_000_000) + "1"));
        Assert.Equal("print_0:long", TestSchema.Standard.Columns("print 1 // " + million));
        Assert.Equal($"KQL142@10+{million.Length}", TestSchema.Standard.Errors($"T | where {million} == 1"));
        Assert.Equal("Count:long", TestSchema.Standard.Columns("datatable(a:long)[" + string.Join(',', Enumerable.Range(0, 150_000)) + "] | count"));
        Survives($"print '{million}");
        Survives($"print ```{million}");
        Survives(Repeat("'", 100_000));
        Survives(Repeat("/", 100_001));
        Survives(Repeat("| ", 300_000));
        Survives(Repeat("\uD800", 100_000));
        Survives("print " + Repeat("9", 1_000_000));
        Survives("T | where a matches regex '" + Repeat("(a*)*", 100_000) + "'");
    }

    // Each is of a kind that once cost time with the square of its size; a test run shows when one does again.
    [Fact]
    public void Long_lists_of_one_kind_are_read()
    {
        Survives("T | summarize " + string.Join(", ", Enumerable.Repeat("count()", 20_000)));
        Survives("T | project " + string.Join(", ", Enumerable.Repeat("strcat(a, a)", 20_000)));
        Survives("datatable(" + string.Join(", ", Enumerable.Range(0, 50_000).Select(static i => $"a{i}:sting")) + ")[]");
        Survives("datatable(" + string.Join(", ", Enumerable.Range(0, 20_000).Select(static i => $"a{i}:string")) + ")[] | parse-kv a0 as (" + string.Join(", ", Enumerable.Range(0, 20_000).Select(static i => $"a{i}:string")) + ")");
        Survives(string.Concat(Enumerable.Range(0, 10_000).Select(static i => $"let v{i} = w{i}; ")) + "print 1");
        Survives("union " + string.Join(", ", Enumerable.Range(0, 20_000).Select(static i => $"Unknown{i}")));
    }

    [Theory]
    [InlineData("let f = () { ", "};")]
    [InlineData("let f = (x:long) { let g = (y:long) { ", "}; }; ")]
    [InlineData("declare pattern p = (a:string) { ('x') = { ", " }; };")]
    [InlineData("let a = toscalar(print (", "));")]
    public void Nested_statements_end_in_a_result_or_a_diagnostic(string open, string close) => Survives(Repeat(open, 10_000) + "1" + Repeat(close, 10_000));

    [Fact]
    public void A_search_through_very_many_columns_is_bound()
    {
        var schema = new TestSchema();
        for (var i = 0; i < 300; i++)
            schema.Table($"Wide{i}", string.Join(' ', Enumerable.Range(0, 100).Select(j => $"c{i}_{j}:string")));
        foreach (var query in (string[])["search 'x'", "find 'x'", "union * | where * has 'x'", "union * | extend a = 1 | project-away c1_1"])
            Assert.Empty(schema.Errors(query));
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused_by_a_finding() =>
        Assert.Equal(KqlCodes.TextTooLong, Assert.Single(Compilation.Bind(Repeat("x", Parser.MaxTextLength + 1), TestSchema.Standard).Diagnostics).Code);

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
