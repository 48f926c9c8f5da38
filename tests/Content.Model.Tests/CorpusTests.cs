using Content.Diagnostics;

namespace Content.Model.Tests;

/// <summary>Files of the Azure-Sentinel repository load unchanged. Looked at only where that collection lies beside the repository.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_rule_loads()
    {
        var repository = Load("rules");
        Assert.Equal(Count("rules"), repository.Rules.Length);
        Assert.All(repository.Rules, rule => Assert.True(rule.Kind.Value == RuleKind.Nrt || rule.QueryPeriod is not null, rule.Path));
        Report(repository);
    }

    [Fact]
    public void Every_parser_loads()
    {
        var repository = Load("parsers");
        Assert.True(repository.Parsers.Length >= Count("parsers") - 12, $"{repository.Parsers.Length} parsers");
        Report(repository);
    }

    [Fact]
    public void Every_hunting_query_loads()
    {
        var repository = Load("hunting");
        Assert.True(repository.HuntingQueries.Length >= 150, $"{repository.HuntingQueries.Length} queries");
        Report(repository);
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

    private void Report(ContentRepository repository)
    {
        foreach (var group in repository.Diagnostics.GroupBy(diagnostic => (diagnostic.Severity, diagnostic.Code)).OrderByDescending(group => group.Key))
        {
            output.WriteLine($"{group.Key.Severity} {group.Key.Code}: {group.Count()} in {group.Select(diagnostic => diagnostic.Path).Distinct().Count()} files");
            foreach (var diagnostic in group.Take(group.Key.Severity == DiagnosticSeverity.Error ? 100 : 8))
                output.WriteLine("  " + diagnostic);
        }
    }

    private static string Root(string folder) => ReferenceFolder.Find("corpus", folder) ?? "";
}
