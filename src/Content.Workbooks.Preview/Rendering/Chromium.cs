using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Content.Workbooks.Preview.Rendering;

/// <summary>A Chromium of the machine that takes pictures of pages.</summary>
public static class Chromium
{
    private const string Variable = "CHROMIUM";
    private const int Width = 1280;
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    /// <summary>Its path: what the variable CHROMIUM names, otherwise the first on the path; null when there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var ending = OperatingSystem.IsWindows() ? ".exe" : "";
        return folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name + ending))).FirstOrDefault(File.Exists);
    }

    /// <summary>Draws a page, all of its height, as PNG.</summary>
    /// <param name="executable">The browser.</param>
    /// <param name="page">A file with HTML.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The picture, and null; or null, and what went wrong.</returns>
    public static async Task<(byte[]? Picture, string? Error)> CaptureAsync(string executable, string page, CancellationToken cancellationToken)
    {
        var profile = Directory.CreateTempSubdirectory("sentinel-content-").FullName;
        using var process = Start(executable, profile);
        try
        {
            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            time.CancelAfter(StartTime);
            var address = await AddressAsync(process, profile, time.Token).ConfigureAwait(false);
            return address is null ? (null, $"{executable} did not start.") : (await CaptureAsync(address, page, time.Token).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"{executable} did not answer within {StartTime.TotalSeconds:0} seconds.");
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return (null, $"{executable}: {exception.Message}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            Delete(profile);
        }
    }

    private static Process Start(string executable, string profile)
    {
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "--headless=new", "--remote-debugging-port=0", "--user-data-dir=" + profile, "--no-first-run", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking", "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND", $"--window-size={Width},900", "about:blank" })
            start.ArgumentList.Add(argument);
        // Chromium refuses to sandbox what runs as root, as containers of pipelines do.
        if (OperatingSystem.IsLinux() && Environment.UserName == "root")
            start.ArgumentList.Insert(0, "--no-sandbox");
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    // The browser writes where it listens into its profile.
    private static async Task<Uri?> AddressAsync(Process process, string profile, CancellationToken cancellationToken)
    {
        var file = Path.Combine(profile, "DevToolsActivePort");
        while (!process.HasExited)
        {
            if (File.Exists(file) && await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false) is [var port, var path, ..])
                return new Uri($"ws://127.0.0.1:{port}{path}");
            await Task.Delay(50, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private static async Task<byte[]> CaptureAsync(Uri address, string page, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        var number = 0;
        async Task<JsonElement> CallAsync(string? session, string method, object parameters)
        {
            var id = ++number;
            var call = new Dictionary<string, object> { ["id"] = id, ["method"] = method, ["params"] = parameters };
            if (session is not null)
                call["sessionId"] = session;
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, true, cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var answer = await ReceiveAsync(socket, cancellationToken).ConfigureAwait(false);
                if (!answer.TryGetProperty("id", out var of) || of.GetInt32() != id)
                    continue;
                return answer.TryGetProperty("error", out var error) ? throw new InvalidOperationException($"{method}: {error.GetProperty("message").GetString()}") : answer.GetProperty("result");
            }
        }

        var target = (await CallAsync(null, "Target.createTarget", new { url = "about:blank" }).ConfigureAwait(false)).GetProperty("targetId").GetString();
        var session = (await CallAsync(null, "Target.attachToTarget", new { targetId = target, flatten = true }).ConfigureAwait(false)).GetProperty("sessionId").GetString();
        await CallAsync(session, "Page.enable", new { }).ConfigureAwait(false);
        await CallAsync(session, "Page.navigate", new { url = new Uri(page).AbsoluteUri }).ConfigureAwait(false);
        await CallAsync(session, "Runtime.evaluate", new { expression = "new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))", awaitPromise = true }).ConfigureAwait(false);
        var size = (await CallAsync(session, "Page.getLayoutMetrics", new { }).ConfigureAwait(false)).GetProperty("cssContentSize");
        var picture = await CallAsync(session, "Page.captureScreenshot", new { format = "png", captureBeyondViewport = true, clip = new { x = 0, y = 0, width = Width, height = Math.Min(16_000, size.GetProperty("height").GetDouble()), scale = 1 } }).ConfigureAwait(false);
        return picture.GetProperty("data").GetBytesFromBase64();
    }

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[65_536];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new IOException("The browser went away.");
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
        return document.RootElement.Clone();
    }

    // A process that has just ended may hold its files a moment longer; a temporary folder left over harms nobody.
    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
