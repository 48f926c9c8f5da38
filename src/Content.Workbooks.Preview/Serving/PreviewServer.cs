using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Content.Workbooks.Preview.Serving;

/// <summary>Serves workbooks to a browser on this machine: on the loopback interface only, everything out of the process.</summary>
public sealed class PreviewServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private PreviewServer(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts one.</summary>
    /// <param name="source">The workbooks.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<PreviewServer> StartAsync(IPreviewSource source, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(PreviewServer).Assembly.GetName().Name, EnvironmentName = "Production" });
        // No settings of the machine or the folder: what it listens on and answers is said here alone.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        // Keys live as long as the process and are written nowhere.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddSingleton(source).AddSingleton<LiveSessions>();
        var application = builder.Build();
        application.Use(LoopbackGuard.InvokeAsync);
        application.UseAntiforgery();
        application.MapGet("/preview.css", () => PreviewAssets.Response("preview.css", "text/css; charset=utf-8"));
        application.MapGet("/_framework/blazor.web.js", () => PreviewAssets.Response("blazor.web.js", "text/javascript; charset=utf-8"));
        application.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
        {
            // The guard sets the policy; a compressed connection would ask for one of its own.
            options.ContentSecurityFrameAncestorsPolicy = null;
            options.DisableWebSocketCompression = true;
        });
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new PreviewServer(application, new Uri(address));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _application.StopAsync(end.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}
