using System.Diagnostics;
using System.Text.Json;

namespace Content.Cli.Tests;

public sealed class KqlCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Check_lists_the_columns_of_a_good_query()
    {
        var result = Tool.Run(_folder.Path, "kql", "check", "SigninLogs | summarize n = count() by UserPrincipalName");
        Assert.Equal((0, "UserPrincipalName: string\nn: long\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public void Check_marks_the_mistake()
    {
        var result = Tool.RunWithInput(_folder.Path, "SigninLogs\n| where Usr == 1", "kql", "check");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("query:2:9: error KQL", result.Output, StringComparison.Ordinal);
        Assert.Contains("  | where Usr == 1\n          ^^^\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_of_checks_gives_a_line_an_entry_in_order()
    {
        _folder.Add("schema.json", """{"T":{"a":"long","b":"string"}}""");
        _folder.Add("q.ndjson", """
            {"id":"one","query":"T | project a"}
            {"id":2,"query":"T | project c"}

            {"id":"three"}
            not json
            {"id":"five","query":"SigninLogs"}
            """);
        var result = Tool.Run(_folder.Path, "kql", "check", "--batch", "q.ndjson", "--schema", "schema.json", "--stats");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("""{"id":"one","ok":true,"errors":[],"columns":[["a","long"]]}""", result.Lines[0]);
        using var second = JsonDocument.Parse(result.Lines[1]);
        Assert.Equal(2, second.RootElement.GetProperty("id").GetInt32());
        var error = second.RootElement.GetProperty("errors")[0];
        Assert.Equal((12, 1), (error.GetProperty("start").GetInt32(), error.GetProperty("length").GetInt32()));
        Assert.All(result.Lines[2..], line => Assert.Contains("\"ok\":false", line, StringComparison.Ordinal));
        Assert.Equal(5, result.Lines.Length);
        using var stats = JsonDocument.Parse(result.Error);
        Assert.Equal(5, stats.RootElement.GetProperty("queries").GetInt32());
        foreach (var name in new[] { "loadMs", "parseMs", "bindMs", "executeMs", "rows", "peakRssMb", "bindP50Us", "bindP95Us" })
            Assert.Equal(JsonValueKind.Number, stats.RootElement.GetProperty(name).ValueKind);
    }

    [Fact]
    public void A_batch_that_is_repeated_gives_each_line_once_and_times_of_each_query()
    {
        _folder.Add("q.ndjson", """
            {"id":1,"query":"print a = 1"}
            {"id":2,"query":"print b = 'x'"}
            """);
        var once = Tool.Run(_folder.Path, "kql", "check", "--batch", "q.ndjson");
        var often = Tool.Run(_folder.Path, "kql", "check", "--batch", "q.ndjson", "--stats", "--repeat", "5");
        Assert.Equal((0, 2), (often.ExitCode, often.Lines.Length));
        Assert.Equal(once.Lines, often.Lines);
        using var stats = JsonDocument.Parse(often.Error);
        Assert.Equal(2, stats.RootElement.GetProperty("queries").GetInt32());
        Assert.True(stats.RootElement.GetProperty("bindP50Us").GetDouble() > 0);
    }

    [Fact]
    public void Cells_are_written_as_documented()
    {
        var result = Tool.Run(_folder.Path, "kql", "run", "--format", "json", "print a=1, b=2.5, c='x\"y', d=datetime(2026-03-02 12:00), e=time(1.02:00:00), f=decimal(1.50), g=real(nan), h=real(-inf), i=dynamic({'k':[1,null]}), j=int(null), k=true");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            """{"columns":[["a","long"],["b","real"],["c","string"],["d","datetime"],["e","timespan"],["f","decimal"],["g","real"],["h","real"],["i","dynamic"],["j","int"],["k","bool"]],"rows":[[1,2.5,"x\"y","2026-03-02T12:00:00.0000000Z","1.02:00:00","1.50","NaN","-Infinity",{"k":[1,null]},null,true]]}""",
            result.Output.TrimEnd());
    }

    [Theory]
    [InlineData("table", "a  b\n-  ----\n1  x, y\n(1 row)\n")]
    [InlineData("csv", "a,b\r\n1,\"x, y\"\r\n")]
    [InlineData("ndjson", "{\"a\":1,\"b\":\"x, y\"}\n")]
    public void Results_come_in_other_formats_too(string format, string expected) =>
        Assert.Equal(expected, Tool.Run(_folder.Path, "kql", "run", "print a=1, b='x, y'", "--format", format).Output);

    [Theory]
    [InlineData("table", "Results:\nn\n-\n1\n2\n(2 rows)\n\nBig:\nCount\n-----\n    1\n(1 row)\n")]
    [InlineData("csv", "n\r\n1\r\n2\r\n\r\nCount\r\n1\r\n")]
    [InlineData("ndjson", "{\"$table\":\"Results\",\"n\":1}\n{\"$table\":\"Results\",\"n\":2}\n{\"$table\":\"Big\",\"Count\":1}\n")]
    [InlineData("json", """{"columns":[["n","long"]],"rows":[[1],[2]],"tables":[{"name":"Results","columns":[["n","long"]],"rows":[[1],[2]]},{"name":"Big","columns":[["Count","long"]],"rows":[[1]]}]}""")]
    public void Several_results_are_all_written(string format, string expected)
    {
        var result = Tool.Run(_folder.Path, "kql", "run", "range n from 1 to 2 step 1 | fork (take 5) Big=(where n > 1 | count)", "--format", format);
        Assert.Equal(expected.TrimEnd(), result.Output.TrimEnd());
    }

    [Theory]
    [InlineData("cluster('c').database('d').T | where n > 1 | project n", "cluster(\"c\").database(\"d\").T=rows.csv")]
    [InlineData("workspace('w').T | where n > 1 | project n", "workspace('w').T=rows.csv")]
    [InlineData("externaldata(n:long)['https://x/y?a=b'] | where n > 1", "externaldata('https://x/y?a=b')=rows.csv")]
    [InlineData("_GetWatchlist('Apps') | where n > 1 | project n", "_GetWatchlist('Apps')=rows.csv")]
    [InlineData("print n = tolong(geo_info_from_ip_address('10.1.2.3').latitude)", "geo_info_from_ip_address=geo.csv")]
    public void Fixtures_stand_for_what_is_elsewhere(string query, string data)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "rows.csv"), "n\n1\n2\n");
        File.WriteAllText(Path.Combine(_folder.Path, "geo.csv"), "ip_range,country,state,city,latitude,longitude\n10.0.0.0/8,X,,Y,2.0,3.0\n");
        var result = Tool.Run(_folder.Path, "kql", "run", query, "--data", data, "--format", "csv");
        Assert.Equal(("n\r\n2\r\n", 0), (result.Output, result.ExitCode));
    }

    [Fact]
    public void What_is_elsewhere_is_undecided_without_a_fixture()
    {
        var result = Tool.Run(_folder.Path, "kql", "run", "workspace('w').SecurityEvent | count");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("undecided: There is no data for table 'workspace(\"w\").SecurityEvent'.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rows.ndjson", "{\"n\":1,\"s\":\"x\"}\n{\"n\":2,\"s\":\"y\"}\n")]
    [InlineData("rows.json", "[{\"n\":1,\"s\":\"x\"},{\"n\":2,\"s\":\"y\"}]")]
    [InlineData("rows.csv", "n,s\n1,x\n2,y\n")]
    public void Data_come_from_files_whose_columns_are_inferred(string name, string content)
    {
        _folder.Add(name, content);
        var result = Tool.Run(_folder.Path, "kql", "run", "T | where n > 1 | project s", "--data", "T=" + name, "--format", "csv");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("s\r\ny\r\n", result.Output);
    }

    [Fact]
    public void A_batch_of_runs_gives_rows_or_an_error_for_each_entry()
    {
        _folder.Add("q.ndjson", """
            {"id":"a","query":"print x = now()"}
            {"id":"b","query":"print nope(1)"}
            {"id":"c","query":"SigninLogs | count"}
            """);
        var result = Tool.Run(_folder.Path, "kql", "run", "--batch", "q.ndjson", "--now", "2026-03-02T12:00:00Z");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("""{"id":"a","columns":[["x","datetime"]],"rows":[["2026-03-02T12:00:00.0000000Z"]]}""", result.Lines[0]);
        Assert.StartsWith("""{"id":"b","error":"KQL""", result.Lines[1], StringComparison.Ordinal);
        Assert.Contains("SigninLogs", result.Lines[2], StringComparison.Ordinal);
        Assert.Contains("\"error\"", result.Lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-rows", "10", "range i from 1 to 11 step 1", "error: The result has more than 10 rows. Filter, summarize or 'take' fewer rows, or raise --max-rows.")]
    [InlineData("--max-memory", "1MB", "range i from 1 to 1000000 step 1 | sort by i desc", "error: The query needs more than 1,048,576 bytes of memory. Filter earlier, use fewer columns, or raise --max-memory.")]
    [InlineData("--timeout", "50ms", "range i from 1 to 1000000000000 step 1 | count", "undecided: The query was not done after 0.05 s. Filter earlier, or raise --timeout.")]
    public void A_limit_names_itself_and_what_to_do(string option, string value, string query, string message)
    {
        var result = Tool.Run(_folder.Path, "kql", "run", query, option, value);
        Assert.Equal((1, "", message + "\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public void Loading_has_limits_too()
    {
        _folder.Add("t.ndjson", string.Concat(Enumerable.Repeat("{\"a\":1}\n", 200_000)));
        var memory = Tool.Run(_folder.Path, "kql", "run", "T | summarize sum(a)", "--data", "T=t.ndjson", "--max-memory", "1");
        Assert.Equal((1, "error: Loading 't.ndjson' needs more than 1,048,576 bytes of memory."), (memory.ExitCode, memory.Error.Split('\n')[0]));
        Assert.Contains("--max-memory", memory.Error, StringComparison.Ordinal);
        var unused = Tool.Run(_folder.Path, "kql", "run", "T | count", "--data", "T=t.ndjson", "--max-memory", "1", "--format", "csv");
        Assert.Equal((0, "Count\r\n200000\r\n"), (unused.ExitCode, unused.Output));
    }

    [Fact]
    public void A_damaged_file_is_an_error_of_the_environment()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "t.ndjson.gz"), [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]);
        var result = Tool.Run(_folder.Path, "kql", "run", "T | count", "--data", "T=t.ndjson.gz");
        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("error: 't.ndjson.gz' cannot be read: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_cells_are_warnings_with_their_place()
    {
        _folder.Add("schema.json", """{"T":{"a":"long","b":"string"}}""");
        _folder.Add("t.ndjson", string.Concat(Enumerable.Range(1, 15).Select(i => $"{{\"b\":\"x\",\"a\":\"no {i}\",\"c\":1}}\n")));
        var result = Tool.Run(_folder.Path, "kql", "run", "T | summarize countif(isnull(a))", "--data", "T=t.ndjson", "--schema", "schema.json", "--format", "csv");
        Assert.Equal((0, "countif_\r\n15\r\n"), (result.ExitCode, result.Output));
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("warning: t.ndjson:1:14: Column 'a' is long, and the text \"no 1\" is none.", lines[0]);
        Assert.Equal(["warning: t.ndjson: 5 more cells or lines could not be read.", "warning: t.ndjson: T has no columns c; they are left out."], lines[10..]);
    }

    [Theory]
    [InlineData("range i from 1 to 1000000000000 step 1 | count")]
    [InlineData("T | where S == 'x' | count")]
    public void Ctrl_C_ends_it_with_130(string query)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        // A file without an end: the reading of it is what is interrupted.
        using var fifo = Process.Start("mkfifo", [Path.Combine(_folder.Path, "pipe")]);
        fifo.WaitForExit();
        _folder.Add("schema.json", """{"T":{"S":"string"}}""");
        var data = query.StartsWith('T');
        using var process = Tool.Start(AppContext.BaseDirectory, _folder.Path, ["kql", "run", query, "--schema", "schema.json", .. data ? new[] { "--data", "T=pipe" } : []]);
        var writer = new Thread(() => Feed(Path.Combine(_folder.Path, "pipe")));
        if (data)
            writer.Start();
        Thread.Sleep(1_500);
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.True(process.WaitForExit(20_000));
        Assert.Equal((130, "Interrupted.\n"), (process.ExitCode, process.StandardError.ReadToEnd()));
        if (data)
            writer.Join();
    }

    private static void Feed(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1);
            var lines = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"S\":\"some text\"}\n", 1_000)));
            while (true)
                stream.Write(lines);
        }
        catch (IOException)
        {
            // The reader has gone.
        }
    }

    [Fact]
    public void Statistics_go_to_standard_error()
    {
        var result = Tool.Run(_folder.Path, "kql", "run", "range x from 1 to 10 step 1", "--format", "csv", "--stats", "--repeat", "3");
        Assert.Equal(11, result.Lines.Length);
        using var stats = JsonDocument.Parse(result.Error);
        Assert.Equal(10, stats.RootElement.GetProperty("rows").GetInt64());
        Assert.True(stats.RootElement.GetProperty("peakRssMb").GetDouble() > 1);
    }

    [Theory]
    [InlineData("run", "T", "--data", "T")]
    [InlineData("run", "T", "--data", "T=missing.csv")]
    [InlineData("run", "T", "--now", "today")]
    [InlineData("check", "-f", "missing.kql")]
    [InlineData("check", "T", "--schema", "missing.json")]
    public void Wrong_usage_exits_2(params string[] arguments)
    {
        var result = Tool.Run(_folder.Path, ["kql", .. arguments]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Each process seeds the hashes of texts anew.</summary>
    [Fact]
    public void Order_of_rows_is_the_same_in_every_process()
    {
        const string Query = """
            let T = range i from 1 to 400 step 1 | extend k = strcat('key ', i * 7919 % 97), v = strcat('v', i % 13);
            T | summarize n = count(), s = make_set(v), b = make_bag(bag_pack(v, i)) by k
            | join kind=inner (T | distinct k, v) on k
            | evaluate pivot(v, take_any(n), k)
            """;
        var first = Tool.RunWithInput(AppContext.BaseDirectory, Query, "kql", "run", "--format", "json");
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("key 96", first.Output, StringComparison.Ordinal);
        for (var i = 0; i < 2; i++)
            Assert.Equal(first.Output, Tool.RunWithInput(AppContext.BaseDirectory, Query, "kql", "run", "--format", "json").Output);
    }
}
