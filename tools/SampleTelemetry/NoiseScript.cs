using SampleTelemetry.Vendors;

namespace SampleTelemetry;

/// <summary>Writes everything that looks like pinning, or like a threat, and is neither. One method, one class of noise.</summary>
internal sealed partial class NoiseScript(Fleet fleet, Randomness seed, List<TelemetryRecord> records, DateTime start, DateTime end)
{
    private const string ChatSigner = "27c8e04d9b5f13a6708d2e9c4b61f5a3d80e7b42c91f6ad538e0b7c4196d2fa5";

    private readonly HashSet<Device> _withoutRoot = [];

    /// <summary>Devices whose every handshake fails, because the enterprise's authority is not installed.</summary>
    public IReadOnlySet<Device> WithoutRoot => _withoutRoot;

    /// <summary>Writes all classes.</summary>
    public void Write()
    {
        ClientsWithoutRoot(Part("client without the root"));
        ApprovedPinning(Part("approved app that pins"));
        IgnoredAuthorities(Part("app that ignores user-added authorities"));
        BrokenOrigins(Part("expired, revoked, no cipher, server error"));
        SilentCloses(Part("closed without an alert"));
        CaptivePortals(Part("captive portal"));
        Updates(Part("app update"));
        RotatedPins(Part("rotated pin"));
        HiddenCertificates(Part("TLS 1.3 and ECH"));
        Quic(Part("QUIC"));
        PrivateRelay(Part("private relay"));
        Vpn(Part("VPN app"));
        RandomisedMacs(Part("randomised MAC"));
        SharedAddresses(Part("NAT and hotspots"));
        HandedOnAddresses(Part("address handed on"));
        BackgroundWork(Part("background work of apps"));
        TrustCode(Part("trust code of apps"));
        PostureAlerts(Part("threat alert without refusals"));
        Laptops(Part("laptop that refuses inspection"));
        AppAnalysis(Part("app analysis of approved apps"));
    }

    private TelemetryWriter Part(string name) => new(seed.Fork(name), records, name);

    private DateTime AnyTime(TelemetryWriter writer) => writer.Random.Instant(start.AddHours(6), end.AddMinutes(-30));

    // The proxy fails open: what it cannot inspect it lets through later.
    private void RefusedThenOpen(TelemetryWriter writer, Device device, DateTime time, string app, string host, int refusals)
    {
        for (var i = 0; i < refusals; i++)
            fleet.Session(writer, device, time.AddSeconds(20 * i), app, host, Outcome.ClientRejected);
        for (var i = 1; i <= 3; i++)
            fleet.Session(writer, device, time.AddSeconds((20 * refusals) + (90 * i)), app, host, device.Proxy == Proxy.Zeek ? Outcome.Opaque : Outcome.Bypassed);
    }

    private void ClientsWithoutRoot(TelemetryWriter writer)
    {
        foreach (var platform in new[] { Platform.Android, Platform.Ios })
        {
            for (var i = 0; i < 3; i++)
                _withoutRoot.Add(fleet.Add(platform, writer.Random.Pick([Proxy.PaloAlto, Proxy.Zscaler, Proxy.Netskope, Proxy.Zeek]), i == 0 ? Sensor.None : platform == Platform.Android ? Sensor.Knox : Sensor.Better, isSupervised: true));
        }

        foreach (var device in _withoutRoot)
        {
            for (var i = 0; i < 60; i++)
            {
                var app = writer.Random.Pick(Fleet.Ordinary);
                RefusedThenOpen(writer, device, AnyTime(writer), app.Id, writer.Random.Pick(app.Hosts), writer.Random.Between(2, 5));
            }
        }
    }

    private void ApprovedPinning(TelemetryWriter writer)
    {
        foreach (var device in fleet.Devices.Where(device => device.Platform != Platform.Windows))
        {
            for (var i = writer.Random.Between(3, 8); i > 0; i--)
            {
                var app = writer.Random.Pick(Fleet.Approved);
                RefusedThenOpen(writer, device, AnyTime(writer), app.Id, writer.Random.Pick(app.Hosts), writer.Random.Between(1, 5));
            }
        }
    }

    private void IgnoredAuthorities(TelemetryWriter writer)
    {
        // An app is on every device or on the first half, at the least: what one device alone has cannot be told without a sensor.
        foreach (var app in Fleet.Ignoring)
        {
            var devices = fleet.Devices.Where(device => device.Platform == Platform.Android).ToArray();
            foreach (var device in devices.Where((_, index) => app.Id == "com.example.transit" || index % 2 == 0))
            {
                foreach (var host in app.Hosts)
                    RefusedThenOpen(writer, device, start.AddHours(24).AddMinutes(writer.Random.Below(360)), app.Id, host, writer.Random.Between(3, 6));
                for (var i = writer.Random.Between(2, 5); i > 0; i--)
                    RefusedThenOpen(writer, device, AnyTime(writer), app.Id, writer.Random.Pick(app.Hosts), writer.Random.Between(2, 6));
            }
        }

        // A sensor tells even a rare one: inspection opens none of its sessions, on no device.
        var rare = fleet.Bystanders(Platform.Android, sensor: Sensor.Knox);
        for (var i = 0; i < 6; i++)
            RefusedThenOpen(writer, rare[i % 2], AnyTime(writer), "com.example.rarereader", "feed.rarereader.example", 4);
    }

