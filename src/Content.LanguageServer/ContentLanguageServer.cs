using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.VisualStudio.Threading;
using StreamJsonRpc;

namespace Content.LanguageServer;

/// <summary>What the language server takes from its host.</summary>
/// <param name="Version">Version of the tool.</param>
/// <param name="ExplainCode">The page of a code as Markdown; null when there is none.</param>
/// <param name="Today">The day against which ends of suppressions are held.</param>
public sealed record LanguageServerOptions(string Version, Func<string, string?> ExplainCode, DateOnly Today)
{
    /// <summary>How long nothing must have changed before findings are sent.</summary>
    public TimeSpan DiagnosticsDelay { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Folder of the content; null for the workspace folder of the client.</summary>
    public string? Root { get; init; }
}

/// <summary>Speaks the Language Server Protocol, version 3.17, over a pair of streams.</summary>
public static class ContentLanguageServer
{
    /// <summary>Serves one client until it says <c>exit</c> or ends the streams.</summary>
    /// <param name="input">What the client sends.</param>
    /// <param name="output">What it is sent.</param>
    /// <param name="options">What the host knows.</param>
    /// <param name="cancellationToken">Stops serving.</param>
    /// <returns>True when the client had asked for <c>shutdown</c> before.</returns>
    public static async Task<bool> ServeAsync(Stream input, Stream output, LanguageServerOptions options, CancellationToken cancellationToken = default)
    {
        var formatter = new SystemTextJsonFormatter
        {
            JsonSerializerOptions = new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            },
        };
        var handler = new TolerantMessageHandler(output, input, formatter);
        using var rpc = new JsonRpc(handler);
        await using var session = new LanguageServerSession(rpc, options);

        // Requests are answered in the order in which they come: an edit is seen by what follows it, and by nothing before.
        rpc.SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: false);
        rpc.AddLocalRpcTarget(session, new JsonRpcTargetOptions { DisposeOnDisconnect = false });
        rpc.CancelLocallyInvokedMethodsWhenConnectionIsClosed = true;
        rpc.StartListening();
        await Task.WhenAny(rpc.Completion, session.Exited).WaitAsync(cancellationToken).ConfigureAwait(false);
        return session.WasShutDown;
    }
}
