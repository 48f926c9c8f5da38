using Content.Cli.CrossCheck;
using Content.Kql;
using Content.Kql.Symbols;

namespace Content.Conformance.Tests;

/// <summary>A query of a set: what it is called, its text, and our own opinion on it.</summary>
internal sealed record Sample(string Id, BoundQuery Query);

/// <summary>Kusto.Language with a schema declared on both sides.</summary>
internal static class Judge
{
    /// <summary>Makes a test fail that would be skipped for lack of the judge; CI sets it.</summary>
    private const string RequiredVariable = "CONFORMANCE_REQUIRED";

    /// <summary>Starts the judge. Without Node or the package the test is skipped, visibly.</summary>
    public static KustoJudge Start(ISchema schema)
    {
        var installation = JudgeInstallation.Find([AppContext.BaseDirectory, Environment.CurrentDirectory], out var missing);
        if (installation is null && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(RequiredVariable)))
            Assert.Fail(missing);
        Assert.SkipWhen(installation is null, missing);
        var judge = KustoJudge.Start(installation!);
        judge.Declare(schema, TestContext.Current.CancellationToken);
        return judge;
    }

    /// <summary>Binds queries and compares with the judge, one after the other.</summary>
    public static Comparison Compare(string set, KustoJudge judge, ISchema schema, IEnumerable<(string Id, string Query)> queries) =>
        Compare(set, judge, queries.Select(query => new Sample(query.Id, Compilation.Bind(query.Query, schema))));

    /// <summary>Compares with the judge.</summary>
    public static Comparison Compare(string set, KustoJudge judge, IEnumerable<Sample> samples)
    {
        var comparison = new Comparison(set);
        foreach (var (id, query) in samples)
            comparison.Add(id, query, judge.Ask(query.Source.Content, TestContext.Current.CancellationToken));
        return comparison;
    }
}
