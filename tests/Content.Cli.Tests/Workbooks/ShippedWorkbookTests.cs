using Content.Workbooks.Preview.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Content.Cli.Tests.Workbooks;

/// <summary>The DET0646 workbook as an analyst at a browser uses it. Each window ends with no error logged and no request gone elsewhere.</summary>
public sealed class ShippedWorkbookTests(Browser browser, ShippedWorkbook workbook) : IClassFixture<Browser>, IClassFixture<ShippedWorkbook>
{
    [Fact]
    public async Task Every_tab_shows_what_it_is_for()
    {
        await using var window = await browser.OpenAsync(workbook.Address);
        var page = window.Page;
        await Expect(page.GetByText("Rows of files, as of 2026-03-04")).ToBeVisibleAsync();
        await Expect(Item(page, "Inspection in numbers").Locator(".wb-tile")).ToHaveCountAsync(6);
        await Expect(Item(page, "Outcome of handshakes over time").Locator("svg.wb-plot")).ToBeVisibleAsync();
        await Expect(Item(page, "Outcome of handshakes over time").Locator(".wb-legend li")).ToHaveCountAsync(8);
        await Expect(Item(page, "Refusals by reporting product").Locator("svg.wb-donut")).ToBeVisibleAsync();

        await TabAsync(page, "Destinations and devices");
        await Expect(Rows(page, "Destinations that clients refuse to have inspected").First).ToContainTextAsync("api.transit.example");
        await TabAsync(page, "Apps");
        await Expect(Rows(page, "Apps by opaque sessions").First).ToContainTextAsync("com.example.transit");
        await Expect(Rows(page, "Approved pinning apps: in force, due, seen").First).ToContainTextAsync("In force");
        await TabAsync(page, "Coverage");
        await Expect(Rows(page, "Evidence for each row of the analytics").First).ToContainTextAsync("Evidence arrives");
        await Expect(Rows(page, "Telemetry of the pack: a source without records is a blind spot")).ToHaveCountAsync(11);
        await TabAsync(page, "Operation");
        await Expect(Rows(page, "Tunables in force")).ToHaveCountAsync(7);
        // The fleet reports neither health nor incidents of rules, and the page says so in their places.
        await Expect(Item(page, "Health of the rules")).ToContainTextAsync("There is no data for table 'SentinelHealth'.");
        await Expect(Item(page, "Incidents of the rules and how they were closed")).ToContainTextAsync("There is no data for table 'SecurityIncident'.");
        await Expect(page.Locator(".wb-message-error")).ToHaveCountAsync(0);
        Assert.Equal("", workbook.Warnings);
    }

    [Fact]
    public async Task Parameters_change_what_all_tabs_show()
    {
        await using var window = await browser.OpenAsync(workbook.Address);
        var page = window.Page;
        var refused = Item(page, "Inspection in numbers").Locator(".wb-tile").First;
        await Expect(refused).ToContainTextAsync("3.9K");
        await page.GetByLabel("Time range").SelectOptionAsync("3600000");
        await Expect(refused).Not.ToContainTextAsync("3.9K");
        await page.Locator("[data-parameter=Platform] summary").ClickAsync();
        await page.GetByLabel("iOS").CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await TabAsync(page, "Destinations and devices");
        var rows = Rows(page, "Destinations that clients refuse to have inspected");
        await Expect(rows.First).ToContainTextAsync("iOS");
        await Expect(rows.Filter(new() { HasText = "Android" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_chosen_device_and_app_are_what_the_investigation_follows()
    {
        await using var window = await browser.OpenAsync(workbook.Address);
        var page = window.Page;
        await TabAsync(page, "Investigate");
        await Expect(Item(page, "Sessions of the chosen device and app")).ToContainTextAsync("No sensor attributes sessions to the choice");
        var devices = Rows(page, "Devices with refusals of destinations that are not approved");
        await devices.Filter(new() { HasText = "and-0018" }).First.ClickAsync();
        await Expect(Item(page, "Handshakes of and-0018").Locator("svg.wb-plot")).ToBeVisibleAsync();
        await Expect(Rows(page, "What the inventory says of and-0018")).ToContainTextAsync("peter.0018@corp.example");
        await Expect(Rows(page, "Destinations of and-0018").First).ToBeVisibleAsync();
        var sessions = Rows(page, "Sessions of the chosen device and app");
        await Expect(sessions.First).ToContainTextAsync("and-0018");
        await Expect(sessions.Filter(new() { HasNotText = "and-0018" })).ToHaveCountAsync(0);

        await Rows(page, "Apps that are not approved, by opaque sessions").First.Locator("input[type=checkbox]").CheckAsync();
        await Expect(Item(page, "Devices with com.example.transit")).ToBeVisibleAsync();
        await Expect(sessions.Filter(new() { HasNotText = "com.example.transit" })).ToHaveCountAsync(0);
        await devices.Filter(new() { HasText = "and-0018" }).First.ClickAsync();
        await Expect(Item(page, "Handshakes of and-0018")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Grids_are_sorted_and_searched()
    {
        await using var window = await browser.OpenAsync(workbook.Address);
        var page = window.Page;
        await TabAsync(page, "Apps");
        var item = Item(page, "Apps by opaque sessions");
        var rows = Rows(page, "Apps by opaque sessions");
        await item.GetByRole(AriaRole.Button, new() { Name = "Inspected" }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("com.example.mail");
        await Expect(item.GetByRole(AriaRole.Columnheader, new() { Name = "Inspected" })).ToHaveAttributeAsync("aria-sort", "descending");
        await item.GetByRole(AriaRole.Searchbox).FillAsync("implant");
        await Expect(rows).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_phone_does_not_scroll_the_page_sideways_and_what_scrolls_can_be_reached_by_keyboard()
    {
        await using var window = await browser.OpenAsync(workbook.Address);
        var page = window.Page;
        await page.SetViewportSizeAsync(390, 844);
        foreach (var tab in new[] { "Overview", "Destinations and devices", "Apps", "Investigate", "Coverage", "Operation" })
        {
            await TabAsync(page, tab);
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), tab);
            Assert.Equal(0, await page.EvaluateAsync<int>("() => [...document.querySelectorAll('.wb-scroll')].filter(e => e.scrollWidth > e.clientWidth && e.tabIndex < 0).length"));
        }
    }

    private static async Task TabAsync(IPage page, string name)
    {
        var tab = page.GetByRole(AriaRole.Tab, new() { Name = name, Exact = true });
        await tab.ClickAsync();
        await Expect(tab).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page.Locator("[data-live]")).ToHaveAttributeAsync("aria-busy", "false");
    }

    // The innermost item with that title.
    private static ILocator Item(IPage page, string title) => page.Locator("section.wb-item").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true }), HasNot = page.Locator("section.wb-item") });

    private static ILocator Rows(IPage page, string title) => Item(page, title).Locator("tbody tr");
}
