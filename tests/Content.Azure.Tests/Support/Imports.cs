using Content.Analysis.Formatting;
using Content.Azure.Import;
using Content.Diagnostics;
using Content.Model;

namespace Content.Azure.Tests.Support;

/// <summary>Imports from a simulated workspace, and what came of them.</summary>
internal static class Imports
{
    public static ContentRepository Empty() => Repositories.Load();

    public static Task<ImportResult> ImportAsync(this Deployment deployment, ContentRepository repository, ImportOptions? options = null) =>
        WorkspaceImporter.ImportAsync(deployment.Client, repository, LaidOut(options), TestContext.Current.CancellationToken);

    public static async Task<ImportResult> ImportTemplatesAsync(this Deployment deployment, ContentRepository? repository = null, string? solution = null, ImportOptions? options = null)
    {
        var installed = await InstalledContent.ReadAsync(deployment.Client, TestContext.Current.CancellationToken);
        var package = solution is null ? null : installed.Find(solution);
        Assert.Equal(solution is null, package is null);
        return await TemplateImporter.ImportAsync(deployment.Client, repository ?? Empty(), installed, package, LaidOut(options), TestContext.Current.CancellationToken);
    }

    /// <summary>The files as a repository, once they are seen to be in order and laid out.</summary>
    public static ContentRepository Load(this ImportResult result)
    {
        Assert.Empty(result.Files.Where(file => file.Path.EndsWith(".yaml", StringComparison.Ordinal) && ContentFormatter.Format(new SourceText(file.Text, file.Path)).IsChanged).Select(file => file.Path));
        return Repositories.Load([.. result.Files.Select(file => (file.Path, file.Text))]);
    }

    public static string TextOf(this ImportResult result, string path) => result.Files.Single(file => file.Path == path).Text;

    private static ImportOptions LaidOut(ImportOptions? options) => (options ?? new ImportOptions()) with { Layout = source => ContentFormatter.Format(source).Text };
}
