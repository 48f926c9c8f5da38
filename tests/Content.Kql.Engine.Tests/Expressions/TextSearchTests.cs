using System.Text;
using System.Text.RegularExpressions;
using Content.Kql.Engine.Tables;

namespace Content.Kql.Engine.Tests.Expressions;

/// <summary>The fast searches against slow ones, over many texts of a small alphabet.</summary>
public sealed class TextSearchTests
{
    private static readonly string[] Texts = Generate();
    private static readonly TestSchema Schema = new TestSchema().Table("T", ColumnarTable.FromRows(TestSchema.Row("S:string"), Texts.Select(text => new object?[] { text })));

    private static string[] Generate()
    {
        var state = 7u;
        uint Next() => state = state * 1664525 + 1013904223;
        var texts = new string[400];
        for (var i = 0; i < texts.Length; i++)
        {
            var text = new StringBuilder();
            for (var left = Next() % 150; left > 0; left--)
                text.Append("aAbBcx1 .=-/"[(int)((Next() >> 8) % 12)]);
            if (i % 50 == 3)
                text.Append('é').Append("abc");
            texts[i] = text.ToString();
        }

        return texts;
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("aB1")]
    [InlineData("b.a")]
    [InlineData("x=")]
    [InlineData("abc")]
    [InlineData("=-/")]
    [InlineData("cab")]
    public void ContainsFindsWhatASlowSearchFinds(string needle)
    {
        Check($"S contains '{needle}'", text => text.Contains(needle, StringComparison.OrdinalIgnoreCase));
        Check($"S !contains '{needle}'", text => !text.Contains(needle, StringComparison.OrdinalIgnoreCase));
        Check($"S contains_cs '{needle}'", text => text.Contains(needle, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a", "b", "c")]
    [InlineData("ab", "x1", "1b")]
    [InlineData("aa", "bb")]
    [InlineData("x")]
    [InlineData("a", "b", "c", "x", "ab", "ba", "ac", "ca", "bc", "cb", "ax", "xa", "11", "1a", "a1")]
    public void TermSearchesFindWhatCuttingTheTextIntoTermsFinds(params string[] terms)
    {
        static HashSet<string> Cut(string text)
        {
            var set = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (Match match in Regex.Matches(text, @"[\p{L}\p{Nd}]+"))
                set.Add(match.Value);
            return set;
        }

        var list = string.Join(", ", terms.Select(term => $"'{term}'"));
        Check($"S has_any ({list})", text => terms.Any(Cut(text).Contains));
        Check($"S has_all ({list})", text => terms.All(Cut(text).Contains));
        Check($"S has '{terms[0]}'", text => Cut(text).Contains(terms[0]));
        Check($"S !has '{terms[0]}'", text => !Cut(text).Contains(terms[0]));
        // Rows that no longer lie one after another.
        Check($"S !startswith 'a' | where S has_any ({list})", text => !text.StartsWith("a", StringComparison.OrdinalIgnoreCase) && terms.Any(Cut(text).Contains));
    }

    [Theory]
    [InlineData("a=([ab]+)", 1)]
    [InlineData("([abc]+)x", 1)]
    [InlineData("([abc]*)([bc])", 1)]
    [InlineData("([abc]*)([bc])", 2)]
    [InlineData("^([^.]*)\\.", 1)]
    [InlineData("\\.([a-c]+)$", 1)]
    [InlineData("(a|ab)(c|bcx)?", 0)]
    [InlineData("(a|ab)(c|bcx)?", 2)]
    [InlineData("(?:a|b)+?(c)", 1)]
    [InlineData("(a+)+1", 1)]
    [InlineData("((?:a|aa|b)+)x", 1)]
    [InlineData("b{2,3}(.)", 1)]
    [InlineData("(\\w+)\\s+(\\S+)", 2)]
    [InlineData("\\b(a\\w*)\\b", 1)]
    [InlineData("\\Bb(.?)", 1)]
    [InlineData(".*(a.*b).*", 1)]
    [InlineData("x?y?z?1", 0)]
    [InlineData("(?i)ab([cx])", 1)]
    [InlineData("(?i)[^a-c](1+)", 1)]
    [InlineData("(a)|(b)|(1)", 3)]
    [InlineData("[a-]+=", 0)]
    [InlineData("(a*?)b", 1)]
    [InlineData("()a", 1)]
    [InlineData("$", 0)]
    [InlineData("(1|=)*(-)/", 2)]
    public void ExtractGivesWhatABacktrackingMatcherGives(string pattern, int group)
    {
        var regex = new Regex(pattern.Replace("\\w", "[0-9A-Za-z_]", StringComparison.Ordinal), RegexOptions.CultureInvariant);
        var expected = Texts.Select(text => regex.Match(text) is { Success: true } match ? match.Groups[group].Value : "").ToArray();
        Assert.Equal(expected, KqlRun.Rows($"T | project r = extract(@'{pattern}', {group}, S)", Schema));
        Check($"S matches regex @'{pattern}'", text => regex.IsMatch(text));
    }

    [Fact]
    public void AHardPatternEndsSoon()
    {
        // 4,000 letters in which every start of the pattern goes far and fails.
        var schema = new TestSchema().Table("T", "S:string", [new string('a', 4_000)], [new string('a', 100_000)]);
        Assert.Equal(["", ""], KqlRun.Rows("T | project r = extract('(a|aa)+(a|b)*c', 0, S)", schema));
    }

    private static void Check(string condition, Func<string, bool> expected) =>
        Assert.Equal(Texts.Where(expected).ToArray(), KqlRun.Rows("T | where " + condition, Schema));
}
