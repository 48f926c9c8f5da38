using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Content.LanguageServer.Tests;

/// <summary>Speaks the protocol to the real process, as an editor does.</summary>
internal sealed class LspClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> _waiting = new();
    private readonly BlockingCollection<JsonObject> _notifications = [];
    private readonly BlockingCollection<JsonObject> _strays = [];
    private readonly Task<string> _error;
    private int _lastId;

    /// <summary>Starts the tool that lies beside the tests.</summary>
    public LspClient(string folder, params string[] arguments)
        : this(Path.Combine(AppContext.BaseDirectory, "sentinel-content.dll"), folder, arguments)
    {
    }

    /// <summary>Starts the tool of a path.</summary>
    public LspClient(string tool, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(tool);
        start.ArgumentList.Add("lsp");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
        new Thread(Read) { IsBackground = true }.Start();
    }

    /// <summary>What it wrote to standard error, once it has ended.</summary>
    public string Error => _error.GetAwaiter().GetResult();

    /// <summary>Starts a client that has said hello, with a folder as its workspace.</summary>
    public static LspClient Start(string folder)
    {
        var client = new LspClient(folder);
        client.Hello(folder);
        return client;
    }

    public JsonObject Hello(string folder)
    {
        var result = Request("initialize", new JsonObject
        {
            ["processId"] = Environment.ProcessId,
            ["rootUri"] = new Uri(folder).AbsoluteUri,
            ["capabilities"] = new JsonObject(),
        })!.AsObject();
        Notify("initialized", new JsonObject());
        return result;
    }

    /// <summary>The result of a request. Fails the test on an error.</summary>
    public JsonNode? Request(string method, JsonNode? parameters)
    {
        var answer = Ask(method, parameters);
        return answer["error"] is null ? answer["result"] : throw new InvalidOperationException(answer.ToJsonString());
    }

    /// <summary>The answer to a request, be it an error.</summary>
    public JsonObject Ask(string method, JsonNode? parameters)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        Send(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        return answer.Task.Wait(Patience) ? answer.Task.Result : throw new TimeoutException($"There was no answer to {method}.");
    }

    public void Notify(string method, JsonNode? parameters) => Send(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters });

    /// <summary>Sends bytes as they are.</summary>
    public void SendRaw(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _process.StandardInput.BaseStream.Write(bytes);
        _process.StandardInput.BaseStream.Flush();
    }

    /// <summary>Sends a message with the right header.</summary>
    public void SendBody(string body) => SendRaw($"Content-Length: {Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture)}\r\n\r\n{body}");

    /// <summary>The next message that answers no request.</summary>
    public JsonObject NextStray()
    {
        return _strays.TryTake(out var message, Patience) ? message : throw new TimeoutException("There was no such message.");
    }

    /// <summary>Waits until the findings of a file are such.</summary>
    public JsonArray WaitForDiagnostics(string uri, Func<JsonArray, bool> wanted)
    {
        var until = DateTime.UtcNow + Patience;
        var last = "none";
        while (_notifications.TryTake(out var message, until - DateTime.UtcNow is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero))
        {
            if ((string?)message["method"] != "textDocument/publishDiagnostics" || (string?)message["params"]!["uri"] != uri)
                continue;
            var diagnostics = message["params"]!["diagnostics"]!.AsArray();
            if (wanted(diagnostics))
                return diagnostics;
            last = diagnostics.ToJsonString();
        }

        throw new TimeoutException("The findings did not come. The last ones: " + last);
    }

    public void CloseInput() => _process.StandardInput.Close();

    public int WaitForExit()
    {
        return _process.WaitForExit(Patience) ? _process.ExitCode : throw new TimeoutException("It did not end.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _notifications.Dispose();
        _strays.Dispose();
    }

    private void Send(JsonObject message) => SendBody(message.ToJsonString());

    private void Read()
    {
        var stream = _process.StandardOutput.BaseStream;
        while (ReadMessage(stream) is { } message)
        {
            if (message["method"] is not null)
                _notifications.Add(message);
            else if (message["id"] is JsonValue id && id.TryGetValue<int>(out var number) && _waiting.TryRemove(number, out var waiting))
                waiting.SetResult(message);
            else
                _strays.Add(message);
        }
    }

    private static JsonObject? ReadMessage(Stream stream)
    {
        var length = 0;
        while (ReadLine(stream) is { } line)
        {
            if (line.Length == 0)
            {
                var body = new byte[length];
                stream.ReadExactly(body);
                return JsonNode.Parse(body)!.AsObject();
            }

            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line.AsSpan(15), CultureInfo.InvariantCulture);
        }

        return null;
    }

    private static string? ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (var b = stream.ReadByte(); b >= 0; b = stream.ReadByte())
        {
            if (b == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)b);
        }

        return null;
    }
}
