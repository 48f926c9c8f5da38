using Content.Diagnostics;
using Content.Model;

namespace Content.Azure.Tests.Support;

/// <summary>Repositories in memory.</summary>
internal static class Repositories
{
    /// <summary>Loads files of which nothing is wrong.</summary>
    public static ContentRepository Load(params (string Path, string Text)[] files) => Load(new MemoryFiles([("sentinel-content.yaml", "version: 1\n"), .. files]));

    /// <summary>Loads files of which nothing is wrong.</summary>
    public static ContentRepository Load(MemoryFiles files) => WithoutErrors(ContentRepository.Load(files));

    /// <summary>The repository itself, once it is seen to have no errors.</summary>
    public static ContentRepository WithoutErrors(this ContentRepository repository)
    {
        Assert.Equal([], repository.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));
        return repository;
    }
}
