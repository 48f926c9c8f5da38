using System.Text.Json;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Content.LanguageServer;

/// <summary>Messages with a header of their length. One whose content is no JSON-RPC is answered with an error, and the next one is read.</summary>
internal sealed class TolerantMessageHandler(Stream sending, Stream receiving, IJsonRpcMessageFormatter formatter) : HeaderDelimitedMessageHandler(sending, receiving, formatter)
{
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await base.ReadCoreAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (JsonException exception)
            {
                await WriteAsync(ErrorOf(JsonRpcErrorCode.ParseError, exception), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException or NotSupportedException)
            {
                await WriteAsync(ErrorOf(JsonRpcErrorCode.InvalidRequest, exception), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static JsonRpcError ErrorOf(JsonRpcErrorCode code, Exception exception) => new()
    {
        RequestId = RequestId.Null, Error = new JsonRpcError.ErrorDetail { Code = code, Message = exception.Message },
    };
}
