namespace Content.Workbooks.Preview;

/// <summary>What the parts of a drawn workbook share: whether anybody can act on it, and how.</summary>
/// <param name="change">Does something to the session, evaluates it, and draws again; null on a page that only shows.</param>
/// <param name="now">The clock of the data: where time ranges end.</param>
/// <param name="page">Address of the page, for links within it; empty for the page itself.</param>
public sealed class PreviewContext(Func<Action<IWorkbookSession>, Task>? change, DateTime now, string page)
{
    /// <summary>A page that only shows.</summary>
    public static PreviewContext Still { get; } = new(null, default, "");

    /// <summary>True when parameters can be set and rows selected.</summary>
    public bool IsInteractive => change is not null;

    /// <summary>The clock of the data.</summary>
    public DateTime Now => now;

    /// <summary>Address of a place within the page.</summary>
    public string LinkTo(string id) => $"{page}#{id}";

    /// <summary>Does something to the session.</summary>
    public Task ChangeAsync(Action<IWorkbookSession> action) => change?.Invoke(action) ?? Task.CompletedTask;
}
