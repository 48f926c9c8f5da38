using Content.Workbooks.Preview.Serving;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Content.Workbooks.Preview.Tests;

/// <summary>The served preview as a person at a browser meets it. Each window ends with no error logged and no request gone elsewhere.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_parameter_changes_the_results_and_may_leave_none()
    {
        await using var server = await PreviewServer.StartAsync(new SampleSource(new SampleSession()), 0, CancellationToken.None);
        await using var window = await browser.OpenAsync(server.Address);
        var rows = window.Page.Locator("[data-item=grid] tbody tr");
        await Expect(rows).ToHaveCountAsync(3);
        await window.Page.GetByLabel("Platform").SelectOptionAsync("iOS");
        await Expect(rows).ToHaveCountAsync(1);
        await window.Page.GetByLabel("Platform").SelectOptionAsync("Windows");
        await Expect(window.Page.Locator("[data-item=grid]")).ToContainTextAsync("No device of this platform.");
    }

    [Fact]
    public async Task Several_values_and_time_ranges_are_chosen()
    {
        await using var server = await PreviewServer.StartAsync(new SampleSource(new SampleSession()), 0, CancellationToken.None);
        await using var window = await browser.OpenAsync(server.Address);
        var state = window.Page.Locator("[data-item=state]");
        await window.Page.Locator("[data-parameter=Vendors] summary").ClickAsync();
        await window.Page.GetByLabel("Vendor A").CheckAsync();
        await Expect(state).ToContainTextAsync("vendors: a;");
        await window.Page.GetByLabel("Vendor B").CheckAsync();
        await Expect(state).ToContainTextAsync("vendors: a+b;");
        await window.Page.Locator("[data-parameter=Range] select").SelectOptionAsync("3600000");
        await Expect(state).ToContainTextAsync("Range: 1 hours");
        await window.Page.Locator("[data-parameter=Range] select").SelectOptionAsync("custom");
        await window.Page.GetByLabel("From").FillAsync("2026-03-01T00:00");
        await window.Page.GetByLabel("to", new() { Exact = true }).FillAsync("2026-03-01T06:00");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Expect(state).ToContainTextAsync("Range: 6 hours");
    }

    [Fact]
    public async Task Tabs_switch_by_mouse_and_by_keyboard()
    {
        await using var server = await PreviewServer.StartAsync(new SampleSource(new SampleSession()), 0, CancellationToken.None);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "Charts" }).ClickAsync();
        await Expect(window.Page.Locator("[data-item=chart] svg.wb-plot")).ToBeVisibleAsync();
        await Expect(window.Page.Locator("[data-item=grid]")).ToHaveCountAsync(0);
        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "Charts" }).PressAsync("ArrowLeft");
        await Expect(window.Page.Locator("[data-item=grid]")).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Tab, new() { Name = "Devices" })).ToBeFocusedAsync();
        await Expect(window.Page.GetByRole(AriaRole.Tab, new() { Name = "Devices" })).ToHaveAttributeAsync("aria-selected", "true");
    }

    [Fact]
    public async Task A_selected_row_filters_another_item_by_mouse_and_by_keyboard()
    {
        await using var server = await PreviewServer.StartAsync(new SampleSource(new SampleSession()), 0, CancellationToken.None);
        await using var window = await browser.OpenAsync(server.Address);
        var detail = window.Page.Locator("[data-item=detail]");
        await Expect(detail).ToContainTextAsync("Choose a device.");
        await window.Page.GetByRole(AriaRole.Cell, new() { Name = "iphone-15", Exact = true }).ClickAsync();
        await Expect(detail).ToContainTextAsync("iphone-15");
        var box = window.Page.GetByLabel("Select row 3: galaxy-s24");
        await box.FocusAsync();
        await window.Page.Keyboard.PressAsync("Space");
        await Expect(detail).ToContainTextAsync("galaxy-s24");
        await window.Page.Keyboard.PressAsync("Space");
        await Expect(detail).ToContainTextAsync("Choose a device.");
    }

    [Fact]
    public async Task A_grid_is_sorted_and_searched()
    {
        await using var server = await PreviewServer.StartAsync(new SampleSource(new SampleSession()), 0, CancellationToken.None);
        await using var window = await browser.OpenAsync(server.Address);
        var first = window.Page.Locator("[data-item=grid] tbody tr:first-child td:nth-child(2)");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Count" }).ClickAsync();
        await Expect(first).ToHaveTextAsync("iphone-15");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Count" }).ClickAsync();
        await Expect(first).ToHaveTextAsync("galaxy-s24");
        await window.Page.GetByRole(AriaRole.Searchbox).FillAsync("PIXEL");
        await Expect(window.Page.Locator("[data-item=grid] tbody tr")).ToHaveCountAsync(1);
        await window.Page.GetByRole(AriaRole.Searchbox).FillAsync("nothing like it");
        await Expect(window.Page.Locator("[data-item=grid]")).ToContainTextAsync("No row has");
    }

    [Fact]
    public async Task A_time_range_is_brushed_by_mouse_and_by_keyboard()
    {
        await using var server = await PreviewServer.StartAsync(new SampleSource(new SampleSession()), 0, CancellationToken.None);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "Charts" }).ClickAsync();
        var buckets = window.Page.Locator("[data-item=chart] .wb-brush");
        await Expect(buckets).ToHaveCountAsync(24);
        await buckets.Nth(4).HoverAsync();
        await window.Page.Mouse.DownAsync();
        await buckets.Nth(9).HoverAsync();
        await window.Page.Mouse.UpAsync();
        await Expect(window.Page.Locator("[data-item=state]")).ToContainTextAsync("brush: 6 h to 10:00");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Expect(window.Page.Locator("[data-item=state]")).ToContainTextAsync("brush: none");
        await window.Page.GetByRole(AriaRole.Combobox, new() { Name = "From" }).SelectOptionAsync("2026-03-01 12:00:00");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Take this range" }).PressAsync("Enter");
        await Expect(window.Page.Locator("[data-item=state]")).ToContainTextAsync("brush: 12 h to 00:00");
    }

    [Fact]
    public async Task A_group_is_loaded_by_its_button_and_a_saved_file_keeps_what_was_chosen()
    {
        var source = new SampleSource(new SampleSession());
        await using var server = await PreviewServer.StartAsync(source, 0, CancellationToken.None);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Load more" }).ClickAsync();
        await Expect(window.Page.GetByText("Loaded text")).ToBeVisibleAsync();
        await window.Page.GetByLabel("Platform").SelectOptionAsync("iOS");
        await Expect(window.Page.Locator("[data-item=grid] tbody tr")).ToHaveCountAsync(1);
        source.Session = new SampleSession { Extra = " saved" };
        source.Save();
        await Expect(window.Page.Locator("[data-item=grid] tbody tr")).ToContainTextAsync("iphone-15 saved");
        await Expect(window.Page.Locator("[data-item=grid] tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Colours_follow_the_machine_or_the_choice()
    {
        await using var server = await PreviewServer.StartAsync(new SampleSource(new SampleSession()), 0, CancellationToken.None);
        await using var window = await browser.OpenAsync(server.Address);
        Task<string> BackAsync() => window.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
        var light = await BackAsync();
        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var dark = await BackAsync();
        Assert.NotEqual(light, dark);
        await window.Page.GetByLabel("Light").CheckAsync();
        Assert.Equal(light, await BackAsync());
        await window.Page.GetByLabel("Dark").CheckAsync();
        Assert.Equal(dark, await BackAsync());
    }

    [Fact]
    public async Task A_hostile_workbook_runs_nothing()
    {
        const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)><a href=\"javascript:alert(3)\">x</a>![p](https://evil.example/p.png)<svg onload=alert(4)></svg><style>@import url(https://evil.example/a.css);</style>";
        await using var server = await PreviewServer.StartAsync(new SampleSource(new SampleSession { Extra = Hostile }), 0, CancellationToken.None);
        await using var window = await browser.OpenAsync(server.Address);
        await Expect(window.Page.Locator("[data-item=grid] tbody tr")).ToHaveCountAsync(3);
        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "Charts" }).ClickAsync();
        await Expect(window.Page.Locator("[data-item=chart] svg.wb-plot")).ToBeVisibleAsync();
        Assert.Equal(1, await window.Page.Locator("script").CountAsync());
    }

    [Fact]
    public async Task Everything_that_can_be_clicked_can_be_reached_and_has_a_name()
    {
        await using var server = await PreviewServer.StartAsync(new SampleSource(new SampleSession()), 0, CancellationToken.None);
        await using var window = await browser.OpenAsync(server.Address);
        foreach (var tab in new[] { "Devices", "Charts" })
        {
            await window.Page.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
            var unnamed = await window.Page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('button, a[href], select, textarea, input')].filter(e =>
                    !(e.textContent.trim() && e.tagName !== 'SELECT') && !e.getAttribute('aria-label') && !(e.labels && e.labels.length && e.labels[0].textContent.trim())).map(e => e.outerHTML)
                """);
            Assert.Empty(unnamed);
        }
    }
}
