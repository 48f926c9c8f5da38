using System.Globalization;
using Content.Kql.Symbols;

namespace Content.Conformance.Tests;

/// <summary>Both sides give the same verdict on spoilt queries. CONFORMANCE_MUTATIONS sets how many, CONFORMANCE_SEED which.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private static int Count => Setting("CONFORMANCE_MUTATIONS", 400);

    [Fact]
    public void Of_the_shipped_content()
    {
        var pack = Sets.ContentPack();
        Compare("pack", pack.Schema, [.. Sets.Queries(pack).Select(sample => (sample.Id, sample.Query.Source.Content))]);
    }

    [Fact]
    public void Of_every_construct_of_the_language() => Compare("language", LanguageSchema.Instance, Sets.Language());

    [Fact]
    public void Of_public_rules_hunting_queries_and_parsers()
    {
        if (Sets.Corpus() is { } corpus)
            Compare("corpus", corpus.Schema, [.. Sets.Queries(corpus).Select(sample => (sample.Id, sample.Query.Source.Content))]);
        else
            Assert.Skip("There is no corpus beside this repository.");
    }

    [Fact]
    public void Of_the_samples_with_known_verdicts()
    {
        if (Sets.Verdicts() is var (schema, queries))
            Compare("verdict", schema, queries);
        else
            Assert.Skip("There are no samples beside this repository.");
    }

    private void Compare(string set, ISchema schema, IReadOnlyList<(string Id, string Query)> queries)
    {
        using var judge = Judge.Start(schema);

        // What differs unspoilt is counted there.
        queries = [.. queries.Where(query => !Exclusions.Of(set).Contains(query.Id))];
        var mutation = new Mutation(Setting("CONFORMANCE_SEED", 1));
        var mutations = new List<(string, string)>();
        for (var i = 0; i < Count; i++)
        {
            var (id, query) = queries[mutation.Next(queries.Count)];
            mutations.Add(($"{id}#{i}", mutation.Of(query)));
        }

        Judge.Compare(set + " mutations", judge, schema, mutations).AssertVerdicts(output, 0.99);
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
