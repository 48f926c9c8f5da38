namespace Content.Cli.Commands;

/// <summary>Finds the content repository.</summary>
internal static class RootFolder
{
    private const string FileName = "sentinel-content.yaml";

    /// <summary>The folder given, or the nearest one upwards from the current one that holds a configuration.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static string Find(string? given)
    {
        if (given is not null)
        {
            var folder = Path.GetFullPath(given);
            if (File.Exists(folder) && Path.GetFileName(folder) == FileName)
                folder = Path.GetDirectoryName(folder)!;
            if (!Directory.Exists(folder))
                throw new CommandException(ExitCodes.Usage, $"There is no folder '{given}'.", "Give --root the folder of the content, the one with sentinel-content.yaml.");
            if (!File.Exists(Path.Combine(folder, FileName)))
                throw new CommandException(ExitCodes.Usage, $"'{given}' has no {FileName}.", Advice);
            return folder;
        }

        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, FileName)))
                return folder.FullName;
        }

        throw new CommandException(ExitCodes.Usage, $"There is no {FileName} in this folder or one above it.", Advice);
    }

    /// <summary>What stands before the paths of a repository's files as seen from the current folder: empty there, otherwise with a slash at its end.</summary>
    public static string PrefixOf(string root)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, root).Replace('\\', '/');
        return relative == "." ? "" : relative + "/";
    }

    private const string Advice = "Go into a content repository, name it with --root FOLDER, or make one: a file sentinel-content.yaml with\n  version: 1\n  content: [detections]";
}
