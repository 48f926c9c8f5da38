using SampleTelemetry.Vendors;

namespace SampleTelemetry;

/// <content>Noise of transports, addresses, devices and other products.</content>
internal sealed partial class NoiseScript
{
    private void Quic(TelemetryWriter writer)
    {
        foreach (var device in fleet.Devices.Where(device => device.IsManaged && device.Platform != Platform.Windows))
        {
            for (var i = 0; i < 12; i++)
            {
                var host = $"cdn{writer.Random.Below(40)}.video.example";
                var time = AnyTime(writer);
                DeviceLogs.Session(writer, device, time, "com.example.camera", host, fleet.AddressOf(host), isQuic: true);
                if (device.Proxy == Proxy.Zeek)
                    DeviceLogs.Connection(writer, device, time, fleet.AddressOf(host), 4, 2400, isQuic: true);
            }
        }
    }

    private void PrivateRelay(TelemetryWriter writer)
    {
        foreach (var device in fleet.Devices.Where(device => device.Platform == Platform.Ios))
        {
            for (var i = 0; i < 3; i++)
                RefusedThenOpen(writer, device, AnyTime(writer), "com.apple.relay", writer.Random.Pick(["mask.icloud.com", "mask-h2.icloud.com"]), 4);
        }
    }

    private void Vpn(TelemetryWriter writer)
    {
        foreach (var device in fleet.Managed(Platform.Android, sensor: Sensor.Knox))
        {
            for (var i = 0; i < 4; i++)
            {
                var time = AnyTime(writer);
                DeviceLogs.TrustApi(writer, device, time, "com.example.vpn", "5e7c19d04ab8263f7715c2e90d4fa68b31d7e05c9f2846ab7c03d1e5f8296b40", "PinComparison", "vpn.TlsGuard.check");
                DeviceLogs.Session(writer, device, time.AddMinutes(1), "com.example.vpn", "gate.vpn.example", fleet.AddressOf($"gate{writer.Random.Below(5)}.vpn.example"));
            }
        }
    }

    // The address is leased to a MAC that the phone made up: nobody's name stands behind it.
    private void RandomisedMacs(TelemetryWriter writer)
    {
        for (var i = 0; i < 12; i++)
        {
            var guest = new Device("", Platform.Android, "", $"10.60.1.{i + 2}", "", Proxy.Zeek, Sensor.None, false, false, "", "", "");
            var time = AnyTime(writer);
            DeviceLogs.Lease(writer, $"d{writer.Random.Pick(["2", "6", "a", "e"])}:{writer.Random.Hex(2)}:{writer.Random.Hex(2)}:{writer.Random.Hex(2)}:{writer.Random.Hex(2)}:{writer.Random.Hex(2)}", guest.Address, time.AddMinutes(-5), 7200, isAsim: false);
            RefusedThenOpen(writer, guest, time, "", $"odd{i}.guest.example", 5);
        }
    }

    // A phone shares its lease with guests: the sensor sees the phone's address, the proxy several users behind it.
    private void SharedAddresses(TelemetryWriter writer)
    {
        foreach (var phone in fleet.Bystanders(Platform.Android, Proxy.Zeek).Where(device => !_withoutRoot.Contains(device) && device.Sensor == Sensor.None).Take(2))
        {
            var time = AnyTime(writer);
            for (var i = 0; i < 4; i++)
            {
                var guest = phone with { User = $"guest{i}.{phone.Key}@partner.example", Proxy = Proxy.Netskope, IsManaged = false, Platform = Platform.Ios };
                fleet.Session(writer, guest, time.AddSeconds(20 * i), "", "news.press.example", Outcome.Inspected);
            }

            RefusedThenOpen(writer, phone, time.AddMinutes(1), "", $"guest.of{phone.Key}.example", 5);
        }
    }

