using System.Net;
using System.Text;
using System.Text.Json;
using Content.Azure.Stub.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Content.Azure.Stub.Hosting;

/// <summary>Offers a simulated service over http on this machine.</summary>
public sealed class StubHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private StubHost(WebApplication application, ArmStub service, Uri address)
    {
        _application = application;
        Service = service;
        Address = address;
    }

    /// <summary>The service.</summary>
    public ArmStub Service { get; }

    /// <summary>Its address.</summary>
    public Uri Address { get; }

    /// <summary>Starts a host on the loopback interface.</summary>
    /// <param name="service">The service; null for a new one.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    public static async Task<StubHost> StartAsync(ArmStub? service = null, int port = 0)
    {
        service ??= new ArmStub();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port));
        var application = builder.Build();
        application.Run(context => AnswerAsync(service, context));
        await application.StartAsync().ConfigureAwait(false);
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        service.BaseAddress = address.TrimEnd('/');
        return new StubHost(application, service, new Uri(address));
    }

    /// <summary>Waits until the host is stopped.</summary>
    public Task WaitAsync() => _application.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task AnswerAsync(ArmStub service, HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var response = service.Handle(new StubRequest(
            context.Request.Method, context.Request.Path.Value ?? "", query, Header("If-Match"), Header("Authorization"), await reader.ReadToEndAsync().ConfigureAwait(false)) { Prefer = Header("Prefer") });
        if (response.Delay > TimeSpan.Zero)
            await Task.Delay(response.Delay, context.RequestAborted).ConfigureAwait(false);
        if (response.Status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers)
            context.Response.Headers[name] = value;
        if (response.Text is null && response.Body is null)
            return;
        context.Response.ContentType = response.Text is null ? "application/json; charset=utf-8" : response.TextType;
        var text = response.Text ?? response.Body!.ToJsonString(JsonSerializerOptions.Default);
        if (response.IsCut)
        {
            context.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
            await context.Response.WriteAsync(text[..(text.Length / 2)]).ConfigureAwait(false);
            await context.Response.Body.FlushAsync().ConfigureAwait(false);
            context.Abort();
            return;
        }

        if (response.ByteDelay == TimeSpan.Zero)
        {
            await context.Response.WriteAsync(text).ConfigureAwait(false);
            return;
        }

        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            await context.Response.Body.WriteAsync(new[] { one }, context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            await Task.Delay(response.ByteDelay, context.RequestAborted).ConfigureAwait(false);
        }

        string? Header(string name) => context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;
    }
}
