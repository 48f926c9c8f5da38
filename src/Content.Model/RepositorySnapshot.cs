using System.Collections.Immutable;
using Content.Diagnostics;
using Content.Model.Reading;

namespace Content.Model;

/// <summary>A repository that is read again file by file as its files change. Immutable: each change gives a new one.</summary>
public sealed class RepositorySnapshot
{
    private readonly IRepositoryFiles _files;
    private readonly RepositoryReading _reading;

    private RepositorySnapshot(IRepositoryFiles files, RepositoryReading reading, ContentRepository? previous)
    {
        _files = files;
        _reading = reading;
        Repository = reading.Assemble(files, previous);
    }

    /// <summary>The repository.</summary>
    public ContentRepository Repository { get; }

    /// <summary>Paths of the content files, in ordinal order.</summary>
    public IReadOnlyList<string> Paths => _reading.Paths;

    /// <summary>Reads a repository; see <see cref="ContentRepository.Load(IRepositoryFiles, Action{LoadProgress}, CancellationToken)"/>.</summary>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static RepositorySnapshot Load(IRepositoryFiles files, CancellationToken cancellationToken = default) =>
        new(files, new RepositoryReader(files, null).ReadFiles(cancellationToken), null);

    /// <summary>
    /// The repository with one content file read again. What other files hold is kept as it is; of the built-in schema with the
    /// repository's own over it too, unless the file is a table, parser or watchlist.
    /// </summary>
    /// <param name="path">Path of a file that was there before; see <see cref="Paths"/>.</param>
    /// <returns>Null when the file is none of the content: the repository has to be loaded again.</returns>
    public RepositorySnapshot? Refresh(string path)
    {
        var at = _reading.Paths.BinarySearch(path, StringComparer.Ordinal);
        return at < 0 ? null : new RepositorySnapshot(_files, _reading.With(at, new RepositoryReader(_files, null).ReadAgain(path)), Repository);
    }

    /// <summary>The text of a content file as it was read; null when it is none, or could not be read.</summary>
    public SourceText? FindSource(string path) =>
        _reading.Paths.BinarySearch(path, StringComparer.Ordinal) is var at and >= 0 ? _reading.Results[at].Source : null;

    /// <summary>The item of a file; null when there is none.</summary>
    public ContentItem? FindItem(string path) =>
        _reading.Paths.BinarySearch(path, StringComparer.Ordinal) is var at and >= 0 ? _reading.Results[at].Item : null;
}