    private void HandedOnAddresses(TelemetryWriter writer)
    {
        foreach (var phone in fleet.Bystanders(Platform.Ios, Proxy.Zeek).Where(device => !_withoutRoot.Contains(device)).Take(3))
        {
            var time = AnyTime(writer);
            var address = $"10.61.0.{fleet.Devices.ToList().IndexOf(phone) % 200}";
            DeviceLogs.Lease(writer, phone.MacWithColons, address, time.AddHours(-2), 86400, isAsim: false);
            DeviceLogs.Lease(writer, "b0:00:00:00:00:0" + writer.Random.Below(9), address, time.AddMinutes(-10), 3600, isAsim: true);
            RefusedThenOpen(writer, phone with { Address = address, Sensor = Sensor.None }, time, "", $"next.of{phone.Key}.example", 5);
        }
    }

    private void BackgroundWork(TelemetryWriter writer)
    {
        foreach (var device in fleet.Devices.Where(device => device.IsManaged && device.Platform != Platform.Windows && !_withoutRoot.Contains(device)))
        {
            for (var i = 0; i < 6; i++)
            {
                var time = AnyTime(writer);
                var app = writer.Random.Pick(["com.example.mail", "com.example.fieldnotes", "com.example.chat"]);
                var host = app switch { "com.example.mail" => "mail.intranet.example", "com.example.fieldnotes" => "api.fieldcloud.example", _ => "push.chat.example" };
                DeviceLogs.State(writer, device, time, app, "Background", "Resumed", isLocked: writer.Random.Chance(50), idleSeconds: writer.Random.Between(0, 4000));
                for (var n = 1; n <= 4; n++)
                    fleet.Session(writer, device, time.AddMinutes(n), app, host, app == "com.example.chat" ? (device.Proxy == Proxy.Zeek ? Outcome.Opaque : Outcome.Bypassed) : Outcome.Inspected);
                DeviceLogs.State(writer, device, AnyTime(writer), "com.example.browser", "Foreground", "Started", idleSeconds: 0);
            }
        }
    }

    private void TrustCode(TelemetryWriter writer)
    {
        foreach (var device in fleet.Managed(Platform.Android))
        {
            for (var i = 0; i < 5; i++)
            {
                var time = AnyTime(writer);
                DeviceLogs.TrustApi(writer, device, time, "com.example.chat", ChatSigner, "PinComparison", "okhttp3.CertificatePinner.check");
                DeviceLogs.Session(writer, device, time.AddMinutes(2), "com.example.chat", "edge.chat.example", fleet.AddressOf("edge.chat.example"));
                // Own trust code without a session, and sessions behind other API use.
                DeviceLogs.TrustApi(writer, device, AnyTime(writer), "com.example.sdkhost", writer.Random.Hex(64), "CustomTrustEvaluation", "javax.net.ssl.X509TrustManager.checkServerTrusted");
                DeviceLogs.TrustApi(writer, device, time, "com.example.browser", writer.Random.Hex(64), "CertificateTransparency", "ct.Verifier.verify");
            }
        }
    }

    private void PostureAlerts(TelemetryWriter writer)
    {
        Device[] devices = [.. fleet.Bystanders(Platform.Android), .. fleet.Bystanders(Platform.Ios)];
        for (var i = 0; i < 40; i++)
            ThreatLogs.Write(writer, writer.Random.Pick(devices), AnyTime(writer), writer.Random.Pick(Enum.GetValues<ThreatProduct>()), "Outdated operating system", "");
    }

    private void Laptops(TelemetryWriter writer)
    {
        foreach (var device in fleet.Managed(Platform.Windows))
        {
            for (var i = 0; i < 8; i++)
                RefusedThenOpen(writer, device, AnyTime(writer), "", writer.Random.Pick(["registry.tools.example", "index.packages.example", "agent.cloud.example"]), 6);
        }
    }

    private void AppAnalysis(TelemetryWriter writer)
    {
        ThreatLogs.Finding(writer, AnyTime(writer), "com.example.chat", "Android", ChatSigner, 95);
        ThreatLogs.Finding(writer, AnyTime(writer), "com.example.bank", "iOS", "A1B2C3D4E5", 90);
        for (var i = 0; i < 8; i++)
            ThreatLogs.Finding(writer, AnyTime(writer), $"com.example.guess{i}", "Android", writer.Random.Hex(64), writer.Random.Between(10, 69));
    }
}
