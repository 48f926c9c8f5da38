namespace Content.Model;

/// <summary>Where the files of a repository come from: the disk, or the disk with an editor's unsaved texts over it.</summary>
/// <remarks>Paths are relative to the repository and have forward slashes. Must be safe for use from several threads.</remarks>
public interface IRepositoryFiles
{
    /// <summary>Paths of all files below a folder (empty for the root) in any order; null when there is no such folder.</summary>
    IReadOnlyList<string>? List(string folder);

    /// <summary>True when there is a file of a path.</summary>
    bool Exists(string path);

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    byte[] Read(string path);
}

/// <summary>The files of a folder on disk. Hidden folders and those of builds and packages are left out.</summary>
public sealed class DiskFiles : IRepositoryFiles
{
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "node_modules", "artifacts", "TestResults" };

    private readonly string _root;

    /// <summary>Creates a view of a folder.</summary>
    public DiskFiles(string root) => _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public IReadOnlyList<string>? List(string folder)
    {
        var start = new DirectoryInfo(Path.Combine(_root, folder));
        if (!start.Exists)
            return null;
        var files = new List<string>();
        Collect(start, folder.Length == 0 ? "" : folder + "/", files);
        return files;
    }

    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(Path.Combine(_root, path));

    /// <inheritdoc/>
    public byte[] Read(string path) => File.ReadAllBytes(Path.Combine(_root, path));

    /// <summary>True for a path in a hidden folder or one of builds and packages.</summary>
    public static bool IsLeftOut(string path)
    {
        var segments = path.Split('/');
        return segments[..^1].Any(static segment => IsLeftOutFolder(segment));
    }

    private static bool IsLeftOutFolder(string name) => name[0] == '.' || Skipped.Contains(name);

    private static void Collect(DirectoryInfo folder, string prefix, List<string> files)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None }))
        {
            // A link to a folder can lead back up; content is what lies in the repository itself.
            if (entry is DirectoryInfo child)
            {
                if (!IsLeftOutFolder(child.Name) && child.LinkTarget is null)
                    Collect(child, prefix + child.Name + "/", files);
            }
            else
                files.Add(prefix + entry.Name);
        }
    }
}
