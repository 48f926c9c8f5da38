using Content.Model;

namespace Content.Cli.Commands;

/// <summary>A file, or all files of a folder, without any configuration.</summary>
internal sealed class ChosenFiles(string root, string? file) : IRepositoryFiles
{
    private readonly DiskFiles _disk = new(root);

    public static ChosenFiles Of(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return new ChosenFiles(full, null);
        if (File.Exists(full))
            return new ChosenFiles(Path.GetDirectoryName(full)!, Path.GetFileName(full));
        throw new CommandException(ExitCodes.Usage, $"There is no file or folder '{path}'.");
    }

    public IReadOnlyList<string>? List(string folder) => file is null ? _disk.List(folder) : folder.Length == 0 ? [file] : null;

    public bool Exists(string path) => path != RepositoryConfiguration.FileName && _disk.Exists(path);

    public byte[] Read(string path) => _disk.Read(path);
}
