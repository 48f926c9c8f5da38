using System.Globalization;

namespace SampleTelemetry;

/// <summary>
/// Writes the telemetry of a synthetic fleet: <c>dotnet run --project tools/SampleTelemetry -- FOLDER [SEED]</c>. The tests of the content
/// pack make the same telemetry in memory.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        var seed = 1;
        if (arguments.Length is 0 or > 2 || (arguments.Length == 2 && !int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out seed)))
        {
            Console.Error.WriteLine("Usage: SampleTelemetry FOLDER [SEED]");
            return 2;
        }

        var telemetry = FleetGenerator.Generate(seed);
        NdjsonWriter.WriteAll(telemetry, arguments[0]);
        foreach (var (name, count) in telemetry.Counts)
            Console.WriteLine($"{count,7} {name}");
        Console.WriteLine($"{telemetry.Records.Count,7} records, {telemetry.Incidents.Count} incidents");
        return 0;
    }
}
