namespace Content.Tests.Shared;

/// <summary>The folder of reference material that may lie beside the repository. Tests that need it are skipped, visibly, where it does not.</summary>
internal static class ReferenceFolder
{
    /// <summary>Path of a file or folder in it; null when it is not there.</summary>
    public static string? Find(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Content.sln")) || folder.Parent is null)
                continue;
            var path = Path.Combine([folder.Parent.FullName, "shared", .. parts]);
            return Path.Exists(path) ? path : null;
        }

        return null;
    }
}
