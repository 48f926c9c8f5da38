namespace Content.Conformance.Tests;

/// <summary>Our front end and Kusto.Language say the same of real content: verdict, result columns and types, place of the first error.</summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    [Fact]
    public void On_the_shipped_content()
    {
        var pack = Sets.ContentPack();
        using var judge = Judge.Start(pack.Schema);
        var comparison = Judge.Compare("pack", judge, Sets.Queries(pack));
        Assert.True(comparison.Accepted >= 20, $"{comparison.Accepted} queries of the shipped content are taken.");
        comparison.AssertAgreement(output);
    }

    [Fact]
    public void On_every_construct_of_the_language()
    {
        var schema = LanguageSchema.Instance;
        using var judge = Judge.Start(schema);
        var comparison = Judge.Compare("language", judge, schema, Sets.Language());
        comparison.AssertAgreement(output);
    }

    [Fact]
    public void On_public_rules_hunting_queries_and_parsers()
    {
        if (Sets.Corpus() is not { } corpus)
        {
            Assert.Skip("There is no corpus beside this repository.");
            return;
        }

        using var judge = Judge.Start(corpus.Schema);
        var comparison = Judge.Compare("corpus", judge, Sets.Queries(corpus));
        Assert.True(comparison.Count >= 550, $"The corpus has {comparison.Count} queries.");
        comparison.AssertAgreement(output);
    }
}
