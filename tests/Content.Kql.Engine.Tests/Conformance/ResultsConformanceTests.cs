using System.Globalization;
using System.Text;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tests.Conformance;

/// <summary>Runs the examples of the language reference whose results are printed there.</summary>
/// <remarks><c>results-excluded.tsv</c> lists what differs, with the reason; an entry whose case passes fails the run.</remarks>
public sealed class ResultsConformanceTests
{
    private static readonly IReadOnlyDictionary<string, string> Excluded = ReadExcluded();

    public static TheoryData<string> Ids => new(ResultCase.All.Select(c => c.Id));

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids), DisableDiscoveryEnumeration = true)]
    public void Example_gives_the_printed_rows(string id)
    {
        var sample = ResultCase.All.First(c => c.Id == id);
        var difference = Difference(sample);
        if (Excluded.TryGetValue(id, out var reason))
        {
            Assert.True(difference is not null, $"{id} passes: take it off the list of exclusions ({reason}).");
            Assert.Skip(reason);
        }

        Assert.True(difference is null, id + ": " + difference + "\n" + sample.Query);
    }

    [Fact]
    public void Most_examples_of_each_family_pass()
    {
        if (ResultCase.All.Count == 0)
            Assert.Skip("The conformance samples are not beside the repository.");
        var report = new StringBuilder();
        var passed = 0;
        foreach (var family in ResultCase.All.GroupBy(c => c.Family))
        {
            var good = family.Count(c => Difference(c) is null);
            passed += good;
            report.Append(CultureInfo.InvariantCulture, $"{family.Key}: {good} of {family.Count()}\n");
        }

        TestContext.Current.TestOutputHelper!.WriteLine(report + $"all: {passed} of {ResultCase.All.Count}");
        if (Environment.GetEnvironmentVariable("CONFORMANCE_REPORT") is { Length: > 0 } path)
            File.WriteAllText(path, report + string.Concat(ResultCase.All.Select(c => (c, Difference(c))).Where(p => p.Item2 is not null).Select(p => $"{p.c.Family}\t{p.c.Id}\t{p.Item2!.ReplaceLineEndings(" ")}\n")));
        Assert.True(passed >= ResultCase.All.Count - Excluded.Count, report.ToString());
    }

    /// <summary>What is wrong with a case; null when it passes.</summary>
    private static string? Difference(ResultCase sample)
    {
        var bound = Compilation.Bind(sample.Query, EmptySchema.Instance);
        if (bound.HasErrors)
            return "does not bind: " + string.Join(" ", bound.Diagnostics.Where(d => d.Severity == Content.Diagnostics.DiagnosticSeverity.Error).Select(d => d.Code + " " + d.Message));
        var result = QueryEngine.Execute(bound.Body, EmptyTableSource.Instance, new ExecutionOptions { Now = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        if (!result.Success)
            return "does not run: " + result.Error!.Message;

        var names = result.Row.Columns.Select(c => c.Name).ToArray();
        if (names.Length != sample.Columns.Length)
            return $"columns {string.Join(", ", names)} instead of {string.Join(", ", sample.Columns)}";
        var order = Enumerable.Range(0, names.Length).ToArray();
        if (!names.SequenceEqual(sample.Columns) && names.Order(StringComparer.Ordinal).SequenceEqual(sample.Columns.Order(StringComparer.Ordinal)))
            order = [.. sample.Columns.Select(name => Array.IndexOf(names, name))];
        var kinds = result.Row.Columns.Select(c => c.Type.Kind).ToArray();
        var rows = result.Rows.ToList();
        // Pages print a table without rows as one blank row.
        if (rows.Count == 0 && sample.Rows is [var blank] && blank.All(string.IsNullOrEmpty))
            return null;
        if (rows.Count != sample.Rows.Length)
            return $"{rows.Count} rows instead of {sample.Rows.Length}: {Show(rows)}";

        var left = new List<object?[]>(rows);
        foreach (var expected in sample.Rows)
        {
            var at = sample.IsSorted ? 0 : left.FindIndex(row => SameRow(row, expected, order, kinds));
            if (at < 0 || !SameRow(left[at], expected, order, kinds))
                return $"no row {string.Join(" | ", expected)} in {Show(left)}";
            left.RemoveAt(at);
        }

        return null;
    }

    private static bool SameRow(object?[] actual, string[] expected, int[] order, TypeKind[] kinds)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (!CellComparer.Same(kinds[order[i]], actual[order[i]], expected[i]))
                return false;
        }

        return true;
    }

    private static string Show(List<object?[]> rows) => string.Join(" // ", rows.Take(4).Select(row => string.Join(" | ", row.Select(Show))));

    private static string Show(object? value) => value switch
    {
        null => "null",
        object?[] items => "[" + string.Join(",", items.Select(Show)) + "]",
        KeyValuePair<string, object?>[] items => "{" + string.Join(",", items.Select(p => p.Key + ":" + Show(p.Value))) + "}",
        double real => real.ToString("R", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static Dictionary<string, string> ReadExcluded()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Conformance", "results-excluded.tsv");
        return File.ReadLines(path).Where(line => line.Contains('\t', StringComparison.Ordinal))
            .Select(line => line.Split('\t', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
    }
}
