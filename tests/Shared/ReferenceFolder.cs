namespace Content.Tests.Shared;

/// <summary>The folder of reference material that may lie beside the repository. Tests that need it are skipped, visibly, where it does not.</summary>
internal static class ReferenceFolder
{
    /// <summary>Path of a file or folder in it; null when it is not there.</summary>
    public static string? Find(params string[] parts)
    {
        if (Path.GetDirectoryName(RepositoryFolder.Found) is not { } above)
            return null;
        var path = Path.Combine([above, "shared", .. parts]);
        return Path.Exists(path) ? path : null;
    }
}
