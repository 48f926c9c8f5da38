namespace Content.Workbooks.Preview.Serving;

/// <summary>A workbook that can be looked at.</summary>
/// <param name="Name">Names it in addresses; unique.</param>
/// <param name="Title">What it is called.</param>
public sealed record PreviewEntry(string Name, string Title);

/// <summary>A workbook that was opened.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Session">The session; null when it cannot be read.</param>
/// <param name="Problems">What is wrong with it, a line each.</param>
/// <param name="Now">The clock of its data.</param>
public sealed record PreviewOpening(string Title, IWorkbookSession? Session, ImmutableArray<string> Problems, DateTime Now)
{
    /// <summary>What its rows are and of when, for people; empty when nothing is to be said.</summary>
    public string Source { get; init; } = "";

    /// <summary>True when the rows may be others by now, so that <see cref="IPreviewSource.Refresh"/> is worth a button.</summary>
    public bool CanRefresh { get; init; }
}

/// <summary>Where the server gets its workbooks.</summary>
public interface IPreviewSource
{
    /// <summary>The workbooks there are now.</summary>
    ImmutableArray<PreviewEntry> Entries { get; }

    /// <summary>Opens one anew, from what the files say now; null when there is none of that name.</summary>
    Task<PreviewOpening?> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>Forgets the rows that it has; <see cref="Changed"/> tells of it.</summary>
    void Refresh();

    /// <summary>A file changed, or rows did: what was read must be read again.</summary>
    event Action? Changed;
}
