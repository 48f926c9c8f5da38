using Content.Diagnostics;

namespace Content.Model.Tests;

/// <summary>Files of the Azure-Sentinel repository load unchanged. Looked at only where that collection lies beside the repository.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    // Mistakes of the files themselves, which reading is right to call errors.
    private static readonly string[] KnownMistakes =
    [
        // Templates of ASIM parsers: their names are still placeholders, one type is misspelt.
        "ASIM/dev/Parser YAML templates/ASimAuthenticationTemplate.yaml CONTENT020",
        "ASIM/dev/Parser YAML templates/vimWebSessionTemplate.yaml CONTENT013",
        "ASIM/dev/Parser YAML templates/vimWebSessionTemplate.yaml CONTENT018",
        "ASIM/dev/Parser YAML templates/vimWebSessionTemplate.yaml CONTENT020",
        // Two solutions bring a function of the same name, and a query came to a solution without leaving its old place.
        "Solutions/Microsoft Exchange Security - Exchange Online/Parsers/ExchangeEnvironmentList.yaml CONTENT013",
        "Solutions/GitHub/Hunting Queries/Org Repositories Default Permissions Change.yaml CONTENT013",
    ];

    [Fact]
    public void Every_rule_loads()
    {
        var repository = Load("rules");
        Assert.Equal(Count("rules"), repository.Rules.Length);
        Assert.All(repository.Rules, rule => Assert.True(rule.Kind.Value == RuleKind.Nrt || rule.QueryPeriod is not null, rule.Path));
        OnlyKnownMistakes(repository);
    }

    [Fact]
    public void Every_parser_loads()
    {
        var repository = Load("parsers");
        Assert.Equal(Count("parsers"), repository.Items.Length);
        Assert.Equal(Count("parsers"), repository.Parsers.Length + repository.AsimSchemas.Length);
        OnlyKnownMistakes(repository);
    }

    [Fact]
    public void Every_hunting_query_loads()
    {
        var repository = Load("hunting");
        Assert.Equal(Count("hunting"), repository.HuntingQueries.Length + repository.Redirects.Length);
        Assert.All(repository.Redirects, stub => Assert.Matches("^https://github(usercontent)?[.]com/[^ ]+[.]yaml$", stub.Target));
        OnlyKnownMistakes(repository);
    }

    [Fact]
    public void Each_character_of_each_query_is_where_the_map_says()
    {
        foreach (var folder in new[] { "rules", "parsers", "hunting" })
        {
            var repository = Load(folder);
            var queries = repository.Rules.Select(rule => rule.Query).Concat(repository.Parsers.Select(parser => parser.Query)).Concat(repository.HuntingQueries.Select(query => query.Query)).ToList();
            Assert.NotEmpty(queries);
            foreach (var query in queries)
            {
                var text = query.Source.Content;
                for (var i = 0; i < query.Value.Length; i++)
                {
                    var found = text[query.Map.MapOffset(i)];
                    Assert.True(found == query.Value[i] || (query.Value[i] == '\n' && found == '\r') || query.Scalar!.Style != Content.Model.Yaml.YamlScalarStyle.Literal, $"{query.Source.Path}: offset {i}");
                }
            }
        }
    }

    private static ContentRepository Load(string folder)
    {
        Assert.SkipUnless(Directory.Exists(Root(folder)), "There is no corpus beside this repository.");
        return ContentRepository.Load(Root(folder));
    }

    private static int Count(string folder) => Directory.EnumerateFiles(Root(folder), "*.yaml", SearchOption.AllDirectories).Count();

    private void OnlyKnownMistakes(ContentRepository repository)
    {
        foreach (var group in repository.Diagnostics.GroupBy(diagnostic => (diagnostic.Severity, diagnostic.Code)).OrderByDescending(group => group.Key))
        {
            output.WriteLine($"{group.Key.Severity} {group.Key.Code}: {group.Count()} in {group.Select(diagnostic => diagnostic.Path).Distinct().Count()} files");
            foreach (var diagnostic in group.Take(8))
                output.WriteLine("  " + diagnostic);
        }

        var errors = repository.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => $"{diagnostic.Path} {diagnostic.Code}");
        Assert.Empty(errors.Except(KnownMistakes));
    }

    private static string Root(string folder) => ReferenceFolder.Find("corpus", folder) ?? "";
}
