using SampleTelemetry.Vendors;

namespace SampleTelemetry;

/// <summary>
/// Writes the incidents. Each has a device of its own, with a proxy and sensor that the seed picks among those that can see it, and a time in
/// the last hours; each says which alerts it must raise.
/// </summary>
internal sealed class IncidentScript(Fleet fleet, TelemetryWriter writer, DateTime end)
{
    private const string Trust = "AndroidTrustCustomisationThenOpaqueTls";
    private const string Background = "AndroidBackgroundOpaqueTls";
    private const string Managed = "AndroidManagedAppNewOpaqueDestination";
    private const string Direct = "AndroidInspectionFailureThenDirectTls";
    private const string Refuses = "AndroidAppRefusesInspection";
    private const string IosManaged = "IosSupervisedAppOpaqueTls";
    private const string IosBackground = "IosBackgroundOpaqueTls";
    private const string IosShort = "IosRefusalThenShortTls";
    private const string IosRefuses = "IosRefusesInspectionCertificate";
    private const string Threat = "MobileThreatWithRefusedInspection";
    private const string Analysis = "AppAnalysisFindsUnapprovedPinning";

    private readonly List<ScriptedIncident> _incidents = [];
    private int _number;

    /// <summary>The incidents that were written.</summary>
    public IReadOnlyList<ScriptedIncident> Incidents => _incidents;

    /// <summary>Adds the devices of all incidents to the fleet, and gives what writes them.</summary>
    public IReadOnlyList<Action> Plan() =>
    [
        PinsThenTalks(), TalksFromTheBackground(), NewDestination(), RefusesThenDirect(), RefusesThenDirectUnseen(Proxy.Zeek), RefusesThenDirectUnseen(Proxy.Zscaler), RefusesOnly(),
        IosNewDestination(), IosTalksFromTheBackground(), IosBeacons(), IosRefusesOnly(),
        ThreatAndRefusals(ThreatProduct.Defender, Platform.Android), ThreatAndRefusals(ThreatProduct.Zimperium, Platform.Android), ThreatAndRefusals(ThreatProduct.Lookout, Platform.Ios),
        ThreatAndRefusals(ThreatProduct.Better, Platform.Ios), PinningFound(),
    ];

    private Action PinsThenTalks()
    {
        var device = fleet.Add(Platform.Android, AnyProxy(), Sensor.Knox);
        return () =>
        {
            var (time, app, host) = Case("implant");
            DeviceLogs.TrustApi(writer, device, time, app, writer.Random.Hex(64), "CustomTrustEvaluation", "javax.net.ssl.X509TrustManager.checkServerTrusted");
            for (var i = 1; i <= writer.Random.Between(2, 5); i++)
                DeviceLogs.Session(writer, device, time.AddMinutes(i), app, host, fleet.AddressOf(host));
            Expect("app customises trust, then talks", (Trust, device.Key, fleet.AddressOf(host)));
        };
    }

    private Action TalksFromTheBackground()
    {
        var device = fleet.Add(Platform.Android, AnyProxy(), Sensor.Knox);
        return () =>
        {
            var (time, app, host) = Case("stalker");
            var isLocked = writer.Random.Chance(50);
            DeviceLogs.State(writer, device, time.AddMinutes(-1), app, isLocked ? "Foreground" : "Background", "Sampled", isLocked, writer.Random.Between(0, 2000));
            DeviceLogs.TrustApi(writer, device, time, app, writer.Random.Hex(64), "HostnameVerifierOverride", "javax.net.ssl.HostnameVerifier.verify");
            for (var i = 1; i <= writer.Random.Between(3, 6); i++)
                DeviceLogs.Session(writer, device, time.AddMinutes(i), app, host, fleet.AddressOf(host));
            Expect("app talks from the background", (Background, device.Key, fleet.AddressOf(host)), (Trust, device.Key, fleet.AddressOf(host)));
        };
    }

