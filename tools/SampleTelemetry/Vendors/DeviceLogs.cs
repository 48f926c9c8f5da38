namespace SampleTelemetry.Vendors;

/// <summary>What sensors on devices, inventories and network sensors log.</summary>
internal static class DeviceLogs
{
    /// <summary>A session as the sensor of the device attributes it to an app; nothing without a sensor.</summary>
    public static void Session(TelemetryWriter writer, Device device, DateTime time, string app, string host, string address, bool isQuic = false)
    {
        switch (device.Sensor)
        {
            case Sensor.Knox:
                var fields = new List<(string, object?)>
                {
                    ("DeviceSerialNumber", device.Serial), ("PkgName", app), ("SourceAddr", device.Address), ("SourcePort", writer.Random.Between(32768, 60999)), ("RemoteAddr", address),
                    ("RemotePort", 443), ("Protocol", isQuic ? 17 : 6), ("DeviceWifimac", device.MacWithColons),
                };
                if (!isQuic)
                    fields.Add(("Ja3Fingerprint", "cd08e31494f9531f560d64c695473da9"));
                writer.Add("Samsung_Knox_Network_CL", time, [.. fields]);
                break;
            case Sensor.Better when !isQuic:
                writer.Add("BetterMTDNetflowLog_CL", time,
                    ("UDID_g", device.Udid), ("DeviceName_s", device.Name), ("Username_s", device.User), ("AppIdentifier_s", app), ("Host_s", host), ("Destination_s", address), ("Port_s", "443"), ("Scheme_s", "https"));
                break;
            case Sensor.GlobalSecureAccess:
                writer.Add("NetworkAccessTraffic", time,
                    ("DeviceId", device.DeviceId), ("DeviceOperatingSystem", device.Platform == Platform.Android ? "Android" : "iOS"), ("UserPrincipalName", device.User), ("SourceIp", device.Address),
                    ("InitiatingProcessName", app), ("DestinationFqdn", host), ("DestinationIp", address), ("DestinationPort", 443), ("TransportProtocol", isQuic ? "UDP" : "TCP"));
                break;
        }
    }

    /// <summary>A connection as Zeek logs it.</summary>
    public static void Connection(TelemetryWriter writer, Device device, DateTime time, string address, double seconds, double clientBytes, bool isQuic = false) =>
        writer.Add("Corelight_v2_conn_CL", time,
            ("uid_s", "C" + writer.Random.Hex(16)), ("id_orig_h_s", device.Address), ("id_orig_p_d", (double)writer.Random.Between(49152, 65000)), ("id_resp_h_s", address), ("id_resp_p_d", 443.0),
            ("proto_s", isQuic ? "udp" : "tcp"), ("service_s", isQuic ? "quic,ssl" : "ssl"), ("duration_d", seconds), ("orig_bytes_d", clientBytes), ("resp_bytes_d", clientBytes * 3), ("conn_state_s", "SF"));

    /// <summary>A connection as an ASIM parser of a firewall gives it.</summary>
    public static void Flow(TelemetryWriter writer, Device device, DateTime time, string address, double seconds, long clientBytes) =>
        writer.Add("_Im_NetworkSession", time,
            ("EventVendor", "Fortinet"), ("EventProduct", "Fortigate"), ("EventResult", "Success"), ("NetworkProtocol", "TCP"), ("NetworkSessionId", writer.Random.Hex(8)), ("SrcIpAddr", device.Address),
            ("DstIpAddr", address), ("DstPortNumber", 443), ("NetworkDuration", (int)(seconds * 1000)), ("SrcBytes", clientBytes), ("DstBytes", clientBytes * 3));

    /// <summary>A lease of a device's address: half of the servers are seen by Zeek, half by an ASIM source.</summary>
    public static void Lease(TelemetryWriter writer, string mac, string address, DateTime time, int seconds, bool isAsim)
    {
        if (isAsim)
            writer.Add("ASimDhcpEventLogs", time, ("EventType", "Assign"), ("SrcIpAddr", address), ("SrcMacAddr", mac.ToUpperInvariant().Replace(':', '-')), ("DhcpLeaseDuration", seconds));
        else
            writer.Add("Corelight_v2_dhcp_CL", time, ("mac_s", mac), ("assigned_addr_s", address), ("lease_time_d", (double)seconds), ("server_addr_s", "10.40.0.1"));
    }

    /// <summary>The daily report of a device by the MDM and, with a sensor of its own, by the MTD product.</summary>
    public static void Inventory(TelemetryWriter writer, Device device, DateTime time)
    {
        var (system, version) = device.Platform switch { Platform.Android => ("Android", "15.0"), Platform.Ios => ("iOS", "18.3"), _ => ("Windows", "10.0.26100") };
        writer.Add("IntuneDevices", time,
            ("DeviceId", device.DeviceId), ("DeviceName", device.Name), ("OS", system), ("OSVersion", version), ("SerialNumber", device.Serial), ("UPN", device.User), ("UserEmail", device.User),
            ("WifiMacAddress", device.MacInCapitals), ("SupervisedStatusString", device.IsSupervised ? "True" : "False"), ("JailBroken", "False"), ("CompliantState", "Compliant"), ("Ownership", "Corporate"));
        if (device.Sensor == Sensor.Better)
            writer.Add("BetterMTDDeviceLog_CL", time.AddMinutes(3), ("DeviceUDID_g", device.Udid), ("DevicePlatform_s", system), ("UserEmail_s", device.User), ("IsDeleted_d", 0.0));
    }

    /// <summary>An installed app, as the product that the device has reports it.</summary>
    public static void App(TelemetryWriter writer, Device device, DateTime time, string app, bool isManaged, params string[] restrictedPermissions)
    {
        if (device.Sensor == Sensor.Knox)
            writer.Add("Samsung_Knox_Application_CL", time, ("DeviceSerialNumber", device.Serial), ("PkgName", app), ("RestrictedPerms", restrictedPermissions.Cast<object?>().ToArray()));
        else if (device.Sensor == Sensor.Better)
            writer.Add("BetterMTDAppLog_CL", time, ("DeviceUDID_g", device.Udid), ("Platform_s", device.Platform == Platform.Android ? "Android" : "iOS"), ("BundleId_s", app), ("AppName_s", app), ("Version_s", "4.2.1"), ("IsMdm_d", isManaged ? 1.0 : 0.0));
    }

    /// <summary>A change of an app's state, as the mobile EDR sends it.</summary>
    public static void State(TelemetryWriter writer, Device device, DateTime time, string app, string state, string transition, bool isLocked = false, long idleSeconds = 20) =>
        writer.Add("MobileAppState_CL", time,
            ("DeviceName", device.Name), ("Platform", device.Platform == Platform.Android ? "Android" : "iOS"), ("UserPrincipalName", device.User), ("AppId", app), ("AppState", state),
            ("Transition", transition), ("DeviceLocked", isLocked), ("IdleSeconds", idleSeconds), ("SensorName", "mobile-edr"));

    /// <summary>A call of a trust API, as the mobile EDR sends it.</summary>
    public static void TrustApi(TelemetryWriter writer, Device device, DateTime time, string app, string signer, string category, string api) =>
        writer.Add("MobileRuntimeEvents_CL", time,
            ("DeviceName", device.Name), ("Platform", "Android"), ("UserPrincipalName", device.User), ("AppId", app), ("AppSigner", signer), ("ApiCategory", category), ("ApiName", api), ("SensorName", "mobile-edr"));
}
