using System.Diagnostics;
using System.Globalization;
using Content.Kql.Engine.Benchmarks;

const string Usage = """
    generate FOLDER [--rows N] [--devices N] [--parquet]   writes firewall.ndjson and inventory.ndjson (and .parquet, .csv)
    compare FOLDER [--only 1a,2,…] [--repeat N] [--threads N] [--check] [--tool PATH]
                                               runs every query on DuckDB and on the engine, in turns; medians in ms
    engine FOLDER [--only …] [--repeat N] [--threads N]    the engine alone
    """;

if (args.Length < 2)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

string? Option(string name) => Array.IndexOf(args, name) is var at && at > 0 && at + 1 < args.Length ? args[at + 1] : null;
int Number(string name, int otherwise) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

var folder = args[1];
var repeat = Number("--repeat", 7);
var threads = Number("--threads", 2);
var only = Option("--only")?.Split(',');
var chosen = Queries.All.Where(query => only is null || Array.Exists(only, prefix => query.Name.StartsWith(prefix, StringComparison.Ordinal))).ToArray();
switch (args[0])
{
    case "generate":
    {
        Directory.CreateDirectory(folder);
        var data = new FirewallData(Number("--rows", 1_000_000), Number("--devices", 50_000));
        using (var log = File.Create(Path.Combine(folder, "firewall.ndjson")))
            data.WriteLog(log);
        using (var inventory = File.Create(Path.Combine(folder, "inventory.ndjson")))
            data.WriteInventory(inventory);
        if (args.Contains("--parquet"))
        {
            using var duck = new DuckSide(folder, threads);
            duck.Export(folder);
        }

        return 0;
    }

    case "engine":
    {
        var engine = new EngineSide(folder, threads);
        foreach (var query in chosen)
        {
            var body = engine.Prepare(query.Kql);
            var times = new double[repeat];
            var allocated = 0L;
            for (var i = 0; i < repeat; i++)
            {
                GC.Collect();
                var before = GC.GetTotalAllocatedBytes();
                times[i] = Time(() => engine.Execute(body));
                allocated = GC.GetTotalAllocatedBytes() - before;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{query.Name,-4} {Median(times),8:F1} ms  best {times.Min(),8:F1}  {allocated >> 20,6} MB allocated  {query.What}"));
        }

        return 0;
    }

    case "compare":
    {
        using var duck = new DuckSide(folder, threads);
        var tool = Option("--tool");
        var engine = tool is null || args.Contains("--check") ? new EngineSide(folder, threads) : null;
        var failed = false;
        var logs = 0.0;
        Console.WriteLine("query     DuckDB     engine   ratio");
        foreach (var query in chosen)
        {
            using var command = duck.Prepare(query.Sql);
            var body = engine?.Prepare(query.Kql);
            if (engine is not null && args.Contains("--check"))
            {
                var (mine, theirs) = (EngineSide.Check(engine.Execute(body!)).ToString(), DuckSide.Check(command).ToString());
                if (mine != theirs)
                {
                    Console.WriteLine($"{query.Name}: DIFFERENT: {mine} against DuckDB's {theirs}");
                    failed = true;
                }
            }

            var duckTimes = new double[repeat];
            var engineTimes = new double[repeat];
            for (var i = 0; i < repeat; i++)
            {
                duckTimes[i] = Time(() => DuckSide.Execute(command));
                if (tool is null)
                {
                    GC.Collect();
                    engineTimes[i] = Time(() => engine!.Execute(body!));
                }
            }

            var (d, e) = (Median(duckTimes), tool is null ? Median(engineTimes) : ToolSide.Execute(tool, folder, query.Kql, repeat));
            logs += Math.Log(e / d);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{query.Name,-4} {d,8:F1} {e,10:F1} {e / d,8:F2}   {query.What}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"geometric mean of the ratios: {Math.Exp(logs / chosen.Length):F2}"));
        return failed ? 1 : 0;
    }

    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

static double Time(Action action)
{
    var start = Stopwatch.GetTimestamp();
    action();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

static double Median(double[] times)
{
    var sorted = times.Order().ToArray();
    return sorted[(sorted.Length - 1) / 2];
}
