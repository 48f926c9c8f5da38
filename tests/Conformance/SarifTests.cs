using System.Text.Json.Nodes;
using Json.Schema;

namespace Content.Conformance.Tests;

/// <summary>Reports in SARIF hold by the published schema, which Microsoft's npm package of matchers brings along.</summary>
public sealed class SarifTests
{
    private static readonly string Schema = Path.Combine("node_modules", "@microsoft", "jest-sarif", "lib", "schemas", "sarif-2.1.0-rtm.5.json");

    [Fact]
    public void A_report_of_broken_content_holds_by_the_published_schema()
    {
        var path = Find();
        if (path is null && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CONFORMANCE_REQUIRED")))
            Assert.Fail("There is no schema of SARIF. Run 'npm install --prefix tests/Conformance'.");
        Assert.SkipWhen(path is null, "There is no schema of SARIF. Run 'npm install --prefix tests/Conformance'.");

        // Draft 4 and 7 are one in what this schema says; the validator knows the latter.
        var text = JsonNode.Parse(File.ReadAllText(path!))!.AsObject();
        text["$schema"] = "http://json-schema.org/draft-07/schema#";
        text.Remove("id");
        var schema = JsonSchema.FromText(text.ToJsonString());
        using var report = System.Text.Json.JsonDocument.Parse(Report());
        var results = schema.Evaluate(report.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(results.IsValid, string.Join('\n', (results.Details ?? []).Where(detail => detail.Errors is { Count: > 0 }).Take(10).Select(detail => $"{detail.InstanceLocation}: {string.Join(' ', detail.Errors!.Values)}")));
        Assert.NotEmpty(report.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
        using var wrong = System.Text.Json.JsonDocument.Parse("""{"version": "2.1.0", "runs": [{"results": []}]}""");
        Assert.False(schema.Evaluate(wrong.RootElement).IsValid);
    }

    // Findings of many kinds: with fixes, related places and help, in names of files with blanks.
    private static string Report()
    {
        var folder = Directory.CreateTempSubdirectory("sarif");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "detections"));
            File.WriteAllText(Path.Combine(folder.FullName, "sentinel-content.yaml"), "version: 1\ncontent: [detections]\nanalysis: {severties: {}}\n");
            foreach (var name in (string[])["a rule", "another"])
            {
                File.WriteAllText(Path.Combine(folder.FullName, "detections", name + ".yaml"), """
                    id: 0b1e5f5e-6f1b-4d5e-9a55-1f2f3c4d5e6f
                    kind: Scheduled
                    name: Too many
                    severity: medium
                    queryFrequency: 3h
                    queryPeriod: 1h
                    triggerOperator: gt
                    triggerThreshold: 0
                    tactics: [Initial access]
                    alertnameFormat: x
                    query: |
                      SigninLogs
                      | where ResultTyp == "0" and true
                      | join (AuditLogs) on Id
                    """);
            }

            var file = Path.Combine(folder.FullName, "report.sarif");
            Cli.CommandLine.Invoke(["validate", "--root", folder.FullName, "--report", "sarif=" + file], TestContext.Current.CancellationToken);
            return File.ReadAllText(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, Schema) is var path && File.Exists(path))
                return path;
        }

        return null;
    }
}
