using System.Collections.Concurrent;
using System.Collections.Immutable;
using Content.Cli.Commands;
using Content.Cli.Watching;
using Content.Model;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Preview.Rendering;
using Content.Workbooks.Preview.Serving;

namespace Content.Cli.Workbooks;

/// <summary>Workbooks on disk with their rows, read when they are first looked at and again after a change.</summary>
internal sealed class WorkbookSource : IPreviewSource, IDisposable
{
    private const string Header = "workbook.yaml";
    private static readonly string[] Extensions = [".workbook", ".kql", ".md"];

    private readonly string _folder;
    private readonly string? _only;
    private readonly string _root;
    private readonly RowsRequest _request;
    private readonly Action<string> _warnings;
    private readonly FolderWatcher _watcher;
    private readonly ImmutableArray<string> _watched;
    private readonly ConcurrentDictionary<string, Lazy<KeptWorkbookData>> _read = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KeptWorkbookData> _asked = new(StringComparer.Ordinal);
    private WorkspaceRows? _workspace;
    private volatile Lazy<ImmutableArray<(PreviewEntry Entry, string Path)>> _entries;

    private WorkbookSource(string folder, string? only, RowsRequest request, Action<string> warnings)
    {
        // Parsers, watchlists and test cases of the repository are what a workbook shows.
        (_folder, _only, _root, _request, _warnings) = (folder, only, WorkbookInput.RootOf(folder) ?? folder, request, warnings);
        var data = request.Data;
        _entries = new(Find);
        _watched = [_root, .. data.Where(Directory.Exists).Select(Path.GetFullPath), .. data.Where(File.Exists).Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!)];
        _watcher = new FolderWatcher(_watched.Distinct().Select(each => (each, true)));
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public ImmutableArray<PreviewEntry> Entries => [.. _entries.Value.Select(each => each.Entry)];

    /// <summary>Looks at what there is.</summary>
    /// <param name="path">A workbook or a folder with some; null for the repository around the current folder.</param>
    /// <param name="request">Where rows come from; for those of a workspace <see cref="ConnectAsync"/> comes next.</param>
    /// <param name="warnings">Takes what is wrong with the data.</param>
    /// <exception cref="CommandException">There is nothing of that name.</exception>
    public static WorkbookSource Create(string? path, RowsRequest request, Action<string> warnings)
    {
        var full = path is null ? RootFolder.Find(null) : Path.GetFullPath(path);
        if (File.Exists(Path.Combine(full, Header)))
            full = Path.Combine(full, Header);
        if (File.Exists(full))
            return new WorkbookSource(Path.GetDirectoryName(full)!, full, request, warnings);
        if (!Directory.Exists(full))
            throw new CommandException(ExitCodes.Usage, $"There is no file or folder '{path}'.", "Name a workbook, or a folder with some.");
        return new WorkbookSource(full, null, request, warnings);
    }

    /// <summary>Finds the workspace that the rows are of.</summary>
    /// <returns>False when its environment is wrong, which has been written to the error stream.</returns>
    /// <exception cref="CommandException">There is no such environment, or it cannot be reached.</exception>
    public async Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        var root = File.Exists(Path.Combine(_root, RepositoryConfiguration.FileName)) ? _root : RootFolder.Find(null);
        _workspace = await WorkspaceRows.ConnectAsync(root, _request, cancellationToken).ConfigureAwait(false);
        return _workspace is not null;
    }

    /// <inheritdoc/>
    public Task<PreviewOpening?> OpenAsync(string name, CancellationToken cancellationToken) => Task.Run(() =>
    {
        if (_entries.Value.FirstOrDefault(each => each.Entry.Name == name) is not { Entry: { } entry, Path: var path })
            return null;
        var reading = _read.GetOrAdd(name, _ => new(() => Read(path)));
        try
        {
            var (input, rows, cache) = reading.Value;
            return new PreviewOpening(input.Name, new WorkbookSession(input.Document, rows.Data, cache), [.. input.Diagnostics.Select(finding => finding.ToString())], rows.Data.Now)
            {
                Source = rows.Description,
                CanRefresh = _workspace is not null,
            };
        }
        catch (Exception exception) when (exception is CommandException or IOException or UnauthorizedAccessException)
        {
            // While a file is being saved it may be half there; the next change reads it again.
            return new PreviewOpening(entry.Title, null, [exception.Message], default);
        }
    }, cancellationToken);

    /// <summary>Reads, evaluates and draws the first workbook, so that nobody waits for that.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Entries is [var first, ..] && await OpenAsync(first.Name, cancellationToken).ConfigureAwait(false) is { Session: { } session })
                await StaticPage.RenderAsync(first.Title, await session.EvaluateAsync(cancellationToken).ConfigureAwait(false), isDark: false).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It ends before anybody looked.
        }
    }

    /// <summary>Tells of changes until it is ended.</summary>
    public void Watch(CancellationToken cancellationToken)
    {
        var before = States();
        try
        {
            while (true)
            {
                _watcher.Wait(cancellationToken);
                var after = FileStates.Settle(States, before, _watcher, cancellationToken);
                if (after.Since(before) is null)
                    continue;
                before = after;
                _entries = new(Find);
                _read.Clear();
                Changed?.Invoke();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how serving ends.
        }
    }

    /// <inheritdoc/>
    public void Refresh()
    {
        _asked.Clear();
        _read.Clear();
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher.Dispose();

    private FileStates States() => FileStates.Take(_folder, _watched.Distinct(), [], Extensions);

    private KeptWorkbookData Read(string path)
    {
        var input = WorkbookInput.Read(path, CancellationToken.None);
        if (_workspace is null)
            return new KeptWorkbookData(input, WorkbookRowsSource.Open(input, _request, _warnings, CancellationToken.None), new QueryCache());
        // A saved file asks the workspace only what was not asked before.
        var before = _asked.GetValueOrDefault(path);
        var reading = new KeptWorkbookData(input, _workspace.Open(input.Recorded, before?.Rows.Data.Now), before?.Cache.OfLogs() ?? new QueryCache());
        _asked[path] = reading;
        return reading;
    }

    private ImmutableArray<(PreviewEntry, string)> Find()
    {
        if (_only is not null)
            return [(new PreviewEntry(NameOf(_only), NameOf(_only)), _only)];
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        var files = Directory.EnumerateFiles(_folder, Header, options).Concat(Directory.EnumerateFiles(_folder, "*.workbook", options))
            .Select(file => (Path: file, Relative: Path.GetRelativePath(_folder, file).Replace('\\', '/'))).Where(file => !DiskFiles.IsLeftOut(file.Relative)).ToArray();
        // What a header's 'file' names is shown by its folder.
        var folders = files.Where(file => Path.GetFileName(file.Path) == Header).Select(file => Path.GetDirectoryName(file.Path)).ToHashSet();
        return [.. files.Where(file => Path.GetFileName(file.Path) == Header || !folders.Contains(Path.GetDirectoryName(file.Path))).OrderBy(file => file.Relative, StringComparer.Ordinal)
            .Select(file => (new PreviewEntry(Path.GetFileName(file.Path) == Header ? Path.GetDirectoryName(file.Relative) is { Length: > 0 } folder ? folder.Replace('\\', '/') : NameOf(file.Path) : file.Relative, NameOf(file.Path)), file.Path))];
    }

    private static string NameOf(string path) => Path.GetFileName(path) == Header ? Path.GetFileName(Path.GetDirectoryName(path)!) : Path.GetFileNameWithoutExtension(path);
}
