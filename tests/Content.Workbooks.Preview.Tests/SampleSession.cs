using System.Collections.Immutable;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Preview.Serving;
using static Content.Workbooks.Preview.Tests.TestWorkbook;

namespace Content.Workbooks.Preview.Tests;

/// <summary>One workbook, under any number of names.</summary>
internal sealed class SampleSource(IWorkbookSession session) : IPreviewSource
{
    public string[] Names { get; set; } = ["sample"];

    public IWorkbookSession Session { get; set; } = session;

    public int Opened { get; private set; }

    public ImmutableArray<PreviewEntry> Entries => [.. Names.Select(name => new PreviewEntry(name, name))];

    public event Action? Changed;

    public Task<PreviewOpening?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        Opened++;
        return Task.FromResult<PreviewOpening?>(new PreviewOpening("Sample workbook", Session, [], SampleSession.Now));
    }

    public void Save() => Changed?.Invoke();

    public void Refresh() => Save();
}

/// <summary>A small workbook with everything that a person can do: what is chosen is what is shown.</summary>
internal sealed class SampleSession : IWorkbookSession
{
    public static DateTime Now { get; } = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    private static readonly (string Device, string Platform, long Count)[] Devices = [("pixel-7", "Android", 12), ("iphone-15", "iOS", 30), ("galaxy-s24", "Android", 5)];

    private string? _platform = "All";
    private ImmutableArray<string> _many = ["value::all"];
    private TimeSpan _range = TimeSpan.FromDays(1);
    private string _tab = "devices";
    private int[] _selected = [];
    private TimeRangeValue? _brush;
    private bool _isLoaded;

    /// <summary>Text that stands wherever a workbook or its data may have one.</summary>
    public string Extra { get; init; } = "";

    public ImmutableArray<EvaluatedItem> Items { get; private set; } = [];

    public Task<ImmutableArray<EvaluatedItem>> EvaluateAsync(CancellationToken cancellationToken)
    {
        var devices = Devices.Where(device => _platform is null or "All" || device.Platform == _platform).ToArray();
        var table = Table("Device,Platform,Count,Url", [.. devices.Select(device => new object?[] { device.Device + Extra, device.Platform, device.Count, "https://a.example/" + Extra })]);
        var chosen = _selected.Length > 0 && _selected[0] < devices.Length ? devices[_selected[0]].Device : null;
        var hours = Table("TimeGenerated,Platform,Count", [.. Enumerable.Range(0, 24).SelectMany(hour => new object?[][] { [Now.AddHours(hour - 24), "Android" + Extra, (long)(hour * 7 % 11)], [Now.AddHours(hour - 24), "iOS", (long)(hour * 5 % 13)] })]);
        EvaluatedItem[] items =
        [
            Text("## Devices\n" + Extra),
            ParameterBar(
                Parameter("Platform", """{"type":2,"isRequired":true}""", _platform is null ? null : ParameterValue.Of(_platform), ("All", "All"), ("Android", "Android"), ("iOS", "iOS"), ("Windows", "Windows" + Extra)),
                Parameter("Range", """{"type":4,"typeSettings":{"allowCustom":true}}""", ParameterValue.Last(_range), ("3600000", "Last hour"), ("86400000", "Last 24 hours")),
                Parameter("Vendors", """{"type":2,"multiSelect":true}""", new ListValue(_many), ("value::all", "All"), ("a", "Vendor A"), ("b", "Vendor B"))),
            Text($"Range: {_range.TotalHours} hours; vendors: {string.Join('+', _many)}; brush: {(_brush is null ? "none" : $"{_brush.Duration.TotalHours} h to {_brush.End:HH:mm}")}", id: "state"),
            Links("tabs", new EvaluatedLink(0, "Devices" + Extra, "", "", "link", "parameter", null, _tab == "devices"), new EvaluatedLink(1, "Charts", "", "", "link", "parameter", null, _tab == "charts")),
            (devices.Length == 0
                ? Query("table", WorkbookTable.Empty, id: "grid", title: "All devices") with { Message = "No device of this platform.", MessageKind = MessageKind.NoData }
                : Query("table", table, """{"gridSettings":{"filter":true,"formatters":[{"columnMatch":"Count","formatter":8,"formatOptions":{"palette":"blue"}},{"columnMatch":"Url","formatter":7,"formatOptions":{"linkTarget":"Url","linkLabel":"open"}}]}}""", id: "grid", title: "All devices" + Extra, canSelect: true) with { Selected = [.. _selected] })
                with { IsVisible = _tab == "devices" },
            (chosen is null
                ? Query("table", WorkbookTable.Empty, id: "detail", title: "Chosen device") with { Message = "Choose a device.", MessageKind = MessageKind.Waiting }
                : Query("card", Table("Device", [chosen]), id: "detail", title: "Chosen device")) with { IsVisible = _tab == "devices" },
            Query("timechart", hours, id: "chart", title: "By hour" + Extra, brush: "Window") with { IsVisible = _tab == "charts", Width = 60 },
            Query("piechart", Table("Platform,Count", ["Android" + Extra, 17L], ["iOS", 30L]), id: "pie", title: "By platform", canSelect: true) with { IsVisible = _tab == "charts", Width = 40 },
            new EvaluatedGroup("group", Item(WorkbookItemType.Group), true, null, "More", false, true, _isLoaded ? null : "Load more", _isLoaded ? [Text("Loaded text", id: "group.0")] : []),
        ];
        Items = [.. items];
        return Task.FromResult(Items);
    }

    public void SetParameter(string itemId, string name, ParameterValue? value) => SetParameter(name, value);

    public void SetParameter(string name, ParameterValue? value)
    {
        switch (name)
        {
            case "Platform":
                _platform = (value as ListValue)?.Values[0];
                _selected = [];
                break;
            case "Range":
                _range = ((TimeRangeValue)value!).Duration;
                break;
            case "Vendors":
                _many = (value as ListValue)?.Values ?? [];
                break;
        }
    }

    public void Select(string itemId, ImmutableArray<int> rows)
    {
        if (itemId == "grid")
            _selected = [.. rows];
    }

    public void Brush(string itemId, TimeRangeValue? range) => _brush = range;

    public void FollowLink(string itemId, int position) => _tab = position == 0 ? "devices" : "charts";

    public void Toggle(string itemId) => _isLoaded = true;
}