    private Action NewDestination()
    {
        var device = fleet.Add(Platform.Android, AnyProxy(), Sensor.Knox);
        return () =>
        {
            var (time, app, host) = Case("scanner");
            DeviceLogs.App(writer, device, end.AddHours(-30), app, false, "READ_SMS", "ACCESS_FINE_LOCATION", "RECORD_AUDIO");
            for (var i = 0; i < 4; i++)
                DeviceLogs.Session(writer, device, end.AddHours(-40 + i), app, "usual." + host, fleet.AddressOf("usual." + host));
            for (var i = 0; i < 3; i++)
                DeviceLogs.Session(writer, device, time.AddMinutes(3 * i), app, host, fleet.AddressOf(host));
            Expect("app with strong permissions has a new destination", (Managed, device.Key, fleet.AddressOf(host)));
        };
    }

    private Action RefusesThenDirect()
    {
        var device = fleet.Add(Platform.Android, AnyProxy(), Sensor.Knox);
        return () =>
        {
            var (time, app, host) = Case("collector");
            Honours(device, app);
            Refusals(device, time, app, host, writer.Random.Between(3, 8));
            fleet.Session(writer, device, time.AddMinutes(12), app, host, device.Proxy == Proxy.Zeek ? Outcome.Opaque : Outcome.Bypassed);
            Expect("app refuses inspection, then gets through", (Direct, device.Key, host), (Refuses, device.Key, host));
        };
    }

    // Without a sensor: Zeek sees the origin's certificate, or a firewall sees the session past the proxy.
    private Action RefusesThenDirectUnseen(Proxy proxy)
    {
        var device = fleet.Add(Platform.Android, proxy, Sensor.None);
        return () =>
        {
            var (time, app, host) = Case("tunnel");
            Refusals(device, time, app, host, writer.Random.Between(3, 8));
            if (proxy == Proxy.Zeek)
                fleet.Session(writer, device, time.AddMinutes(9), app, host, Outcome.Opaque);
            else
                DeviceLogs.Flow(writer, device, time.AddMinutes(9), fleet.AddressOf(host), 40, 5200);
            Expect($"device refuses inspection, then goes past it ({proxy})", (Direct, device.Key, host));
        };
    }

    private Action RefusesOnly()
    {
        var device = fleet.Add(Platform.Android, writer.Random.Pick([Proxy.PaloAlto, Proxy.Zscaler, Proxy.Netskope]), Sensor.Knox);
        return () =>
        {
            var (time, app, host) = Case("beacon");
            Honours(device, app);
            Refusals(device, time, app, host, writer.Random.Between(3, 8));
            Expect("app refuses inspection of one destination", (Refuses, device.Key, host));
        };
    }

    private Action IosNewDestination()
    {
        var device = fleet.Add(Platform.Ios, AnyProxy(), Sensor.Better, isSupervised: true);
        return () =>
        {
            var (time, app, host) = Case("notes");
            DeviceLogs.App(writer, device, end.AddHours(-30), app, true);
            for (var i = 0; i < 4; i++)
                DeviceLogs.Session(writer, device, end.AddHours(-40 + i), app, "usual." + host, fleet.AddressOf("usual." + host));
            for (var i = 0; i < 3; i++)
                DeviceLogs.Session(writer, device, time.AddMinutes(3 * i), app, host, fleet.AddressOf(host));
            Expect("managed app on a supervised device has a new destination", (IosManaged, device.Key, host));
        };
    }

    private Action IosTalksFromTheBackground()
    {
        var device = fleet.Add(Platform.Ios, AnyProxy(), Sensor.Better);
        return () =>
        {
            var (time, app, host) = Case("wakeup");
            DeviceLogs.App(writer, device, end.AddHours(-30), app, true);
            DeviceLogs.State(writer, device, time, app, "Background", writer.Random.Pick(["Resumed", "Started"]), writer.Random.Chance(50));
            for (var i = 1; i <= writer.Random.Between(3, 6); i++)
                DeviceLogs.Session(writer, device, time.AddMinutes(i), app, host, fleet.AddressOf(host));
            Expect("managed app wakes up and talks", (IosBackground, device.Key, host));
        };
    }

