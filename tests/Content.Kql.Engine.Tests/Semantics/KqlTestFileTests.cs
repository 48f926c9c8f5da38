using System.Globalization;
using System.Text.RegularExpressions;
using Content.Kql.Engine.Functions;
using Content.Kql.Engine.Kernels;

namespace Content.Kql.Engine.Tests.Semantics;

/// <summary>Runs the cases of the <c>.kqltest</c> files, and sees to it that every function and operator has some.</summary>
public sealed class KqlTestFileTests
{
    private const int CasesEach = 3;

    // Operators of the language by the text that a case shows them with.
    private static readonly string[] Operators =
    [
        " + ", " - ", " * ", " / ", " % ", " == ", " != ", " < ", " > ", " =~ ", " !~ ", " has ", " contains ", " startswith ", " endswith ", " hasprefix ", " hassuffix ",
        " in (", " between ", " !between ", " and ", " or ", " matches regex ", " has_any ", "| where ", "| extend ", "| project ", "| project-away ", "| project-keep ",
        "| project-rename ", "| project-reorder ", "| sort by ", "| order by ", "| take ", "| top ", "| count", "| distinct ", "| sample ", "| sample-distinct ", "| top-hitters ",
        "| top-nested ", "| summarize ", "| join ", "| lookup ", "union ", "| mv-expand ", "| mv-apply ", "| parse ", "| parse-where ", "| parse-kv ", "| make-series ",
        "| partition ", "| scan ", "| serialize", "range ", "print ", "datatable(", "| getschema", "| as ", "| consume", "| search ", "find ", "| invoke ", "| evaluate ",
    ];

    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var test in KqlTestFile.All)
                data.Add(test.File, test.Line);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Query_gives_the_rows_of_the_file(string file, int line)
    {
        var test = KqlTestFile.All.First(test => test.File == file && test.Line == line);
        Assert.Equal(test.Expected, KqlTestFile.Run(test.Query));
    }

    [Fact]
    public void Every_function_aggregate_and_operator_has_cases()
    {
        var names = KernelTable.Default.ScalarNames.Where(name => !NotRunnable.Reasons.ContainsKey(name) && !name.StartsWith("__", StringComparison.Ordinal) && !NeedsFixture.Contains(name))
            .Concat(KernelTable.Default.AggregateNames).Distinct().ToList();
        var calls = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var test in KqlTestFile.All)
        {
            foreach (Match call in Regex.Matches(test.Query, @"\b([a-z_][a-z_0-9]*)\("))
                calls[call.Groups[1].Value] = calls.GetValueOrDefault(call.Groups[1].Value) + 1;
        }

        var missing = names.Where(name => calls.GetValueOrDefault(name) < CasesEach).Order(StringComparer.Ordinal).ToList();
        missing.AddRange(Operators.Where(text => KqlTestFile.All.Sum(test => test.Query.Split(text).Length - 1) < CasesEach));
        Assert.True(missing.Count == 0, string.Create(CultureInfo.InvariantCulture, $"{missing.Count} without {CasesEach} cases: {string.Join(", ", missing)}"));
    }

    // What reads a table that the user brings is tested with one: FixtureFunctions.
    private static readonly HashSet<string> NeedsFixture = ["geo_info_from_ip_address", "parse_user_agent", "all", "any", "inner_nodes", "labels", "map", "node_degree_in", "node_degree_out", "node_id", "ingestion_time"];

    [Fact]
    public void Files_can_be_rewritten_on_demand()
    {
        if (Environment.GetEnvironmentVariable("KQLTEST_REWRITE") is not "1")
            Assert.Skip("Set KQLTEST_REWRITE=1 to write what the engine gives into the files, for review.");
        KqlTestFile.Rewrite();
    }
}
