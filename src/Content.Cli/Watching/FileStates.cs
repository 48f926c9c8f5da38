using System.IO.Enumeration;
using Content.Kql.Engine.Loading;
using Content.Model;

namespace Content.Cli.Watching;

/// <summary>What changed among watched files.</summary>
/// <param name="Paths">Files that were written, made or deleted, relative to the root, in ordinal order.</param>
/// <param name="Structure">Whether any was made or deleted.</param>
internal sealed record FileChanges(IReadOnlyList<string> Paths, bool Structure);

/// <summary>Size and time of the files that tests are made of, so that what changed is found however an editor writes: in place, by renaming, or by deleting first.</summary>
internal sealed class FileStates
{
    private static readonly string[] Extensions = [".yaml", ".yml", .. DataFileName.Endings, DataFileName.Packed];

    private readonly Dictionary<string, (long Length, DateTime Written)> _files = new(StringComparer.Ordinal);
    private readonly string[] _extensions;

    private FileStates(string[] extensions) => _extensions = extensions;

    /// <summary>Looks at the files of folders, and at further ones.</summary>
    /// <param name="root">The root.</param>
    /// <param name="folders">Folders, relative to it; empty for the root itself.</param>
    /// <param name="files">Further files, relative to it.</param>
    /// <param name="extensions">Ends of names that count beside those of tests.</param>
    public static FileStates Take(string root, IEnumerable<string> folders, IEnumerable<string> files, params string[] extensions)
    {
        var states = new FileStates([.. Extensions, .. extensions]);
        foreach (var folder in folders)
            states.AddFolder(root, folder);
        foreach (var file in files)
        {
            var info = new FileInfo(Path.Combine(root, file));
            if (info.Exists)
                states._files[file] = (info.Length, info.LastWriteTimeUtc);
        }

        return states;
    }

    /// <summary>
    /// Looks at files until none that had content stands empty for no other reason than that somebody is about to write it: who writes in place empties a file
    /// first. One that stays empty is taken to be so.
    /// </summary>
    /// <param name="look">Takes the state.</param>
    /// <param name="before">The state before.</param>
    /// <param name="watcher">Tells when to look again.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static FileStates Settle(Func<FileStates> look, FileStates before, FolderWatcher watcher, CancellationToken cancellationToken)
    {
        var now = look();
        while (now._files.Any(file => file.Value.Length == 0 && before._files.TryGetValue(file.Key, out var earlier) && earlier.Length > 0))
        {
            watcher.WaitForMore(cancellationToken);
            var again = look();
            if (again.Since(now) is null)
                break;
            now = again;
        }

        return now;
    }

    /// <summary>What differs from an earlier state; null when nothing does.</summary>
    public FileChanges? Since(FileStates before)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        var structure = false;
        foreach (var (path, state) in _files)
        {
            if (!before._files.TryGetValue(path, out var earlier))
                structure = true;
            else if (earlier == state)
                continue;
            paths.Add(path);
        }

        foreach (var path in before._files.Keys.Where(path => !_files.ContainsKey(path)))
        {
            structure = true;
            paths.Add(path);
        }

        return paths.Count == 0 ? null : new FileChanges([.. paths], structure);
    }

    // What editors keep beside a file while it is open is no content.
    private bool IsContent(ReadOnlySpan<char> name) => name is not ['.' or '#', ..] && EndsWithAny(name);

    private bool EndsWithAny(ReadOnlySpan<char> name)
    {
        foreach (var extension in _extensions)
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private void AddFolder(string root, string folder)
    {
        var start = Path.Combine(root, folder);
        if (!Directory.Exists(start))
            return;
        var found = new FileSystemEnumerable<(string Path, long Length, DateTime Written)>(start,
            (ref FileSystemEntry entry) => (entry.ToFullPath(), entry.Length, entry.LastWriteTimeUtc.UtcDateTime),
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && IsContent(entry.FileName),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !DiskFiles.IsLeftOut(entry.FileName.ToString() + "/x") && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        foreach (var (path, length, written) in found)
            _files[Path.GetRelativePath(root, path).Replace('\\', '/')] = (length, written);
    }
}
