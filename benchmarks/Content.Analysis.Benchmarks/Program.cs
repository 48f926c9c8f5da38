using System.Diagnostics;
using System.Globalization;
using Content.Analysis.Benchmarks;

// vary SOURCE TARGET [COUNT] [SEED], then measure TOOL FOLDER [RUNS] [OPTION…]
switch (args)
{
    case ["vary", var source, var target, .. var rest]:
        Console.WriteLine($"{VariedContent.Write(source, target, Number(rest, 0, 1000), Number(rest, 1, 1))} rules in {target}");
        return 0;
    case ["measure", var tool, var folder, .. var rest]:
        Measure(tool, folder, Number(rest, 0, 7), rest.Skip(1));
        return 0;
    default:
        Console.Error.WriteLine("Write: vary SOURCE TARGET [COUNT] [SEED], or: measure TOOL FOLDER [RUNS] [OPTION...]");
        return 2;
}

static int Number(string[] rest, int at, int otherwise) => rest.Length > at ? int.Parse(rest[at], CultureInfo.InvariantCulture) : otherwise;

// Whole processes, from their start to their end.
static void Measure(string tool, string folder, int runs, IEnumerable<string> options)
{
    var (times, peak) = (new List<double>(), 0L);
    for (var i = 0; i < runs; i++)
    {
        var start = new ProcessStartInfo(tool, ["validate", "--root", folder, "--format", "github", .. options]) { RedirectStandardOutput = true };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        while (process.StandardOutput.ReadLine() is not null)
            peak = Math.Max(peak, Peak(process));
        process.WaitForExit();
        times.Add(watch.Elapsed.TotalSeconds);
    }

    times.Sort();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times[0]:0.00} / {times[times.Count / 2]:0.00} / {times[^1]:0.00} s (minimum, median, maximum of {runs}), {peak / 1_000_000} MB peak"));
}

// Of a process that has ended meanwhile nothing is known any more.
static long Peak(Process process)
{
    process.Refresh();
    return process.HasExited ? 0 : process.PeakWorkingSet64;
}
