using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Preview.Serving;

namespace Content.Workbooks.Preview.Tests;

public sealed class ServerTests : IAsyncLifetime
{
    private readonly SampleSource _source = new(new SampleSession());
    private PreviewServer _server = default!;
    private HttpClient _client = default!;

    public async ValueTask InitializeAsync()
    {
        _server = await PreviewServer.StartAsync(_source, 0, CancellationToken.None);
        _client = new HttpClient { BaseAddress = _server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_page_of_the_only_workbook_is_drawn_at_once()
    {
        var page = await _client.GetStringAsync("/", CancellationToken.None);
        Assert.Contains("Sample workbook", page, StringComparison.Ordinal);
        Assert.Contains("<td", page, StringComparison.Ordinal);
        Assert.Equal(1, _source.Opened);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/w/sample", HttpStatusCode.OK)]
    [InlineData("/w/none", HttpStatusCode.NotFound)]
    [InlineData("/preview.css", HttpStatusCode.OK)]
    [InlineData("/_framework/blazor.web.js", HttpStatusCode.OK)]
    [InlineData("/none", HttpStatusCode.NotFound)]
    public async Task Every_answer_forbids_what_is_not_served_here(string path, HttpStatusCode status)
    {
        using var response = await _client.GetAsync(path, CancellationToken.None);
        Assert.Equal(status, response.StatusCode);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{0}")]
    [InlineData("127.0.0.1.evil.example:{0}")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:1")]
    [InlineData("10.0.0.1:{0}")]
    public async Task A_foreign_host_is_refused(string host)
    {
        foreach (var path in new[] { "/", "/preview.css", "/_blazor/negotiate?negotiateVersion=1" })
        {
            using var request = new HttpRequestMessage(path.StartsWith("/_blazor", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, path);
            request.Headers.Host = string.Format(System.Globalization.CultureInfo.InvariantCulture, host, _server.Address.Port);
            using var response = await _client.SendAsync(request, CancellationToken.None);
            Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
            Assert.Contains("Content-Security-Policy", response.Headers.Select(header => header.Key));
        }
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.OK)]
    public async Task A_page_of_another_site_cannot_connect(string origin, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin == "own" ? _server.Address.GetLeftPart(UriPartial.Authority) : origin);
        using var response = await _client.SendAsync(request, CancellationToken.None);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task It_listens_on_the_loopback_interface_only()
    {
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(_server.Address.Host)));
        foreach (var address in (await Dns.GetHostAddressesAsync(Dns.GetHostName(), CancellationToken.None)).Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)))
        {
            using var client = new TcpClient();
            await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(address, _server.Address.Port, CancellationToken.None).AsTask());
        }
    }

    [Fact]
    public async Task Several_workbooks_have_an_index()
    {
        _source.Names = ["sample", "other & more"];
        var page = await _client.GetStringAsync("/", CancellationToken.None);
        Assert.Contains("href=\"w/sample\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"w/other%20%26%20more\"", page, StringComparison.Ordinal);
        Assert.Equal(0, _source.Opened);
    }
}
