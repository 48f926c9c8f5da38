using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Content.Testing.Benchmarks;

// sample SOURCE TARGET [RULES] [CASES] [SEED], then measure TOOL FOLDER [RUNS]
switch (args)
{
    case ["sample", var source, var target, .. var rest]:
        var (rules, cases) = SampledTests.Write(source, target, Number(rest, 0, 10), Number(rest, 1, 20), Number(rest, 2, 1));
        Console.WriteLine($"{rules} rules with {cases} cases in {target}");
        return 0;
    case ["measure", var tool, var folder, .. var rest]:
        Measure(tool, folder, Number(rest, 0, 5));
        return 0;
    default:
        Console.Error.WriteLine("Write: sample SOURCE TARGET [RULES] [CASES] [SEED], or: measure TOOL FOLDER [RUNS]");
        return 2;
}

static int Number(string[] rest, int at, int otherwise) => rest.Length > at ? int.Parse(rest[at], CultureInfo.InvariantCulture) : otherwise;

// Whole processes, from their start to their end: content is read and validated and the tests run before the first mutant.
static void Measure(string tool, string folder, int runs)
{
    var times = new List<double>();
    string? counts = null;
    for (var i = 0; i < runs; i++)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(tool, ["test", "--mutate", "--root", folder, "--format", "json"]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        times.Add(watch.Elapsed.TotalSeconds);
        counts ??= Counts(output);
    }

    times.Sort();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{times[0]:0.00} / {times[times.Count / 2]:0.00} / {times[^1]:0.00} s (minimum, median, maximum of {runs}); {counts}"));
}

static string Counts(string json)
{
    using var report = JsonDocument.Parse(json);
    var mutants = report.RootElement.GetProperty("mutation").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("mutants").GetArrayLength()).ToList();
    var tests = report.RootElement.GetProperty("tests");
    return $"{mutants.Count} rules, {tests.GetProperty("passed").GetInt32()} cases passed, {mutants.Sum()} mutants, {mutants.Min()} of the rule with the fewest";
}
