namespace SampleTelemetry.Vendors;

/// <summary>TLS sessions as each inspecting product logs them.</summary>
internal static class ProxyLogs
{
    /// <summary>Logs a handshake; a product that has no words for an outcome logs nothing.</summary>
    public static void Write(TelemetryWriter writer, Device device, DateTime time, string host, string address, Outcome outcome)
    {
        switch (device.Proxy)
        {
            case Proxy.PaloAlto:
                PaloAlto(writer, device, time, host, address, outcome);
                break;
            case Proxy.Zscaler:
                Zscaler(writer, device, time, host, address, outcome);
                break;
            case Proxy.Netskope:
                Netskope(writer, device, time, host, address, outcome);
                break;
            default:
                Zeek(writer, device, time, host, address, outcome);
                break;
        }
    }

    private static void PaloAlto(TelemetryWriter writer, Device device, DateTime time, string host, string address, Outcome outcome)
    {
        string? message = outcome switch
        {
            Outcome.Inspected or Outcome.Bypassed => "",
            Outcome.ClientRejected => ClientAlert(writer.Random.Pick(["UnknownCA", "BadCertificate", "CertificateUnknown"])),
            Outcome.Expired => ClientAlert("CertificateExpired"),
            Outcome.Revoked => ClientAlert("CertificateRevoked"),
            Outcome.NoCipher => ClientAlert("HandshakeFailure"),
            Outcome.ServerError => "Received fatal alert HandshakeFailure from server",
            Outcome.SilentClose => "Connection reset",
            _ => null,
        };
        if (message is null)
            return;
        var family = device.Platform switch { Platform.Android => "Android", Platform.Ios => "iOS", _ => "Windows" };
        var extensions = $"PanOSTLSVersion=TLS1.2;PanOSPolicyName=decrypt-mobile;PanOSProxyType={(outcome == Outcome.Bypassed ? "No Decrypt" : "Forward")};"
            + $"PanOSErrorIndex={(message.Length == 0 ? "None" : "Certificate")};PanOSErrorMessage={message};PanOSServerNameIndication={host};"
            + $"PanOSSourceDeviceOSFamily={family};PanOSSourceDeviceHost={(device.IsManaged ? device.Name : "")}";
        writer.Add("CommonSecurityLog", time,
            ("DeviceVendor", "Palo Alto Networks"), ("DeviceProduct", "PAN-OS"), ("DeviceEventClassID", "end"), ("Activity", "DECRYPTION"), ("SourceIP", device.Address),
            ("SourceUserName", device.User), ("DestinationIP", address), ("DestinationPort", 443), ("AdditionalExtensions", extensions));
    }

    private static string ClientAlert(string name) => $"Received fatal alert {name} from client";

    private static void Zscaler(TelemetryWriter writer, Device device, DateTime time, string host, string address, Outcome outcome)
    {
        (string Reason, int Count, string Decrypted, string Policy)? words = outcome switch
        {
            Outcome.Inspected => ("None", 0, "Yes", "Inspected"),
            Outcome.ClientRejected => (writer.Random.Pick(["Certificate Unknown", "Unknown CA", "Bad Certificate"]), 1, "No", "Inspected"),
            Outcome.Bypassed => ("None", 0, "No", "Not inspected because of SSL policy"),
            Outcome.Expired => ("Certificate Expired", 1, "No", "Inspected"),
            Outcome.Revoked => ("Certificate Revoked", 1, "No", "Inspected"),
            Outcome.NoCipher => ("Handshake Failure", 1, "No", "Inspected"),
            Outcome.SilentClose => ("Close Notify", 1, "No", "Inspected"),
            _ => null,
        };
        if (words is not { } log)
            return;
        var system = device.Platform switch { Platform.Android => "Android OS", Platform.Ios => "iOS", _ => "Windows OS" };
        writer.Add("CommonSecurityLog", time,
            ("DeviceVendor", "Zscaler"), ("DeviceProduct", "NSSWeblog"), ("SourceIP", device.Address), ("SourceHostName", device.IsManaged ? device.Name : ""), ("SourceUserName", device.User),
            ("DestinationHostName", host), ("DestinationIP", address), ("DestinationPort", 443),
            ("AdditionalExtensions", $"cltsslfailreason={log.Reason};cltsslfailcount={log.Count};ssldecrypted={log.Decrypted};externalspr={log.Policy};ssl_rulename=Inspect mobile;deviceostype={system}"));
    }

