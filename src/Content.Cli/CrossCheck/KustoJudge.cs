using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Content.Kql.Symbols;

namespace Content.Cli.CrossCheck;

/// <summary>
/// Microsoft's Kusto.Language in a Node process that lives as long as this object. One schema is declared, then any number of queries asked,
/// from one thread at a time. Whatever goes wrong with the process is a <see cref="CommandException"/> of one line.
/// </summary>
internal sealed class KustoJudge : IDisposable
{
    // Loading takes two seconds; the longest queries of real content take some tens of milliseconds.
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(60);

    // A signal that ends Node reaches this process too, perhaps a moment later.
    private static readonly TimeSpan SignalDelay = TimeSpan.FromMilliseconds(250);

    private const int LongestMessage = 300;

    // What closes its output without ending is no Node, and is not waited for.
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly TimeSpan _limit;
    private readonly List<string> _errors = [];
    private Task<string>? _version;

    private KustoJudge(Process process, TimeSpan limit)
    {
        _process = process;
        _limit = limit;
    }

    /// <summary>Starts the process; it loads in the background.</summary>
    /// <param name="installation">What to start.</param>
    /// <param name="limit">How long an answer may take; null for a minute.</param>
    /// <exception cref="CommandException">It cannot be started.</exception>
    public static KustoJudge Start(JudgeInstallation installation, TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(installation.Node, ["-e", Script(), installation.Package])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, CreateNoWindow = true,
        };
        try
        {
            var judge = new KustoJudge(Process.Start(start)!, limit ?? DefaultLimit);
            judge.ReadErrors();
            return judge;
        }
        catch (Win32Exception exception)
        {
            throw new CommandException(ExitCodes.Environment, $"The cross-check cannot start '{installation.Node}': {exception.Message}.");
        }
    }

    /// <summary>Declares what queries can refer to; goes on in the background. Queries asked from now on wait for it.</summary>
    public void Declare(ISchema schema, CancellationToken cancellationToken = default) => _version = Task.Run(
        () =>
        {
            using var answer = Exchange(json => JudgeSchema.Write(json, schema), cancellationToken);
            return answer.RootElement.GetProperty("version").GetString()!;
        },
        CancellationToken.None);

    /// <summary>Version of Kusto.Language; known once a schema is declared.</summary>
    /// <exception cref="CommandException">The process ended or takes too long.</exception>
    public string Version => (_version ?? throw new InvalidOperationException("No schema is declared.")).GetAwaiter().GetResult();

    /// <summary>Asks for an opinion on a query.</summary>
    /// <exception cref="CommandException">The process ended or takes too long.</exception>
    /// <exception cref="OperationCanceledException">The question was cancelled; the process is gone then.</exception>
    public JudgeOpinion Ask(string query, CancellationToken cancellationToken = default)
    {
        _ = Version;
        using var answer = Exchange(
            json =>
            {
                json.WriteStartObject();
                json.WriteString("query", query);
                json.WriteEndObject();
            },
            cancellationToken);
        return JudgeOpinion.Read(answer.RootElement);
    }

    /// <summary>Asks what the language itself declares: functions, aggregates, plugins, operators, keywords, charts, options.</summary>
    public JsonDocument Catalogue(CancellationToken cancellationToken = default)
    {
        _ = Version;
        return Exchange(
            static json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("catalogue", true);
                json.WriteEndObject();
            },
            cancellationToken);
    }

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    // A blocked read or write ends with the process, whatever the platform.
    private JsonDocument Exchange(Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        using var kill = limit.Token.Register(Kill);
        string? line;
        try
        {
            // The writer escapes all but ASCII, so that a line of ours is a line for Node.
            var input = _process.StandardInput.BaseStream;
            using (var json = new Utf8JsonWriter(input))
                write(json);
            input.WriteByte((byte)'\n');
            input.Flush();
            line = _process.StandardOutput.ReadLine();
        }
        catch (IOException)
        {
            // The process does not read any more; why is said below.
            line = null;
        }

        if (line is not null)
            return JsonDocument.Parse(line);
        if (!limit.IsCancellationRequested)
            cancellationToken.WaitHandle.WaitOne(SignalDelay);
        cancellationToken.ThrowIfCancellationRequested();
        throw new CommandException(
            ExitCodes.Environment,
            limit.IsCancellationRequested
                ? $"The cross-check gave up: Kusto.Language gave no answer within {_limit.TotalSeconds:0.#} s."
                : $"The cross-check ended: Node stopped{HowItEnded()}");
    }

    private string HowItEnded()
    {
        if (!_process.WaitForExit(ExitLimit))
            Kill();
        _process.WaitForExit();
        string[] lines;
        lock (_errors)
            lines = [.. _errors];
        // Node shows the source line first, which can be megabytes, and the stack last; what matters is the line that names the error.
        var reason = lines.FirstOrDefault(static line => line.Length < LongestMessage && line.Contains("Error", StringComparison.Ordinal)) ?? lines.LastOrDefault(static line => line.Length > 0);
        return $" with exit code {_process.ExitCode}{(reason is null ? "." : $": {(reason.Length > LongestMessage ? reason[..LongestMessage] + "..." : reason)}")}";
    }

    private void ReadErrors()
    {
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                if (line.Data is { } text && _errors.Count < 100)
                    _errors.Add(text.Trim());
            }
        };
        _process.BeginErrorReadLine();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private static string Script()
    {
        using var stream = typeof(KustoJudge).Assembly.GetManifestResourceStream("judge.js")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
