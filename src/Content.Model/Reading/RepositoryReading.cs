using Content.Diagnostics;
using Content.Kql.Symbols;

namespace Content.Model.Reading;

/// <summary>What a file gave.</summary>
internal sealed record FileResult(SourceText? Source, ContentItem? Item, DiagnosticBag Diagnostics);

/// <summary>What all files of a repository gave, before it is looked at what lies between them.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="General">What is wrong with the configuration.</param>
/// <param name="Paths">Paths of the content files, in ordinal order.</param>
/// <param name="Results">What each of them gave.</param>
internal sealed record RepositoryReading(RepositoryConfiguration Configuration, DiagnosticBag General, List<string> Paths, FileResult[] Results)
{
    /// <summary>The same with another result for one file.</summary>
    public RepositoryReading With(int at, FileResult result)
    {
        var results = (FileResult[])Results.Clone();
        results[at] = result;
        return this with { Results = results };
    }

    /// <summary>The repository. The schema of a previous one is kept if it is made of the same tables, parsers and watchlists.</summary>
    public ContentRepository Assemble(IRepositoryFiles files, ContentRepository? previous = null)
    {
        var items = Results.Select(result => result.Item).OfType<ContentItem>().ToList();
        var general = new DiagnosticBag();
        general.AddRange(General.Items);
        RepositoryChecks.CheckIdentifiers(items, general);
        RepositoryChecks.CheckTests(items, Paths, general);
        RepositoryChecks.CheckEnvironments(Configuration, files, items, general);
        var all = new List<Diagnostic>(general.Items);
        foreach (var result in Results)
            all.AddRange(result.Diagnostics.Items);
        all.Sort(InOrder);
        return new ContentRepository(files, Configuration, items, [.. all], schema: previous is not null && HaveSameSchema(items, previous) ? previous.Schema : null);
    }

    private static bool HaveSameSchema(List<ContentItem> items, ContentRepository previous) =>
        SameItems(items, previous.Tables) && SameItems(items, previous.Parsers) && SameItems(items, previous.Watchlists);

    private static bool SameItems<T>(List<ContentItem> items, IReadOnlyList<T> before) where T : ContentItem
    {
        var at = 0;
        foreach (var item in items)
        {
            if (item is T && (at == before.Count || !ReferenceEquals(before[at++], item)))
                return false;
        }

        return at == before.Count;
    }

    private static int InOrder(Diagnostic left, Diagnostic right)
    {
        var order = string.CompareOrdinal(left.Path, right.Path);
        if (order == 0)
            order = left.Span.Start.CompareTo(right.Span.Start);
        if (order == 0)
            order = string.CompareOrdinal(left.Code, right.Code);
        return order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
    }
}