    private void BrokenOrigins(TelemetryWriter writer)
    {
        foreach (var device in fleet.Devices)
        {
            var host = $"broken{writer.Random.Below(12)}.old.example";
            var time = AnyTime(writer);
            for (var i = 0; i < 5; i++)
                fleet.Session(writer, device, time.AddMinutes(i), "com.example.browser", host, writer.Random.Pick([Outcome.Expired, Outcome.Revoked, Outcome.NoCipher, Outcome.ServerError]));
            if (device.Proxy != Proxy.Zeek)
                fleet.Session(writer, device, time.AddMinutes(7), "com.example.browser", host, Outcome.Bypassed);
        }
    }

    private void SilentCloses(TelemetryWriter writer)
    {
        foreach (var device in fleet.Devices.Where(device => device.Proxy is Proxy.PaloAlto or Proxy.Zscaler or Proxy.Zeek))
        {
            var time = AnyTime(writer);
            for (var i = 0; i < 5; i++)
                fleet.Session(writer, device, time.AddMinutes(i), "com.example.browser", "flaky.cell.example", Outcome.SilentClose);
            if (device.Proxy != Proxy.Zeek)
                fleet.Session(writer, device, time.AddMinutes(8), "com.example.browser", "flaky.cell.example", Outcome.Bypassed);
        }
    }

    private void CaptivePortals(TelemetryWriter writer)
    {
        foreach (var platform in new[] { Platform.Android, Platform.Ios })
        {
            foreach (var device in fleet.Bystanders(platform, Proxy.Zeek).Where(device => !_withoutRoot.Contains(device)).Take(4))
            {
                var time = AnyTime(writer);
                for (var i = 0; i < 6; i++)
                    fleet.Session(writer, device, time.AddSeconds(30 * i), "com.example.browser", "connect.portal.example", Outcome.OriginRejected);
                for (var i = 1; i <= 3; i++)
                    fleet.Session(writer, device, time.AddMinutes(4 + i), "com.example.browser", "connect.portal.example", Outcome.Opaque);
            }
        }
    }

    // A new version moves its back end: within an hour every device has a destination that no device had before.
    private void Updates(TelemetryWriter writer)
    {
        var moved = end.AddHours(-5);
        foreach (var device in fleet.Managed(Platform.Android, sensor: Sensor.Knox))
        {
            for (var i = 0; i < 3; i++)
                DeviceLogs.Session(writer, device, writer.Random.Instant(moved, moved.AddHours(1)), "com.example.camera", "v2.camera.example", fleet.AddressOf("v2.camera.example"));
        }

        foreach (var device in fleet.Managed(Platform.Ios, sensor: Sensor.Better))
        {
            for (var i = 0; i < 3; i++)
                DeviceLogs.Session(writer, device, writer.Random.Instant(moved, moved.AddHours(1)), "com.example.fieldnotes", "v2.fieldcloud.example", fleet.AddressOf("v2.fieldcloud.example"));
        }

        foreach (var device in fleet.Devices.Where(device => device.Platform != Platform.Windows))
            RefusedThenOpen(writer, device, AnyTime(writer), "com.android.vending", device.Platform == Platform.Android ? "android.updates.example" : "ios.updates.example", 4);
    }

    // The origin has a new key and the app still has the old pin: it refuses the origin too.
    private void RotatedPins(TelemetryWriter writer)
    {
        foreach (var platform in new[] { Platform.Android, Platform.Ios })
        {
            foreach (var device in fleet.Bystanders(platform, Proxy.Zeek).Where(device => !_withoutRoot.Contains(device)).Take(3))
            {
                var time = AnyTime(writer);
                for (var i = 0; i < 4; i++)
                {
                    fleet.Session(writer, device, time.AddMinutes(i), "com.example.loyalty", "api.loyalty.example", Outcome.ClientRejected);
                    fleet.Session(writer, device, time.AddMinutes(i).AddSeconds(20), "com.example.loyalty", "api.loyalty.example", Outcome.OriginRejected);
                }

                fleet.Session(writer, device, time.AddMinutes(9), "com.example.loyalty", "api.loyalty.example", Outcome.Opaque);
            }
        }
    }

    private void HiddenCertificates(TelemetryWriter writer)
    {
        foreach (var device in fleet.Devices.Where(device => device.Proxy == Proxy.Zeek))
        {
            for (var i = 0; i < 25; i++)
                fleet.Session(writer, device, AnyTime(writer), "com.example.browser", writer.Random.Pick(["cloudflare-ech.com", "modern.site.example"]), Outcome.Hidden);
        }
    }
}
