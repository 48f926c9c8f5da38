using System.Text;

namespace Content.Model;

/// <summary>Files in memory: content that is not on a disk, or not yet. Not safe to change while others read.</summary>
public sealed class MemoryFiles : IRepositoryFiles
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Creates files of texts.</summary>
    /// <param name="files">Paths, relative to the repository and with forward slashes, and texts; the last one of a path counts.</param>
    public MemoryFiles(params IEnumerable<(string Path, string Text)> files)
    {
        foreach (var (path, text) in files)
            this[path] = text;
    }

    /// <summary>Sets the text of a file.</summary>
    public string this[string path]
    {
        set => Add(path, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Sets the bytes of a file.</summary>
    public void Add(string path, byte[] bytes) => _files[path] = bytes;

    /// <summary>Takes a file away.</summary>
    public void Remove(string path) => _files.Remove(path);

    /// <inheritdoc/>
    public IReadOnlyList<string>? List(string folder)
    {
        var found = _files.Keys.Where(path => folder.Length == 0 || path.StartsWith(folder + "/", StringComparison.Ordinal)).ToList();
        return found.Count == 0 && folder.Length > 0 ? null : found;
    }

    /// <inheritdoc/>
    public bool Exists(string path) => _files.ContainsKey(path);

    /// <inheritdoc/>
    public byte[] Read(string path) => _files.TryGetValue(path, out var bytes) ? bytes : throw new FileNotFoundException("There is no such file.", path);
}
