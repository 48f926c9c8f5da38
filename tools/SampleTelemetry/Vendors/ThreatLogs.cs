namespace SampleTelemetry.Vendors;

/// <summary>Mobile threat defence products.</summary>
internal enum ThreatProduct
{
    Defender,
    Zimperium,
    Lookout,
    Better,
}

/// <summary>Alerts of mobile threat defence products, and findings of app analysis.</summary>
internal static class ThreatLogs
{
    /// <summary>An alert; the products differ in whether they name the device, the user and the app.</summary>
    public static void Write(TelemetryWriter writer, Device device, DateTime time, ThreatProduct product, string threat, string app)
    {
        var system = device.Platform == Platform.Android ? "Android" : "iOS";
        switch (product)
        {
            case ThreatProduct.Defender:
                writer.Add("SecurityAlert", time,
                    ("VendorName", "Microsoft"), ("ProductName", "Microsoft Defender Advanced Threat Protection"), ("DisplayName", threat), ("AlertSeverity", "Medium"), ("SystemAlertId", writer.Random.Guid()),
                    ("Entities", $"[{{\"$id\":\"2\",\"HostName\":\"{device.Name}\",\"OSFamily\":\"{(device.Platform == Platform.Android ? "Android" : "IOS")}\",\"Type\":\"host\"}}]"));
                break;
            case ThreatProduct.Zimperium:
                writer.Add("ZimperiumThreatLogV2_CL", time,
                    ("threat_uuid", writer.Random.Guid()), ("threat_name", "SUSPICIOUS_APP"), ("threat_display_name", threat), ("severity_name", "CRITICAL"), ("package_name", app), ("device_os", system),
                    ("device_owner_email", device.User), ("threat_status", "ACTIVE"));
                break;
            case ThreatProduct.Lookout:
                writer.Add("LookoutMtdV2_CL", time, ("log_type", "THREAT"),
                    ("device", new KeyValuePair<string, object?>[] { new("guid", device.DeviceId), new("email", device.User), new("platform", system.ToUpperInvariant()) }),
                    ("threat", new KeyValuePair<string, object?>[] { new("guid", writer.Random.Guid()), new("type", threat), new("severity", "HIGH"), new("package_name", app) }));
                break;
            default:
                writer.Add("BetterMTDIncidentLog_CL", time,
                    ("ThreatId_d", (double)writer.Random.Between(1000, 99999)), ("ThreatTitle_s", threat), ("ThreatSeverity_s", "High"), ("DevicePlatform_s", system), ("UserEmail_s", device.User), ("Status_s", "Open"));
                break;
        }
    }

    /// <summary>A finding of app analysis.</summary>
    public static void Finding(TelemetryWriter writer, DateTime time, string app, string platform, string signer, int confidence) =>
        writer.Add("MobileAppFindings_CL", time,
            ("Platform", platform), ("AppId", app), ("AppName", app), ("AppVersion", "1.4.0"), ("AppSigner", signer), ("FileSha256", writer.Random.Hex(64)), ("FindingType", "CertificatePinning"),
            ("Method", "Static"), ("Confidence", confidence), ("PinnedHost", "api.pinned.example"), ("Evidence", "network_security_config.xml"), ("Analyst", "app-pipeline"));
}
