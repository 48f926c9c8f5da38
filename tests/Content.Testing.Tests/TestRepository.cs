using System.Text;
using Content.Analysis;
using Content.Model;

namespace Content.Testing.Tests;

/// <summary>A content repository in memory with one rule and its tests.</summary>
internal sealed class TestRepository
{
    private readonly MemoryFiles _files = new();

    public const string RulePath = "detections/rules/R.yaml";

    public TestRepository() => Add("sentinel-content.yaml", "version: 1\ncontent: [detections]\n");

    public TestRepository Add(string path, string text) => Add(path, Encoding.UTF8.GetBytes(text));

    public TestRepository Add(string path, byte[] bytes)
    {
        _files.Add(path, bytes);
        return this;
    }

    public MemoryFiles Files => _files;

    public void Remove(string path) => _files.Remove(path);

    /// <summary>A rule with a query and further keys.</summary>
    public static string Rule(string query, string more = "", string kind = "Scheduled", string schedule = "queryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\n") =>
        "id: 0b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f\nkind: " + kind + "\nname: Many failures\ndescription: Too many.\nseverity: Medium\nrequiredDataConnectors: []\n"
        + schedule + "tactics: [InitialAccess]\nrelevantTechniques: []\nquery: |\n  " + query.Replace("\n", "\n  ", StringComparison.Ordinal) + "\n" + more + "version: 1.0.0\n";

    public static AnalyticsRule ReadRule(string rule) => new TestRepository().Add(RulePath, rule).Load().Rules.Single();

    public ContentRepository Load() => ContentRepository.Load(_files);

    public TestRunResult Run(TestOptions? options = null)
    {
        var validation = ContentValidator.Validate(Load());
        return TestRunner.Run(validation, options, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs one case of a rule.</summary>
    public static CaseResult Run(string rule, string testCase)
    {
        var result = new TestRepository().Add(RulePath, rule).Add("detections/rules/R.tests.yaml", "cases:\n" + testCase).Run();
        return result.Cases.Single();
    }
}
