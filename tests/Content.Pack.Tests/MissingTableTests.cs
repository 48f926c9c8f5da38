using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Content.Catalog;
using Content.Kql;
using Content.Kql.Engine;
using Content.Kql.Engine.Tables;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing;
using Content.Workbooks;
using Content.Workbooks.Evaluation;
using Content.Workbooks.Validation;

namespace Content.Pack.Tests;

/// <summary>
/// The pack in workspaces that lack tables of products: a custom one is there only where its connector runs, a built-in one only where somebody connected it. The tables
/// that the pack brings along are always there.
/// </summary>
public sealed partial class MissingTableTests
{
    private const string AllOfThem = "all of them";

    private static readonly ContentRepository Repository = Pack.Validation.Repository;

    private static readonly HashSet<string> Products = FindProducts();

    private static readonly Content.Testing.Fixtures.SampleTelemetry Sample = Content.Testing.Fixtures.SampleTelemetry.Of(Repository)!;

    private static readonly CaseRunner Runner = new(Repository, Pack.Validation.QueryOf, keepData: true);

    public static TheoryData<string> Missing => [.. Products.Order(StringComparer.Ordinal), AllOfThem];

    [Fact]
    public void The_products_are_known() =>
        Assert.Subset(Products, new HashSet<string> { "_Im_NetworkSession", "BetterMTDDeviceLog_CL", "CommonSecurityLog", "Corelight_v2_x509_CL", "IntuneDevices", "SentinelHealth", "VMwareWorkspaceOneDevices_CL" });

    [Theory]
    [MemberData(nameof(Missing))]
    public void Every_query_binds_to_the_same_columns_and_runs(string missing)
    {
        var schema = Without(NamesOf(missing));
        foreach (var (name, query) in Queries())
        {
            var bound = Compilation.Bind(query.Source.Content, schema);
            Assert.True(!bound.HasErrors, $"{name}: {string.Join('\n', bound.Diagnostics)}");
            var options = new ExecutionOptions { Now = new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc) };
            var result = QueryEngine.Execute(bound.Body, new TableSet { MissingTablesAreEmpty = true }, options, TestContext.Current.CancellationToken);
            Assert.True(result.Success, $"{name}: {result.Error?.Message}");
            Assert.Equal($"{name}: {string.Join(", ", query.Body.Tabular!.Row.Columns)}", $"{name}: {string.Join(", ", bound.Body.Tabular!.Row.Columns)}");
        }
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task The_workbook_shows_every_step(string missing)
    {
        var schema = Without(NamesOf(missing));
        var document = WorkbookDocument.Read(Assert.Single(Repository.Workbooks))!;
        Assert.DoesNotContain(WorkbookValidator.Validate(document, schema, TestContext.Current.CancellationToken), finding => finding.Code != KqlCodes.MissingInFuzzyUnion);
        using var data = new LocalWorkbookData(schema, Sample.Tables, RecordedResponses.None, new ExecutionOptions { Now = Sample.Now });
        foreach (var tab in new[] { "overview", "destinations", "apps", "investigate", "coverage", "operation" })
        {
            using var session = new WorkbookSession(document, data);
            session.SetParameter("Tab", ParameterValue.Of(tab));
            var shown = Shown(await session.EvaluateAsync(TestContext.Current.CancellationToken)).ToList();
            Assert.NotEmpty(shown);
            Assert.All(shown, query => Assert.False(query.MessageKind == MessageKind.Error, $"{tab}, {query.Title}: {query.Message}"));
        }
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public void Cases_that_do_not_feed_it_pass(string missing)
    {
        var names = NamesOf(missing);
        var schema = Without(names);
        // Rules that do not name it are as they were.
        var queries = Repository.Rules.Where(rule => names.Overlaps(NamesIn(Pack.Validation.QueryOf(rule)!))).ToDictionary(rule => rule, rule => Compilation.Bind(rule.Query.Value, schema));
        Run((rule, test) => names.Overlaps(Fed(test)) ? null : queries.GetValueOrDefault(rule));
    }

    [Fact]
    public void Every_case_passes_without_what_it_does_not_feed()
    {
        var passed = Run((rule, test) => Compilation.Bind(rule.Query.Value, Without(Products.Except(Fed(test)).ToHashSet(StringComparer.Ordinal))));
        Assert.Equal(Repository.TestSuites.Sum(suite => suite.Cases.Length), passed);
    }

    // How many cases a query was given for; all of them have to pass.
    private static int Run(Func<AnalyticsRule, TestCase, BoundQuery?> queryOf)
    {
        var results = new ConcurrentBag<CaseResult>();
        Parallel.ForEach(
            Repository.TestSuites.SelectMany(suite => suite.Cases.Select(test => (Suite: suite, Test: test))),
            new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken },
            item =>
            {
                var rule = Repository.RuleOf(item.Suite)!;
                if (queryOf(rule, item.Test) is { } query)
                    results.Add(Runner.Run(item.Suite, item.Test, rule, query, TestContext.Current.CancellationToken));
            });
        Assert.All(results, result => Assert.True(result.Verdict == Verdict.Passed, $"{result.Suite.RulePath}, {result.Case.Name.Value}: {result.Verdict} {result.Reason}"));
        return results.Count;
    }

    private static IEnumerable<string> Fed(TestCase test) => Runner.Load(test).Data.Tables.Where(table => table.Value.Count > 0).Select(table => table.Key);

    private static HashSet<string> NamesOf(string missing) => missing == AllOfThem ? Products : [missing];

    private static SchemaWithout Without(IReadOnlySet<string> names) => new(Repository.Schema, names);

    private static IEnumerable<(string Name, BoundQuery Query)> Queries() =>
        new ContentItem[][] { [.. Repository.Parsers], [.. Repository.Rules], [.. Repository.HuntingQueries] }.SelectMany(items => items).Select(item => (item.Path, Pack.Validation.QueryOf(item)!));

    // Steps of the workbook stand in files whose text is no query before parameters have values: what is called like a table is one.
    private static HashSet<string> FindProducts()
    {
        var own = Repository.Tables.Select(table => table.Table.Name).ToHashSet(StringComparer.Ordinal);
        var shown = Repository.ListFiles().Where(file => file.EndsWith(".kql", StringComparison.Ordinal)).SelectMany(file => Words().Matches(System.Text.Encoding.UTF8.GetString(Repository.ReadFile(file))))
            .Select(word => word.Value).Where(word => Repository.Schema.FindTable(word) is not null);
        return Queries().SelectMany(query => NamesIn(query.Query)).Concat(shown).Where(name => !own.Contains(name)).ToHashSet(StringComparer.Ordinal);
    }

    // Tables, and functions of which only the workspace knows the body.
    private static IEnumerable<string> NamesIn(BoundQuery query) =>
        query.Tables.Select(table => table.Name).Concat(query.Functions.Where(function => function.Body is null && function.Name != "_GetWatchlist").Select(function => function.Name));

    private static IEnumerable<EvaluatedQuery> Shown(IEnumerable<EvaluatedItem> items) =>
        items.Where(item => item.IsVisible).SelectMany(item => item switch { EvaluatedQuery query => [query], EvaluatedGroup group => Shown(group.Items), _ => [] });

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
