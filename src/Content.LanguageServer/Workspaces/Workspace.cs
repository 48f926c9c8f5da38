using Content.Diagnostics;
using Content.LanguageServer.Protocol;
using Content.Model;

namespace Content.LanguageServer.Workspaces;

/// <summary>The content repository that an editor works on, always in the state of its open documents. For one thread at a time.</summary>
internal sealed class Workspace
{
    private readonly OverlayFiles _files;
    private RepositorySnapshot _snapshot;
    private Dictionary<string, ContentFile> _looked = new(StringComparer.Ordinal);

    public Workspace(string root, CancellationToken cancellationToken)
    {
        Root = Path.GetFullPath(root);
        _files = new OverlayFiles(Root);
        _snapshot = RepositorySnapshot.Load(_files, cancellationToken);
    }

    /// <summary>Folder of the content.</summary>
    public string Root { get; }

    /// <summary>The content as it is now.</summary>
    public ContentRepository Repository => _snapshot.Repository;

    /// <summary>Path of the repository of an address; null when it lies elsewhere or is no file.</summary>
    public string? PathOf(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || !parsed.IsFile)
            return null;
        var relative = Path.GetRelativePath(Root, Path.GetFullPath(parsed.LocalPath)).Replace('\\', '/');
        return relative is ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }

    /// <summary>Address of a file: that of the editor when it has the file open.</summary>
    public string UriOf(string path) => _files.Find(path)?.Uri ?? new Uri(Path.Combine(Root, path)).AbsoluteUri;

    /// <summary>The editor's number of the text of a file; null when it is not open.</summary>
    public int? VersionOf(string path) => _files.Find(path)?.Version;

    /// <summary>True when the editor has a file open.</summary>
    public bool IsOpen(string path) => _files.Find(path) is not null;

    public void Open(TextDocumentItem item)
    {
        if (PathOf(item.Uri) is not { } path)
            return;
        _files.Set(path, new OpenDocument(item.Uri, item.Version, item.Text));
        Refresh(path);
    }

    public void Change(DidChangeParams change)
    {
        if (PathOf(change.TextDocument.Uri) is not { } path || _files.Find(path) is not { } document)
            return;
        _files.Set(path, document.With(change.TextDocument.Version, change.ContentChanges));
        Refresh(path);
    }

    public void Close(string uri)
    {
        if (PathOf(uri) is not { } path || _files.Find(path) is null)
            return;
        _files.Remove(path);
        Refresh(path);
    }

    /// <summary>Files were made, changed or removed on disk.</summary>
    public void ChangedOnDisk(IEnumerable<FileEvent> events)
    {
        var paths = events.Select(change => (Path: PathOf(change.Uri), change.Type)).Where(change => change.Path is not null && !IsOpen(change.Path)).ToList();
        if (paths.Count == 0)
            return;
        const int Changed = 2;
        if (paths.Count == 1 && paths[0].Type == Changed)
            Refresh(paths[0].Path!);
        else
            Load();
    }

    /// <summary>The file of an address as content; null when it is no file of this repository that was read.</summary>
    public ContentFile? Find(string uri) => PathOf(uri) is { } path ? FindPath(path) : null;

    /// <summary>The file of a path as content; null when it is none.</summary>
    public ContentFile? FindPath(string path)
    {
        if (_looked.TryGetValue(path, out var known) && ReferenceEquals(known.Repository, Repository))
            return known;
        var source = _snapshot.FindSource(path) ?? (path == RepositoryConfiguration.FileName ? Repository.Configuration.Source : null);
        if (source is null)
            return null;

        // What is known of the file's own text holds as long as the text and what its queries can refer to are the same.
        var file = known is not null && ReferenceEquals(known.Source, source) && ReferenceEquals(known.Schema, Repository.Schema)
            ? known.In(Repository) : new ContentFile(path, source, _snapshot.FindItem(path), Repository);
        _looked[path] = file;
        return file;
    }

    /// <summary>All content files.</summary>
    public IEnumerable<ContentFile> Files => _snapshot.Paths.Select(FindPath).OfType<ContentFile>();

    /// <summary>The offset in a file of a place in the editor's text.</summary>
    public int OffsetIn(ContentFile file, LspPosition position) =>
        Positions.OffsetIn(file.Source, position.Line == 0 && HasMark(file.Path) ? position with { Character = position.Character - 1 } : position);

    /// <summary>The range in the editor's text of a span of a file.</summary>
    public LspRange RangeOf(SourceText source, TextSpan span)
    {
        var range = Positions.Of(source, span);
        return source.Path is { } path && HasMark(path) ? new LspRange(Shift(range.Start), Shift(range.End)) : range;
    }

    private static LspPosition Shift(LspPosition position) => position.Line == 0 ? position with { Character = position.Character + 1 } : position;

    private bool HasMark(string path) => _files.Find(path)?.HasMark == true;

    // A content file is read again alone. Of others (data, the configuration, a new file) it is not known who reads them.
    private void Refresh(string path)
    {
        if (_snapshot.Refresh(path) is { } refreshed)
            _snapshot = refreshed;
        else
            Load();
    }

    private void Load()
    {
        _snapshot = RepositorySnapshot.Load(_files);
        _looked = new Dictionary<string, ContentFile>(StringComparer.Ordinal);
    }
}
