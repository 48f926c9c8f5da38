namespace SampleTelemetry;

/// <summary>Platforms of the fleet.</summary>
public enum Platform
{
    /// <summary>Android.</summary>
    Android,
    /// <summary>iOS and iPadOS.</summary>
    Ios,
    /// <summary>Laptops behind the same proxies.</summary>
    Windows,
}

/// <summary>Products that see the TLS sessions of a device.</summary>
public enum Proxy
{
    /// <summary>Palo Alto firewall, decryption log.</summary>
    PaloAlto,
    /// <summary>Zscaler, with the feed of the pack.</summary>
    Zscaler,
    /// <summary>Netskope.</summary>
    Netskope,
    /// <summary>A transparent proxy that logs nowhere, with a Zeek sensor before it.</summary>
    Zeek,
}

/// <summary>Sensors on a device that name the app of a session.</summary>
public enum Sensor
{
    /// <summary>None.</summary>
    None,
    /// <summary>Samsung Knox.</summary>
    Knox,
    /// <summary>BETTER MTD.</summary>
    Better,
    /// <summary>The Global Secure Access client.</summary>
    GlobalSecureAccess,
}

/// <summary>A device and who carries it.</summary>
/// <param name="Name">Name as the MDM has it.</param>
/// <param name="Platform">Platform.</param>
/// <param name="User">User principal name.</param>
/// <param name="Address">Its IP address.</param>
/// <param name="Mac">Wi-Fi MAC, 12 lower-case hex digits.</param>
/// <param name="Proxy">What sees its TLS sessions.</param>
/// <param name="Sensor">What names its apps.</param>
/// <param name="IsManaged">Whether the MDM knows it.</param>
/// <param name="IsSupervised">Whether it is supervised.</param>
/// <param name="Serial">Serial number.</param>
/// <param name="DeviceId">Identifier in Intune.</param>
/// <param name="Udid">Identifier in the MTD product.</param>
public sealed record Device(
    string Name, Platform Platform, string User, string Address, string Mac, Proxy Proxy, Sensor Sensor, bool IsManaged, bool IsSupervised, string Serial, string DeviceId, string Udid)
{
    /// <summary>The name as the parsers of the pack give it.</summary>
    public string Key => Name.ToLowerInvariant();

    /// <summary>The MAC as DHCP servers write it.</summary>
    public string MacWithColons => string.Join(':', Enumerable.Range(0, 6).Select(i => Mac.Substring(i * 2, 2)));

    /// <summary>The MAC as Intune writes it.</summary>
    public string MacInCapitals => Mac.ToUpperInvariant();
}

/// <summary>How a handshake ended.</summary>
public enum Outcome
{
    /// <summary>Inspection opened the session.</summary>
    Inspected,
    /// <summary>The client refused the inspection certificate.</summary>
    ClientRejected,
    /// <summary>Let through by an exception.</summary>
    Bypassed,
    /// <summary>The client saw an expired certificate.</summary>
    Expired,
    /// <summary>The client saw a revoked certificate.</summary>
    Revoked,
    /// <summary>No cipher in common.</summary>
    NoCipher,
    /// <summary>The origin's side failed.</summary>
    ServerError,
    /// <summary>Closed without an alert.</summary>
    SilentClose,
    /// <summary>Established on the origin's own certificate; Zeek alone sees that.</summary>
    Opaque,
    /// <summary>The client refused the origin's own certificate; Zeek alone sees that.</summary>
    OriginRejected,
    /// <summary>TLS 1.3 or ECH hides the certificate from Zeek.</summary>
    Hidden,
}