    private static void Netskope(TelemetryWriter writer, Device device, DateTime time, string host, string address, Outcome outcome)
    {
        if (outcome is Outcome.Opaque or Outcome.OriginRejected or Outcome.Hidden or Outcome.SilentClose)
            return;
        var server = outcome is Outcome.Expired or Outcome.Revoked or Outcome.NoCipher or Outcome.ServerError;
        var system = device.Platform switch { Platform.Android => "Android 15", Platform.Ios => "iOS 18.3", _ => "Windows 11" };
        writer.Add("NetskopeWebTransactions_CL", time,
            ("CIp", device.Address), ("CsUsername", device.User), ("XCHostname", device.IsManaged ? device.Name : ""), ("XCOs", system), ("XCsSni", host), ("CsHost", host), ("XCsDstIp", address),
            ("XCsDstPort", 443), ("XCsSslVersion", "TLSv1.2"), ("XSslPolicyName", "Inspect mobile"), ("XSslBypass", outcome == Outcome.Bypassed ? "Yes" : "No"),
            ("XSslBypassReason", outcome == Outcome.Bypassed ? "Policy exception" : ""), ("XClientSslErr", outcome == Outcome.ClientRejected ? "Yes" : "No"), ("XCsSslHandshakeError", "No"),
            ("XServerSslErr", server ? "Yes" : "No"), ("XSrSslHandshakeError", outcome is Outcome.NoCipher or Outcome.ServerError ? "Yes" : "No"),
            ("XRCertExpired", outcome == Outcome.Expired ? "Yes" : "No"), ("XRCertRevoked", outcome == Outcome.Revoked ? "Yes" : "No"));
    }

    private static void Zeek(TelemetryWriter writer, Device device, DateTime time, string host, string address, Outcome outcome)
    {
        (bool Established, string History, string Alert, string Fingerprint, string Version)? seen = outcome switch
        {
            Outcome.Inspected => (true, "CsxknGIiFf", "", Certificates.Inspection, "TLSv12"),
            Outcome.ClientRejected => (false, "CsxknXL", writer.Random.Pick(["unknown_ca", "bad_certificate", "certificate_unknown"]), Certificates.Inspection, "TLSv12"),
            Outcome.Bypassed or Outcome.Opaque => (true, "CsxknGIiFf", "", Certificates.Public, "TLSv12"),
            Outcome.OriginRejected => (false, "CsxknXL", "unknown_ca", Certificates.Portal, "TLSv12"),
            Outcome.Expired => (false, "CsxknXL", "certificate_expired", Certificates.Inspection, "TLSv12"),
            Outcome.Revoked => (false, "CsxknXL", "certificate_revoked", Certificates.Inspection, "TLSv12"),
            Outcome.NoCipher or Outcome.ServerError => (false, "Csl", "handshake_failure", Certificates.Inspection, "TLSv12"),
            Outcome.SilentClose => (false, "CsxknX", "", Certificates.Inspection, "TLSv12"),
            Outcome.Hidden => (true, "Cs", "", "", "TLSv13"),
            _ => null,
        };
        if (seen is not { } log)
            return;
        writer.Add("Corelight_v2_ssl_CL", time,
            ("uid_s", "C" + writer.Random.Hex(16)), ("id_orig_h_s", device.Address), ("id_orig_p_d", (double)writer.Random.Between(49152, 65000)), ("id_resp_h_s", address), ("id_resp_p_d", 443.0),
            ("version_s", log.Version), ("server_name_s", host), ("established_b", log.Established), ("ssl_history_s", log.History), ("last_alert_s", log.Alert),
            ("cert_chain_fps_s", log.Fingerprint.Length == 0 ? "" : $"[\"{log.Fingerprint}\"]"));
    }
}

/// <summary>Fingerprints of the certificates that Zeek sees.</summary>
internal static class Certificates
{
    public const string Inspection = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334455667788990aabbccddeeff";
    public const string Public = "0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0";
    public const string Portal = "5e4d3c2b1a09f8e7d6c5b4a3928170f1e2d3c4b5a69788796a5b4c3d2e1f0011";

    /// <summary>Logs the certificates once.</summary>
    public static void Write(TelemetryWriter writer, DateTime time)
    {
        Add(Inspection, "CN=*.mobile.example", "CN=Corp TLS Inspection CA,O=Corp Example,C=SE");
        Add(Public, "CN=*.example", "CN=Example Public CA R4,O=Example Trust Services,C=US");
        Add(Portal, "CN=portal.hotel.example", "CN=portal.hotel.example");

        void Add(string fingerprint, string subject, string issuer) => writer.Add("Corelight_v2_x509_CL", time,
            ("fingerprint_s", fingerprint), ("certificate_subject_s", subject), ("certificate_issuer_s", issuer), ("host_cert_b", true));
    }
}