    private Action IosBeacons()
    {
        var device = fleet.Add(Platform.Ios, writer.Random.Pick([Proxy.PaloAlto, Proxy.Zscaler, Proxy.Netskope]), writer.Random.Pick([Sensor.None, Sensor.Better]), isSupervised: writer.Random.Chance(50));
        return () =>
        {
            var (time, app, host) = Case("orbit");
            Refusals(device, time, app, host, writer.Random.Between(3, 6));
            for (var i = 0; i < writer.Random.Between(3, 6); i++)
            {
                if (writer.Random.Chance(50))
                    DeviceLogs.Connection(writer, device, time.AddMinutes(8 + (2 * i)), fleet.AddressOf(host), 2.5, 1900);
                else
                    DeviceLogs.Flow(writer, device, time.AddMinutes(8 + (2 * i)), fleet.AddressOf(host), 2.5, 1900);
            }

            Expect("device refuses inspection, then beacons", (IosShort, device.Key, host), (IosRefuses, device.Key, host));
        };
    }

    private Action IosRefusesOnly()
    {
        var device = fleet.Add(Platform.Ios, AnyProxy(), writer.Random.Pick([Sensor.None, Sensor.Better]), isSupervised: true);
        return () =>
        {
            var (time, app, host) = Case("harbor");
            Refusals(device, time, app, host, writer.Random.Between(3, 8));
            Expect("supervised device refuses only the inspection certificate", (IosRefuses, device.Key, host));
        };
    }

    private Action ThreatAndRefusals(ThreatProduct product, Platform platform)
    {
        var device = fleet.Add(platform, writer.Random.Pick([Proxy.PaloAlto, Proxy.Zscaler, Proxy.Netskope]), Sensor.None);
        return () =>
        {
            var (time, app, host) = Case("wallpaper");
            Refusals(device, time, app, host, writer.Random.Between(3, 6));
            ThreatLogs.Write(writer, device, time.AddMinutes(writer.Random.Between(-90, 20)), product, "Malicious app", app);
            if (platform == Platform.Ios)
                Expect($"threat alert and refused inspection ({product})", (Threat, device.Key, host), (IosRefuses, device.Key, host));
            else
                Expect($"threat alert and refused inspection ({product})", (Threat, device.Key, host));
        };
    }

    private Action PinningFound() => () =>
    {
        var (time, app, _) = Case("pinned");
        ThreatLogs.Finding(writer, time, app, writer.Random.Pick(["Android", "iOS"]), writer.Random.Hex(64), writer.Random.Between(70, 100));
        // The approved app's name, somebody else's signature.
        ThreatLogs.Finding(writer, time.AddMinutes(7), "com.example.chat", "Android", writer.Random.Hex(64), 90);
        Expect("app analysis finds pinning", (Analysis, app, ""), (Analysis, "com.example.chat", ""));
    };

    private Proxy AnyProxy() => writer.Random.Pick([Proxy.PaloAlto, Proxy.Zscaler, Proxy.Netskope, Proxy.Zeek]);

    // A time in the hours that tests look at, an app and a host that nothing else has.
    private (DateTime Time, string App, string Host) Case(string word)
    {
        _number++;
        var code = writer.Random.Hex(4);
        return (writer.Random.Instant(end.AddHours(-5), end.AddMinutes(-40)), $"com.{word}{_number}.x{code}", $"c{code}.{word}{_number}.example");
    }

    private void Honours(Device device, string app)
    {
        for (var i = 0; i < 3; i++)
            fleet.Session(writer, device, end.AddHours(-14 - i), app, writer.Random.Pick(["ads.press.example", "stats.press.example"]), Outcome.Inspected);
    }

    private void Refusals(Device device, DateTime time, string app, string host, int count)
    {
        for (var i = 0; i < count; i++)
            fleet.Session(writer, device, time.AddSeconds(40 * i), app, host, Outcome.ClientRejected);
    }

    private void Expect(string name, params (string Rule, string Device, string Target)[] alerts) =>
        _incidents.Add(new ScriptedIncident(name, [.. alerts.Select(alert => new ExpectedAlert(alert.Rule, alert.Device, alert.Target))]));
}
