using System.Text.Json;
using Content.Analysis.Caching;
using Content.Diagnostics;
using Content.Model;

namespace Content.Analysis.Tests;

public sealed class FindingCacheTests
{
    private const string Rule = "detections/rules/R.yaml";

    public static TheoryData<string> Names => BaselineTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_known_is_what_is_found(string name)
    {
        var cache = new FindingCache();
        var first = Validate(BaselineTests.Input(name), cache);
        Assert.Equal(0, cache.Hits);
        var again = FindingCache.Read(cache.Write(complete: true));
        var second = Validate(BaselineTests.Input(name), again);
        Assert.Equal(Texts(first), Texts(second));

        // Findings that lie in other files are not kept, of few items.
        Assert.InRange(again.Hits, first.QueryCount > 0 ? 1 : 0, first.QueryCount);
        Assert.Equal(first.QueryCount, second.QueryCount);
    }

    [Theory]
    [InlineData("detections/rules/R.yaml", "ResultType == \"0\"", "Resulttype == \"0\"")]
    [InlineData("detections/parsers/Inner.yaml", "project A", "project B = A")]
    [InlineData("detections/parsers/Inner.yaml", "FunctionAlias: Inner", "FunctionAlias: Innermost")]
    [InlineData("detections/watchlists/Known.csv", "User", "Person")]
    [InlineData("detections/tables/T.yaml", "name: A,", "name: Z,")]
    [InlineData("sentinel-content.yaml", "content: [detections]", "content: [detections]\nanalysis: {severities: {KQL142: warning}}")]
    public void What_changed_or_names_what_changed_is_looked_at_again(string path, string old, string text)
    {
        var files = Repository();
        var cache = new FindingCache();
        var before = Validate(files, cache);
        Assert.DoesNotContain(before.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var content = System.Text.Encoding.UTF8.GetString(files.Files.Read(path));
        Assert.Contains(old, content, StringComparison.Ordinal);
        files.Add(path, content.Replace(old, text, StringComparison.Ordinal));
        var cached = Validate(files, FindingCache.Read(cache.Write(complete: true)));
        Assert.Equal(Texts(Validate(files, null)), Texts(cached));
    }

    [Fact]
    public void Another_rule_stays_known()
    {
        var files = Repository();
        var cache = new FindingCache();
        var queries = Validate(files, cache).QueryCount;
        files.Add(Rule, MemoryRepository.Rule("Addresses > 3", "Addresses > 4"));
        cache = FindingCache.Read(cache.Write(complete: true));
        Validate(files, cache);
        Assert.Equal(queries - 1, cache.Hits);
        Assert.True(cache.IsChanged(complete: true));
    }

    [Fact]
    public void A_known_query_is_bound_for_who_asks_for_it()
    {
        var cache = new FindingCache();
        Validate(Repository(), cache);
        cache = FindingCache.Read(cache.Write(complete: true));
        var result = Validate(Repository(), cache);
        foreach (var parser in result.Repository.Parsers)
            Assert.Empty(result.QueryOf(parser)!.Diagnostics);
        Assert.Contains(result.QueryOf(Assert.Single(result.Repository.HuntingQueries))!.Row!.Columns, column => column.Name == "A");
        Assert.False(cache.IsChanged(complete: true));
    }

    [Fact]
    public void A_part_of_the_content_keeps_the_rest()
    {
        var cache = new FindingCache();
        Validate(Repository(), cache);
        cache = FindingCache.Read(cache.Write(complete: true));
        ContentValidator.Validate(Repository().Load(), item => item.Path == Rule, BaselineTests.Today, known: cache, cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(cache.IsChanged(complete: false));
        cache = FindingCache.Read(cache.Write(complete: false));
        Validate(Repository(), cache);
        Assert.False(cache.IsChanged(complete: true));
    }

    [Fact]
    public void A_damaged_file_is_an_empty_cache()
    {
        var cache = new FindingCache();
        Validate(Repository(), cache);
        var bytes = cache.Write(complete: true);
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 0x40;
            Assert.False(FindingCache.Read(damaged).IsChanged(complete: true));
            Assert.False(FindingCache.Read(bytes[..at]).IsChanged(complete: true));
        }
    }

    private static MemoryRepository Repository() => new MemoryRepository()
        .Add(Rule, MemoryRepository.Rule())
        .Add("detections/parsers/Inner.yaml", "id: 1b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e61\nFunctionAlias: Inner\nFunctionQuery: |\n  T_CL | project A, TimeGenerated\n")
        .Add("detections/parsers/Outer.yaml", "id: 2b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e62\nFunctionAlias: Outer\nFunctionQuery: |\n  Inner | where A in ((_GetWatchlist('Known') | project User))\n")
        .Add("detections/watchlists/Known.yaml", "alias: Known\nitemsSearchKey: User\nsource: Known.csv\n").Add("detections/watchlists/Known.csv", "User\nmia\n")
        .Add("detections/tables/T.yaml", "table: T_CL\ncolumns:\n  - {name: A, type: string}\n  - {name: TimeGenerated, type: datetime}\n")
        .Add("detections/hunting/H.yaml", "id: 3b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e63\nname: Known users\ndescription: Known users.\nrequiredDataConnectors: []\ntactics: [InitialAccess]\nrelevantTechniques: [T1078]\nquery: |\n  Outer | project TimeGenerated, A\n");

    private static ValidationResult Validate(MemoryRepository files, FindingCache? cache) =>
        ContentValidator.Validate(files.Load(), today: BaselineTests.Today, known: cache, cancellationToken: TestContext.Current.CancellationToken);

    // All of a finding, its fix and related places included.
    private static IEnumerable<string> Texts(ValidationResult result) => result.Diagnostics.Select(diagnostic =>
        $"{diagnostic} {diagnostic.Span} {diagnostic.Help} {JsonSerializer.Serialize(diagnostic.Fix)} {string.Join(';', diagnostic.Related.Select(related => $"{related.Source.Path} {related.Span} {related.Message}"))}");
}
