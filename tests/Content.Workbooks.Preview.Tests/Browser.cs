using Microsoft.Playwright;

namespace Content.Workbooks.Preview.Tests;

/// <summary>
/// A Chromium of the machine: named by the variable CHROMIUM, or found on the path. Where there is none, tests that need one are skipped,
/// visibly, unless BROWSER_REQUIRED says that they must run.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Rendering.Chromium.Find() is not { } executable)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    /// <summary>A fresh window; skips the test when there is no browser.</summary>
    public async Task<BrowserWindow> OpenAsync(Uri address)
    {
        if (_browser is null)
        {
            Assert.False(Environment.GetEnvironmentVariable("BROWSER_REQUIRED") == "1", "BROWSER_REQUIRED is set and there is no Chromium.");
            Assert.Skip("There is no Chromium: set CHROMIUM to one, or install it on the path.");
        }

        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 900 } });
        var window = new BrowserWindow(await context.NewPageAsync(), address);
        await window.LoadAsync();
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>A window that notes what must not happen: errors, and requests that leave the machine's own address.</summary>
public sealed class BrowserWindow : IAsyncDisposable
{
    private readonly Uri _address;

    internal BrowserWindow(IPage page, Uri address)
    {
        (Page, _address) = (page, address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Errors.Add(message.Text);
        };
        page.PageError += (_, error) => Errors.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            Errors.Add("A script ran: " + dialog.Message);
            await dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is var url && url.Scheme != "data" && url.Authority != _address.Authority)
                Foreign.Add(request.Url);
        };
        page.WebSocket += (_, socket) =>
        {
            if (new Uri(socket.Url).Authority != _address.Authority)
                Foreign.Add(socket.Url);
        };
    }

    public IPage Page { get; }

    public List<string> Errors { get; } = [];

    public List<string> Foreign { get; } = [];

    // Interactive once the connection stands: the server has then drawn the page once more.
    internal async Task LoadAsync()
    {
        await Page.GotoAsync(_address.AbsoluteUri);
        await Page.WaitForFunctionAsync("() => document.querySelector('[data-live]') !== null");
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(Errors);
        Assert.Empty(Foreign);
    }
}
