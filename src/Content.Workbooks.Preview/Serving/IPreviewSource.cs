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
public sealed record PreviewOpening(string Title, IWorkbookSession? Session, ImmutableArray<string> Problems, DateTime Now);

/// <summary>Where the server gets its workbooks.</summary>
public interface IPreviewSource
{
    /// <summary>The workbooks there are now.</summary>
    ImmutableArray<PreviewEntry> Entries { get; }

    /// <summary>Opens one anew, from what the files say now; null when there is none of that name.</summary>
    Task<PreviewOpening?> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>A file changed: what was read must be read again.</summary>
    event Action? Changed;
}
