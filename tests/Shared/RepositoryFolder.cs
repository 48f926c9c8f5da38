namespace Content.Tests.Shared;

/// <summary>The checkout that the tests were built from.</summary>
internal static class RepositoryFolder
{
    /// <summary>Its path.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests do not lie in a checkout.</exception>
    public static string Path => Found ?? throw new DirectoryNotFoundException("The tests do not lie in a checkout.");

    /// <summary>Its path; null when the tests do not lie in one.</summary>
    public static string? Found { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Content.sln")))
                return folder.FullName;
        }

        return null;
    }
}
