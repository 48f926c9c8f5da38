using System.Collections.Concurrent;
using Content.Model;

namespace Content.LanguageServer.Workspaces;

/// <summary>The files of a folder with the editor's open documents over them.</summary>
internal sealed class OverlayFiles(string root) : IRepositoryFiles
{
    private readonly DiskFiles _disk = new(root);
    private readonly ConcurrentDictionary<string, OpenDocument> _open = new(StringComparer.Ordinal);

    /// <summary>The open document of a path; null when it is not open.</summary>
    public OpenDocument? Find(string path) => _open.GetValueOrDefault(path);

    /// <summary>The open documents by path.</summary>
    public IReadOnlyDictionary<string, OpenDocument> Open => _open;

    public void Set(string path, OpenDocument document) => _open[path] = document;

    public void Remove(string path) => _open.TryRemove(path, out _);

    public IReadOnlyList<string>? List(string folder)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        var opened = _open.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return _disk.List(folder) is { } files ? [.. files.Union(opened, StringComparer.Ordinal)] : opened.Count == 0 ? null : opened;
    }

    public bool Exists(string path) => _open.ContainsKey(path) || _disk.Exists(path);

    public byte[] Read(string path) => _open.TryGetValue(path, out var document) ? document.ToBytes() : _disk.Read(path);
}
