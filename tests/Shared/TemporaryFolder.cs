using System.Text;

namespace Content.Tests.Shared;

/// <summary>A folder that goes away with the test. Its path has blanks and a letter that is not ASCII.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sentinel content ü {Guid.NewGuid():N}");

    public TemporaryFolder Add(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
