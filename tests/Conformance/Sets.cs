using System.Text.Json;
using Content.Analysis;
using Content.Catalog;
using Content.Kql.Symbols;
using Content.Model;

namespace Content.Conformance.Tests;

/// <summary>The sets of queries that both sides are asked about.</summary>
internal static class Sets
{
    /// <summary>The repository that these tests belong to.</summary>
    public static ContentRepository ContentPack()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "sentinel-content.yaml")))
                return ContentRepository.Load(folder.FullName);
        }

        throw new DirectoryNotFoundException("There is no sentinel-content.yaml above the tests.");
    }

    /// <summary>The corpus of public content; null when it is not at hand.</summary>
    public static ContentRepository? Corpus() => ReferenceFolder.Find("corpus") is { } folder ? ContentRepository.Load(folder) : null;

    /// <summary>Every query of a repository as it is validated.</summary>
    public static IEnumerable<Sample> Queries(ContentRepository repository)
    {
        var validation = ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken);
        return validation.Items.Where(item => validation.QueryOf(item) is not null).Select(item => new Sample(item.Path, validation.QueryOf(item)!));
    }

    /// <summary>The sample queries with known verdicts and their schema; null when they are not at hand.</summary>
    public static (ISchema Schema, IReadOnlyList<(string Id, string Query)> Queries)? Verdicts()
    {
        if (ReferenceFolder.Find("conformance") is not { } folder)
            return null;
        var queries = new List<(string, string)>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "verdicts.ndjson")))
        {
            using var entry = JsonDocument.Parse(line);
            queries.Add((entry.RootElement.GetProperty("id").ToString(), entry.RootElement.GetProperty("query").GetString()!));
        }

        return (JsonSchemaFile.Read(File.ReadAllBytes(Path.Combine(folder, "schema.json"))), queries);
    }

    /// <summary>Our own queries, one or more for each construct of the language, in language.kql; each begins with a line <c>// name</c>.</summary>
    public static IReadOnlyList<(string Id, string Query)> Language()
    {
        var queries = new List<(string, string)>();
        foreach (var part in File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "language.kql")).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            queries.Add((part[..end].TrimStart('/', ' '), part[(end + 1)..].TrimEnd()));
        }

        return queries;
    }
}
