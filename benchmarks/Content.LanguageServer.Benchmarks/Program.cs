using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Content.LanguageServer.Benchmarks;
using Content.LanguageServer.Tests;

// Latency of the language server on a repository of many rules, measured by a client that speaks the protocol to the real process.
// Arguments: the path of sentinel-content.dll, the number of rules (1000), rounds (60).
var tool = args.Length > 0 ? args[0] : throw new ArgumentException("Give the path of sentinel-content.dll.");
var rules = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1000;
var rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 60;
var folder = Path.Combine(Path.GetTempPath(), $"lsp-bench-{Environment.ProcessId}");
try
{
    GeneratedContent.Write(folder, rules, seed: 7);
    Measure();
}
finally
{
    Directory.Delete(folder, recursive: true);
}

void Measure()
{
    var random = new Random(11);
    var times = new Dictionary<string, List<double>>(StringComparer.Ordinal);
    var start = Stopwatch.StartNew();
    using var client = new LspClient(Path.GetFullPath(tool), folder, []);
    client.Hello(folder);
    Console.WriteLine($"initialize: {start.Elapsed.TotalMilliseconds:0} ms");
    for (var round = 0; round < rounds; round++)
    {
        var number = random.Next(rules);
        var path = Path.Combine(folder, $"detections/rules/{number / 100:00}/Rule{number:0000}.yaml");
        var text = File.ReadAllText(path);
        var uri = new Uri(path).AbsoluteUri;
        client.Notify("textDocument/didOpen", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = "yaml", ["version"] = 1, ["text"] = text } });
        var lines = text.Split('\n');
        var line = Array.FindIndex(lines, one => one.Contains("| where Total", StringComparison.Ordinal));

        // Somebody types a condition, letter by letter, and asks at each letter.
        var version = 1;
        var column = lines[line].Length;
        foreach (var letter in " and strlen(Act")
        {
            client.Notify("textDocument/didChange", new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = uri, ["version"] = ++version },
                ["contentChanges"] = new JsonArray(new JsonObject { ["range"] = new JsonObject { ["start"] = At(line, column), ["end"] = At(line, column) }, ["text"] = letter.ToString() }),
            });
            column++;
            Time("completion in a query, after each letter", "textDocument/completion", Place(uri, line, column));
            if (letter == '(')
                Time("signature help", "textDocument/signatureHelp", Place(uri, line, column));
        }

        Time("hover", "textDocument/hover", Place(uri, line, 12));
        Time("completion of a key", "textDocument/completion", Place(uri, 3, 2));
        Time("definition", "textDocument/definition", Place(uri, line, lines[line].IndexOf("threshold", StringComparison.Ordinal) + 2));
        Time("rename of a let", "textDocument/rename", Place(uri, line, lines[line].IndexOf("threshold", StringComparison.Ordinal) + 2, ("newName", "minimum")));
        Time("semantic tokens", "textDocument/semanticTokens/full", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri } });
        Time("code lenses", "textDocument/codeLens", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri } });
        Time("code actions", "textDocument/codeAction", new JsonObject
        {
            ["textDocument"] = new JsonObject { ["uri"] = uri }, ["range"] = new JsonObject { ["start"] = At(line, 0), ["end"] = At(line, column) }, ["context"] = new JsonObject { ["diagnostics"] = new JsonArray() },
        });
        var parser = Array.FindIndex(lines, one => one.StartsWith("  Parser", StringComparison.Ordinal));
        if (parser > 0)
            Time("references of a parser, over all files", "textDocument/references", Place(uri, parser, 4));

        // From the last letter to the findings of the file.
        var wait = Stopwatch.StartNew();
        client.Notify("textDocument/didChange", new JsonObject
        {
            ["textDocument"] = new JsonObject { ["uri"] = uri, ["version"] = ++version },
            ["contentChanges"] = new JsonArray(new JsonObject { ["range"] = new JsonObject { ["start"] = At(line, column), ["end"] = At(line, column) }, ["text"] = "or) > 1 and Broken == 1" }),
        });
        client.WaitForDiagnostics(uri, found => found.Any(one => (string?)one!["code"] == "KQL142"));
        Add("an edit until its findings, 150 ms of waiting included", wait);
        client.Notify("textDocument/didClose", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri } });
    }

    var all = times.Where(pair => !pair.Key.StartsWith("an edit", StringComparison.Ordinal)).SelectMany(pair => pair.Value).ToList();
    times["all requests"] = all;
    Console.WriteLine("| Request | number | median ms | 95 % ms | slowest ms |\n|---|---|---|---|---|");
    foreach (var (name, list) in times)
    {
        list.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {list.Count} | {list[list.Count / 2]:0.0} | {list[(int)(list.Count * 0.95)]:0.0} | {list[^1]:0.0} |"));
    }

    client.Request("shutdown", null);
    client.Notify("exit", null);
    client.WaitForExit();

    void Time(string name, string method, JsonObject parameters)
    {
        var watch = Stopwatch.StartNew();
        client.Request(method, parameters);
        Add(name, watch);
    }

    void Add(string name, Stopwatch watch)
    {
        if (!times.TryGetValue(name, out var list))
            times.Add(name, list = []);
        list.Add(watch.Elapsed.TotalMilliseconds);
    }
}

static JsonObject At(int line, int column) => new() { ["line"] = line, ["character"] = column };

static JsonObject Place(string uri, int line, int column, params (string Name, string Value)[] more)
{
    var place = new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri }, ["position"] = At(line, column) };
    foreach (var (name, value) in more)
        place[name] = value;
    return place;
}
