using System.Text;

namespace Content.Model.Tests;

/// <summary>A repository in memory.</summary>
internal sealed class MemoryFiles : IRepositoryFiles
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public string this[string path]
    {
        set => _files[path] = Encoding.UTF8.GetBytes(value);
    }

    public void Add(string path, byte[] bytes) => _files[path] = bytes;

    public IReadOnlyList<string>? List(string folder)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        var found = _files.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return found.Count == 0 && folder.Length > 0 ? null : found;
    }

    public bool Exists(string path) => _files.ContainsKey(path);

    public byte[] Read(string path) => _files.TryGetValue(path, out var bytes) ? bytes : throw new FileNotFoundException("There is no such file.", path);

    public ContentRepository Load()
    {
        if (!Exists(RepositoryConfiguration.FileName))
            this[RepositoryConfiguration.FileName] = "version: 1\n";
        return ContentRepository.Load(this);
    }

    /// <summary>A repository of one file.</summary>
    public static ContentRepository Load(string path, string text) => new MemoryFiles { [path] = text }.Load();
}
