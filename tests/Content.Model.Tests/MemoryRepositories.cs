namespace Content.Model.Tests;

/// <summary>Repositories of files in memory.</summary>
internal static class MemoryRepositories
{
    extension(MemoryFiles files)
    {
        /// <summary>Loads them, with a configuration that names no folder if they have none.</summary>
        public ContentRepository Load()
        {
            if (!files.Exists(RepositoryConfiguration.FileName))
                files[RepositoryConfiguration.FileName] = "version: 1\n";
            return ContentRepository.Load(files);
        }
    }

    extension(MemoryFiles)
    {
        /// <summary>A repository of one file.</summary>
        public static ContentRepository Load(string path, string text) => new MemoryFiles { [path] = text }.Load();
    }
}
