using System.Collections.Concurrent;
using SampleTelemetry;

namespace Content.Pack.Tests;

/// <summary>The rules over the telemetry of whole fleets.</summary>
public sealed class FleetTests
{
    // 1 and 2 were used while rules and telemetry were made.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void All_scripted_incidents_are_found_and_no_others(int seed)
    {
        var verdict = Verdict(seed);
        Assert.True(verdict.Length == 0, verdict);
    }

    // These were not.
    [Fact]
    public void The_same_holds_for_twenty_other_fleets()
    {
        var verdicts = new ConcurrentBag<string>();
        Parallel.For(3001, 3021, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, seed => verdicts.Add(Verdict(seed)));
        Assert.Equal(20, verdicts.Count);
        var verdict = string.Concat(verdicts.Order(StringComparer.Ordinal));
        Assert.True(verdict.Length == 0, verdict);
    }

    private static string Verdict(int seed)
    {
        var telemetry = FleetGenerator.Generate(seed);
        var found = FleetRun.Run(telemetry, TestContext.Current.CancellationToken);
        var expected = telemetry.Incidents.SelectMany(incident => incident.Alerts).Select(alert => new FoundAlert(alert.Rule, alert.Device, alert.Target)).ToHashSet();
        return string.Concat(expected.Except(found).Select(alert => $"seed {seed}, missing: {alert}\n"))
            + string.Concat(found.Except(expected).Select(alert => $"seed {seed}, not scripted: {alert}\n"));
    }
}
