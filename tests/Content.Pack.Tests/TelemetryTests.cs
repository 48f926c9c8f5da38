using System.Globalization;
using System.Text.Json;
using SampleTelemetry;

namespace Content.Pack.Tests;

/// <summary>The telemetry itself.</summary>
public sealed class TelemetryTests
{
    private static readonly FleetTelemetry Fleet = FleetGenerator.Generate(1);

    [Fact]
    public void The_same_seed_gives_the_same_records_and_another_one_others()
    {
        var first = string.Join('\n', Fleet.Records.Select(NdjsonWriter.Line));
        Assert.Equal(first, string.Join('\n', FleetGenerator.Generate(1).Records.Select(NdjsonWriter.Line)));
        Assert.NotEqual(first, string.Join('\n', FleetGenerator.Generate(2).Records.Select(NdjsonWriter.Line)));
    }

    [Fact]
    public void Tens_of_thousands_of_records_are_no_incident()
    {
        Assert.InRange(Fleet.Records.Count(record => record.Class != "incident"), 30_000, 100_000);
        Assert.InRange(Fleet.Counts["incident"], 50, 500);
        Assert.Equal(22, Fleet.Counts.Count - 1);
    }

    [Fact]
    public void Each_rule_has_an_incident()
    {
        var rules = Pack.Validation.Repository.Rules.Where(rule => rule.Attack?.Strategy?.Value == "DET0646").Select(rule => Path.GetFileNameWithoutExtension(rule.FileName));
        Assert.Equal(rules.Order(StringComparer.Ordinal), Fleet.Incidents.SelectMany(incident => incident.Alerts).Select(alert => alert.Rule).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_class_of_noise_stands_in_the_documentation_with_its_count()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "detections", "DET0646-ssl-pinning", "README.md"));
        Assert.All(Fleet.Counts, pair => Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| {pair.Key} | {pair.Value:N0} |"), readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Records_are_written_as_ndjson_with_their_time()
    {
        foreach (var record in Fleet.Records.Take(2000))
        {
            var line = NdjsonWriter.Line(record);
            Assert.DoesNotContain('\n', line);
            using var json = JsonDocument.Parse(line);
            Assert.Equal(record.Time, json.RootElement.GetProperty("TimeGenerated").GetDateTime().ToUniversalTime());
            Assert.Equal(record.Fields.Count + 1, json.RootElement.EnumerateObject().Count());
        }
    }
}
