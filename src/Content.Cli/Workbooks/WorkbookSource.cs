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
    private static readonly string[] Extensions = [".workbook", ".kql", ".md", ".tsv", ".parquet"];

    private readonly string _folder;
    private readonly string? _only;
    private readonly string[] _data;
    private readonly string? _now;
    private readonly bool _generate;
    private readonly Action<string> _warnings;
    private readonly FolderWatcher _watcher;
    private readonly ImmutableArray<string> _watched;
    private readonly ConcurrentDictionary<string, Lazy<(WorkbookInput Input, IWorkbookData Data)>> _read = new(StringComparer.Ordinal);
    private volatile Lazy<ImmutableArray<(PreviewEntry Entry, string Path)>> _entries;

    private WorkbookSource(string folder, string? only, string watched, string[] data, string? now, bool generate, Action<string> warnings)
    {
        (_folder, _only, _data, _now, _generate, _warnings) = (folder, only, data, now, generate, warnings);
        _entries = new(Find);
        _watched = [watched, .. data.Where(Directory.Exists).Select(Path.GetFullPath), .. data.Where(File.Exists).Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!)];
        _watcher = new FolderWatcher(_watched.Distinct().Select(each => (each, true)));
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public ImmutableArray<PreviewEntry> Entries => [.. _entries.Value.Select(each => each.Entry)];

    /// <summary>Looks at what there is.</summary>
    /// <param name="path">A workbook or a folder with some; null for the repository around the current folder.</param>
    /// <param name="data">Rows; empty for those of the repository.</param>
    /// <param name="now">The clock; null for that of the data.</param>
    /// <param name="generate">Whether rows are made where there are none.</param>
    /// <param name="warnings">Takes what is wrong with the data.</param>
    /// <exception cref="CommandException">There is nothing of that name.</exception>
    public static WorkbookSource Create(string? path, string[] data, string? now, bool generate, Action<string> warnings)
    {
        var full = path is null ? RootFolder.Find(null) : Path.GetFullPath(path);
        if (File.Exists(Path.Combine(full, Header)))
            full = Path.Combine(full, Header);
        if (File.Exists(full))
            return new WorkbookSource(Path.GetDirectoryName(full)!, full, RootOf(full), data, now, generate, warnings);
        if (!Directory.Exists(full))
            throw new CommandException(ExitCodes.Usage, $"There is no file or folder '{path}'.", "Name a workbook, or a folder with some.");
        return new WorkbookSource(full, null, RootOf(Path.Combine(full, Header)), data, now, generate, warnings);
    }

    /// <inheritdoc/>
    public Task<PreviewOpening?> OpenAsync(string name, CancellationToken cancellationToken) => Task.Run(() =>
    {
        if (_entries.Value.FirstOrDefault(each => each.Entry.Name == name) is not { Entry: { } entry, Path: var path })
            return null;
        var reading = _read.GetOrAdd(name, _ => new(() => Read(path)));
        try
        {
            var (input, data) = reading.Value;
            return new PreviewOpening(input.Name, new WorkbookSession(input.Document, data), [.. input.Diagnostics.Select(finding => finding.ToString())], data.Now);
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
                var after = States();
                if (after.Since(before) is null)
                    continue;
                before = after;
                _read.Clear();
                _entries = new(Find);
                Changed?.Invoke();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how serving ends.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher.Dispose();

    private FileStates States() => FileStates.Take(_folder, _watched.Distinct(), [], Extensions);

    private (WorkbookInput, IWorkbookData) Read(string path)
    {
        var input = WorkbookInput.Read(path, CancellationToken.None);
        return (input, new KeptWorkbookData(WorkbookRowsSource.Create(input, _data, _now, _generate, _warnings, CancellationToken.None)));
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

    // Parsers, watchlists and test cases of the repository are what a workbook shows.
    private static string RootOf(string header)
    {
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(header)!); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, RepositoryConfiguration.FileName)))
                return folder.FullName;
        }

        return Path.GetDirectoryName(header)!;
    }
}
