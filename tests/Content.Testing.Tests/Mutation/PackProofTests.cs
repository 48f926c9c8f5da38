using Content.Analysis;
using Content.Kql;
using Content.Model;
using Content.Testing.Mutation;
using Content.Testing.Mutation.Equivalence;

namespace Content.Testing.Tests.Mutation;

public sealed class PackProofTests
{
    // A mutant that a test notices is not equivalent, so a proof that it is would be wrong.
    [Theory]
    [InlineData("AndroidBackgroundOpaqueTls")]
    [InlineData("IosRefusesInspectionCertificate")]
    [InlineData("AppAnalysisFindsUnapprovedPinning")]
    public void No_mutant_that_a_test_notices_is_proved_equivalent(string rule)
    {
        var repository = ContentRepository.Load(RepositoryFolder.Path, cancellationToken: TestContext.Current.CancellationToken);
        var validation = ContentValidator.Validate(repository, cancellationToken: TestContext.Current.CancellationToken);
        var options = new MutationOptions { Includes = (suite, _) => suite.RulePath.EndsWith($"/{rule}.yaml", StringComparison.Ordinal) };
        var result = MutationRunner.Run(validation, options, TestContext.Current.CancellationToken).Rules.Single();
        var terms = new TermTable();
        var original = PlanNormalizer.Normalize(validation.QueryOf(result.Rule)!, terms);
        Assert.Null(result.Unprovable);
        Assert.True(result.Score.Counted >= 30);
        Assert.All(result.Of(MutantOutcome.Killed).Where(item => item.Mutant.Query is not null), item =>
            Assert.NotEqual(original, PlanNormalizer.Normalize(Compilation.Bind(item.Mutant.Query!, repository.Schema), terms)));
    }
}
