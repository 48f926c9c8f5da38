using System.Net;
using Microsoft.AspNetCore.Http;

namespace Content.Workbooks.Preview.Serving;

/// <summary>
/// Keeps other sites out: a name that was bent to this machine (DNS rebinding) is told by the Host header, a page of another site by
/// Origin. Every answer says what the browser may load and run: nothing but what the process serves.
/// </summary>
internal static class LoopbackGuard
{
    /// <summary>Looks at a request before anything else does.</summary>
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        Protect(context.Response.Headers, request.Host.Value ?? "");
        if (!IsOwn(request.Host, context.Connection.LocalPort))
            return RefuseAsync(context, StatusCodes.Status421MisdirectedRequest);
        if (request.Headers.Origin is [{ } origin, ..] && origin != $"{request.Scheme}://{request.Host}")
            return RefuseAsync(context, StatusCodes.Status403Forbidden);
        return next(context);
    }

    private static bool IsOwn(HostString host, int port) =>
        host.Port == port && (host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));

    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync("This preview answers only to its own address.", context.RequestAborted);
    }

    private static void Protect(IHeaderDictionary headers, string host)
    {
        // Letters that a host can have, so that nothing else gets into the policy.
        var socket = host.Length > 0 && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '[' or ']' or '-') ? " ws://" + host : "";
        headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'{socket}; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store";
    }
}
