using SampleTelemetry.Vendors;

namespace SampleTelemetry;

/// <summary>
/// Makes the telemetry of a fleet over two days: managed and unmanaged devices behind four proxies, with three kinds of sensors, their
/// ordinary traffic, everything that looks like pinning and is none, and a number of incidents in the last hours. The same seed gives the
/// same records.
/// </summary>
public static class FleetGenerator
{
    /// <summary>The last instant of the telemetry.</summary>
    public static readonly DateTime End = new(2026, 3, 4, 18, 0, 0, DateTimeKind.Utc);

    /// <summary>Makes the telemetry.</summary>
    /// <param name="seed">Another seed is another fleet, other traffic and incidents at other times with other products.</param>
    public static FleetTelemetry Generate(int seed)
    {
        var random = new Randomness((ulong)seed);
        var fleet = new Fleet(random.Fork("fleet"));
        var records = new List<TelemetryRecord>();
        var start = End.AddDays(-2);
        var incidents = new IncidentScript(fleet, new TelemetryWriter(random.Fork("incidents"), records, "incident"), End);
        var planned = incidents.Plan();
        fleet.Victims.UnionWith(fleet.Devices);
        Populate(fleet, random.Fork("population"));
        foreach (var incident in planned)
            incident();

        var noise = new NoiseScript(fleet, random, records, start, End);
        noise.Write();
        Everyday(fleet, new TelemetryWriter(random.Fork("everyday"), records, "everyday traffic"), noise.WithoutRoot, start);
        Inventories(fleet, new TelemetryWriter(random.Fork("inventory"), records, "inventory and leases"), start);
        var ordered = records.Where(record => record.Time >= start && record.Time <= End)
            .Select((record, index) => (record, index)).OrderBy(pair => pair.record.Time).ThenBy(pair => pair.index).Select(pair => pair.record).ToArray();
        return new FleetTelemetry(start, End, ordered, incidents.Incidents);
    }

    private static void Populate(Fleet fleet, Randomness random)
    {
        Proxy[] proxies = [Proxy.PaloAlto, Proxy.Zscaler, Proxy.Netskope, Proxy.Zeek];
        Sensor[] android = [Sensor.Knox, Sensor.None, Sensor.GlobalSecureAccess, Sensor.Knox];
        Sensor[] ios = [Sensor.Better, Sensor.None, Sensor.GlobalSecureAccess, Sensor.Better];
        for (var i = 0; i < 40; i++)
        {
            fleet.Add(Platform.Android, proxies[i % 4], android[i / 4 % 4]);
            fleet.Add(Platform.Ios, proxies[i % 4], ios[i / 4 % 4], isSupervised: random.Chance(60));
        }

        for (var i = 0; i < 10; i++)
            fleet.Add(Platform.Windows, proxies[i % 3], Sensor.None);
        for (var i = 0; i < 12; i++)
            fleet.Add(i % 2 == 0 ? Platform.Android : Platform.Ios, proxies[i % 3], Sensor.None, isManaged: false);
    }

    // What people do all day. Each app's hosts are known from the first day on.
    private static void Everyday(Fleet fleet, TelemetryWriter writer, IReadOnlySet<Device> withoutRoot, DateTime start)
    {
        var random = writer.Random;
        foreach (var device in fleet.Devices)
        {
            if (withoutRoot.Contains(device))
                continue;
            foreach (var app in Fleet.Ordinary)
            {
                foreach (var host in app.Hosts)
                    fleet.Session(writer, device, start.AddHours(7).AddMinutes(random.Below(120)), app.Id, host, Outcome.Inspected);
            }

            for (var hour = start.AddHours(9); hour < End; hour = hour.AddHours(1))
            {
                // Nights are quiet; hours are UTC.
                for (var i = hour.Hour is >= 6 and < 21 ? random.Between(2, 5) : random.Below(2); i > 0; i--)
                {
                    var app = random.Pick(Fleet.Ordinary);
                    fleet.Session(writer, device, random.Instant(hour, hour.AddHours(1)), app.Id, random.Pick(app.Hosts), Outcome.Inspected);
                }
            }
        }
    }

    private static void Inventories(Fleet fleet, TelemetryWriter writer, DateTime start)
    {
        Certificates.Write(writer, start.AddHours(1));
        Certificates.Write(writer, End.AddHours(-20));
        foreach (var device in fleet.Devices.Where(device => device.IsManaged))
        {
            for (var day = start; day < End; day = day.AddDays(1))
            {
                DeviceLogs.Inventory(writer, device, day.AddMinutes(writer.Random.Between(5, 200)));
                DeviceLogs.Lease(writer, device.MacWithColons, device.Address, day.AddMinutes(writer.Random.Between(1, 4)), 86400 + 300, isAsim: device.Proxy != Proxy.Zeek);
                if (device.Platform == Platform.Windows)
                    continue;
                foreach (var app in Fleet.Ordinary)
                    DeviceLogs.App(writer, device, day.AddHours(4), app.Id, app.IsManaged, app.Id == "com.example.camera" ? ["CAMERA", "ACCESS_FINE_LOCATION"] : []);
            }
        }
    }
}
