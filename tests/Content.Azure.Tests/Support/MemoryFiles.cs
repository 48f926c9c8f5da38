using System.Text;
using Content.Model;

namespace Content.Azure.Tests.Support;

/// <summary>A content repository in memory.</summary>
internal sealed class MemoryFiles(params (string Path, string Text)[] files) : IRepositoryFiles
{
    private readonly Dictionary<string, string> _files = files.ToDictionary(file => file.Path, file => file.Text);

    public IReadOnlyList<string>? List(string folder)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        var found = _files.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        return found.Length == 0 ? null : found;
    }

    public bool Exists(string path) => _files.ContainsKey(path);

    public byte[] Read(string path) => _files.TryGetValue(path, out var text) ? Encoding.UTF8.GetBytes(text) : throw new FileNotFoundException(path);
}
